"""A feed taken apart: its pages, and on each the show and the episodes. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from podcast.lint.channel import is_ours
from podcast.lint.findings import Fault, Finding
from podcast.lint.forms import shorten
from podcast.lint.items import Item
from podcast.lint.markup import NAMESPACES, Element, Markup, MarkupError, parse_markup

_MOST_BYTES = 5_000_000
_NONCHARACTERS = "".join(f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(17))
_STRAY = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffd{_NONCHARACTERS}]")


@dataclass(frozen=True, slots=True)
class Page:
    """The feed, or one page of it, that could be read."""

    name: str
    """What it is called in findings: its file, or its address."""
    channel: Element
    items: tuple[Item, ...]
    document: bytes = field(repr=False, compare=False)

    def links(self, relation: str) -> tuple[str, ...]:
        """Return the addresses of the pages that stand in that *relation* to it."""
        return tuple(
            link.attributes.get("href", "")
            for link in self.channel.all("atom:link")
            if link.attributes.get("rel") == relation
        )

    def said(self, fault: Fault) -> Finding:
        """Say of which show something is."""
        return Finding(
            fault.rule, f"{self.name}:{self.channel.line} {shorten(self.channel.value('title'))}", fault.wrong
        )


def said_of(item: Item, fault: Fault) -> Finding:
    """Say of which episode something is."""
    return Finding(fault.rule, item.where, fault.wrong, item.guid or None)


def read_page(name: str, document: bytes) -> tuple[Page | None, tuple[Finding, ...]]:
    """Take *document* apart; return the page, unless it cannot be read, and what is wrong with it as a document."""
    found = []
    if len(document) > _MOST_BYTES:
        found.append(Finding("xml-size", name, f"has {len(document):,} bytes"))
    try:
        markup = parse_markup(document)
    except MarkupError as error:
        return None, (*found, Finding(error.rule, name, str(error)))
    found += (Finding(fault.rule, name, fault.wrong) for fault in (*_namespaces(markup), *_stray(markup.root)))
    root = markup.root
    channels = root.all("channel")
    if root.name != "rss" or root.attributes.get("version") != "2.0" or len(channels) != 1:
        version = root.attributes.get("version")
        what = f"<{root.name}" + (f' version="{version}">' if version is not None else ">")
        found.append(Finding("rss-root", name, f"is {what} with {len(channels)} channels"))
    if root.name != "rss" or not channels:
        return None, tuple(found)
    return Page(name, channels[0], tuple(_items(name, channels[0])), document), tuple(found)


def _items(name: str, channel: Element) -> Iterator[Item]:
    ours = is_ours(channel)
    for element in channel.all("item"):
        title = element.value("title")
        what = shorten(title) if title else "an episode without a title"
        yield Item(element, f"{name}:{element.line} {what}", ours)


def _stray(root: Element) -> Iterator[Fault]:
    """Find the first character that is no text; those that no XML can hold are the parser's to find."""
    for element in root.walk():
        match = next(filter(None, map(_STRAY.search, (element.text, *element.attributes.values()))), None)
        if match is not None:
            yield Fault("xml-stray-character", f"<{element.name}> on line {element.line} holds U+{ord(match[0]):04X}")
            return


def _namespaces(markup: Markup) -> Iterator[Fault]:
    spelt = {_folded(uri): uri for uri in NAMESPACES.values()}
    for prefix, uri in dict.fromkeys(markup.declared):
        right = NAMESPACES.get(prefix) or spelt.get(_folded(uri))
        if uri not in NAMESPACES.values() and right is not None:
            yield Fault("namespace-spelling", f"{prefix or 'the default prefix'} stands for {uri}, not for {right}")


def _folded(uri: str) -> str:
    return re.sub(r"^https?://(?:www\.)?", "", uri.lower()).rstrip("/")
