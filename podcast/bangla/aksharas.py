"""A Bengali word taken apart into aksharas: the consonants written together, the vowel, and the signs on them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

INHERENT = "*"
"""The vowel that is not written; whether it is said, and how, is for ``inherent.py`` to tell."""
VOWELS = frozenset("ieEaOou")

_COMPOSED = (("য\u09bc", "\u09df"), ("ড\u09bc", "\u09dc"), ("ঢ\u09bc", "\u09dd"))
_BENGALI_R_YA, _MARKED_R_YA = "র\u200d\u09cd\u09af", "ৰ\u09cd\u09af"
_HASANTA = "\u09cd"
_CONSONANT = "ক-নপ-রলশ-হৎ\u09dc\u09dd\u09dfৰৱ"
_AKSHARA = re.compile(
    f"(?P<cluster>[{_CONSONANT}](?:\u09cd[{_CONSONANT}])*)(?P<sign>[\u09be-\u09c4\u09c7\u09c8\u09cb\u09cc]|\u09cd\u200c?)?"
    "(?P<marks>[ঁংঃ]*)|(?P<letter>[অ-ঌএঐওঔ])(?P<wide>\u09cd\u09af\u09be)?(?P<after>[ঁংঃ]*)"
)
_WHOLE_WORD = re.compile(f"(?:{re.sub(r'[?]P<[a-z]+>', '?:', _AKSHARA.pattern)})+")
# the vowel, and what it begins and ends with: ৃ is ri, ৈ is oy
_SOUNDS = {
    "অ": ("", INHERENT, ""), "আ": ("", "a", ""), "ই": ("", "i", ""), "ঈ": ("", "i", ""), "উ": ("", "u", ""),
    "ঊ": ("", "u", ""), "ঋ": ("r", "i", ""), "ঌ": ("l", "i", ""), "এ": ("", "e", ""), "ঐ": ("", "o", "y"),
    "ও": ("", "o", ""), "ঔ": ("", "o", "w"), "\u09be": ("", "a", ""), "\u09bf": ("", "i", ""), "\u09c0": ("", "i", ""),
    "\u09c1": ("", "u", ""), "\u09c2": ("", "u", ""), "\u09c3": ("r", "i", ""), "\u09c4": ("r", "i", ""),
    "\u09c7": ("", "e", ""), "\u09c8": ("", "o", "y"), "\u09cb": ("", "o", ""), "\u09cc": ("", "o", "w"),
}  # fmt: skip


@dataclass(slots=True)
class Akshara:
    """One written syllable; ``inherent.py`` changes what is not written in it."""

    cluster: str
    """The consonants as written, without the signs that join them; empty where a vowel stands alone."""
    onset: tuple[str, ...]
    """The consonants as said."""
    vowel: str
    """:data:`INHERENT`, one of :data:`VOWELS`, or nothing."""
    coda: str
    """What is said after the vowel: ``N`` for ং, ``y`` and ``w`` of ঐ and ঔ, ``h`` for a visarga at the end."""
    is_nasal: bool
    sign: str
    """The vowel as written: a sign, a letter, a hasanta or nothing."""


def compose(word: str) -> str:
    """Return *word* with য়, ড় and ঢ় as one character each, as the patterns of these modules have them."""
    if "\u09bc" in word:
        for parts, whole in _COMPOSED:
            word = word.replace(parts, whole)
        word = word.replace("\u09bc", "")  # the z of সিরিজ় is j for espeak
    return word


def is_whole_word(word: str) -> bool:
    """Tell whether *word*, composed, is made of aksharas and nothing else: no sign without a letter, no rare sign."""
    return _WHOLE_WORD.fullmatch(word.replace(_BENGALI_R_YA, _MARKED_R_YA)) is not None


def split_aksharas(word: str) -> list[Akshara]:
    """Return the aksharas of *word*, composed, the consonants not yet read; what is no Bengali letter is passed over.

    >>> [(akshara.cluster, akshara.vowel) for akshara in split_aksharas("শব্দটা")]
    [('শ', '*'), ('বদ', '*'), ('ট', 'a')]
    """
    return list(_aksharas(word.replace(_BENGALI_R_YA, _MARKED_R_YA)))


def _aksharas(word: str) -> Iterator[Akshara]:
    for match in _AKSHARA.finditer(word):
        cluster, sign, marks, letter, wide, after = match.groups()
        if letter:
            head, vowel, coda = _SOUNDS[letter]
            vowel = "E" if wide else vowel
            sign, marks, cluster = letter, after, ""
        elif sign is None:
            head, vowel, coda = ("", "", "") if cluster[-1] == "ৎ" else ("", INHERENT, "")
        elif sign[0] == _HASANTA:
            head, vowel, coda = "", "", ""
        else:
            head, vowel, coda = _SOUNDS[sign]
        if "ং" in marks:
            coda += "N"
        if "ঃ" in marks:
            coda += ":"
        yield Akshara(cluster.replace(_HASANTA, ""), (head,) if head else (), vowel, coda, "ঁ" in marks, sign or "")
