"""``podcast cache``: the clips that were spoken before."""

from __future__ import annotations

from typing import Annotated

import typer

from podcast.cli.common import SOME_FAILED, JsonOption, command, print_json, say
from podcast.cli.sizes import describe_size, parse_size

cache_app = typer.Typer(help="The clips that were spoken before.", invoke_without_command=True)


@cache_app.callback()
def _cache(context: typer.Context, *, as_json: JsonOption = False) -> None:
    if context.invoked_subcommand is None:
        info(as_json=as_json)


@cache_app.command("info")
@command
def info(*, as_json: JsonOption = False) -> None:
    """Say where the clips are, how many, how large, and by which engines."""
    from podcast.speech import ClipCache
    from podcast.speech.cache_care import describe_cache

    held = describe_cache(ClipCache().folder)
    first, last = held.longest_unused_since, held.last_used_at
    if as_json:
        print_json(
            {
                "folder": str(held.folder),
                "clips": held.clips,
                "size_bytes": held.size_bytes,
                "longest_unused_since": first.isoformat(timespec="seconds") if first else None,
                "last_used_at": last.isoformat(timespec="seconds") if last else None,
                "engines": [
                    {"engine": one.engine, "clips": one.clips, "size_bytes": one.size_bytes} for one in held.engines
                ],
            }
        )
        return
    typer.echo(f"{held.folder}: {held.clips} clips, {describe_size(held.size_bytes)}")
    for one in held.engines:
        typer.echo(f"  {one.engine:<8} {one.clips:>7} clips  {describe_size(one.size_bytes):>9}")
    if first and last:
        typer.echo(f"  last used between {first:%Y-%m-%d} and {last:%Y-%m-%d}")


@cache_app.command("verify")
@command
def verify(*, as_json: JsonOption = False) -> None:
    """Read every clip and remove the damaged ones; exit code 3 when there were any."""
    from podcast.speech import ClipCache
    from podcast.speech.cache_care import verify_cache

    done = verify_cache(ClipCache().folder)
    if as_json:
        print_json({"clips": done.clips, "damaged": [str(path) for path in done.damaged]})
    else:
        for path in done.damaged:
            say(f"{path}: was damaged and is removed; it is spoken again when it is needed")
        typer.echo(f"{done.clips} clips are whole, {len(done.damaged)} were damaged")
    if done.damaged:
        raise typer.Exit(SOME_FAILED)


@cache_app.command("prune")
@command
def prune(
    *,
    max_size: Annotated[str, typer.Option("--max-size", metavar="SIZE", help="What may be left, such as 500MB; or 0.")],
    as_json: JsonOption = False,
) -> None:
    """Remove what was not used for longest until no more than SIZE is left, and what killed runs left behind."""
    from podcast.speech import ClipCache
    from podcast.speech.cache_care import prune_cache

    done = prune_cache(ClipCache().folder, parse_size(max_size))
    if as_json:
        print_json(
            {
                "removed": done.removed,
                "freed_bytes": done.freed_bytes,
                "left_overs": done.left_overs,
                "clips": done.clips,
                "size_bytes": done.size_bytes,
            }
        )
        return
    typer.echo(
        f"removed {done.removed} clips, {describe_size(done.freed_bytes)}, and {done.left_overs} left-over files"
    )
    typer.echo(f"{done.clips} clips are left, {describe_size(done.size_bytes)}")
