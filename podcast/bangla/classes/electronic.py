"""Addresses of pages and mail."""

from __future__ import annotations

import re

from podcast.bangla.english import write_english
from podcast.bangla.joining import CASE
from podcast.bangla.latin import join_latin_case, read_token, spell_letters
from podcast.bangla.locale import Locale
from podcast.bangla.numbers import say_english
from podcast.bangla.scan import DIGIT, LATIN, SemioticClass

_SIGNS = {".": "ডট", "@": "অ্যাট", "/": "স্ল্যাশ", "-": "ড্যাশ", "_": "আন্ডারস্কোর", "+": "প্লাস", "www": "ডব্লিউ ডব্লিউ ডব্লিউ"}
_PART = re.compile(r"[A-Za-z]+|\d+|[^\w\s]|_")
_CONSONANTS = re.compile("[b-df-hj-np-tv-xz]{4}", re.IGNORECASE)
_VOWEL = re.compile("[aeiouy]", re.IGNORECASE)
_LEAST_VOWELS = 0.21
_DOMAIN = r"[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){0,4}\.[A-Za-z]{2,12}(?![A-Za-z0-9])"


def _is_initials(part: str) -> bool:
    """Tell a name that cannot be said, as in irctc.co.in: four consonants in a row, and hardly a vowel."""
    return bool(_CONSONANTS.search(part)) and len(_VOWEL.findall(part)) < _LEAST_VOWELS * len(part)


def _say_part(part: str, locale: Locale) -> str:
    if part in _SIGNS:
        return _SIGNS[part]
    if part[0].isdecimal():
        return say_english(part)
    if not part.isalpha():
        return ""
    if locale.keeps_latin:
        return part
    is_spelled = _is_initials(part) and not locale.readings.find(part) and write_english(part.lower()) is None
    return spell_letters(part) if is_spelled else read_token(part, locale.readings)


def _address(match: re.Match[str], locale: Locale) -> str:
    parts = _PART.findall(match["address"].rstrip("/"))
    said = " ".join(filter(None, (_say_part(part, locale) for part in parts)))
    if not match["case"]:
        return said
    return f"{said}-{match['case']}" if said[-1].isascii() else join_latin_case(said, match["case"])


ELECTRONIC = (
    SemioticClass(
        "electronic",
        (LATIN, DIGIT),
        re.compile(rf"(?P<address>[A-Za-z0-9][A-Za-z0-9._+-]{{0,63}}@{_DOMAIN}){CASE}?"),
        _address,
    ),
    SemioticClass(
        "electronic",
        (LATIN, DIGIT),
        re.compile(rf"(?:https?://)(?P<address>(?:{_DOMAIN})(?:[/?#][A-Za-z0-9/?#=&%._~+-]*[A-Za-z0-9/=])?/?){CASE}?"),
        _address,
    ),
    SemioticClass(
        "electronic",
        (LATIN, DIGIT),
        re.compile(
            r"(?P<address>(?:www\.[A-Za-z0-9.-]{0,200}[A-Za-z0-9]|[A-Za-z0-9][A-Za-z0-9-]{0,62}(?:\.[A-Za-z0-9-]{1,63}){0,4}"
            r"\.(?:com|org|net|edu|gov|info|in|bd|uk|us|io|co|tv|me|ai|app|dev|int))(?![A-Za-z0-9])"
            rf"(?:/[A-Za-z0-9/._~-]*[A-Za-z0-9/])?){CASE}?"
        ),
        _address,
    ),
)
