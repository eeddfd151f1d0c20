"""A site's RSS or Atom feed -> its entries. The one home of feedparser; its own fetching is never used."""

from __future__ import annotations

import calendar
import html
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import urljoin, urlsplit

from podcast.article.dates import local_offset, read_date
from podcast.article.feed_prolog import is_site_feed
from podcast.article.feed_xml import MAX_ENTRIES, FeedXml, read_feed_xml
from podcast.article.markup import parse
from podcast.article.prose import count_marks, ends_in_mark, is_prose, tokens
from podcast.bangla.unicode import clean_text, normalize_text
from podcast.errors import NoArticleError

__all__ = ["MAX_ENTRIES", "FeedEntry", "SiteFeed", "is_site_feed", "read_site_feed", "whole_body"]

_TAG = re.compile(r"<[/!?A-Za-z][^<>]*>")
_HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})
_LONGEST_DATE = 100
_LONGEST_ADDRESS = 4_000
_LONGEST_SUMMARY = 10_000
_YEARS = range(1971, 2071)
_OLDEST = datetime.min.replace(tzinfo=UTC)
_LEAST_PROSE = 700
"""Characters. WordPress cuts at 55 words, some 400; what is shorter is fetched, which does no harm."""
_FEWEST_PARAGRAPHS = 2
_FEWEST_SENTENCES = 5
_SAME_SHARE = 0.8


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One story of a feed."""

    url: str
    """Where the story is: absolute, http or https."""
    title: str
    """Plain text; empty when the feed gives none."""
    published_at: datetime | None
    """In UTC; when it changed, if the feed does not say when it was published; ``None`` for no date or a wrong one."""
    entry_id: str
    """The feed's own name for it, stable across changes of address; the address when it has none."""
    body: str | None
    """The text as HTML that the feed carries beside its summary, whole or not; see :func:`whole_body`."""
    summary: str | None
    """Plain text."""


@dataclass(frozen=True, slots=True)
class SiteFeed:
    """What a site's feed lists."""

    title: str
    entries: tuple[FeedEntry, ...]
    """Newest first; those without a date come last, in the feed's order."""


def read_site_feed(content: bytes, *, url: str | None) -> SiteFeed:
    """Read the RSS or Atom feed *content*, found at *url*; relative links are resolved against it.

    Of entries with the same address or id the newest is kept; those without an address a page could have are left out.
    A feed that lists nothing has no entries. From XML that had to be mended no bodies are taken: some of a text may be
    lost. A time without a zone is local to the site, as on its pages. Takes a few seconds at most.

    Raises:
        NoArticleError: it is no feed; declares XML entities; is broken, or larger than any feed.
    """
    xml = read_feed_xml(content, name=url or "the feed")
    channel, listed = _parse(xml, url)
    base = url or _text(channel, "link")
    offset = local_offset(base, _text(channel, "language"))
    read = [_entry(entry, base, offset, has_body=xml.is_sound) for entry in listed]
    entries = sorted((entry for entry in read if entry), key=lambda entry: entry.published_at or _OLDEST, reverse=True)
    return SiteFeed(_plain(_text(channel, "title")), tuple(_each_once(entries)))


def whole_body(entry: FeedEntry) -> str | None:
    """Return the body of *entry* when it is the whole article, without the line a site puts under it; else ``None``.

    In doubt it is not: a page is fetched for nothing then, while a cut text would be read out as if it ended there.
    """
    markup = parse(entry.body) if entry.body else None
    if entry.body is None or markup is None:
        return None
    lines = [" ".join(clean_text(chunk.text).split()) for chunk in markup.chunks]
    while lines and _under().fullmatch(lines[-1]):
        lines.pop()
    prose = [line for line in lines if is_prose(line)]
    is_enough = (
        sum(map(len, prose)) >= _LEAST_PROSE
        and len(prose) >= _FEWEST_PARAGRAPHS
        and sum(map(count_marks, prose)) >= _FEWEST_SENTENCES
    )
    if not is_enough or any(_more().search(line) for line in lines[lines.index(prose[-1]) :]):
        return None
    if not ends_in_mark(prose[-1]) or _is_summary_again(lines, entry.summary):
        return None
    return _without_last_line(entry.body)


