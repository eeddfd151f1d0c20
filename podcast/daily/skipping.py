"""Words that an editor does not want to be read, found as words and not inside others."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from podcast.bangla.joining import LETTER, WORD_ENDS, WORD_STARTS
from podcast.bangla.tsv import read_rows
from podcast.bangla.unicode import clean_text
from podcast.daily.words import graphemes

_FEWEST_LETTERS = 3
"""Of a word that is found with endings too: with shorter ones, আম would be found in আমরা and মা in মাটি."""
_BENGALI = re.compile(f"[{LETTER}]")


def find_skip_word(texts: Iterable[str], skip_words: Sequence[str]) -> str | None:
    """Return the first of *skip_words* that stands in *texts* as a word; ``None`` when none does.

    A word of three letters and more is found with any case ending too. Several words with spaces are a phrase. Words
    in Latin letters are found whatever their capitals.

    >>> find_skip_word(["আমের বাগানে নির্বাচনের প্রচার।"], ["আম", "নির্বাচন"])
    'নির্বাচন'
    >>> find_skip_word(["খুনসুটি আর হাসি"], ["খুন"]) is None
    True
    """
    if not skip_words:
        return None
    text = clean_text("\n".join(texts))
    return next((word for word in skip_words if _pattern(word).search(text)), None)


@lru_cache(maxsize=1000)
def _pattern(skip_word: str) -> re.Pattern[str]:
    word = clean_text(skip_word).strip()
    phrase = r"\s+".join(map(re.escape, word.split()))
    if not _BENGALI.match(word[-1:]):
        return re.compile(rf"(?<!\w){phrase}(?!\w)", re.IGNORECASE)
    last = word.split()[-1]
    endings = f"(?:{_endings()})?[ইও]?" if len(graphemes(last)) >= _FEWEST_LETTERS else ""
    return re.compile(f"{WORD_STARTS}{phrase}{endings}{WORD_ENDS}")


@lru_cache(maxsize=1)
def _endings() -> str:
    return "|".join(sorted({row[0] for row in read_rows("endings.tsv")}, key=len, reverse=True))
