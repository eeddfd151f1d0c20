"""What all of a show's pages share: the lists of its episodes, the style, the script, and how the feed looks."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

from podcast.model import Episode
from podcast.settings import Show
from podcast.show.pages import TEMPLATES, Place, render_index
from podcast.show.paging import cut_into_pages

INDEX_NAME = "index.html"
PAGE_SIZE = 150
"""Episodes on an older page; the front page has up to twice as many, some 300 kB, which a phone still opens at once."""

_LOADED = ("style.css", "player.js", "feed.css", "icon.svg")
_MAKERS = ("../pages.py", "../wording.toml", "base.html", "index.html")
"""What an older page is made by, besides its show and episodes."""

_OLDER_PAGE = re.compile(r"index-([1-9][0-9]*)\.html")


def _nothing(_: str) -> None:
    return None


def render_front_pages(  # noqa: PLR0913 - a show and how its pages are to be
    show: Show,
    episodes: Sequence[Episode],
    *,
    base_url: str | None,
    is_private: bool = False,
    size: int = PAGE_SIZE,
    standing: Callable[[str], bytes | None] = _nothing,
) -> dict[str, bytes]:
    """Return the pages that list *episodes*, newest first, and the files that pages and feed load, by file name.

    Older pages keep their numbers and what they hold while the show grows: ``index-1.html`` has the first episodes.
    *standing* gives what is in a page's file now; an older page that was made from the same is not made again.
    The files that a page loads come before it.
    """
    pages = cut_into_pages(episodes, size)
    count = len(pages.older)
    made = {name: _loaded(name) for name in _LOADED}
    for number, older in enumerate(pages.older, start=1):
        place = Place(number, newer=_name(number + 1, count), older=_name(number - 1, count))
        # of 10,000 episodes all pages take 0.6 s to make, and 0.1 s to be told unchanged
        mark = f"<!-- {_key(show, older, place, is_private=is_private)} -->\n".encode()
        page = standing(f"index-{number}.html")
        if page is None or not page.endswith(mark):
            page = render_index(show, older, base_url=base_url, place=place, is_private=is_private).encode() + mark
        made[f"index-{number}.html"] = page
    front = Place(older=_name(count, count))
    made[INDEX_NAME] = render_index(show, pages.front, base_url=base_url, place=front, is_private=is_private).encode()
    return made


def stale_pages(folder: Path, names: Sequence[str]) -> list[Path]:
    """Return the older pages in *folder* that are none of *names*: those of a show that had more episodes once."""
    return sorted(path for path in folder.glob("index-*.html") if _is_older(path.name) and path.name not in names)


def _is_older(name: str) -> bool:
    return _OLDER_PAGE.fullmatch(name) is not None


def _name(number: int, count: int) -> str | None:
    """Name the page of *number*: the one after the last is the front page, and before the first there is none."""
    if number < 1:
        return None
    return f"index-{number}.html" if number <= count else INDEX_NAME


def _key(show: Show, episodes: Sequence[Episode], place: Place, *, is_private: bool) -> str:
    return hashlib.sha256(repr((_makers(), show, episodes, place, is_private)).encode("utf-8", "replace")).hexdigest()


@cache
def _makers() -> str:
    return hashlib.sha256(b"".join((TEMPLATES / name).read_bytes() for name in _MAKERS)).hexdigest()


@cache
def _loaded(name: str) -> bytes:
    return (TEMPLATES / name).read_bytes()
