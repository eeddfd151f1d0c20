"""Write the sounds of an English word, as the CMU dictionary gives them, in Bengali letters.

What a newspaper writes depends on the sound and on the letter it is spelled with: the first vowel of *account*, the
second of *system* and the last of *season* are one sound, written অ্যা, এ and not at all. So each sound is first
matched with its letters, then ``arpabet.tsv`` says what is written.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from podcast.bangla.sounds import spell_sounds, split_units
from podcast.bangla.tsv import read_rows

_MACROS = {"{C}": r"(?:[BDFGHJKLMNPRSTVWYZC][HG]?:\S* )", "{V}": r"(?:[AEIOU][A-Z]\d:\S* )"}
# Costs of matching sounds with letters, chosen so that the commonest spelling wins.
_SILENT_LETTER, _NO_LETTER, _STRANGE_LETTER, _MAY_LACK_LETTER = 10, 16, 26, 4
_SILENT_E = 4


@dataclass(frozen=True, slots=True)
class _Rule:
    letters: re.Pattern[str]
    left: re.Pattern[str]
    right: re.Pattern[str]
    written: tuple[str, ...]


def _compile(pattern: str, template: str) -> re.Pattern[str]:
    if pattern == "*":
        return re.compile("")
    for macro, meaning in _MACROS.items():
        pattern = pattern.replace(macro, meaning)
    return re.compile(template.format(pattern))


@cache
def _rules() -> dict[str, tuple[_Rule, ...]]:
    rules: dict[str, list[_Rule]] = defaultdict(list)
    for sound, letters, left, right, written, *_ in read_rows("arpabet.tsv"):
        rule = _Rule(
            re.compile(".*" if letters == "*" else "" if letters == "-" else letters),
            _compile(left, "(?<![A-Z])(?:{}) ?$"),
            _compile(right, "(?:{})"),
            split_units(written),
        )
        for stress in ("", "0", "1", "2") if not sound[-1].isdecimal() else ("",):
            rules[sound + stress].append(rule)
    return {sound: tuple(some) for sound, some in rules.items()}


@cache
def _spellings() -> dict[str, tuple[str, ...]]:
    return {sound: tuple(letters.split()) for sound, letters in read_rows("arpabet_spellings.tsv")}


def write_sounds(word: str, sounds: Sequence[str]) -> str:
    """Return the Bengali spelling of *word*, lower-case English, which sounds like *sounds*.

    >>> write_sounds("facebook", ["F", "EY1", "S", "B", "UH2", "K"])
    'ফেসবুক'
    >>> write_sounds("season", ["S", "IY1", "Z", "AH0", "N"])
    'সিজন'
    """
    pairs = [f"{sound}:{letters} " for sound, letters in zip(sounds, match_letters(word, sounds), strict=True)]
    written: list[str] = []
    for index, pair in enumerate(pairs):
        sound, _, letters = pair.strip().partition(":")
        left, right = "# " + "".join(pairs[:index]), "".join(pairs[index + 1 :]) + "#"
        for rule in _rules()[sound]:
            if rule.letters.fullmatch(letters) and rule.left.search(left) and rule.right.match(right):
                written += rule.written
                break
    return spell_sounds(written)


def match_letters(word: str, sounds: Sequence[str]) -> tuple[str, ...]:
    """Return for each of *sounds* the letters of *word* that stand for it; silent letters go with what is before them.

    >>> match_letters("knight", ["N", "AY1", "T"])
    ('kn', 'igh', 't')
    >>> match_letters("tables", ["T", "EY1", "B", "AH0", "L", "Z"])
    ('t', 'a', 'b', '', 'le', 's')
    """
    # best[i][j]: cost of matching the first i sounds with the first j letters, and the letters of the last sound
    best: list[dict[int, tuple[int, int, int]]] = [{0: (0, 0, 0)}]
    for start in range(len(word)):  # letters before the first sound
        best[0][start + 1] = (best[0][start][0] + _SILENT_LETTER, 0, 0)
    for sound in sounds:
        row: dict[int, tuple[int, int, int]] = {}
        for start, (cost, *_) in best[-1].items():
            for length, extra in _candidates(sound, word, start):
                end = start + length
                if end not in row or cost + extra < row[end][0]:
                    row[end] = (cost + extra, start, end)
        for end in range(len(word)):  # silent letters after it
            if end in row:
                extra = _SILENT_E if word[end] == "e" else _SILENT_LETTER
                if end + 1 not in row or row[end][0] + extra < row[end + 1][0]:
                    row[end + 1] = (row[end][0] + extra, row[end][1], row[end][2])
        best.append(row)
    letters: list[str] = []
    end = len(word)
    for row in reversed(best[1:]):
        _, start, _ = row[end]
        letters.append(word[start:end])
        end = start
    return tuple(reversed(letters))


def _candidates(sound: str, word: str, start: int) -> list[tuple[int, int]]:
    """Return the lengths of the letters at *start* that may write *sound*, each with its cost."""
    spellings = _spellings()[sound.rstrip("012")]
    found = [(0, _MAY_LACK_LETTER if "-" in spellings else _NO_LETTER)]
    if word[start - 1 : start] == "x" and sound in {"S", "Z", "SH", "ZH"}:
        found = [(0, 0)]
    if start < len(word):
        found.append((1, _STRANGE_LETTER))
        found += [
            (len(spelling), min(rank, 9) // 3)
            for rank, spelling in enumerate(spellings)
            if word.startswith(spelling, start)
        ]
    return found
