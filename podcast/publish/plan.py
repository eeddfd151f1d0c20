"""What publishing does, and in which order. Pure.

The order is what makes a break harmless: whatever the feed at the target names is there before the feed is, and goes
only after it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Literal

from podcast.publish.media_types import FEED_NAME, is_feed, kind_of

_OURS = re.compile(r"episodes/[a-z2-7]{10}(?:\.[a-z0-9]+)+|feed-[0-9]+\.xml|index-[0-9]+\.html")
"""An episode's file, by its id, or an older page of the feed or of the list of episodes: what may be removed. Whatever
else lies there is not ours."""


class Phase(IntEnum):
    """The order in which files are put in place."""

    AUDIO = 0
    TRANSCRIPT = 1
    CHAPTERS = 2
    PICTURE = 3
    """The cover, and what pages load."""
    PAGE = 4
    OLDER_FEED = 5
    FEED = 6


@dataclass(frozen=True, slots=True)
class Step:
    """One file put in place or taken away."""

    action: Literal["put", "remove"]
    name: str


@dataclass(frozen=True, slots=True)
class Plan:
    """All that is to be done, in order; what is not named stays as it is."""

    steps: tuple[Step, ...]
    unchanged: int
    """How many files are there already."""

    @property
    def puts(self) -> tuple[str, ...]:
        """The names of what is put in place."""
        return tuple(step.name for step in self.steps if step.action == "put")

    @property
    def removals(self) -> tuple[str, ...]:
        """The names of what is taken away."""
        return tuple(step.name for step in self.steps if step.action == "remove")


def make_plan(here: Collection[str], there: Mapping[str, bool]) -> Plan:
    """Plan how *there* comes to hold what is *here*; its values say whether a file there has the same content.

    >>> plan = make_plan(["feed.xml", "episodes/aaaaaaaaaa.mp3"], {"feed.xml": False, "episodes/bbbbbbbbbb.mp3": False})
    >>> [(step.action, step.name) for step in plan.steps]  # doctest: +NORMALIZE_WHITESPACE
    [('put', 'episodes/aaaaaaaaaa.mp3'), ('put', 'feed.xml'), ('remove', 'episodes/bbbbbbbbbb.mp3')]
    """
    puts = sorted(
        (name for name in here if not there.get(name)), key=lambda name: (_is_late(name, there), *_order(name))
    )
    gone = sorted((name for name in there if name not in here and is_ours(name)), key=_order, reverse=True)
    steps = (*(Step("put", name) for name in puts), *(Step("remove", name) for name in gone))
    return Plan(steps, unchanged=len(here) - len(puts))


def is_ours(name: str) -> bool:
    """Say whether only this program can have put *name* at a target, so that it may take it away."""
    return _OURS.fullmatch(name) is not None and kind_of(name) is not None


def phase_of(name: str) -> Phase:
    """Say when the file *name* is put in place."""
    if name == FEED_NAME:
        return Phase.FEED
    if is_feed(name):
        return Phase.OLDER_FEED
    if name.endswith(".mp3"):
        return Phase.AUDIO
    if name.endswith(".chapters.json"):
        return Phase.CHAPTERS
    if name.endswith((".vtt", ".srt", ".json", ".transcript.html")):
        return Phase.TRANSCRIPT
    return Phase.PAGE if name.endswith(".html") else Phase.PICTURE


def _is_late(name: str, there: Collection[str]) -> tuple[bool, bool]:
    """Replace what is there after all that is new: until the feed follows, it says the old sound's length."""
    return is_feed(name), name in there


def _order(name: str) -> tuple[Phase, str]:
    return phase_of(name), name
