"""One request to Microsoft Edge's online voices, bounded in time and known to be complete. Home of ``edge_tts``.

The library (7.3) can return half the audio without an error when the connection drops, waits for ever for a server
that falls silent after the handshake, and deadlocks in ``stream_sync``; hence the watchdog, the check of its
``chunk_audio_bytes`` (0 once the service has said that the turn is over) and an event loop of our own.
"""

from __future__ import annotations

import asyncio
import math
import threading
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import Future, wait
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, TypeVar

import edge_tts
import edge_tts.drm

from podcast.errors import SettingsError
from podcast.settings import Voice
from podcast.speech.engines.edge_endpoint import Endpoint, find_proxy, use_endpoint
from podcast.speech.engines.edge_trouble import NoAudioError, TroubleError, classify

_TICKS_PER_MS = 10_000
_GRACE_S = 0.2
_LOOP_SPARE_S = 2.0
_LOOK_UP_S = 1.0
_CLOSING_S = 0.25
"""What a TLS connection has to end in, as aiohttp recommends; nobody waits for it."""

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Deadlines:
    """How long the service may take, and how often it is asked again."""

    message_s: float = 15.0
    """Without any message: while connecting, or between two messages."""
    chunk_s: float = 120.0
    """For one request from beginning to end."""
    attempts: int = 5
    backoff_s: float = 1.0
    """Before the second attempt; doubled before each one after, with jitter."""
    most_backoff_s: float = 20.0


@dataclass(frozen=True, slots=True)
class Boundary:
    """A word as the service cuts them, and when it is said."""

    text: str
    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer: MP3, 24 kHz mono at a constant 48 kbit/s, and its words."""

    mp3: bytes
    boundaries: tuple[Boundary, ...]


@dataclass
class _Listener:
    """What has come so far, and when something last did."""

    last_heard_s: float
    audio: bytearray = field(default_factory=bytearray)
    boundaries: list[Boundary] = field(default_factory=list)

    async def listen(self, communicate: edge_tts.Communicate) -> None:
        async for message in communicate.stream():
            self.last_heard_s = asyncio.get_running_loop().time()
            if message["type"] == "audio":
                self.audio += message["data"]
            elif message["type"] == "WordBoundary":
                start = message["offset"]
                end = start + message["duration"]
                self.boundaries.append(
                    Boundary(message["text"], round(start / _TICKS_PER_MS), round(end / _TICKS_PER_MS))
                )


def request(text: str, voice: Voice, deadlines: Deadlines, endpoint: Endpoint) -> Answer:
    """Ask for *text* once, and return the whole answer.

    Raises:
        TroubleError: it did not come, or not whole, or not in time.
        SettingsError: the voice's settings cannot be sent.
    """
    use_endpoint(endpoint)
    communicate = _communicate(text, voice, deadlines, find_proxy(endpoint.speech_url))
    listener = _Listener(last_heard_s=0.0)
    _ask(lambda: _watch(listener, communicate, deadlines), deadlines.chunk_s + _LOOP_SPARE_S)
    if not listener.audio:
        raise NoAudioError("the service sent no audio")
    if communicate.state["chunk_audio_bytes"] != 0:
        raise TroubleError("the service broke off in the middle")
    return Answer(bytes(listener.audio), tuple(listener.boundaries))


def list_speakers(timeout_s: float, endpoint: Endpoint) -> frozenset[str]:
    """Return the names of all the service's voices.

    Raises:
        TroubleError: the list cannot be had.
    """
    use_endpoint(endpoint)
    proxy = find_proxy(endpoint.voices_url)
    voices = _ask(lambda: asyncio.wait_for(edge_tts.list_voices(proxy=proxy), timeout_s), timeout_s + _LOOP_SPARE_S)
    return frozenset(voice["ShortName"] for voice in voices)


def forget_clock_skew() -> None:
    """Undo what the library has learned about this computer's clock; a wrong date in an answer misleads it."""
    edge_tts.drm.DRM.clock_skew_seconds = 0.0


