"""Whose article a page is: the name of a person or a desk, as it is printed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import islice

from lxml import etree

from podcast.article.dates import DHAKA, before_date, read_date
from podcast.article.furniture import Furniture, judge
from podcast.article.linked import LinkedData
from podcast.article.markup import Chunk, Markup, walk
from podcast.article.prose import has_letters, is_prose, tokens
from podcast.bangla.unicode import clean_text

_METAS = ("author", "article:author", "article:author_name", "byl", "parsely-author", "sailthru.author", "dc.creator")
_MARKED = etree.XPath(
    "//*[@rel='author' or @itemprop='author' or contains(@class, 'author') or contains(@class, 'byline')"
    " or contains(@class, 'reporter') or contains(@class, 'writer')]"
)
_CLASS = re.compile(r"(?:^|[\s_-])(?:authors?|byline|reporters?|writers?)(?:$|[\s_-])", re.IGNORECASE)
_PARTS = re.compile(r"\s*[|•·]\s*")
_LOGIN = re.compile(r"[a-z0-9_.-]+")
"""What a content system calls its user; a name that is printed begins with a capital."""
_NO_NAME = re.compile(r"https?:|www\.|@|[/\\<>{}।?!]|\d{3}|[০-৯]{3}")
_LONGEST = 80
_MOST = 40
_BELOW = 12


@dataclass(frozen=True, slots=True)
class _Words:
    label: re.Pattern[str]
    nobody: frozenset[str]
    aside: re.Pattern[str]


def read_byline(markup: Markup, linked: LinkedData, below: Sequence[Chunk], site: str | None) -> str | None:
    """Return the names under the headline, several joined by commas; ``None`` when there is none.

    A desk such as নিজস্ব প্রতিবেদক is a name, labels such as “প্রতিবেদক:” are not part of one, and neither the name of
    the *site* nor what systems fill in, such as “admin”, is one. Linked data is asked first, then ``<meta>``, then
    elements that are marked as an author's, then the lines *below* the headline.
    """
    declared = tuple(_printed(linked.names("author"), site))
    if declared:
        return ", ".join(dict.fromkeys(declared))
    metas = (markup.meta(name) or "" for name in _METAS)
    return next((name for source in (metas, _marked(markup), _below(below)) for name in _printed(source, site)), None)


def name_in(text: str) -> str | None:
    """Return the name that *text*, a byline, gives; ``None`` when it is not one.

    >>> name_in("প্রতিবেদক: রফিক উদ্দিন"), name_in("নিজস্ব প্রতিবেদক, ঢাকা"), name_in("admin")
    ('রফিক উদ্দিন', 'নিজস্ব প্রতিবেদক, ঢাকা', None)
    """
    line = " ".join(clean_text(text[: 2 * _LONGEST]).split())
    for part in _PARTS.split(line):
        name = _words().label.sub("", part).strip(" ,;:–—-")
        if 1 < len(name) <= _LONGEST and has_letters((name,)) and not _is_something_else(name):
            return name
    return None


def _is_something_else(name: str) -> bool:
    return (
        name.lower() in _words().nobody
        or _LOGIN.fullmatch(name) is not None
        or _NO_NAME.search(name) is not None
        or read_date(name, offset=DHAKA) is not None
        or judge(name) not in {None, Furniture.BYLINE}
    )


def _printed(texts: Iterable[str], site: str | None) -> Iterator[str]:
    names = (name for text in texts if (name := name_in(text)))
    return (name for name in names if site is None or tokens(name) != tokens(site))


def _marked(markup: Markup) -> Iterator[str]:
    """Yield the lines of elements marked as an author's; what is about authors elsewhere on the page is left out."""
    for element in islice(_MARKED(markup.root), _MOST):
        classes = element.get("class") or ""
        is_declared = element.get("rel") == "author" or element.get("itemprop") == "author"
        if element.tag in {"html", "body", "link", "meta"} or _words().aside.search(classes):
            continue
        if is_declared or _CLASS.search(classes):
            yield from (chunk.text for chunk in islice(walk(element), 3) if not is_prose(chunk.text))


def _below(chunks: Sequence[Chunk]) -> Iterator[str]:
    """Yield the bylines between the headline and the first paragraph; a date may stand behind one."""
    for chunk in chunks[:_BELOW]:
        if is_prose(chunk.text):
            return
        line = before_date(chunk.text)
        if judge(line) is Furniture.BYLINE:
            yield line


@cache
def _words() -> _Words:
    table = files("podcast.article").joinpath("byline_words.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in table.splitlines() if line and not line.startswith("#")]
    words = {kind: [row[1] for row in rows if row[0] == kind] for kind in ("label", "run-in", "nobody", "aside")}
    labels, run_in, aside = (
        "|".join(map(re.escape, sorted(words[kind], key=len, reverse=True))) for kind in ("label", "run-in", "aside")
    )
    return _Words(
        label=re.compile(rf"^(?:(?:{labels})\s*[:ঃ–—-]\s*|(?:{run_in})\s+)", re.IGNORECASE),
        nobody=frozenset(words["nobody"]),
        aside=re.compile(rf"(?:^|[\s_-])(?:{aside})s?(?:$|[\s_-])", re.IGNORECASE),
    )
