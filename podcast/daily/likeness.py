"""Whether two texts tell one story: how much of the wording they share, and whether their facts agree.

Wording alone does not say it. Two weather reports share nine words of ten and are of two towns; two desks that edit
one agency's copy share half of the words and every number. So the facts decide where the wording is alike.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache, cached_property
from importlib.resources import files
from typing import NamedTuple

from podcast.bangla.tsv import read_rows
from podcast.daily.words import fold_words, graphemes, is_number, stem

SHINGLE = 5
"""Graphemes: about a word and a half."""
SHORT = 12
"""Words. What is shorter is one story with another only under the same title: ``বিস্তারিত আসছে`` stands under many."""
_LEAD = 20
"""Words: what a newsroom puts into the first sentence or two."""
_MOST_ALIGNED = 400
"""Words of each text that are laid side by side; facts stand at the beginning."""
_LONGEST_SWAP = 4
"""Words. Where two desks word a whole clause otherwise, nothing in it stands for anything in the other one."""


class _Limits(NamedTuple):
    """The least shares of what one text has that the other must have too."""

    contained: float
    """Of the shorter one's shingles."""
    vocabulary: float
    """Of the words of the one with fewer different words."""
    lead: float


# Chosen on the pairs of tests/data/daily that are not set aside.
_LEAST = _Limits(contained=0.3, vocabulary=0.6, lead=0.55)
_LEAST_BACKED = _Limits(contained=0.22, vocabulary=0.52, lead=0.5)
"""Where three numbers and more are the same, and none is only in the text with fewer."""
_LEAST_NUMBERS_SHARED = 0.5
_FEWEST_NUMBERS = 2
_ENOUGH_NUMBERS = 3
"""So many numbers that agree excuse one that does not: desks round, and count again."""
_SAME_ORDER = 0.75
"""Share of the words that stand in one order; two desks seldom keep more, and what they swap is no name."""
_ONE_HAND = 0.92
"""Above this share nobody has edited anything: what differs is what was filled in."""
_SPELLING = 0.6
"""Letters that two spellings of one word have in common, such as মুম্বই and মুম্বাই."""


@dataclass(frozen=True)
class Fingerprint:
    """What is compared of a text."""

    title: tuple[str, ...]
    words: tuple[str, ...]
    """Of the body, folded."""
    vocabulary: frozenset[str]
    numbers: frozenset[str]
    lead: frozenset[str]
    places: frozenset[str]
    """Known names of places and clubs in the title and the lead."""

    @cached_property
    def shingles(self) -> frozenset[int]:
        """Every run of five graphemes of the body, hashed: most texts are like no other and are never asked for them.

        A hash takes a fifth of the room, and one in 10^19 of them stands for two runs.
        """
        letters = graphemes(" ".join(self.words))
        runs = range(max(1, len(letters) - SHINGLE + 1))
        return frozenset(hash("".join(letters[start : start + SHINGLE])) for start in runs)


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two texts are, and what follows."""

    jaccard: float
    """Of their shingles, 0 to 1."""
    contained: float
    """Share of the shorter one's shingles that the other has, 0 to 1."""
    is_same: bool
    why: str
    """What decided it."""


def fingerprint(title: str, paragraphs: Sequence[str]) -> Fingerprint:
    """Return what is compared of a text."""
    title_words = fold_words(title)
    words = fold_words("\n".join(paragraphs))
    lead = words[:_LEAD]
    return Fingerprint(
        title=title_words,
        words=words,
        vocabulary=frozenset(words) | frozenset(title_words),
        numbers=frozenset(word for word in words if is_number(word)),
        lead=frozenset(lead),
        places=frozenset(_places().intersection(title_words + lead)),
    )


def compare(one: Fingerprint, other: Fingerprint) -> Likeness:
    """Tell whether two texts are one story, told twice or shortened; their order does not matter."""
    one, other = sorted((one, other), key=lambda text: (len(text.words), text.words, text.title))
    shared = len(one.shingles & other.shingles)
    jaccard = shared / (len(one.shingles) + len(other.shingles) - shared)
    contained = shared / min(len(one.shingles), len(other.shingles))
    why = _other_wording(one, other, contained) or _other_facts(one, other)
    return Likeness(jaccard, contained, is_same=why is None, why=why or "the wording is alike and the facts agree")


def _other_wording(one: Fingerprint, other: Fingerprint, contained: float) -> str | None:
    if min(len(one.words), len(other.words)) < SHORT and set(one.title) != set(other.title):
        return "one is too short to tell"
    vocabulary = _share(one.vocabulary, other.vocabulary)
    fewest = min(one.numbers, other.numbers, key=len)
    is_backed = len(fewest) >= _ENOUGH_NUMBERS and fewest <= one.numbers & other.numbers
    least = _LEAST_BACKED if is_backed else _LEAST
    if contained < least.contained:
        return f"only {contained:.0%} of the wording is shared"
    if vocabulary < least.vocabulary:
        return f"only {vocabulary:.0%} of the words are shared"
    lead = min(
        len(mine & theirs.vocabulary) / max(1, len(mine)) for mine, theirs in ((one.lead, other), (other.lead, one))
    )
    if lead < least.lead:
        return f"only {lead:.0%} of one's lead is in the other: they share the background"
    return None


