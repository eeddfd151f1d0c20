"""Asking whether something is there, and how it is served, without receiving it."""

from __future__ import annotations

import http
import time
from dataclasses import dataclass

import httpx

from podcast.errors import SourceError
from podcast.net.addresses import is_any, is_public
from podcast.net.failures import bad_status
from podcast.net.request import Question, send
from podcast.net.urls import parse_url, redirected
from podcast.net.values import Order

TIMEOUT_S = 20.0
_MAX_REDIRECTS = 10


@dataclass(frozen=True, slots=True)
class Head:
    """How something is served."""

    media_type: str | None
    """Lower case, without parameters; ``None`` when the server does not say."""
    size_bytes: int | None
    """``None`` when the server does not say."""
    takes_ranges: bool


def head(url: str, *, allow_private: bool = False, timeout_s: float = TIMEOUT_S) -> Head:
    """Ask for the headers of *url*, following redirects; every address is checked as for a page.

    Raises:
        SourceError: it is not there, and why.
    """
    order = Order(url, 0, timeout_s, is_any if allow_private else is_public)
    deadline = time.monotonic() + timeout_s
    place = parse_url(url, url).copy_with(fragment=None)
    headers = {"Accept": "*/*", "Accept-Encoding": "identity"}
    for _hop in range(_MAX_REDIRECTS + 1):
        answer = send(Question(place, order, None, deadline, method="HEAD"), headers, lambda told: _judge(told, order))
        if isinstance(answer, Head):
            return answer
        place = redirected(place, answer, url).copy_with(fragment=None)
    raise SourceError(f"{url}: redirects more than {_MAX_REDIRECTS} times")


def _judge(response: httpx.Response, order: Order) -> Head | str:
    if response.has_redirect_location:
        return str(response.headers["location"])
    if response.status_code != http.HTTPStatus.OK:
        raise bad_status(order, response)
    length = response.headers.get("content-length", "")
    return Head(
        response.headers.get("content-type", "").partition(";")[0].strip().lower() or None,
        int(length) if length.isascii() and length.isdigit() else None,
        "bytes" in response.headers.get("accept-ranges", "").lower(),
    )
