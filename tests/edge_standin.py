"""A stand-in of Edge's speech service on this machine: its real protocol, espeak's voice, and faults on demand.

For tests: ``with EdgeStandIn(["drop", "ok"]) as service: ...``, with ``PODCAST_EDGE_URL`` set to ``service.url``.
By hand: ``python tests/edge_standin.py --port 8765 --modes ok,drop``. Each connection takes the next mode of the
script; after the last one every connection is answered as in ``ok``, or as in the last mode with ``--repeat``.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import re
import ssl
import threading
import time
import tomllib
import warnings
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self
from xml.sax.saxutils import unescape

from aiohttp import web
from edge_answers import MODES, RETRY_AFTER_S, Cutting, cut_at_spaces, script

CERTIFICATE = Path(__file__).parent / "data" / "loopback.pem"
"""Of 127.0.0.1, with its key; a client trusts it when ``SSL_CERT_FILE`` names it."""
_PATH = "/consumer/speech/synthesize/readaloud"
_SLOW_PAUSE_S = 0.01
_LOOK_UP_S = 0.01
_CLOSING_S = 0.02
_LEFT_BEHIND_S = 40.0
"""For connections to be closed in, before the loop is."""
_REQUEST = re.compile(
    r"<voice name='([^']*)'><prosody pitch='(.*?)' rate='(.*?)' volume='(.*?)'>(.*)</prosody>", re.DOTALL
)
_VOICES = Path(__file__).parent.parent / "voices"


@dataclass(frozen=True)
class Request:
    """What a client asked for."""

    voice: str
    pitch: str
    rate: str
    volume: str
    text: str
    escaped_bytes: int


@dataclass
class EdgeStandIn:
    """The service in a thread; entered, it listens."""

    modes: Iterable[str] = ()
    after: str = "ok"
    """The mode of every connection once *modes* are used up."""
    port: int = 0
    speakers: tuple[str, ...] = ()
    """Names on the voice list; empty: those of the voices that ship."""
    is_secure: bool = False
    """Whether it speaks TLS, with *CERTIFICATE*."""
    service_s: float = 0.0
    """How long a request takes, from the text to the end of the turn; the audio comes meanwhile."""
    cutting: Cutting = cut_at_spaces
    requests: list[Request] = field(default_factory=list)
    connections: int = 0
    """Speech connections, refused ones included."""
    most_at_once: int = 0
    """Speech connections at the same time."""

    def __post_init__(self) -> None:
        self.was_asked, self.was_left = threading.Event(), threading.Event()
        self._script = iter([*self.modes])
        self._started = threading.Event()
        self._open = 0

    @property
    def url(self) -> str:
        """What ``PODCAST_EDGE_URL`` is set to."""
        return f"{'wss' if self.is_secure else 'ws'}://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()), daemon=True)
        self._thread.start()
        assert self._started.wait(20)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(20)
        assert not self._thread.is_alive()
        _wait_for_requests()
        with warnings.catch_warnings():  # of its own ends of connections, here and not in whichever test comes next
            warnings.simplefilter("ignore", ResourceWarning)
            gc.collect()

    async def _serve(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        app = web.Application()
        app.router.add_get(f"{_PATH}/edge/v1", self._speak)
        app.router.add_get(f"{_PATH}/voices/list", self._list_voices)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", self.port, ssl_context=self._tls()).start()
        self.port = runner.addresses[0][1]
        self._started.set()
        await self._stop.wait()
        await runner.cleanup()
        # a client that came while the server closed has a connection that only the loop knows of
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        for transport in [*vars(self._loop)["_transports"].values()]:
            transport.abort()
        await asyncio.sleep(_CLOSING_S)

    def _tls(self) -> ssl.SSLContext | None:
        if not self.is_secure:
            return None
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(CERTIFICATE)
        return context

    async def _list_voices(self, _: web.Request) -> web.Response:
        files = [tomllib.loads(file.read_text(encoding="utf-8")) for file in sorted(_VOICES.glob("*.toml"))]
        names = self.speakers or [voice["speaker"] for voice in files if voice["engine"] == "edge"]
        return web.json_response([{"ShortName": name, "Locale": name[:5]} for name in names])

    async def _speak(self, request: web.Request) -> web.StreamResponse:
        self.connections += 1
        self._open += 1
        self.most_at_once = max(self.most_at_once, self._open)
        try:
            return await self._answer(next(self._script, self.after), request)
        finally:
            self._open -= 1

    async def _answer(self, mode: str, request: web.Request) -> web.StreamResponse:
        if mode == "hang-handshake":
            await self._fall_silent(request)
        if mode.startswith("http-") or mode == "hang-handshake":
            return _refuse(mode)
        socket = web.WebSocketResponse(compress=True)
        with suppress(ConnectionError):  # the client gave up
            await self._converse(mode, socket, request)
        return socket

    async def _converse(self, mode: str, socket: web.WebSocketResponse, request: web.Request) -> object:
        await socket.prepare(request)
        await socket.receive()  # speech.config
        asked = _parse((await socket.receive()).data)
        self.requests.append(asked)
        ready_s = self._loop.time() + self.service_s
        messages = [*script(mode, asked.text, self.cutting)]
        for number, message in enumerate(messages):
            if number == len(messages) - 1:
                await asyncio.sleep(ready_s - self._loop.time())
            match message:
                case "stall":
                    return await self._fall_silent(request)
                case "drop":
                    return request.transport.abort()
                case int():
                    return await socket.close(code=message)
                case bytes():
                    await socket.send_bytes(message)
                case _:
                    await socket.send_str(message)
            if mode == "slow":
                await asyncio.sleep(_SLOW_PAUSE_S)
        return await socket.receive()  # the client closes

    async def _fall_silent(self, request: web.Request) -> None:
        """Neither send nor read, not even the client's farewell, until the client has gone."""
        self.was_asked.set()
        while not self._stop.is_set():
            if request.transport is None or request.transport.is_closing():
                self.was_left.set()
                return
            await asyncio.sleep(_LOOK_UP_S)


