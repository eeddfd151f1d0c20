"""Cutting a sentence that is too long to be said in one breath, at the place a reader would breathe.

Sizes are XML-escaped UTF-8 bytes, as speech services count them.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from podcast.bangla.tsv import read_rows

SMALLEST_LIMIT = 8
"""A limit below this cannot hold every escaped character."""

_CONJUNCTIONS = frozenset(row[0] for row in read_rows("conjunctions.tsv"))
_GAP = re.compile(r"\s+")
_LAST_TOKEN_DASH = re.compile(r"(?:^|\s)[-–—]+$")
_MARKS_AT_END = "’”'\")]"
_JOINERS = "\u200c\u200d"
_MIDDLE = 0.25
"""A place to breathe is taken only if neither side is smaller than this share of the whole."""

_WORD_RANK = 4


@dataclass(frozen=True, slots=True)
class Part:
    """``text[start:end]`` of what was cut; *glued* when no white space stands before it in the text."""

    start: int
    end: int
    glued: bool


def escaped_bytes(text: str) -> int:
    """Return the size of *text* in UTF-8 once ``&``, ``<`` and ``>`` are escaped for XML.

    >>> escaped_bytes("ক & খ")
    13
    """
    escapes = 4 * text.count("&") + 3 * (text.count("<") + text.count(">"))
    return len(text.encode(errors="surrogatepass")) + escapes


def cut_sentence(text: str, limit: int) -> tuple[Part, ...]:
    """Cut *text* into parts of at most *limit* escaped bytes, about equal, without the white space between them.

    The best kind of place near the middle is taken: after ``;`` or ``:``, after a dash, after a comma, before a
    conjunction, between words; a word is cut, between graphemes, only if it alone is over the limit.

    >>> text = "সকালে বৃষ্টি হল, বিকেলে রোদ উঠল।"
    >>> [text[part.start : part.end] for part in cut_sentence(text, 60)]
    ['সকালে বৃষ্টি হল,', 'বিকেলে রোদ উঠল।']

    Raises:
        ValueError: *limit* is below :data:`SMALLEST_LIMIT`.
    """
    if limit < SMALLEST_LIMIT:
        raise ValueError(f"a limit of {limit} bytes cannot hold every character; at least {SMALLEST_LIMIT} are needed")
    parts: list[Part] = []
    # Depth first by hand: no text, however long, may exhaust the stack.
    waiting = [Part(0, len(text), glued=False)]
    while waiting:
        part = _trimmed(text, waiting.pop())
        size = escaped_bytes(text[part.start : part.end])
        if size > limit:
            waiting += reversed(_halves(text, part, size, limit))
        elif part.start < part.end:
            parts.append(part)
    return tuple(parts)


def _trimmed(text: str, part: Part) -> Part:
    piece = text[part.start : part.end]
    start = part.start + len(piece) - len(piece.lstrip())
    return Part(start, max(start, part.start + len(piece.rstrip())), part.glued and start == part.start)


def _halves(text: str, part: Part, size: int, limit: int) -> tuple[Part, Part]:
    """Cut where the first of the fewest equal parts would end, or as near as there is a place."""
    count = -(-size // limit)
    share = (count // 2) / count
    gaps = [match.span() for match in _GAP.finditer(text, part.start, part.end)]
    if not gaps:
        cut = _grapheme_cut(text, part, limit, share)
        return Part(part.start, cut, part.glued), Part(cut, part.end, glued=True)
    start, end = _best_gap(text, part, _between_words(text, part, gaps) or gaps, share)
    return Part(part.start, start, part.glued), Part(end, part.end, glued=False)


def _between_words(text: str, part: Part, gaps: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Leave out gaps on one side of which there are only marks: nobody can say those alone."""
    sayable = [index for index in range(part.start, part.end) if text[index].isalnum()]
    return [gap for gap in gaps if sayable and sayable[0] < gap[0] < sayable[-1]]


def _best_gap(text: str, part: Part, gaps: list[tuple[int, int]], share: float) -> tuple[int, int]:
    length = part.end - part.start
    target = part.start + share * length
    low, high = part.start + _MIDDLE * length, part.end - _MIDDLE * length

    def cost(gap: tuple[int, int]) -> tuple[int, float]:
        rank = _rank(text, part, gap) if low <= gap[0] <= high else _WORD_RANK
        return rank, abs(gap[0] - target)

    return min(gaps, key=cost)


def _rank(text: str, part: Part, gap: tuple[int, int]) -> int:
    """Return how good a place *gap* is, 0 the best."""
    before = text[max(part.start, gap[0] - 8) : gap[0]]
    mark = before.rstrip(_MARKS_AT_END)[-1:]
    if mark and mark in ";:":
        return 0
    if _LAST_TOKEN_DASH.search(before):
        return 1
    if mark == ",":
        return 2
    word = _GAP.split(text[gap[1] : min(part.end, gap[1] + 16)], maxsplit=1)[0]
    return 3 if word in _CONJUNCTIONS else _WORD_RANK


def _grapheme_cut(text: str, part: Part, limit: int, share: float) -> int:
    """Return where to cut one word: between graphemes, or within one that is over the limit by itself."""
    target = part.start + max(1, round(share * (part.end - part.start)))
    for distance in range(part.end - part.start):
        for cut in (target - distance, target + distance):
            if part.start < cut < part.end and is_grapheme_boundary(text, cut):
                return cut
    return min(target, part.end - 1, part.start + limit)


def is_grapheme_boundary(text: str, index: int) -> bool:
    """Tell whether *text* may be cut before *index* without parting signs that are written as one.

    >>> [index for index in range(1, 6) if is_grapheme_boundary("ক্ষমতা", index)]
    [3, 4]
    """
    before, after = text[index - 1], text[index]
    if unicodedata.category(after) in {"Mn", "Mc", "Me"} or after in _JOINERS or before == "\u200d":
        return False
    if "\U0001f3fb" <= after <= "\U0001f3ff":
        return False
    if "\U0001f1e6" <= after <= "\U0001f1ff":
        return not "\U0001f1e6" <= before <= "\U0001f1ff"
    base = text[max(0, index - 4) : index].rstrip(_JOINERS)[-1:] if before in _JOINERS else before
    return unicodedata.combining(base) != unicodedata.combining("\u09cd")
