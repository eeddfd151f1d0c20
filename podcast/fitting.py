"""Text made fit for a place that limits it: no stray control characters, no more bytes, characters or columns.

Nothing here ever cuts inside a grapheme, so a vowel sign or a conjunct is never torn from its letter.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator

_ZWNJ, _ZWJ = "\u200c", "\u200d"
_VIRAMA = 9
"""Canonical combining class of the hasanta and its kin in other scripts."""
_ELLIPSIS = "…"
_NONCHARACTERS = "".join(f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(17))
_UNFIT = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef{_NONCHARACTERS}]")
"""Control characters but tab and line feed, surrogates, and what Unicode (23.7) keeps for no one's use."""


def clean_text(text: str) -> str:
    r"""Drop what no feed, page or transcript can carry: control characters, lone surrogates, noncharacters.

    Tabs and line feeds stay. The result is NFC.

    >>> clean_text("খবর\x00 ও\ud800 মতামত\x1b")
    'খবর ও মতামত'
    """
    return unicodedata.normalize("NFC", _UNFIT.sub("", text))


def one_line(text: str) -> str:
    r"""Clean *text* and put it on one line with single spaces.

    >>> one_line(" বইমেলা\n\n শুরু ")
    'বইমেলা শুরু'
    """
    return " ".join(clean_text(text.replace("\r", "\n")).split())


def graphemes(text: str) -> Iterator[str]:
    """Cut *text* into what a reader sees as letters; they join back to *text*.

    Follows UAX 29 for the scripts a Bengali article holds: signs stay with their letter and a conjunct is whole.

    >>> list(graphemes("ক্ষুদ্র কিশোর"))
    ['ক্ষু', 'দ্র', ' ', 'কি', 'শো', 'র']
    """
    start = 0
    for index in range(1, len(text)):
        if not _holds_together(text, start, index):
            yield text[start:index]
            start = index
    if text:
        yield text[start:]


def _holds_together(text: str, start: int, index: int) -> bool:
    letter, before = text[index], text[index - 1]
    category = unicodedata.category(letter)
    if category in {"Mn", "Mc", "Me"} or letter in {_ZWNJ, _ZWJ}:
        return True
    if "\U0001f3fb" <= letter <= "\U0001f3ff" or "\U000e0020" <= letter <= "\U000e007f":
        return True  # skin tones and the letters of regional flags
    if before == _ZWJ and category == "So":
        return True
    if category == "Lo":
        carrier = text[index - 2] if before == _ZWJ and index - 2 >= start else before
        return unicodedata.combining(carrier) == _VIRAMA
    return _is_flag_half(letter) and _is_flag_half(before) and index - start == 1


def _is_flag_half(letter: str) -> bool:
    return "\U0001f1e6" <= letter <= "\U0001f1ff"


def _bytes(text: str) -> int:
    return len(text.encode())


def fit(text: str, limit: int, size: Callable[[str], int] = _bytes) -> str:
    """Shorten *text* to at most *limit* of *size* (UTF-8 bytes), after a word if one ends in its second half.

    >>> fit("বইমেলায় ভিড়", 40), fit("বইমেলায় ভিড়", 30)
    ('বইমেলায় ভিড়', 'বইমেলায়…')
    """
    if size(text) <= limit:
        return text
    room = limit - size(_ELLIPSIS)
    kept: list[str] = []
    for grapheme in graphemes(text):
        room -= size(grapheme)
        if room < 0:
            break
        kept.append(grapheme)
    cut = "".join(kept)
    word_end = cut.rfind(" ")
    is_mid_word = len(cut) < len(text) and not text[len(cut)].isspace()
    shortened = cut[:word_end] if is_mid_word and word_end * 2 >= len(cut) else cut
    return (shortened.rstrip() + _ELLIPSIS) if limit >= size(_ELLIPSIS) else ""


def fit_characters(text: str, limit: int) -> str:
    """Shorten *text* to at most *limit* characters (code points).

    >>> fit_characters("কৃষকের বাজার", 9)
    'কৃষকের…'
    """
    return fit(text, limit, len)


def wrap(text: str, width: int) -> tuple[str, ...]:
    """Break *text* into lines of at most *width* characters, between words where it can be.

    >>> wrap("শহরের পুরোনো বইপাড়ায় ভিড়", 13)
    ('শহরের পুরোনো', 'বইপাড়ায়', 'ভিড়')
    """
    lines: list[str] = []
    line = ""
    for word in text.split():
        if line and len(line) + 1 + len(word) <= width:
            line = f"{line} {word}"
            continue
        if line:
            lines.append(line)
        *full, line = slices(word, width)
        lines.extend(full)
    return (*lines, line) if line else tuple(lines)


def slices(word: str, width: int) -> list[str]:
    """Cut *word* into parts of at most *width* characters; a single letter that is longer stays whole.

    >>> slices("স্রোতস্বিনীর", 7)
    ['স্রোত', 'স্বিনীর']
    """
    if len(word) <= width:
        return [word]
    slices = [""]
    for grapheme in graphemes(word):
        if slices[-1] and len(slices[-1]) + len(grapheme) > width:
            slices.append("")
        slices[-1] += grapheme
    return slices
