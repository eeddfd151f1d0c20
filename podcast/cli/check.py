"""``podcast check``: whether what was published is whole, and what podcast apps and directories take."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from podcast.cli.common import JsonOption, PrivateOption, ShowOption, command, print_json, say

if TYPE_CHECKING:
    from podcast.pipeline.checking import Report

_SOURCE = "A published folder, a feed's file, or a feed's address.  [default: ./public/SHOW]"
_AGAINST = "A feed, its file or folder, that listeners have now: what would break it is found."


@command
def check(
    source: Annotated[str | None, typer.Argument(metavar="[FEED|FOLDER]", help=_SOURCE)] = None,
    *,
    against: Annotated[str | None, typer.Option(metavar="FEED", help=_AGAINST)] = None,
    show: ShowOption = "default",
    allow_private: PrivateOption = False,
    as_json: JsonOption = False,
) -> None:
    """Check that every published episode is whole, and that the feed is what podcast apps and directories take.

    A folder's episodes are compared with their proof: all files, every sentence heard, the sound as it was made. Of a
    feed on the web, the files of the newest 50 episodes are asked for. Fails on what MUST be; what SHOULD be is told.
    """
    from podcast.pipeline import checking

    report = checking.check(source, now=datetime.now(UTC), show=show, against=against, allow_private=allow_private)
    if as_json:
        print_json(_as_json(report))
    else:
        _tell(report)
    if report.broken:
        say(f"podcast: {report.source}: {report.broken} of {len(report.episodes)} episodes are not whole")
    if report.failed:
        say(f"podcast: {report.source}: {report.failed} of {len(report.findings)} findings must be mended")
    if report.broken or report.failed:
        raise typer.Exit(1)


def _tell(report: Report) -> None:
    for one in report.episodes:
        state = "whole" if not one.problems else f"{len(one.problems)} problems"
        typer.echo(f"{one.episode.episode_id}  {one.episode.title}: {state}, {one.sentences} sentences")
        for problem in one.problems:
            typer.echo(f"  {problem}")
    for finding in report.findings:
        typer.echo(str(finding))
    if not report.findings:
        typer.echo(f"{report.source}: the feed has no mistakes")


def _as_json(report: Report) -> dict[str, object]:
    return {
        "source": report.source,
        "episodes": [
            {
                "id": one.episode.episode_id,
                "title": one.episode.title,
                "sentences": one.sentences,
                "problems": list(one.problems),
            }
            for one in report.episodes
        ],
        "findings": [finding.as_json() for finding in report.findings],
    }
