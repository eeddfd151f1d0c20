"""``podcast serve``: a published folder over HTTP."""

from __future__ import annotations

import sys
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from podcast.cli.common import OutOption, ShowOption, command, say
from podcast.errors import UsageError

if TYPE_CHECKING:
    from podcast.publish.server import Answered

_HERE = "127.0.0.1"
_EVERYWHERE = "0.0.0.0"  # noqa: S104 - only when the person asks for it


@command
def serve(  # noqa: PLR0913 - each is one option of the command
    *,
    out: OutOption = None,
    show: ShowOption = "default",
    public: Annotated[bool, typer.Option("--public", help="Let your phone, and all of your network, in.")] = False,
    host: Annotated[str | None, typer.Option(help=f"Address to listen on.  [default: {_HERE}]")] = None,
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes any free one.")] = 8000,
    qr: Annotated[bool | None, typer.Option("--qr/--no-qr", help="Show the address as a QR code.")] = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="Do not log requests.")] = False,
) -> None:
    """Serve a published folder to podcast apps until Ctrl-C."""
    from podcast import pipeline
    from podcast.publish import server

    if public and host is not None:
        raise UsageError("--public and --host say two things about one address; give one of them")
    host = host or (_EVERYWHERE if public else _HERE)
    is_local = host in {_HERE, "localhost", "::1"}
    folder = pipeline.published_folder(show, out)

    def tell(address: str) -> None:
        say(f"serving {folder} at {address}")
        if qr or (qr is None and not is_local):
            _draw_code(address)
        say(f"  in a podcast app: add {address}feed.xml by its address")
        say(f"  in a browser:     open {address}")
        if is_local:
            say("  only this computer can reach it; with --public your phone can, in the same network")
        else:
            say("  your phone can reach it in the same network, and so can everyone else there")
        say("  Ctrl-C ends")

    server.serve(folder, host=host, port=port, on_ready=tell, on_answer=None if quiet else _log)


def _draw_code(address: str) -> None:
    from podcast.qr_code import draw_terminal

    sys.stderr.write(draw_terminal(address))


def _log(answered: Answered) -> None:
    now = datetime.now().astimezone()
    say(
        f"{now:%Y-%m-%d %H:%M:%S} {answered.client} {answered.method} {answered.target} "
        f"{answered.status_code} {answered.size_bytes} {answered.user_agent}"
    )
