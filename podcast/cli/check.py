"""``podcast check``: whether what was published is whole."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from podcast.cli.common import JsonOption, ShowOption, command, print_json, say


@command
def check(
    folder: Annotated[Path | None, typer.Argument(help="A published folder.  [default: ./public/SHOW]")] = None,
    *,
    show: ShowOption = "default",
    as_json: JsonOption = False,
) -> None:
    """Check every published episode against its proof: all files, every sentence heard, the sound as it was made."""
    from podcast import pipeline
    from podcast import show as show_stage

    place = pipeline.published_folder(show, folder)
    checked = list(show_stage.check_folder(place))
    if as_json:
        print_json(
            [
                {
                    "id": one.episode.episode_id,
                    "title": one.episode.title,
                    "sentences": one.sentences,
                    "problems": list(one.problems),
                }
                for one in checked
            ]
        )
    else:
        for one in checked:
            state = "whole" if not one.problems else f"{len(one.problems)} problems"
            typer.echo(f"{one.episode.episode_id}  {one.episode.title}: {state}, {one.sentences} sentences")
            for problem in one.problems:
                typer.echo(f"  {problem}")
    broken = sum(bool(one.problems) for one in checked)
    if broken:
        say(f"podcast: {place}: {broken} of {len(checked)} episodes are not whole")
        raise typer.Exit(1)
