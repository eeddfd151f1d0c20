"""The published folder over HTTP, as podcast apps and directories expect it.

Unlike a plain file server it answers byte ranges and conditional requests, tells files apart by content rather than
by the second they were written in, is not held up by slow clients, and gives away nothing that is not part of the
show.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import uvicorn
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from podcast.errors import PublishError
from podcast.publish.answering import Answering
from podcast.publish.media_types import FEED_NAME
from podcast.publish.site import Site
from podcast.publish.slow_clients import Bounds, bounded_protocol, fitting_bounds

_SHUTDOWN_S = 3
_KEEP_ALIVE_S = 5
_ELSEWHERE = ("192.0.2.1", 9)
"""An address of no one (RFC 5737). A datagram socket that is pointed at it sends nothing, but has our own address."""


@dataclass(frozen=True, slots=True)
class Answered:
    """One request and how it was answered, for a log; every text is printable ASCII."""

    client: str
    method: str
    target: str
    status_code: int
    size_bytes: int
    """Of the body that was handed over for sending."""
    user_agent: str


OnAnswer = Callable[[Answered], None]


def create_app(folder: Path, *, on_answer: OnAnswer | None = None) -> ASGIApp:
    """Make the ASGI application that serves the published *folder*; *on_answer* is told of every answer.

    Raises:
        PublishError: *folder* is missing or holds no feed.
    """
    if not folder.is_dir():
        raise PublishError(f"{folder}: there is no such folder; expected a published show")
    if not (folder / FEED_NAME).is_file():
        raise PublishError(f"{folder}: holds no {FEED_NAME}; expected a published show")
    app = Answering(Site(folder))
    return app if on_answer is None else _Telling(app, on_answer)


def create_config(app: ASGIApp, bounds: Bounds | None = None) -> uvicorn.Config:
    """Make the settings under which *app* is run, with *bounds* on what a client may take."""
    return uvicorn.Config(
        app,
        http=bounded_protocol(bounds or fitting_bounds()),
        access_log=False,
        lifespan="off",
        log_config=None,
        server_header=False,
        timeout_graceful_shutdown=_SHUTDOWN_S,
        timeout_keep_alive=_KEEP_ALIVE_S,
        ws="none",
    )


def serve(
    folder: Path,
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    on_ready: Callable[[str], None] | None = None,
    on_answer: OnAnswer | None = None,
) -> None:
    """Serve the published *folder* until interrupted; *on_ready* is told the address once it is taken.

    *host* ``0.0.0.0`` or ``::`` is every address of this computer; *on_ready* is then told the one that others in its
    network reach it by. *port* 0 takes any free one.

    Raises:
        PublishError: *folder* is no published show, or *host* and *port* cannot be taken.
    """
    app = create_app(folder, on_answer=on_answer)
    with _listen(host, port) as listener:
        if on_ready is not None:
            name = network_address() or "127.0.0.1" if host in {"0.0.0.0", "::"} else host  # noqa: S104
            name = f"[{name}]" if ":" in name else name
            on_ready(f"http://{name}:{listener.getsockname()[1]}/")
        uvicorn.Server(create_config(app)).run(sockets=[listener])


def network_address() -> str | None:
    """Return this computer's address in its own network, or ``None`` if it is in none. Nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(_ELSEWHERE)
        except OSError:
            return None
        return str(probe.getsockname()[0])


def _listen(host: str, port: int) -> socket.socket:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind, protocol)
    except (OSError, OverflowError, UnicodeError) as error:
        raise PublishError(f"{host}: is not an address of this computer: {error}") from error
    try:
        if os.name != "nt":  # there it would let two servers take one port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise PublishError(
            f"port {port} on {host} cannot be taken: {error.strerror}; choose another with --port"
        ) from error
    return listener


class _Telling:
    """Tells of every answer once it has been handed over, or broken off."""

    def __init__(self, app: ASGIApp, on_answer: OnAnswer) -> None:
        self._app = app
        self._on_answer = on_answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        status_code, size_bytes = 0, 0

        async def counting(message: Message) -> None:
            nonlocal status_code, size_bytes
            if message["type"] == "http.response.start":
                status_code = message["status"]
            elif scope["method"] != "HEAD":
                size_bytes += len(message.get("body", b""))
            await send(message)

        try:
            await self._app(scope, receive, counting)
        finally:
            client = scope.get("client") or ("-", 0)
            agent = Headers(scope=scope).get("user-agent", "-")
            target = scope["raw_path"].decode("ascii", "replace")
            self._on_answer(
                Answered(_ascii(client[0]), scope["method"], target, status_code, size_bytes, _ascii(agent))
            )


def _ascii(text: str) -> str:
    return ascii(text)[1:-1]
