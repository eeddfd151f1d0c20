"""What an MP3 file says of itself: how it is encoded, and what of its samples is not to be heard."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from podcast.errors import SoundError

_HEAD_BYTES = 1 << 16
_BIT_RATES_KBPS = {
    1: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    2: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
"""Of layer III, by the version of MPEG; 2.5 is as 2."""
_RATES_HZ = (44_100, 48_000, 32_000)
_RATE_DIVISOR = {3: 1, 2: 2, 0: 4}
"""By the version's bits in a frame's header."""
_MONO = 3
_FRAMES, _BYTES, _TABLE, _QUALITY = 1, 2, 4, 8
"""Bits that say which fields an Info header has."""


@dataclass(frozen=True, slots=True)
class Mp3Facts:
    """How a file is encoded."""

    size_bytes: int
    tag_bytes: int
    """Of the ID3v2 tag at its start."""
    bit_rate_kbps: int
    """Of its first frame of sound; of all of them where *is_constant*."""
    is_constant: bool | None
    """Whether all frames have one bit rate; ``None`` if it does not say."""
    rate_hz: int
    is_mono: bool
    delay_samples: int | None
    """Silence that the encoder put before the sound, which players leave out; ``None`` if it does not say."""
    padding_samples: int | None
    """The same after it."""

    @property
    def is_gapless(self) -> bool:
        """Whether players know which samples not to play."""
        return self.delay_samples is not None


def read_mp3_facts(path: Path) -> Mp3Facts:
    """Read the head of *path*; nothing is decoded.

    Raises:
        SoundError: it cannot be read or is no MP3 file.
    """
    try:
        with path.open("rb") as file:
            tag_bytes = _tag_length(file)
            file.seek(tag_bytes)
            head = file.read(_HEAD_BYTES)
            size_bytes = path.stat().st_size
    except OSError as error:
        raise SoundError(f"{path}: cannot be read: {error.strerror or error}") from error
    start = next((place for place in range(len(head) - 4) if _is_frame(head[place : place + 4])), None)
    if start is None:
        raise SoundError(f"{path}: is not an MP3 file: no frame begins in its first {_HEAD_BYTES:,} bytes")
    return _facts(head[start:], size_bytes, tag_bytes)


def _tag_length(file: BinaryIO) -> int:
    head = file.read(10)
    if head[:3] != b"ID3" or len(head) < 10:  # noqa: PLR2004 - the length of the tag's own header
        return 0
    size = 0
    for byte in head[6:]:
        size = size << 7 | byte & 0x7F
    return 10 + size


def _is_frame(header: bytes) -> bool:
    word = int.from_bytes(header)
    version, layer = word >> 19 & 3, word >> 17 & 3
    bit_rate, rate = word >> 12 & 15, word >> 10 & 3
    return word >> 21 == 0x7FF and version != 1 and layer == 1 and bit_rate not in {0, 15} and rate != 3  # noqa: PLR2004


def _facts(frame: bytes, size_bytes: int, tag_bytes: int) -> Mp3Facts:
    word = int.from_bytes(frame[:4])
    version, is_mono = word >> 19 & 3, word >> 6 & 3 == _MONO
    is_mpeg1 = version == 3  # noqa: PLR2004 - ISO 11172-3, 2.4.2.3
    side_info = (17 if is_mono else 32) if is_mpeg1 else (9 if is_mono else 17)
    kind, body = frame[4 + side_info : 8 + side_info], frame[8 + side_info :]
    is_constant = {b"Info": True, b"Xing": False}.get(kind)
    delay = padding = None
    if is_constant is not None:
        flags = int.from_bytes(body[:4])
        encoder = body[4 + 4 * bool(flags & _FRAMES) + 4 * bool(flags & _BYTES) :]
        encoder = encoder[100 * bool(flags & _TABLE) + 4 * bool(flags & _QUALITY) :]
        if encoder[:4] in {b"LAME", b"Lavf", b"Lavc"}:
            gap = int.from_bytes(encoder[21:24])
            delay, padding = gap >> 12, gap & 0xFFF
    rate_hz = _RATES_HZ[word >> 10 & 3] // _RATE_DIVISOR[version]
    bit_rates_kbps = _BIT_RATES_KBPS[1 if is_mpeg1 else 2]
    bit_rate_kbps = bit_rates_kbps[word >> 12 & 15]
    if is_constant is not None:  # the header is a frame of its own, which may need a higher rate to hold its fields
        length = (144 if is_mpeg1 else 72) * bit_rate_kbps * 1000 // rate_hz + (word >> 9 & 1)
        following = frame[length : length + 4]
        bit_rate_kbps = bit_rates_kbps[int.from_bytes(following) >> 12 & 15] if _is_frame(following) else bit_rate_kbps
    return Mp3Facts(
        size_bytes=size_bytes,
        tag_bytes=tag_bytes,
        bit_rate_kbps=bit_rate_kbps,
        is_constant=is_constant,
        rate_hz=rate_hz,
        is_mono=is_mono,
        delay_samples=delay,
        padding_samples=padding,
    )
