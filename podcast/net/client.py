"""The client: a page had by as many requests as that takes, each at its time."""

from __future__ import annotations

import httpx

from podcast.errors import SourceError
from podcast.net.addresses import is_any, is_public
from podcast.net.pacing import Pacer
from podcast.net.page_cache import PageCache
from podcast.net.request import Question, ask
from podcast.net.retrying import pause_before_retry, told_tries
from podcast.net.robots import RobotsKeeper
from podcast.net.timing import REAL_CLOCK, Clock, TimeLimit
from podcast.net.urls import parse_url
from podcast.net.values import Fetched, Order

MAX_REDIRECTS = 10
MAX_BYTES = 10_000_000
"""After decompression, unless a caller says otherwise."""
TIMEOUT_S = 20.0
"""For one try, unless a caller says otherwise."""

_LONGEST_PAUSE_S = 30.0
_LONGEST_UNATTENDED_PAUSE_S = 120.0


def fetch(
    url: str, *, allow_private: bool = False, max_bytes: int = MAX_BYTES, timeout_s: float = TIMEOUT_S
) -> Fetched:
    """Get one page, as a client does that is used once and keeps nothing; *timeout_s* is for one try.

    It is :meth:`Client.fetch` in everything else: busy servers are asked again, robots.txt is for unattended work.

    Raises:
        SourceError: it could not be had, and why.
    """
    client = Client(delay_s=0.0, timeout_s=timeout_s)
    return client.fetch(url, allow_private=allow_private, max_bytes=max_bytes)


class Client:
    """Fetches the pages of one run, politely; threads may share it.

    Two requests to one host start *delay_s* apart at least, redirects included. When *is_unattended*, so that no
    person asked for just this page, every site's robots.txt is obeyed, its ``Crawl-delay`` too, up to 30 s.
    """

    def __init__(
        self,
        *,
        is_unattended: bool = False,
        delay_s: float = 1.0,
        timeout_s: float = TIMEOUT_S,
        cache: PageCache | None = None,
        clock: Clock = REAL_CLOCK,
    ) -> None:
        """Allow *timeout_s* for each try, and keep pages in *cache*, or none for ``None``."""
        self._is_unattended = is_unattended
        self._delay_s = delay_s
        self._timeout_s = timeout_s
        self._cache = cache
        self._clock = clock
        self._pacer = Pacer(clock)
        self._robots = RobotsKeeper(lambda order: self._try(order).content)

    def fetch(self, url: str, *, allow_private: bool = False, max_bytes: int = MAX_BYTES) -> Fetched:
        """Get *url*, following redirects.

        A server that is busy or breaks off is asked three times, after 1 s and 2 s or when it says, unless that is
        in more than 30 s (120 s unattended). A try's time is from looking up the name to the last byte; what is
        waited between requests does not count. *allow_private* lets addresses that are not public be fetched:
        loopback, the local network, reserved ranges.

        Raises:
            SourceError: it could not be had, and why.
        """
        return self._try(Order(url, max_bytes, self._timeout_s, is_any if allow_private else is_public))

    def _try(self, order: Order) -> Fetched:
        longest_s = _LONGEST_UNATTENDED_PAUSE_S if self._is_unattended else _LONGEST_PAUSE_S
        tries = 1
        while True:
            try:
                return self._follow(order)
            except SourceError as error:
                pause_s = pause_before_retry(error, tries, longest_s, self._clock.now())
                if pause_s is None:
                    error.args = (f"{error}{told_tries(tries)}",)
                    raise
            if pause_s > 0:
                self._clock.sleep(pause_s)
            tries += 1

    def _follow(self, order: Order) -> Fetched:
        limit = TimeLimit(order.timeout_s, order.source)
        url = parse_url(order.source, order.source)
        for _hop in range(MAX_REDIRECTS + 1):
            outcome = self._ask(url, order, limit)
            if isinstance(outcome, Fetched):
                return outcome
            url = outcome
        raise SourceError(f"{order.source}: redirects more than {MAX_REDIRECTS} times")

    def _ask(self, url: httpx.URL, order: Order, limit: TimeLimit) -> Fetched | httpx.URL:
        url = url.copy_with(fragment=None)
        delay_s = self._delay_s
        if self._is_unattended and not order.is_robots_txt:
            delay_s = max(delay_s, self._robots.check(url, order))
        self._pacer.wait(url.host, delay_s)
        cache = None if order.is_robots_txt else self._cache
        known = cache.find(str(url)) if cache else None
        if known is not None and len(known.content) > order.max_bytes:
            known = None
        answer = limit.run(lambda deadline: ask(Question(url, order, known, deadline)))
        if isinstance(answer, httpx.URL):
            return answer
        if cache and answer is not known:
            cache.store(str(url), answer)
        return Fetched(answer.content, str(url), answer.media_type, answer.charset, is_unchanged=answer is known)
