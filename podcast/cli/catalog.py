"""``podcast shows``: what there is to choose from, and a new one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from podcast.cli.common import JsonOption, command, print_json, say
from podcast.errors import SettingsError

if TYPE_CHECKING:
    from podcast.settings.new_show import Value

shows_app = typer.Typer(help="The shows there are, and new ones.", invoke_without_command=True)


@shows_app.callback()
def _shows(context: typer.Context, *, as_json: JsonOption = False) -> None:
    if context.invoked_subcommand is None:
        list_shows(as_json=as_json)


@shows_app.command("list")
@command
def list_shows(*, as_json: JsonOption = False) -> None:
    """List every show that --show takes, and the folders a show file may lie in."""
    from podcast.settings import load_show, search_path, show_names

    shows, problems = [], []
    for name in show_names():
        try:
            shows.append(load_show(name))
        except SettingsError as error:
            problems.append(error)
    if as_json:
        print_json([{"name": s.name, "title": s.title, "language": s.language, "voice": s.voice} for s in shows])
    else:
        for show in shows:
            typer.echo(f"{show.name:<16} {show.language:<6} {show.voice:<10} {show.title}")
        say("sought in: " + ", ".join(str(folder) for folder in search_path("feeds")))
    for problem in problems:
        say(f"podcast: {problem}")
    if problems:
        raise typer.Exit(SettingsError.exit_code)


@shows_app.command("new")
@command
def new_show(  # noqa: PLR0913 - each is one option of the command
    name: Annotated[str, typer.Argument(help="What --show will take; the file's name without .toml.")],
    *,
    title: Annotated[str, typer.Option(help="The show's name, for listeners.")],
    description: Annotated[str, typer.Option(help="What the show is, in a few sentences.")],
    language: Annotated[str | None, typer.Option(help="bn, bn-IN or bn-BD.")] = None,
    author: Annotated[str | None, typer.Option(help="Who makes it.")] = None,
    email: Annotated[str | None, typer.Option(help="Whom a directory may write to; published in the feed.")] = None,
    category: Annotated[
        list[str] | None, typer.Option(help="One of Apple's; give a sub-category as a second --category.")
    ] = None,
    base_url: Annotated[str | None, typer.Option(help="The public address of the published folder.")] = None,
    voice: Annotated[str | None, typer.Option(help="A voice's name, or auto.")] = None,
    out: Annotated[Path | None, typer.Option(help="The published folder.  [default: ./public/NAME]")] = None,
    private: Annotated[bool, typer.Option("--private", help="Ask directories to leave the show out.")] = False,
) -> None:
    """Begin a show: write feeds/NAME.toml, with a comment at every key. Nothing is written over."""
    from podcast.settings import load_voice, write_new_show

    if voice not in {None, "auto"}:
        load_voice(str(voice))
    said: dict[str, Value | None] = {
        "title": title,
        "description": description,
        "language": language,
        "author": author,
        "owner": {"name": author or title, "email": email} if email else None,
        "category": category,
        "base_url": base_url,
        "voice": voice,
        "out": str(out) if out is not None else None,
        "private": private or None,
    }
    path = write_new_show(name, {key: value for key, value in said.items() if value is not None})
    typer.echo(str(path))
    say(f"now: podcast convert SOURCE --show {path.stem}")
