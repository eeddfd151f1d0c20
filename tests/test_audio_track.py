from collections.abc import Sequence
from dataclasses import astuple

import numpy as np
import pytest
from sounds import clip, tone

from podcast.audio.clips import listen, load
from podcast.audio.loudness import integrated_lufs, measure_lufs
from podcast.audio.music import Jingles
from podcast.audio.track import SoundTrack
from podcast.errors import SoundError
from podcast.model import Chunk, Clip, PauseKind, Speech, Trim
from podcast.settings import Pauses

RATE_HZ = 44_100
PAUSES = Pauses(sentence_ms=100, verse_ms=150, paragraph_ms=200, subhead_ms=300, title_ms=400, story_ms=500)


def planned(clips: Sequence[Clip], jingles: Jingles | None = None, gains: list[float] | None = None) -> SoundTrack:
    heard = [listen(load(one, number)) for number, one in enumerate(clips, start=1)]
    return SoundTrack(clips, heard, rate_hz=RATE_HZ, pauses=lambda _: PAUSES, jingles=jingles, gains=gains)


def drained(track: SoundTrack) -> np.ndarray:
    return np.concatenate(list(track.blocks()))


def spoken(lead_ms: int, tail_ms: int, pause: PauseKind = PauseKind.SENTENCE, rate_hz: int = RATE_HZ) -> Clip:
    """Half a second of sound between the silences that an engine puts around it."""
    silences = [np.zeros(rate_hz * ms // 1000, np.int16) for ms in (lead_ms, tail_ms)]
    return clip(np.concatenate([silences[0], tone(500, rate_hz), silences[1]]), rate_hz, pause)


def silence_ms(samples: np.ndarray, start_ms: float) -> float:
    """Measure the silence that begins about *start_ms*."""
    loud = np.flatnonzero(np.abs(samples) > 0.004)
    middle = (start_ms + 20) * RATE_HZ / 1000
    return float((loud[loud > middle].min() - loud[loud < middle].max()) * 1000 / RATE_HZ)


def test_a_clip_starts_after_all_that_comes_before_it() -> None:
    clips = [
        clip(tone(500, 22_050), 22_050, PauseKind.TITLE),
        clip(tone(250, 24_000), 24_000),
        clip(tone(10, 8000), 8000),
    ]
    track = planned(clips, Jingles(intro=bytes(2 * RATE_HZ), gap_ms=300))
    assert track.starts_ms == (1300, 1300 + 500 + 400, 2200 + 250 + 100)
    assert track.samples == len(drained(track))
    assert track.duration_ms == 2550 + 10 + 100


@pytest.mark.parametrize(
    ("kind", "pause_ms"),
    [
        (PauseKind.SENTENCE, 100),
        (PauseKind.VERSE, 150),
        (PauseKind.PARAGRAPH, 200),
        (PauseKind.SUBHEAD, 300),
        (PauseKind.TITLE, 400),
        (PauseKind.STORY, 500),
    ],
)
@pytest.mark.parametrize(("lead_ms", "tail_ms"), [(0, 0), (5, 3), (120, 700), (40, 0)])
def test_the_silence_heard_is_what_is_set_whatever_the_engine_left(
    kind: PauseKind, pause_ms: int, lead_ms: int, tail_ms: int
) -> None:
    track = planned([spoken(0, tail_ms, kind), spoken(lead_ms, 0, PauseKind.NONE)])
    assert silence_ms(drained(track), 500) == pytest.approx(pause_ms, abs=6)


def test_within_a_sentence_nothing_is_added() -> None:
    track = planned([spoken(0, 300, PauseKind.NONE), spoken(300, 0, PauseKind.NONE)])
    assert track.duration_ms == pytest.approx(1000 + 20, abs=3)


def test_what_is_taken_off_a_clip_is_told() -> None:
    track = planned([spoken(60, 90), spoken(200, 300), spoken(250, 800, PauseKind.NONE)])
    wanted = (Trim(0, 78), Trim(192, 288), Trim(242, 400))
    for trim, (lead_ms, tail_ms) in zip(track.trims, map(astuple, wanted), strict=True):
        assert (trim.lead_ms, trim.tail_ms) == (pytest.approx(lead_ms, abs=2), pytest.approx(tail_ms, abs=2))
    assert track.starts_ms[1] == pytest.approx(60 + 500 + 100 - 8, abs=2)


def test_a_soft_beginning_is_not_cut_off() -> None:
    hiss = np.random.default_rng(3).normal(0, 200, RATE_HZ // 10)  # 35 dB below the vowel
    sound = np.concatenate([np.zeros(RATE_HZ // 5), hiss, tone(400, RATE_HZ, peak=16_000), hiss, np.zeros(RATE_HZ)])
    heard = listen(load(clip(np.rint(sound).astype(np.int16), RATE_HZ), 1))
    assert heard.start * 1000 / RATE_HZ == pytest.approx(200, abs=3)
    assert heard.end * 1000 / RATE_HZ == pytest.approx(800, abs=3)


def test_a_constant_offset_is_taken_off() -> None:
    samples = drained(planned([clip(tone(500, RATE_HZ) + np.int16(4000), RATE_HZ, PauseKind.NONE)]))
    assert abs(samples.mean()) < 1e-3


def test_the_last_pause_gives_way_to_the_outro() -> None:
    outro = tone(50, RATE_HZ).tobytes()
    one = clip(tone(100, RATE_HZ), RATE_HZ, PauseKind.TITLE)
    assert planned([one]).duration_ms == 500
    assert planned([one], Jingles(outro=outro, gap_ms=70)).duration_ms == 100 + 70 + 50


def test_the_sting_stands_between_two_stories_with_its_gaps() -> None:
    sting = tone(200, RATE_HZ).tobytes()
    clips = [spoken(0, 90, PauseKind.STORY), spoken(50, 0, PauseKind.NONE)]
    track = planned(clips, Jingles(sting=sting, gap_ms=150))
    samples = drained(track)
    assert silence_ms(samples, 500) == pytest.approx(150, abs=6)
    assert silence_ms(samples, 850) == pytest.approx(150, abs=6)
    assert track.duration_ms == pytest.approx(500 + 150 + 200 + 150 + 500, abs=3)


def test_the_bed_lies_softly_under_the_title_and_goes_with_its_pause() -> None:
    bed = tone(300, RATE_HZ, pitch_hz=2000).tobytes()
    clips = [spoken(0, 0, PauseKind.TITLE), spoken(0, 0, PauseKind.NONE)]
    without = drained(planned(clips))
    bedded = drained(planned(clips, Jingles(bed=bed, fade_ms=100)))
    under = bedded - without
    assert len(bedded) == len(without)
    assert np.abs(under[RATE_HZ // 5 : RATE_HZ // 2]).max() == pytest.approx(
        12_000 / 32_768 * 10 ** (-16 / 20), rel=0.02
    )
    assert np.abs(under[: RATE_HZ // 500]).max() < 0.01
    assert not under[round(0.9 * RATE_HZ) :].any()


def test_a_clip_cut_off_in_mid_swing_does_not_click() -> None:
    square = np.repeat(np.array([16_000, -16_000] * 5, np.int16), RATE_HZ // 100)
    samples = drained(planned([clip(square, RATE_HZ)] * 2))
    assert np.abs(samples[:3]).max() < 0.01
    edge = RATE_HZ // 10
    assert np.abs(samples[edge - 3 : edge + 3]).max() < 0.01


def test_a_clip_of_one_sample_or_of_silence_is_kept() -> None:
    assert len(drained(planned([clip(np.array([9], np.int16), RATE_HZ, PauseKind.NONE)]))) == 1
    quiet = clip(np.zeros(RATE_HZ // 2, np.int16), RATE_HZ, PauseKind.NONE)
    assert planned([quiet, quiet]).duration_ms == 1000


def test_the_loudness_of_the_whole_is_known_from_its_clips() -> None:
    clips = [spoken(30, 200, PauseKind.PARAGRAPH, 22_050), spoken(10, 100, PauseKind.TITLE, 24_000)] * 6
    jingles = Jingles(intro=tone(2000, RATE_HZ, peak=5000).tobytes(), gap_ms=400)
    track = planned(clips, jingles, gains=[0.5, 1.5] * 6)
    assert integrated_lufs(track.energies()) == pytest.approx(measure_lufs(drained(track), RATE_HZ), abs=0.1)


def test_progress_counts_the_clips_that_have_gone_by() -> None:
    seen: list[int] = []
    list(planned([clip(tone(20, 8000), 8000)] * 3).blocks(on_clip=seen.append))
    assert seen == [1, 2, 3]


def test_clips_are_read_one_at_a_time() -> None:
    read: list[int] = []

    def one(number: int) -> Clip:
        whole = clip(tone(20, 8000), 8000)

        def loaded() -> Speech:
            read.append(number)
            return whole.load()

        return Clip(whole.chunk, whole.duration_ms, (), loaded)

    track = planned([one(number) for number in range(100)])
    read.clear()
    next(track.blocks())
    assert read == [0]


def test_no_clips_make_no_episode() -> None:
    with pytest.raises(SoundError, match="no clips"):
        planned([], Jingles(intro=bytes(100)))


@pytest.mark.parametrize(("pcm", "rate_hz"), [(b"", 24_000), (b"\1\2\3", 24_000), (b"\1\2", 0)])
def test_a_clip_without_samples_is_named(pcm: bytes, rate_hz: int) -> None:
    broken = Clip(Chunk("দ্বিতীয় বাক্য।", (), PauseKind.NONE), 0, (), lambda: Speech(pcm, rate_hz, ()))
    with pytest.raises(SoundError, match=r"clip 2 \(“দ্বিতীয় বাক্য।”\)"):
        planned([clip(tone(20, 8000), 8000), broken])


def test_a_clip_that_cannot_be_read_is_named() -> None:
    def lost() -> Speech:
        raise FileNotFoundError(2, "No such file", "clips/ab12")

    with pytest.raises(SoundError, match=r"clip 1 .*its samples cannot be read: .*clips/ab12"):
        planned([Clip(Chunk("ক", (), PauseKind.NONE), 0, (), lost)])


def test_a_clip_that_has_changed_since_it_was_measured_is_named() -> None:
    lengths = iter((500, 400))

    def changed() -> Speech:
        return Speech(tone(next(lengths), RATE_HZ).tobytes(), RATE_HZ, ())

    track = planned([Clip(Chunk("ক", (), PauseKind.NONE), 0, (), changed)])
    with pytest.raises(SoundError, match="clip 1: its samples are others than before"):
        drained(track)
