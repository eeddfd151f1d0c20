import gc
import math
import subprocess
import sys
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Literal

import numpy as np
import pytest
from mutagen.mp3 import MP3, BitrateMode
from sounds import click, clip, encoded, measured, silences_ms, tone

from podcast.audio import record
from podcast.audio.limiter import true_peak
from podcast.audio.loudness import measure_lufs
from podcast.errors import SoundError
from podcast.model import Chunk, Clip, PauseKind
from podcast.settings import OWN_MUSIC, Music, Pauses, load_voice
from podcast.speech import open_engine

PAUSES = Pauses(sentence_ms=250, paragraph_ms=600)


def test_the_file_decodes_to_as_many_samples_as_were_encoded(tmp_path: Path) -> None:
    path = tmp_path / "audio.mp3"
    clips = [clip(tone(1234, 22_050), 22_050), clip(tone(321, 24_000), 24_000)]
    recording = record(clips, path, pauses=PAUSES)
    samples, rate_hz = measured(path)
    assert recording.path == path
    assert rate_hz == 44_100
    # 1234 ms at 22.05 kHz, a pause, 321 ms, a pause; a tone ends in mid-swing, so nothing is trimmed
    assert len(samples) == pytest.approx(27_209 * 2 + 11_025 + 14_156 + 11_025, abs=90)
    assert len(samples) * 1000 / rate_hz == pytest.approx(recording.duration_ms, abs=0.5)


