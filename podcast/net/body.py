"""The body of an answer, unpacked and never more of it than may be."""

from __future__ import annotations

import time
import zlib
from collections.abc import Iterator

import httpx

from podcast.errors import SourceError
from podcast.net.failures import timed_out, too_large
from podcast.net.values import Order


def read_body(response: httpx.Response, order: Order, deadline: float) -> bytes:
    """Return the decompressed body of *response*; *deadline* is on the monotonic clock.

    Raises:
        SourceError: it is too large, its compression is broken or another than was asked for, or time is up.
    """
    declared = response.headers.get("content-length", "")
    if declared.isascii() and declared.isdigit() and int(declared) > order.max_bytes:
        raise too_large(order, f"{int(declared):,} bytes")
    content = bytearray()
    for piece in _decompress(response, order):
        content += piece
        if len(content) > order.max_bytes:
            raise too_large(order, "more than that")
        if time.monotonic() > deadline:
            raise timed_out(order.source, order.timeout_s)
    return bytes(content)


def _decompress(response: httpx.Response, order: Order) -> Iterator[bytes]:
    """Yield the body, never more than the limit at once: a kilobyte of gzip can hold a megabyte of zeros."""
    encoding = response.headers.get("content-encoding", "identity").strip().lower()
    if encoding in {"identity", ""}:
        yield from response.iter_raw()
        return
    if encoding not in {"gzip", "x-gzip", "deflate"}:
        raise SourceError(f"{order.source}: is compressed as “{encoding}”, which was not asked for; gzip was")
    inflate = zlib.decompressobj(zlib.MAX_WBITS | 32)  # both headers, gzip's and zlib's
    try:
        for piece in response.iter_raw():
            yield inflate.decompress(piece, order.max_bytes + 1)
    except zlib.error as error:
        raise SourceError(f"{order.source}: its gzip compression is broken: {error}") from error
    if not inflate.eof and not inflate.unconsumed_tail:
        raise SourceError(f"{order.source}: the answer ends before its compressed data does")
