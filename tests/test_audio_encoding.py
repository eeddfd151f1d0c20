import io

import pytest
from sounds import tone

from podcast.audio.encoding import encode_mp3


def encoded_mp3(blocks: list[bytes], rate_hz: int) -> bytes:
    file = io.BytesIO()
    encode_mp3(blocks, file, rate_hz)
    return file.getvalue()


def test_the_header_frame_counts_frames_and_bytes() -> None:
    content = encoded_mp3([tone(3000, 44_100).tobytes()], 44_100)
    header = content[21 : 21 + 156]
    assert header[:4] == b"Info"
    frames = int.from_bytes(header[8:12])
    assert int.from_bytes(header[12:16]) == len(content)
    delays = int.from_bytes(header[141:144])
    assert frames * 1152 - (delays >> 12) - (delays & 0xFFF) == 3 * 44_100
    assert (delays & 0xFFF) >= 529  # or a decoder, which is late by as much, would lose the end


@pytest.mark.parametrize("samples", [1, 575, 1152, 1153, 44_100])
def test_short_sounds_have_whole_frames(samples: int) -> None:
    content = encoded_mp3([bytes(2 * samples)], 44_100)
    frames = int.from_bytes(content[29:33])
    assert 418 * frames > len(content) - 313 > 312 * frames
    assert content.count(b"\xff\xfb") >= frames + 1


def test_the_size_of_the_blocks_changes_nothing() -> None:
    pcm = tone(1000, 44_100).tobytes()
    assert encoded_mp3([pcm], 44_100) == encoded_mp3([pcm[i : i + 998] for i in range(0, len(pcm), 998)], 44_100)


def test_a_rate_of_another_kind_of_frame_is_refused() -> None:
    with pytest.raises(ValueError, match="22050 Hz"):
        encoded_mp3([tone(100, 22_050).tobytes()], 22_050)
