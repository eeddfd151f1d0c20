"""A feed's bytes made into XML that is safe to parse: well-formed, without a DTD, of bounded size."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.entities import html5
from typing import Any

from lxml import etree

from podcast.article.feed_prolog import behind, read_prolog
from podcast.article.source import MAX_BYTES
from podcast.errors import NoArticleError

MAX_ENTRIES = 5_000
_MAX_ELEMENTS = 400_000
_MAX_READ = 100_000
"""Elements in all, and those of the stories themselves."""
_MAX_AMPERSANDS = 1_000_000
_MAX_PREFIXES = 100
_MAX_ATTRIBUTES = 50
_LONGEST_VALUE = 10_000
"""Characters of a title, link, id or date. feedparser walks through all namespaces at every element, and through all
attributes for each attribute (700,000 of them, a feed of 10 MB, kept it busy for more than ten minutes), and matches
patterns on every text: what is not read is not given to it, and what it is given has bounds."""

_ENTITY = re.compile(r"<!\s*ENTITY", re.IGNORECASE)
_PREFIX = re.compile(r"xmlns:([^\s=\"'<>]+)")
_CDATA = "<![CDATA["
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_NUMBER = re.compile(r"&#(?:([0-9]{1,9})|[xX]([0-9A-Fa-f]{1,8}));")
_AMPERSAND = re.compile(r"&(?:(#(?:[0-9]{1,9}|x[0-9A-Fa-f]{1,8});)|([A-Za-z][A-Za-z0-9]{1,31};))?")
_XML_NAMES = frozenset({"amp;", "lt;", "gt;", "quot;", "apos;"})
_NAMESPACES = {
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "atom": "http://www.w3.org/2005/Atom",
    "feedburner": "http://rssnamespace.org/feedburner/ext/1.0",
}
"""Prefixes that feeds use without declaring them, and what they mean by them."""
_ENTRIES = frozenset({"item", "entry"})
_FRAME = frozenset({"rss", "rdf", "feed", "channel", *_ENTRIES})
"""Elements that hold others, by their names in small letters."""
_VALUES = frozenset(
    {"title", "link", "guid", "id", "pubdate", "published", "issued", "created", "updated", "modified", "date"}
    | {"language", "origlink"}
)
_TEXTS = frozenset({"description", "summary", "content", "encoded", "body"})
_OTHER_MEANING = re.compile(r"search\.yahoo\.com/mrss|itunes\.com|podcastindex|google\.com|facebook\.com|yandex")
"""Namespaces whose ``title``, ``link``, ``summary`` or ``content`` is not the story's: pictures and sounds."""
_ATTRIBUTES = frozenset({"href", "rel", "type", "src", "mode", "ispermalink", "version", "base", "lang", "about"})


@dataclass(frozen=True, slots=True)
class FeedXml:
    """A feed as XML: UTF-8, no DTD, no entity but the five of XML itself."""

    content: bytes
    is_sound: bool
    """It could be read as it was, but for stray ampersands and names of HTML; else some of it may be lost."""


def read_feed_xml(content: bytes, *, name: str) -> FeedXml:
    """Make *content*, a feed called *name*, safe to parse.

    Entities are refused before any parser sees them, in the text and not in the bytes, so that no encoding hides them;
    the text that was looked at is the text that is parsed. What is not well-formed is mended as far as it can be.

    Raises:
        NoArticleError: not a feed; declares entities; too large, too many entries or elements; broken beyond mending.
    """
    if len(content) > MAX_BYTES:
        raise NoArticleError(f"{name}: is larger than {MAX_BYTES:,} bytes, the limit for a feed")
    text, start, is_feed = read_prolog(content)
    if _ENTITY.search(text, 0, start if is_feed else len(text)):
        raise NoArticleError(f"{name}: declares XML entities (<!ENTITY …>), which no feed needs; it is refused")
    if not is_feed:
        raise NoArticleError(f"{name}: is not an RSS or Atom feed; its root element is neither rss, rdf:RDF nor feed")
    text = _NUMBER.sub(_legal_number, _CONTROL.sub("", text[start:]))
    if len(set(_PREFIX.findall(text))) > _MAX_PREFIXES:
        raise NoArticleError(f"{name}: declares more than {_MAX_PREFIXES} XML namespaces; a feed uses a dozen")
    if text.count("&") > _MAX_AMPERSANDS:
        raise NoArticleError(
            f"{name}: has more than {_MAX_AMPERSANDS:,} escaped characters; it cannot be an honest feed"
        )
    root, problem = _parse(text, name)
    entries = _count(root, name, most=_MAX_ELEMENTS)
    _declare_prefixes(root)
    _trim(root)
    _count(root, name, most=_MAX_READ)
    if problem is not None and not entries:
        raise NoArticleError(f"{name}: is broken XML, no entry of the feed could be read: {problem}") from problem
    etree.cleanup_namespaces(root)
    written: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True, with_tail=False)
    return FeedXml(written, problem is None)


