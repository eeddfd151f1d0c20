"""Text as words that two desks would write alike: endings taken off, digits and number words folded."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from importlib.resources import files

from podcast.bangla.digits import ascii_digits
from podcast.bangla.joining import LETTER
from podcast.bangla.tsv import read_pairs, read_rows
from podcast.bangla.unicode import clean_text

_MARKS = ",;।"
_TOKEN = re.compile(rf"\d+(?:[.,]\d+)*|[{LETTER}]+|[^\W\d_]+|[{_MARKS}]")
_BREAK = ","
_AMOUNT = re.compile(r"\d+(?:\.\d+)?")
_GRAPHEME = re.compile(
    "[\u0985-\u09b9\u09dc-\u09e1]\u09bc?(?:\u09cd[\u200c\u200d]?[\u0995-\u09b9]\u09bc?)*[\u0981-\u0983\u09be-\u09cd\u09d7]*|\\d[\\d.]*|.",
    re.DOTALL,
)
_SCALES = {"হাজার": 1_000, "লাখ": 100_000, "লক্ষ": 100_000, "কোটি": 10_000_000}
_CLASSIFIER = re.compile(
    "(?P<number>.+?)(?P<classifier>জন|টি|টা|টে|টো|খানা|খানি)(?:র|ের|কে|য়|তে|ে|রই|ই|ও)?".replace("য়", "য\u09bc")
)
_BEFORE_SCALES = {"এক": 1.0, "দেড়": 1.5, "আড়াই": 2.5}
_AND_A_HALF = "সাড়ে"
_OTHER_NAMES = {
    "দু": "2",
    "বিশ": "20",
    "একশো": "100",
    "একশ": "100",
    "দেড়শো": "150",
    "দেড়শ": "150",
    "দুশো": "200",
    "দুশ": "200",
} | {"আড়াইশো": "250", "আড়াইশ": "250"}
_FEWEST_LETTERS = 2


@cache
def _number_words() -> dict[str, str]:
    """Return the names of the numbers from two on: ``এক`` is an article more often than a number."""
    names = {name: number for number, name in read_rows("number_names.tsv") if int(number) > 1}
    hundreds = {name + "শো": f"{number}00" for name, number in names.items() if len(number) == 1}
    shorter = {name.removesuffix("ো"): number for name, number in hundreds.items()}
    return names | hundreds | shorter | _OTHER_NAMES


@cache
def _numbers_by_name() -> dict[str, str]:
    return _number_words() | _ordinals() | {word: word for word in (*_SCALES, _AND_A_HALF)}


@cache
def _ordinals() -> dict[str, str]:
    return {name: f"{number}." for number, name in read_pairs("ordinals.tsv") if int(number) > 1}


@cache
def _synonyms() -> dict[str, str]:
    """Return the stem that stands for all words of a line of ``synonyms.txt``."""
    lines = files("podcast.daily").joinpath("synonyms.txt").read_text(encoding="utf-8").splitlines()
    groups = [[stem(word) for word in line.split()] for line in lines if not line.startswith("#")]
    return {word: group[0] for group in reversed(groups) for word in group}


@cache
def _endings() -> tuple[str, ...]:
    endings = {row[0] for row in read_rows("endings.tsv")} | {"ই", "ও"}
    # বৈঠকে could be বৈঠ with কে: it comes to the same as বৈঠক only if that loses its ক too
    return tuple(sorted(endings | {"ক", "ত", "ট"}, key=len, reverse=True))


def fold_words(text: str) -> tuple[str, ...]:
    """Return the words of *text* without endings and its numbers in ASCII digits, in order.

    Numbers written with scales are one number; names of numbers are numbers; ordinals end in a point.

    >>> fold_words("১১ হাজার ২০৬টি নৌকা, আটজন মাঝি; ঢাকায় দ্বিতীয়।")
    ('11206', 'টি', 'নৌকা', '8', 'জন', 'মাঝি', 'ঢাকা', '2.')
    """
    tokens = _TOKEN.findall(ascii_digits(clean_text(text)).casefold())
    return tuple(_join_scales([word for token in tokens for word in _fold(token)]))


@lru_cache(maxsize=50_000)
def _fold(token: str) -> tuple[str, ...]:
    if token in _MARKS:
        return (_BREAK,)
    if token[0].isdigit():
        return (token.replace(",", ""),)
    named = _numbers_by_name().get(token)
    if named:
        return (named,)
    match = _CLASSIFIER.fullmatch(token)
    if match and match["number"] in _number_words():
        return _number_words()[match["number"]], match["classifier"]
    word = stem(token)
    return (_synonyms().get(word, word),)


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Return *word* without its endings; what is left need not be a word, but is the same for each of its forms.

    >>> stem("নাটোরের") == stem("নাটোরে") == stem("নাটোর")
    True
    """
    while True:
        for ending in _endings():
            rest = word.removesuffix(ending)
            if rest != word and len(graphemes(rest)) >= _FEWEST_LETTERS and rest[-1] != "\u09cd":
                word = rest
                break
        else:
            return word


def is_number(word: str) -> bool:
    """Tell whether a folded word is a number or an ordinal."""
    return word[0].isdigit()


def graphemes(text: str) -> list[str]:
    """Cut *text* into what a reader sees as letters; a number is one, since each digit of it matters.

    >>> graphemes("ক্ষুদ্র ১২5টি")
    ['ক্ষু', 'দ্র', ' ', '১২5', 'টি']
    """
    return _GRAPHEME.findall(text)


def _join_scales(words: Sequence[str]) -> Iterator[str]:
    """Join ``11 হাজার 206`` into one number, and drop the marks between clauses."""
    place = 0
    while place < len(words):
        word = words[place]
        if word[0].isdigit() or word == _AND_A_HALF or word in _BEFORE_SCALES:
            total, after = _read_amount(words, place)
            if after > place:
                yield f"{total:.12g}"
                place = after
                continue
        if word != _BREAK:
            yield word
        place += 1


def _read_amount(words: Sequence[str], place: int) -> tuple[float, int]:
    """Return the amount in scales that begins at *place* and where it ends: at *place* when there is none."""
    total, least = 0.0, float("inf")
    while True:
        half = words[place : place + 1] == [_AND_A_HALF]
        number, scale = [*words[place + half : place + half + 2], "", ""][:2]
        size = _SCALES.get(scale, least)
        value = _value(number)
        if value is None or size >= least:
            break
        total, least, place = total + (value + half / 2) * size, size, place + half + 2
    is_rest = total and not half and _AMOUNT.fullmatch(number) and scale not in _SCALES
    return (total + float(number), place + 1) if is_rest and float(number) < least else (total, place)


def _value(word: str) -> float | None:
    """Return what *word* is before a scale: there ``এক`` is a number."""
    return float(word) if _AMOUNT.fullmatch(word) else _BEFORE_SCALES.get(word)
