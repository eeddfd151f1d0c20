"""What stands around an article and is not read aloud, by the rules of ``furniture.tsv``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files

from podcast.article.prose import count_marks, is_prose, tokens

_KEPT_BEFORE_CREDIT = 120
_EDGE_LENGTH = 240
"""How far from a paragraph's end a credit can begin; a bound, so that no line costs more than its length."""
_EDGES = re.compile(r"^[\s•·*►▶»>|:–—-]+|[\s:ঃ।|»>►▶–—-]+$")
_DIGIT = re.compile("[0-9০-৯]")
_NUMBER = re.compile("[0-9০-৯]+(?:ই|শে|লা|রা|ঠা|টা|টায়|টায়|st|nd|rd|th|am|pm)?")


class Furniture(StrEnum):
    """Why a line is not read."""

    LABEL = "label"
    RELATED = "related"
    END = "end"
    BYLINE = "byline"
    DATE = "date"
    CAPTION = "caption"
    PROMO = "promo"
    SIGNOFF = "signoff"


_LONGEST = {
    Furniture.RELATED: 250,
    Furniture.PROMO: 450,
    Furniture.CAPTION: 220,
    Furniture.DATE: 120,
    Furniture.END: 120,
    Furniture.LABEL: 120,
    Furniture.SIGNOFF: 120,
    Furniture.BYLINE: 120,
}
"""In the order they are tried: the most characters a line of each kind has."""
_MAY_BE_PROSE = frozenset({Furniture.RELATED, Furniture.PROMO, Furniture.CAPTION})


@dataclass(frozen=True, slots=True)
class _Rules:
    lines: dict[str, str]
    """Kind by the folded line."""
    patterns: dict[str, tuple[re.Pattern[str], ...]]
    date_words: frozenset[str]


@cache
def _rules() -> _Rules:
    lines: dict[str, str] = {}
    patterns: dict[str, list[re.Pattern[str]]] = {}
    date_words: set[str] = set()
    for kind, match, text in read_rows():
        if kind == "dateword":
            date_words.update(tokens(text))
        elif match == "line":
            lines[_fold(text)] = kind
        else:
            patterns.setdefault(kind, []).append(re.compile(text.replace("[[d]]", "[0-9০-৯]")))
    return _Rules(lines, {kind: tuple(rules) for kind, rules in patterns.items()}, frozenset(date_words))


def read_rows() -> tuple[tuple[str, str, str], ...]:
    """Return the rules as they are written: kind, match, text."""
    table = files("podcast.article").joinpath("furniture.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines() if line and not line.startswith("# "))
    return tuple((kind, match, text) for kind, match, text in rows)


@lru_cache(maxsize=4096)
def judge(line: str) -> Furniture | None:
    """Say what furniture *line* is; ``None`` when it may belong to the article.

    Bylines and sign-offs look like sub-heads: it is the caller's to know where they can stand.

    >>> judge("আরও পড়ুন: কাল খুলছে সেতু").value, judge("বিজ্ঞাপন").value, judge("প্রকাশ: ৩ মে ২০২৪, ১০:৩০").value
    ('related', 'label', 'date')
    >>> judge("সেতুটি আজ খুলেছে।") is None
    True
    """
    if len(line) > max(_LONGEST.values()):
        return None
    kind = _rules().lines.get(_fold(line))
    if kind is not None:
        return Furniture(kind)
    kinds = [kind for kind, longest in _LONGEST.items() if len(line) <= longest]
    if is_prose(line):
        kinds = [kind for kind in kinds if kind in _MAY_BE_PROSE]
    return next((kind for kind in kinds if _is_kind(line, kind)), None)


def _is_kind(line: str, kind: Furniture) -> bool:
    if kind is Furniture.DATE and _is_date(line):
        return True
    return _hits(kind, line) and not (kind is Furniture.CAPTION and _is_paragraph_with_credit(line))


def _is_paragraph_with_credit(line: str) -> bool:
    text = strip_tail(line)
    return text != line and len(text) >= _KEPT_BEFORE_CREDIT


def is_bare_related(line: str) -> bool:
    """Tell a label that announces other stories on the lines after it from one that holds the link itself."""
    return len(tokens(line)) <= 5 and _hits("related", line)  # noqa: PLR2004 - the longest label seen


def says_missing(text: str) -> bool:
    """Tell whether *text* is what a site writes when there is no such page."""
    return _hits("missing", text)


def strip_front(text: str) -> str:
    """Cut a caption that ran into the paragraph after it.

    >>> strip_front("নতুন খামার। ফাইল ছবি তিনি জানান, কাজ চলছে।")
    'তিনি জানান, কাজ চলছে।'
    """
    return (_strip("front", text[:_EDGE_LENGTH]) + text[_EDGE_LENGTH:]).strip()


def strip_tail(text: str) -> str:
    """Cut photo credits, sign-offs and “continue reading” from the end of a paragraph.

    >>> strip_tail("তিনি এ কথা জানান। এমএ/কেআর")
    'তিনি এ কথা জানান।'
    """
    cut = (text[:-_EDGE_LENGTH] + _strip("tail", text[-_EDGE_LENGTH:])).strip()
    if cut == text:
        return text
    head, mark, last = cut.rstrip("।").rpartition("।")
    return head + mark if mark and _is_place_and_date(last) else cut


def _is_place_and_date(text: str) -> bool:
    """Tell what stands between a lead and its photo credit: ``কাটোয়া, ৩ জুন, ২০২৫``."""
    return len(text) < 40 and count_marks(text) == 0 and bool(re.search("[0-9০-৯]{4}$", text.strip()))  # noqa: PLR2004


def _strip(kind: str, text: str) -> str:
    for pattern in _rules().patterns[kind]:
        text = pattern.sub("", text, count=1)
    return text


def _hits(kind: str, text: str) -> bool:
    return any(pattern.search(text) for pattern in _rules().patterns[kind])


def _is_date(line: str) -> bool:
    words = tokens(line)
    if len(words) < 2 or not _DIGIT.search(line):  # noqa: PLR2004 - a lone number is a label
        return False
    known = _rules().date_words
    return all(word in known or _NUMBER.fullmatch(word) for word in words)


def _fold(line: str) -> str:
    return " ".join(_EDGES.sub("", line).casefold().split())
