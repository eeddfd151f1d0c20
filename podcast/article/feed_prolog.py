"""What a feed's bytes begin with: encoding, declaration, comments, DTD, and the root element that says what it is."""

from __future__ import annotations

import codecs
import re

from podcast.article.decoding import decode

_WIDE = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
"""Encodings that need no declaration: XML 1.0, appendix F. UTF-32 first, its mark begins as that of UTF-16 does."""
_ROOT = re.compile(r"<(?:[A-Za-z_][\w.-]*:)?(rss|rdf|feed)(?=[\s/>])[^<>]{0,20000}>", re.IGNORECASE)
_RSS_1 = re.compile(r"purl\.org/rss/1\.0|my\.netscape\.com/rdf/simple/0\.9|purl\.org/net/rss1\.1", re.IGNORECASE)
_ATOM = re.compile(r"w3\.org/2005/Atom|purl\.org/atom/ns|example\.com/newformat", re.IGNORECASE)
_OUTER, _INNER = re.compile("[\"'\\[>]"), re.compile("<!--|[\"'\\]]")
"""What ends or hides something in a DTD: around its inner part, and in it."""


def is_site_feed(content: bytes) -> bool:
    """Tell whether *content* is a site's RSS (0.9x, 1.0, 2.0) or Atom feed, by its root element.

    >>> is_site_feed(b'<?xml version="1.0"?><rss version="2.0"><channel/></rss>'), is_site_feed(b"<html></html>")
    (True, False)
    """
    return read_prolog(content)[2]


def read_prolog(content: bytes) -> tuple[str, int, bool]:
    """Return *content* as text, where its root element begins, and whether that is a feed's.

    Where the root element begins is 0 when it cannot be told.
    """
    text = _text_of(content)
    start = _prolog_end(text)
    return text, start, _is_feed(text, start)


def _text_of(content: bytes) -> str:
    encoding = next((name for mark, name in _WIDE if content.startswith(mark)), None)
    text = content.decode(encoding, errors="replace") if encoding else decode(content)
    return text.lstrip("\ufeff \t\r\n")


def _prolog_end(text: str) -> int:
    """Return where the root element begins: behind declaration, comments, stylesheets and DTD; 0 when it is unclear."""
    place = 0
    while 0 <= place < len(text):
        if text[place].isspace():
            place += 1
        elif text.startswith("<?", place):
            place = behind(text, "?>", place)
        elif text.startswith("<!--", place):
            place = behind(text, "-->", place + 4)
        elif text[place : place + 9].upper() == "<!DOCTYPE":
            place = _behind_doctype(text, place)
        else:
            return place
    return 0


def behind(text: str, mark: str, start: int) -> int:
    """Return where the first *mark* of *text* from *start* on ends; -1 when there is none."""
    found = text.find(mark, start)
    return found + len(mark) if found >= 0 else -1


def _behind_doctype(text: str, start: int) -> int:
    """Return where the DTD ends: brackets in its comments and quoted strings are not its own."""
    marks, place = _OUTER, start
    while match := marks.search(text, place):
        mark = match[0]
        if mark == ">":
            return match.end()
        if mark in "[]":
            marks, place = _INNER if mark == "[" else _OUTER, match.end()
        else:
            place = behind(text, "-->" if mark == "<!--" else mark, match.end())
        if place < 0:
            break
    return -1


def _is_feed(text: str, start: int) -> bool:
    match = _ROOT.match(text, start)
    kind = match[1].lower() if match else ""
    if match is None or kind == "rss":
        return match is not None
    return (_RSS_1 if kind == "rdf" else _ATOM).search(match[0]) is not None
