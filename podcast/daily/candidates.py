"""The articles that an edition is chosen from, and what is known of them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from podcast.daily.words import fold_words
from podcast.model import Block


@dataclass(frozen=True, slots=True)
class Candidate:
    """An article that was read from one of the show's sources."""

    source: str
    """The name of its source."""
    url: str
    """Canonical address, or whatever else names it for good."""
    title: str
    blocks: tuple[Block, ...]
    seconds: float
    """Estimated time of reading the whole of it."""
    position: int = 0
    """Place in its source's feed or listing, 0 being the first."""
    published_at: datetime | None = None
    category: str | None = None
    skipped_because: str | None = None
    """Why the caller took it for no article, such as a teaser; a sentence without an end mark."""

    @property
    def content_id(self) -> str:
        """See :func:`identify_content`."""
        return identify_content(self.title, [block.text for block in self.blocks])


@dataclass(frozen=True, slots=True)
class Told:
    """A story of an earlier edition, for recognising it in other words."""

    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Remembered:
    """What earlier editions told."""

    urls: frozenset[str] = frozenset()
    content_ids: frozenset[str] = frozenset()
    recent: tuple[Told, ...] = ()
    """Stories of the last days; what tells one of them again is left out."""


def identify_content(title: str, paragraphs: Sequence[str]) -> str:
    """Return what stays the same when an article moves: 32 hexadecimal digits made from its words and numbers.

    The title counts only where there is no body; marks, digits of another script and endings do not count.

    >>> identify_content("সেতু খুলল", ["খরচ ২০ কোটি টাকা।"]) == identify_content("", ["খরচ  20 কোটি টাকা"])
    True
    """
    words = fold_words("\n".join(paragraphs)) or fold_words(title)
    return hashlib.sha256(" ".join(words).encode("utf-8", "replace")).hexdigest()[:32]
