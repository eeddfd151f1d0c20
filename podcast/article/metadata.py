"""What a page says about its article: headline, address, site, language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

from podcast.article.markup import Markup
from podcast.article.prose import bengali_share, tokens
from podcast.bangla.unicode import clean_text

_ARTICLE_TYPES = frozenset(
    {"Article", "NewsArticle", "BlogPosting", "ReportageNewsArticle", "AnalysisNewsArticle", "OpinionNewsArticle"}
)
_SEPARATOR = re.compile(r"\s+[|–—·:»•-]+\s+|\s*\|+\s*")
_SITE_WORDS = 5
_GENERIC_WORDS = 3
_HELD_WORDS = 4
_OTHER_HOST = re.compile(r"^(?:www|m|amp|mobile)\.")


@dataclass(frozen=True, slots=True)
class Metadata:
    """A page's own word about its article; every field may be missing."""

    headline: str | None = None
    """Agreed by two sources, or named by linked data."""
    guesses: tuple[str, ...] = ()
    """What else may be the headline, likeliest first; the site's name and generic words are not among them."""
    url: str | None = None
    site_name: str | None = None
    language: str | None = None
    is_article: bool = False
    """The page declares itself an article."""
    body: str | None = None
    """The article's text as linked data holds it."""
    word_count: int | None = None
    is_free: bool | None = None


def read_metadata(markup: Markup, url: str | None) -> Metadata:
    """Read what *markup*, found at *url*, declares."""
    articles = [item for item in markup.linked_data() if _types(item) & _ARTICLE_TYPES]
    site = markup.meta("og:site_name", "application-name") or _publisher(articles)
    declared = markup.meta("og:type") == "article" or bool(articles)
    headlines = _headlines(markup, articles, site)
    return Metadata(
        headline=headlines[0],
        guesses=headlines[1],
        url=_address(markup, url),
        site_name=_clean(site),
        language=markup.language() or markup.meta("og:locale"),
        is_article=declared,
        body=_first_text(articles, "articleBody"),
    )


def _headlines(markup: Markup, articles: list[dict[str, Any]], site: str | None) -> tuple[str | None, tuple[str, ...]]:
    first = [_clean(text) or "" for text in markup.texts("h1")]
    social = [_clean(markup.meta("og:title", "twitter:title")) or ""]
    linked = _clean(_first_text(articles, "headline")) or ""
    window = [_clean(text) or "" for text in markup.texts("title")[:1]]
    heads = [text for text in first if _names_an_article(text, site)]
    others = [_without_site(text, site, heads) for text in (*social, linked, *window)]
    others = [text for text in others if _names_an_article(text, site)]
    for head in heads:
        if any(_agree(head, other) for other in others):
            return head, ()
    guesses = tuple(dict.fromkeys((*heads, *others)))
    return (linked, ()) if _names_an_article(linked, site) else (None, guesses)


def _names_an_article(text: str, site: str | None) -> bool:
    """Tell a headline from the site's own name and from words such as “Details”."""
    words = tokens(text)
    if not words or (site is not None and words == tokens(site)):
        return False
    return not (len(words) < _GENERIC_WORDS and bengali_share((text,)) == 0) and len(words) > 1


def _without_site(text: str, site: str | None, heads: list[str]) -> str:
    """Return *text* without the site's name and sections that a separator sets off.

    A part that is a headline of the page itself wins; then, from the end, the site's name and short last parts go.
    """
    parts = [part.strip() for part in _SEPARATOR.split(text) if part.strip()]
    for part in parts:
        if any(_agree(part, head) for head in heads):
            return part
    name = tokens(site or "")
    cuts = list(_SEPARATOR.finditer(text))
    while cuts:
        last = text[cuts[-1].end() :]
        is_bar = "|" in cuts[-1].group()
        if tokens(last) != name and not (is_bar and len(last.split()) <= _SITE_WORDS):
            break
        text = text[: cuts.pop().start()]
    return text.strip()


def _agree(one: str, other: str) -> bool:
    """Tell whether two headlines are the same but for a word, or the longer one holds the other and a kicker."""
    words, others = tokens(one), tokens(other)
    shared = len(set(words) & set(others))
    is_same = bool(shared) and 2 * shared >= 0.9 * (len(set(words)) + len(set(others)))
    shorter, longer = sorted((words, others), key=len)
    return is_same or (len(shorter) >= _HELD_WORDS and f" {' '.join(shorter)} " in f" {' '.join(longer)} ")


def _address(markup: Markup, url: str | None) -> str | None:
    """Return the canonical address when it can be this page's: same site, and not the site's front page."""
    for declared in (markup.link("canonical"), markup.meta("og:url")):
        if not declared:
            continue
        try:
            address = urldefrag(urljoin(url or "", declared)).url
            parts, here = urlsplit(address), urlsplit(url or address)
        except ValueError:
            continue
        is_page = parts.path.strip("/") or parts.query or (url is not None and not here.path.strip("/"))
        if (
            parts.scheme in {"http", "https"}
            and parts.hostname
            and is_page
            and _site(parts.hostname) == _site(here.hostname)
        ):
            return address
    return urldefrag(url).url if url else None


def _site(host: str | None) -> str:
    return _OTHER_HOST.sub("", (host or "").lower())


def _types(item: dict[str, Any]) -> set[str]:
    kind = item.get("@type")
    return (
        {kind}
        if isinstance(kind, str)
        else {each for each in kind or () if isinstance(each, str)}
        if isinstance(kind, list)
        else set()
    )


def _publisher(articles: list[dict[str, Any]]) -> str | None:
    for item in articles:
        publisher = item.get("publisher")
        if isinstance(publisher, dict) and isinstance(publisher.get("name"), str):
            return str(publisher["name"])
    return None


def _first_text(articles: list[dict[str, Any]], key: str) -> str | None:
    return next((str(item[key]) for item in articles if isinstance(item.get(key), str) and item[key].strip()), None)


def _clean(text: str | None) -> str | None:
    return " ".join(clean_text(text).split()) or None if text else None
