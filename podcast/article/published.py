"""When a page's article was published and last changed, by whatever the page says about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timezone
from itertools import chain, islice
from typing import Any

from podcast.article.dates import read_both, read_date, says_published
from podcast.article.furniture import Furniture, judge
from podcast.article.linked import LinkedData
from podcast.article.markup import Chunk, Markup
from podcast.article.prose import is_prose

_PUBLISHED = (
    "article:published_time", "article:published", "og:published_time", "datePublished", "publish-date", "publish_date",
    "publishdate", "published_date", "published_time", "publication_date", "pubdate", "parsely-pub-date",
    "cXenseParse:recs:publishtime", "cXenseParse:publishtime", "rnews:datePublished", "sailthru.date", "DC.date.issued",
    "dcterms.created", "dcterms.date", "DC.date", "date",
)  # fmt: skip
_MODIFIED = (
    "article:modified_time", "article:modified", "og:updated_time", "dateModified", "lastmod", "last-modified",
    "modified_date", "dcterms.modified", "DC.date.modified",
)  # fmt: skip
_MODIFIED_CLASSES = frozenset({"updated", "modified", "update", "last-updated", "date-modified"})
_PUBLISHED_CLASSES = frozenset({"published", "entry-date", "post-date", "publish-date", "published-date", "pubdate"})
_BELOW = 12
_ABOVE = 6
_LONGEST = 120


def page_dates(
    markup: Markup, linked: LinkedData, place: int | None, *, offset: timezone
) -> tuple[datetime | None, datetime | None]:
    """Return when the article was published and modified, in UTC; *offset* is the zone of times that name none.

    *place* is where the headline stands among the page's chunks. Linked data is asked first, then ``<meta>``, then
    ``<time>``, then the line a reader sees. A change before the publication is no change.
    """
    times, lines = _times(markup.root), _lines(markup.chunks, place)
    machine = (
        chain(linked.texts("datePublished"), _metas(markup, _PUBLISHED), linked.page_texts("datePublished"), times[0]),
        chain(linked.texts("dateModified"), _metas(markup, _MODIFIED), linked.page_texts("dateModified"), times[1]),
    )
    published, modified = (_first(texts, offset) for texts in machine)
    if published is None or modified is None:
        seen = [read_both(line, offset=offset) for line in lines]
        published = published or next((one for one, _ in seen if one), None)
        modified = modified or next((two for _, two in seen if two), None)
    return published, modified if modified and (published is None or modified >= published) else None


def _first(texts: Iterable[str], offset: timezone) -> datetime | None:
    return next((date for text in texts if (date := read_date(text, offset=offset))), None)


def _metas(markup: Markup, names: Iterable[str]) -> Iterator[str]:
    return (text for name in names if (text := markup.meta(name)))


def _times(root: Any) -> tuple[list[str], list[str]]:  # noqa: ANN401 - an lxml element
    """Return what the ``<time>`` elements say of publication and of change.

    One that does not say which it is counts below the headline: above it stands today's date, beside it other stories.
    """
    published, modified, unsure = [], [], []
    is_below = False
    for element in root.iter("h1", "time"):
        if element.tag == "h1":
            is_below = True
            continue
        classes = set((element.get("class") or "").lower().split())
        role = (element.get("itemprop") or "").lower()
        text = element.get("datetime") or ""
        if role == "datepublished" or element.get("pubdate") is not None or classes & _PUBLISHED_CLASSES:
            published.append(text)
        elif role == "datemodified" or classes & _MODIFIED_CLASSES:
            modified.append(text)
        elif is_below:
            unsure.append(text)
    return published + unsure[:1], modified


def _lines(chunks: tuple[Chunk, ...], place: int | None) -> Iterator[str]:
    """Yield the lines that can hold the article's date: around the headline, and such as say so."""
    above = chunks if place is None else chunks[max(0, place - _ABOVE) : place]
    below = () if place is None else tuple(islice(_until_second_paragraph(chunks[place + 1 :]), _BELOW))
    for chunk in below:
        if len(chunk.text) <= _LONGEST and (judge(chunk.text) is Furniture.DATE or _has_clock(chunk.text)):
            yield chunk.text
    for chunk in above:
        if len(chunk.text) <= _LONGEST and says_published(chunk.text):
            yield chunk.text


def _until_second_paragraph(chunks: tuple[Chunk, ...]) -> Iterator[Chunk]:
    paragraphs = 0
    for chunk in chunks:
        paragraphs += is_prose(chunk.text)
        if paragraphs > 1:
            return
        yield chunk


def _has_clock(text: str) -> bool:
    return not is_prose(text) and ":" in text
