"""Ordinals written with digits and an ending: ১ম, ২য়, ৪র্থ, ২১শ, ৭৫তম, 3rd; and hundreds such as ৫শ টাকা."""

from __future__ import annotations

import re

from podcast.bangla.context import is_after
from podcast.bangla.joining import ENDING, WORD_ENDS, join_ending
from podcast.bangla.locale import Locale
from podcast.bangla.numbers import has_ordinal, say_cardinal, say_ordinal
from podcast.bangla.scan import DIGIT, SemioticClass

_FIRST_WITH_SHO, _HUNDREDTH = 11, 100
_MARKS = {1: "ম", 2: "য়", 3: "য়", 4: "র্থ", 5: "ম", 6: "ষ্ঠ", 7: "ম", 8: "ম", 9: "ম", 10: "ম"}


def _ordinal(match: re.Match[str], locale: Locale) -> str | None:
    number, mark = int(match["number"]), match["mark"]
    if mark in {"শ", "শো"}:
        is_hundreds = mark == "শো" or number < _FIRST_WITH_SHO or not has_ordinal(number)
        if is_hundreds or is_after("hundreds_after", match):
            return join_ending(say_cardinal(number, locale) + "শো", match)
        return join_ending(say_ordinal(number, locale), match)
    if mark == "তম":
        has_own = number in _MARKS or number == _HUNDREDTH
        return join_ending(say_ordinal(number) if has_own else say_cardinal(number, locale) + "তম", match)
    if number not in _MARKS:
        return join_ending(say_ordinal(number, locale), match) if mark == "ম" else None
    return join_ending(say_ordinal(number, locale), match) if _MARKS[number] == mark else None


def _english(match: re.Match[str], locale: Locale) -> str:
    return join_ending(say_ordinal(int(match["number"]), locale), match)


def _century(match: re.Match[str], locale: Locale) -> str:
    return say_ordinal(int(match["number"]), locale)


ORDINALS = (
    # nobody says কুড়ি শতক; without a hyphen the others have the number, as in উনিশ শতক
    SemioticClass("ordinal", (DIGIT,), re.compile(r"(?P<number>20|২০)(?= শতক(?:ের|ে)? (?!জমি|জায়গা))"), _century),
    SemioticClass(
        "ordinal",
        (DIGIT,),
        re.compile(
            rf"(?P<number>\d{{1,12}})(?:[-‑]?| (?=তম))(?P<mark>তম|ষ্ঠ|র্থ|শো|ম|য়|শ)(?:(?=বার)|{ENDING}{WORD_ENDS})"
        ),
        _ordinal,
    ),
    SemioticClass(
        "ordinal", (DIGIT,), re.compile(rf"(?P<number>\d{{1,12}})(?:st|nd|rd|th)(?![A-Za-z]){ENDING}"), _english
    ),
)
