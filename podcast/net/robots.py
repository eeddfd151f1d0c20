"""What sites ask of programs that read them (RFC 9309). The home of Protego."""

from __future__ import annotations

import http
import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace

import httpx
from protego import Protego

from podcast.errors import SourceError
from podcast.net.failures import StatusError
from podcast.net.values import Order

PRODUCT = "bangla-podcast"
"""The name by which a robots.txt can speak to this program."""
MAX_ROBOTS_BYTES = 500 * 1024
"""As much as is read, which RFC 9309 (2.5) wants read at least; what follows is not looked at."""

_LONGEST_DELAY_S = 30.0


@dataclass(frozen=True, slots=True)
class RobotsTxt:
    """What one site asks of this program; what it does not say is allowed."""

    rules: Protego

    @classmethod
    def parse(cls, content: bytes) -> RobotsTxt:
        r"""Read a robots.txt; lines that say nothing are passed over.

        >>> site = RobotsTxt.parse("User-agent: *\nDisallow: /খবর/*/ছবি\nCrawl-delay: 5".encode())
        >>> site.allows("https://example.org/খবর/১"), site.allows("https://example.org/খবর/১/ছবি"), site.delay_s
        (True, False, 5.0)
        """
        return cls(Protego.parse(content.decode("utf-8-sig", errors="replace")))

    def allows(self, url: str) -> bool:
        """Tell whether programs may read *url*."""
        return self.rules.can_fetch(url, PRODUCT)

    @property
    def delay_s(self) -> float:
        """Seconds it wants between two requests, of which 30 are granted; 0 when it does not say."""
        return min(self.rules.crawl_delay(PRODUCT) or 0.0, _LONGEST_DELAY_S)


class RobotsKeeper:
    """Asks each site once, by scheme, host and port, and remembers what it said or that it did not."""

    def __init__(self, read: Callable[[Order], bytes]) -> None:
        """Get the robots.txt that an order is for by *read*, which raises a SourceError when it cannot be had."""
        self._read = read
        self._sites: dict[tuple[str, object], _Site] = {}
        self._lock = threading.Lock()

    def check(self, url: httpx.URL, order: Order) -> float:
        """Return the seconds that *url*'s site wants between two requests; *order* is the page's.

        Raises:
            SourceError: the site asks programs not to read *url*, or what it asks cannot be known.
        """
        address = str(url.copy_with(raw_path=b"/robots.txt", fragment=None, userinfo=b""))
        says = self._ask(replace(order, source=address, max_bytes=MAX_ROBOTS_BYTES, is_robots_txt=True))
        led = "" if url == httpx.URL(order.source).copy_with(fragment=None) else f" leads to {url};"
        if isinstance(says, SourceError):
            raise SourceError(
                f"{order.source}:{led} its site's robots.txt, which says whether programs may read it, "
                f"is not to be had: {says}"
            ) from says
        if not says.allows(str(url)):
            raise SourceError(f"{order.source}:{led} its site's robots.txt ({address}) asks programs not to read it")
        return says.delay_s

    def _ask(self, order: Order) -> RobotsTxt | SourceError:
        with self._lock:
            # by the guard too: what was refused to one who may not read the own network is not refused to all
            site = self._sites.setdefault((order.source, order.is_allowed), _Site())
        with site.lock:
            if site.says is None:
                site.says = self._fetch(order)
            return site.says

    def _fetch(self, order: Order) -> RobotsTxt | SourceError:
        try:
            return RobotsTxt.parse(self._read(order))
        except StatusError as error:
            if error.status < http.HTTPStatus.INTERNAL_SERVER_ERROR:  # there is none: RFC 9309, 2.3.1.3
                return RobotsTxt.parse(b"")
            return error
        except SourceError as error:
            return error


@dataclass(slots=True)
class _Site:
    lock: threading.Lock = field(default_factory=threading.Lock)
    says: RobotsTxt | SourceError | None = None
    """``None`` until it was asked."""
