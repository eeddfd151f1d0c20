"""A published feed of ours read back: which episodes it names, and what it says of the show."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

from podcast.errors import PublishError
from podcast.fitting import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

_NAMES = {
    "atom": "http://www.w3.org/2005/Atom",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
}
_FEED = re.compile(r"(.*/)(feed(?:-[0-9]{1,6})?\.xml)")
_SOUND = re.compile(r"(.*/)episodes/([a-z2-7]{10})\.mp3")


@dataclass(frozen=True, slots=True)
class PublishedItem:
    """An episode as the feed names it."""

    guid: str
    title: str
    episode_id: str | None
    """``None`` when its sound is not where this program puts one."""
    folder_url: str | None
    """Where the published folder is, by the address of the sound."""


@dataclass(frozen=True, slots=True)
class PublishedFeed:
    """One page of a feed."""

    title: str
    base_url: str | None
    """The folder's public address, as the feed was written for."""
    podcast_guid: str | None
    is_moved: bool
    is_private: bool
    older: str | None
    """File name of the page with older episodes."""
    items: tuple[PublishedItem, ...]


def read_feed(document: bytes, name: str) -> PublishedFeed:
    """Read a feed, or an older page of one, that this program wrote; *name* is what it is called in messages.

    Raises:
        PublishError: it is something else.
    """
    channel = _channel(document, name)
    links = {link.get("rel"): link.get("href", "") for link in channel.iterfind("atom:link", _NAMES)}
    here, older = _FEED.fullmatch(links.get("self", "")), _FEED.fullmatch(links.get("next", ""))
    return PublishedFeed(
        title=_text(channel, "title"),
        base_url=here[1] if here else None,
        podcast_guid=_text(channel, "podcast:guid") or None,
        is_moved=channel.find("itunes:new-feed-url", _NAMES) is not None,
        is_private=_text(channel, "itunes:block").casefold() == "yes",
        older=older[2] if older else None,
        items=tuple(_items(channel)),
    )


def _channel(document: bytes, name: str) -> etree._Element:
    """Parse what may come from anywhere: no DTD, so no entities, and nothing else is ever read or asked for."""
    try:
        if "<!DOCTYPE" in document.decode("utf-8"):
            raise PublishError(f"{name}: has a DTD, which no feed of this program has; it is refused")
        parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True, encoding="utf-8")
        channel = etree.fromstring(document, parser).find("channel")
    except (UnicodeDecodeError, etree.XMLSyntaxError) as error:
        raise PublishError(f"{name}: is not a feed that this program wrote: {error}") from error
    if channel is None:
        raise PublishError(f"{name}: is not a feed that this program wrote: it has no channel")
    return channel


def _items(channel: etree._Element) -> Iterator[PublishedItem]:
    for item in channel.iterfind("item"):
        enclosure = item.find("enclosure")
        sound = _SOUND.fullmatch("" if enclosure is None else enclosure.get("url", ""))
        yield PublishedItem(
            guid=_text(item, "guid"),
            title=_text(item, "title"),
            episode_id=sound[2] if sound else None,
            folder_url=sound[1] if sound else None,
        )


def _text(element: etree._Element, path: str) -> str:
    return one_line(element.findtext(path, "", _NAMES))
