"""Signs: those that have a word are said, pictures and bullets are left out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from podcast.bangla.classes.dates import MONTH
from podcast.bangla.classes.measures import RATE_UNIT, UNIT, say_rate_unit, say_unit
from podcast.bangla.context import is_after, text_before, words_of
from podcast.bangla.joining import CASE, LETTER, WORD_ENDS, join_case, join_ending
from podcast.bangla.locale import Locale
from podcast.bangla.numbers import say_number
from podcast.bangla.patterns import DASH, NUMBER
from podcast.bangla.scan import LATIN, SYMBOL, SemioticClass
from podcast.bangla.tsv import read_pairs

_SYMBOLS = {written: spoken for spoken, written in read_pairs("symbols.tsv")}
_DROPPED = "*|\\_^`~\u00a6\u00b6\u2020\u2021\u2022\u203b\u2043\ufe0e\ufe0f\u20e3"
_PICTURES = {"So", "Sm", "Sk", "Cn", "Co", "Cf"}
"""Unicode's categories of pictures, arrows and the parts emoji are made of."""
_OR_WORD = "(?:বা|ও|এবং|অথবা|কিংবা)"
_OR_BESIDE = re.compile(rf"(?<![{LETTER}]){_OR_WORD}$")
_OR_AFTER = re.compile(f"{_OR_WORD}{WORD_ENDS}")
_AMOUNT_BEFORE = re.compile(rf"\d\s?[{LETTER}A-Za-z.²³]*(?:\s[{LETTER}]+)?\s?$")
_MONEY_SIGNS = "$£€¥₹৳"
_HOURS = ("টা", "টে", "টো")
_DAY_PART = words_of("day_part")
_NAMED_AMOUNT = re.compile(
    rf"(?:{_DAY_PART} )?(?P<sign>[{_MONEY_SIGNS}]?)\s?\d[\d.,]*\s?(?P<unit>(?:[{LETTER}]+|°C?)?)"
)
_NAMED_AMOUNT_BEFORE = re.compile(_NAMED_AMOUNT.pattern + r"\s?$")
_EQUALS_AFTER = re.compile(r"[^।=]{0,24}=")


def _symbol(match: re.Match[str], _locale: Locale) -> str:
    said = _SYMBOLS[match["symbol"]]
    if said == "ও" and match.string.startswith(".", match.end()):
        said = "এবং"  # ও. looks like an initial
    return join_case(said, match["case"]) if match["case"] else said


def _times(match: re.Match[str], _locale: Locale) -> str:
    return "গুণ" if _EQUALS_AFTER.match(match.string, match.end()) else "বাই"


def _by(match: re.Match[str], _locale: Locale) -> str | None:
    """Read the sign of ``৮ ফুট x ১০ ফুট``."""
    return "বাই" if _AMOUNT_BEFORE.search(text_before(match)) else None


def _plus_or_minus(match: re.Match[str], _locale: Locale) -> str | None:
    """Read the sign after a letter: a blood group's or a grade's."""
    before = text_before(match)[-24:]
    is_blood = is_after("blood_after", match) or re.search("রক্ত|ব্লাড|গ্রুপ", before) is not None
    if not match["plus"] and not is_blood and not before[-1:].isascii():
        return None
    if match["plus"]:
        return "পজিটিভ" if is_blood else "প্লাস"
    return "নেগেটিভ" if is_blood else "মাইনাস"


def _or(match: re.Match[str], _locale: Locale) -> str:
    said_already = _OR_BESIDE.search(text_before(match)) or _OR_AFTER.match(match.string, match.end())
    touches = (
        match.string[match.start() - 1 : match.start()].strip() and match.string[match.end() : match.end() + 1].strip()
    )
    return "বা" if touches and not said_already else ""


def _compared(match: re.Match[str], locale: Locale) -> str:
    said = say_number(match["number"], locale)
    if match["percent"]:
        said += " শতাংশ"
    elif match["counted"] or match["unit"]:
        said += f" {match['counted'] or say_unit(match)}"
    said = join_case(said, "এর")
    return f"{said} {'কম' if match['sign'] == '<' else 'বেশি'}"


def _picture(match: re.Match[str], _locale: Locale) -> str | None:
    sign = match["sign"]
    if sign in _SYMBOLS:
        return None
    return "" if sign in _DROPPED or unicodedata.category(sign) in _PICTURES else None


