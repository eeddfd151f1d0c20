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
