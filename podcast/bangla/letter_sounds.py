"""Read words that no dictionary has, letter by letter: Indian names by their usual romanisation, others as English."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from podcast.bangla.sounds import spell_sounds, split_units
from podcast.bangla.tsv import read_rows

_ENGLISH = re.compile(
    r"[ts]ion|ck|tch|qu|x|ght|ware$|ing$|ment$|ness$|less$|ful$|(?<![aeiou])le$|^wh|^wr|^kn|oa|ew|[^aeiou]ers?$"
    r"|c(?!h)|[ai][^aeiouhy]es?$|(?<=[a-z]{3})ed$|[^aeiou]ly$|ph(?=[iy])|[aeiou]w$"
    r"|[eu]rg$|stein$|s[kc]y$|ski$|ville$|mann$|[^aeiou]o$|os$|[^aeiou]el$|[ao]rt$|[ei]x$|is[mt]$|ity$|ics?$"
)
"""What a romanised Indian name hardly ever has."""
INDIAN = re.compile(r"[bdj]h|(?<!c)kh|^gh(?!ost)|ngh|erjee$")
"""What an English word hardly ever has."""

_REACH = 12
"""Letters looked at before a letter."""


@dataclass(frozen=True, slots=True)
class _Rule:
    letters: re.Pattern[str]
    left: re.Pattern[str]
    right: re.Pattern[str]
    written: tuple[str, ...]


@cache
def _rules(kind: str) -> tuple[_Rule, ...]:
    return tuple(
        _Rule(
            re.compile(letters),
            re.compile(f"(?:{left})$" if left != "*" else ""),
            re.compile(f"(?:{right})" if right != "*" else ""),
            split_units(written),
        )
        for row_kind, letters, left, right, written, *_ in read_rows("letter_sounds.tsv")
        if row_kind in {kind, "any"}
    )


def read_letters(word: str) -> str:
    """Return *word* (ASCII letters, lower case) in Bengali letters as its spelling suggests.

    >>> read_letters("rituparna"), read_letters("sengupta")
    ('ঋতুপর্ণা', 'সেনগুপ্ত')
    """
    return spell_sounds(_read(word, "english" if _ENGLISH.search(word) and not INDIAN.search(word) else "indian"))


def _read(word: str, kind: str) -> Iterable[str]:
    position = 0
    bordered = f"#{word}#"
    while position < len(word):
        left, step = bordered[max(0, position + 1 - _REACH) : position + 1], 1
        for rule in _rules(kind):
            match = rule.letters.match(word, position)
            if match and rule.left.search(left) and rule.right.match(bordered, match.end() + 1):
                yield from rule.written
                step = len(match[0])
                break
        position += step
