"""How much each story counts, and which are taken: the best first, of many kinds, within the edition's length."""

from __future__ import annotations

import heapq
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from podcast.daily.candidates import Candidate
from podcast.daily.parts import Part
from podcast.editions import EditionRules, NewsSource, folded

_HALF_LIFE_HOURS = 12.0
"""A story of this morning counts twice as much as one of last night."""
_UNDATED_HOURS = 12.0
_PROMINENCE_PLACES = 10
"""The tenth story of a feed counts about half as much as the first."""
_MORE_SOURCES = 0.25
"""What each further source that tells a story adds to it."""
_SAME_CATEGORY = 0.6
_SAME_SOURCE = 0.8
"""What is left of a story's worth for each one of its category, or source, that is taken already."""


@dataclass(frozen=True, slots=True)
class Story:
    """What one or several candidates tell."""

    kept: Candidate
    """The fullest of them."""
    others: tuple[Candidate, ...]
    part: Part
    """What is read of it."""
    category: str | None
    score: float

    @property
    def sources(self) -> tuple[str, ...]:
        """Names of all that tell it, the one that is read first."""
        return tuple(dict.fromkeys((self.kept.source, *(other.source for other in self.others))))


def score_candidate(candidate: Candidate, source: NewsSource | None, now: datetime) -> float:
    """Return what *candidate* counts by its source's weight, its age at *now* and its place in the feed."""
    weight = source.weight if source else 1.0
    hours = _UNDATED_HOURS if candidate.published_at is None else age_hours(candidate.published_at, now)
    return weight * math.exp2(-hours / _HALF_LIFE_HOURS) / (1 + candidate.position / _PROMINENCE_PLACES)


def score_story(members: Sequence[Candidate], scores: Sequence[float]) -> float:
    """Return what a story counts: as much as the best of its candidates, and more for each further source."""
    return max(scores) * (1 + _MORE_SOURCES * (len({member.source for member in members}) - 1))


def age_hours(published_at: datetime, now: datetime) -> float:
    """Return how old something is; what says it is from the future is new."""
    return max(0.0, (now - published_at).total_seconds() / 3600)


def take_stories(
    stories: Sequence[Story], rules: EditionRules, limits: Mapping[str, int | None]
) -> tuple[list[int], dict[int, str]]:
    """Return the places of the *stories* to take, the best first, and of each other one why it is not among them.

    Each story that is taken lessens what others of its category and source count. One that is too long for the time
    that is left makes room for shorter ones. *limits* are the most stories of each source. Of two that count the same,
    the one that is given first goes first.
    """
    taken: list[int] = []
    left: dict[int, str] = {}
    left_seconds = rules.max_minutes * 60
    categories: Counter[str | None] = Counter()
    sources: Counter[str] = Counter()
    heap = [(-story.score, place) for place, story in enumerate(stories)]
    heapq.heapify(heap)
    while heap:
        negative, place = heapq.heappop(heap)
        story = stories[place]
        why = _refusal(story, rules, left_seconds, len(taken)) or _source_is_full(story, limits, sources)
        if why:
            left[place] = why
            continue
        worth = story.score * _SAME_SOURCE ** sources[story.kept.source]
        if story.category is not None:
            worth *= _SAME_CATEGORY ** categories[folded(story.category)]
        if -worth > negative:
            heapq.heappush(heap, (-worth, place))
            continue
        taken.append(place)
        left_seconds -= story.part.seconds
        categories[folded(story.category or "")] += 1
        sources[story.kept.source] += 1
    return taken, left


def _refusal(story: Story, rules: EditionRules, left_seconds: float, count: int) -> str | None:
    if count >= rules.max_articles:
        return f"the edition has its {rules.max_articles} stories, and they count for more"
    if story.part.seconds > left_seconds:
        needed, left = round(story.part.seconds), round(left_seconds)
        return f"it takes {needed} s to read, and {left} s of the edition's {rules.max_minutes:g} minutes are left"
    return None


def _source_is_full(story: Story, limits: Mapping[str, int | None], sources: Counter[str]) -> str | None:
    limit = limits.get(story.kept.source)
    if limit is not None and sources[story.kept.source] >= limit:
        return f"{story.kept.source} may have {limit} in one edition, and its others count for more"
    return None