def _wait_for_requests() -> None:
    """Let requests of an episode that was given up end: they would set the next stand-in's address back to this one."""
    until_s = time.monotonic() + _LEFT_BEHIND_S
    while any(thread.name == "edge-request" for thread in threading.enumerate()):
        if time.monotonic() >= until_s:
            return
        time.sleep(0.02)


def _refuse(mode: str) -> web.Response:
    response = web.Response(status=int(mode[5:8]) if mode.startswith("http-") else 503)
    if mode.endswith("-skew"):
        response.headers["Date"] = "Mon, 01 Jan 2024 00:00:00 GMT"
    if mode.endswith("-nodate"):
        response.headers["Date"] = "yesterday"
    if mode.endswith("-later"):
        response.headers["Retry-After"] = str(RETRY_AFTER_S)
    return response


def _parse(message: str) -> Request:
    voice, pitch, rate, volume, text = _REQUEST.search(message).groups()
    return Request(voice, pitch, rate, volume, unescape(text), len(text.encode()))


def main() -> None:
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--modes", default="", help=f"comma-separated, from: {', '.join(MODES)}")
    parser.add_argument("--repeat", action="store_true", help="stay in the last mode")
    parser.add_argument("--service-s", type=float, default=0.0, help="how long a request takes")
    options = parser.parse_args()
    modes = [mode for mode in options.modes.split(",") if mode]
    unknown = set(modes) - set(MODES)
    if unknown:
        parser.error(f"unknown modes: {', '.join(sorted(unknown))}")
    after = modes[-1] if options.repeat and modes else "ok"
    with EdgeStandIn(modes, after=after, port=options.port, service_s=options.service_s) as service:
        print(f"PODCAST_EDGE_URL={service.url}", flush=True)  # noqa: T201 - a program
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            return


if __name__ == "__main__":
    main()
