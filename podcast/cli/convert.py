"""``podcast convert``: articles into published episodes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from podcast.cli.common import (
    SOME_FAILED,
    JsonOption,
    OutOption,
    PrivateOption,
    ShowOption,
    command,
    print_json,
    say,
)
from podcast.cli.screen import Screen
from podcast.errors import PodcastError, RemovedError, UsageError

if TYPE_CHECKING:
    from podcast.model import Article, Episode
    from podcast.pipeline import Converted, Job, Reader, Recorded


@command
def convert(  # noqa: PLR0913 - each is one option of the command
    sources: Annotated[
        list[str] | None,
        typer.Argument(metavar="SOURCE...", help="URLs, files, a site's feed, or - for standard input."),
    ] = None,
    *,
    list_file: Annotated[str | None, typer.Option("--list", metavar="FILE", help="More sources, one a line.")] = None,
    newest: Annotated[int, typer.Option(min=1, max=100, help="How many stories of a site's feed.")] = 5,
    out: OutOption = None,
    voice: Annotated[str | None, typer.Option(help="A voice's name or file, or auto; see `podcast voices`.")] = None,
    show: ShowOption = "default",
    base_url: Annotated[str | None, typer.Option(help="Public address of the published folder; remembered.")] = None,
    replace: Annotated[
        str | None, typer.Option(metavar="ID", help="The episode that this is the corrected text of.")
    ] = None,
    mp3: Annotated[Path | None, typer.Option(metavar="FILE", help="Write this one sound file and no feed.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Go through everything, publish nothing.")] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Go on with a text that is not Bengali, is not whole, or was removed.")
    ] = False,
    allow_private: PrivateOption = False,
    as_json: JsonOption = False,
) -> None:
    """Turn articles into published episodes: sound, transcript, page, feed."""
    from podcast import pipeline

    chosen = pipeline.list_sources(sources or (), list_file)
    if mp3 is not None and (len(sources or ()) > 1 or len(chosen) > 1):
        raise UsageError("--mp3 takes one SOURCE, since it writes one file")
    if replace is not None and (len(chosen) > 1 or mp3 is not None or dry_run):
        raise UsageError("--replace takes one SOURCE, and neither --mp3 nor --dry-run: it corrects one episode")
    with Screen() as screen:
        job = pipeline.plan(show=show, voice=voice, out=out, base_url=base_url, listener=screen)
        reader = pipeline.Reader(
            editing=job.show.editing,
            is_forced=force,
            allow_private=allow_private,
            newest=1 if mp3 is not None or replace is not None else newest,
        )

        def work(article: Article) -> dict[str, Any]:
            if mp3 is not None:
                return _recorded(pipeline.record_file(article, job, mp3))
            if dry_run:
                nowhere = dict.fromkeys(("audio", "page", "feed", "feed_url"))
                rehearsed = {**_converted(pipeline.rehearse(article, job), job), **nowhere}
                return {
                    **rehearsed,
                    "wanted_voice": None,
                    "voice": job.ladders.usual[0].title,
                    "is_new": None,
                    "dry_run": True,
                }
            return _converted(pipeline.publish_article(article, job, replaces=replace, is_forced=force), job)

        outcome = _each(chosen, reader, work)
        retired = _retire(job, outcome) if outcome.done and mp3 is None and not dry_run else ()
    for episode in retired:
        say(f"removed {episode.episode_id} {episode.title}: the show keeps no more")
    if as_json:
        removed = [{"id": episode.episode_id, "guid": episode.guid, "title": episode.title} for episode in retired]
        told = {"episodes": outcome.done, "failed": outcome.failed, "skipped": outcome.skipped, "removed": removed}
        print_json(told)
    else:
        for result in outcome.done:
            typer.echo(_summary(result))
    if outcome.failed:
        raise typer.Exit(SOME_FAILED if outcome.done else outcome.failed[0]["exit_code"])


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What became of the articles, as plain values."""

    done: list[dict[str, Any]] = field(default_factory=list)
    failed: list[dict[str, Any]] = field(default_factory=list)
    skipped: list[dict[str, Any]] = field(default_factory=list)
    """Stories of a site's feed whose episodes were removed: nobody asked for just these."""


