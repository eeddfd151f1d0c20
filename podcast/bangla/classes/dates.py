"""Dates: all in digits, with the name of the month, or a day with its date ending."""

from __future__ import annotations

import re

from podcast.bangla.context import is_after
from podcast.bangla.joining import CASE, WORD_ENDS, join_ending
from podcast.bangla.locale import Locale
from podcast.bangla.numbers import say_cardinal, say_day, say_year
from podcast.bangla.patterns import one_of
from podcast.bangla.scan import DIGIT, LATIN, SemioticClass
from podcast.bangla.tsv import read_rows

_MONTHS = {written: spoken for written, spoken, _, _ in read_rows("months.tsv")}
_NUMBERED = {
    int(number): spoken for _, spoken, number, calendar in reversed(read_rows("months.tsv")) if calendar == "gregorian"
}
_BENGALI_MONTHS = [month for month in _MONTHS if not month.isascii()]
_ENGLISH_MONTHS = [month for month in _MONTHS if month.isascii()]
MONTH = f"(?:{one_of(_BENGALI_MONTHS)})"
"""A month in Bengali letters, without endings."""
_ENGLISH_MONTH = rf"(?P<english>{one_of(_ENGLISH_MONTHS)})\b\.?"
_MARK = "(?:[-‑]?(?P<mark>লা|রা|ঠা|শে|ই))"
_YEAR = r"(?:(?P<comma>,?)\s+(?P<year>\d{4})(?![\d,.]\d|\d))"

_LAST_DAY, _LAST_MONTH = 32, 12  # the Bengali month of West Bengal can have 32 days
_FIRST_I, _LAST_I, _FIRST_SHE = 5, 18, 19
_CENTURY_TURN = 69
"""A two-digit year up to this one is of the 2000s, as POSIX has it."""


def _in_digits(match: re.Match[str], locale: Locale) -> str | None:
    day, month, year = match["first"], match["month"], match["last"]
    if len(day) == len("২০২৪"):
        day, year = year, day
    if len(day) > len("৩১") or len(year) not in {2, 4} or not 1 <= int(month) <= _LAST_MONTH:
        return None
    if not 1 <= int(day) < _LAST_DAY:
        return None
    number = int(year)
    if len(year) == len("২৪"):
        number += 2000 if number < _CENTURY_TURN else 1900
    said = f"{say_cardinal(int(day), locale)} {_NUMBERED[int(month)]} {say_year(number, locale)}"
    return join_ending(said, match)


def _day_and_month(match: re.Match[str], locale: Locale) -> str | None:
    day, month = int(match["day"]), int(match["month"])
    if not 1 <= day < _LAST_DAY or not 1 <= month <= _LAST_MONTH or not is_after("date_after", match):
        return None
    return f"{say_cardinal(day, locale)} {_NUMBERED[month]}"


def _fits(day: int, mark: str) -> bool:
    if mark == "ই":
        return _FIRST_I <= day <= _LAST_I
    if mark == "শে":
        return _FIRST_SHE <= day <= _LAST_DAY
    return day in {"লা": {1}, "রা": {2, 3}, "ঠা": {4}}[mark]


def _say_marked_day(match: re.Match[str], locale: Locale) -> str | None:
    day = int(match["day"])
    if not 1 <= day <= _LAST_DAY:
        return None
    if match["mark"]:
        return say_day(day) if _fits(day, match["mark"]) else None
    return say_cardinal(day, locale)


def _say_month_and_year(match: re.Match[str], month: str, locale: Locale) -> tuple[str, bool]:
    """Return the month with its year, and whether the year is one: ``১২ জুলাই ১৫০০ জন`` has a count there."""
    if not match["year"]:
        return month, True
    said = f"{month}{match['comma']} {say_year(int(match['year']), locale)}"
    return join_ending(said, match), not is_after("quantity_after", match)


def _with_month(match: re.Match[str], locale: Locale) -> str | None:
    day = _say_marked_day(match, locale)
    said, is_year = _say_month_and_year(match, match["month"], locale)
    return f"{day} {said}" if day and is_year else None


def _in_english(match: re.Match[str], locale: Locale) -> str | None:
    day = int(match["day"])
    said, is_year = _say_month_and_year(match, _MONTHS[match["english"]], locale)
    return f"{say_cardinal(day, locale)} {said}" if 1 <= day <= _LAST_DAY and is_year else None


def _marked(match: re.Match[str], locale: Locale) -> str | None:
    day = _say_marked_day(match, locale)
    return join_ending(day, match) if day else None


DATES = (
    SemioticClass(
        "date", (DIGIT,), re.compile(r"(?P<day>\d{1,2})[/.](?P<month>\d{1,2})(?!\d|[/.-]\d)"), _day_and_month
    ),
    SemioticClass(
        "date",
        (DIGIT,),
        re.compile(
            rf"(?P<first>\d{{1,4}})(?P<mid>[/.‐‑–-])(?P<month>\d{{1,2}})(?P=mid)(?P<last>\d{{1,4}})(?!\d){CASE}?"
        ),
        _in_digits,
    ),
    SemioticClass(
        "date",
        (DIGIT,),
        re.compile(
            rf"(?P<day>\d{{1,2}})(?:\s?{_MARK})?,?[\s-]+(?P<month>{MONTH}(?:য়ের|য়ে|ের|ে|র|তে)?{WORD_ENDS})(?:{_YEAR}{CASE}?)?"
        ),
        _with_month,
    ),
    SemioticClass(
        "date",
        (DIGIT,),
        re.compile(rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+{_ENGLISH_MONTH}(?:{_YEAR}{CASE}?)?"),
        _in_english,
    ),
    SemioticClass(
        "date",
        (LATIN,),
        re.compile(rf"{_ENGLISH_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?![\d.:])(?:{_YEAR}{CASE}?)?"),
        _in_english,
    ),
    SemioticClass("date", (DIGIT,), re.compile(rf"(?P<day>\d{{1,2}}){_MARK}(?:{CASE}|{WORD_ENDS})"), _marked),
)
