"""How the consonants of one akshara are said: phala, ক্ষ, জ্ঞ, letters doubled; ``clusters.tsv`` has the odd ones."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from podcast.bangla.aksharas import compose
from podcast.bangla.tsv import read_rows

LETTERS = {
    "ক": "k", "খ": "kh", "গ": "g", "ঘ": "gh", "ঙ": "N", "চ": "c", "ছ": "ch", "জ": "j", "ঝ": "jh", "ঞ": "n",
    "ট": "T", "ঠ": "Th", "ড": "D", "ঢ": "Dh", "ণ": "n", "ত": "t", "থ": "th", "দ": "d", "ধ": "dh", "ন": "n",
    "প": "p", "ফ": "f", "ব": "b", "ভ": "bh", "ম": "m", "য": "j", "র": "r", "ল": "l", "শ": "sh", "ষ": "sh",
    "স": "sh", "হ": "h", "\u09dc": "R", "\u09dd": "R", "\u09df": "J", "ৎ": "t", "ৰ": "r", "ৱ": "w",
}  # fmt: skip
"""The consonants by themselves. ``J`` is য়, which only inherent vowels need to know of."""
UNASPIRATED = {"kh": "k", "gh": "g", "ch": "c", "jh": "j", "Th": "T", "Dh": "D", "th": "t", "dh": "d", "bh": "b"}

_RAISES = "+"
_NOT_DOUBLED = ("র", "ং", "\u09df")
# loan words: ম্যাচ inside a word too, where কন্যা has a doubled n and an a
_WIDE = frozenset("মটডকপফগৰচহজঠ\u09df")


class Reading(NamedTuple):
    """How a cluster is said."""

    phonemes: tuple[str, ...]
    raises: bool
    """Whether an inherent vowel before it becomes o."""
    widens: bool
    """Whether its vowel is that of ব্যাঙ্ক."""


def _read_table() -> dict[tuple[str, bool], tuple[str, ...]]:
    table = {}
    for letters, place, said in read_rows("clusters.tsv"):
        key = compose(letters).replace("\u09cd", "")
        for at_start in (True, False):
            if place in {"any", "start" if at_start else "inside"}:
                table[key, at_start] = tuple(said.split())
    return table


_TABLE = _read_table()


@lru_cache(maxsize=4096)
def read_cluster(letters: str, sign: str, *, at_start: bool, after_coda: bool) -> Reading:
    """Read *letters*, composed and without hasantas, before the vowel written *sign*.

    >>> read_cluster("তয", "", at_start=False, after_coda=False)
    Reading(phonemes=('t', 't'), raises=True, widens=False)
    """
    found = _TABLE.get((letters, at_start))
    if found is not None:
        raises = found[-1] == _RAISES
        return Reading(found[:-1] if raises else found, raises, at_start and letters == "জঞ" and sign == "\u09be")
    if len(letters) > 1 and letters[-1] == "য":
        return _with_ya(letters[:-1], sign, at_start=at_start, after_coda=after_coda)
    return Reading(_plain(letters, at_start=at_start, after_coda=after_coda), raises=False, widens=False)


def _with_ya(letters: str, sign: str, *, at_start: bool, after_coda: bool) -> Reading:
    if letters in {"র", "রয"}:
        widens = at_start
        return Reading(("r",) if at_start else ("r", "j"), raises=False, widens=widens)
    before = _plain(letters, at_start=at_start, after_coda=after_coda)
    if at_start or (letters[-1] in _WIDE and sign == "\u09be") or letters[-1] == "ৰ":
        return Reading(before, raises=False, widens=sign in {"", "\u09be"})
    if sign in {"\u09c1", "\u09c2"} and letters[-1] not in "তদধভ":
        return Reading(before, raises=False, widens=False)
    if len(before) == 1 and not after_coda:
        before = (UNASPIRATED.get(before[0], before[0]), before[0])
    return Reading(before, raises=True, widens=False)


def _plain(letters: str, *, at_start: bool, after_coda: bool) -> tuple[str, ...]:
    found = _TABLE.get((letters, at_start))
    if found is not None:
        return found[:-1] if found[-1] == _RAISES else found
    if len(letters) > 1 and letters[-1] in "মব" and letters[-2] not in _NOT_DOUBLED:
        before = _plain(letters[:-1], at_start=at_start, after_coda=after_coda)
        if at_start or after_coda or len(before) > 1:
            return before
        return (UNASPIRATED.get(before[0], before[0]), before[0])
    if len(letters) > 1:
        # the longest run that the table knows, from the right: ন্ত্র, র্স্ট
        for cut in range(1, len(letters)):
            tail = _TABLE.get((letters[cut:], False))
            if tail is not None:
                head = _plain(letters[:cut], at_start=at_start, after_coda=after_coda)
                return head + (tail[:-1] if tail[-1] == _RAISES else tail)
    return tuple(LETTERS[letter] for letter in letters)
