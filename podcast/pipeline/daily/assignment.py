"""What a run of a daily show is to do: which day's edition, by which clock, and how pages are read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from podcast.daily.wording import find_wording
from podcast.editions import edition_guid
from podcast.errors import UsageError
from podcast.net import Client, PageCache
from podcast.pipeline.job import Job
from podcast.pipeline.reading import Reader


@dataclass(frozen=True, slots=True)
class Assignment:
    """What one run is to do."""

    job: Job
    reader: Reader
    day: date
    moment: datetime
    """The present in the show's own zone, or that time of day on another *day*."""
    now: datetime
    """The present, in UTC."""
    is_rebuild: bool = False
    is_rehearsal: bool = False

    @property
    def guid(self) -> str:
        """Of the edition."""
        return edition_guid(self.job.show.name, self.day)


def unattended_reader(job: Job, *, allow_private: bool = False) -> Reader:
    """Return how a daily run reads: nobody asked for just these pages, so every site's robots.txt is obeyed."""
    client = Client(is_unattended=True, cache=PageCache())
    return Reader(editing=job.show.editing, allow_private=allow_private, client=client)


def assign(  # noqa: PLR0913 - each is one option of the command
    job: Job, reader: Reader, *, now: datetime, day: date | None, is_rebuild: bool, is_rehearsal: bool
) -> Assignment:
    """Return what a run at *now*, an aware time, is to do; *day* is another day than today.

    Raises:
        UsageError: the show names no sources, or *day* is still to come.
        SettingsError: a sentence of the show's own cannot be filled in.
    """
    show = job.show
    if not show.sources:
        raise UsageError(f"show {show.name}: names no sources; expected [[sources]] in its file, see feeds/README.md")
    find_wording(job.locale, show.edition.wording)
    local = now.astimezone(show.edition.zone(show.language))
    if day is not None and day > local.date():
        today = local.date().isoformat()
        raise UsageError(f"--date {day.isoformat()}: is still to come; in {local.tzinfo} it is {today}")
    moment = local if day is None else datetime.combine(day, local.timetz())
    return Assignment(job, reader, moment.date(), moment, now.astimezone(UTC), is_rebuild, is_rehearsal)
