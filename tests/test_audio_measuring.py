import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile

from podcast.audio.encoding import encode_mp3
from podcast.audio.formats import FORMATS
from podcast.audio.measuring import measure
from podcast.errors import SoundError
from podcast.sound import decode, open_sound

RATE_HZ = 44_100


def tone(seconds: float, level: float = 0.5, rate_hz: int = RATE_HZ) -> np.ndarray:
    return (level * np.sin(2 * np.pi * 440 * np.arange(round(seconds * rate_hz)) / rate_hz)).astype(np.float32)


def written(path: Path, *parts: np.ndarray, rate_hz: int = RATE_HZ) -> Path:
    soundfile.write(path, np.concatenate(parts), rate_hz, subtype="PCM_16")
    return path


def quiet(seconds: float, rate_hz: int = RATE_HZ) -> np.ndarray:
    return np.zeros(round(seconds * rate_hz), np.float32)


@pytest.mark.parametrize("rate_hz", [8_000, 22_050, 24_000, 44_100, 48_000])
def test_silences_of_half_a_second_or_longer_are_found(tmp_path: Path, rate_hz: int) -> None:
    spans = (
        quiet(0.7, rate_hz),
        tone(2, rate_hz=rate_hz),
        quiet(0.4, rate_hz),
        tone(1, rate_hz=rate_hz),
        quiet(1.2, rate_hz),
    )
    found = measure(written(tmp_path / "a.wav", *spans, tone(0.1, rate_hz=rate_hz), rate_hz=rate_hz))
    assert found.duration_ms == 5400
    expected = ((0, 700), (4100, 5300))
    assert len(found.silences) == 2
    for (start, end), (from_ms, until_ms) in zip(found.silences, expected, strict=True):
        assert abs(start - from_ms) <= 40
        assert abs(end - until_ms) <= 40


def test_noise_under_fifty_decibels_is_silence_and_over_it_is_not(tmp_path: Path) -> None:
    generator = np.random.default_rng(7)
    noise = generator.standard_normal(RATE_HZ).astype(np.float32)
    assert measure(written(tmp_path / "a.wav", 0.002 * noise)).silences == ((0, 1000),)
    assert measure(written(tmp_path / "b.wav", 0.006 * noise)).silences == ()


def test_silence_to_the_end_is_one_span(tmp_path: Path) -> None:
    assert measure(written(tmp_path / "a.wav", quiet(3.33))).silences == ((0, 3330),)


def test_peaks_are_those_of_each_fiftieth_of_a_second(tmp_path: Path) -> None:
    peaks = measure(written(tmp_path / "a.wav", tone(1, 0.25), tone(1, 0.75))).peaks
    assert len(peaks) == 100
    assert peaks[:50] == pytest.approx(0.25, abs=0.005)
    assert peaks[50:] == pytest.approx(0.75, abs=0.005)


def test_blocks_join_to_what_decoding_at_once_gives(tmp_path: Path) -> None:
    path = tmp_path / "a.mp3"
    samples = (tone(5) * 32767).astype("<i2")
    with path.open("w+b") as file:
        encode_mp3([samples.tobytes()], file, FORMATS["standard"])
    with open_sound(path) as sound:
        joined = np.concatenate(list(sound.blocks()))
    whole = np.frombuffer(decode(path).pcm, "<i2") / np.float32(32768)
    assert (sound.rate_hz, sound.channels) == (RATE_HZ, 1)
    assert len(joined) == len(whole) == len(samples)
    assert np.abs(joined - whole).max() < 1e-4


def test_reading_in_blocks_says_nothing_on_standard_error(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.mp3"
    with path.open("w+b") as file:
        encode_mp3([(tone(20) * 32767).astype("<i2").tobytes()], file, FORMATS["standard"])
    measure(path)
    assert capfd.readouterr().err == ""


def test_stereo_is_mixed_down(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    soundfile.write(path, np.stack([tone(1), -tone(1)], axis=1), RATE_HZ)
    with open_sound(path) as sound:
        assert np.abs(np.concatenate(list(sound.blocks()))).max() < 1e-4


@pytest.mark.parametrize("content", [b"", b"no sound at all", b"RIFF\x00\x00\x00\x00WAVE"])
def test_what_is_no_sound_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.mp3"
    path.write_bytes(content)
    with pytest.raises(SoundError, match=r"a\.mp3"):
        measure(path)


@pytest.mark.no_cover
def test_three_hours_take_no_more_memory_than_minutes_do(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    minute = np.tile((tone(1, rate_hz=8000) * 32767).astype("<i2"), 60)
    code = (
        "import sys, resource; from pathlib import Path; from podcast.audio.measuring import measure\n"
        "print(measure(Path(sys.argv[1])).duration_ms, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    used = {}
    for minutes in (2, 180):
        with soundfile.SoundFile(path, "w", 8000, 1, "PCM_16") as file:
            for _ in range(minutes):
                file.write(minute)
        done = subprocess.run([sys.executable, "-c", code, path], capture_output=True, text=True, check=True)
        duration_ms, used[minutes] = map(int, done.stdout.split())
        assert duration_ms == minutes * 60_000
    scale = 1024 if sys.platform == "darwin" else 1
    assert (used[180] - used[2]) / scale < 40_000


@pytest.mark.parametrize("level", [0.05, 0.5, 0.99])
def test_loudness_and_true_peak_of_a_tone_are_what_they_must_be(tmp_path: Path, level: float) -> None:
    found = measure(written(tmp_path / "a.wav", tone(6, level)))
    # BS.1770: a mono sine near 1 kHz is at its mean power, less 0.691 dB and a little for the weighting at 440 Hz
    assert found.loudness_lufs == pytest.approx(20 * np.log10(level) - 3.01 - 0.69 + 0.04, abs=0.15)
    assert found.true_peak_dbtp == pytest.approx(20 * np.log10(level), abs=0.15)


def test_a_peak_between_samples_and_between_blocks_is_found(tmp_path: Path) -> None:
    at = np.arange(5 * 65_536)
    wave = (0.7 * np.sin(np.pi / 2 * at + np.pi / 4)).astype(np.float32)  # no sample is higher than 0.7 / sqrt 2
    found = measure(written(tmp_path / "a.wav", wave))
    assert found.peaks.max() == pytest.approx(0.495, abs=0.001)
    assert found.true_peak_dbtp == pytest.approx(20 * np.log10(0.7), abs=0.3)


def test_silence_has_no_level(tmp_path: Path) -> None:
    found = measure(written(tmp_path / "a.wav", quiet(2)))
    assert (found.loudness_lufs, found.true_peak_dbtp) == (None, None)
