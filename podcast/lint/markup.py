"""A feed's XML, parsed once and safely into values with line numbers.

Expat is asked rather than a library for trees: it tells the line of every element, and what was declared under which
prefix. A document type declaration ends the parse, so no entity is ever expanded.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

NAMESPACES: Mapping[str, str] = {
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "psc": "http://podlove.org/simple-chapters",
}
"""Of the elements that rules are about, by the prefix that they go by here."""

_PREFIXES = {uri: prefix for prefix, uri in NAMESPACES.items()}
_BETWEEN = "\n"
"""Stands in no name and no address."""
_NAMED = 3
"""Parts of a name with an address and a prefix."""


class MarkupError(ValueError):
    """A document that cannot be parsed; :attr:`rule` is what it breaks."""

    def __init__(self, rule: str, message: str) -> None:
        """Keep the *rule* besides the *message*."""
        super().__init__(message)
        self.rule = rule


@dataclass(frozen=True, slots=True)
class Element:
    """An element; its name is ``title``, ``itunes:image`` or, in a namespace that no rule knows, ``{address}name``."""

    name: str
    attributes: Mapping[str, str]
    line: int
    text: str
    """Its own, without that of its children."""
    children: tuple[Element, ...]

    def all(self, name: str) -> tuple[Element, ...]:
        """Return the children of that name."""
        return tuple(child for child in self.children if child.name == name)

    def first(self, name: str) -> Element | None:
        """Return the first child of that name."""
        return next((child for child in self.children if child.name == name), None)

    def value(self, name: str) -> str:
        """Return the first such child's text without outer white space, empty when there is none."""
        child = self.first(name)
        return "" if child is None else child.text.strip()

    def walk(self) -> Iterator[Element]:
        """Yield it and all that is in it, in the document's order, however deep that is nested."""
        left = [self]
        while left:
            element = left.pop()
            yield element
            left += reversed(element.children)


@dataclass(frozen=True, slots=True)
class Markup:
    """A parsed document."""

    root: Element
    declared: tuple[tuple[str, str], ...]
    """Prefixes and the addresses that were declared for them."""


def parse_markup(document: bytes) -> Markup:
    """Parse *document*.

    Raises:
        MarkupError: it is not UTF-8, has a document type declaration, or is not well-formed.

    >>> parse_markup("<rss><channel><title>নদীর খবর</title></channel></rss>".encode()).root.children[0].value("title")
    'নদীর খবর'
    """
    try:
        document.decode("utf-8")
    except UnicodeDecodeError as error:
        line = document.count(b"\n", 0, error.start) + 1
        raise MarkupError("xml-encoding", f"line {line} holds bytes that are no UTF-8") from error
    builder = _Builder()
    try:
        return builder.parse(document)
    except expat.ExpatError as error:
        words = expat.ErrorString(error.code)
        raise MarkupError("xml-well-formed", f"line {error.lineno}, column {error.offset + 1}: {words}") from error


@dataclass(slots=True)
class _Open:
    name: str
    attributes: dict[str, str]
    line: int
    texts: list[str] = field(default_factory=list)
    children: list[Element] = field(default_factory=list)

    def close(self) -> Element:
        return Element(self.name, self.attributes, self.line, "".join(self.texts), tuple(self.children))


class _Builder:
    def __init__(self) -> None:
        self._declared: list[tuple[str, str]] = []
        self._open = [_Open("", {}, 0)]
        self._parser = expat.ParserCreate(namespace_separator=_BETWEEN)
        self._parser.namespace_prefixes = True
        self._parser.buffer_text = True
        self._parser.XmlDeclHandler = _refuse_encoding
        self._parser.StartDoctypeDeclHandler = _refuse_doctype
        self._parser.StartNamespaceDeclHandler = self._declare
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text

    def parse(self, document: bytes) -> Markup:
        self._parser.Parse(document, True)  # noqa: FBT003 - expat takes it by position
        return Markup(self._open[0].children[0], tuple(self._declared))

    def _declare(self, prefix: str | None, uri: str) -> None:
        self._declared.append((prefix or "", uri))

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        told = {_short_name(key): value for key, value in attributes.items()}
        self._open.append(_Open(_short_name(name), told, self._parser.CurrentLineNumber))

    def _end(self, _name: str) -> None:
        element = self._open.pop().close()
        self._open[-1].children.append(element)

    def _text(self, text: str) -> None:
        self._open[-1].texts.append(text)


def _short_name(name: str) -> str:
    """Name what a rule knows by its prefix, also when only the prefix is right: one finding for it is enough."""
    parts = name.split(_BETWEEN)
    if len(parts) == 1:
        return name
    prefix = _PREFIXES.get(parts[0]) or (parts[2] if len(parts) == _NAMED and parts[2] in NAMESPACES else None)
    return f"{prefix}:{parts[1]}" if prefix else f"{{{parts[0]}}}{parts[1]}"


def _refuse_encoding(_version: str, encoding: str | None, _standalone: int) -> None:
    if encoding is not None and encoding.upper() != "UTF-8":
        raise MarkupError("xml-encoding", f"is declared as {encoding}")


def _refuse_doctype(*_told: object) -> None:
    raise MarkupError("xml-doctype", "has a document type declaration")
