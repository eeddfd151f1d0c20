"""HTML parsed once: what its metadata says, and what its markup says about every block of text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree, html

from podcast.article.legacy_markup import convert_markup
from podcast.article.prose import tokens
from podcast.bangla.unicode import clean_text, normalize_text

_BREAKERS = frozenset(
    (  # noqa: SIM905 - a list of fifty strings is harder to read
        "address article aside blockquote body br caption center cell dd div dl dt fieldset figcaption figure footer "
        "form graphic h1 h2 h3 h4 h5 h6 head header hr item lb li list main nav ol option p pre quote row section "
        "table tbody td th tr ul"
    ).split()
)
_SILENT = frozenset(
    {"script", "style", "noscript", "template", "svg", "select", "button", "textarea", "iframe", "title"}
)
_CAPTION_CLASS = re.compile(
    r"(?:^|[\s_-])(?:fig)?caption(?:s|text)?(?:$|[\s_-])|(?:photo|image|img|pic)[_-]?(?:credit|caption|desc)",
    re.IGNORECASE,
)
_BREAKS = frozenset({"br", "lb"})
_WORDED = re.compile(r"[^\W_]")
_LONGEST_CAPTION = 400
_LONGEST_PATH = 50
"""A page nested without end must not cost its depth for every block."""
_LONGEST_DATA = 500_000
"""Characters of JSON-LD; more is cut, hence broken, hence skipped."""
_LONGEST_ATTRIBUTE = 2_000
_LONG_ATTRIBUTES = frozenset({"content", "href", "src", "srcset"})
_LINK, _BOLD, _CAPTION, _SKIPPED = "link", "bold", "caption", "skipped"
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "head"})


@dataclass(frozen=True, slots=True)
class Chunk:
    """A stretch of text between two block borders."""

    text: str
    """Cleaned, in one line: what is worked on."""
    written: str
    """As the page spells it, in one line."""
    name: str
    """Its words alone, for telling whether two chunks are the same."""
    tag: str
    """The nearest block element."""
    is_link: bool
    """All of it is link text."""
    is_caption: bool
    is_bold: bool
    """All of it is bold."""
    path: tuple[int, ...]
    """The block elements it stands in, outermost first, by number; as many as are told apart."""
    after_break: bool
    """Only a line break stands between it and the chunk before."""

    @property
    def is_heading(self) -> bool:
        """Whether it stands in a heading element."""
        return self.tag in _HEADINGS


@dataclass(frozen=True, slots=True)
class Markup:
    """A parsed page."""

    root: Any
    """The lxml element tree; does not leave this package."""
    chunks: tuple[Chunk, ...]
    """Every block of text of the body, in order."""
    metas: dict[str, str] = field(default_factory=dict)
    """What the first filled ``<meta>`` of each ``property``, ``name`` or ``itemprop``, in small letters, says."""

    @classmethod
    def of(cls, root: Any) -> Markup:  # noqa: ANN401 - an lxml element
        """Read the blocks of a tree."""
        body = root.find("body")
        return cls(root, tuple(walk(body)) if body is not None else (), _metas(root))

    def meta(self, *names: str) -> str | None:
        """Return what the page's ``<meta>`` elements say for the first of *names* that one of them has."""
        return next((self.metas[name.lower()] for name in names if name.lower() in self.metas), None)

    def link(self, rel: str) -> str | None:
        """Return the address of the first ``<link>`` with this *rel*."""
        return next((str(found).strip() for found in self.root.xpath("//link[@rel=$rel]/@href", rel=rel)), None)

    def language(self) -> str | None:
        """Return what ``<html lang>`` says."""
        return next((str(found).strip() for found in self.root.xpath("/html/@lang") if str(found).strip()), None)

    def texts(self, tag: str) -> tuple[str, ...]:
        """Return the text of every *tag* element, in order, empty ones left out."""
        found = (_squeeze("".join(element.itertext())) for element in self.root.iter(tag))
        return tuple(text for text in found if text)

    def linked_data(self) -> Iterator[dict[str, Any]]:
        """Yield every object of the page's JSON-LD, the nested ones of ``@graph`` too; broken JSON is skipped."""
        for element in self.root.xpath("//script[contains(@type, 'ld+json')]"):
            try:
                # news sites put raw line breaks into strings; browsers do not care, nor do we
                value = json.loads((element.text or "")[:_LONGEST_DATA], strict=False)
            except (ValueError, RecursionError):
                continue
            yield from _objects(value)


_CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]|&#(?:0*(?:[0-8]|1[124-9]|2[0-9]|3[01]|127)|[xX]0*(?:[0-8bBcCeEfF]|1[0-9a-fA-F]|7[fF]|[fF]{3}[eEfF]));"
)
"""Characters that XML does not allow, raw and by number: one of them would cost the page its whole body."""


def parse(document: str) -> Markup | None:
    """Parse *document*; ``None`` when there is nothing in it."""
    content = _CONTROL.sub("", document).encode("utf-8", errors="replace")
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(content, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None
    for value in root.xpath("//@*[string-length() > $longest]", longest=_LONGEST_ATTRIBUTE):
        if value.attrname not in _LONG_ATTRIBUTES:  # programs' data, which class and id patterns would be tried on
            del value.getparent().attrib[value.attrname]
    convert_markup(root)
    return Markup.of(root)


def _metas(root: Any) -> dict[str, str]:  # noqa: ANN401 - an lxml element
    """Read every ``<meta>`` once: a search of the tree for each name costs a page of 300 kB 15 ms."""
    found: dict[str, str] = {}
    for element in root.iter("meta"):
        content = _squeeze(element.get("content") or "")
        for kind in ("property", "name", "itemprop"):
            name = (element.get(kind) or "").strip().lower()
            if name and content:
                found.setdefault(name, content)
    return found


def walk(top: Any) -> Iterator[Chunk]:  # noqa: ANN401 - an lxml element
    """Yield the text of *top* cut at the borders of block elements; does not recurse, pages nest without end."""
    pieces: list[tuple[str, bool, bool]] = []
    depth = dict.fromkeys((_LINK, _BOLD, _CAPTION, _SKIPPED), 0)
    blocks, path, count = [str(top.tag)], [0], 0
    after_break = False

    def flush() -> Iterator[Chunk]:
        filled = [piece for piece in pieces if piece[0].strip()]
        if filled:
            written = _squeeze(normalize_text("".join(text for text, _, _ in pieces)))
            text = _squeeze(clean_text(written))
            worded = [piece for piece in filled if _WORDED.search(piece[0])] or filled  # a bullet is no part of a link
            yield Chunk(
                text=text,
                written=written,
                name=" ".join(tokens(text)),
                tag=blocks[-1],
                is_link=all(is_linked for _, is_linked, _ in worded),
                is_caption=depth[_CAPTION] > 0,
                is_bold=all(is_bold for _, _, is_bold in filled),
                path=tuple(path[:_LONGEST_PATH]),
                after_break=after_break,
            )
        pieces.clear()

    for event, element in etree.iterwalk(top, events=("start", "end")):
        step = 1 if event == "start" else -1
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag in _BREAKERS:
            has_text = any(text.strip() for text, _, _ in pieces)
            yield from flush()
            after_break = tag in _BREAKS and (has_text or after_break)
            if step > 0:
                count += 1
                blocks.append(tag)
                path.append(count)
            else:
                blocks.pop()
                path.pop()
        for state in _states(element, tag):
            depth[state] += step
        text = element.text if step > 0 else (element.tail if element is not top else None)
        if text and not depth[_SKIPPED]:
            pieces.append((text, depth[_LINK] > 0, depth[_BOLD] > 0))
    yield from flush()


def _states(element: Any, tag: str) -> Iterator[str]:  # noqa: ANN401 - an lxml element
    if tag in _SILENT or not tag:
        yield _SKIPPED
    elif tag in _BREAKERS:
        if _is_caption(element):
            yield _CAPTION
    elif tag == "a":
        yield _LINK
    elif tag in {"b", "strong"}:
        yield _BOLD


def _is_caption(element: Any) -> bool:  # noqa: ANN401 - an lxml element
    if element.tag == "figcaption":
        return True
    if not _CAPTION_CLASS.search(element.get("class") or ""):
        return False
    return len("".join(element.itertext())) <= _LONGEST_CAPTION


def _objects(value: object) -> Iterator[dict[str, Any]]:
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, dict):
            yield item
            graph = item.get("@graph")
            waiting.extend(reversed(graph) if isinstance(graph, list) else [])
        elif isinstance(item, list):
            waiting.extend(reversed(item))


def _squeeze(text: str) -> str:
    return " ".join(text.split())
