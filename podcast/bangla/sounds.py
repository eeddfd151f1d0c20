"""Put the sounds of a borrowed word together as Bengali spelling: vowel letters and signs, glides, conjuncts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from podcast.bangla.tsv import read_rows

APART = "~"
"""After a consonant: it is not joined to the next one."""
JOINED = "+"
"""After a consonant: it is joined to the next one."""
WHOLE = "^"
"""Before a vowel: it is written as a letter, not as a sign."""

_HASANTA, _NUKTA, _ZWJ = "\u09cd", "\u09bc", "\u200d"
_YA = "য" + _NUKTA
# vowel: the sign it is after a consonant, and the vowel it ends in for what follows
_VOWELS = {
    "অ": ("", "অ"),
    "আ": ("\u09be", "আ"),
    "ই": ("\u09bf", "ই"),
    "ঈ": ("\u09c0", "ই"),
    "উ": ("\u09c1", "উ"),
    "ঊ": ("\u09c2", "উ"),
    "ঋ": ("\u09c3", "ই"),
    "এ": ("\u09c7", "এ"),
    "ঐ": ("\u09c8", "ই"),
    "ও": ("\u09cb", "ও"),
    "ঔ": ("\u09cc", "উ"),
    "অ্যা": ("\u09cd\u09af\u09be", "আ"),
    "আই": ("\u09beই", "আই"),
    "আউ": ("\u09beউ", "আউ"),
    "আও": ("\u09beও", "আউ"),
}
_MARKS = f"{APART}{JOINED}{WHOLE}"
_PALATALS = "চছজঝ"


@cache
def _conjuncts() -> dict[str, str]:
    return {row[0]: row[1] for row in read_rows("conjuncts.tsv")}


def split_units(written: str) -> tuple[str, ...]:
    """Return the sounds a table names: ``এ ^ই স ~`` are three sounds and two marks; ``-`` is none."""
    return tuple(re.findall(f"[{_MARKS}]|[^{_MARKS}\\s-]+", written))


def spell_sounds(sounds: Iterable[str]) -> str:
    """Return *sounds*, Bengali consonants and vowel letters one by one, as a word is spelled with them.

    ``অ`` is the vowel that is not written after a consonant.

    >>> spell_sounds(["ম", "আই", "ক", "র", "ও", "স", "অ", "ফ", "ট"])
    'মাইক্রোসফট'
    >>> spell_sounds(["প", "আউ", "আ", "র"]), spell_sounds(["ন", "এ", "ট", "^", "ও", "আ", "র", "ক"])
    ('পাওয়ার', 'নেটওয়ার্ক')
    """
    word = ""
    run: list[str] = []  # consonants since the last vowel
    vowel: str | None = None  # what the last sound ended in, if it was a vowel
    for sound in sounds:
        if sound not in _VOWELS:
            run.append(sound)
            continue
        if run:
            is_whole = run[-1] == WHOLE
            word += _join(run, is_first=not word, is_last=is_whole)
            word += sound if is_whole else _attach(word, sound)
            run = []
        elif vowel is None:
            word += sound
        else:
            word = _glide(word, vowel, sound)
        vowel = _VOWELS[sound][1]
    return word + _join(run, is_first=not word, is_last=True)


def _attach(word: str, vowel: str) -> str:
    sign = _VOWELS[vowel][0]
    # র‍্যা keeps র whole; without the joiner it would be shown as a reph over য
    if sign.startswith(_HASANTA) and word.endswith("র") and not word.endswith(_HASANTA + "র"):
        return _ZWJ + sign
    return sign


def _glide(word: str, before: str, vowel: str) -> str:
    """Write *vowel* right after another one."""
    sign = _VOWELS[vowel][0]
    if before == "আই":
        return word[:-1] + (_YA + sign if vowel != "ও" else _YA + "\u09cb")
    if before == "আউ":
        return word[:-1] + "ও" + (_YA + sign if vowel not in {"ই", "উ", "ও"} else vowel)
    if (
        vowel in {"উ", "ঊ", "ও"}
        or (vowel in {"ই", "ঈ"} and before not in {"ই", "এ"})
        or (vowel == "অ্যা" and before != "ও")
    ):
        return word + vowel
    return word + _YA + sign


def _join(run: Sequence[str], *, is_first: bool, is_last: bool) -> str:
    """Write consonants that no vowel stands between, those in :file:`conjuncts.tsv` joined."""
    consonants = [sound for sound in run if sound not in _MARKS]
    marks = _marks_after(run)
    written = ""
    for index, consonant in enumerate(consonants):
        following = consonants[index + 1] if index + 1 < len(consonants) else ""
        letter = "ঞ" if consonant == "ন" and following and following in _PALATALS else consonant
        is_third = written.endswith(_HASANTA) and consonants[index - 1] != "র" and following not in {"র", "ল", "য"}
        if following and (
            marks[index] == JOINED
            or (is_first and not is_last and marks[index] != APART)
            or (marks[index] != APART and not is_third and _is_joined(letter, consonants[index + 1 :], is_last=is_last))
        ):
            written += letter + _HASANTA
        else:
            is_before_vowel = not following and not is_last
            written += "ং" if consonant == "ঙ" and not is_before_vowel else consonant
    return written


def _marks_after(run: Sequence[str]) -> list[str]:
    """Return for each consonant of *run* the mark that follows it, if any."""
    marks: list[str] = []
    for sound in run:
        if sound not in _MARKS:
            marks.append("")
        elif marks:
            marks[-1] = sound
    return marks


def _is_joined(first: str, rest: Sequence[str], *, is_last: bool) -> bool:
    """Tell whether *first* is written joined to the first of *rest*, the consonants after it."""
    second, tail = rest[0], rest[1:]
    if first == "র":
        return second not in {_YA, "হ", "র"}
    if second == "য":
        return True
    where = _conjuncts().get(first + _HASANTA + second)
    if where != "end":
        return where == "onset" and not tail and not is_last
    # the second begins the next syllable: ইনস্টিটিউট, কমপ্লিট, ইলেকট্রনিক
    begins_next = (second == "স" and tail[:1] == ["ট"]) or (
        first in "মক" and second in "পবট" and tail[:1] in (["র"], ["ল"])
    )
    return not begins_next
