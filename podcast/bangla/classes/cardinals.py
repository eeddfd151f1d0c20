"""Plain amounts, decimals and ranges, with the endings glued to them; and whatever digit nothing else has read."""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction

from podcast.bangla.classes.fractions import say_fraction, say_mixed
from podcast.bangla.context import is_after
from podcast.bangla.joining import CASE, ENDING, join_case, join_ending
from podcast.bangla.locale import Locale
from podcast.bangla.numbers import say_cardinal, say_digits, say_english, say_number
from podcast.bangla.patterns import AMOUNT, NUMBER, SIGN, say_amount
from podcast.bangla.scan import DIGIT, OTHER, SYMBOL, SemioticClass


def _range(match: re.Match[str], locale: Locale) -> str | None:
    low, high = (float(match[group].replace(",", "")[:18]) for group in ("low", "high"))
    counted = match["classifier"] or is_after("quantity_after", match)
    # ৩-০ and ৩-২ are results; ০-৫ বছর is a range all the same
    rises = low < high and (low > 0 or counted)
    # দশ-বারো জন is how many there were, more or less
    is_whole = low.is_integer() and high.is_integer()
    is_rough = counted and is_whole and 0 < low < high <= min(_LARGEST_ROUGH, low + _WIDEST_ROUGH)
    return join_ending(say_amount(match, locale, " থেকে " if rises and not is_rough else "-"), match)


def _amount(match: re.Match[str], locale: Locale) -> str:
    return join_ending(say_amount(match, locale), match)


def _point_in_words(match: re.Match[str], locale: Locale) -> str:
    return join_ending(f"{say_number(match['whole'], locale)} দশমিক {say_digits(match['decimals'])}", match)


def _point_first(match: re.Match[str], _locale: Locale) -> str:
    return join_ending("দশমিক " + say_digits(match["decimals"]), match)


def _after_point(match: re.Match[str], _locale: Locale) -> str:
    return join_ending(say_digits(match["decimals"]), match)


def _dotted(match: re.Match[str], locale: Locale) -> str:
    parts = match["dotted"].split(".")
    point = " ডট " if len(parts) == _PARTS_OF_AN_ADDRESS else " পয়েন্ট "
    return join_ending(point.join(say_number(part, locale) for part in parts), match)


def _power(match: re.Match[str], locale: Locale) -> str:
    power = int("".join(str(unicodedata.digit(char)) for char in match["power"]))
    said = join_case(say_amount(match, locale), "এর")
    return f"{said} {_POWERS.get(power) or 'ঘাত ' + say_cardinal(power, locale)}"


def _subscript(match: re.Match[str], _locale: Locale) -> str:
    return say_english("".join(str(int(unicodedata.numeric(char))) for char in match[0]))


def _leftover(match: re.Match[str], locale: Locale) -> str | None:
    char = match[0][0]
    if char.isdecimal():
        return say_digits(match[0])
    if unicodedata.category(char)[0] != "N":
        return None
    value = Fraction(unicodedata.numeric(char)).limit_denominator(1000)
    sign, value = ("মাইনাস ", -value) if value < 0 else ("", value)
    whole, rest = divmod(value, 1)
    if not rest:
        return sign + say_cardinal(whole, locale)
    return sign + (say_mixed(whole, rest, locale) if whole else say_fraction(rest, locale))


_POWERS = {2: "বর্গ", 3: "ঘন"}
_PARTS_OF_AN_ADDRESS = 4
_LARGEST_ROUGH, _WIDEST_ROUGH = 12, 2
RANGES = (
    SemioticClass(
        "range",
        (DIGIT, SYMBOL),
        re.compile(rf"{SIGN}{AMOUNT.removesuffix('?')}(?!\s*=|[-–]\d){ENDING}"),
        _range,
    ),
)
CARDINALS = (
    SemioticClass("decimal", (DIGIT,), re.compile(rf"(?<=দশমিক )(?P<decimals>\d+){ENDING}"), _after_point),
    SemioticClass("decimal", (DIGIT,), re.compile(rf"(?P<dotted>\d+(?:\.\d+){{2,}})(?!\d){CASE}?"), _dotted),
    SemioticClass(
        "decimal",
        (DIGIT,),
        re.compile(rf"(?P<whole>{NUMBER})\s+দশমিক\s+(?P<decimals>\d+){ENDING}"),
        _point_in_words,
    ),
    SemioticClass(
        "decimal", (SYMBOL,), re.compile(rf"(?<![^\s(-])\.(?P<decimals>\d+)(?![.,]\d){ENDING}"), _point_first
    ),
    SemioticClass("cardinal", (DIGIT, SYMBOL), re.compile(rf"{SIGN}(?P<low>{NUMBER}){ENDING}"), _amount),
    SemioticClass(
        "cardinal", (DIGIT, SYMBOL), re.compile(rf"{SIGN}(?P<low>{NUMBER})(?P<power>[²³⁴-⁹]|¹[⁰-⁹])"), _power
    ),
)
LEFTOVERS = (
    SemioticClass("leftover", (OTHER,), re.compile("(?<=[A-Za-z])[\u2080-\u2089]+"), _subscript),
    SemioticClass("leftover", (DIGIT, SYMBOL, OTHER), re.compile(r"\d+|[^\d\s]"), _leftover),
)
"""What no other class has read: every digit of every script has a reading. It comes last."""
