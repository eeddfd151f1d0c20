"""Words in Latin letters that nothing else has read, with their Bengali endings."""

from __future__ import annotations

import re
import unicodedata

from podcast.bangla.latin import LATIN_ENDING, LATIN_TOKEN, join_latin_ending, read_token
from podcast.bangla.locale import Locale
from podcast.bangla.scan import DIGIT, LATIN, OTHER, SemioticClass


def _is_numeral(char: str) -> bool:
    """Tell the Roman numerals that are characters of their own, such as Ⅷ, from letters."""
    return unicodedata.category(char) == "Nl"


def _latin(match: re.Match[str], locale: Locale) -> str | None:
    if locale.keeps_latin or any(map(_is_numeral, match["token"])):
        return None
    return join_latin_ending(read_token(match["token"], locale.readings), match)


LATIN_WORDS = (
    SemioticClass("latin", (LATIN, DIGIT, OTHER), re.compile(f"(?P<token>{LATIN_TOKEN}){LATIN_ENDING}"), _latin),
)
