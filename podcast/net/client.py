"""The client: one page had, whatever it takes."""

from __future__ import annotations

from functools import partial

from podcast.errors import SourceError
from podcast.net.addresses import is_any, is_public
from podcast.net.request import ask
from podcast.net.timing import TimeLimit
from podcast.net.urls import parse_url
from podcast.net.values import Fetched, Order

MAX_REDIRECTS = 10


def fetch(url: str, *, allow_private: bool = False, max_bytes: int = 10_000_000, timeout_s: float = 20.0) -> Fetched:
    """Get *url*, following redirects; *timeout_s* covers everything from looking up the name to the last byte.

    *allow_private* lets addresses that are not public be fetched: loopback, the local network, reserved ranges.

    Raises:
        SourceError: it could not be had, and why.
    """
    return _follow(Order(url, max_bytes, timeout_s, is_any if allow_private else is_public))


def _follow(order: Order) -> Fetched:
    limit = TimeLimit(order.timeout_s, order.source)
    url = parse_url(order.source, order.source)
    for _hop in range(MAX_REDIRECTS + 1):
        outcome = limit.run(partial(ask, url, order))
        if isinstance(outcome, Fetched):
            return outcome
        url = outcome
    raise SourceError(f"{order.source}: redirects more than {MAX_REDIRECTS} times")
