"""WAV files as programs write them: their lengths are taken at their word, or known to be unknown."""

from __future__ import annotations

import struct
from collections.abc import Iterator

_HEADER_BYTES = 12
_CHUNK_BYTES = 8
_UNKNOWN_FROM = 0x7FF0_0000
"""What programs that write to a pipe announce, not knowing the length: espeak-ng 0x7ffff000, sox and ffmpeg the most
that 32 bits hold. No answer that is accepted is as long."""


class WavError(Exception):
    """What is wrong with a WAV file, to be said after the name of who wrote it."""


def mend_wav(content: bytes) -> bytes:
    """Return the WAV file *content* with its true lengths; *content* is all that was written.

    Lengths that stand for “unknown” (0, or about 2 GiB and more) are filled in. Any other must be right: a file that is
    shorter than it says was cut off, and one that goes on after its end would be played only in part.

    Raises:
        WavError: it is no WAV file, is cut off or goes on, or holds no samples.
    """
    if not content:
        raise WavError("wrote nothing; a WAV file was expected")
    if content[:4] != b"RIFF" or content[8:_HEADER_BYTES] != b"WAVE":
        raise WavError(f"wrote what is not a WAV file; it begins with {content[:12]!r}")
    for name, place, size in _chunks(content):
        if name != b"data":
            continue
        there = len(content) - place
        if size == 0 or size >= _UNKNOWN_FROM:
            size = there  # noqa: PLW2901 - the size it has
        if size == 0:
            raise WavError("wrote a WAV file without samples")
        if size > there:
            raise WavError(f"wrote {there:,} bytes of samples, where its WAV header announces {size:,}")
        _check_rest(content, place + size + size % 2, size)
        lengths = struct.pack("<I", place + size - _CHUNK_BYTES), struct.pack("<I", size)
        return b"RIFF" + lengths[0] + content[8 : place - 4] + lengths[1] + content[place : place + size]
    raise WavError("wrote a WAV file without samples")


def _chunks(content: bytes, place: int = _HEADER_BYTES) -> Iterator[tuple[bytes, int, int]]:
    """Yield name, place and announced size of each chunk from *place* on."""
    while place + _CHUNK_BYTES <= len(content):
        name, size = struct.unpack_from("<4sI", content, place)
        yield name, place + _CHUNK_BYTES, size
        place += _CHUNK_BYTES + size + size % 2


def _check_rest(content: bytes, place: int, size: int) -> None:
    """Raise unless what follows the samples is more chunks, such as a title."""
    if place >= len(content):
        return
    for name, start, length in _chunks(content, place):
        if name.isalnum() and start + length <= len(content):
            return
        break
    raise WavError(f"wrote {len(content) - place:,} bytes more of samples than the {size:,} its WAV header announces")
