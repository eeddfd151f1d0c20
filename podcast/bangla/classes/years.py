"""Years, where the words around a number say that it is one."""

from __future__ import annotations

import re

from podcast.bangla.classes.dates import MONTH
from podcast.bangla.context import is_after, is_before, text_before, words_of
from podcast.bangla.joining import CASE, LETTER, join_ending
from podcast.bangla.locale import Locale
from podcast.bangla.numbers import say_cardinal, say_year
from podcast.bangla.scan import DIGIT, SYMBOL, SemioticClass

_FIRST, _LAST, _FIRST_BARE, _FIRST_WITH_CASE, _FIRST_WITH_GENITIVE = 1000, 2199, 1900, 1500, 1100
_MONTH_BEFORE = re.compile(rf"(?<![{LETTER}]){MONTH}(?:ের|ে|র|য়ের|য়ে)?,?\s(?:\d{{1,2}},\s)?$")
_YEAR_BEFORE = re.compile(r"(?<!\d)(?:1[1-9]|20|১[১-৯]|২০)\d\d(?:-?এর)?(?:\s?সাল)?\s?(?:থেকে|হতে|এবং|আর|ও|বা|,|–|-)\s?$")
_EVENT_AFTER = re.compile(rf"\s[{LETTER}]+\s{words_of('event')}")
_COUNTED_AFTER = re.compile(rf"\s(?:থেকে|বা|ও|এবং|কিংবা)\s\d[\d,.]*\s?{words_of('quantity_after')}")
_BARE_AFTER = re.compile(r"\s*(?:$|[।॥,;()\]’”!?]|[-–—:]\s|থেকে|হতে|পর্যন্ত|(?:এবং|ও|আর|বা|কিংবা)\s+\d{4})")


def _is_said(match: re.Match[str]) -> bool:
    """Tell whether a word beside *match* makes a year of it."""
    return bool(
        is_after("year_after", match)
        or is_before("year_before", match)
        or _MONTH_BEFORE.search(text_before(match))
        or _EVENT_AFTER.match(match.string, match.end())
    )


def _year(match: re.Match[str], locale: Locale) -> str | None:
    number = int(match["year"])
    if not _FIRST <= number <= _LAST:
        return None
    if not _is_said(match):
        if is_after("quantity_after", match) or _COUNTED_AFTER.match(match.string, match.end()):
            return None
        if match["case"] and is_after("more_than", match):
            return None
        after = _BARE_AFTER.match(match.string, match.end()) or _YEAR_BEFORE.search(text_before(match))
        in_brackets = text_before(match).endswith("(") and match.string.startswith(")", match.end())
        bare = number >= _FIRST_BARE and after is not None
        genitive = match["case"] in {"এর", "র", "ের"}
        with_case = number >= (_FIRST_WITH_GENITIVE if genitive else _FIRST_WITH_CASE) and match["case"] is not None
        if not (bare or with_case or in_brackets):
            return None
    return join_ending(say_year(number, locale), match)


def _span(match: re.Match[str], locale: Locale) -> str | None:
    first, second = int(match["year"]), int(match["second"])
    short = len(match["second"]) == len("২৪")
    if not _FIRST <= first <= _LAST or (short and second <= first % 100) or (not short and second <= first):
        return None
    if not _is_said(match) and (is_after("quantity_after", match) or (not short and second > _LAST)):
        return None
    said = say_year(first, locale)
    said += f"-{say_cardinal(second)}" if short else f" থেকে {say_year(second, locale)}"
    return join_ending(said, match)


def _cut(match: re.Match[str], locale: Locale) -> str | None:
    if match["quote"] != "’" and not match["case"] and not is_after("year_after", match):
        return None
    return join_ending(say_cardinal(int(match["year"]), locale), match)


YEARS = (
    SemioticClass(
        "year",
        (DIGIT,),
        re.compile(
            rf"(?P<year>\d{{4}})(?:[-‐‑–—/]|\s[-–—]\s)(?P<second>\d{{4}}|\d{{2}})(?!\d|[-–/.,:]\d|%|[টজ]){CASE}?"
        ),
        _span,
    ),
    SemioticClass("year", (DIGIT,), re.compile(rf"(?P<year>\d{{4}})(?!\d|[.,:/]\d|\s?[%+]|[-–]\d){CASE}?"), _year),
    SemioticClass(
        "year", (SYMBOL,), re.compile(rf"(?P<quote>[’'])(?P<year>\d{{2}})(?!\d|[.,:/]\d|%|[’']){CASE}?"), _cut
    ),
)
