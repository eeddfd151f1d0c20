"""``podcast serve``: a published folder over HTTP."""

from __future__ import annotations

from typing import Annotated

import typer

from podcast.cli.common import OutOption, ShowOption, command, say


@command
def serve(
    *,
    out: OutOption = None,
    show: ShowOption = "default",
    host: Annotated[str, typer.Option(help="Address to listen on; 0.0.0.0 lets your phone in.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes any free one.")] = 8000,
) -> None:
    """Serve a published folder to a podcast app until Ctrl-C."""
    from podcast import pipeline
    from podcast.publish import server

    folder = pipeline.published_folder(show, out)
    server.serve(
        folder,
        host=host,
        port=port,
        on_ready=lambda address: say(f"serving {folder} at {address}; subscribe to {address}feed.xml (Ctrl-C ends)"),
    )
