"""Sources -> articles: which sources a person named, what a site's feed lists, and whether an article is whole."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from html import escape
from pathlib import Path

from podcast import article as article_stage
from podcast.article import FeedEntry, Reading
from podcast.errors import NoArticleError, SourceError, UsageError
from podcast.model import Article, Page
from podcast.net import Client, PageCache
from podcast.settings import Editing

_EXTRACTING = threading.Lock()
"""Threads that read take articles out of their pages by turns: it is all processor time, and tables are shared."""
NEWEST = 5
"""How many stories of a site's feed are taken when nobody says."""


@dataclass(frozen=True, slots=True)
class Reader:
    """How the sources of one run are read."""

    editing: Editing = field(default_factory=Editing)
    is_forced: bool = False
    """Texts that are not Bengali, and beginnings of articles, are taken too."""
    allow_private: bool = False
    newest: int = NEWEST
    """How many stories of a site's feed."""
    client: Client = field(default_factory=lambda: Client(cache=PageCache()))


@dataclass(frozen=True, slots=True)
class Opened:
    """One article that a source promises; a site's feed promises several."""

    name: str
    """The source, or the address of the story."""
    read: Callable[[], Article]
    """Read it.

    Raises:
        PodcastError: it cannot be read, holds no article, or only the beginning of one.
    """


def list_sources(sources: Sequence[str], list_file: str | None = None) -> tuple[str, ...]:
    """Return *sources* and those of *list_file*, one a line; empty lines and what follows a ``#`` at a line's start go.

    Raises:
        UsageError: there is none, or two of them are standard input.
        SourceError: the file cannot be read.
    """
    if list_file == "-" and "-" in sources:
        raise UsageError("- and --list - both read standard input; one of them can")
    listed = _lines_of(list_file) if list_file is not None else ()
    found = (*sources, *(line for line in listed if line and not line.startswith("#")))
    if not found:
        raise UsageError("there is no SOURCE; give a URL, a file, - or --list FILE")
    return tuple(dict.fromkeys(found))


def open_source(source: str, reader: Reader) -> tuple[Opened, ...]:
    """Return what *source* promises: its article, or the newest stories of a site's feed.

    Raises:
        SourceError: it cannot be read.
        NoArticleError: it is a feed that cannot be used, or that lists nothing.
    """
    page = article_stage.read_source(source, allow_private=reader.allow_private, client=reader.client)
    if not article_stage.is_site_feed(page.content):
        return (Opened(source, lambda: _whole(_taken(page, reader), source, reader)),)
    entries = article_stage.read_site_feed(page.content, url=page.url).entries[: reader.newest]
    if not entries:
        raise NoArticleError(f"{source}: is a feed that lists no story")
    return tuple(promise_entry(entry, reader) for entry in entries)


def promise_page(source: str, reader: Reader) -> Opened:
    """Return the article that the page at *source*, an address or a path, promises."""

    def read() -> Article:
        page = article_stage.read_source(source, allow_private=reader.allow_private, client=reader.client)
        return _whole(_taken(page, reader), source, reader)

    return Opened(source, read)


def promise_entry(entry: FeedEntry, reader: Reader) -> Opened:
    """Return the article that *entry* of a feed promises: in its body when that is whole, else on its page."""

    def read() -> Article:
        body = article_stage.whole_body(entry)
        if body is not None:
            page = f"<html><head></head><body><h1>{escape(entry.title)}</h1>{body}</body></html>"
            try:
                article = _taken(Page(page.encode(), entry.url, entry.url, charset="utf-8"), reader)
            except NoArticleError:
                pass  # the page itself may still hold it
            else:
                if article.cut_short is None:
                    return replace(article, published_at=article.published_at or entry.published_at)
        return promise_page(entry.url, reader).read()

    return Opened(entry.url, read)


def read_article(
    source: str, *, force: bool = False, allow_private: bool = False, editing: Editing | None = None
) -> Article:
    """Read *source* and take the article out of it, also when it is only the beginning of one.

    Raises:
        SourceError: it could not be read.
        NoArticleError: it holds no article, or none in Bengali (*force* goes on with any language).
    """
    page = article_stage.read_source(source, allow_private=allow_private)
    return _taken(page, Reader(editing or Editing(), is_forced=force))


def read_whole_article(
    source: str, *, force: bool = False, allow_private: bool = False, editing: Editing | None = None
) -> Article:
    """Read *source* as :func:`read_article` does, and refuse what is only the beginning of an article.

    Raises:
        SourceError: it could not be read.
        NoArticleError: it holds no whole article; *force* takes the beginning.
    """
    reader = Reader(editing or Editing(), is_forced=force)
    return _whole(read_article(source, force=force, allow_private=allow_private, editing=editing), source, reader)


def explain_source(
    source: str, *, force: bool = False, allow_private: bool = False, editing: Editing | None = None
) -> Reading:
    """Read *source* and say what is not read of it, and why.

    Raises:
        SourceError: it could not be read.
    """
    page = article_stage.read_source(source, allow_private=allow_private)
    return article_stage.explain_page(page, require_bengali=not force, editing=editing)


def _taken(page: Page, reader: Reader) -> Article:
    with _EXTRACTING:
        return article_stage.article_from_page(page, require_bengali=not reader.is_forced, editing=reader.editing)


def _whole(article: Article, name: str, reader: Reader) -> Article:
    if article.cut_short is not None and not reader.is_forced:
        raise NoArticleError(
            f"{name}: is only the beginning of an article: {article.cut_short}; give the address of the whole one"
            " (--force takes it as it is)"
        )
    return article


def _lines_of(list_file: str) -> tuple[str, ...]:
    try:
        text = sys.stdin.read() if list_file == "-" else Path(list_file).read_text(encoding="utf-8-sig")
    except OSError as error:
        raise SourceError(f"{list_file}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise SourceError(f"{list_file}: is not UTF-8 text (byte {error.start})") from error
    return tuple(line.strip() for line in text.splitlines())
