"""Telephone numbers, pin codes and other numbers that name something: said digit by digit."""

from __future__ import annotations

import re

from podcast.bangla.context import is_after, is_before, text_before, words_of
from podcast.bangla.joining import CASE, LETTER, join_ending
from podcast.bangla.locale import Locale
from podcast.bangla.numbers import say_digits
from podcast.bangla.scan import DIGIT, SYMBOL, SemioticClass
from podcast.bangla.tsv import read_rows

_LINE_SHORTEST, _NUMBER_SHORTEST, _TELEPHONE_SHORTEST, _ALWAYS = 3, 5, 8, 10
_GROUPS_OF_A_TELEPHONE, _TOLL_FREE = 3, 1800
_INDIAN_PIN, _POST_CODE = 6, 4
_CODE = 4
"""A number that begins with a zero is an amount before a word such as জন only when it has at most so many digits."""
_ENDING = "(?:টি|টা)?(?:ের|ে|য়|র|এর|তে|কে)?"
_POST_TOWN = re.compile(rf"(?<![{LETTER}]){words_of('post_town')}\s?[\s–-]\s?$")
_SHORT_CODES = {int(number) for (number,) in read_rows("short_codes.tsv")}
_AT_NUMBER = re.compile(r"\s*(?:নম্বরে|নাম্বারে)")
_LINE_BEFORE = re.compile(
    rf"(?<![{LETTER}])(?:{words_of('line_before')}){_ENDING}"
    rf"(?:[\s:-]+(?:{words_of('line_words_before')}){_ENDING})*[\s:–(-]*$"
)
_CALL_AFTER = re.compile(r"(?:\s*নম্বরে|\s*নাম্বারে|\s*নম্বর)?\s*(?:ফোন|কল|ডায়াল|মেসেজ|এসএমএস|যোগাযোগ)")


def _is_of_a_line(match: re.Match[str], groups: list[str], length: int) -> bool:
    """Tell a number that somebody dials or types in, by the words beside it."""
    if length >= _LINE_SHORTEST and (_calls(match) or _LINE_BEFORE.search(text_before(match))):
        return True
    is_code = len(groups) == 1 and int(groups[0]) in _SHORT_CODES
    return is_code and _AT_NUMBER.match(match.string, match.end()) is not None


def _is_of_a_post_office(match: re.Match[str], length: int) -> bool:
    """Tell the code of ``কলকাতা-৭০০০৭৩`` and ``ঢাকা-১২০৭``."""
    joined = match.start() > 0 and match.string[match.start() - 1] in "-–"
    in_town = _POST_TOWN.search(text_before(match)) is not None
    return (length == _INDIAN_PIN and (joined or in_town)) or (length == _POST_CODE and joined and in_town)


def _is_serial(match: re.Match[str], groups: list[str]) -> bool:
    length = sum(map(len, groups))
    if match["plus"] or (len(groups[0]) > 1 and int(groups[0][0]) == 0):
        return (
            length >= _TELEPHONE_SHORTEST if match["plus"] else length > _CODE or not is_after("quantity_after", match)
        )
    if is_after("quantity_after", match):
        return False
    parted = re.search("[-‐‑–]", match["groups"]) or (len(groups[0]) == _CODE and int(groups[0]) == _TOLL_FREE)
    if parted and len(groups) >= _GROUPS_OF_A_TELEPHONE and min(map(len, groups)) > 1 and length >= _TELEPHONE_SHORTEST:
        return True
    if len(groups) == 1 and length >= _ALWAYS:
        return True
    if _is_of_a_line(match, groups, length) or _is_of_a_post_office(match, length):
        return True
    return length >= _NUMBER_SHORTEST and (is_before("number_before", match) or is_after("number_after", match))


def _calls(match: re.Match[str]) -> bool:
    """Tell ``৯৯৯-এ ফোন`` and ``৯৯৯ নম্বরে ফোন`` from ``৯৯৯ ফোন``."""
    after = _CALL_AFTER.match(match.string, match.end())
    return after is not None and bool(match["case"] or "নম্বর" in after[0] or "নাম্বার" in after[0] or "ডায়াল" in after[0])


def _service_code(match: re.Match[str], _locale: Locale) -> str:
    return " ".join(_KEYS.get(char) or say_digits(char) for char in match[0])


def _serial(match: re.Match[str], _locale: Locale) -> str | None:
    groups = re.findall(r"\d+", match["groups"])
    if not _is_serial(match, groups):
        return None
    # a comma where the writer parted the groups: a danda would make the listener hear sentences
    return join_ending(("প্লাস " if match["plus"] else "") + ", ".join(map(say_digits, groups)), match)


_KEYS = {"*": "স্টার", "#": "হ্যাশ"}
SERIALS = (
    SemioticClass("serial", (SYMBOL,), re.compile(r"\*[\d*]+#"), _service_code),
    SemioticClass(
        "serial",
        (SYMBOL,),
        re.compile(rf"(?P<plus>\+)\s?(?P<groups>\d{{1,3}}(?:[-\s]\d{{2,}}){{2,5}})(?![.,:/%]?\d|%){CASE}?"),
        _serial,
    ),
    SemioticClass(
        "serial",
        (DIGIT, SYMBOL),
        re.compile(
            r"(?P<plus>\+\s?)?(?P<groups>(?:\(\d{2,5}\) ?[-‐‑–]?)?\d+(?:[-‐‑–]\d{2,}| [-‐‑–] \d{3,}| \d{3,}){0,5})"
            rf"(?![.,:/%]?\d|%){CASE}?"
        ),
        _serial,
    ),
)
