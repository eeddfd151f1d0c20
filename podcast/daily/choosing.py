"""Today's stories, chosen among all that the sources have; whatever is not chosen keeps the reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from podcast.daily.candidates import Candidate, Remembered
from podcast.daily.duplicates import find_duplicates
from podcast.daily.likeness import fingerprint
from podcast.daily.parts import read_part
from podcast.daily.ranking import Story, age_hours, score_candidate, score_story, take_stories
from podcast.daily.skipping import find_skip_word
from podcast.editions import EditionRules, NewsSource, folded


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A candidate that is not read, and why in one sentence."""

    candidate: Candidate
    reason: str


@dataclass(frozen=True, slots=True)
class Choice:
    """What an edition is made of, in speaking order, and what it is not made of, in the order it was given."""

    stories: tuple[Story, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def seconds(self) -> float:
        """Estimated time of reading all stories."""
        return sum(story.part.seconds for story in self.stories)


def choose(
    candidates: Sequence[Candidate],
    rules: EditionRules,
    sources: Sequence[NewsSource],
    *,
    remembered: Remembered,
    now: datetime,
) -> Choice:
    """Choose an edition's stories among *candidates*, as *rules* and *sources* of the show say.

    What earlier editions told is left out, under another address and in other words too. Candidates that tell one
    story are one: the fullest is read, all are credited. The same arguments give the same choice, whenever it is
    made; *now* is an aware time.
    """
    desk = _Desk(candidates, rules, {source.name: source for source in sources}, now)
    reasons, groups = desk.group(remembered)
    stories: list[Story] = []
    members: list[tuple[int, ...]] = []
    for group in groups:
        refused = {place: why for place in group if (why := desk.refuse(place))}
        reasons |= refused
        usable = tuple(place for place in group if place not in refused)
        if usable:
            stories.append(desk.story(usable, group))
            members.append(usable)
    taken, left = take_stories(stories, rules, {source.name: source.limit for source in sources})
    for place, why in left.items():
        reasons |= dict.fromkeys(members[place], why)
    for place in taken:
        kept = stories[place].kept
        reasons |= dict.fromkeys(members[place][1:], f"{kept.source} tells the same story, “{kept.title}”, more fully")
    left_out = tuple(LeftOut(candidates[place], reason) for place, reason in sorted(reasons.items()))
    return Choice(_ordered([stories[place] for place in taken], rules), left_out)


@dataclass(frozen=True, slots=True)
class _Desk:
    """What is asked of each candidate."""

    candidates: Sequence[Candidate]
    rules: EditionRules
    sources: Mapping[str, NewsSource]
    now: datetime

    def group(self, remembered: Remembered) -> tuple[dict[int, str], list[tuple[int, ...]]]:
        """Return why some candidates cannot be read at all, and the others in groups that tell one story each."""
        reasons: dict[int, str] = {}
        first_at: dict[str, int] = {}
        for place, candidate in enumerate(self.candidates):
            if candidate.skipped_because is not None:
                reasons[place] = candidate.skipped_because
            elif candidate.url in first_at:
                reasons[place] = f"{self.candidates[first_at[candidate.url]].source} has the same address"
            else:
                first_at[candidate.url] = place
        places = [*first_at.values()]
        texts = [_text(self.candidates[place]) for place in places]
        prints = [
            fingerprint(*text) for text in (*texts, *((told.title, told.paragraphs) for told in remembered.recent))
        ]
        groups: list[tuple[int, ...]] = []
        for found in find_duplicates(prints):
            group = tuple(places[index] for index in found if index < len(places))
            why = self._why_not_again(group, remembered, is_told=len(group) < len(found)) or self._skip_word(group)
            if why:
                reasons |= dict.fromkeys(group, why)
            elif group:
                groups.append(group)
        return reasons, groups

    def _why_not_again(self, group: tuple[int, ...], remembered: Remembered, *, is_told: bool) -> str | None:
        for place in group:
            candidate = self.candidates[place]
            if candidate.url in remembered.urls:
                return f"an earlier edition had it, from {candidate.url}"
            if remembered.content_ids and candidate.content_id in remembered.content_ids:
                return f"an earlier edition had the same text as {candidate.url}, from another address"
        return "an earlier edition told the same story in other words" if is_told else None

    def _skip_word(self, group: tuple[int, ...]) -> str | None:
        for place in group:
            title, paragraphs = _text(self.candidates[place])
            word = find_skip_word((title, *paragraphs), self.rules.skip_words)
            if word is not None:
                return f"“{word}”, a word to skip, stands in “{title}”"
        return None

    def refuse(self, place: int) -> str | None:
        """Say why a candidate is not read though nobody told its story before; ``None`` when it may be."""
        candidate = self.candidates[place]
        category = self._category(place)
        if category is not None and _is_among(category, self.rules.unwanted_categories):
            return f"its category, {category}, is not wanted"
        if self.rules.categories and (category is None or not _is_among(category, self.rules.categories)):
            return f"its category, {category or 'which it does not name'}, is not one of those that are wanted"
        if candidate.published_at is not None:
            hours = age_hours(candidate.published_at, self.now)
            if hours > self.rules.max_age_hours:
                return f"it is {hours:.0f} hours old, more than {self.rules.max_age_hours:g}"
        return None

    def story(self, usable: tuple[int, ...], group: tuple[int, ...]) -> Story:
        """Return the story that *group* tells; the first of *usable* is read, all are credited."""
        kept = self.candidates[usable[0]]
        scores = [
            score_candidate(self.candidates[place], self.sources.get(self.candidates[place].source), self.now)
            for place in usable
        ]
        limit_seconds = None if self.rules.story_minutes is None else self.rules.story_minutes * 60
        everyone = [self.candidates[place] for place in group]
        return Story(
            kept=kept,
            others=tuple(candidate for candidate in everyone if candidate is not kept),
            part=read_part(kept.blocks, kept.seconds, limit_seconds),
            category=next((found for place in usable if (found := self._category(place))), None),
            score=score_story(everyone, scores),
        )

    def _category(self, place: int) -> str | None:
        candidate = self.candidates[place]
        source = self.sources.get(candidate.source)
        return candidate.category or (source.category if source else None)


def _text(candidate: Candidate) -> tuple[str, tuple[str, ...]]:
    return candidate.title, tuple(block.text for block in candidate.blocks)


def _is_among(category: str, names: Sequence[str]) -> bool:
    return folded(category) in map(folded, names)


def _ordered(stories: Sequence[Story], rules: EditionRules) -> tuple[Story, ...]:
    """Return *stories*, which come best first, in the order they are spoken; those without what it goes by are last."""
    if rules.order == "time":
        late = datetime.max.replace(tzinfo=UTC)
        return tuple(sorted(stories, key=lambda story: story.kept.published_at or late))
    if rules.order == "category":
        wanted = [folded(name) for name in rules.categories]
        order = list(dict.fromkeys([*wanted, *(folded(story.category) for story in stories if story.category)]))
        return tuple(
            sorted(stories, key=lambda story: order.index(folded(story.category)) if story.category else len(order))
        )
    return tuple(stories)
