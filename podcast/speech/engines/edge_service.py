"""One request to Microsoft Edge's online voices, bounded in time and known to be complete. Home of ``edge_tts``.

The library (7.3) can return half the audio without an error when the connection drops, waits for ever for a server
that falls silent after the handshake, and deadlocks in ``stream_sync``; hence the watchdog, the check of its
``chunk_audio_bytes`` (0 once the service has said that the turn is over) and an event loop of our own.
"""

from __future__ import annotations

import asyncio
import math
import os
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from dataclasses import dataclass, field
from json import JSONDecodeError
from typing import Any, TypeVar
from urllib.parse import urlsplit

import aiohttp
import edge_tts.communicate
import edge_tts.constants
import edge_tts.drm
import edge_tts.voices
from edge_tts import exceptions

from podcast.errors import SettingsError
from podcast.settings import Voice

URL_VARIABLE = "PODCAST_EDGE_URL"
"""Environment variable: ``ws://HOST:PORT`` or ``wss://…`` of an endpoint that speaks Edge's protocol, used instead of
Microsoft's. A path, if there is one, replaces ``/consumer/speech/synthesize/readaloud``."""

_DEFAULT_PATH = "/consumer/speech/synthesize/readaloud"
_TICKS_PER_MS = 10_000
_GRACE_S = 0.2
_LOOP_SPARE_S = 2.0
_BAD_REQUEST, _FORBIDDEN, _TOO_MANY, _SERVER_ERROR = 400, 403, 429, 500
_UPDATE = "if this goes on, update edge-tts (pip install --upgrade edge-tts) and check this computer's clock"

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


class TroubleError(Exception):
    """A request that was not answered whole."""

    def __init__(
        self, reason: str, *, is_lasting: bool = False, is_service: bool = False, status: int | None = None
    ) -> None:
        super().__init__(reason)
        self.is_lasting = is_lasting
        """Asking again will not help."""
        self.is_service = is_service
        """Nothing can be spoken at all, as opposed to this text."""
        self.status = status


class NoAudioError(TroubleError):
    """The service answered without a sound, as it does when it is busy, and when it has no such voice."""


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


def request(text: str, voice: Voice, deadlines: Deadlines) -> Answer:
    """Ask for *text* once, and return the whole answer.

    Raises:
        TroubleError: it did not come, or not whole, or not in time.
        SettingsError: the voice's settings cannot be sent, or ``PODCAST_EDGE_URL`` is not a URL.
    """
    _choose_endpoint()
    communicate = _communicate(text, voice, deadlines)
    listener = _Listener(last_heard_s=0.0)
    try:
        _run(lambda: _watch(listener, communicate, deadlines), deadlines.chunk_s + _LOOP_SPARE_S)
    except Exception as error:
        trouble = _classify(error)
        if trouble is None:
            raise
        raise trouble from error
    if not listener.audio:
        raise NoAudioError("the service sent no audio")
    if communicate.state["chunk_audio_bytes"] != 0:
        raise TroubleError("the service broke off in the middle")
    return Answer(bytes(listener.audio), tuple(listener.boundaries))


def list_speakers(timeout_s: float) -> frozenset[str]:
    """Return the names of all the service's voices.

    Raises:
        TroubleError: the list cannot be had.
    """
    _choose_endpoint()
    try:
        voices = _run(lambda: asyncio.wait_for(edge_tts.list_voices(), timeout_s), timeout_s + _LOOP_SPARE_S)
    except Exception as error:
        trouble = _classify(error)
        if trouble is None:
            raise
        raise trouble from error
    return frozenset(voice["ShortName"] for voice in voices)


def forget_clock_skew() -> None:
    """Undo what the library has learned about this computer's clock; a wrong date in an answer misleads it."""
    edge_tts.drm.DRM.clock_skew_seconds = 0.0


def _communicate(text: str, voice: Voice, deadlines: Deadlines) -> edge_tts.Communicate:
    patience_s = max(1, math.ceil(deadlines.message_s))
    try:
        return edge_tts.Communicate(
            text,
            voice.speaker,
            rate=f"{voice.rate_percent:+d}%",
            volume=f"{voice.volume_percent:+d}%",
            pitch=f"{voice.pitch_hz:+d}Hz",
            boundary="WordBoundary",
            connect_timeout=patience_s,
            receive_timeout=patience_s,
        )
    except ValueError as error:
        raise SettingsError(
            f"voice {voice.name}: speaker = “{voice.speaker}” is no name of an Edge voice; "
            "expected one like bn-IN-TanishaaNeural"
        ) from error


