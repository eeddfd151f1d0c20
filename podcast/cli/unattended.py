"""``podcast schedule`` and ``podcast doctor``: a show that is made while nobody looks."""

from __future__ import annotations

from datetime import datetime, time
from pathlib import Path
from typing import Annotated

import typer

from podcast.cli.common import JsonOption, OutOption, PrivateOption, ShowArgument, command, print_json, say
from podcast.errors import UsageError


@command
def schedule(  # noqa: PLR0913 - each is one option of the command
    show: ShowArgument,
    *,
    at: Annotated[str, typer.Option(metavar="HH:MM", help="The time of day, in the show's own time zone.")] = "06:30",
    out: OutOption = None,
    cron: Annotated[bool, typer.Option("--cron", help="A line for cron, in place of a systemd timer.")] = False,
    install: Annotated[bool, typer.Option("--install", help="Install it for this user; else it is printed.")] = False,
    remove: Annotated[bool, typer.Option("--remove", help="Take out what was installed.")] = False,
) -> None:
    """Have a show made every day at a time: print or install a systemd user timer, or a line for cron.

    The timer also makes the episode when the machine was off at that time and comes on later.
    """
    from podcast.pipeline.daily import schedule as stage
    from podcast.settings import load_show

    if install and remove:
        raise UsageError("--install and --remove: expected one of them")
    the_show = load_show(show)
    zone = the_show.edition.zone(the_show.language)
    arguments = [str(Path(show).absolute()) if Path(show).suffix == ".toml" else show]
    arguments += ["--out", str(out.absolute())] if out is not None else []
    plan = stage.Schedule(the_show.name, _clock("--at", at), zone, stage.daily_command(arguments), Path.cwd())
    if cron:
        line = stage.write_cron(plan, datetime.now().astimezone())
        if install or remove:
            stage.install_cron(plan, None if remove else line)
        typer.echo(line if not remove else f"the line of {the_show.name} is out of the crontab")
    elif remove:
        typer.echo(f"removed {stage.remove_timer(plan)}")
    elif install:
        timer = stage.install_timer(plan)
        typer.echo(f"{timer}: {the_show.name} is made every day at {at} ({zone.key})")
        say("`loginctl enable-linger` keeps it going while you are not logged in")
    else:
        typer.echo(f"# {stage.units_folder() / plan.unit}.service\n{stage.write_service(plan)}")
        typer.echo(f"# {stage.units_folder() / plan.unit}.timer\n{stage.write_timer(plan)}")
        say("nothing was installed; --install does it")


@command
def doctor(
    show: Annotated[str | None, typer.Argument(metavar="[SHOW]", help="A show's name or file.")] = None,
    *,
    expect_by: Annotated[
        str | None,
        typer.Option("--expect-by", metavar="HH:MM", help="Fail when today's edition is not there by this local time."),
    ] = None,
    out: OutOption = None,
    allow_private: PrivateOption = False,
    as_json: JsonOption = False,
) -> None:
    """Look at whatever may keep a show from being made: files, voices, network, clock, disk, address, sources.

    The exit code is 1 when something fails.
    """
    from podcast.moment import publication_time
    from podcast.pipeline.doctor import Verdict, examine

    if expect_by is not None and show is None:
        raise UsageError("--expect-by: expected a SHOW whose edition is meant")
    deadline = None if expect_by is None else _clock("--expect-by", expect_by)
    checks = examine(show, out=out, now=publication_time(), expect_by=deadline, allow_private=allow_private)
    told = []
    for check in checks:
        told.append(check)
        if not as_json:
            typer.echo(f"{check.verdict:5} {check.name}: {check.told}")
    if as_json:
        print_json([{"name": one.name, "verdict": one.verdict.value, "told": one.told} for one in told])
    if any(one.verdict is Verdict.BAD for one in told):
        raise typer.Exit(1)


def _clock(option: str, text: str) -> time:
    try:
        clock = time.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"{option} {text}: expected a time of day like 06:30") from error
    if clock.tzinfo is not None or clock.second or clock.microsecond:
        raise UsageError(f"{option} {text}: expected a time of day like 06:30")
    return clock
