"""Letters of the Latin script: what they are, and as which of the 26 they are read."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

LATIN_LETTER = (
    "A-Za-zªºÀ-ÖØ-öø-ʸˠ-ˤᴀ-ᴥᴬ-ᵜᵢ-ᵥᵫ-ᵷᵹ-ᶾḀ-ỿⁱⁿₐ-ₜ\u212a\u212bⅎⅠ-ↈⱠ-ⱿꜢ-ꞇꞋ-ꟿꬰ-ꭚꭜ-ꭤꭦ-ꭨﬀ-ﬆＡ-Ｚａ-ｚ"
    "ℂℇℊ-ℓℕℙ-ℝℤℨℬℭℯ-ℱℳℴℹⅅ-ⅉ\U0001d400-\U0001d7cb\U0001f130-\U0001f149\U00010780-\U000107ba\U0001df00-\U0001df2a"
)
"""Every letter of the Latin script, and letters of mathematics that look like one; for use between square brackets."""
COMBINING = "\u0300-\u036f"

_ANY = re.compile(f"[{LATIN_LETTER}][{COMBINING}]*")
_QUALIFIERS = (
    "SUBSCRIPT SMALL CAPITAL LETTER LIGATURE EXTENDED REVERSED TURNED OPEN SIDEWAYS INVERTED LONG TOP BOTTOM HALF"
    " DOTLESS INSULAR BLACKLETTER BARRED MIDDLE SCRIPT CLOSED TAILLESS STIRRUP ITALIC VOLAPUK ANGLICANA SQUAT OLD"
)
_NAME = re.compile(
    r"(?:LATIN|MODIFIER LETTER|DOUBLE-STRUCK|SCRIPT|BLACK-LETTER|SQUARED LATIN|TURNED)"
    rf"(?: (?:{_QUALIFIERS.replace(' ', '|')}))* (?P<letter>[A-Z]+)"
)
_SPELLED = {
    "SCHWA": "e",
    "ESH": "sh",
    "EZH": "zh",
    "ETH": "dh",
    "THORN": "th",
    "ENG": "ng",
    "WYNN": "w",
    "YOGH": "y",
    "GAMMA": "g",
    "ALPHA": "a",
    "IOTA": "i",
    "UPSILON": "u",
    "OMEGA": "o",
    "PHI": "f",
    "CHI": "kh",
    "BETA": "b",
    "DELTA": "d",
    "SHARP": "ss",
    "KRA": "k",
    "ETHEL": "oe",
    "HENG": "h",
    "VEND": "v",
    "TRESILLO": "k",
    "CUATRILLO": "k",
    "CON": "con",
    "RUM": "rum",
    "UM": "um",
}
"""Letters that are not one of the 26 with something added, by the word that names them."""


def is_latin(char: str) -> bool:
    """Tell whether *char* is a letter of the Latin script."""
    return _ANY.fullmatch(char) is not None


def fold_latin(text: str) -> str:
    """Return *text* with every Latin letter as one or more of A-Z and a-z; all else stays as it is.

    >>> fold_latin("Café Müller, Øresund, Straße, ﬁlm, Łódź")
    'Cafe Muller, Oresund, Strasse, film, Lodz'
    """
    return text if text.isascii() else _ANY.sub(lambda match: _fold(match[0]), text)


@lru_cache(maxsize=4096)
def _fold(letter: str) -> str:
    plain = "".join(char for char in unicodedata.normalize("NFKD", letter) if char.isascii() and char.isalpha())
    if plain:
        return plain
    found = _NAME.match(unicodedata.name(letter[0], ""))
    if found is None:
        return ""
    name = found["letter"]
    spelled = _SPELLED.get(name, name.lower() if len(name) <= len("AE") else "")
    return spelled.capitalize() if "CAPITAL" in found[0] and "SMALL CAPITAL" not in found[0] else spelled