def _parse(xml: FeedXml, url: str | None) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return what the feed says of itself, and its entries."""
    import feedparser

    headers = {"content-type": "application/xml; charset=utf-8"} | ({"content-location": url} if url else {})
    # a stream, for a string could be taken for an address or a path; HTML is left as it is, it is cleaned with the page
    try:
        parsed = feedparser.parse(
            io.BytesIO(xml.content), response_headers=headers, resolve_relative_uris=False, sanitize_html=False
        )
    except (LookupError, TypeError, AttributeError) as error:  # it stumbles over a link outside any entry
        name = url or "the feed"
        raise NoArticleError(f"{name}: is a feed broken in a way that feedparser cannot read: {error!r}") from error
    # plain dictionaries: feedparser's own answers for a missing "updated" with "published", and warns
    return dict(parsed.feed), [dict(entry) for entry in parsed.entries]


def _entry(entry: Mapping[str, Any], base: str | None, offset: timezone, *, has_body: bool) -> FeedEntry | None:
    address = next((url for link in _links(entry) if (url := _address(link, base))), None)
    if address is None:
        return None
    body = _body(entry) if has_body else None
    # feedparser copies a content into the summary where there is none, without the details of a summary
    summary = _plain(_text(entry, "summary")) if "summary_detail" in entry else ""
    return FeedEntry(
        url=address,
        title=_plain(_text(entry, "title")),
        published_at=_date(entry, "published", offset) or _date(entry, "updated", offset),
        entry_id=_text(entry, "id").strip() or address,
        body=body,
        summary=summary or None,
    )


def _links(entry: Mapping[str, Any]) -> Iterator[str]:
    """Yield where the story may be, surest first; feedparser has put a permanent guid where a link is missing."""
    yield _text(entry, "feedburner_origlink")
    yield _text(entry, "link")


def _address(link: str, base: str | None) -> str | None:
    if not link.strip() or len(link) > _LONGEST_ADDRESS:
        return None
    try:
        address = urljoin(base or "", link.strip())
        parts = urlsplit(address)
    except ValueError:
        return None
    is_page = parts.scheme in {"http", "https"} and parts.hostname and not re.search(r"[\s<>\"\x00-\x1f]", address)
    return address if is_page else None


def _date(entry: Mapping[str, Any], kind: str, offset: timezone) -> datetime | None:
    written = entry.get(kind)
    if not isinstance(written, str) or len(written) > _LONGEST_DATE:
        return None
    date = read_date(written, offset=offset)
    parts = entry.get(f"{kind}_parsed")
    if date is not None or parts is None or parts[0] not in _YEARS:
        return date
    # timegm, not mktime: the parts are UTC, and the computer's own zone is nobody's
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=calendar.timegm(parts))


def _body(entry: Mapping[str, Any]) -> str | None:
    for content in entry.get("content") or ():
        value, kind = _text(content, "value"), _text(content, "type")
        if not value.strip() or not (kind in _HTML_TYPES or kind == "text/plain"):
            continue
        if kind == "text/plain":
            value = "".join(f"<p>{html.escape(part)}</p>" for part in re.split(r"\n\s*\n", value) if part.strip())
        return normalize_text(value)
    return None


def _text(values: Mapping[str, Any], key: str) -> str:
    value = values.get(key)
    return value if isinstance(value, str) else ""


def _plain(text: str) -> str:
    """Return *text* on one line without tags; what was escaped twice is unescaped."""
    return " ".join(normalize_text(html.unescape(_TAG.sub(" ", html.unescape(text[:_LONGEST_SUMMARY])))).split())


def _each_once(entries: list[FeedEntry]) -> Iterator[FeedEntry]:
    seen: set[str] = set()
    for entry in entries:
        names = {f"url {entry.url}", f"id {entry.entry_id}"}
        if not names & seen:
            yield entry
        seen |= names


def _is_summary_again(lines: list[str], summary: str | None) -> bool:
    words = [word for line in lines for word in tokens(line)]
    said = tokens(clean_text(summary or ""))
    return len(said) >= _SAME_SHARE * len(words)


def _without_last_line(body: str) -> str:
    """Cut off what the site puts under every text, such as “The post … appeared first on …”."""
    start = body.rfind("<p")
    if start > 0 and _under().fullmatch(_plain(body[start:])):
        return body[:start].rstrip()
    return body


@cache
def _patterns() -> dict[str, list[str]]:
    table = files("podcast.article").joinpath("feed_texts.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in table.splitlines() if line and not line.startswith("#")]
    return {kind: [row[1] for row in rows if row[0] == kind] for kind in ("more", "under")}


@cache
def _more() -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(_patterns()['more'])})[\s.।:)\]»›>→…]*$", re.IGNORECASE)


@cache
def _under() -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(_patterns()['under'])})", re.IGNORECASE)
