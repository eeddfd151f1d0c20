import io
import subprocess
from pathlib import Path

import imageio_ffmpeg
import numpy as np
import pytest
from mutagen.mp3 import MP3
from sounds import click, measured, tone

from podcast.audio.encoding import encode_mp3
from podcast.audio.formats import FORMATS, SoundFormat

BOTH = pytest.mark.parametrize("name", FORMATS)


def encoded_mp3(blocks: list[bytes], sound_format: SoundFormat) -> bytes:
    file = io.BytesIO()
    encode_mp3(blocks, file, sound_format)
    return file.getvalue()


@pytest.mark.parametrize(("name", "at"), [("standard", 21), ("light", 13)])
def test_the_header_frame_counts_frames_and_bytes(name: str, at: int) -> None:
    kind = FORMATS[name]
    content = encoded_mp3([tone(3000, kind.rate_hz).tobytes()], kind)
    header = content[at : at + 156]
    assert header[:4] == b"Info"
    frames = int.from_bytes(header[8:12])
    assert int.from_bytes(header[12:16]) == len(content)
    delays = int.from_bytes(header[141:144])
    assert frames * kind.frame_samples - (delays >> 12) - (delays & 0xFFF) == 3 * kind.rate_hz
    assert (delays & 0xFFF) >= 529  # or a decoder, which is late by as much, would lose the end


@BOTH
@pytest.mark.parametrize("samples", [1, 575, 1152, 1153, 44_100, 100_001])
def test_decoders_give_back_as_many_samples_as_went_in_at_their_places(name: str, samples: int, tmp_path: Path) -> None:
    kind = FORMATS[name]
    path = tmp_path / "sound.mp3"
    at_ms = 500 * samples // kind.rate_hz
    sound = click(at_ms, 1 + 1000 * samples // kind.rate_hz, kind.rate_hz)[:samples]
    sound = np.pad(sound, (0, samples - len(sound)))
    path.write_bytes(encoded_mp3([sound.tobytes()], kind))
    decoded, rate_hz = measured(path)
    assert (len(decoded), rate_hz) == (samples, kind.rate_hz)
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "warning", "-xerror", "-f", "mp3", "-i", path, "-f", "s16le", "-"]
    done = subprocess.run(command, capture_output=True, check=True)
    assert (len(done.stdout), done.stderr) == (2 * samples, b"")
    if samples > 10_000:
        assert abs(int(np.abs(decoded.astype(int)).argmax()) - at_ms * kind.rate_hz / 1000) <= 2


@BOTH
def test_players_are_told_rate_and_bit_rate(name: str, tmp_path: Path) -> None:
    kind = FORMATS[name]
    path = tmp_path / "sound.mp3"
    path.write_bytes(encoded_mp3([tone(20_000, kind.rate_hz).tobytes()], kind))
    info = MP3(path).info
    assert (info.sample_rate, info.channels) == (kind.rate_hz, 1)
    assert info.bitrate == pytest.approx(kind.bit_rate_kbps * 1000, rel=0.005)
    assert info.length == pytest.approx(20, abs=0.001)


@BOTH
def test_the_size_of_the_blocks_changes_nothing(name: str) -> None:
    kind = FORMATS[name]
    pcm = tone(1000, kind.rate_hz).tobytes()
    assert encoded_mp3([pcm], kind) == encoded_mp3([pcm[i : i + 998] for i in range(0, len(pcm), 998)], kind)


def test_a_rate_that_lame_would_change_is_refused() -> None:
    with pytest.raises(ValueError, match="no layer III frame of 37000 Hz"):
        encoded_mp3([tone(100, 37_000).tobytes()], SoundFormat(37_000, 16, -2.0))
