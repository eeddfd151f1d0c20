from collections.abc import Iterator

import numpy as np
import pytest
from sounds import clip, tone

from podcast.audio.music import Jingles
from podcast.audio.track import RATE_HZ, SoundTrack
from podcast.errors import SoundError
from podcast.model import Chunk, Clip, PauseKind, Speech
from podcast.settings import Pauses

PAUSES = Pauses(sentence_ms=100, paragraph_ms=200, subhead_ms=300, title_ms=400)


def drained(track: SoundTrack) -> np.ndarray:
    return np.frombuffer(b"".join(track.blocks()), "<i2")


def test_a_clip_starts_after_all_that_comes_before_it() -> None:
    clips = [
        clip(tone(500, 22_050), 22_050, PauseKind.TITLE),
        clip(tone(250, 24_000), 24_000),
        clip(tone(10, 8000), 8000),
    ]
    jingles = Jingles(intro=bytes(2 * RATE_HZ))
    track = SoundTrack(clips, pauses=PAUSES, jingles=jingles)
    samples = drained(track)
    assert track.starts_ms == (1000, 1000 + 500 + 400, 1900 + 250 + 100)
    assert track.samples == len(samples)
    assert track.duration_ms == 2250 + 10 + 100


@pytest.mark.parametrize(
    ("kind", "pause_ms"),
    [
        (PauseKind.NONE, 0),
        (PauseKind.SENTENCE, 100),
        (PauseKind.PARAGRAPH, 200),
        (PauseKind.SUBHEAD, 300),
        (PauseKind.TITLE, 400),
    ],
)
def test_each_kind_of_pause_is_as_long_as_set_and_silent(kind: PauseKind, pause_ms: int) -> None:
    clips = [clip(tone(100, RATE_HZ), RATE_HZ, kind), clip(tone(100, RATE_HZ), RATE_HZ, PauseKind.NONE)]
    samples = drained(SoundTrack(clips, pauses=PAUSES))
    pause = samples[RATE_HZ // 10 : RATE_HZ // 10 + pause_ms * RATE_HZ // 1000]
    assert len(samples) * 1000 / RATE_HZ == 200 + pause_ms
    assert not pause.any()


def test_the_last_pause_gives_way_to_the_outro() -> None:
    outro = tone(50, RATE_HZ).tobytes()
    one = clip(tone(100, RATE_HZ), RATE_HZ, PauseKind.TITLE)
    assert len(drained(SoundTrack([one], pauses=PAUSES))) * 1000 / RATE_HZ == 500
    assert len(drained(SoundTrack([one], pauses=PAUSES, jingles=Jingles(outro=outro)))) * 1000 / RATE_HZ == 150


def test_a_clip_cut_off_in_mid_swing_does_not_click() -> None:
    loud = clip(np.full(RATE_HZ // 10, 16_000, np.int16), RATE_HZ)
    samples = drained(SoundTrack([loud, loud], pauses=PAUSES)).astype(np.int32)
    assert np.abs(np.diff(samples)).max() < 16_000 / 100
    assert samples.max() == 16_000


def test_a_clip_of_one_sample_is_kept() -> None:
    samples = drained(SoundTrack([clip(np.array([9], np.int16), RATE_HZ, PauseKind.NONE)], pauses=PAUSES))
    assert samples.tolist() == [9]


def test_progress_counts_the_clips_that_have_gone_by() -> None:
    seen: list[int] = []
    drained(SoundTrack([clip(tone(20, 8000), 8000)] * 3, pauses=PAUSES, on_progress=seen.append))
    assert seen == [1, 2, 3]


def test_clips_are_pulled_one_at_a_time() -> None:
    pulled: list[int] = []

    def clips() -> Iterator[Clip]:
        for number in range(100):
            pulled.append(number)
            yield clip(tone(20, 8000), 8000)

    blocks = SoundTrack(clips(), pauses=PAUSES).blocks()
    next(blocks)
    assert pulled == [0]


def test_no_clips_make_no_episode() -> None:
    with pytest.raises(SoundError, match="no clips"):
        drained(SoundTrack([], pauses=PAUSES, jingles=Jingles(intro=bytes(100))))


@pytest.mark.parametrize(("pcm", "rate_hz"), [(b"", 24_000), (b"\1\2\3", 24_000), (b"\1\2", 0)])
def test_a_clip_without_samples_is_named(pcm: bytes, rate_hz: int) -> None:
    broken = Clip(Chunk("দ্বিতীয় বাক্য।", (), PauseKind.NONE), 0, (), lambda: Speech(pcm, rate_hz, ()))
    with pytest.raises(SoundError, match=r"clip 2 \(“দ্বিতীয় বাক্য।”\)"):
        drained(SoundTrack([clip(tone(20, 8000), 8000), broken], pauses=PAUSES))


def test_a_clip_that_cannot_be_read_is_named() -> None:
    def lost() -> Speech:
        raise FileNotFoundError(2, "No such file", "clips/ab12")

    with pytest.raises(SoundError, match=r"clip 1 .*its samples cannot be read: .*clips/ab12"):
        drained(SoundTrack([Clip(Chunk("ক", (), PauseKind.NONE), 0, (), lost)], pauses=PAUSES))
