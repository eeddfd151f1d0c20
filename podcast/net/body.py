"""The body of an answer, unpacked and never more of it than may be."""

from __future__ import annotations

import time
import zlib
from collections.abc import Iterator

import httpx

from podcast.errors import SourceError
from podcast.net.failures import timed_out, too_large
from podcast.net.values import Order

MAX_RATIO = 200
"""Bytes out of compression for each byte in. Deflate cannot pass 1032 (RFC 1951: a match of 258 bytes in 2 bits); of
6000 pages of generated documentation, the most repetitive HTML at hand, the median is 4 and the highest 41."""
_RATIO_FROM_BYTES = 1_000_000
"""Unpacked, below which the ratio says nothing: a small page may be mostly white space."""
_STEP_BYTES = 100_000
"""Unpacked at once."""


def read_body(response: httpx.Response, order: Order, deadline: float) -> bytes:
    """Return the decompressed body of *response*; *deadline* is on the monotonic clock. A robots.txt may be cut.

    Raises:
        SourceError: it is too large, its compression is broken or another than was asked for, or time is up.
    """
    declared = response.headers.get("content-length", "")
    if not order.is_robots_txt and declared.isascii() and declared.isdigit() and int(declared) > order.max_bytes:
        raise too_large(order, f"{int(declared):,} bytes")
    content = bytearray()
    for piece in _decompress(response, order):
        content += piece
        if len(content) > order.max_bytes:
            if order.is_robots_txt:
                break
            raise too_large(order, "more than that")
        if time.monotonic() > deadline:
            raise timed_out(order.source, order.timeout_s)
    return bytes(content[: order.max_bytes])


def _decompress(response: httpx.Response, order: Order) -> Iterator[bytes]:
    encoding = response.headers.get("content-encoding", "identity").strip().lower()
    if encoding in {"identity", ""}:
        yield from response.iter_raw()
    elif encoding in {"gzip", "x-gzip", "deflate"}:
        yield from _inflate(response.iter_raw(), order)
    else:
        raise SourceError(f"{order.source}: is compressed as “{encoding}”, which was not asked for; gzip was")


def _inflate(pieces: Iterator[bytes], order: Order) -> Iterator[bytes]:
    """Unpack *pieces* a little at a time: a kilobyte of gzip can hold a megabyte of zeros."""
    inflate = zlib.decompressobj(zlib.MAX_WBITS | 32)  # both headers, gzip's and zlib's
    taken = given = 0
    try:
        for piece in pieces:
            rest = piece
            while rest and not inflate.eof:
                content = inflate.decompress(rest, _STEP_BYTES)
                taken += len(rest) - len(inflate.unconsumed_tail)
                given += len(content)
                rest = inflate.unconsumed_tail
                if given > _RATIO_FROM_BYTES and given > MAX_RATIO * taken:
                    raise SourceError(
                        f"{order.source}: unpacks to more than {MAX_RATIO} times its size, as no page does; "
                        f"it is refused as a decompression bomb"
                    )
                yield content
            if inflate.eof:
                return  # what a server sends after the end is nobody's, and may not end
            if taken > order.max_bytes:  # blocks that hold nothing
                raise too_large(order, "more than that, still compressed")
    except zlib.error as error:
        raise SourceError(f"{order.source}: its gzip compression is broken: {error}") from error
    raise SourceError(f"{order.source}: the answer ends before its compressed data does")
