"""What a page's JSON-LD says, in whichever of its many forms it says it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from podcast.article.markup import Markup
from podcast.bangla.digits import ascii_digits

_ARTICLE_TYPES = frozenset(
    {"Article", "NewsArticle", "BlogPosting", "ReportageNewsArticle", "AnalysisNewsArticle", "OpinionNewsArticle"}
)
_FALSE = re.compile(r"(?:https?://schema\.org/)?(?:false|no|0)", re.IGNORECASE)
_TRUE = re.compile(r"(?:https?://schema\.org/)?(?:true|yes|1)", re.IGNORECASE)
_DEEPEST = 5


@dataclass(frozen=True, slots=True)
class LinkedData:
    """The objects of a page's JSON-LD, those that describe its article apart."""

    items: tuple[dict[str, Any], ...]
    articles: tuple[dict[str, Any], ...]

    def texts(self, key: str) -> Iterator[str]:
        """Yield the filled strings its articles hold under *key*, also those of a list, white space as written."""
        for item in self.articles:
            yield from _strings(item.get(key))

    def names(self, key: str) -> tuple[str, ...]:
        """Return the names under *key* of the first article that has any: strings, objects, references to objects."""
        known = {str(item["@id"]): item for item in self.items if "@id" in item and "name" in item}
        return next((found for item in self.articles if (found := tuple(_names(item.get(key), known)))), ())

    def addresses(self, key: str) -> Iterator[str]:
        """Yield the addresses its articles hold under *key*: strings, or objects with a ``url`` or ``contentUrl``."""
        for item in self.articles:
            for value in _each(item.get(key)):
                keys = ("url", "contentUrl", "@id")
                yield from _strings([value.get(key) for key in keys] if isinstance(value, dict) else value)

    def page_texts(self, key: str) -> Iterator[str]:
        """Yield what the objects that describe the page as a whole hold under *key*."""
        for item in self.of_type("WebPage"):
            yield from _strings(item.get(key))

    def of_type(self, *types: str) -> Iterator[dict[str, Any]]:
        """Yield the objects of one of *types*."""
        return (item for item in self.items if _types(item) & set(types))

    def breadcrumbs(self) -> tuple[str, ...]:
        """Return the names of the way from the front page to this one, as far as it is declared."""
        inner = (item.get("breadcrumb") for item in self.items)
        for crumbs in (*self.of_type("BreadcrumbList"), *(each for each in inner if isinstance(each, dict))):
            steps = [step for step in _each(crumbs.get("itemListElement")) if isinstance(step, dict)]
            found = [next(iter((*_names(step, {}), *_names(step.get("item"), {}))), "") for step in steps]
            if any(found):
                return tuple(name for name in found if name)
        return ()

    def word_count(self) -> int | None:
        """Return how many words the article has by its own word; ``None`` for what is no count."""
        for item in self.articles:
            value = item.get("wordCount")
            digits = re.match(r"\s*([\d,]{1,9})(?!\d)", ascii_digits(str(value)), re.ASCII)
            if digits and (count := int(digits[1].replace(",", "") or 0)):
                return count
        return None

    def is_free(self) -> bool | None:
        """Tell whether all of the article can be read without paying; ``None`` when nothing is declared."""
        parts = [part for item in self.articles for part in _each(item.get("hasPart")) if isinstance(part, dict)]
        said = [_truth(item.get("isAccessibleForFree")) for item in (*self.articles, *parts)]
        return False if False in said else True if True in said else None


def read_linked_data(markup: Markup) -> LinkedData:
    """Read the JSON-LD of a page; what is broken is left out."""
    items = tuple(markup.linked_data())
    return LinkedData(items, tuple(item for item in items if _types(item) & _ARTICLE_TYPES))


def _types(item: dict[str, Any]) -> set[str]:
    return {kind for kind in _each(item.get("@type")) if isinstance(kind, str)}


def _each(value: object) -> Iterable[Any]:
    return value if isinstance(value, list) else () if value is None else (value,)


def _strings(value: object) -> Iterator[str]:
    return (text for text in _each(value) if isinstance(text, str) and text.strip())


def _names(value: object, known: dict[str, dict[str, Any]], depth: int = 0) -> Iterator[str]:
    for one in _each(value) if depth < _DEEPEST else ():
        if isinstance(one, str):
            yield from _strings(one)
        elif isinstance(one, dict):
            named = one if "name" in one else known.get(str(one.get("@id")), {})
            yield from _names(named.get("name"), known, depth + 1)


def _truth(value: object) -> bool | None:
    text = str(value).strip()
    return True if _TRUE.fullmatch(text) else False if _FALSE.fullmatch(text) else None
