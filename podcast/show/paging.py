"""Which episodes the feed and the front page show, and which their older pages (RFC 5005), so that pages stay put.

Page 1 has the newest 300. All others are numbered from the oldest episode on: page 2 has the first 300 that were ever
published, page 3 the next 300, but for those that are on page 1. So an episode that is added changes page 1 and the
page that takes over page 1's last one; one that is removed changes the page it was on. Apps find their way by links,
from page 1 to the highest number and down to page 2.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from podcast.library import Listed

PAGE_SIZE = 300
"""AntennaPod and gPodder take 300 at once without trouble; with notes and chapters they are about a megabyte."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page stands among the others, by their numbers."""

    number: int = 1
    newer: int | None = None
    older: int | None = None
    oldest: int | None = None
    """``None`` when there is one page only."""


ONLY_PAGE = Place()


@dataclass(frozen=True, slots=True)
class Page:
    """Episodes that are shown together, the newest first."""

    place: Place
    episodes: tuple[Listed, ...]


def split_pages(newest_first: Sequence[Listed], size: int = PAGE_SIZE) -> tuple[Page, ...]:
    """Distribute episodes over pages of at most *size*, page 1 first and then from the newest to the oldest.

    There is always a page 1.
    """
    older: defaultdict[int, list[Listed]] = defaultdict(list)
    for one in newest_first[size:]:
        older[2 + (one.position - 1) // size].append(one)
    numbers = [1, *sorted(older, reverse=True)]
    contents = {1: list(newest_first[:size]), **older}
    oldest = numbers[-1] if older else None
    places = (
        Place(number, newer, following, oldest)
        for newer, number, following in zip([None, *numbers], numbers, [*numbers[1:], None], strict=False)
    )
    return tuple(Page(place, tuple(contents[place.number])) for place in places)


def page_name(name: str, number: int) -> str:
    """Return the file name of a page, made from that of page 1.

    >>> page_name("feed.xml", 1), page_name("feed.xml", 7)
    ('feed.xml', 'feed-7.xml')
    """
    stem, _, ending = name.rpartition(".")
    return name if number == 1 else f"{stem}-{number}.{ending}"
