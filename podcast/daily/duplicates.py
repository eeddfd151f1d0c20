"""Which stories are one story that several sources tell."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, count, pairwise

from podcast.daily.likeness import SHORT, Fingerprint, compare

_FEW = 4
"""Stories. Two words that no more of them have link them all with one another."""
_NEIGHBOURS = 2
"""Stories. Words that more have, such as a stock phrase, link each with the next ones that have them: thousands of
reports of one pattern cost no more than their number, and many copies of one story still hang together."""
_LEAST_LINKED = 0.12
"""Share of the shorter story's pairs of words; the least alike of the stories in tests/data/daily share a third."""

_WORD_BITS = 32


def find_duplicates(stories: Sequence[Fingerprint]) -> tuple[tuple[int, ...], ...]:
    """Return the places of *stories* in groups that tell one story each, the fullest first in its group.

    Every place is in one group; groups are ordered by their first place. What links two stories is looked up in an
    inverted index, then each linked pair is compared exactly. Two groups become one only if the fullest of both are
    one story, so that a short item that is like two stories does not join them.
    """
    groups = _Groups(stories)
    copies = _exact_copies(stories)
    for first, *others in copies:
        for place in others:
            groups.join(first, place)
    alike = [
        (found.jaccard, one, other)
        for one, other in _linked(stories, [first for first, *_ in copies])
        if (found := compare(stories[one], stories[other])).is_same
    ]
    for _, one, other in sorted(alike, key=lambda pair: (-pair[0], pair[1], pair[2])):
        groups.join(one, other)
    return groups.as_tuples()


def _exact_copies(stories: Sequence[Fingerprint]) -> tuple[list[int], ...]:
    copies: dict[tuple[tuple[str, ...], ...], list[int]] = {}
    for place, story in enumerate(stories):
        key = (story.words,) if len(story.words) >= SHORT else (story.words, story.title)
        copies.setdefault(key, []).append(place)
    return tuple(copies.values())


def _linked(stories: Sequence[Fingerprint], places: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the pairs of *places* whose stories have pairs of words enough in common to be compared."""
    numbers: defaultdict[str, int] = defaultdict(count().__next__)
    first: dict[int, int] = {}
    index: dict[int, list[int]] = {}
    sizes: dict[int, int] = {}
    for place in places:
        words = [numbers[word] for word in stories[place].words]
        pairs = {one << _WORD_BITS | other for one, other in pairwise(words)}
        sizes[place] = len(pairs)
        for pair in pairs:
            earlier = first.setdefault(pair, place)
            if earlier != place:
                index.setdefault(pair, [earlier]).append(place)
    for (one, other), links in _count_links(index.values()).items():
        if links >= _LEAST_LINKED * min(sizes[one], sizes[other]):
            yield one, other


def _count_links(index: Iterable[Sequence[int]]) -> Counter[tuple[int, int]]:
    """Return how many pairs of words link two places; *index* is which places have each pair of words."""
    links: Counter[tuple[int, int]] = Counter()
    for having in index:
        if len(having) <= _FEW:
            links.update(combinations(having, 2))
        else:
            for step in range(1, _NEIGHBOURS + 1):
                links.update(zip(having, having[step:], strict=False))
    return links


class _Groups:
    """Union-find whose roots are the fullest stories."""

    def __init__(self, stories: Sequence[Fingerprint]) -> None:
        self._stories = stories
        self._parents = list(range(len(stories)))

    def join(self, one: int, other: int) -> None:
        """Make one group of two, if their fullest stories are one story."""
        root, other_root = self._root(one), self._root(other)
        if root == other_root:
            return
        if {root, other_root} != {one, other} and not self._are_same(root, other_root):
            return
        fullest, less = sorted((root, other_root), key=self._order)
        self._parents[less] = fullest

    def as_tuples(self) -> tuple[tuple[int, ...], ...]:
        """Return the groups, the fullest first in each."""
        members: dict[int, list[int]] = {}
        for place in range(len(self._parents)):
            members.setdefault(self._root(place), []).append(place)
        return tuple(tuple(sorted(group, key=self._order)) for group in members.values())

    def _order(self, place: int) -> tuple[int, int]:
        return -len(self._stories[place].words), place

    def _root(self, place: int) -> int:
        while self._parents[place] != place:
            self._parents[place] = self._parents[self._parents[place]]
            place = self._parents[place]
        return place

    def _are_same(self, one: int, other: int) -> bool:
        return (
            self._stories[one].words == self._stories[other].words
            or compare(self._stories[one], self._stories[other]).is_same
        )