@pytest.mark.parametrize("rates", [(22_050,), (24_000,), (22_050, 24_000), (24_000, 16_000, 44_100, 48_000)])
def test_clips_are_heard_where_the_recording_says(rates: tuple[int, ...], tmp_path: Path) -> None:
    pauses = (PauseKind.SENTENCE, PauseKind.NONE, PauseKind.PARAGRAPH)
    clips = [
        clip(click(50, 173 + 11 * n, rates[n % len(rates)]), rates[n % len(rates)], pauses[n % 3]) for n in range(40)
    ]
    recording = record(clips, tmp_path / "audio.mp3", pauses=PAUSES)
    samples, rate_hz = measured(tmp_path / "audio.mp3")
    loud = np.abs(samples.astype(np.int32))
    for start_ms, trim in zip(recording.starts_ms, recording.trims, strict=True):
        wanted_ms = start_ms + 50 - trim.lead_ms
        window = slice(max(0, wanted_ms - 20) * rate_hz // 1000, (wanted_ms + 20) * rate_hz // 1000)
        heard_ms = (window.start + int(loud[window].argmax())) * 1000 / rate_hz
        assert abs(heard_ms - wanted_ms) <= 1.5
    assert len(recording.starts_ms) == 40


def test_pauses_and_music_stand_where_they_belong(tmp_path: Path) -> None:
    (tmp_path / "jingle.wav").write_bytes(encoded(tone(1000, 48_000), 48_000))
    music = Music(intro=tmp_path / "jingle.wav", outro=tmp_path / "jingle.wav", fade_ms=0, gap_ms=500)
    clips = [clip(tone(400, 24_000), 24_000, PauseKind.PARAGRAPH), clip(tone(400, 24_000), 24_000, PauseKind.TITLE)]
    recording = record(clips, tmp_path / "audio.mp3", pauses=PAUSES, music=music)
    samples, rate_hz = measured(tmp_path / "audio.mp3")
    assert recording.starts_ms == (1500, 2500)
    assert recording.duration_ms == pytest.approx(1500 + 400 + 600 + 400 + 1500, abs=2)
    heard = silences_ms(samples, rate_hz)
    for (start_ms, length_ms), (wanted_start_ms, wanted_ms) in zip(
        heard, [(1000, 500), (1900, 600), (2900, 500)], strict=True
    ):
        assert start_ms == pytest.approx(wanted_start_ms, abs=5)
        assert length_ms == pytest.approx(wanted_ms, abs=8)


LINES = (
    "নদীর উপর নতুন সেতু খুলে দেওয়া হয়েছে। খরচ হয়েছে কুড়ি কোটি টাকা। সকাল থেকেই মানুষের ভিড়।",
    "মাঝিরা কাজ হারানোর ভয়ে আছেন। যাত্রীরা এখন সেতু দিয়ে যাবেন, ঘাটে আর নৌকা বাঁধা নেই।",
)


def spoken(*speakers: str, quieter: float = 1.0) -> list[Clip]:
    """Let espeak's *speakers* take turns, the second of them *quieter*."""
    engine, voice = open_engine("espeak"), load_voice("espeak")
    clips = []
    for number in range(8):
        speaker = speakers[number % len(speakers)]
        speech = engine.synthesize(LINES[number % 2], replace(voice, speaker=speaker))
        if number % len(speakers):
            speech = replace(speech, pcm=(np.frombuffer(speech.pcm, "<i2") * quieter).astype("<i2").tobytes())
        chunk = Chunk(LINES[number % 2], (), PauseKind.PARAGRAPH)
        clips.append(Clip(chunk, speech.duration_ms, speech.words, partial(lambda it: it, speech)))
    return clips


OWN = Music(intro=OWN_MUSIC, outro=OWN_MUSIC, bed=OWN_MUSIC)


def heard_in(path: Path) -> tuple[float, float]:
    """Return loudness (LUFS) and true peak (dBTP) of what a player hears."""
    samples, rate_hz = measured(path)
    sound = samples.astype(np.float32) / 32_768
    return measure_lufs(sound, rate_hz), 20 * math.log10(true_peak(sound))


@pytest.mark.parametrize("sound_format", ["standard", "light"])
@pytest.mark.parametrize(
    ("speakers", "music"), [(("bn",), None), (("bn+f2",), None), (("bn", "bn+f2"), None), (("bn+f2",), OWN)]
)
def test_an_episode_is_as_loud_as_directories_ask_and_its_peaks_are_safe(
    speakers: tuple[str, ...], music: Music | None, sound_format: Literal["standard", "light"], tmp_path: Path
) -> None:
    path = tmp_path / "audio.mp3"
    record(spoken(*speakers), path, pauses=PAUSES, music=music, sound_format=sound_format)
    loudness_lufs, peak_dbtp = heard_in(path)
    assert loudness_lufs == pytest.approx(-16, abs=0.5)
    assert peak_dbtp <= -1.0


def test_a_show_may_be_softer(tmp_path: Path) -> None:
    record(spoken("bn"), tmp_path / "audio.mp3", pauses=PAUSES, loudness_lufs=-20.0)
    assert heard_in(tmp_path / "audio.mp3")[0] == pytest.approx(-20, abs=0.5)


def test_two_readers_are_heard_equally_loud(tmp_path: Path) -> None:
    clips = spoken("bn", "bn+f2", quieter=0.1)
    of_voice = {id(one): number % 2 for number, one in enumerate(clips)}
    path = tmp_path / "audio.mp3"
    recording = record(clips, path, pauses=PAUSES, voice_of=lambda one: of_voice[id(one)])
    samples, rate_hz = measured(path)
    starts = [start_ms * rate_hz // 1000 for start_ms in (*recording.starts_ms, recording.duration_ms)]
    turns = [samples[start:end].astype(np.float32) / 32_768 for start, end in pairwise(starts)]
    louds = [measure_lufs(np.concatenate(turns[first::2]), rate_hz) for first in (0, 1)]
    assert louds[0] == pytest.approx(louds[1], abs=1.0)


def test_pauses_in_speech_are_what_the_show_says(tmp_path: Path) -> None:
    record(spoken("bn"), tmp_path / "audio.mp3", pauses=PAUSES)
    samples, rate_hz = measured(tmp_path / "audio.mp3")
    long_ms = [length for _, length in silences_ms(samples, rate_hz, longer_than_ms=480)]
    assert long_ms[:7] == [pytest.approx(600, abs=20)] * 7


def test_silence_stays_silent(tmp_path: Path) -> None:
    record([clip(np.zeros(24_000, np.int16), 24_000)] * 3, tmp_path / "audio.mp3", pauses=PAUSES)
    assert not measured(tmp_path / "audio.mp3")[0].any()


def test_a_failure_of_the_disk_while_clips_are_still_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "audio.mp3").mkdir()
    with pytest.raises(SoundError, match=r"audio\.mp3: the sound file cannot be written"):
        record([clip(tone(5000, 24_000), 24_000)] * 20, tmp_path / "audio.mp3", pauses=PAUSES)


def test_the_header_tells_players_rate_and_length(tmp_path: Path) -> None:
    recording = record([clip(tone(5000, 24_000), 24_000)], tmp_path / "audio.mp3", pauses=PAUSES)
    info = MP3(tmp_path / "audio.mp3").info
    assert (info.sample_rate, info.channels, info.bitrate) == (44_100, 1, 96_000)
    assert info.bitrate_mode is BitrateMode.CBR
    assert info.length * 1000 == pytest.approx(recording.duration_ms, abs=0.5)


def test_the_same_clips_give_the_same_bytes(tmp_path: Path) -> None:
    clips = [clip(tone(700, 24_000), 24_000), clip(tone(300, 22_050), 22_050)]
    for name in ("one.mp3", "two.mp3"):
        record(clips, tmp_path / name, pauses=PAUSES)
    assert (tmp_path / "one.mp3").read_bytes() == (tmp_path / "two.mp3").read_bytes()


def interrupted(error: BaseException) -> Iterator[Clip]:
    yield clip(tone(2000, 24_000), 24_000)
    raise error


@pytest.mark.parametrize("error", [KeyboardInterrupt(), SoundError("broken"), ZeroDivisionError()])
@pytest.mark.parametrize("before", [None, b"the last one"])
def test_a_run_that_breaks_off_leaves_what_was_there(
    error: BaseException, before: bytes | None, tmp_path: Path
) -> None:
    path = tmp_path / "audio.mp3"
    if before is not None:
        path.write_bytes(before)
    with pytest.raises(type(error)):
        record(interrupted(error), path, pauses=PAUSES)
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == (
        {} if before is None else {path.name: before}
    )


def test_no_clips_leave_no_file(tmp_path: Path) -> None:
    with pytest.raises(SoundError, match="no clips"):
        record([], tmp_path / "audio.mp3", pauses=PAUSES)
    assert not list(tmp_path.iterdir())


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    path = tmp_path / "nowhere" / "audio.mp3"
    with pytest.raises(SoundError, match=r"audio\.mp3: the sound file cannot be written: No such file"):
        record([clip(tone(100, 24_000), 24_000)], path, pauses=PAUSES)


FULL_DISK = """
import resource, sys
from pathlib import Path
from podcast.audio import record
from podcast.errors import SoundError
from podcast.settings import Pauses
from sounds import clip, tone
path = Path(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
try:
    record([clip(tone(5000, 24_000), 24_000)], path, pauses=Pauses())
except SoundError as error:
    print(error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit on the size of files")
def test_a_disk_that_fills_up_leaves_no_file(tmp_path: Path) -> None:
    path = tmp_path / "audio.mp3"
    command = [
        sys.executable,
        "-c",
        f"import sys; sys.path.insert(0, {str(Path(__file__).parent)!r})\n{FULL_DISK}",
        path,
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.startswith(f"{path}: the sound file cannot be written: ")
    assert not list(tmp_path.iterdir())


def on_disk(made: Clip) -> Clip:
    """Make its samples anew each time they are asked for, as the cache does."""
    return replace(made, load=lambda: clip(tone(1000, 24_000), 24_000).load())


@pytest.mark.no_cover
def test_many_clips_take_no_more_memory_than_few(tmp_path: Path) -> None:
    def peak_bytes(count: int) -> int:
        gc.collect()
        tracemalloc.start()
        record((on_disk(clip(tone(1000, 24_000), 24_000)) for _ in range(count)), tmp_path / "audio.mp3", pauses=PAUSES)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak

    peak_bytes(1)
    assert peak_bytes(200) < 1.2 * peak_bytes(40)
