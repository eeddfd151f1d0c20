"""Whether what was published is whole, and fit for podcast apps: the show's own check and the linter together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from podcast.lint.findings import Finding
from podcast.lint.following import Known
from podcast.lint.linting import Feed, compare, lint, open_feed
from podcast.pipeline.job import published_folder
from podcast.show import Checked, check_folder, episode_file
from podcast.show.checking import has_library, known_to, removed_from
from podcast.show.feed import FEED_NAME


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found."""

    source: str
    episodes: tuple[Checked, ...]
    """Of a published folder that remembers what it was made from; of a feed none."""
    findings: tuple[Finding, ...]

    @property
    def broken(self) -> int:
        """How many episodes are not whole."""
        return sum(bool(one.problems) for one in self.episodes)

    @property
    def failed(self) -> int:
        """How many findings are of what must be."""
        return sum(one.is_must for one in self.findings)


def check(
    source: str | None, *, now: datetime, show: str = "default", against: str | None = None, allow_private: bool = False
) -> Report:
    """Check *source*, a published folder, a feed's file or a feed's address; without one, the folder of *show*.

    *against* is a feed whose listeners the checked one is to keep.

    Raises:
        UsageError: there is nothing to check.
        SourceError: an address cannot be fetched.
        PublishError: the folder's library is damaged or of a newer version.
    """
    folder = _folder(source, show)
    old = open_feed(against, allow_private=allow_private) if against is not None else None
    if folder is None or (not has_library(folder) and (folder / FEED_NAME).is_file()):
        feed = open_feed(source or str(folder), allow_private=allow_private)
        return Report(source or str(folder), (), _lint(feed, now, None, old, frozenset()))
    episodes = tuple(check_folder(folder))
    if not (folder / FEED_NAME).is_file():
        missing = Finding("feed-missing", str(folder), f"there is no {FEED_NAME}")
        return Report(str(folder), episodes, (missing,))
    podcast_guid, guids = known_to(folder)
    known = Known(podcast_guid, guids)
    heard_ms = {
        episode_file(folder, one.episode.episode_id, "mp3"): one.length_ms
        for one in episodes
        if one.length_ms is not None
    }
    feed = open_feed(str(folder), lengths_ms=heard_ms)
    return Report(str(folder), episodes, _lint(feed, now, known, old, removed_from(folder)))


def _folder(source: str | None, show: str) -> Path | None:
    """Return the folder to check; ``None`` when *source* is a feed."""
    if source is not None and ("://" in source or Path(source).is_file()):
        return None
    return published_folder(show, Path(source) if source is not None else None)


def _lint(
    feed: Feed, now: datetime, known: Known | None, old: Feed | None, removed: frozenset[str]
) -> tuple[Finding, ...]:
    worse = compare(old, feed, removed=removed) if old is not None else ()
    return tuple(dict.fromkeys((*lint(feed, now=now, known=known), *worse)))
