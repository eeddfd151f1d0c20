"""A run of a daily show: today's stories into today's edition, once."""

from __future__ import annotations

from dataclasses import replace

from podcast.claims import take_claim
from podcast.daily.standing import find_edition
from podcast.errors import PublishError
from podcast.library import PRIVATE_FOLDER
from podcast.pipeline.daily.assignment import Assignment
from podcast.pipeline.daily.hooks import call_hooks
from podcast.pipeline.daily.making import Making
from podcast.pipeline.daily.reports import (
    Outcome,
    Report,
    keep_report,
)

_LOCK = "daily.lock"


def run_daily(assignment: Assignment) -> Report:
    """Make the edition of *assignment*'s day, unless it is there; say what became of it.

    Whatever a source or a story does, the others are published. The report is kept, but for a day that needs nothing
    and for a rehearsal.

    Raises:
        PublishError: another run is making an edition of this show.
    """
    job, day = assignment.job, assignment.day
    blank = Report(job.show.name, day, Outcome.STANDING, assignment.now, assignment.now)
    if not assignment.is_rebuild and find_edition(job.show, job.folder, day) is not None:
        return blank
    if job.show.edition.is_quiet(day) and not assignment.is_rebuild:
        return replace(blank, outcome=Outcome.QUIET, reason=f"{day:%A} is a quiet day")
    if assignment.is_rehearsal:
        return Making(assignment).go()
    claim = take_claim(job.folder / PRIVATE_FOLDER / _LOCK)
    if claim is None:
        raise PublishError(f"{job.folder}: another run is making an edition of this show; wait for it to end")
    with claim:
        if not assignment.is_rebuild and find_edition(job.show, job.folder, day) is not None:
            return blank
        report = Making(assignment).go()
        failures = call_hooks(job.show.hooks, report)
        report = replace(report, failures=(*report.failures, *failures))
        keep_report(job.folder, report)
    return report
