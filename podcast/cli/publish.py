"""``podcast publish``: a published folder to where its listeners fetch it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from podcast.cli.common import JsonOption, ShowOption, command, print_json, say
from podcast.errors import UsageError

if TYPE_CHECKING:
    from podcast.publish.plan import Plan

_PLACES = "The published folder, unless --show names it, and where it goes: a folder, or s3://BUCKET/PREFIX."


@command
def publish(  # noqa: PLR0913 - each is one option of the command
    places: Annotated[list[str] | None, typer.Argument(metavar="[FOLDER] TARGET", help=_PLACES)] = None,
    *,
    show: ShowOption = "default",
    endpoint: Annotated[
        str | None, typer.Option(help="Address of storage that speaks S3.  [default: AWS_ENDPOINT_URL, else Amazon's]")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only print what would be done, in order.")] = False,
    force: Annotated[
        bool,
        typer.Option(
            "--force", help="Publish a feed without a public address, in place of another show's, or one that is worse."
        ),
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Bring what has changed to where listeners fetch it: sound first, the feed last.

    A feed that would break what listeners have is not published: episodes gone, other guids or addresses, new mistakes.
    Run it again after a break and it goes on. Credentials for S3 come from the environment or ~/.aws, as everywhere.
    """
    from podcast.publish import publishing
    from podcast.show.checking import removed_from

    folder, address = _places(places or [], show)
    with publishing.open_target(address, endpoint=endpoint) as target:
        plan = publishing.publish(
            folder,
            target,
            force=force,
            removed=removed_from(folder),
            dry_run=dry_run,
            on_step=lambda step: say(f"{step.action} {step.name}"),
        )
    _tell(plan, address, is_dry=dry_run, as_json=as_json)


def _tell(plan: Plan, address: str, *, is_dry: bool, as_json: bool) -> None:
    if as_json:
        print_json(
            {
                "target": address,
                "dry_run": is_dry,
                "put": list(plan.puts),
                "removed": list(plan.removals),
                "unchanged": plan.unchanged,
            }
        )
        return
    if is_dry:
        for step in plan.steps:
            typer.echo(f"{step.action} {step.name}")
    typer.echo(f"{address}: {_sum(plan, would='would be ' if is_dry else '')}")


def _places(places: list[str], show: str) -> tuple[Path, str]:
    from podcast.settings import load_show

    if len(places) > 2:  # noqa: PLR2004 - from where, and where to
        raise UsageError(f"expected a folder and a target, not {len(places)} places")
    address = places[-1] if places else load_show(show).publish
    if address is None:
        raise UsageError(f"no target; name a folder or s3://BUCKET/PREFIX, or write publish = “…” in the show “{show}”")
    if places[1:]:
        return Path(places[0]), address
    from podcast import pipeline  # which takes its time to load

    return pipeline.published_folder(show), address


def _sum(plan: Plan, would: str) -> str:
    return f"{len(plan.puts)} files {would}put, {len(plan.removals)} {would}removed, {plan.unchanged} unchanged"
