"""Bytes -> text: which encoding a page is really in, whatever it or its server says."""

from __future__ import annotations

import codecs
import re

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_META = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})""", re.IGNORECASE
)
_HEAD_BYTES = 4096
_LAST_RESORT = "windows-1252"
_BROKEN_SHARE = 0.01
_SLIP_SHARE = 0.05
"""Of characters beyond ASCII, where no one has said UTF-8; in any other encoding nearly all of them are broken."""
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")


def decode(content: bytes, declared: str | None = None) -> str:
    """Return the text of *content*; *declared* is the charset its server names.

    A byte-order mark wins. Then UTF-8, where the bytes are valid but for a slip such as a cut end: no other encoding
    is valid UTF-8 by chance, and servers that call everything ISO-8859-1 are common. Then what the server or the page
    declares. What is left is read as Windows-1252, which never fails; a page that needs it has no Bengali and will be
    refused for that.
    """
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            return content[len(bom) :].decode(encoding, errors="replace")
    names = (declared, _declared_inside(content))
    if content.count(b"\0") <= _BROKEN_SHARE * len(content):
        text = content.replace(b"\0", b"").decode("utf-8", errors="replace")
        broken = text.count("\ufffd")
        sound = len(_BEYOND_ASCII.findall(text)) - broken
        if broken <= (_BROKEN_SHARE * len(text) if _is_utf8(names) else _SLIP_SHARE * sound + bool(sound)):
            return text
    for name in names:
        text_or_none = _decode_as(content, name)
        if text_or_none is not None:
            return text_or_none
    return content.decode(_LAST_RESORT, errors="replace")


def _declared_inside(content: bytes) -> str | None:
    found = _META.search(content[:_HEAD_BYTES])
    return found[1].decode("ascii") if found else None


def _is_utf8(names: tuple[str | None, ...]) -> bool:
    return any(name is not None and name.lower().replace("_", "-") in {"utf-8", "utf8"} for name in names)


def _decode_as(content: bytes, name: str | None) -> str | None:
    if name is None:
        return None
    try:
        return content.decode(name)
    except (LookupError, UnicodeError, ValueError):  # unknown, not a text encoding, or not what the bytes are in
        return None
