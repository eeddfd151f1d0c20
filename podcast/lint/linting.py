"""The linter's own line: documents into pages, pages and what they name into findings."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import MappingProxyType

from podcast import net
from podcast.errors import SourceError, UsageError
from podcast.lint import files
from podcast.lint.channel import check_channel, self_address
from podcast.lint.findings import Fault, Finding
from podcast.lint.following import Known, check_following, check_known
from podcast.lint.forms import is_web_address
from podcast.lint.items import check_item
from podcast.lint.pages import Page, read_page, said_of
from podcast.lint.places import Folder, Kept, Place, Web
from podcast.lint.series import check_paging, check_series

_FEED_NAME = "feed.xml"
_MOST_PAGES = 1000
_MOST_BYTES = 20_000_000
_MOST_ON_THE_WEB = 50
"""Episodes, the newest, whose files are asked for over the network: that is some 400 requests."""


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed with all its pages, as far as they could be read, and what was found on the way."""

    pages: tuple[Page, ...]
    found: tuple[Finding, ...]
    place: Place | None = None
    """Where its files are; ``None`` when nobody looks for them."""


def open_feed(
    source: str, *, allow_private: bool = False, lengths_ms: Mapping[Path, int] = MappingProxyType({})
) -> Feed:
    """Read the feed *source*: a folder, a feed's file in one, or an address; with it all of its pages.

    Sounds whose length is in *lengths_ms*, by their files, are not decoded again.

    Raises:
        UsageError: there is no such file or folder, or no feed in it.
        SourceError: the address cannot be fetched.
    """
    if "://" in source:
        document = net.fetch(source, allow_private=allow_private, max_bytes=_MOST_BYTES).content
        feed = _follow(source, document, lambda _address: Web(allow_private), lambda url: url)
        return Feed(feed.pages, (*feed.found, *_named_otherwise(feed, source)), feed.place)
    path = Path(source)
    path = path / _FEED_NAME if path.is_dir() else path
    if not path.is_file():
        raise UsageError(f"{source}: there is no feed; expected a published folder, a feed's file or its address")
    return _follow(
        path.name, path.read_bytes(), lambda address: Folder(path.parent, _base(address), lengths_ms), _last_part
    )


def read_feed(read: Callable[[str], bytes | None], like: Feed | None = None) -> Feed:
    """Take a feed from what *read* gives by name; the files that it names are not looked for.

    Pages that are the same in the feed *like* are taken from there: of a long show, few change.
    """
    document = read(_FEED_NAME)
    if document is None:
        return Feed((), ())
    known = {(page.name, page.document): page for page in like.pages} if like else {}
    feed = _follow(_FEED_NAME, document, lambda address: Kept(read, _base(address)), _last_part, known)
    return Feed(feed.pages, feed.found)


def _base(address: str) -> str:
    return f"{address.rpartition('/')[0]}/"


def _last_part(url: str) -> str:
    return url.rpartition("/")[2]


def _follow(
    name: str,
    document: bytes,
    place_at: Callable[[str], Place],
    name_of: Callable[[str], str],
    known: Mapping[tuple[str, bytes], Page] = MappingProxyType({}),
) -> Feed:
    """Read a feed and the pages that its ``next`` links lead to; *place_at* its own address is where they are."""
    page, wrong = _read(name, document, known)
    address = self_address(page.channel) if page else None
    place = place_at(address) if address else None
    pages, found, seen = [page] if page else [], list(wrong), {address}
    while page is not None and place is not None and len(pages) < _MOST_PAGES:
        url = next(iter(page.links("next")), None)
        if url is None or not is_web_address(url) or not place.covers(url):
            break
        if url in seen:
            found.append(page.said(Fault("page-link", f'rel="next" leads back to {url}')))
            break
        seen.add(url)
        try:
            document = place.read(url)
        except SourceError:  # which is found as a link that leads nowhere
            break
        page, wrong = _read(name_of(url), document, known)
        found += wrong
        pages += [page] if page else []
    return Feed(tuple(pages), tuple(found), place)


def _read(
    name: str, document: bytes, known: Mapping[tuple[str, bytes], Page]
) -> tuple[Page | None, tuple[Finding, ...]]:
    page = known.get((name, document))
    return (page, ()) if page is not None else read_page(name, document)


def _named_otherwise(feed: Feed, source: str) -> Iterator[Finding]:
    for page in feed.pages[:1]:
        address = self_address(page.channel)
        if address and address != source:
            yield page.said(Fault("self-address", f'rel="self" is {address}'))


def lint(feed: Feed, *, now: datetime | None = None, known: Known | None = None) -> tuple[Finding, ...]:
    """Return everything that is wrong with *feed*, page by page; with the files it names if it has a place.

    *now* finds dates to come; *known* is what is known of the show from elsewhere.
    """
    found = list(_lint_pages(feed, now))
    if feed.place is not None:
        for page in feed.pages[: 1 if isinstance(feed.place, Web) else None]:
            found += _lint_files(page, feed.place)
    found += check_known(feed.pages, known)
    return tuple(dict.fromkeys(found))


def compare(old: Feed, new: Feed, *, removed: Collection[str] = frozenset()) -> tuple[Finding, ...]:
    """Return what makes *new* worse than *old*: what breaks subscriptions, and what MUST not be and was not so before.

    *removed* are the guids of episodes that are gone on purpose. Only the documents are judged, not what they name.
    """
    same = {id(page) for page in old.pages} & {id(page) for page in new.pages}
    before = {(one.rule, one.guid) for one in _lint_pages(old, None, same)}
    worse = [one for one in _lint_pages(new, None, same) if one.is_must and (one.rule, one.guid) not in before]
    return tuple(dict.fromkeys((*worse, *check_following(old.pages, new.pages, removed))))


def _lint_pages(feed: Feed, now: datetime | None, same: Collection[int] = frozenset()) -> Iterator[Finding]:
    """Judge the documents of *feed*, but for pages in *same*, by identity, that another feed has too."""
    yield from feed.found
    for page in feed.pages:
        if id(page) not in same:
            yield from _lint_page(page, now)
    yield from check_series(feed.pages)
    yield from check_paging(feed.pages)


def _lint_page(page: Page, now: datetime | None) -> Iterator[Finding]:
    for fault in check_channel(page.channel):
        yield page.said(fault)
    for item in page.items:
        for fault in check_item(item, now):
            yield said_of(item, fault)


def _lint_files(page: Page, place: Place) -> Iterator[Finding]:
    for check in (files.check_links, files.check_pictures):
        for fault in check(page.channel, place):
            yield page.said(fault)
    for item in page.items[: _MOST_ON_THE_WEB if isinstance(place, Web) else None]:
        for check in (files.check_links, files.check_pictures):
            for fault in check(item.element, place):
                yield said_of(item, fault)
        for fault in files.check_item_files(item, place):
            yield said_of(item, fault)
