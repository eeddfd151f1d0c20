"""What is asked for, what a server answered, and what a caller gets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from podcast.net.addresses import IPAddress


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a web address gave."""

    content: bytes
    """Decompressed."""
    url: str
    """Where it was found, after redirects."""
    media_type: str | None
    """Lower case, without parameters; ``None`` when the server did not say."""
    charset: str | None
    """As the server says."""
    is_unchanged: bool = False
    """The server said that the page is still what it was when this program last read it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What one address answered, redirects aside."""

    content: bytes
    """Decompressed."""
    media_type: str | None
    charset: str | None
    etag: str | None
    """Sent back as ``If-None-Match``, letter by letter."""
    last_modified: str | None
    """Sent back as ``If-Modified-Since``, letter by letter."""
    may_be_stored: bool = True
    """The server did not forbid it."""

    @property
    def is_storable(self) -> bool:
        """Whether keeping it is allowed and of use: without a validator, nothing can be asked about it."""
        return self.may_be_stored and (self.etag is not None or self.last_modified is not None)


@dataclass(frozen=True, slots=True)
class Order:
    """One page to be had, and within what limits; all its redirects and tries are for the same order."""

    source: str
    """The address as it was asked for, with which every message begins."""
    max_bytes: int
    """After decompression."""
    timeout_s: float
    """For one try, from looking up the first name to the last byte."""
    is_allowed: Callable[[IPAddress], bool]
    """Judges every address before it is connected to, and again once it is."""
    is_robots_txt: bool = False
    """Cut at the limit and not refused, not cached, and no one's leave is needed to read it."""
