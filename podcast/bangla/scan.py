"""Find the parts of a text that are not read as they are written: one pass, parts that never overlap.

Each semiotic class looks at the original text only, never at what another class made of it. Where several classes
recognise something at the same place the longest wins, then the one that stands first in the table.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from podcast.bangla.joining import WORD_STARTS
from podcast.bangla.locale import Locale
from podcast.model import Rewrite

DIGIT, SYMBOL, LATIN, WORD, OTHER = "digit", "symbol", "latin", "word", "other"

SYMBOLS = (
    "-+<=>~|%&@#$*/\\\\^_`"
    "\u00a2-\u00a6\u00a7\u00a9\u00ac\u00ae\u00b0\u00b1\u00b5\u00b6\u00d7\u00f7"  # Latin-1 signs
    "\u09f2\u09f3\u09fb"  # rupee signs
    "\u2018\u2019'"  # ’৭১
    "\u2010-\u2015\u2020-\u2022\u2030\u2031\u203b\u2043\u2190-\u2bff\u20a0-\u20cf\u2100-\u214f\u066a\uff05"
    "\ufe0e\ufe0f\u20e3\ufffd\U0001f000-\U0001faff\U000e0020-\U000e007f\U0001fb00-\U0001fbff"
    "(."
)
"""Characters that may begin a part, for use between square brackets; ``(`` and ``.`` only with what follows them."""


@dataclass(frozen=True, slots=True)
class SemioticClass:
    """One kind of thing that is read otherwise than it is written."""

    name: str
    starts: tuple[str, ...]
    """What its first character may be: ``DIGIT``, ``SYMBOL``, ``LATIN``, ``WORD`` (one of *leads*) or ``OTHER``."""
    pattern: re.Pattern[str]
    """Recognises the part; it may look to the left and right."""
    read: Callable[[re.Match[str], Locale], str | None]
    """Return what is said for the match, or ``None`` when it is not of this class after all."""
    leads: str = ""
    """For ``WORD``: a pattern for the Bengali words, or beginnings of words, a part of this class can begin with."""

    @property
    def rule(self) -> str:
        """Say where the reading is decided: module and verbalizer, such as ``dates.with_month``."""
        verbalizer = self.read.__name__.strip("_")
        return f"{self.read.__module__.rpartition('.')[2]}.{verbalizer if verbalizer.isidentifier() else self.name}"


class Found(NamedTuple):
    """A part of a text, what claims it, and what is said for it."""

    start: int
    end: int
    name: str
    spoken: str
    rule: str


class Scanner:
    """The table of classes, ready to look through text."""

    def __init__(self, classes: Sequence[SemioticClass]) -> None:
        """Take the *classes* in order of priority."""
        kinds = (DIGIT, SYMBOL, LATIN, WORD, OTHER)
        self._by_kind = {kind: tuple(one for one in classes if kind in one.starts) for kind in kinds}
        leads = "|".join(one.leads for one in classes if one.leads) or "(?!)"
        self._anchor = re.compile(
            rf"(?P<digit>\d)|(?P<symbol>[{SYMBOLS}])|(?P<latin>[A-Za-z]+)"
            rf"|(?P<word>{WORD_STARTS}(?:{leads}))"
            rf"|(?P<other>[^\W\u0980-\u09e5\u09f0\u09f1\u09fc\u09feA-Za-z_])"
        )

    def scan(self, text: str, locale: Locale, entries: Iterable[Found] = ()) -> Iterator[Rewrite]:
        """Yield what is to be read otherwise than it is written, left to right.

        *entries* are what a lexicon has found in *text*, left to right; at the same place the longer part wins, then
        the lexicon's.
        """
        position = 0
        last = ""  # what the listener has heard last: of the part just read, or of the text before this one
        for found in self._parts(text, locale, entries):
            last = last if position == found.start else text[found.start - 1 : found.start]
            spoken = _set_apart(last, found.spoken, text[found.end : found.end + 1])
            written = text[found.start : found.end]
            yield Rewrite(found.start, found.end, found.name, written, spoken, found.rule)
            position, last = found.end, spoken[-1:] or last

    def _parts(self, text: str, locale: Locale, entries: Iterable[Found]) -> Iterator[Found]:
        waiting = iter(entries)
        entry = next(waiting, None)
        position = 0
        while anchor := self._anchor.search(text, position):
            while entry is not None and entry.start < position:  # inside a part that was longer
                entry = next(waiting, None)
            if entry is not None and entry.start < anchor.start():
                found: Found | None = entry
            else:
                found = self._longest(anchor, locale)
                if entry is not None and entry.start == anchor.start() and (found is None or found.end <= entry.end):
                    found = entry
            if found is not None:
                yield found
            position = found.end if found is not None else anchor.end()
        yield from (one for one in (entry, *waiting) if one is not None and one.start >= position)

    def _longest(self, anchor: re.Match[str], locale: Locale) -> Found | None:
        best: Found | None = None
        assert anchor.lastgroup is not None
        for one in self._by_kind[anchor.lastgroup]:
            match = one.pattern.match(anchor.string, anchor.start())
            if match is None or match.end() <= (best.end if best else anchor.start()):
                continue
            spoken = one.read(match, locale)
            if spoken is not None:
                best = Found(match.start(), match.end(), one.name, spoken, one.rule)
        return best


def apply(written: str, rewrites: Sequence[Rewrite]) -> str:
    """Return *written* with every part replaced by what is said for it."""
    parts, position = [], 0
    for rewrite in rewrites:
        parts += [written[position : rewrite.start], rewrite.spoken]
        position = rewrite.end
    return "".join([*parts, written[position:]])


def _set_apart(before: str, spoken: str, after: str) -> str:
    """Put a space between *spoken* and a letter that touches it, and where leaving something out would join words."""
    if not spoken:
        return "" if not before.strip() or not after.strip() else " "
    return (" " if _is_wordlike(before) else "") + spoken + (" " if _is_wordlike(after) else "")


def _is_wordlike(char: str) -> bool:
    return bool(char) and unicodedata.category(char)[0] in "LMN"
