"""Bytes -> text: which encoding a page is really in, whatever it or its server says."""

from __future__ import annotations

import codecs
import re

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # begins with the mark of UTF-16
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_BOM = "\ufeff"
_META = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})""", re.IGNORECASE
)
_HEAD_BYTES = 4096
_LAST_RESORT = "windows-1252"
_NULL_SHARE = 0.01
_BROKEN_SHARE = 0.01
_SLIP_SHARE = 0.05
"""Of characters beyond ASCII, where no one has said UTF-8; in any other encoding nearly all of them are broken."""
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_TAIL_BYTES = range(0x80, 0xC0)
_LONGEST_TAIL = 3

_AS_WINDOWS_1252 = frozenset(
    codecs.lookup(name).name for name in ("iso-8859-1", "ascii", "windows-1252")
)  # what browsers do: pages that say ISO-8859-1 have its quotation marks, and Bijoy has half its signs there
_WIDE = re.compile(r"(?:utf|ucs)[_-]?(?:16|32|2|4)", re.IGNORECASE)
_HIGH_BYTES = b"\x00\x09\x20"
"""The upper halves of nearly all that stands in a Bengali page: ASCII, Bengali and the danda, general punctuation."""
_HIGH_SHARE = 0.9
_LOW_SHARE = 0.5
_SPACE_SHARE = 0.03
_ASCII_SHARE = 0.7
_PRINTABLE = bytes([*b"\t\n\r", *range(0x20, 0x7F)])
_SAMPLE_BYTES = 65_536


def decode(content: bytes, declared: str | None = None) -> str:
    """Return the text of *content*; *declared* is the charset its server names.

    A byte-order mark wins. Then UTF-16, where every other byte is what the upper half of a character is. Then UTF-8,
    where the bytes are valid but for slips such as a cut end or a footer in another encoding: no other encoding is
    valid UTF-8 by chance, and servers that call everything ISO-8859-1 are common. Then what the server or the page
    declares. What is left is read as Windows-1252, which never fails; that is Bijoy, or has no Bengali and will be
    refused for it. ISO-8859-1 is read as Windows-1252, as browsers do.

    >>> decode("নদীর ধার".encode("utf-16-le"), "utf-8")
    'নদীর ধার'
    >>> decode("evsjv‡`k".encode("cp1252"), "utf-8")
    'evsjv‡`k'
    """
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            return content.decode(encoding, errors="replace").lstrip(_BOM)
    names = (declared, _declared_inside(content))
    wide = _find_utf_16(content, is_declared=any(name and _WIDE.match(name) for name in names))
    text = content.decode(wide, errors="replace") if wide else _decode_as_utf_8(content, names)
    if text is None:
        texts = (_decode_as(content, name) for name in names)
        text = next((text for text in texts if text is not None), None)
    return (_decode_windows_1252(content) if text is None else text).lstrip(_BOM)


def _find_utf_16(content: bytes, *, is_declared: bool) -> str | None:
    """Return which UTF-16 *content* is in by its pattern; without a declaration it takes spaces to tell."""
    sample = content[:_SAMPLE_BYTES]
    lanes = {"utf-16-be": sample[::2], "utf-16-le": sample[1::2]}
    for encoding, high in lanes.items():
        low = lanes["utf-16-le" if encoding == "utf-16-be" else "utf-16-be"]
        if not high or not low:
            return None
        has_pattern = _share(high, _HIGH_BYTES) >= _HIGH_SHARE and _share(low, _HIGH_BYTES) <= _LOW_SHARE
        if has_pattern and (is_declared or _share(high, b"\0") >= _SPACE_SHARE):
            return encoding
    return None


def _share(content: bytes, of: bytes) -> float:
    return 1 - len(content.translate(None, of)) / len(content)


def _decode_as_utf_8(content: bytes, names: tuple[str | None, ...]) -> str | None:
    if content.count(b"\0") > _NULL_SHARE * len(content):
        return None
    text = _whole_characters(content.replace(b"\0", b"")).decode("utf-8", errors="replace")
    broken = text.count("\ufffd") - content.count("\ufffd".encode())
    sound = len(_BEYOND_ASCII.findall(text)) - broken
    # In a Windows-1252 page that says UTF-8 next to nothing beyond ASCII is sound, however little of the page that is.
    is_slip = broken <= _SLIP_SHARE * sound + bool(sound)
    return text if is_slip or (_is_utf8(names) and broken <= min(_BROKEN_SHARE * len(text), sound)) else None


def _whole_characters(content: bytes) -> bytes:
    """Return *content* without the halves of characters that a cut has left at its ends."""
    start = next((at for at, byte in enumerate(content[:_LONGEST_TAIL]) if byte not in _TAIL_BYTES), 0)
    end = len(content)
    for length in range(1, min(_LONGEST_TAIL, len(content)) + 1):
        byte = content[-length]
        if byte not in _TAIL_BYTES:
            needed = 1 + (byte >= 0xC2) + (byte >= 0xE0) + (byte >= 0xF0)  # noqa: PLR2004 - UTF-8's lead bytes
            end -= length if length < needed else 0
            break
    whole = content[start:end]
    return content if whole.isascii() else whole  # what is ASCII but for an end is Latin: café, “quoted


def _declared_inside(content: bytes) -> str | None:
    found = _META.search(content[:_HEAD_BYTES])
    return found[1].decode("ascii") if found else None


def _is_utf8(names: tuple[str | None, ...]) -> bool:
    return any(name is not None and name.lower().replace("_", "-") in {"utf-8", "utf8"} for name in names)


def _decode_as(content: bytes, name: str | None) -> str | None:
    if name is None or (_WIDE.match(name) and _share(content[:_SAMPLE_BYTES] or b"\0", _PRINTABLE) > _ASCII_SHARE):
        return None
    try:
        if codecs.lookup(name).name in _AS_WINDOWS_1252:
            return _decode_windows_1252(content)
        return content.decode(name)
    except (LookupError, UnicodeError, ValueError):  # unknown, not a text encoding, or not what the bytes are in
        return None


def _decode_windows_1252(content: bytes) -> str:
    """Read every byte; the five codes that Windows-1252 leaves free are the controls they are in ISO-8859-1."""
    return content.decode("latin-1").translate(_WINDOWS_1252)


_WINDOWS_1252 = {byte: bytes([byte]).decode(_LAST_RESORT, errors="ignore") or chr(byte) for byte in range(0x80, 0xA0)}
