"""A stand-in of Edge's speech service on this machine: its real protocol, espeak's voice, and faults on demand.

For tests: ``with EdgeStandIn(["drop", "ok"]) as service: ...``, with ``PODCAST_EDGE_URL`` set to ``service.url``.
By hand: ``python tests/edge_standin.py --port 8765 --modes ok,drop``. Each connection takes the next mode of the
script; after the last one every connection is answered as in ``ok``, or as in the last mode with ``--repeat``.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import re
import threading
import tomllib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self
from xml.sax.saxutils import escape, unescape

import lameenc
from aiohttp import web

from podcast.model import WordTiming
from podcast.settings import Voice
from podcast.sound import Resampler
from podcast.speech.engines.espeak import EspeakEngine

MODES = (
    "ok",
    "slow",  # all of it, with a pause before each message
    "http-400",
    "http-403",
    "http-403-skew",  # with a date that is years off
    "http-403-nodate",
    "http-429",
    "http-503",
    "drop",  # the connection is cut in the middle
    "close-1013",  # closed politely in the middle, "try again later"
    "close-1000",  # closed politely in the middle, as if all were well
    "no-audio",
    "cut-tail",  # the end of the audio is missing; the turn ends properly
    "lost-word",  # a word's boundary is missing
    "no-words",  # no boundary at all
    "bad-metadata",
    "unknown-metadata",
    "unknown-path",
    "garbage",  # a binary message shorter than its header claims
    "not-mp3",  # audio that is none
    "hang",  # connected, then silence
    "hang-handshake",
    "stall",  # silence from the middle on
)
_PATH = "/consumer/speech/synthesize/readaloud"
_RATE_HZ = 24_000
_AUDIO_BYTES = 720
"""Of audio in a message, as the real service sends."""
_SLOW_PAUSE_S = 0.01
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
    requests: list[Request] = field(default_factory=list)
    connections: int = 0
    """Speech connections, refused ones included."""

    def __post_init__(self) -> None:
        self._script = iter([*self.modes])
        self._speech: dict[str, tuple[bytes, tuple[WordTiming, ...]]] = {}
        self._started = threading.Event()

    @property
    def url(self) -> str:
        """What ``PODCAST_EDGE_URL`` is set to."""
        return f"ws://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()), daemon=True)
        self._thread.start()
        assert self._started.wait(20)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(20)
        assert not self._thread.is_alive()

    async def _serve(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        app = web.Application()
        app.router.add_get(f"{_PATH}/edge/v1", self._speak)
        app.router.add_get(f"{_PATH}/voices/list", self._list_voices)
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", self.port).start()
        self.port = runner.addresses[0][1]
        self._started.set()
        await self._stop.wait()
        await runner.cleanup()

    async def _list_voices(self, _: web.Request) -> web.Response:
        files = [tomllib.loads(file.read_text(encoding="utf-8")) for file in sorted(_VOICES.glob("*.toml"))]
        names = self.speakers or [voice["speaker"] for voice in files if voice["engine"] == "edge"]
        return web.json_response([{"ShortName": name, "Locale": name[:5]} for name in names])

    async def _speak(self, request: web.Request) -> web.StreamResponse:
        self.connections += 1
        mode = next(self._script, self.after)
        if mode == "hang-handshake":
            await self._stop.wait()
        if not mode.startswith("http-") and not self._stop.is_set():
            socket = web.WebSocketResponse(compress=True)
            with suppress(ConnectionError):  # the client gave up
                await self._converse(mode, socket, request)
            return socket
        return _refuse(mode)

    async def _converse(self, mode: str, socket: web.WebSocketResponse, request: web.Request) -> object:
        await socket.prepare(request)
        await socket.receive()  # speech.config
        asked = _parse((await socket.receive()).data)
        self.requests.append(asked)
        for message in _script(mode, asked.text, *self._speech_of(asked.text)):
            match message:
                case "stall":
                    return await self._stop.wait()
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

    def _speech_of(self, text: str) -> tuple[bytes, tuple[WordTiming, ...]]:
        if text not in self._speech:
            self._speech[text] = _synthesize(text)
        return self._speech[text]


def _synthesize(text: str) -> tuple[bytes, tuple[WordTiming, ...]]:
    voice = Voice(name="standin", title="standin", engine="espeak", speaker="bn", locale="bn-IN")
    speech = EspeakEngine().synthesize(text, voice)
    resampler = Resampler(speech.rate_hz, _RATE_HZ)
    # the real service, too, ends with most of a second of silence
    pcm = resampler.feed(speech.pcm) + resampler.finish() + bytes(2 * _RATE_HZ * 8 // 10)
    encoder = lameenc.Encoder()
    encoder.silence()
    encoder.set_bit_rate(48)
    encoder.set_in_sample_rate(_RATE_HZ)
    encoder.set_channels(1)
    encoder.set_quality(7)
    return bytes(encoder.encode(pcm) + encoder.flush()), speech.words


def _refuse(mode: str) -> web.Response:
    response = web.Response(status=int(mode[5:8]) if mode.startswith("http-") else 503)
    if mode.endswith("-skew"):
        response.headers["Date"] = "Mon, 01 Jan 2024 00:00:00 GMT"
    if mode.endswith("-nodate"):
        response.headers["Date"] = "yesterday"
    return response


def _parse(message: str) -> Request:
    voice, pitch, rate, volume, text = _REQUEST.search(message).groups()
    return Request(voice, pitch, rate, volume, unescape(text), len(text.encode()))


def _script(mode: str, text: str, mp3: bytes, words: tuple[WordTiming, ...]) -> Iterator[str | bytes | int]:
    """Yield the messages of an answer: text, audio, a code to close with, or the name of a fault."""
    if mode == "hang":
        yield "stall"
    yield _message("turn.start", "{}")
    yield _message("response", "{}")
    body = [*_body(mode, text, mp3, words)]
    middle = len(body) // 2
    if mode in {"drop", "stall"}:
        yield from [*body[:middle], mode]
    elif mode.startswith("close-"):
        yield from [*body[:middle], int(mode[6:])]
    elif mode == "bad-metadata":
        yield from [*body[:middle], _message("audio.metadata", '{"Metadata": [{"Ty')]
    elif mode == "unknown-metadata":
        yield from [*body[:middle], _message("audio.metadata", '{"Metadata": [{"Type": "Viseme"}]}')]
    elif mode == "unknown-path":
        yield from [*body[:middle], _message("weather", "{}")]
    elif mode == "garbage":
        yield from [*body[:middle], b"\xff\xffX"]
    else:
        yield from body
    yield _message("turn.end", "{}")


def _body(mode: str, text: str, mp3: bytes, words: tuple[WordTiming, ...]) -> Iterator[str | bytes]:
    """Yield the boundaries and the audio, in turns, as the service does."""
    boundaries = [_message("audio.metadata", json.dumps(_metadata(text, word))) for word in words]
    if mode == "lost-word":
        del boundaries[len(boundaries) // 2]
    if mode == "no-words":
        boundaries = []
    if mode == "no-audio":
        mp3 = b""
    if mode == "not-mp3":
        mp3 = b"no audio, but much of it. " * 400
    if mode == "cut-tail":
        # in the middle of the last word
        mp3 = mp3[: (words[-1].start_ms + words[-1].end_ms) // 2 * 6]
    frames = [mp3[at : at + _AUDIO_BYTES] for at in range(0, len(mp3), _AUDIO_BYTES)]
    share = max(1, len(frames) // (len(boundaries) + 1))
    while boundaries or frames:
        yield from map(_audio, frames[:share])
        yield from boundaries[:1]
        del frames[:share], boundaries[:1]


def _metadata(text: str, word: WordTiming) -> dict[str, object]:
    spoken = text[word.start : word.end].strip("।,;:!?\"'“”‘’()")
    data = {
        "Offset": word.start_ms * 10_000,
        "Duration": (word.end_ms - word.start_ms) * 10_000,
        "text": {"Text": escape(spoken), "Length": len(spoken), "BoundaryType": "WordBoundary"},
    }
    return {"Metadata": [{"Type": "WordBoundary", "Data": data}]}


def _message(path: str, body: str) -> str:
    return f"X-RequestId:0\r\nContent-Type:application/json; charset=utf-8\r\nPath:{path}\r\n\r\n{body}"


def _audio(data: bytes) -> bytes:
    headers = b"X-RequestId:0\r\nContent-Type:audio/mpeg\r\nPath:audio\r\n"
    return len(headers).to_bytes(2, "big") + headers + data


def main() -> None:
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--modes", default="", help=f"comma-separated, from: {', '.join(MODES)}")
    parser.add_argument("--repeat", action="store_true", help="stay in the last mode")
    options = parser.parse_args()
    modes = [mode for mode in options.modes.split(",") if mode]
    unknown = set(modes) - set(MODES)
    if unknown:
        parser.error(f"unknown modes: {', '.join(sorted(unknown))}")
    after = modes[-1] if options.repeat and modes else "ok"
    with EdgeStandIn(modes, after=after, port=options.port) as service:
        print(f"PODCAST_EDGE_URL={service.url}", flush=True)  # noqa: T201 - a program
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            return


if __name__ == "__main__":
    main()
