"""``podcast daily`` and ``podcast runs``: a show's edition of the day, and what became of each run."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from podcast.cli.common import JsonOption, OutOption, PrivateOption, ShowArgument, command, print_json, say
from podcast.errors import UsageError

if TYPE_CHECKING:
    from podcast.daily.standing import Standing
    from podcast.pipeline.daily import Report
    from podcast.settings import Show


@command
def daily(  # noqa: PLR0913 - each is one option of the command
    show: ShowArgument,
    *,
    day: Annotated[
        str | None, typer.Option("--date", metavar="YYYY-MM-DD", help="The edition of an earlier day.")
    ] = None,
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="Choose and speak anew what is there already, under the same address.")
    ] = False,
    out: OutOption = None,
    voice: Annotated[str | None, typer.Option(help="A voice's name or file, or auto; see `podcast voices`.")] = None,
    base_url: Annotated[str | None, typer.Option(help="Public address of the published folder; remembered.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Read, choose and compose; publish nothing.")] = False,
    allow_private: PrivateOption = False,
    as_json: JsonOption = False,
) -> None:
    """Make a show's edition of today from its sources, once; run it by a timer, as `podcast schedule` writes one.

    A second run the same day does nothing. A source that fails is left out: then the exit code is 3.
    """
    from podcast.daily.standing import find_edition
    from podcast.moment import publication_time
    from podcast.settings import load_show

    the_show, now, wanted = load_show(show), publication_time(), _day(day)
    if not rebuild and not dry_run:
        today = wanted or the_show.edition.day_of(now, the_show.language)
        standing = find_edition(the_show, the_show.folder(out), today)
        if standing is not None:
            _tell_standing(the_show, today, standing, as_json=as_json)
            return
    from podcast import pipeline
    from podcast.cli.screen import Screen
    from podcast.pipeline import daily as stage

    with Screen() as screen:
        job = pipeline.plan(show=show, voice=voice, out=out, base_url=base_url, listener=screen)
        reader = stage.unattended_reader(job, allow_private=allow_private)
        task = stage.assign(job, reader, now=now, day=wanted, is_rebuild=rebuild, is_rehearsal=dry_run)
        report = stage.run_daily(task)
    if as_json:
        print_json(report.as_json())
    else:
        typer.echo("\n".join(_lines(report)))
    for trouble in report.troubles:
        say(f"podcast: {trouble}")
    if report.exit_code:
        raise typer.Exit(report.exit_code)


@command
def runs(
    show: ShowArgument,
    *,
    number: Annotated[
        int | None, typer.Option("--run", metavar="N", help="Print the whole report of this run.")
    ] = None,
    last: Annotated[int, typer.Option(min=1, help="How many runs.")] = 14,
    out: OutOption = None,
    as_json: JsonOption = False,
) -> None:
    """List what became of a show's daily runs, the newest first."""
    from podcast.library import Library
    from podcast.settings import load_show

    the_show = load_show(show)
    folder = the_show.folder(out)
    with Library.open(folder) as library:
        found = library.runs(the_show.name, most=last) if number is None else (library.run(number),)
    if None in found:
        raise UsageError(f"{folder}: there is no run {number}; `podcast runs {show}` lists them")
    reports = [(run.number, json.loads(run.report)) for run in found if run is not None]
    if as_json or number is not None:
        told = [{"run": count, **report} for count, report in reports]
        print_json(told if number is None else told[0])
        return
    for count, report in reports:
        typer.echo(_run_line(count, report))
    if not reports:
        say(f"{folder}: no run of {the_show.name} yet")


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"--date {text}: expected a day like 2026-11-26") from error


def _tell_standing(show: Show, day: date, standing: Standing, *, as_json: bool) -> None:
    episode = standing.episode
    if as_json:
        told: dict[str, Any] = {"show": show.name, "day": day.isoformat(), "outcome": "standing", "exit_code": 0}
        told["episodes"] = [] if episode is None else [{"episode_id": episode.episode_id, "guid": episode.guid}]
        print_json(told)
        return
    what = f"the stories of {day.isoformat()} are" if episode is None else f"“{episode.title}” is"
    typer.echo(f"{what} published already; --rebuild makes it anew")


def _lines(report: Report) -> list[str]:
    lines = [f"{report.show}, {report.day.isoformat()}: {report.outcome}"]
    lines += [f"  {report.reason}"] if report.reason else []
    for episode in report.episodes:
        minutes, seconds = divmod(round(episode.duration_ms / 1000), 60)
        lines += [f"  {episode.title} ({minutes} min {seconds:02d} s, voice {episode.voice})", f"    {episode.audio}"]
        lines += [f"    fallback: {episode.wanted_voice} could not speak"] if episode.wanted_voice else []
    lines += [f"  - {story.title} ({', '.join(story.sources)})" for story in report.stories]
    read = sum(source.read for source in report.sources)
    lines += [f"  {read} articles read from {len(report.sources)} sources, {len(report.left_out)} stories left out"]
    if report.feed:
        lines += [f"  feed {report.feed}"]
    return lines


def _run_line(number: int, report: dict[str, Any]) -> str:
    troubles = len([source for source in report["sources"] if source["failure"]]) + len(report["failures"])
    told = f"{len(report['stories'])} stories, {len(report['left_out'])} left out"
    lost = f", {troubles} failed" if troubles else ""
    return f"{number:4d}  {report['day']}  {report['started_at'][:16]}  {report['outcome']}: {told}{lost}"
