"""Words taken apart: into a stem and its ending, a verb's root and its ending, the members of a compound."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from podcast.bangla.aksharas import compose
from podcast.bangla.notation import Phonemes, parse_phonemes
from podcast.bangla.tsv import read_rows

_SIGNS = frozenset("\u09be\u09bf\u09c0\u09c1\u09c2\u09c3\u09c7\u09c8\u09cb\u09cc")
_VOWEL_LETTERS = frozenset("অআইঈউঊঋএঐওঔ")
_UNSTARTING = _SIGNS | set("\u09cdঁংঃৎ\u09df")
_CLITICS = (("", ()), ("ই", ("i",)), ("ও", ("o",)))
_LEAST = 2
"""No stem and no member of a compound is shorter."""


class Ending(NamedTuple):
    """What stands after a stem."""

    said: Phonemes
    after: frozenset[str]
    """What the stem may end in: ``consonant``, ``vowel``; ``known`` when it must be a listed word."""


def _read_endings() -> dict[str, Ending]:
    kinds: dict[tuple[str, Phonemes], set[str]] = {("", ()): set()}
    for written, said, after in read_rows("endings.tsv"):
        kinds.setdefault((compose(written), parse_phonemes(said)), set()).add(after)
    endings = {}
    for (ending, phonemes), stems in kinds.items():
        for clitic, clitic_said in _CLITICS:
            if ending or clitic:
                endings[ending + clitic] = Ending(phonemes + clitic_said, frozenset(stems or {"any"}))
    return endings


def _read_verb_endings() -> dict[str, tuple[Phonemes, bool]]:
    endings = {}
    for written, said, grade in read_rows("verb_endings.tsv"):
        for clitic, clitic_said in _CLITICS:
            endings[compose(written) + clitic] = (parse_phonemes(said) + clitic_said, grade == "high")
    return endings


_ENDINGS = _read_endings()
_LONGEST_ENDING = max(map(len, _ENDINGS))
_VERB_ENDINGS = _read_verb_endings()
_ROOTS = {compose(root): (parse_phonemes(low), parse_phonemes(high)) for root, low, high in read_rows("verb_roots.tsv")}
_LONGEST_ROOT = max(map(len, _ROOTS))
_FIRST = {compose(row[1]): parse_phonemes(row[2]) for row in read_rows("compound_members.tsv") if row[0] == "first"}
_SECOND = {
    compose(row[1]): None if row[2] == "-" else parse_phonemes(row[2])
    for row in read_rows("compound_members.tsv")
    if row[0] == "second"
}


def split_endings(word: str) -> Iterator[tuple[str, Ending]]:
    """Yield each stem and ending that *word* can be taken apart into, the longest ending first."""
    for place in range(max(1, len(word) - _LONGEST_ENDING), len(word)):
        ending = _ENDINGS.get(word[place:])
        if ending is None:
            continue
        last = word[place - 1]
        if last == "\u09cd" or (place == 1 and last in _VOWEL_LETTERS) or _is_of_stem(last, word[place:]):
            continue
        kind = "vowel" if last in _SIGNS or last in _VOWEL_LETTERS else "consonant"
        if "any" in ending.after or kind in ending.after:
            yield word[:place], Ending(ending.said, frozenset({kind}))
        elif "known" in ending.after:
            yield word[:place], Ending(ending.said, frozenset({"known"}))


def _is_of_stem(last: str, ending: str) -> bool:
    """Tell what looks like an ending but belongs to the stem: the য় of জাতীয়, the র of পৌর."""
    return (ending == "\u09df" and last in "\u09bf\u09c0\u09c1\u09c2") or (ending == "র" and last in "\u09c8\u09cc")


def read_verb(word: str) -> Phonemes | None:
    """Return what *word* is said as if it is a verb's form, else ``None``."""
    for place in range(min(_LONGEST_ROOT, len(word) - 1), 0, -1):
        root = _ROOTS.get(word[:place])
        if root is not None:
            ending = _VERB_ENDINGS.get(word[place:])
            if ending is not None:
                return root[ending[1]] + ending[0]
    return None


class Compound(NamedTuple):
    """Two words written as one; a member that is not in the table has no phonemes yet."""

    first: str
    first_said: Phonemes | None
    second: str
    second_said: Phonemes | None


def split_compound(word: str) -> Compound | None:
    """Take *word* apart at a member that the table has, the longest second member before the longest first."""
    for place in range(_LEAST, len(word) - 1):
        second = word[place:]
        if second in _SECOND and _can_part(word, place):
            return Compound(word[:place], _FIRST.get(word[:place]), second, _SECOND[second])
    for place in range(len(word) - _LEAST, 1, -1):
        first = _FIRST.get(word[:place])
        if first is not None and _can_part(word, place) and _letters(word[place:]) >= _LEAST:
            return Compound(word[:place], first, word[place:], None)
    return None


def _can_part(word: str, place: int) -> bool:
    second = word[place:]
    if word[place - 1] == "\u09cd":
        return word[:place] in _FIRST
    return second[0] not in _UNSTARTING and not second.startswith("র\u09cd")


def _letters(part: str) -> int:
    """Count aksharas, roughly: letters that are not joined to the one before."""
    return sum(
        char not in _SIGNS and char not in "\u09cdঁংঃ" and part[place - 1 : place] != "\u09cd"
        for place, char in enumerate(part)
    )


def join(stem: str, stem_said: Phonemes, ending: Phonemes) -> Phonemes:
    """Return a stem with its ending: before a vowel the stem's unwritten o goes, and so does its y."""
    if not ending or ending[0] != "e" or stem[-1] in _SIGNS or stem[-1] in _VOWEL_LETTERS:
        return stem_said + ending
    if stem_said[-1] == "o" or (stem[-1] == "\u09df" and stem_said[-1] == "y"):
        return stem_said[:-1] + ending
    return stem_said + ending
