"""``podcast shows``: what there is to choose from, a new one, and one made again from what is published."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from podcast.cli.common import SOME_FAILED, JsonOption, PrivateOption, command, print_json, say
from podcast.cli.screen import Screen
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


@shows_app.command("restore")
@command
def restore(
    source: Annotated[str, typer.Argument(metavar="FEED|FOLDER", help="The address of a feed, or a published folder.")],
    *,
    show: Annotated[
        str | None, typer.Option(help="A show's name or file.  [default: the one with the feed's title]")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Where it goes.  [default: FOLDER itself; for a feed, ./public/SHOW]")
    ] = None,
    allow_private: PrivateOption = False,
    as_json: JsonOption = False,
) -> None:
    """Make a show's library again from what is published, so that it can go on from a machine that has nothing.

    Guids, dates and addresses stay, so no app downloads anything again. Give the show file that it was published with.
    """
    from podcast import pipeline

    with Screen() as screen:
        done = pipeline.restore_show(source, show=show, out=out, allow_private=allow_private, listener=screen)
    lost = [one for one in done.episodes if one.episode is None]
    for one in done.episodes:
        if one.problem is not None:
            lead = "restored, but " if one.episode is not None else f"not restored: {one.title}: "
            say(f"podcast: {lead}{one.problem}")
    if as_json:
        episodes = [
            {"guid": one.guid, "title": one.title, "is_restored": one.episode is not None, "problem": one.problem}
            for one in done.episodes
        ]
        print_json({"out": str(done.folder), "show": done.show_name, "was_there": done.was_there, "episodes": episodes})
    elif done.was_there:
        typer.echo(f"{done.folder}: the library is there already")
    else:
        kept = len(done.episodes) - len(lost)
        typer.echo(f"{done.folder}: {kept} of {len(done.episodes)} episodes restored for the show {done.show_name}")
    if any(one.problem is not None for one in done.episodes):
        raise typer.Exit(SOME_FAILED)
