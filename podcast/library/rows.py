"""The rows of a library: their columns, and the values they are read into."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from typing import Any

from podcast.model import Episode

EPISODE_COLUMNS = (
    "episode_id, guid, title, source_url, site_name, voice, published_at_s, duration_ms, size_bytes, summary,"
    " wanted_voice, byline"
)
"""In the order of :class:`Episode`'s fields."""

SHOW_COLUMNS = "created_at_s, base_url, podcast_guid, cover_key, show_name, former_base_url, is_private"
"""In the order of :class:`ShowState`'s fields."""


@dataclass(frozen=True, slots=True)
class ShowState:
    """What is remembered of the show itself."""

    created_at: datetime
    base_url: str | None = None
    """The folder's public address."""
    podcast_guid: str | None = None
    """Assigned once, at the first public address, and kept when the feed moves."""
    cover_key: str | None = None
    """Says from what the cover was drawn and that it is ours."""
    show_name: str | None = None
    """Stem of the show file that was published last."""
    former_base_url: str | None = None
    """The public address before this one; directories that know it are told the new one."""
    is_private: bool = False
    """Whether the pages ask search engines to leave them out."""


@dataclass(frozen=True, slots=True)
class Listed:
    """An episode's place among all that were ever published, and what tells it from any other."""

    position: int
    """From 1, in the order of publication; it stays when others are removed."""
    episode_id: str
    state: tuple[object, ...]
    """All that is known of it; only good for comparing."""


@dataclass(frozen=True, slots=True)
class SharedState:
    """A file that episodes share, such as the feed, as it was written last."""

    made_from: str
    """Says from what: the same means that writing it again would change nothing."""
    sha256: str


@dataclass(frozen=True, slots=True)
class ToldStory:
    """A story that an episode told: one of an edition's, or the whole of an article's own episode."""

    url: str
    """Empty where it has no address."""
    content_id: str
    """What stays when an article moves to another address."""
    title: str
    paragraphs: tuple[str, ...]
    """Empty when they were too long ago to be kept."""
    is_edition: bool
    """Whether an edition told it."""


@dataclass(frozen=True, slots=True)
class Run:
    """A run of a daily show that has ended."""

    number: int
    """From 1, in the order they ended."""
    show_name: str
    day: date
    """Of the edition."""
    outcome: str
    report: str
    """JSON."""


def to_seconds(moment: datetime) -> int:
    """Return *moment* as the library keeps it."""
    return int(moment.timestamp())


def to_moment(seconds: int) -> datetime:
    """Return the moment that the library keeps as *seconds*."""
    return datetime.fromtimestamp(seconds, tz=UTC)


def to_episode(row: Any) -> Episode:  # noqa: ANN401 - a row of SQLite has no better type
    """Return the episode of a row that holds :data:`EPISODE_COLUMNS`."""
    values = dict(zip((field.name for field in fields(Episode)), row, strict=True))
    values["published_at"] = to_moment(values["published_at"])
    return Episode(**values)


def to_told_story(row: Any) -> ToldStory:  # noqa: ANN401 - a row of SQLite has no better type
    """Return the story of a row that holds the values in their order."""
    url, content_id, title, paragraphs, is_edition = row
    return ToldStory(url, content_id, title, tuple(json.loads(paragraphs)), bool(is_edition))


def to_run(row: Any) -> Run:  # noqa: ANN401 - a row of SQLite has no better type
    """Return the run of a row that holds the values in their order."""
    number, show_name, day, outcome, report = row
    return Run(number, show_name, date.fromisoformat(day), outcome, report)
