"""Roman numerals, where the words around them say that they are numbers."""

from __future__ import annotations

import re

from podcast.bangla.context import is_after, is_before, text_before, words_of
from podcast.bangla.joining import CASE, LETTER, join_ending
from podcast.bangla.locale import Locale
from podcast.bangla.numbers import say_cardinal, say_english, say_ordinal
from podcast.bangla.patterns import one_of
from podcast.bangla.scan import LATIN, SemioticClass
from podcast.bangla.tsv import read_pairs

_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_KINDS = dict(read_pairs("numbered_kinds.tsv"))
_ENGLISH_KINDS = {word for word, way in read_pairs("numbered_names.tsv") if way == "english"} | {*_KINDS.values()}
_NUMERAL = "(?=[IVXLC])(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})"
_NUMERAL_AND = rf"{_NUMERAL},?\s(?:(?:থেকে|ও|এবং|বা)\s)?"
_ENGLISH_KIND_BEFORE = re.compile(rf"(?<![{LETTER}]){one_of(list(_ENGLISH_KINDS))}[\s-](?:{_NUMERAL_AND})?$")
_CONTINUES = re.compile(rf"{words_of('cardinal_before')}[\s-]{_NUMERAL_AND}$")
_PLAIN = re.compile("II|IX|XX|[IVX]{3,}")
"""Numerals that are not also an abbreviation, as IV and VI are."""
_BENGALI_AFTER = re.compile(rf"\s[{LETTER}]")
_LATIN_AFTER = re.compile(r"\s?[A-Za-z]")
_AFTER_A_NAME = re.compile(rf"[{LETTER}][\s-]$")


def _value(numeral: str) -> int:
    """Return the value of a well-formed numeral."""
    total = 0
    for digit, following in zip(numeral, numeral[1:] + "\0", strict=True):
        value = _VALUES[digit]
        total += -value if value < _VALUES.get(following, 0) else value
    return total


def _say_kind(match: re.Match[str]) -> str:
    return f"{_KINDS[match['kind']]} " if match["kind"] else ""


def _say_english(number: int) -> str:
    return say_english(str(number))


def _roman(match: re.Match[str], locale: Locale) -> str | None:
    number, last = _value(match["numeral"]), match["last"]
    is_english = match["kind"] or _ENGLISH_KIND_BEFORE.search(text_before(match))
    if last:
        named = is_english or is_before("cardinal_before", match) or is_after("ordinal_after", match)
        in_words = is_before("cardinal_before", match)
        say = _say_english if is_english else say_cardinal if in_words else say_ordinal
        said = f"{say(number)} থেকে {say(_value(last))}"
        return _say_kind(match) + join_ending(said, match) if named else None
    if is_english:
        return _say_kind(match) + join_ending(_say_english(number), match)
    if is_after("ordinal_after", match):
        return join_ending(say_ordinal(number, locale), match)
    if is_before("cardinal_before", match) or _CONTINUES.search(text_before(match)):
        return join_ending(say_cardinal(number, locale), match)
    return join_ending(say_ordinal(number, locale), match) if _is_rank(match) else None


def _is_rank(match: re.Match[str]) -> bool:
    """Tell the numeral of a king, or of what follows it: ``লুই XIV``, ``XIII পরিকল্পনা``."""
    # X after a name is more often the site than a king, XL a size, CD a disc
    if match["numeral"] == "X" or set(match["numeral"]) - set("IVX"):
        return False
    if _PLAIN.fullmatch(match["numeral"]) and _BENGALI_AFTER.match(match.string, match.end()):
        return True
    alone = _LATIN_AFTER.match(match.string, match.end()) is None
    return alone and _AFTER_A_NAME.search(text_before(match)) is not None


ROMAN = (
    SemioticClass(
        "roman",
        (LATIN,),
        re.compile(
            rf"(?:(?P<kind>{'|'.join(_KINDS)})[\s-])?(?P<numeral>{_NUMERAL})(?:\s?[-–]\s?(?P<last>{_NUMERAL}))?"
            rf"(?![A-Za-z\d.&+@]){CASE}?"
        ),
        _roman,
    ),
)
