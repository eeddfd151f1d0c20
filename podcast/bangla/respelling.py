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
# ও by itself is long, and is never nasal; a silent য় with a sign is short
_AFTER_VOWEL = {**_WHOLE, "o": "\u09df\u09cb", "w": "\u09df\u09cb"}
_GLIDES = {"oy": "\u09c8", "ow": "\u09cc"}
_WHOLE_GLIDES = {"oy": "ঐ", "ow": "ঔ"}
_BEFORE_WHOLE_N = frozenset("ieEaOou")
_SAID_BY_THEMSELVES = frozenset("কখগঘচজঝটঠডঢতথদধপফবভমরলহ")
_FINAL_GLIDE = "য\u09bc"


def spell(phonemes: Sequence[str], *, keeps_first_vowel: bool = True) -> str:
    """Return the letters for *phonemes*.

    Where espeak would raise an ɔ in the first syllable, hyphens keep it; espeak says their two sides as one word. With
    *keeps_first_vowel* off it may raise it.

    >>> spell(("sh", "O", "b", "d", "o")), spell(("O", "sh", "i", "m")), spell(("sh", "O", "b", "i"))
    ('শব্দো', 'অ-শিম্', 'শ্-অ-বি')
    """
    spelling: list[str] = []
    size, place, is_joined = len(phonemes), 0, False
    begins = is_first_vowel = True
    while place < size:
        sound = phonemes[place]
        place += 1
        letter = _LETTERS.get(sound)
        if letter is not None:
            following = phonemes[place] if place < size else ""
            spelling.append(_consonant(sound, following, is_joined=is_joined, begins=begins))
            is_joined, begins = spelling[-1] != "ং", False
            continue
        following = phonemes[place] if place < size else ""
        pair = sound[0] + following
        if pair in _GLIDES:
            spelling.append((_GLIDES if is_joined else _WHOLE_GLIDES)[pair] + sound[1:].replace("~", "ঁ"))
            place += 1
        elif sound == "y" and not following:
            spelling.append(_FINAL_GLIDE)
        elif keeps_first_vowel and sound == "O" and is_first_vowel and _is_raised(phonemes, place):
            spelling.append(_kept_vowel("".join(spelling).rpartition("-")[2]))
            is_joined, begins, is_first_vowel = False, True, True
            continue
        else:
            letters = _SIGNS if is_joined else _AFTER_VOWEL if spelling and not begins else _WHOLE
            is_short_o = sound == "o" and not spelling and _is_raised(phonemes, place)
            spelling.append("অ" if is_short_o else letters[sound[0]] + ("ঁ" if sound[-1] == "~" else ""))
        is_joined = begins = is_first_vowel = False
    if is_joined:
        spelling.append(_HASANTA)
    return "".join(spelling)


def _consonant(sound: str, following: str, *, is_joined: bool, begins: bool) -> str:
    before = _HASANTA if is_joined else ""
    if sound == "N":
        return "ং" if not is_joined and not begins and following[:1] not in _BEFORE_WHOLE_N else before + "ঙ"
    if following == "l" and sound in {"s", "sh"}:
        return before + ("শ" if sound == "s" else "স")
    if sound == "j" and following == "b" and not is_joined:
        return "য"
    return before + _LETTERS[sound]


def _is_raised(phonemes: Sequence[str], place: int) -> bool:
    """Tell whether espeak makes o of the ɔ that stands just before *place* and is the first vowel of its word."""
    rest = phonemes[place:]
    following = next((at for at, phoneme in enumerate(rest) if phoneme[0] in VOWELS or phoneme in {"y", "w"}), None)
    if following is None or rest[following:] == ("y",):
        return False
    return rest[following][0] in {"i", "u", "y"} or (place > 1 and phonemes[place - 2] == "r")


def _kept_vowel(onset: str) -> str:
    """Return what makes espeak say ɔ after *onset*: by itself a letter is ɔ, unless it has a name."""
    if not onset or onset == "অ":
        return "অ-"
    return "-" if onset in _SAID_BY_THEMSELVES else f"{_HASANTA}-অ-"


def flatten(word: str, phonemes: Phonemes) -> Phonemes:
    """Return *phonemes* with ``O`` for every vowel that is not written in *word*, composed.

    Only where espeak would not say it, after one consonant at the end, an o stays o.

    >>> flatten("বছর", ("b", "O", "ch", "o", "r")), flatten("ছিল", ("ch", "i", "l", "o"))
    (('b', 'O', 'ch', 'O', 'r'), ('ch', 'i', 'l', 'o'))
    """
    if "o" not in phonemes:
        return phonemes
    written = [(LETTERS.get(one.cluster[-1:], ""), one.vowel) for one in split_aksharas(word) if one.vowel]
    flat = list(phonemes)
    at, before = 0, ""
    for place, phoneme in enumerate(phonemes):
        sound = phoneme[0]
        if sound in VOWELS:
            found = _find(written, at, before, "*o" if sound in "oO" else sound)
            if found is not None:
                at = found + 1
                if phoneme == "o" and written[found][1] == INHERENT and not _is_dropped(phonemes, place):
                    flat[place] = "O"
        before = "" if sound in VOWELS else phoneme
    return tuple(flat)


def _find(written: Sequence[tuple[str, str]], at: int, before: str, vowels: str) -> int | None:
    """Return where one of *vowels* is written from *at* on, after the consonant *before* if it is anywhere."""
    second = None
    for place in range(at, len(written)):
        consonant, vowel = written[place]
        if vowel in vowels:
            if consonant == before:
                return place
            second = place if second is None else second
    return second


def _is_dropped(phonemes: Sequence[str], place: int) -> bool:
    """Tell whether espeak would not say an unwritten vowel at *place*: at the end, after a vowel and one consonant."""
    return place == len(phonemes) - 1 > 1 and phonemes[place - 2][0] in VOWELS
