"""Sentences cut into captions: two short lines each, on the screen while their own words are heard."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from podcast.fitting import one_line, slices, wrap
from podcast.model import Cue, TimedWord

LINGER_MS = 500
"""So long a sentence stays after its last word, if the next one leaves it the time: a caption that goes with the last
sound is gone before it is read."""
_MOST_LINES = 2
_ENDS_A_CLAUSE = tuple(",;:।?!…—–)”’")
_TORN_SHARE = 2
"""A caption that ends within a clause costs as much as two that differ by a whole line: 17 of the 24 cuts in the
sentences of ``tests/bench/news.txt`` then come after a clause."""


@dataclass(frozen=True, slots=True)
class Caption:
    """What stands on the screen at one time."""

    start_ms: int
    end_ms: int
    lines: tuple[str, ...]
    """One or two."""
    speaker: str | None = None


@dataclass(frozen=True, slots=True)
class _Unit:
    """A word, or a part of one that is longer than a line; captions are cut between units only."""

    text: str
    start: int
    """Where it begins in the text of its sentence."""
    is_clause_end: bool


def linger(cues: Sequence[Cue], duration_ms: int) -> tuple[Cue, ...]:
    """Let each cue stay :data:`LINGER_MS` after its last word, at most until the next one or the sound's end.

    >>> [(cue.start_ms, cue.end_ms) for cue in linger([Cue(0, 900, "এক।"), Cue(1000, 1900, "দুই।")], 3000)]
    [(0, 1000), (1000, 2400)]
    """
    limits_ms = [*(cue.start_ms for cue in cues[1:]), duration_ms]
    return tuple(
        replace(cue, end_ms=max(cue.end_ms, min(cue.end_ms + LINGER_MS, limit_ms)))
        for cue, limit_ms in zip(cues, limits_ms, strict=False)
    )


def cut_captions(cues: Iterable[Cue], words: Iterable[TimedWord], width: int) -> Iterator[Caption]:
    """Cut *cues* into captions of at most two lines of *width* characters, as few of them as will do.

    They are about equally long and end with a clause where one ends nearby. A caption begins with its first word;
    where *words* has no times of a sentence, with its share of the letters. A cue without text has none. A letter
    that alone is longer than *width*, with signs upon signs, stays whole.

    >>> words = [TimedWord("নৌকা", 0, 0, 400), TimedWord("এল,", 0, 450, 700), TimedWord("ভিড়ও।", 0, 900, 1300)]
    >>> for caption in cut_captions([Cue(0, 1300, "নৌকা এল, ভিড়ও।", sentence=0)], words, 6):
    ...     print(caption.start_ms, caption.end_ms, caption.lines)
    0 900 ('নৌকা', 'এল,')
    900 1300 ('ভিড়ও।',)
    """
    said: dict[int, list[TimedWord]] = {}
    for word in words:
        said.setdefault(word.sentence, []).append(word)
    for cue in cues:
        own = [] if cue.sentence is None else said.get(cue.sentence, [])
        yield from _cut(cue, own, width)


def _cut(cue: Cue, words: Sequence[TimedWord], width: int) -> Iterator[Caption]:
    text = one_line(cue.text)
    units = list(_units(text, width))
    if not units:
        return
    bounds = _bounds(units, width)
    clock = _Clock(cue, text, words)
    starts_ms = [cue.start_ms]
    for number, first in enumerate(bounds[1:-1], start=1):
        latest_ms = cue.end_ms - (len(bounds) - 1 - number)
        wanted_ms = max(clock.at(units[first].start), starts_ms[-1] + 1)
        starts_ms.append(max(starts_ms[-1], min(wanted_ms, latest_ms)))
    ends_ms = [*starts_ms[1:], cue.end_ms]
    for first, last, start_ms, end_ms in zip(bounds, bounds[1:], starts_ms, ends_ms, strict=False):
        lines = wrap(" ".join(unit.text for unit in units[first:last]), width)
        yield Caption(start_ms, end_ms, lines, cue.speaker)


def _units(text: str, width: int) -> Iterator[_Unit]:
    start = 0
    for word in text.split():
        for part in slices(word, width):
            yield _Unit(part, start, part.endswith(_ENDS_A_CLAUSE))
            start += len(part)
        start += 1


def _bounds(units: Sequence[_Unit], width: int) -> list[int]:
    """Return where captions begin among *units*, and at last their number.

    Of all ways to cut them into as few as will do, that of the least cost: squares of lengths, which are least where
    all are equal, and the price of a clause torn apart.
    """
    torn = width * width // _TORN_SHARE
    best: list[tuple[int, int, int]] = [(0, 0, 0)]
    best += [(len(units) + 1, 0, 0)] * len(units)
    for first in range(len(units)):
        count, cost, _ = best[first]
        for last, characters in _reach(units, first, width):
            price = 0 if last == len(units) or units[last - 1].is_clause_end else torn
            way = (count + 1, cost + characters * characters + price, first)
            best[last] = min(best[last], way)
    bounds = [len(units)]
    while bounds[-1]:
        bounds.append(best[bounds[-1]][2])
    return bounds[::-1]


def _reach(units: Sequence[_Unit], first: int, width: int) -> Iterator[tuple[int, int]]:
    """Yield how far a caption that begins with unit *first* may go, and how many characters it then has."""
    lines, line, characters = 1, 0, 0
    for place in range(first, len(units)):
        size = len(units[place].text)
        if line and line + 1 + size > width:
            lines, line = lines + 1, 0
        if lines > _MOST_LINES:
            return
        line += size + (1 if line else 0)
        characters += size + 1
        yield place + 1, characters


class _Clock:
    """Says when a place in a sentence's text is heard: at its word's time, else in between by letters."""

    def __init__(self, cue: Cue, text: str, words: Sequence[TimedWord]) -> None:
        self._places = [0]
        self._times_ms = [cue.start_ms]
        for start, end, start_ms, end_ms in _spans(text, words):
            self._add(start, min(start_ms, cue.end_ms))
            self._add(end, min(end_ms, cue.end_ms))
        self._add(len(text), cue.end_ms)

    def at(self, place: int) -> int:
        after = bisect_right(self._places, place)
        if after == len(self._places):
            return self._times_ms[-1]
        start, end = self._places[after - 1], self._places[after]
        start_ms, end_ms = self._times_ms[after - 1], self._times_ms[after]
        return start_ms + (end_ms - start_ms) * (place - start) // (end - start)

    def _add(self, place: int, time_ms: int) -> None:
        self._places.append(place)
        self._times_ms.append(max(time_ms, self._times_ms[-1]))


def _spans(text: str, words: Sequence[TimedWord]) -> list[tuple[int, int, int, int]]:
    """Return where timed words stand in *text* and when they are heard; those said as one, such as a date, as one."""
    spans: list[tuple[int, int, int, int]] = []
    place = 0
    for word in words:
        written = one_line(word.text)
        start = _find_word(text, written, place)
        if start is None:
            continue
        place = start + len(written)
        if spans and word.start_ms < spans[-1][3]:
            first, _, start_ms, end_ms = spans.pop()
            spans.append((first, place, start_ms, max(end_ms, word.end_ms)))
        else:
            spans.append((start, place, word.start_ms, word.end_ms))
    return spans


def _find_word(text: str, word: str, place: int) -> int | None:
    """Return where *word* stands whole in *text*, whose words are parted by single spaces, from *place* on."""
    start = f" {text} ".find(f" {word} ", place)
    return None if start < 0 or not word else start