def _retire(job: Job, outcome: _Outcome) -> tuple[Episode, ...]:
    """Remove what the show keeps no longer; should that fail, what was published is told all the same."""
    from podcast import pipeline

    try:
        return pipeline.retire_episodes(job)
    except PodcastError as error:
        say(f"podcast: {error}")
        outcome.failed.append({"source": str(job.folder), "error": str(error), "exit_code": error.exit_code})
        return ()


def _each(sources: tuple[str, ...], reader: Reader, work: Callable[[Article], dict[str, Any]]) -> _Outcome:
    """Do *work* for every article of every source; one that fails never stops the others."""
    from podcast import pipeline

    outcome = _Outcome()

    def fail(name: str, error: PodcastError) -> None:
        say(f"podcast: {error}")
        outcome.failed.append({"source": name, "error": str(error), "exit_code": error.exit_code})

    for source in sources:
        try:
            opened = pipeline.open_source(source, reader)
        except PodcastError as error:
            fail(source, error)
            continue
        for one in opened:
            try:
                outcome.done.append({"source": one.name, **work(one.read())})
            except RemovedError as error:
                if one.name == source:
                    fail(one.name, error)
                else:
                    say(f"podcast: {one.name}: left out: {error}")
                    outcome.skipped.append({"source": one.name, "reason": str(error)})
            except PodcastError as error:
                fail(one.name, error)
    return outcome


def _converted(result: Converted, job: Job) -> dict[str, Any]:
    episode = result.episode
    return {
        "id": episode.episode_id,
        "guid": episode.guid,
        "title": episode.title,
        "voice": episode.voice,
        "wanted_voice": episode.wanted_voice,
        "published_at": episode.published_at.isoformat(),
        "duration_ms": episode.duration_ms,
        "size_bytes": episode.size_bytes,
        "audio": str(result.audio),
        "page": str(result.page),
        "feed": str(result.feed),
        "feed_url": result.feed_url,
        "out": str(job.folder),
        "is_new": result.is_new,
        "synthesized": result.synthesized,
    }


def _recorded(result: Recorded) -> dict[str, Any]:
    return {
        "title": result.title,
        "voice": result.voice,
        "wanted_voice": result.wanted_voice,
        "duration_ms": result.duration_ms,
        "size_bytes": result.size_bytes,
        "audio": str(result.audio),
        "synthesized": result.synthesized,
    }


def _fallback(result: dict[str, Any], then: str = "") -> list[str]:
    wanted = result["wanted_voice"]
    return [f"  fallback: {wanted} could not speak{then}"] if wanted else []


def _summary(result: dict[str, Any]) -> str:
    minutes, seconds = divmod(round(result["duration_ms"] / 1000), 60)
    length = f"{minutes} min {seconds:02d} s, {result['size_bytes']:,} bytes, voice {result['voice']}"
    if result.get("dry_run"):
        return f"{result['title']}\n  would be published in {result['out']}: about {minutes} min {seconds:02d} s"
    if "feed" not in result:
        return "\n".join([f"{result['title']}\n  sound   {result['audio']} ({length})", *_fallback(result)])
    lines = [
        result["title"] + ("" if result["is_new"] else " (already published)"),
        f"  episode {result['audio']} ({length})",
        *_fallback(result, f"; `podcast upgrade --out {result['out']}` asks it again"),
        f"  page    {result['page']}",
        f"  feed    {result['feed']}",
        f"  subscribe with `podcast serve --out {result['out']}`, then add {result['feed_url']} to a podcast app",
    ]
    return "\n".join(lines)
