"""Latin letters. Now: capitals said by their names; the place where whole Latin words will get their reading."""

from __future__ import annotations

import re

from podcast.bangla.joining import CASE, join_case
from podcast.bangla.locale import Locale
from podcast.bangla.numbers import say_english
from podcast.bangla.scan import LATIN, SemioticClass
from podcast.bangla.tsv import read_pairs

_LETTERS = dict(read_pairs("letters.tsv"))
_AS_WORDS = dict(read_pairs("acronyms.tsv"))


def spell_latin(word: str) -> str:
    """Return the names of the letters of *word*, as one word.

    >>> spell_latin("BJP")
    'বিজেপি'
    """
    return "".join(_LETTERS[letter] for letter in word.upper())


def _say_capitals(word: str) -> str:
    return _AS_WORDS.get(word) or spell_latin(word)


def _capitals(match: re.Match[str], _locale: Locale) -> str:
    said = _say_capitals(re.sub("[^A-Z]", "", match["letters"]))
    if match["number"]:
        said += " " + say_english(match["number"])
    return join_case(said, match["case"]) if match["case"] else said


LATIN_WORDS = (
    SemioticClass(
        "latin",
        (LATIN,),
        re.compile(
            r"(?P<letters>[A-Z](?:\.[A-Z])+\.?|[A-Z]+)(?![A-Za-z])"
            rf"(?:[-‑]?(?P<number>\d{{1,9}}(?:\.\d+)?)(?![\d]|[.,:]\d))?{CASE}?"
        ),
        _capitals,
    ),
)
