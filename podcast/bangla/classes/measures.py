"""Percentages and measures: an amount and its unit, dimensions, feet and inches."""

from __future__ import annotations

import re

from podcast.bangla.context import is_after, is_before, text_before
from podcast.bangla.joining import CASE, WORD_ENDS, join_case, join_ending
from podcast.bangla.locale import Locale
from podcast.bangla.numbers import say_number
from podcast.bangla.patterns import AMOUNT, NUMBER, SIGN, one_of, say_amount
from podcast.bangla.scan import DIGIT, SYMBOL, SemioticClass
from podcast.bangla.tsv import read_pairs

_UNITS = dict(read_pairs("units.tsv"))
_RATE_UNITS = dict(read_pairs("rate_units.tsv"))
_PER = {**_UNITS, **_RATE_UNITS}
_BORDER = (
    rf"(?:(?<=[.°º²³])|(?<=[A-Za-z℃℉])(?![A-Za-z])|(?<=[^A-Za-z.°º²³]){WORD_ENDS}|(?={CASE.replace('?P<case>', '?:')}))"
)
UNIT = f"(?P<unit>{one_of(list(_UNITS))}){_BORDER}"
RATE_UNIT = f"(?P<per>{one_of(list(_PER))}){_BORDER}{CASE}?"
"""A unit that may stand after a slash for "per", and its ending; for :func:`say_rate_unit`."""
_MINUTE_MARKS = {"মি.", "মিঃ", "মি"}
_SECONDS_AFTER = re.compile(r"\s*\d+\s*সে(?:[.ঃ]|কেন্ড)")
_QUOTATION = 300
"""Characters in which a quotation mark that is still open is looked for."""
_FOR_EACH = " প্রতি "
_TIMES_OF_RATES = {"ঘণ্টা", "ঘন্টা", "মিনিট", "সেকেন্ড"}
_CONTINUES = re.compile(r"(?:থেকে|বা|ও|এবং|কিংবা|অথবা|দশমিক|প্রায়|\d)[\s–-]*$")
_TIMES = r"\s?[xX×✕✖]\s?"


def _look_up(unit: str, table: dict[str, str]) -> str:
    if unit in table:
        return table[unit]
    # the pattern takes a space more or less than the table has
    return next(said for written, said in table.items() if written.replace(" ", "") == "".join(unit.split()))


def say_rate_unit(match: re.Match[str]) -> str:
    """Return the unit that :data:`RATE_UNIT` found, in words."""
    return _look_up(match["per"], _PER)


def _percent(match: re.Match[str], locale: Locale) -> str:
    return join_ending(say_amount(match, locale) + " শতাংশ", match)


def _percents(match: re.Match[str], locale: Locale) -> str:
    first, second = (say_number(match[group], locale) for group in ("from", "to"))
    return join_ending(f"{first} শতাংশ থেকে {second} শতাংশ", match)


def say_unit(match: re.Match[str]) -> str:
    """Return the unit that :data:`UNIT` found, in words, with what it is counted for."""
    unit = _look_up(match["unit"], _UNITS)
    if match["unit"] in _MINUTE_MARKS:
        in_time = (
            is_before("minutes_before", match)
            or is_after("minutes_after", match)
            or _SECONDS_AFTER.match(match.string, match.end())
        )
        unit = "মিনিট" if in_time else unit
    return f"{unit}{_FOR_EACH}{say_rate_unit(match)}" if match.groupdict().get("per") else unit


def _measure(match: re.Match[str], locale: Locale) -> str:
    unit, _, time = say_unit(match).partition(_FOR_EACH)
    amount = say_amount(match, locale)
    # ঘণ্টায় আশি কিলোমিটার; but সত্তর থেকে আশি কিলোমিটার প্রতি ঘণ্টা, whose beginning is said already
    if time not in _TIMES_OF_RATES or _CONTINUES.search(text_before(match)):
        return join_ending(f"{amount} {unit}{_FOR_EACH if time else ''}{time}", match)
    each = join_case(time, "এ")
    each = "" if text_before(match).rstrip().endswith(each) else f"{each} "
    return join_ending(f"{each}{amount} {unit}", match)


def _dimensions(match: re.Match[str], locale: Locale) -> str:
    said = " বাই ".join(say_number(number, locale) for number in re.findall(NUMBER, match["sides"]))
    unit = f" {_look_up(match['unit'], _UNITS)}" if match["unit"] else ""
    return said + (join_case(unit, match["case"]) if unit and match["case"] else unit)


def _inches(match: re.Match[str], locale: Locale) -> str | None:
    """Read ``২১″``; a quotation mark that closes is none of it."""
    before = re.sub(r"\d[\"”]", "", match.string[max(0, match.start() - _QUOTATION) : match.start()])
    closes = {'"': before.count('"') % 2 == 1, "”": before.count("“") > before.count("”")}
    return None if closes.get(match["mark"]) else f"{say_amount(match, locale)} ইঞ্চি"


def _feet(match: re.Match[str], locale: Locale) -> str:
    return f"{say_amount(match, locale)} ফুট"


def _feet_and_inches(match: re.Match[str], locale: Locale) -> str:
    said = f"{say_number(match['feet'], locale)} ফুট"
    return f"{said} {say_number(match['inches'], locale)} ইঞ্চি" if match["inches"] else said


MEASURES = (
    SemioticClass("percent", (DIGIT, SYMBOL), re.compile(rf"{SIGN}{AMOUNT}\s?[%٪％]{CASE}?"), _percent),
    SemioticClass(
        "percent",
        (DIGIT,),
        re.compile(rf"(?P<from>{NUMBER})\s?%\s?[-–—]\s?(?P<to>{NUMBER})\s?%{CASE}?"),
        _percents,
    ),
    SemioticClass(
        "measure",
        (DIGIT, SYMBOL),
        re.compile(
            rf"{SIGN}{AMOUNT}\s*[-‑]?(?!সেমি[-\s]?ফাইনাল){UNIT}(?:\s?/\s?(?P<per>{one_of(list(_PER))}){_BORDER})?{CASE}?"
        ),
        _measure,
    ),
    SemioticClass(
        "measure",
        (DIGIT,),
        re.compile(rf"(?P<sides>{NUMBER}(?:{_TIMES}{NUMBER})+)(?!\s*=)(?:\s*{UNIT}{CASE}?)?"),
        _dimensions,
    ),
    SemioticClass(
        "measure",
        (DIGIT,),
        re.compile(r"(?P<feet>\d{1,2})\s?['’′]\s?(?P<inches>\d{1,2}(?:\.\d+)?)\s?(?:[\"”″]|''|’’|′′)"),
        _feet_and_inches,
    ),
    SemioticClass("measure", (DIGIT,), re.compile(rf"{AMOUNT}(?P<mark>[\"”″])(?=[\s×xX,।]|$)"), _inches),
    SemioticClass(
        "measure",
        (DIGIT,),
        re.compile(rf"{AMOUNT}(?:[′](?!\d)|['’](?=\s?[×xX]\s?\d|\s(?:লম্বা|উঁচু|চওড়া|দীর্ঘ|গভীর))|(?<=['’][×xX]\d\d)['’])"),
        _feet,
    ),
)
