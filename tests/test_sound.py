import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from sounds import click, encoded, tone

from podcast.errors import SoundError
from podcast.sound import Resampler, Sound, decode

RATES = [(22_050, 44_100), (24_000, 44_100), (48_000, 44_100), (16_000, 44_100), (44_100, 24_000), (44_100, 44_100)]


def resampled(pcm: bytes, from_hz: int, to_hz: int, block_bytes: int = 4096) -> bytes:
    resampler = Resampler(from_hz, to_hz)
    parts = [resampler.feed(pcm[start : start + block_bytes]) for start in range(0, len(pcm), block_bytes)]
    return b"".join((*parts, resampler.finish()))


def test_a_sound_knows_its_length() -> None:
    assert Sound(bytes(2 * 24_024), 24_000).duration_ms == 1001


@pytest.mark.parametrize(("from_hz", "to_hz"), RATES)
def test_a_click_stays_where_it_was(from_hz: int, to_hz: int) -> None:
    pcm = click(300, 1000, from_hz).tobytes()
    after = np.frombuffer(resampled(pcm, from_hz, to_hz), "<i2")
    assert abs(int(after.argmax()) - 0.3 * to_hz) <= 1


@pytest.mark.parametrize(("from_hz", "to_hz"), RATES)
@pytest.mark.parametrize("samples", [0, 1, 7, 500, 24_001])
def test_the_length_is_right_to_the_sample(from_hz: int, to_hz: int, samples: int) -> None:
    assert len(resampled(bytes(2 * samples), from_hz, to_hz)) == 2 * round(samples * to_hz / from_hz)


def test_a_pure_tone_stays_pure() -> None:
    after = np.frombuffer(resampled(tone(1000, 24_000, pitch_hz=5000).tobytes(), 24_000, 44_100), "<i2")[4410:-4410]
    spectrum = np.abs(np.fft.rfft(after * np.blackman(len(after))))
    pitch = round(5000 * len(after) / 44_100)
    others = np.delete(spectrum, slice(pitch - 8, pitch + 9))
    assert 20 * np.log10(spectrum.max() / others.max()) > 80


def test_the_size_of_the_blocks_changes_nothing() -> None:
    pcm = tone(500, 24_000).tobytes()
    assert resampled(pcm, 24_000, 44_100, 334) == resampled(pcm, 24_000, 44_100, len(pcm))


def test_a_resampler_begins_anew_after_it_has_finished() -> None:
    resampler = Resampler(24_000, 44_100)
    pcm = tone(100, 24_000).tobytes()
    first = resampler.feed(pcm) + resampler.finish()
    assert resampler.feed(pcm) + resampler.finish() == first


@pytest.mark.parametrize("rates", [(0, 44_100), (44_100, -1)])
def test_a_rate_that_is_not_positive_is_refused(rates: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="must be positive"):
        Resampler(*rates)


def test_sixteen_bit_samples_are_read_as_they_are() -> None:
    samples = np.arange(-32_768, 32_768, dtype=np.int16)
    assert decode(encoded(samples, 22_050)) == Sound(samples.astype("<i2").tobytes(), 22_050)


def test_channels_are_mixed_down_evenly() -> None:
    left, right = np.full(100, 8000, np.int16), np.full(100, -2000, np.int16)
    assert set(np.frombuffer(decode(encoded(np.stack([left, right], 1), 8000)).pcm, "<i2")) == {3000}


def test_what_is_over_full_scale_is_held_there() -> None:
    loud = decode(encoded(np.array([2.0, -2.0]), 8000, subtype="FLOAT"))
    assert np.frombuffer(loud.pcm, "<i2").tolist() == [32_767, -32_768]


@pytest.mark.parametrize("container", ["WAV", "FLAC", "OGG", "MP3"])
def test_every_kind_of_file_is_resampled_to_the_rate_asked_for(container: str, tmp_path: Path) -> None:
    path = tmp_path / "sound"
    path.write_bytes(encoded(tone(400, 24_000), 24_000, container))
    sound = decode(path, rate_hz=44_100)
    assert sound.rate_hz == 44_100
    assert abs(sound.duration_ms - 400) <= 60  # an MP3 without a header keeps its encoder's silence
    assert 9_000 < np.abs(np.frombuffer(sound.pcm, "<i2")).max() < 15_000


def test_the_bytes_say_what_a_file_is_not_its_name(tmp_path: Path) -> None:
    path = tmp_path / "intro.raw"
    path.write_bytes(encoded(tone(100, 8000), 8000))
    assert decode(path).duration_ms == 100


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"", "is not a sound that can be decoded (expected mp3, wav, flac or ogg)"),
        ("<p>এটি শব্দ নয়</p>".encode(), "is not a sound that can be decoded"),
        (encoded(np.zeros(0, np.int16), 8000), "holds no sound"),
        (encoded(np.array([0.1, np.nan]), 8000, subtype="FLOAT"), "not numbers"),
        (None, "cannot be read: No such file"),
    ],
    ids=["empty", "HTML", "no samples", "not numbers", "absent"],
)
def test_what_cannot_be_decoded_is_named(content: bytes | None, complaint: str, tmp_path: Path) -> None:
    path = tmp_path / "সুর.mp3"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(SoundError) as caught:
        decode(path)
    assert str(caught.value).startswith(f"{path}: ")
    assert complaint in str(caught.value)


def test_bytes_that_are_no_sound_are_told_by_their_length() -> None:
    with pytest.raises(SoundError, match="sound of 5 bytes: is not a sound"):
        decode(b"hello")


def test_a_sound_longer_than_allowed_is_refused_and_one_just_as_long_is_not() -> None:
    file = encoded(tone(500, 8000), 8000)
    assert decode(file, longest_ms=500).duration_ms == 500
    with pytest.raises(SoundError, match=r"longer than 0\.499 s"):
        decode(file, longest_ms=499)


def test_importing_the_module_loads_no_heavy_library() -> None:
    code = "import sys, podcast.sound; assert not {'numpy', 'soundfile', 'soxr'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)
