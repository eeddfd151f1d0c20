"""``podcast episodes``: what a show has published, corrected, taken out, and built again."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from podcast.cli.common import SOME_FAILED, JsonOption, OutOption, command, print_json, say
from podcast.cli.screen import Screen
from podcast.errors import UsageError

if TYPE_CHECKING:
    from podcast.model import Episode
    from podcast.pipeline import Job


OwnShowOption = Annotated[str | None, typer.Option(help="A show's name or file.  [default: the folder's own]")]
EpisodeArgument = Annotated[str, typer.Argument(metavar="ID", help="An id, a guid, or a title's beginning.")]

episodes_app = typer.Typer(help="Published episodes: list, show, edit, remove, rebuild.", no_args_is_help=True)


@episodes_app.command("list")
@command
def list_episodes(*, out: OutOption = None, show: OwnShowOption = None, as_json: JsonOption = False) -> None:
    """List what is published, the newest first."""
    from podcast import show as show_stage

    episodes = show_stage.choose_episodes(_folder(out, show))
    if as_json:
        print_json([_values(episode) for episode in episodes])
        return
    for episode in episodes:
        minutes, seconds = divmod(round(episode.duration_ms / 1000), 60)
        fallback = "  (fallback)" if episode.wanted_voice else ""
        typer.echo(
            f"{episode.episode_id}  {episode.published_at:%Y-%m-%d %H:%M}  {minutes:3d}:{seconds:02d}"
            f"  {episode.title}{fallback}"
        )
    if not episodes:
        say("no episode is published here")


@episodes_app.command("show")
@command
def show_episode(
    name: EpisodeArgument, *, out: OutOption = None, show: OwnShowOption = None, as_json: JsonOption = False
) -> None:
    """Show all that is known of one episode."""
    from podcast import show as show_stage

    folder = _folder(out, show)
    episode, key = show_stage.find_episode(folder, name)
    values = _values(episode) | show_stage.describe_standing(folder, episode, key)
    if as_json:
        print_json(values)
        return
    for label, value in values.items():
        for line in value if isinstance(value, list) else [value]:
            typer.echo(f"{label:<14} {'–' if line is None else line}")


@episodes_app.command("edit")
@command
def edit(  # noqa: PLR0913 - each is one option of the command
    name: EpisodeArgument,
    *,
    title: Annotated[str | None, typer.Option(help="As feed, pages, picture and tags show it.")] = None,
    notes: Annotated[str | None, typer.Option(help="What the feed and the show's page say it is about.")] = None,
    byline: Annotated[str | None, typer.Option(help="Whose article it is; “” for no one's.")] = None,
    site: Annotated[str | None, typer.Option(help="Name of the article's site; “” for none.")] = None,
    link: Annotated[str | None, typer.Option(help="Where the article stands; “” for nowhere.")] = None,
    date: Annotated[
        str | None, typer.Option(help="When it was published, such as 2026-03-14T09:30+06:00; not in the future.")
    ] = None,
    as_source: Annotated[bool, typer.Option("--as-source", help="Take back earlier corrections first.")] = False,
    out: OutOption = None,
    show: OwnShowOption = None,
    as_json: JsonOption = False,
) -> None:
    """Correct what is shown of an episode; nothing is spoken again.

    Its guid and address stay, so nobody downloads it twice. What is heard, the transcripts of that, the voice and the
    length cannot be edited: correct the article and `podcast convert` it again (with --replace ID if it has no URL).
    """
    from podcast import pipeline
    from podcast import show as show_stage

    edits = show_stage.Edits(title=title, summary=notes, byline=byline, site_name=site, source_url=link)
    if edits == show_stage.Edits() and date is None and not as_source:
        raise UsageError("nothing to edit; give --title, --notes, --byline, --site, --link, --date or --as-source")
    moment = None if date is None else _moment(date)
    with Screen() as screen:
        job = _job(out, show, screen)
        episode = pipeline.edit_episode(job, name, edits, published_at=moment, is_as_source=as_source)
    if as_json:
        print_json(_values(episode))
    else:
        typer.echo(f"edited {episode.episode_id} {episode.title}")


@episodes_app.command("remove")
@command
def remove(
    names: Annotated[list[str], typer.Argument(metavar="ID...", help="Ids, guids, or beginnings of titles.")],
    *,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    out: OutOption = None,
    show: OwnShowOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take episodes out of the show: out of the feed first, then their files.

    They are remembered: converting the same article again says so, and publishes it only with --force. Apps that have
    downloaded an episode keep it.
    """
    from podcast import pipeline
    from podcast import show as show_stage

    with Screen() as screen:
        job = _job(out, show, screen)
        chosen = show_stage.choose_episodes(job.folder, names)
    if not yes and not _is_sure(chosen):
        say("podcast: nothing was removed")
        raise typer.Exit(1)
    pipeline.remove_episodes(job, chosen)
    if as_json:
        print_json({"out": str(job.folder), "removed": [_values(episode) for episode in chosen]})
    else:
        for episode in chosen:
            typer.echo(f"removed {episode.episode_id} {episode.title}")


