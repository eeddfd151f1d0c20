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
    port: Annotated[int, typer.Option(min=1, max=65535)] = 8000,
) -> None:
    """Serve a published folder to a podcast app until Ctrl-C."""
    from podcast import pipeline
    from podcast.publish import server

    folder = pipeline.published_folder(show, out)
    say(f"serving {folder}; subscribe to http://{host}:{port}/feed.xml (Ctrl-C ends)")
    server.serve(folder, host=host, port=port)
