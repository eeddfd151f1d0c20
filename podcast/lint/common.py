"""What shows and episodes have in common: values that stand once, have their form and are not too long. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from podcast.lint.findings import Fault
from podcast.lint.forms import MOST_CHARACTERS, MOST_DESCRIPTION_BYTES, MOST_IN_NAME, is_web_address, read_date, shorten
from podcast.lint.markup import Element
from podcast.lint.notes import check_notes

LINKS: tuple[tuple[str, str], ...] = (
    ("link", ""),
    ("comments", ""),
    ("enclosure", "url"),
    ("atom:link", "href"),
    ("itunes:image", "href"),
    ("itunes:new-feed-url", ""),
    ("podcast:image", "href"),
    ("podcast:transcript", "url"),
    ("podcast:chapters", "url"),
    ("podcast:person", "href"),
    ("podcast:person", "img"),
)
"""Elements that hold an address, and the attribute it is in, or their text."""

_MAY_LACK = frozenset({("podcast:person", "href"), ("podcast:person", "img")})
_TAG = re.compile(r"</?[A-Za-z][^<>]*>|&(?:[A-Za-z]+|#[0-9]+|#x[0-9A-Fa-f]+);")
_HTML = ("description", "content:encoded", "itunes:summary")


def check_once(parent: Element, names: Sequence[str]) -> Iterator[Fault]:
    """Find what may stand only once and stands twice."""
    for name in names:
        count = len(parent.all(name))
        if count > 1:
            yield Fault("element-repeated", f"has {name} {count} times")


def check_explicit(parent: Element) -> Iterator[Fault]:
    """Find an ``itunes:explicit`` of another form."""
    for element in parent.all("itunes:explicit")[:1]:
        if element.text.strip() not in {"true", "false"}:
            yield Fault("explicit-form", f"itunes:explicit is {shorten(element.text)}")


def addresses_in(parent: Element) -> Iterator[tuple[Element, str]]:
    """Yield every element with an address, and the address."""
    for name, attribute in LINKS:
        for element in parent.all(name):
            yield element, (element.attributes.get(attribute, "") if attribute else element.text.strip())


def check_links(parent: Element) -> Iterator[Fault]:
    """Find addresses that are none, whether or not anything is there."""
    for name, attribute in LINKS:
        for element in parent.all(name):
            url = element.attributes.get(attribute, "") if attribute else element.text.strip()
            is_left_out = not url and ((name, attribute) in _MAY_LACK or name == "itunes:image")
            if not is_left_out and not is_web_address(url):
                yield Fault("link-form", f"the address in {name} is {shorten(url, 100)}")


def check_texts(parent: Element, short: Sequence[str]) -> Iterator[Fault]:
    """Find texts that are too long, have white space around them, or hold markup of either kind out of place."""
    for name in short:
        for element in parent.all(name):
            if len(element.text.strip()) > MOST_CHARACTERS:
                yield Fault("value-length", f"its {name} has {len(element.text.strip())} characters")
    for child in parent.children:
        if child.name not in _HTML and child.text != child.text.strip() and child.text.strip():
            yield Fault("outer-space", f"its {child.name} has white space around it")
    tag = _TAG.search(parent.value("title"))
    if tag is not None:
        yield Fault("title-markup", f"its title holds {shorten(tag[0])}")
    yield from _markup(parent)


def _markup(parent: Element) -> Iterator[Fault]:
    for name in ("title", *_HTML):
        for element in parent.all(name):
            if element.children:
                yield Fault("html-not-escaped", f"its {name} holds <{element.children[0].name}> as an element")
            elif name != "title":
                yield from check_notes(name, element.text)
    size = len(parent.value("description").encode())
    if size > MOST_DESCRIPTION_BYTES:
        yield Fault("description-length", f"its description has {size:,} bytes")


def check_names(parent: Element, names: Sequence[str]) -> Iterator[Fault]:
    """Find names that are too long for the ``podcast:`` namespace."""
    for name in names:
        for element in parent.all(name):
            if len(element.text.strip()) > MOST_IN_NAME:
                yield Fault("name-length", f"{name} has {len(element.text.strip())} characters")


def check_dates(parent: Element, names: Sequence[str]) -> Iterator[Fault]:
    """Find dates of another form."""
    for name in names:
        for element in parent.all(name):
            if read_date(element.text.strip()) is None:
                yield Fault("date-form", f"its {name} is {shorten(element.text)}")


def is_true(element: Element) -> bool:
    """Say whether *element* says ``true``."""
    return element.text.strip() == "true"