def _communicate(text: str, voice: Voice, deadlines: Deadlines, proxy: str | None) -> edge_tts.Communicate:
    patience_s = max(1, math.ceil(deadlines.message_s))
    try:
        return edge_tts.Communicate(
            text,
            voice.speaker,
            rate=f"{voice.rate_percent:+d}%",
            volume=f"{voice.volume_percent:+d}%",
            pitch=f"{voice.pitch_hz:+d}Hz",
            boundary="WordBoundary",
            proxy=proxy,
            connect_timeout=patience_s,
            receive_timeout=patience_s,
        )
    except ValueError as error:
        raise SettingsError(
            f"voice {voice.name}: speaker = “{voice.speaker}” is no name of an Edge voice; "
            "expected one like bn-IN-TanishaaNeural"
        ) from error


async def _watch(listener: _Listener, communicate: edge_tts.Communicate, deadlines: Deadlines) -> None:
    """Listen until the answer ends; give up when a deadline passes, without waiting for the connection to close."""
    loop = asyncio.get_running_loop()
    listener.last_heard_s = loop.time()
    until_s = loop.time() + deadlines.chunk_s
    task = loop.create_task(listener.listen(communicate))
    try:
        while not task.done():
            left_s = min(listener.last_heard_s + deadlines.message_s, until_s) - loop.time()
            if left_s <= 0:
                raise TimeoutError
            await asyncio.wait({task}, timeout=left_s)
    finally:
        for _ in range(2):  # the first leaves the library waiting for the server to close, the second ends that
            if not task.done():
                task.cancel()
                await asyncio.wait({task}, timeout=_GRACE_S)
    await task


def _ask(make: Callable[[], Coroutine[Any, Any, _T]], limit_s: float) -> _T:
    """Run a coroutine of the library.

    Raises:
        TroubleError: whatever went wrong between here and the service.
    """
    try:
        return _run(make, limit_s)
    except Exception as error:
        trouble = classify(error)
        if trouble is None:
            raise
        raise trouble from error


def _run(make: Callable[[], Coroutine[Any, Any, _T]], limit_s: float) -> _T:
    """Run a coroutine in a loop and a thread of its own; end it when the wait for it is interrupted.

    The thread keeps clear of a loop the caller may run, and can be left behind: looking up a host's name blocks a
    loop's end for as long as the system cares to.
    """
    outcome: Future[_T] = Future()
    loop = asyncio.new_event_loop()
    tasks: list[asyncio.Task[Any]] = []

    async def run() -> None:
        tasks.extend(asyncio.all_tasks())
        try:
            outcome.set_result(await make())
        except BaseException as error:  # noqa: BLE001 - raised again where the result is asked for
            outcome.set_exception(error)
        with suppress(asyncio.CancelledError):
            await _let_go()

    def work() -> None:
        with asyncio.Runner(loop_factory=lambda: loop) as runner:
            runner.run(run())

    threading.Thread(target=work, name="edge-request", daemon=True).start()
    try:
        _await_outcome(outcome, limit_s)
    except BaseException:
        with suppress(RuntimeError):  # the loop has ended since
            loop.call_soon_threadsafe(lambda: [task.cancel() for task in tasks])
        raise
    return outcome.result()


async def _let_go() -> None:
    """End what is still under way, and leave no connection open; a busy computer may need more than a moment."""
    while others := asyncio.all_tasks() - {asyncio.current_task()}:
        for task in others:
            task.cancel()
        await asyncio.wait(others, timeout=_CLOSING_S)
    await asyncio.get_running_loop().shutdown_asyncgens()
    await asyncio.sleep(_CLOSING_S)


def _await_outcome(outcome: Future[Any], limit_s: float) -> None:
    """Return once there is one; look up once a second, as an interrupt just before a wait is noticed only after it.

    Raises:
        TimeoutError: there was none in *limit_s*.
    """
    until_s = time.monotonic() + limit_s
    while not outcome.done():
        left_s = until_s - time.monotonic()
        if left_s <= 0:
            raise TimeoutError
        wait([outcome], timeout=min(left_s, _LOOK_UP_S))