def _legal_number(match: re.Match[str]) -> str:
    code = int(match[1]) if match[1] else int(match[2], 16)
    is_legal = code in {9, 10, 13} or 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0x10000 <= code <= 0x10FFFF  # noqa: PLR2004
    return match[0] if is_legal else ""


def _parse(text: str, name: str) -> tuple[Any, etree.XMLSyntaxError | None]:
    """Return the root element, and the error if some of it may be lost.

    Raises:
        NoArticleError: there is no root element to be had.
    """
    problem: etree.XMLSyntaxError | None = None
    for document, recover in ((text, False), (mended := _mended(text), False), (mended, True)):
        parser = etree.XMLParser(
            encoding="utf-8",
            recover=recover,
            resolve_entities=False,
            load_dtd=False,
            no_network=True,
            remove_pis=True,
            # escaped when it is written out again, it would call feedparser once for every sign: 9 MB took 8 s
            strip_cdata=False,
        )
        try:
            root = etree.fromstring(document.encode(), parser)
        except etree.XMLSyntaxError as error:
            problem = error
        else:
            if root is not None:
                return root, problem if recover else None
    raise NoArticleError(f"{name}: is broken XML, no entry of the feed could be read: {problem}") from problem


def _mended(text: str) -> str:
    """Write out the entities of HTML and escape stray ampersands, outside of CDATA, where they mean nothing."""
    return "".join(piece if is_cdata else _AMPERSAND.sub(_sound_ampersand, piece) for piece, is_cdata in _pieces(text))


def _sound_ampersand(match: re.Match[str]) -> str:
    number, entity = match[1], match[2]
    if number or entity in _XML_NAMES:
        return match[0]
    return html5.get(entity or "") or f"&amp;{entity or ''}"


def _pieces(text: str) -> Iterator[tuple[str, bool]]:
    """Cut *text* into markup and CDATA; one pass, however many sections are opened and never closed."""
    place = 0
    while (start := text.find(_CDATA, place)) >= 0:
        end = behind(text, "]]>", start)
        yield text[place:start], False
        if end < 0:
            yield text[start:], True
            return
        yield text[start:end], True
        place = end
    yield text[place:], False


def _count(root: Any, name: str, *, most: int) -> int:  # noqa: ANN401 - an lxml element
    """Return how many entries there are.

    Raises:
        NoArticleError: more entries, elements or attributes than can be read in a few seconds.
    """
    entries = elements = 0
    for element in root.iter(etree.Element):
        elements += 1
        if len(element.attrib) > _MAX_ATTRIBUTES:
            raise NoArticleError(f"{name}: has an XML element with more than {_MAX_ATTRIBUTES} attributes")
        entries += _local(element.tag).rpartition(":")[2] in _ENTRIES
    if entries > MAX_ENTRIES:
        raise NoArticleError(f"{name}: has {entries:,} entries; at most {MAX_ENTRIES:,} are read")
    if elements > most:
        raise NoArticleError(f"{name}: has {elements:,} XML elements; at most {most:,} are read")
    return entries


def _trim(root: Any) -> None:  # noqa: ANN401 - an lxml element
    """Take out everything that is not read: pictures, authors, categories, other namespaces' attributes."""
    frames = [root]
    while frames:
        frame = frames.pop()
        for element in list(frame):
            name = _local(element.tag) if isinstance(element.tag, str) else ""
            if _OTHER_MEANING.search(str(element.tag)) or not (name in _FRAME | _TEXTS or _is_value(element, name)):
                frame.remove(element)
                continue
            if name in _FRAME:
                frames.append(element)
            _keep_attributes(element)


def _is_value(element: Any, name: str) -> bool:  # noqa: ANN401 - an lxml element
    """Tell a short value of the story from anything else; an empty link would keep a permanent guid from being one."""
    is_empty_link = name == "link" and not (element.attrib or (element.text or "").strip())
    return name in _VALUES and len(element.text or "") <= _LONGEST_VALUE and not is_empty_link


def _keep_attributes(element: Any) -> None:  # noqa: ANN401 - an lxml element
    wanted = [(key, value) for key, value in element.attrib.items() if _local(key) in _ATTRIBUTES]
    element.attrib.clear()
    for key, value in wanted:
        if len(value) <= _LONGEST_VALUE:
            element.set(key, value)


def _local(name: str) -> str:
    return name.rpartition("}")[2].lower()


def _declare_prefixes(root: Any) -> None:  # noqa: ANN401 - an lxml element
    """Give the prefixes that nobody declared, which only a mending parser lets through, the meaning they have."""
    for element in root.iter(etree.Element):
        for holder, name in ((element, element.tag), *((element.attrib, key) for key in element.attrib)):
            prefix, colon, local = name.rpartition(":") if not name.startswith("{") else ("", "", "")
            if not colon:
                continue
            sound = f"{{{_NAMESPACES[prefix]}}}{local}" if prefix in _NAMESPACES else name.replace(":", "-")
            if holder is element:
                element.tag = sound
            else:
                holder[sound] = holder.pop(name)
