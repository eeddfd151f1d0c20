"""Fractions: one character such as ½, or with a slash; with whole numbers as Bengali says them (দেড়, আড়াই, সাড়ে চার)."""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction

from podcast.bangla.context import is_after
from podcast.bangla.joining import CASE, WORD_ENDS, join_case, join_ending
from podcast.bangla.locale import Locale
from podcast.bangla.numbers import say_cardinal, say_ordinal
from podcast.bangla.scan import DIGIT, OTHER, SemioticClass

_HALF, _QUARTER, _THREE_QUARTERS = Fraction(1, 2), Fraction(1, 4), Fraction(3, 4)
_ONE_AND_HALF, _TWO_AND_HALF = Fraction(3, 2), Fraction(5, 2)
_LAST_NAMED_PART, _THIRDS = 10, 3
_PART_AFTER = re.compile(r"\s*ভাগ")


def say_fraction(value: Fraction, locale: Locale) -> str:
    """Return a fraction below one in words."""
    if value.denominator <= _LAST_NAMED_PART:
        return f"{say_cardinal(value.numerator)} {say_ordinal(value.denominator)}াংশ"
    return _say_parts(value.numerator, value.denominator, locale)


def _say_parts(top: int, bottom: int, locale: Locale) -> str:
    return f"{say_cardinal(bottom, locale)} ভাগের {say_cardinal(top, locale)}"


def say_mixed(whole: int, value: Fraction, locale: Locale) -> str:
    """Return *whole* and a fraction below one in words."""
    if value == 0:
        return say_cardinal(whole, locale)
    if whole + value in {_ONE_AND_HALF, _TWO_AND_HALF}:
        return "দেড়" if whole == 1 else "আড়াই"
    if value == _HALF:
        return f"সাড়ে {say_cardinal(whole, locale)}"
    if value == _QUARTER:
        return f"সোয়া {say_cardinal(whole, locale)}"
    if value == _THREE_QUARTERS:
        return f"পৌনে {say_cardinal(whole + 1, locale)}"
    return f"{say_cardinal(whole, locale)} পূর্ণ {say_fraction(value, locale)}"


def _say(match: re.Match[str], value: Fraction, locale: Locale) -> str:
    if match["whole"] and int(match["whole"]):
        return say_mixed(int(match["whole"]), value, locale)
    if value == _HALF:
        return "আধা" if is_after("whole_after", match) else "অর্ধেক"
    return say_fraction(value, locale)


def _vulgar(match: re.Match[str], locale: Locale) -> str | None:
    value = Fraction(unicodedata.numeric(match["vulgar"])).limit_denominator(1000)
    if not 0 < value < 1:
        return None
    if match["part"]:
        return (
            _say(match, value, locale) + _part_after(match["part"], value)
            if match["whole"]
            else _say_part(value, match["part"], locale)
        )
    if not match["whole"] and _PART_AFTER.match(match.string, match.end()):
        return _say_parts(value.numerator, value.denominator, locale)
    said = _say(match, value, locale)
    if match["classifier"]:
        return said + match["classifier"]
    return join_case(said, match["case"]) if match["case"] else said


def _say_part(value: Fraction, part: str, locale: Locale) -> str:
    """Return a fraction that has the word অংশ after it; দুই তৃতীয়াংশ holds that word already."""
    if value == _HALF:
        return f"অর্ধেক{part}"
    if value.denominator <= _LAST_NAMED_PART:
        parts = f"{say_cardinal(value.numerator)} {say_ordinal(value.denominator)}াংশ"
        return parts + part.strip().removeprefix("অংশ")
    return _say_parts(value.numerator, value.denominator, locale) + part


def _part_after(part: str, value: Fraction) -> str:
    """Return অংশ and its ending as they follow a mixed number: চার পূর্ণ দুই তৃতীয়াংশ holds the word already."""
    halves_or_quarters = value.denominator <= _THREE_QUARTERS.denominator and value.denominator != _THIRDS
    return part if halves_or_quarters else part.strip().removeprefix("অংশ")


def _slashed(match: re.Match[str], locale: Locale) -> str:
    top, bottom = int(match["top"]), int(match["bottom"])
    is_part = 0 < top < bottom and (match["part"] or match["whole"] or is_after("fraction_after", match))
    if not is_part:
        said = f"{say_cardinal(top, locale)} বাই {say_cardinal(bottom, locale)}"
        said = f"{say_cardinal(int(match['whole']), locale)} {said}" if match["whole"] else said
        said = join_ending(said, match) if match["case"] else said
        return said + (match["part"] or "")
    value = Fraction(top, bottom)
    if match["part"] and not match["whole"]:
        return _say_part(value, match["part"], locale)
    if not match["whole"] and _PART_AFTER.match(match.string, match.end()):
        return _say_parts(top, bottom, locale)
    return join_ending(_say(match, value, locale), match) + _part_after(match["part"] or "", value)


_VULGAR = "[\u00bc-\u00be\u2150-\u215e\u2189]"
_PART = f"অংশ(?:ের|েরও|ে|ই|ও)?{WORD_ENDS}"
FRACTIONS = (
    SemioticClass(
        "fraction",
        (DIGIT, OTHER),
        re.compile(
            rf"(?:(?P<whole>\d{{1,15}})\s?)?(?P<vulgar>{_VULGAR})"
            rf"(?:(?P<classifier>টায়|টার|টা|টি){WORD_ENDS}|(?P<part>\s*{_PART})|{CASE})?"
        ),
        _vulgar,
    ),
    SemioticClass(
        "fraction",
        (DIGIT,),
        re.compile(
            rf"(?:(?P<whole>\d{{1,3}}) )?(?P<top>\d{{1,6}})\s?[/⁄∕]\s?(?P<bottom>\d{{1,6}})(?!\d|[/.:]\d)"
            rf"(?:(?P<part>\s*{_PART})|{CASE})?"
        ),
        _slashed,
    ),
)
