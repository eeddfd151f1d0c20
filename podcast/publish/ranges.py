"""Byte ranges (RFC 9110, section 14): which part of a file a client asks for. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

MOST_RANGES = 16
"""More at once are not a player's: whoever asks for them is sent the whole file."""

_UNIT = re.compile(r"[ \t]*bytes[ \t]*=", re.IGNORECASE)
_RANGE = re.compile(r"[ \t]*([0-9]*)-([0-9]*)[ \t]*")
_MOST_DIGITS = 18
"""Of a position that any file has; Python refuses to read very long numbers at all."""


class Span(NamedTuple):
    """Part of a file, in bytes; *end* is the first byte after it."""

    start: int
    end: int


def wanted_spans(header: str | None, size_bytes: int) -> tuple[Span, ...] | None:
    """Read the ``Range`` *header* for a file of *size_bytes*: the parts asked for, in their order.

    ``None`` is the whole file: no range was asked for, or what was is not understood, as the RFC allows. An empty
    result is a range that the file cannot satisfy. Parts that overlap or touch are joined.

    >>> wanted_spans("bytes=0-9,-5", 100)
    (Span(start=0, end=10), Span(start=95, end=100))
    >>> wanted_spans("bytes=0-9,5-", 100)
    (Span(start=0, end=100),)
    >>> wanted_spans("bytes=100-", 100)
    ()
    """
    unit = _UNIT.match(header) if header else None
    if header is None or unit is None:
        return None
    wanted = [part for part in header[unit.end() :].split(",") if part.strip()]
    if not 0 < len(wanted) <= MOST_RANGES:
        return None
    spans = []
    for part in wanted:
        match = _RANGE.fullmatch(part)
        if match is None or not (match[1] or match[2]):
            return None
        span = _span(match[1], match[2], size_bytes)
        if span is None:
            return None
        spans.append(span)
    return _joined([span for span in spans if span.start < span.end])


def _span(first: str, last: str, size_bytes: int) -> Span | None:
    """Return what ``first-last`` is of the file; ``None`` if it runs backwards."""
    if not first:
        return Span(max(0, size_bytes - _position(last)), size_bytes)
    start = _position(first)
    if not last:
        return Span(start, size_bytes)
    end = _position(last) + 1
    return None if end <= start else Span(start, min(end, size_bytes))


def _position(digits: str) -> int:
    digits = digits.lstrip("0") or "0"
    return int(digits) if len(digits) <= _MOST_DIGITS else 10**_MOST_DIGITS


def _joined(spans: Sequence[Span]) -> tuple[Span, ...]:
    in_order = sorted(spans)
    joined = in_order[:1]
    for span in in_order[1:]:
        if span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return tuple(spans) if len(joined) == len(spans) else tuple(joined)


class Multipart:
    """The frame of several parts of one file sent together (``multipart/byteranges``)."""

    def __init__(self, spans: Sequence[Span], size_bytes: int, media_type: str, boundary: str) -> None:
        self.media_type = f"multipart/byteranges; boundary={boundary}"
        self.heads = tuple(
            (
                f"\r\n--{boundary}\r\nContent-Type: {media_type}\r\n"
                f"Content-Range: bytes {span.start}-{span.end - 1}/{size_bytes}\r\n\r\n"
            ).encode()
            for span in spans
        )
        """What goes before each part."""
        self.tail = f"\r\n--{boundary}--\r\n".encode()
        self.size_bytes = sum(map(len, self.heads)) + sum(end - start for start, end in spans) + len(self.tail)
