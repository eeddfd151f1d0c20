"""What a page says about its article: headline, byline, dates, address, picture, site, language."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from urllib.parse import urldefrag, urljoin, urlsplit

from lxml import etree

from podcast.article.byline import read_byline
from podcast.article.dates import local_offset
from podcast.article.linked import LinkedData, read_linked_data
from podcast.article.markup import Markup
from podcast.article.prose import bengali_share, tokens
from podcast.article.published import page_dates
from podcast.bangla.unicode import clean_text

_SEPARATOR = re.compile(r"\s+[|–—·:»•-]+\s+|\s*\|+\s*")
_SITE_WORDS = 5
_GENERIC_WORDS = 3
_HELD_WORDS = 4
_LONGEST_SECTION = 60
_MOST_HEADLINES = 5
_BENGALI = re.compile(r"(?:bn|ben|bengali|bangla)(?:[-_]beng)?(?:[-_](bd|in))?(?:[-_.@].*)?", re.IGNORECASE)
_HOME = frozenset({("প্রচ্ছদ",), ("হোম",), ("নীড়",), ("মূলপাতা",), ("মূল", "পাতা"), ("home",)})
_CRUMBS = etree.XPath("//*[contains(@class, 'breadcrumb')]//a | //*[@itemprop='itemListElement']//a")
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
    """``bn``, ``bn-BD`` or ``bn-IN`` for Bengali; anything else as it is declared."""
    byline: str | None = None
    """A person's or a desk's name as printed, several joined by commas."""
    published_at: datetime | None = None
    """In UTC; a time without a zone was taken for the site's own."""
    modified_at: datetime | None = None
    """In UTC; not before *published_at*."""
    image_url: str | None = None
    """The picture for links to the page: absolute, http or https."""
    section: str | None = None
    word_count: int | None = None
    """As linked data counts."""
    is_free: bool | None = None
    """Whether linked data says that the whole of it can be read without paying."""
    is_article: bool = False
    """The page declares itself an article."""
    body: str | None = None
    """The article's text as linked data holds it."""


def read_metadata(markup: Markup, url: str | None) -> Metadata:
    """Read what *markup*, found at *url*, declares."""
    linked = read_linked_data(markup)
    site = markup.meta("og:site_name", "application-name") or next(iter(linked.names("publisher")), None)
    headline, guesses = _headlines(markup, linked, site)
    address, language = _address(markup, url), _language(markup, linked)
    place = _headline_place(markup, (headline, *guesses))
    published_at, modified_at = page_dates(markup, linked, place, offset=local_offset(address, language))
    return Metadata(
        headline=headline,
        guesses=guesses,
        url=address,
        site_name=_clean(site),
        language=language,
        byline=read_byline(markup, linked, () if place is None else markup.chunks[place + 1 :], site),
        published_at=published_at,
        modified_at=modified_at,
        image_url=_image(markup, linked, address or url),
        section=_section(markup, linked, (headline, *guesses), site),
        word_count=linked.word_count(),
        is_free=linked.is_free(),
        is_article=markup.meta("og:type") == "article" or bool(linked.articles),
        body=next(linked.texts("articleBody"), None),
    )


def _headlines(markup: Markup, linked: LinkedData, site: str | None) -> tuple[str | None, tuple[str, ...]]:
    first = [_clean(text) or "" for text in markup.texts("h1")]
    social = [_clean(markup.meta("og:title", "twitter:title")) or ""]
    named = _clean(next(linked.texts("headline"), None)) or ""
    window = [_clean(text) or "" for text in markup.texts("title")[:1]]
    heads = [text for text in first if _names_an_article(text, site)]
    others = [_without_site(text, site, heads) for text in (*social, named, *window)]
    others = [text for text in others if _names_an_article(text, site)]
    told = _without_site(social[0], site, heads)
    smaller = {_clean(text) for tag in ("h2", "h3") for text in markup.texts(tag)}
    if _names_an_article(told, site) and told in smaller and not any(_agree(head, told) for head in heads):
        return told, ()  # h1 is the site's own name, the headline is in a smaller heading
    for head in heads:
        if any(_agree(head, other) for other in others):
            return head, ()
    guesses = tuple(dict.fromkeys((*heads, *others)))
    return (named, ()) if _names_an_article(named, site) else (None, guesses)


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


def _headline_place(markup: Markup, headlines: Iterable[str | None]) -> int | None:
    """Return where among the page's chunks the headline stands: in a heading that agrees, else in the first h1."""
    headings = [(place, chunk) for place, chunk in enumerate(markup.chunks) if chunk.is_heading]
    named = [text for text in headlines if text][:_MOST_HEADLINES]
    agreeing = (place for place, chunk in headings if any(_agree(chunk.text, text) for text in named))
    return next(agreeing, next((place for place, chunk in headings if chunk.tag == "h1"), None))


def _language(markup: Markup, linked: LinkedData) -> str | None:
    declared = markup.language() or markup.meta("og:locale") or next(linked.texts("inLanguage"), None)
    bengali = _BENGALI.fullmatch(declared) if declared else None
    if bengali is None:
        return declared
    return f"bn-{bengali[1].upper()}" if bengali[1] else "bn"


def _image(markup: Markup, linked: LinkedData, url: str | None) -> str | None:
    names = ("og:image:secure_url", "og:image", "og:image:url", "twitter:image", "twitter:image:src")
    metas = (text for name in names if (text := markup.meta(name)))
    for text in chain(metas, linked.addresses("image"), linked.addresses("thumbnailUrl")):
        try:
            address = urljoin(url or "", text.strip())
            parts = urlsplit(address)
        except ValueError:
            continue
        if parts.scheme in {"http", "https"} and parts.hostname and " " not in address:
            return address
    return None


def _section(markup: Markup, linked: LinkedData, headlines: Iterable[str | None], site: str | None) -> str | None:
    """Return the declared section, else the last step to the page that is neither itself nor the front page."""
    declared = (text for text in (markup.meta("article:section"), *linked.texts("articleSection")) if text)
    section = next(declared, None)
    if section is not None:
        return _clean(section)
    taken = {*(tokens(text or "") for text in (*headlines, site)), *_HOME}
    for crumbs in (linked.breadcrumbs(), _visible_crumbs(markup)):
        for crumb in reversed([_clean(text) or "" for text in crumbs]):
            if tokens(crumb) and tokens(crumb) not in taken and len(crumb) <= _LONGEST_SECTION:
                return crumb
    return None


def _visible_crumbs(markup: Markup) -> tuple[str, ...]:
    return tuple("".join(element.itertext()) for element in _CRUMBS(markup.root))


def _clean(text: str | None) -> str | None:
    return " ".join(clean_text(text).split()) or None if text else None
