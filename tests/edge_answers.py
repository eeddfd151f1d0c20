"""What the stand-in of Edge's service answers: espeak's voice in its messages, and what may go wrong."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from xml.sax.saxutils import escape

import lameenc

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
    "http-503-later",  # with a Retry-After of seven seconds
    "drop",  # the connection is cut in the middle
    "close-1013",  # closed politely in the middle, "try again later"
    "close-1000",  # closed politely in the middle, as if all were well
    "no-audio",
    "cut-tail",  # the end of the audio is missing; the turn ends properly
    "hole",  # the middle of the audio is missing
    "silent",  # audio of the right length, without a sound
    "said-twice",  # the whole answer twice in one turn
    "other-text",  # the answer to somebody else's request
    "lost-word",  # a word's boundary is missing
    "no-words",  # no boundary at all
    "backwards",  # the times of the first and the last word are exchanged
    "bad-metadata",
    "unknown-metadata",
    "unknown-path",
    "garbage",  # a binary message shorter than its header claims
    "not-mp3",  # audio that is none
    "hang",  # connected, then silence
    "hang-handshake",
    "stall",  # silence from the middle on
)
BYTES_PER_MS = 6
RETRY_AFTER_S = 7
_RATE_HZ = 24_000
_AUDIO_BYTES = 720
"""Of audio in a message, as the real service sends."""
_FRAME_BYTES = 144
_HOLE_FRAMES = 25
"""Of 24 ms."""
_OTHER_TEXT = "এটি অন্য কারও লেখা।"
_PUNCTUATION = "।,;:!?\"'“”‘’()"


@dataclass(frozen=True)
class Cut:
    """A word as the service cuts them."""

    text: str
    start_ms: int
    end_ms: int


Cutting = Callable[[str, Sequence[WordTiming]], list[Cut]]


def cut_at_spaces(text: str, words: Sequence[WordTiming]) -> list[Cut]:
    """Cut as espeak does, without punctuation."""
    return [Cut(text[word.start : word.end].strip(_PUNCTUATION), word.start_ms, word.end_ms) for word in words]


@cache
def speak(text: str) -> tuple[bytes, tuple[WordTiming, ...]]:
    """Return *text* as MP3 and its words, the same each time."""
    voice = Voice(name="standin", title="standin", engine="espeak", speaker="bn", locale="bn-IN")
    speech = EspeakEngine().synthesize(text, voice)
    resampler = Resampler(speech.rate_hz, _RATE_HZ)
    # the real service, too, ends with most of a second of silence
    pcm = resampler.feed(speech.pcm) + resampler.finish() + bytes(2 * _RATE_HZ * 8 // 10)
    return _encode(pcm), speech.words


def _encode(pcm: bytes) -> bytes:
    encoder = lameenc.Encoder()
    encoder.silence()
    encoder.set_bit_rate(48)
    encoder.set_in_sample_rate(_RATE_HZ)
    encoder.set_channels(1)
    encoder.set_quality(7)
    return bytes(encoder.encode(pcm) + encoder.flush())


def script(mode: str, text: str, cutting: Cutting = cut_at_spaces) -> Iterator[str | bytes | int]:
    """Yield the messages of an answer: text, audio, a code to close with, or the name of a fault."""
    if mode == "hang":
        yield "stall"
    yield _message("turn.start", "{}")
    yield _message("response", "{}")
    body = [*_body(mode, text, cutting)]
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


def _body(mode: str, text: str, cutting: Cutting) -> Iterator[str | bytes]:
    """Yield the boundaries and the audio, in turns, as the service does."""
    if mode == "other-text":
        text = _OTHER_TEXT
    mp3, words = speak(text)
    cuts = _faulty_cuts(mode, cutting(text, words), len(mp3) // BYTES_PER_MS)
    mp3 = _faulty_audio(mode, mp3, words)
    boundaries = [_message("audio.metadata", json.dumps(_metadata(cut))) for cut in cuts]
    frames = [mp3[at : at + _AUDIO_BYTES] for at in range(0, len(mp3), _AUDIO_BYTES)]
    share = max(1, len(frames) // (len(boundaries) + 1))
    while boundaries or frames:
        yield from map(_audio, frames[:share])
        yield from boundaries[:1]
        del frames[:share], boundaries[:1]


def _faulty_cuts(mode: str, cuts: list[Cut], duration_ms: int) -> list[Cut]:
    match mode:
        case "lost-word":
            return [cut for number, cut in enumerate(cuts) if number != len(cuts) // 2]
        case "no-words":
            return []
        case "backwards":
            first, last = cuts[0], cuts[-1]
            moved = Cut(first.text, last.start_ms, last.end_ms), Cut(last.text, first.start_ms, first.end_ms)
            return [moved[0], *cuts[1:-1], moved[1]]
        case "said-twice":
            return cuts + [Cut(cut.text, cut.start_ms + duration_ms, cut.end_ms + duration_ms) for cut in cuts]
        case _:
            return cuts


def _faulty_audio(mode: str, mp3: bytes, words: Sequence[WordTiming]) -> bytes:  # noqa: PLR0911 - a table
    middle = len(mp3) // 2 // _FRAME_BYTES * _FRAME_BYTES
    match mode:
        case "no-audio":
            return b""
        case "not-mp3":
            return b"no audio, but much of it. " * 400
        case "cut-tail":  # in the middle of the last word
            return mp3[: (words[-1].start_ms + words[-1].end_ms) // 2 * BYTES_PER_MS]
        case "hole":
            return mp3[:middle] + mp3[middle + _HOLE_FRAMES * _FRAME_BYTES :]
        case "silent":
            return _encode(bytes(2 * _RATE_HZ * len(mp3) // BYTES_PER_MS // 1000))
        case "said-twice":
            return mp3 * 2
        case _:
            return mp3


def _metadata(cut: Cut) -> dict[str, object]:
    data = {
        "Offset": cut.start_ms * 10_000,
        "Duration": (cut.end_ms - cut.start_ms) * 10_000,
        "text": {"Text": escape(cut.text), "Length": len(cut.text), "BoundaryType": "WordBoundary"},
    }
    return {"Metadata": [{"Type": "WordBoundary", "Data": data}]}


def _message(path: str, body: str) -> str:
    return f"X-RequestId:0\r\nContent-Type:application/json; charset=utf-8\r\nPath:{path}\r\n\r\n{body}"


def _audio(data: bytes) -> bytes:
    headers = b"X-RequestId:0\r\nContent-Type:audio/mpeg\r\nPath:audio\r\n"
    return len(headers).to_bytes(2, "big") + headers + data
