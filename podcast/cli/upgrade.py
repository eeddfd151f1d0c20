"""``podcast upgrade``: episodes that a fallback spoke, spoken again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from podcast.cli.common import SOME_FAILED, JsonOption, OutOption, command, print_json, say
from podcast.cli.screen import Screen

if TYPE_CHECKING:
    from podcast.pipeline import Upgraded


@command
def upgrade(
    *,
    out: OutOption = None,
    show: Annotated[str | None, typer.Option(help="A show's name or file.  [default: the folder's own]")] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say which could be spoken again, change nothing.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Speak episodes again that a fallback spoke, with the better voice if it can now; same guid, date and address."""
    from podcast import pipeline

    with Screen() as screen:
        job = pipeline.plan(show=show or pipeline.remembered_show(out), out=out, listener=screen)
        results = pipeline.upgrade_episodes(job, dry_run=dry_run)
    for result in results:
        if result.error is not None:
            say(f"podcast: {result.error}")
    if as_json:
        print_json({"out": str(job.folder), "dry_run": dry_run, "episodes": [_described(result) for result in results]})
    else:
        for result in results:
            typer.echo(_line(result))
        if not results:
            say(f"{job.folder}: every episode is spoken by the voice that was wanted")
    if any(result.error is not None for result in results):
        raise typer.Exit(SOME_FAILED)


def _described(result: Upgraded) -> dict[str, Any]:
    episode = result.episode
    return {
        "id": episode.episode_id,
        "guid": episode.guid,
        "title": episode.title,
        "outcome": result.outcome.value,
        "voice": episode.voice,
        "was_voice": result.was_voice,
        "better_voice": result.better_voice,
        "wanted_voice": episode.wanted_voice,
        "published_at": episode.published_at.isoformat(),
        "duration_ms": episode.duration_ms,
        "size_bytes": episode.size_bytes,
        "source_url": episode.source_url,
        "error": result.error,
    }


def _line(result: Upgraded) -> str:
    became = {
        "upgraded": f"now spoken by {result.better_voice}, was {result.was_voice}",
        "possible": f"{result.better_voice} can speak it, in place of {result.was_voice}",
        "unchanged": f"{result.episode.wanted_voice} still cannot speak; {result.was_voice} stays",
        "failed": f"stays as it is, spoken by {result.was_voice}",
    }[result.outcome.value]
    return f"{result.outcome.value:<10} {result.episode.title}: {became}"