def _other_facts(one: Fingerprint, other: Fingerprint) -> str | None:
    agreed = one.numbers & other.numbers
    fewest = min(len(one.numbers), len(other.numbers))
    if fewest >= _FEWEST_NUMBERS and len(agreed) < _LEAST_NUMBERS_SHARED * fewest:
        return f"only {len(agreed)} of {fewest} numbers agree"
    if one.places and other.places and not (one.places & other.vocabulary or other.places & one.vocabulary):
        return f"one is of {_listed(one.places)}, the other of {_listed(other.places)}"
    known = one.vocabulary, other.vocabulary
    ratio, swaps = _align(one.words[:_MOST_ALIGNED], other.words[:_MOST_ALIGNED], known)
    facts = [swap for swap in swaps if swap.is_of_facts]
    excused = len(agreed) // 2 if len(agreed) >= _ENOUGH_NUMBERS and ratio < _ONE_HAND else 0
    filled_in = facts[excused:] or [swap for swap in swaps if ratio >= _ONE_HAND and swap.is_word_for_word]
    if filled_in:
        return f"{filled_in[0]} are told of in the same words"
    _, title_swaps = _align(one.title, other.title, known)
    counts = Counter((swap.mine, swap.theirs) for swap in (*swaps, *title_swaps))
    again = [Swap(*words, "") for words, count in counts.items() if count > 1]
    if again and ratio >= _SAME_ORDER:
        return f"{again[0]} are told of in the same words, and more than once"
    return None


@dataclass(frozen=True, slots=True)
class Swap:
    """Words of one text where the other has other words, each nowhere in the other text."""

    mine: tuple[str, ...]
    theirs: tuple[str, ...]
    following: str
    """The word after both; empty at the end, where newsrooms put lines of their own."""

    @property
    def is_of_facts(self) -> bool:
        """Whether both sides are numbers, days, or names."""
        tests = (is_number, _days().__contains__, _is_name)
        both = any(any(map(is_kind, self.mine)) and any(map(is_kind, self.theirs)) for is_kind in tests)
        return both or self.following in _cues()

    @property
    def is_word_for_word(self) -> bool:
        """Whether each word has another one in its place inside the text, not another spelling of itself."""
        return (
            self.following != ""
            and len(self.mine) == len(self.theirs)
            and any(
                SequenceMatcher(None, mine, theirs, autojunk=False).ratio() < _SPELLING
                for mine, theirs in zip(self.mine, self.theirs, strict=True)
            )
        )

    def __str__(self) -> str:
        return f"“{' '.join(self.mine)}” and “{' '.join(self.theirs)}”"


def _align(
    mine: Sequence[str], theirs: Sequence[str], known: tuple[frozenset[str], frozenset[str]]
) -> tuple[float, list[Swap]]:
    """Lay two texts side by side: return what share of them is the same in the same order, and their swaps.

    *known* are all words of the one text and of the other.
    """
    aligned = SequenceMatcher(None, mine, theirs, autojunk=False)
    swaps = []
    for tag, start, end, other_start, other_end in aligned.get_opcodes():
        if tag != "replace" or max(end - start, other_end - other_start) > _LONGEST_SWAP:
            continue
        own = tuple(word for word in mine[start:end] if word not in known[1])
        others = tuple(word for word in theirs[other_start:other_end] if word not in known[0])
        if own and others:
            swaps.append(Swap(own, others, "".join(mine[end : end + 1])))
    return aligned.ratio(), swaps


def _is_name(word: str) -> bool:
    """Tell a known place, or a word that is formed like a place's name."""
    return word in _places() or (word.endswith(_name_ends()) and word not in _name_ends())


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / max(1, min(len(one), len(other)))


def _listed(words: frozenset[str]) -> str:
    return ", ".join(sorted(words))


@cache
def _places() -> frozenset[str]:
    return frozenset(stem(name) for name, kind in _rows("places.tsv") if kind != "ending")


@cache
def _name_ends() -> tuple[str, ...]:
    before = "কখগ"  # an ending alone would be too short to lose anything
    return tuple(stem(before + name).removeprefix(before) for name, kind in _rows("places.tsv") if kind == "ending")


@cache
def _cues() -> frozenset[str]:
    return frozenset(word for (cue,) in _rows("name_cues.txt") for word in fold_words(cue))


@cache
def _days() -> frozenset[str]:
    """Return the days of the week and the months."""
    return frozenset(stem(row[0]) for table in ("weekdays.tsv", "months.tsv") for row in read_rows(table))


def _rows(name: str) -> list[tuple[str, ...]]:
    table = files("podcast.daily").joinpath(name).read_text(encoding="utf-8")
    return [tuple(line.split("\t")) for line in table.splitlines() if not line.startswith("#")]
