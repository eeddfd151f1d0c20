"""What is wrong with what a feed says of its show. Pure."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterator

from podcast.lint.common import check_dates, check_explicit, check_links, check_names, check_once, check_texts, is_true
from podcast.lint.findings import Fault
from podcast.lint.forms import (
    host_of,
    is_email,
    is_language,
    is_show_guid,
    is_web_address,
    shorten,
)
from podcast.lint.markup import Element
from podcast.settings.categories import check_category

_GENERATOR = "bangla-podcast"
_GUID_NAMESPACE = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
"""Fixed by the specification of ``podcast:guid``."""
_COPYRIGHT = re.compile(r"copyright|©|\(c\)|\b[12][0-9]{3}\b", re.IGNORECASE | re.ASCII)
_MEDIA = frozenset(
    ("podcast", "music", "video", "film", "audiobook", "newsletter", "blog", "publisher", "course", "mixed")
)
_RRULE = re.compile(r"FREQ=(?:YEARLY|MONTHLY|WEEKLY|DAILY|HOURLY|MINUTELY|SECONDLY)(?:;[A-Z]+=[0-9A-Z,+-]+)*")
_ONCE = (
    "title", "link", "description", "language", "copyright", "generator", "pubDate", "lastBuildDate",
    "itunes:author", "itunes:image", "itunes:explicit", "itunes:type", "itunes:owner", "itunes:block",
    "itunes:new-feed-url", "podcast:guid", "podcast:locked", "podcast:medium", "podcast:updateFrequency",
)  # fmt: skip
_SHORT = ("title", "copyright", "generator", "itunes:author", "itunes:title", "itunes:subtitle")


def check_channel(channel: Element) -> Iterator[Fault]:
    """Yield everything that is wrong with *channel*, its items aside."""
    for check in _CHECKS:
        yield from check(channel)


def self_address(channel: Element) -> str | None:
    """Return the address that the feed says it has."""
    return next(
        (link.attributes.get("href", "") for link in channel.all("atom:link") if link.attributes.get("rel") == "self"),
        None,
    )


def is_local(address: str | None) -> bool:
    """Say whether only the machine that serves *address* can reach it."""
    host = host_of(address or "")
    return host in {"localhost", "::1"} or host.startswith("127.")


def guid_of(address: str) -> str:
    """Return the ``podcast:guid`` that a feed at *address* is given when it has none yet.

    >>> guid_of("https://mp3s.nashownotes.com/pc20rss.xml")
    '917393e3-1b1e-5cef-ace4-edaa54e1f810'
    """
    return str(uuid.uuid5(_GUID_NAMESPACE, re.sub(r"^\w+://", "", address).rstrip("/")))


def _required(channel: Element) -> Iterator[Fault]:
    for name in ("title", "description", "language"):
        if not channel.value(name):
            yield Fault(f"channel-{name}", f"has no {name}")
    if channel.first("link") is None:
        yield Fault("channel-link", "has no link")
    if channel.first("itunes:explicit") is None:
        yield Fault("channel-explicit", "has no itunes:explicit")
    if not (image := channel.first("itunes:image")) or not image.attributes.get("href"):
        yield Fault("channel-image", "has no itunes:image with an href")
    if not channel.value("itunes:author"):
        yield Fault("channel-author", "has no itunes:author")
    language = channel.value("language")
    if language and not is_language(language):
        yield Fault("language-form", f"its language is {shorten(language)}")


def _addresses(channel: Element) -> Iterator[Fault]:
    address = self_address(channel)
    if not address:
        yield Fault("channel-self", 'has no atom:link rel="self"')
    elif is_local(address):
        yield Fault("public-address", f"is written for {address}, which only this computer can reach")
    moved = channel.value("itunes:new-feed-url")
    if moved and address and moved != address:
        yield Fault("new-feed-address", f"itunes:new-feed-url is {shorten(moved)}")


def _category(channel: Element) -> Iterator[Fault]:
    categories = channel.all("itunes:category")
    if not categories:
        yield Fault("channel-category", "has no itunes:category")
    for category in categories:
        top = category.attributes.get("text", "")
        subs = [sub.attributes.get("text", "") for sub in category.all("itunes:category")]
        chains: list[tuple[str, ...]] = [(top, sub) for sub in subs] or [(top,)]
        for chain in chains:
            try:
                check_category(chain)
            except ValueError as error:
                yield Fault("category-name", f"its category: {error}")


def _itunes(channel: Element) -> Iterator[Fault]:
    kind = channel.first("itunes:type")
    if kind is not None and kind.text.strip() not in {"episodic", "serial"}:
        yield Fault("type-form", f"itunes:type is {shorten(kind.text)}")
    block = channel.first("itunes:block")
    if block is not None and block.text.strip() != "Yes":
        yield Fault("block-form", f"itunes:block is {shorten(block.text)}")
    for owner in channel.all("itunes:owner"):
        email = owner.value("itunes:email")
        if not is_email(email):
            yield Fault("email-form", f"the owner's address is {shorten(email)}")
    copyright_ = channel.value("copyright")
    if _COPYRIGHT.search(copyright_):
        yield Fault("copyright-words", f"its copyright is {shorten(copyright_)}")


def _texts(channel: Element) -> Iterator[Fault]:
    yield from check_texts(channel, _SHORT)


def _podcast_guid(channel: Element) -> Iterator[Fault]:
    address = self_address(channel)
    guid = channel.value("podcast:guid")
    if not guid and not is_local(address):
        yield Fault("podcast-guid", "has no podcast:guid")
    elif guid and not is_show_guid(guid):
        yield Fault("podcast-guid-form", f"podcast:guid is {shorten(guid)}")


def _podcasting(channel: Element) -> Iterator[Fault]:
    locked = channel.first("podcast:locked")
    if locked is None:
        yield Fault("locked", "has no podcast:locked")
    elif locked.text.strip() not in {"yes", "no"}:
        yield Fault("locked-form", f"podcast:locked is {shorten(locked.text)}")
    medium = channel.first("podcast:medium")
    if medium is not None and medium.text.strip().removesuffix("L") not in _MEDIA:
        yield Fault("medium-form", f"podcast:medium is {shorten(medium.text)}")
    for updates in channel.all("podcast:updateFrequency"):
        rule = updates.attributes.get("rrule")
        if rule is not None and not _RRULE.fullmatch(rule):
            yield Fault("update-rule", f"the rrule of podcast:updateFrequency is {shorten(rule)}")


def _people(channel: Element) -> Iterator[Fault]:
    for funding in channel.all("podcast:funding"):
        if not is_web_address(funding.attributes.get("url", "")):
            yield Fault("funding-link", f"podcast:funding leads to {shorten(funding.attributes.get('url', ''))}")
    yield from check_names(channel, ("podcast:funding", "podcast:person", "podcast:updateFrequency"))


def _disclosure(channel: Element) -> Iterator[Fault]:
    if is_ours(channel) and not tells_ai(channel):
        yield Fault("ai-disclosure", "does not say that a synthetic voice reads")


def is_ours(channel: Element) -> bool:
    """Say whether this program wrote the feed, so that what it names was read by a synthetic voice."""
    return channel.value("generator").startswith(_GENERATOR)


def tells_ai(element: Element) -> bool:
    """Say whether *element* discloses that its sound is synthetic."""
    return any(txt.attributes.get("purpose") == "ai-content" and is_true(txt) for txt in element.all("podcast:txt"))


_CHECKS: tuple[Callable[[Element], Iterator[Fault]], ...] = (
    lambda channel: check_once(channel, _ONCE),
    _required,
    check_explicit,
    _addresses,
    check_links,
    _category,
    _itunes,
    _texts,
    lambda channel: check_dates(channel, ("pubDate", "lastBuildDate")),
    _podcast_guid,
    _podcasting,
    _people,
    _disclosure,
)
