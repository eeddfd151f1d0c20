"""Phonemes as Bengali spelling that espeak-ng's own rules say as meant.

What espeak-ng 1.52 does, each seen in its phonemes: a letter without a sign is ɔ, except that the first vowel of a word
is o when the next one is i or u, and after r whatever the next one is; জ্ব loses its b, হ্ব is v; স is s before ত and থ
only, শ before ল only; এ্যা and C্যা are æ.
"""

from __future__ import annotations

from collections.abc import Sequence

from podcast.bangla.aksharas import INHERENT, VOWELS, split_aksharas
from podcast.bangla.clusters import LETTERS
from podcast.bangla.notation import Phonemes

_HASANTA = "\u09cd"
_LETTERS = {
    "k": "ক", "kh": "খ", "g": "গ", "gh": "ঘ", "N": "ঙ", "c": "চ", "ch": "ছ", "j": "জ", "jh": "ঝ", "T": "ট", "Th": "ঠ",
    "D": "ড", "Dh": "ঢ", "t": "ত", "th": "থ", "d": "দ", "dh": "ধ", "n": "ন", "p": "প", "f": "ফ", "b": "ব", "bh": "ভ",
    "m": "ম", "r": "র", "R": "\u09dc", "l": "ল", "s": "স", "sh": "শ", "h": "হ",
}  # fmt: skip
_SIGNS = {"i": "\u09bf", "u": "\u09c1", "e": "\u09c7", "a": "\u09be", "o": "\u09cb", "O": "", "E": "\u09cd\u09af\u09be"}
_WHOLE = {"i": "ই", "u": "উ", "e": "এ", "a": "আ", "o": "ও", "O": "অ", "E": "অ্যা", "y": "ই", "w": "ও"}
_GLIDES = {"oy": "\u09c8", "ow": "\u09cc"}
_WHOLE_GLIDES = {"oy": "ঐ", "ow": "ঔ"}
_FINAL_GLIDE = "য\u09bc"


def spell(phonemes: Sequence[str], *, keeps_first_vowel: bool = True) -> str:
    """Return the letters for *phonemes*.

    Where espeak would raise an ɔ in the first syllable, a hyphen keeps it; espeak says the two sides as one word. With
    *keeps_first_vowel* off it may raise it.

    >>> spell(("sh", "O", "b", "d", "o")), spell(("O", "sh", "i", "m"))
    ('শব্দো', 'অ-শিম্')
    """
    parts: list[str] = []
    size, place, open_consonant = len(phonemes), 0, False
    is_first_vowel = True
    while place < size:
        sound = phonemes[place]
        letter = _LETTERS.get(sound)
        if letter is not None:
            if open_consonant:
                parts.append(_HASANTA)
            parts.append(_consonant(sound, letter, phonemes, place, joined=open_consonant))
            open_consonant = sound != "N" or parts[-1] == "ঙ"
            place += 1
            continue
        place += 1
        bare, nasal = sound[0], "ঁ" if sound[-1] == "~" else ""
        if bare == "o" and place < size and phonemes[place] in "yw" and not nasal:
            pair = bare + phonemes[place]
            parts.append(_GLIDES[pair] if open_consonant else _WHOLE_GLIDES[pair])
            place += 1
        elif bare == "y" and place == size:
            parts.append(_FINAL_GLIDE)
        elif open_consonant and bare in VOWELS:
            parts.append(_SIGNS[bare] + nasal)
        else:
            parts.append(_WHOLE[bare] + nasal)
        open_consonant = False
        if keeps_first_vowel and bare == "O" and not nasal and is_first_vowel and _would_be_raised(phonemes, place):
            parts.append("-")
            is_first_vowel = True
        else:
            is_first_vowel = False
    if open_consonant:
        parts.append(_HASANTA)
    return "".join(parts)


def _consonant(sound: str, letter: str, phonemes: Sequence[str], place: int, *, joined: bool) -> str:
    following = phonemes[place + 1] if place + 1 < len(phonemes) else ""
    if sound == "N" and following[:1] not in VOWELS or sound == "N" and not following:
        return "ং" if not joined else letter
    if sound == "sh" and following == "l":
        return "স"
    if sound == "s" and following == "l":
        return "শ"
    if sound == "sh" and following not in {"t", "th"}:
        return letter
    if sound == "j" and following == "b" and not joined:
        return "য"
    return letter


def _would_be_raised(phonemes: Sequence[str], place: int) -> bool:
    """Tell whether espeak would make o of the ɔ that stands just before *place* and is the first vowel of its word."""
    following = next((phoneme[0] for phoneme in phonemes[place:] if phoneme[0] in VOWELS or phoneme in "yw"), None)
    if following is None:
        return False
    return following in {"i", "u", "y"} or (place >= 2 and phonemes[place - 2] == "r")


def flatten(word: str, phonemes: Phonemes) -> Phonemes:
    """Return *phonemes* with ``O`` for every vowel that is not written in *word*, composed.

    Only where espeak would not say it, after one consonant at the end, an o stays o.

    >>> flatten("বছর", ("b", "O", "ch", "o", "r")), flatten("ছিল", ("ch", "i", "l", "o"))
    (('b', 'O', 'ch', 'O', 'r'), ('ch', 'i', 'l', 'o'))
    """
    written = [(LETTERS.get(one.cluster[-1:], ""), one.vowel) for one in split_aksharas(word) if one.vowel]
    flat = list(phonemes)
    at = 0
    for place, phoneme in enumerate(phonemes):
        if phoneme[0] not in VOWELS:
            continue
        sound = {INHERENT, "o"} if phoneme[0] in "oO" else {phoneme[0]}
        before = phonemes[place - 1] if place and phonemes[place - 1][0] not in VOWELS else ""
        found = next((n for n in range(at, len(written)) if written[n][1] in sound and written[n][0] == before), None)
        if found is None:
            found = next((n for n in range(at, len(written)) if written[n][1] in sound), None)
        if found is None:
            continue
        at = found + 1
        is_dropped = place == len(phonemes) - 1 > 1 and phonemes[place - 2][0] in VOWELS
        if phoneme == "o" and written[found][1] == INHERENT and not is_dropped:
            flat[place] = "O"
    return tuple(flat)