def _for_each(match: re.Match[str], _locale: Locale) -> str | None:
    """Read the stroke of ``৪০ টাকা/কেজি``; in ``দিন/মাস`` there is nothing to count."""
    return f"প্রতি {join_ending(say_rate_unit(match), match)}" if _AMOUNT_BEFORE.search(text_before(match)) else None


def _range_of_the_same(match: re.Match[str], _locale: Locale) -> str | None:
    """Read the dash of ``৩০০ টাকা-৪০০ টাকা``, ``₹৭৫০-₹৯০০`` and ``৫ মে-৭ জুন``."""
    left, right = _NAMED_AMOUNT_BEFORE.search(text_before(match)), _NAMED_AMOUNT.match(match.string, match.end())
    if left is None or right is None:
        return None
    same_sign, same_unit = left["sign"] == right["sign"], left["unit"] == right["unit"]
    both_months = re.fullmatch(MONTH, left["unit"]) and re.fullmatch(MONTH, right["unit"])
    named = left["sign"] or left["unit"]
    same_unit = same_unit or (left["unit"] in _HOURS and right["unit"].startswith(_HOURS))
    return "থেকে" if named and same_sign and (same_unit or left["sign"] or both_months) else None


def _says(word: str) -> Callable[[re.Match[str], Locale], str]:
    return lambda _match, _locale: word


_STROKE = "[/\u2044\u2215]"
_WORDED = "".join(map(re.escape, _SYMBOLS))
SYMBOLS_IN_CONTEXT = (
    SemioticClass(
        "symbol",
        (SYMBOL,),
        re.compile(
            rf"(?P<sign>[<>])\s?(?P<number>{NUMBER})(?:(?P<percent>\s?%)|\s?{UNIT}|\s?(?P<counted>{words_of('quantity_after')}){WORD_ENDS})?(?![{LETTER}])"
        ),
        _compared,
    ),
    SemioticClass("symbol", (SYMBOL, LATIN), re.compile(rf"(?<=\d)[×xX](?=\s[{LETTER}])"), _says("গুণ")),
    SemioticClass("symbol", (SYMBOL,), re.compile(r"[×✕✖](?!\s*=)"), _times),
    SemioticClass("symbol", (LATIN,), re.compile(rf"(?<=[{LETTER}] )[xX](?= ?\d)"), _by),
    SemioticClass(
        "symbol",
        (SYMBOL,),
        re.compile(rf"(?<=[A-Zএবিও])(?:(?P<plus>\+)|[-−–])(?:ve\b)?(?![{LETTER}\w-])"),
        _plus_or_minus,
    ),
    SemioticClass("symbol", (SYMBOL,), re.compile(r"(?:(?<=\d)|(?<=\d\s))[*]\s?(?=\d)"), _says("গুণ")),
    SemioticClass(
        "symbol",
        (SYMBOL,),
        re.compile(r"(?:(?<=\d)|(?<=\d\s))[-−–]\s?(?=\d[\d.,]*\s*=)"),
        _says("বিয়োগ"),
    ),
    SemioticClass("symbol", (SYMBOL,), re.compile(rf"/\s?{RATE_UNIT}"), _for_each),
    SemioticClass(
        "symbol", (SYMBOL,), re.compile(rf"{DASH}\s?(?=(?:{_DAY_PART} )?[{_MONEY_SIGNS}\d])"), _range_of_the_same
    ),
    SemioticClass("symbol", (SYMBOL,), re.compile(rf"(?:(?<=\d)|(?<=\d\s)){_STROKE}"), _says("বাই")),
    SemioticClass("symbol", (SYMBOL,), re.compile(rf"(?<=রান){_STROKE}"), _says("")),
    SemioticClass(
        "symbol",
        (SYMBOL,),
        re.compile(rf"√\s?(?P<low>{NUMBER}){CASE}?"),
        lambda match, locale: join_ending(f"{join_case(say_number(match['low'], locale), 'এর')} বর্গমূল", match),
    ),
    SemioticClass("symbol", (SYMBOL,), re.compile(_STROKE), _or),
    SemioticClass("symbol", (SYMBOL,), re.compile(rf"#(?=[A-Za-z{LETTER}])"), _says("হ্যাশট্যাগ")),
)
SYMBOLS = (
    SemioticClass("symbol", (SYMBOL,), re.compile(rf"(?P<symbol>[{_WORDED}]){CASE}?"), _symbol),
    SemioticClass("symbol", (SYMBOL,), re.compile(r"(?P<sign>.)[\ufe0e\ufe0f\u200d]* *", re.DOTALL), _picture),
)
"""Signs with a word of their own, then what is left out; they come last."""
