"""Names that hold a number and are read in their own way: টি-২০, ৫জি, বোয়িং ৭৩৭."""

from __future__ import annotations

import re
from collections.abc import Iterable

from podcast.bangla.context import is_after, text_before
from podcast.bangla.digits import ascii_digits
from podcast.bangla.joining import CASE, LETTER, WORD_ENDS, join_case
from podcast.bangla.locale import Locale
from podcast.bangla.numbers import say_digits, say_english
from podcast.bangla.scan import DIGIT, WORD, SemioticClass
from podcast.bangla.tsv import read_pairs

_NAMES = {ascii_digits(written): spoken for written, spoken in read_pairs("names.tsv")}
_WAYS = dict(read_pairs("numbered_names.tsv"))
_LETTERS = "|".join(sorted((name for _, name in read_pairs("letters.tsv")), key=len, reverse=True))
# ও and আর are words of their own: ও-৫ is "and five"
_SPELLED = f"(?!(?:ও|আর|এই|ওই)[-‑–]?\\d)(?:{_LETTERS}){{1,6}}"


_RECENT_YEAR = "[1১][9৯]\\d\\d|[2২][0০]\\d\\d"


_SPELLED_UNITS = {"কেজি", "জিবি", "এমবি", "টিবি", "কেভি", "সিসি", "টি"}


def _pattern_of(name: str) -> str:
    return "".join(f"[{char}{chr(ord('০') + int(char))}]" if char.isdecimal() else re.escape(char) for char in name)


def _first_words(names: Iterable[str]) -> str:
    return "|".join(sorted({found[0] for name in names if (found := re.match(f"[{LETTER}]+", name))}, reverse=True))


def _name(match: re.Match[str], _locale: Locale) -> str:
    said = _NAMES["".join(str(int(char)) if char.isdecimal() else char for char in match["name"])]
    return join_case(said, match["case"]) if match["case"] else said


def _lettered(match: re.Match[str], _locale: Locale) -> str | None:
    if re.fullmatch(_RECENT_YEAR, match["number"]):  # আইপিএল-২০২৪
        return None
    if match["letters"] in _SPELLED_UNITS and re.search(r"\d\s?$", text_before(match)):  # ১০ কেজি-১২ কেজি
        return None
    said = f"{match['letters']} {say_english(match['number'])}"
    return join_case(said, match["case"]) if match["case"] else said


def _numbered(match: re.Match[str], _locale: Locale) -> str | None:
    if is_after("quantity_after", match):
        return None
    say = say_digits if _WAYS[match["word"]] == "digits" else say_english
    said = f"{match['word']}{match['between']}{say(match['number'])}"
    return join_case(said, match["case"]) if match["case"] else said


_ALTERNATIVES = "|".join(map(_pattern_of, sorted(_NAMES, key=len, reverse=True)))
_END = rf"(?!\d|/(?!\d+জি)|[.,:]\d)(?:{CASE}|{WORD_ENDS})"
NAMES = (
    SemioticClass(
        "name",
        (DIGIT, WORD),
        re.compile(rf"(?P<name>{_ALTERNATIVES}){_END}"),
        _name,
        _first_words(_NAMES),
    ),
    SemioticClass(
        "name",
        (WORD,),
        re.compile(rf"(?P<letters>{_SPELLED})[-‑–]?(?P<number>\d{{1,4}}(?:\.\d+)?){_END}"),
        _lettered,
        rf"{_SPELLED}(?=[-‑–]?\d)",
    ),
    SemioticClass(
        "name",
        (WORD,),
        re.compile(rf"(?P<word>{'|'.join(_WAYS)})(?P<between>[\s-])(?P<number>\d{{1,4}}){_END}"),
        _numbered,
        rf"(?:{'|'.join(_WAYS)})(?=[\s-]\d)",
    ),
)
