"""Large files: received into a file, piece by piece, going on from what an earlier run received."""

from __future__ import annotations

import http
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import httpx

from podcast.errors import SourceError
from podcast.net.addresses import is_any, is_public
from podcast.net.failures import PassingError, bad_status, too_large
from podcast.net.request import Question, send
from podcast.net.retrying import pause_before_retry, told_tries
from podcast.net.timing import REAL_CLOCK, Clock
from podcast.net.urls import parse_url, redirected
from podcast.net.values import Order

STALL_S = 30.0
"""The longest a server may send nothing."""

_MAX_REDIRECTS = 10
_LONGEST_PAUSE_S = 30.0
_LONGEST_S = 86_400.0
"""For the whole of one try. A person watches, so it is silence that is limited, not time: a file may be large."""
_PROGRESS_BYTES = 1_000_000
"""Received by a try, it counts as a success: the next failure is the first again."""
_CONTENT_RANGE = re.compile(r"bytes (\d+)-\d+/(\d+|\*)")

Progress = Callable[[int, int], None]
"""Is told how many bytes are there, of how many."""


@dataclass(frozen=True, slots=True)
class Download:
    """A file to be had, and where it goes."""

    url: str
    path: Path
    """What was received stays here, whatever happens, and the next call goes on from it."""
    size_bytes: int
    """Exactly; an answer of another size is refused."""


def download(
    wanted: Download,
    *,
    allow_private: bool = False,
    on_progress: Progress | None = None,
    clock: Clock = REAL_CLOCK,
    stall_s: float = STALL_S,
) -> None:
    """Receive what is missing of *wanted*; nothing is asked for when nothing is.

    Whether the content is the right one is the caller's to check: a server may have changed its file between two runs.
    Addresses and redirects are checked as for a page. A connection that breaks off is made again up to twice, or more
    often while it gets on, and continues where it broke. Compressed answers are refused.

    Raises:
        SourceError: it could not be had, and why.
        OSError: the file cannot be written.
    """
    report = on_progress or (lambda _done, _total: None)
    order = Order(wanted.url, wanted.size_bytes, stall_s, is_any if allow_private else is_public)
    tries = 1
    while (had := _size(wanted)) < wanted.size_bytes:
        report(had, wanted.size_bytes)
        try:
            _follow(wanted, order, had, report)
        except SourceError as error:
            if _size(wanted) >= had + _PROGRESS_BYTES:
                tries = 1
            pause_s = pause_before_retry(error, tries, _LONGEST_PAUSE_S, clock.now())
            if pause_s is None:
                error.args = (f"{error}{told_tries(tries)}",)
                raise
            if pause_s > 0:
                clock.sleep(pause_s)
            tries += 1
    report(wanted.size_bytes, wanted.size_bytes)


def _size(wanted: Download) -> int:
    """Return how much of *wanted* is there; a file larger than it can be is none of it."""
    size = wanted.path.stat().st_size if wanted.path.exists() else 0
    return size if size <= wanted.size_bytes else 0


def _follow(wanted: Download, order: Order, had: int, report: Progress) -> None:
    url = parse_url(order.source, order.source).copy_with(fragment=None)
    headers = {"Accept": "*/*", "Accept-Encoding": "identity"}
    if had:
        headers["Range"] = f"bytes={had}-"
    for _hop in range(_MAX_REDIRECTS + 1):
        question = Question(url, order, None, time.monotonic() + _LONGEST_S, order.timeout_s)
        location = send(question, headers, lambda response: _receive(response, wanted, order, had, report))
        if location is None:
            return
        url = redirected(url, location, order.source).copy_with(fragment=None)
    raise SourceError(f"{order.source}: redirects more than {_MAX_REDIRECTS} times")


def _receive(response: httpx.Response, wanted: Download, order: Order, had: int, report: Progress) -> str | None:
    """Write what comes after the first *had* bytes; return where it is instead, when the answer is a redirect."""
    if response.has_redirect_location:
        location: str = response.headers["location"]
        return location
    start = _start(response, wanted, order, had)
    encoding = response.headers.get("content-encoding", "identity").strip().lower()
    if encoding not in {"identity", ""}:
        raise SourceError(f"{order.source}: is compressed as “{encoding}”, which was not asked for")
    announced = response.headers.get("content-length", "")
    if announced.isascii() and announced.isdigit() and start + int(announced) != wanted.size_bytes:
        raise SourceError(
            f"{order.source}: is {start + int(announced):,} bytes long, where {wanted.size_bytes:,} were expected"
        )
    done = start
    with wanted.path.open("ab" if start else "wb", buffering=0) as file:
        try:
            for piece in response.iter_raw():
                done += len(piece)
                if done > wanted.size_bytes:
                    file.truncate(0)
                    raise too_large(order, "more than that")
                _write(file.write, piece)
                report(done, wanted.size_bytes)
        except httpx.TimeoutException as error:
            raise PassingError(f"{order.source}: the server sent nothing for {order.timeout_s:g} s") from error
    if done < wanted.size_bytes:
        raise PassingError(f"{order.source}: the answer ended after {done:,} of {wanted.size_bytes:,} bytes")
    return None


def _start(response: httpx.Response, wanted: Download, order: Order, had: int) -> int:
    """Return at which byte the answer begins: where it was asked to, or the beginning."""
    status = response.status_code
    if status == http.HTTPStatus.OK:
        return 0
    if had and status == http.HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
        wanted.path.unlink()
        raise PassingError(f"{order.source}: the server cannot go on from byte {had:,}")
    if not had or status != http.HTTPStatus.PARTIAL_CONTENT:
        raise bad_status(order, response)
    told = _CONTENT_RANGE.fullmatch(response.headers.get("content-range", ""))
    if told is None or int(told[1]) != had or told[2] not in {"*", str(wanted.size_bytes)}:
        wanted.path.unlink()
        raise PassingError(
            f"{order.source}: the server was asked to go on from byte {had:,} of {wanted.size_bytes:,} and answered "
            f"with “{response.headers.get('content-range', 'no range')}”"
        )
    return had


def _write(write: Callable[[memoryview], int | None], piece: bytes) -> None:
    """Write the whole of *piece*: a disk that is nearly full takes a part of it and says so only when asked again."""
    rest = memoryview(piece)
    while rest:
        rest = rest[write(rest) or 0 :]