def _choose_endpoint() -> None:
    """Point the library at the endpoint the environment names; it has no parameter for that."""
    token = edge_tts.constants.TRUSTED_CLIENT_TOKEN
    speech, voices = edge_tts.constants.WSS_URL, edge_tts.constants.VOICE_LIST
    named = os.environ.get(URL_VARIABLE)
    if named:
        parts = urlsplit(named)
        if parts.scheme not in {"ws", "wss"} or not parts.netloc:
            raise SettingsError(f"{URL_VARIABLE}={named}: expected ws://HOST:PORT or wss://HOST")
        place = parts.netloc + (parts.path.rstrip("/") or _DEFAULT_PATH)
        speech = f"{parts.scheme}://{place}/edge/v1?TrustedClientToken={token}"
        voices = f"{parts.scheme.replace('ws', 'http')}://{place}/voices/list?trustedclienttoken={token}"
    vars(edge_tts.communicate)["WSS_URL"] = speech
    vars(edge_tts.voices)["VOICE_LIST"] = voices


async def _watch(listener: _Listener, communicate: edge_tts.Communicate, deadlines: Deadlines) -> None:
    """Listen until the answer ends; give up when a deadline passes, without waiting for the connection to close."""
    loop = asyncio.get_running_loop()
    listener.last_heard_s = loop.time()
    until_s = loop.time() + deadlines.chunk_s
    task = loop.create_task(listener.listen(communicate))
    while not task.done():
        left_s = min(listener.last_heard_s + deadlines.message_s, until_s) - loop.time()
        if left_s <= 0:
            for _ in range(2):  # the first leaves the library waiting for the server to close, the second ends that
                task.cancel()
                await asyncio.wait({task}, timeout=_GRACE_S)
            raise TimeoutError
        await asyncio.wait({task}, timeout=left_s)
    await task


def _run(make: Callable[[], Coroutine[Any, Any, _T]], limit_s: float) -> _T:
    """Run a coroutine in a loop and a thread of its own.

    The thread keeps clear of a loop the caller may run, and can be left behind: looking up a host's name blocks a
    loop's end for as long as the system cares to.
    """
    outcome: Future[_T] = Future()

    def work() -> None:
        try:
            outcome.set_result(asyncio.run(make()))
        except BaseException as error:  # noqa: BLE001 - raised again where the result is asked for
            outcome.set_exception(error)

    threading.Thread(target=work, name="edge-request", daemon=True).start()
    return outcome.result(limit_s)


def _classify(error: Exception) -> TroubleError | None:  # noqa: PLR0911 - a table, a line for each kind
    """Say what kind of trouble *error* is; ``None`` for a defect of ours."""
    match error:
        case aiohttp.ClientResponseError():
            return _classify_status(error.status)
        case exceptions.SkewAdjustmentError():
            return _classify_status(_FORBIDDEN)
        case aiohttp.ClientConnectorCertificateError() | aiohttp.ClientConnectorSSLError():
            return TroubleError(f"the connection is not secure: {error}", is_lasting=True, is_service=True)
        case TimeoutError():
            return TroubleError("the service did not answer in time", is_service=True)
        case exceptions.NoAudioReceived():
            return NoAudioError("the service sent no audio")
        case exceptions.WebSocketError():
            return TroubleError(f"the connection broke: {error}")
        case aiohttp.ClientConnectorError():
            number = error.errno or 0  # negative for names, as getaddrinfo has it
            reason = os.strerror(number) if number > 0 else "its name does not resolve"
            return TroubleError(f"the service cannot be reached: {error.host}: {reason}", is_service=True)
        case aiohttp.ClientError() | OSError():
            return TroubleError(f"the service cannot be reached: {error}", is_service=True)
        # the library takes messages apart without looking first
        case exceptions.EdgeTTSException() | JSONDecodeError() | ValueError() | LookupError() | TypeError():
            return TroubleError(f"the service answered what edge-tts does not understand ({error!r}); {_UPDATE}")
        case _:
            return None


def _classify_status(status: int) -> TroubleError:
    if status == _FORBIDDEN:
        return TroubleError(f"the service refuses to answer (403); {_UPDATE}", is_service=True, status=status)
    if status == _TOO_MANY or status >= _SERVER_ERROR:
        return TroubleError(f"the service is busy or down ({status})", is_service=True, status=status)
    is_service = status != _BAD_REQUEST
    return TroubleError(f"the service refused the request ({status})", is_lasting=True, is_service=is_service)
