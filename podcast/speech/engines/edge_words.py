"""From Edge's word boundaries to the words of the text, none left out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from html import unescape
from itertools import groupby

from podcast.model import WordTiming
from podcast.speech.engines.edge_service import Boundary
from podcast.speech.words import beginning, word_spans

_SAID_SIGNS = frozenset("&%@#*/\\§")
"""Signs that are read out and are no symbols to Unicode."""
_MOST_WORDS_OF_A_SIGN = 2
_PLAIN = re.compile(r"[\u0981\u0982\u0985-\u09b9\u09bc-\u09d7]{2,}")
"""Bengali letters: no digit, no visarga of an abbreviation, and no other script."""


class AlignmentError(Exception):
    """What was said is not what stands in the text."""


class MissingWordError(AlignmentError):
    """A word of the text that no boundary accounts for."""


class ExtraWordError(AlignmentError):
    """A boundary that accounts for nothing in the text, as when something was said twice."""


@dataclass(slots=True)
class _Word:
    start: int
    end: int
    letters: int
    matched: int = 0
    boundaries: set[int] = field(default_factory=set)

    @property
    def is_known(self) -> bool:
        return bool(self.boundaries) and 2 * self.matched >= self.letters


def time_words(text: str, boundaries: Sequence[Boundary]) -> tuple[WordTiming, ...]:
    """Give each word of *text* the time of the boundaries that are parts of it.

    The service cuts words its own way (``OpenAI-এর`` in two) and may report what it said for a word instead of the
    word; such a boundary accounts for the words between its neighbours.

    >>> cut = [Boundary("OpenAI", 0, 700), Boundary("এর", 700, 900), Boundary("কথা", 1000, 1400)]
    >>> [(word.start, word.start_ms, word.end_ms) for word in time_words("OpenAI-এর কথা।", cut)]
    [(0, 0, 900), (10, 1000, 1400)]

    Raises:
        MissingWordError: no boundary accounts for a word, or they are those of another text.
        ExtraWordError: a boundary accounts for nothing, as when a sentence is said twice.
    """
    words = [_Word(start, end, len(_letters(text[start:end]))) for start, end in word_spans(text)]
    rewritten = _match(text, words, boundaries)
    _check_extra(text, words, boundaries, rewritten)
    _check_same_text(text, words)
    timings: list[WordTiming] = []
    place = 0
    for is_known, run in groupby(words, key=lambda word: word.is_known):
        group = list(run)
        if is_known:
            timings += [_timing(word, [boundaries[number] for number in sorted(word.boundaries)]) for word in group]
        else:
            before = max(words[place - 1].boundaries) if place > 0 else -1
            after_run = place + len(group)
            after = min(words[after_run].boundaries) if after_run < len(words) else len(boundaries)
            timings += _share(text, group, [boundaries[n] for n in rewritten if before < n < after])
        place += len(group)
    return tuple(timings)


def _match(text: str, words: Sequence[_Word], boundaries: Sequence[Boundary]) -> list[int]:
    """Tie boundaries to words letter by letter; return the numbers of the boundaries that are not words of the text."""
    expected = [(letter, word) for word in words for letter in _letters(text[word.start : word.end])]
    reported = [(letter, number) for number, b in enumerate(boundaries) for letter in _letters(unescape(b.text))]
    matches: dict[int, list[_Word]] = {number: [] for number in range(len(boundaries))}
    for same, (start, end), (reported_start, reported_end) in _runs(expected, reported):
        if same:
            for step in range(end - start):
                matches[reported[reported_start + step][1]].append(expected[start + step][1])
        elif end - start > 2 * (reported_end - reported_start):
            _check_lost(text, expected[start:end])
    rewritten = []
    for number, matched in matches.items():
        letters = len(_letters(unescape(boundaries[number].text)))
        if letters and 2 * len(matched) < letters:
            rewritten.append(number)
            continue
        for word in matched:
            word.matched += 1
            word.boundaries.add(number)
    return rewritten


def _check_lost(text: str, lost: Sequence[tuple[str, _Word]]) -> None:
    """Raise if letters that were not reported are more than signs on a letter that was."""
    if any(unicodedata.category(letter)[0] != "M" for letter, _ in lost):
        raise MissingWordError(f"{beginning(text[lost[0][1].start : lost[-1][1].end])} was not said")


def _check_extra(text: str, words: Sequence[_Word], boundaries: Sequence[Boundary], rewritten: Sequence[int]) -> None:
    """Raise if of the *rewritten* more stand in one place than what is left of the text there can be.

    Of a word that was not matched to its end the rest may be said in any number of words; a sign between two words in
    a few.
    """
    known = [(min(word.boundaries), max(word.boundaries)) for word in words if word.boundaries]
    for place, run in groupby(rewritten, key=lambda number: sum(last < number for _, last in known)):
        said = list(run)
        spelled = [word for word in words if word.boundaries]
        begin = words.index(spelled[place - 1]) if place else 0
        end = words.index(spelled[place]) + 1 if place < len(spelled) else len(words)
        if any(word.matched < word.letters for word in words[begin:end]):
            continue
        between = text[words[begin].start if place else 0 : words[end - 1].end if place < len(spelled) else len(text)]
        signs = sum(unicodedata.category(sign)[0] == "S" or sign in _SAID_SIGNS for sign in between)
        if len(said) > _MOST_WORDS_OF_A_SIGN * signs:
            raise ExtraWordError(f"{beginning(boundaries[said[0]].text)} was said and does not stand in the text")


def _check_same_text(text: str, words: Sequence[_Word]) -> None:
    """Raise unless most words that can only be said as they stand were reported: numbers and signs can be rewritten."""
    plain = [word for word in words if _PLAIN.fullmatch(_letters(text[word.start : word.end]))]
    lost = [word for word in plain if not word.is_known]
    if 2 * len(lost) >= max(1, len(plain)):
        raise MissingWordError(f"{beginning(text[lost[0].start : lost[-1].end])} was not said, but something else")


def _letters(text: str) -> str:
    """Leave what is spelled: letters, signs and digits."""
    return "".join(c for c in unicodedata.normalize("NFC", text) if unicodedata.category(c)[0] in "LMN")


def _runs(
    expected: Sequence[tuple[str, _Word]], reported: Sequence[tuple[str, int]]
) -> Iterator[tuple[bool, tuple[int, int], tuple[int, int]]]:
    """Yield where the two spell the same and where not, in order."""
    spelled, said = [letter for letter, _ in expected], [letter for letter, _ in reported]
    if spelled == said:
        yield True, (0, len(spelled)), (0, len(said))
        return
    at = _insertion(spelled, said, [number for _, number in reported])
    if at is not None:
        extra = len(said) - len(spelled)
        yield True, (0, at), (0, at)
        yield False, (at, at), (at, at + extra)
        yield True, (at, len(spelled)), (at + extra, len(said))
        return
    for kind, start, end, said_start, said_end in SequenceMatcher(None, spelled, said, autojunk=False).get_opcodes():
        yield kind == "equal", (start, end), (said_start, said_end)


def _insertion(spelled: Sequence[str], said: Sequence[str], numbers: Sequence[int]) -> int | None:
    """Return where in *said* boundaries begin without which it is *spelled*; ``None`` if there are none in a row.

    To the matcher the second ``আজ সকালে`` of a word too often said looks like the ``আজ`` after it.
    """
    extra = len(said) - len(spelled)
    if extra <= 0:
        return None
    same_before = _same(spelled, said)
    same_behind = _same(spelled[::-1], said[::-1])
    edges = {0, len(said)} | {place for place in range(1, len(said)) if numbers[place] != numbers[place - 1]}
    places = range(len(spelled) - same_behind, same_before + 1)
    return next((place for place in places if place in edges and place + extra in edges), None)


def _same(one: Sequence[str], other: Sequence[str]) -> int:
    """Return with how many letters alike the two begin."""
    return next((place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))


def _timing(word: _Word, said: Sequence[Boundary]) -> WordTiming:
    start_ms = said[0].start_ms
    return WordTiming(word.start, word.end, start_ms, max(start_ms + 1, *(b.end_ms for b in said)))


def _share(text: str, words: Sequence[_Word], said: Sequence[Boundary]) -> Iterable[WordTiming]:
    """Share the time of *said* among *words* by their letters."""
    if not said:
        raise MissingWordError(f"{beginning(text[words[0].start : words[-1].end])} was not said")
    begin_ms, total_ms = said[0].start_ms, said[-1].end_ms - said[0].start_ms
    letters = sum(word.letters for word in words)
    before = 0
    for word in words:
        start_ms = begin_ms + total_ms * before // letters
        before += word.letters
        yield WordTiming(word.start, word.end, start_ms, max(start_ms + 1, begin_ms + total_ms * before // letters))
