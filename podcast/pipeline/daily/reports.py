"""What became of a run of a daily show: kept in the library, as JSON and as a page."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from podcast.errors import PodcastError, PublishError
from podcast.files import write_synced
from podcast.library import PRIVATE_FOLDER, Library
from podcast.pipeline.daily.gathering import SourceReport
from podcast.show.pages import render_run

MOST_RUNS = 400
"""A year of them, and some that were run again."""
_FAILED, _IN_PART = 1, 3
"""Exit codes."""


class Outcome(StrEnum):
    """What became of a day's edition."""

    PUBLISHED = "published"
    STANDING = "standing"
    """It was there already."""
    QUIET = "quiet"
    """There is none on such a day."""
    TOO_LITTLE = "too little"
    """There was too little news."""
    REHEARSED = "rehearsed"
    NOT_UPLOADED = "not uploaded"
    """It is in the published folder, and was not brought to where the show is published."""
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class ReportedEpisode:
    """An episode that is there now."""

    episode_id: str
    guid: str
    title: str
    voice: str
    wanted_voice: str | None
    duration_ms: int
    audio: str
    page: str
    is_new: bool
    synthesized: int


@dataclass(frozen=True, slots=True)
class ReportedStory:
    """A story that was chosen."""

    title: str
    url: str
    sources: tuple[str, ...]
    is_whole: bool
    category: str | None
    score: float


@dataclass(frozen=True, slots=True)
class ReportedRest:
    """A story that was not."""

    source: str
    title: str
    url: str
    reason: str


@dataclass(frozen=True, slots=True)
class UnknownWord:
    """A word that no lexicon has, as the rules read it."""

    written: str
    spoken: str
    count: int


@dataclass(frozen=True, slots=True)
class Report:
    """A run: what was seen, chosen and left out, and why."""

    show: str
    day: date
    outcome: Outcome
    started_at: datetime
    ended_at: datetime
    reason: str | None = None
    """Why there is no edition."""
    episodes: tuple[ReportedEpisode, ...] = ()
    stories: tuple[ReportedStory, ...] = ()
    left_out: tuple[ReportedRest, ...] = ()
    sources: tuple[SourceReport, ...] = ()
    failures: tuple[str, ...] = ()
    """What went wrong besides the sources."""
    notes: tuple[str, ...] = ()
    """What was said meanwhile, such as which voice speaks and why."""
    unknown_words: tuple[UnknownWord, ...] = ()
    seconds: dict[str, float] = dataclasses.field(default_factory=dict)
    """What each stage took."""
    feed: str | None = None

    @property
    def troubles(self) -> tuple[str, ...]:
        """Everything that went wrong."""
        lost = (f"source {source.name}: {source.failure}" for source in self.sources if source.failure)
        return (*lost, *self.failures)

    @property
    def exit_code(self) -> int:
        """0 when all went well, 3 when some of it failed, 1 when there should be an edition and is none."""
        if self.outcome is Outcome.FAILED:
            return _FAILED
        return _IN_PART if self.troubles else 0

    def as_json(self) -> dict[str, Any]:
        """Return plain values."""
        plain = dataclasses.asdict(self)
        plain |= {
            "day": self.day.isoformat(),
            "started_at": self.started_at.isoformat(),
            "ended_at": self.ended_at.isoformat(),
            "outcome": self.outcome.value,
            "exit_code": self.exit_code,
        }
        return plain


def keep_report(folder: Path, report: Report) -> Path:
    """Keep *report* in the library of *folder* and as files beside it; return the page.

    Raises:
        PublishError: it cannot be written.
    """
    document = json.dumps(report.as_json(), ensure_ascii=False, indent=2) + "\n"
    with Library.open(folder, create=True) as library:
        with library.writing() as writer:
            writer.put_run(report.show, report.day, report.outcome.value, document)
            writer.forget_runs(MOST_RUNS)
        number = library.runs(report.show, most=1)[0].number
    place = folder / PRIVATE_FOLDER / "runs"
    page = place / f"{report.day.isoformat()}-{number}.html"
    try:
        place.mkdir(parents=True, exist_ok=True)
        _write(page.with_suffix(".json"), document)
        _write(page, render_run(report.as_json()))
        for old in sorted(place.glob("*"), key=lambda path: path.stat().st_mtime)[: -2 * MOST_RUNS]:
            old.unlink(missing_ok=True)
    except OSError as error:
        raise PublishError(f"{page}: the report cannot be written: {error.strerror}") from error
    return page


def _write(path: Path, text: str) -> None:
    write_synced(path.with_suffix(f"{path.suffix}.part"), text.encode("utf-8", "replace")).replace(path)


def failed(report: Report, error: PodcastError) -> Report:
    """Return the report of a run that ended with *error*."""
    reason = str(error)
    return dataclasses.replace(report, outcome=Outcome.FAILED, reason=reason, failures=(*report.failures, reason))
