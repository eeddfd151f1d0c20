"""``podcast shows``: what there is to choose from."""

from __future__ import annotations

import typer

from podcast.cli.common import JsonOption, command, print_json, say

shows_app = typer.Typer(help="The shows there are.", invoke_without_command=True)


@shows_app.callback()
def _shows(context: typer.Context, *, as_json: JsonOption = False) -> None:
    if context.invoked_subcommand is None:
        list_shows(as_json=as_json)


@shows_app.command("list")
@command
def list_shows(*, as_json: JsonOption = False) -> None:
    """List every show that --show takes, and the folders a show file may lie in."""
    from podcast.settings import load_show, search_path, show_names

    shows = [load_show(name) for name in show_names()]
    if as_json:
        print_json([{"name": s.name, "title": s.title, "language": s.language, "voice": s.voice} for s in shows])
        return
    for show in shows:
        typer.echo(f"{show.name:<16} {show.language:<6} {show.voice:<10} {show.title}")
    say("sought in: " + ", ".join(str(folder) for folder in search_path("feeds")))
