"""The chapters of an ID3 tag put in the order of time, where mutagen sorts frames by their size.

Players that go through the file itself, ffmpeg's among them, list chapters as they lie there.
"""

from __future__ import annotations

from pathlib import Path

_HEADER_BYTES = 10
_TEXT_ID_BYTES = 4


def in_time_order(path: Path) -> None:
    """Put the chapters of the ID3 2.3 tag at the start of *path* last, one after another; nothing else is changed.

    Raises:
        OSError: the file cannot be read or written.
    """
    with path.open("r+b") as file:
        size = _synchsafe(file.read(_HEADER_BYTES)[6:])
        tag = file.read(size)
        frames: list[bytes] = []
        at = 0
        while tag[at : at + 1].strip(b"\0"):
            end = at + _HEADER_BYTES + int.from_bytes(tag[at + _TEXT_ID_BYTES : at + 2 * _TEXT_ID_BYTES])
            frames.append(tag[at:end])
            at = end
        in_order: list[bytes] = sorted(frames, key=_place)
        ordered = b"".join(in_order)
        if ordered != tag[:at]:
            file.seek(_HEADER_BYTES)
            file.write(ordered)


def _place(frame: bytes) -> tuple[int, int]:
    """Say where a frame belongs: what is no chapter first, as it was, then chapters by their start."""
    if frame[:_TEXT_ID_BYTES] != b"CHAP":
        return 0, 0
    body = frame[_HEADER_BYTES:]
    after_name = body.index(b"\0") + 1
    return 1, int.from_bytes(body[after_name : after_name + 4])


def _synchsafe(four: bytes) -> int:
    """Read a size written with seven bits a byte.

    >>> _synchsafe(bytes((0, 0, 2, 1)))
    257
    """
    return int.from_bytes(four[:1]) << 21 | four[1] << 14 | four[2] << 7 | four[3]
