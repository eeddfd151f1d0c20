"""What may keep a show from being made on this machine, looked at before it does."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum
from pathlib import Path

from podcast.daily.standing import find_edition
from podcast.daily.wording import find_wording
from podcast.errors import PodcastError
from podcast.library import PRIVATE_FOLDER
from podcast.net import head
from podcast.pipeline.job import Job, plan
from podcast.pipeline.ladder import Readers
from podcast.pipeline.voices import voice_statuses
from podcast.settings import UNSET_BASE_URL, Show, load_show, load_voice, show_names, voice_names
from podcast.speech.engine import ONLINE_ENGINES

_LEAST_BYTES, _FEW_BYTES = 200_000_000, 2_000_000_000
_EARLIEST_YEAR = 2026
_MEGABYTE = 1_000_000
_TIME_S = 10.0


class Verdict(StrEnum):
    """How a thing is."""

    GOOD = "ok"
    DOUBTFUL = "note"
    """A show can be made, if not as well as it could be."""
    BAD = "FAIL"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at."""

    name: str
    verdict: Verdict
    told: str


def examine(
    show: str | None, *, out: Path | None, now: datetime, expect_by: time | None = None, allow_private: bool = False
) -> Iterator[Check]:
    """Look at whatever a run of *show* needs, or any show; *now* is the present, aware.

    *expect_by* is the local time by which today's edition is to be there.
    """
    yield from _settings(show)
    yield _clock(now)
    try:
        job = plan(show=show or "default", out=out)
    except PodcastError as error:
        yield Check("show", Verdict.BAD, str(error))
        return
    yield from _voices(job.ladders.usual)
    yield _disk(job.folder)
    yield _writing(job.folder)
    if show is None:
        return
    yield from _address(job, allow_private=allow_private)
    yield from _sources(job.show, allow_private=allow_private)
    yield from _edition(job.show, job.folder, now, expect_by)


def _settings(show: str | None) -> Iterator[Check]:
    names: Iterable[str] = show_names() if show is None else (show,)
    loaders: tuple[tuple[str, Iterable[str], Callable[[str], object]], ...] = (
        ("show files", names, load_show),
        ("voice files", voice_names(), load_voice),
    )
    for what, found, load in loaders:
        wrong = []
        for name in found:
            try:
                load(name)
            except PodcastError as error:
                wrong.append(str(error))
        yield Check(what, Verdict.BAD if wrong else Verdict.GOOD, "; ".join(wrong) or "can be read")


def _clock(now: datetime) -> Check:
    told = f"it is {now:%Y-%m-%d %H:%M} UTC"
    if now.year < _EARLIEST_YEAR:
        return Check("clock", Verdict.BAD, f"{told}, which is in the past; set the machine's clock")
    return Check("clock", Verdict.GOOD, told)


def _voices(rungs: Iterable[Readers]) -> Iterator[Check]:
    """Ask the voices in their order; one that cannot speak matters only when none can."""
    names = tuple(dict.fromkeys(voice.name for readers in rungs for voice in readers.voices))
    statuses = voice_statuses(names, asks_services=True)
    can_any = any(status.can_speak for status in statuses)
    for status in statuses:
        verdict = Verdict.GOOD if status.can_speak else Verdict.DOUBTFUL if can_any else Verdict.BAD
        yield Check(f"voice {status.name}", verdict, status.reason or "can speak")
    online = [one for one in statuses if one.voice is not None and one.voice.engine in ONLINE_ENGINES]
    if online and not any(one.can_speak for one in online):
        yield Check("network", Verdict.DOUBTFUL, "the online voice's service does not answer")


def _nearest(folder: Path) -> Path:
    """Return *folder*, or the nearest of those it will lie in that is there."""
    return next(place for place in (folder.absolute(), *folder.absolute().parents) if place.exists())


def _disk(folder: Path) -> Check:
    there = _nearest(folder)
    free = shutil.disk_usage(there).free
    verdict = Verdict.BAD if free < _LEAST_BYTES else Verdict.DOUBTFUL if free < _FEW_BYTES else Verdict.GOOD
    return Check("disk", verdict, f"{free // _MEGABYTE:,} MB are free in {there}")


def _writing(folder: Path) -> Check:
    there = _nearest(folder)
    try:
        with tempfile.TemporaryFile(dir=there / PRIVATE_FOLDER if (there / PRIVATE_FOLDER).is_dir() else there) as file:
            file.write(b"podcast")
            file.flush()
    except OSError as error:
        return Check("folder", Verdict.BAD, f"{folder}: cannot be written: {error.strerror}")
    return Check("folder", Verdict.GOOD, f"{folder}: can be written")


def _address(job: Job, *, allow_private: bool) -> Iterator[Check]:
    from podcast import show as show_stage

    base_url = job.base_url or show_stage.base_url_of(job.folder)
    feed = f"{base_url}feed.xml"
    if base_url == UNSET_BASE_URL:
        yield Check("base URL", Verdict.DOUBTFUL, "none is set, so only this machine can fetch what the feed names")
        return
    try:
        found = head(feed, allow_private=allow_private, timeout_s=_TIME_S)
    except PodcastError as error:
        yield Check("base URL", Verdict.BAD, str(error))
        return
    told = f"{feed} is there" + ("" if found.takes_ranges else "; its server does not serve parts of files")
    yield Check("base URL", Verdict.GOOD if found.takes_ranges else Verdict.DOUBTFUL, told)


def _sources(show: Show, *, allow_private: bool) -> Iterator[Check]:
    for source in show.sources:
        if source.path is not None:
            told = f"{source.path} is there" if source.path.exists() else f"{source.path}: is not there"
            yield Check(f"source {source.name}", Verdict.GOOD if source.path.exists() else Verdict.BAD, told)
            continue
        try:
            head(str(source.url), allow_private=allow_private, timeout_s=_TIME_S)
        except PodcastError as error:
            yield Check(f"source {source.name}", Verdict.DOUBTFUL, str(error))
        else:
            yield Check(f"source {source.name}", Verdict.GOOD, f"{source.url} answers")


def _edition(show: Show, folder: Path, now: datetime, expect_by: time | None) -> Iterator[Check]:
    if not show.sources:
        return
    rules = show.edition
    try:
        find_wording(show.language, rules.wording)
        local = now.astimezone(rules.zone(show.language))
        standing = find_edition(show, folder, local.date())
    except PodcastError as error:
        yield Check("edition", Verdict.BAD, str(error))
        return
    day = local.date().isoformat()
    deadline = expect_by or (time.fromisoformat(rules.deadline) if rules.deadline else None)
    if standing is not None:
        yield Check("edition", Verdict.GOOD, f"that of {day} is there")
    elif rules.is_quiet(local.date()):
        yield Check("edition", Verdict.GOOD, f"{day} is a quiet day")
    elif deadline is None or local.time() < deadline:
        due = f", due by {deadline:%H:%M}" if deadline else ""
        yield Check("edition", Verdict.DOUBTFUL, f"that of {day} is not there yet{due}; it is {local:%H:%M %Z}")
    else:
        told = f"that of {day} is not there, and was due by {deadline:%H:%M}; `podcast runs {show.name}` says more"
        yield Check("edition", Verdict.BAD, told)