@episodes_app.command("rebuild")
@command
def rebuild(
    names: Annotated[list[str] | None, typer.Argument(metavar="[ID...]", help="As in remove; or --all.")] = None,
    *,
    every: Annotated[bool, typer.Option("--all", help="Every episode.")] = False,
    out: OutOption = None,
    show: OwnShowOption = None,
    as_json: JsonOption = False,
) -> None:
    """Make pages, pictures, transcripts, tags and the feed anew from what is kept; nothing is spoken again.

    For a show file or a program that has changed, and for files that are lost. The sound itself cannot be.
    """
    from podcast import pipeline

    if bool(names) == every:
        raise UsageError("which episodes? give an ID, or --all and no ID")
    with Screen() as screen:
        job = _job(out, show, screen)
        results = pipeline.rebuild_episodes(job, tuple(names or ()))
    failed = [result for result in results if result.error is not None]
    for result in failed:
        say(f"podcast: {result.error}")
    if as_json:
        episodes = [_values(result.episode) | {"error": result.error} for result in results]
        print_json({"out": str(job.folder), "episodes": episodes})
    else:
        typer.echo(f"{job.folder}: {len(results) - len(failed)} of {len(results)} episodes are built again")
    if failed:
        raise typer.Exit(SOME_FAILED)


def _folder(out: Path | None, show: str | None) -> Path:
    from podcast import pipeline

    return out if out is not None else pipeline.published_folder(show or pipeline.remembered_show(None))


def _job(out: Path | None, show: str | None, screen: Screen) -> Job:
    from podcast import pipeline

    return pipeline.plan(show=show or pipeline.remembered_show(out), out=out, listener=screen)


def _is_sure(episodes: tuple[Episode, ...]) -> bool:
    for episode in episodes:
        say(f"{episode.episode_id}  {episode.published_at:%Y-%m-%d}  {episode.title}")
    try:
        return typer.confirm("Remove from the feed and delete the files?", err=True)
    except typer.Abort:
        say("")
        return False


def _moment(date: str) -> datetime:
    try:
        return datetime.fromisoformat(date)
    except ValueError as error:
        raise UsageError(f"--date “{date}” is not a date and time; expected one like 2026-03-14T09:30+06:00") from error


def _values(episode: Episode) -> dict[str, Any]:
    return {
        "id": episode.episode_id,
        "guid": episode.guid,
        "title": episode.title,
        "published_at": episode.published_at.isoformat(),
        "duration_ms": episode.duration_ms,
        "size_bytes": episode.size_bytes,
        "voice": episode.voice,
        "wanted_voice": episode.wanted_voice,
        "byline": episode.byline,
        "site_name": episode.site_name,
        "source_url": episode.source_url,
        "summary": episode.summary,
    }
