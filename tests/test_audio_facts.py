import io
from pathlib import Path

import lameenc
import numpy as np
import pytest
from mutagen.id3 import COMM, ID3, TIT2
from mutagen.mp3 import MP3

from podcast.audio.encoding import encode_mp3
from podcast.audio.facts import read_mp3_facts
from podcast.audio.formats import FORMATS
from podcast.errors import SoundError
from podcast.sound import open_sound

TONE = (8000 * np.sin(np.arange(50_000) / 20)).astype("<i2").tobytes()


def own_file(path: Path, name: str = "standard") -> Path:
    with path.open("w+b") as file:
        encode_mp3([TONE], file, FORMATS[name])
    return path


def foreign(path: Path, *, rate_hz: int, kbps: int, channels: int = 1) -> Path:
    encoder = lameenc.Encoder()
    encoder.set_channels(channels)
    encoder.set_in_sample_rate(rate_hz)
    encoder.set_bit_rate(kbps)
    encoder.silence()
    path.write_bytes(bytes(encoder.encode(TONE) + encoder.flush()))
    return path


@pytest.mark.parametrize("name", FORMATS)
def test_our_own_files_say_all_of_themselves(tmp_path: Path, name: str) -> None:
    path, made = own_file(tmp_path / "a.mp3", name), FORMATS[name]
    facts = read_mp3_facts(path)
    assert (facts.bit_rate_kbps, facts.rate_hz) == (made.bit_rate_kbps, made.rate_hz)
    assert (facts.is_mono, facts.is_constant, facts.is_gapless) == (True, True, True)
    assert (facts.size_bytes, facts.tag_bytes) == (path.stat().st_size, 0)
    with open_sound(path) as sound:
        assert sum(map(len, sound.blocks())) == len(TONE) // 2
    frames = (len(TONE) // 2 + facts.delay_samples + facts.padding_samples) / made.frame_samples
    assert frames == int(frames)


def test_a_tag_before_the_sound_is_passed_over(tmp_path: Path) -> None:
    path = own_file(tmp_path / "a.mp3")
    before = read_mp3_facts(path)
    tag = ID3()
    tag.add(TIT2(encoding=1, text="নদী"))
    tag.add(COMM(encoding=1, lang="ben", desc="", text=["\u0980" * 40_000]))  # looks like frames: ff fe and 80 09
    tag.save(path, v2_version=3)
    facts = read_mp3_facts(path)
    assert facts.tag_bytes == path.stat().st_size - before.size_bytes > 80_000
    assert (facts.bit_rate_kbps, facts.delay_samples) == (96, before.delay_samples)


@pytest.mark.parametrize(
    ("rate_hz", "kbps", "channels"),
    [(24_000, 48, 1), (44_100, 128, 2), (48_000, 64, 1), (8_000, 16, 1), (22_050, 56, 2)],
)
def test_files_of_others_are_read_as_mutagen_reads_them(tmp_path: Path, rate_hz: int, kbps: int, channels: int) -> None:
    path = foreign(tmp_path / "a.mp3", rate_hz=rate_hz, kbps=kbps, channels=channels)
    facts, info = read_mp3_facts(path), MP3(path).info
    assert (facts.rate_hz, facts.bit_rate_kbps * 1000) == (info.sample_rate, info.bitrate)
    assert facts.is_mono == (info.channels == 1)


def test_a_file_without_a_header_does_not_say_whether_it_is_constant_or_gapless(tmp_path: Path) -> None:
    path = own_file(tmp_path / "a.mp3")
    path.write_bytes(path.read_bytes()[313:])
    facts = read_mp3_facts(path)
    assert (facts.is_constant, facts.is_gapless, facts.padding_samples) == (None, False, None)


@pytest.mark.parametrize("content", [b"", b"RIFF" + bytes(100), b"ID3\x04\x00\x00\x7f\x7f\x7f\x7f", b"\xff" * 200])
def test_what_is_no_mp3_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.mp3"
    path.write_bytes(content)
    with pytest.raises(SoundError, match=r"a\.mp3: is not an MP3 file"):
        read_mp3_facts(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SoundError, match=r"nowhere\.mp3: cannot be read"):
        read_mp3_facts(tmp_path / "nowhere.mp3")


def test_nothing_but_the_head_is_read(tmp_path: Path) -> None:
    path = own_file(tmp_path / "a.mp3")
    whole = read_mp3_facts(path)
    with path.open("ab") as file:
        file.write(bytes(io.DEFAULT_BUFFER_SIZE * 1000))
    assert read_mp3_facts(path).delay_samples == whole.delay_samples
