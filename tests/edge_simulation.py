"""Episodes over a service that fails at random: ``python tests/edge_simulation.py`` prints what became of 200 of them.

Each run is one script of faults, made from its number: the real client, the engine and ``speak_chunks`` against the
stand-in, with the deadlines scaled down, thirty paragraphs of one sentence each, to their clips in the cache.
"""

from __future__ import annotations

import argparse
import math
import os
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from edge_answers import BYTES_PER_MS, MODES, speak
from edge_standin import EdgeStandIn
from fake_clock import FakeClock

from podcast.errors import PodcastError
from podcast.model import Chunk, Clip, PauseKind, WordTiming
from podcast.settings import load_voice
from podcast.sound import decode
from podcast.speech import ClipCache, speak_chunks
from podcast.speech.engines.edge import EdgeEngine
from podcast.speech.engines.edge_endpoint import URL_VARIABLE
from podcast.speech.engines.edge_gate import Gate
from podcast.speech.engines.edge_service import Deadlines, forget_clock_skew
from podcast.speech.halves import split_in_two
from podcast.speech.threads import DaemonThreads
from podcast.speech.words import word_spans

DEADLINES = Deadlines(message_s=0.6, chunk_s=4.0, attempts=6, backoff_s=0.0)
MARKERS = """
    এক দুই তিন চার পাঁচ ছয় সাত আট নয় দশ এগারো বারো তেরো চৌদ্দ পনেরো ষোলো সতেরো আঠারো উনিশ কুড়ি
    একুশ বাইশ তেইশ চব্বিশ পঁচিশ ছাব্বিশ সাতাশ আটাশ ঊনত্রিশ ত্রিশ
""".split()  # noqa: SIM905 - reads better than thirty quotations
_TAILS = (
    "নম্বর খবরে মেলার কথা আছে।",
    "নম্বর ঘরে কেউ থাকে না, তবু আলো জ্বলে।",
    "নম্বর বাস আজ আসেনি।",
    "নম্বর চিঠিতে OpenAI & “গুগল” নিয়ে লেখা।",
    "নম্বর দলের খেলোয়াড়েরা মাঠে নামলেন, দর্শকেরা হাততালি দিলেন।",
)
TEXTS = tuple(f"{marker} {_TAILS[number % len(_TAILS)]}" for number, marker in enumerate(MARKERS))
CHUNKS = tuple(Chunk(text, (), PauseKind.PARAGRAPH) for text in TEXTS)
_FAULTS = [mode for mode in MODES if mode != "ok"]
_ENDING = [mode for mode in MODES if mode.startswith(("http-400", "http-403"))]
"""Faults that end a run when they come once or twice."""
_MOST_FEW = 4
_SPARE_S = 10.0
_LEAST_TAIL_MS = -60
_MOST_TAIL_MS = 150
_BETWEEN_HALVES_MS = 80
"""What lies between the halves of a sentence at least."""


@dataclass(frozen=True)
class Script:
    """What goes wrong, connection by connection, and from then on."""

    modes: tuple[str, ...]
    after: str
    must_end_well: bool
    """Fewer faults than one text is asked for, and none that cannot be mended."""


@dataclass(frozen=True)
class Outcome:
    """What became of one run."""

    error: PodcastError | None
    faults: int
    elapsed_s: float


def write_script(number: int) -> Script:
    """Return the script of that number: a few faults, or some, or many, for a time or for ever."""
    rng = random.Random(number)
    if rng.random() < 1 / 3:
        faults = [rng.choice([mode for mode in _FAULTS if mode not in _ENDING]) for _ in range(_MOST_FEW)]
        modes = faults + ["ok"] * 26
        rng.shuffle(modes)
        return Script(tuple(modes), "ok", must_end_well=True)
    share = rng.choice([0.1, 0.3, 0.6])
    length = rng.randint(5, 60)
    modes = [rng.choice(_FAULTS) if rng.random() < share else "ok" for _ in range(length)]
    return Script(tuple(modes), rng.choice(["ok", "ok", "ok", *_FAULTS[:3], rng.choice(_FAULTS)]), must_end_well=False)


def run(number: int, folder: Path) -> Outcome:
    """Speak the episode under one script, and again without faults if it failed.

    Raises:
        AssertionError: something short, doubled, out of order or too late; the message says what.
    """
    script = write_script(number)
    outcome = _speak(script, ClipCache(folder))
    if outcome.error is not None:
        assert not script.must_end_well, f"run {number}: {outcome.error}"
        again = _speak(Script((), "ok", must_end_well=True), ClipCache(folder))
        assert again.error is None, f"run {number}, after a failure: {again.error}"
    return outcome


def _speak(script: Script, clips: ClipCache) -> Outcome:
    voice = load_voice("tanishaa")
    engine = EdgeEngine(DEADLINES, sleep=lambda _: None, gate=Gate(clock=FakeClock().clock))
    forget_clock_skew()
    error = None
    begun_s = time.monotonic()
    with EdgeStandIn(script.modes, script.after) as service:
        os.environ[URL_VARIABLE] = service.url
        threads = DaemonThreads(engine.limits.concurrency)
        try:
            spoken = speak_chunks(CHUNKS, engine=engine, voice=voice, cache=clips, executor=threads)
        except PodcastError as caught:
            error = caught
        elapsed_s = time.monotonic() - begun_s
        threads.shutdown(wait=True, cancel_futures=True)  # what had begun when another failed ends before the service
        connections = service.connections
    found = [clips.find(engine, voice, chunk) for chunk in CHUNKS]
    if error is None:
        check_order(spoken.clips)
        assert None not in found
    for clip in found:
        if clip is not None:
            check_clip(clip)
    rounds = math.ceil(connections / engine.limits.concurrency) + DEADLINES.attempts
    assert elapsed_s <= rounds * (DEADLINES.chunk_s + 0.5) + _SPARE_S, f"{elapsed_s:.1f} s for {connections} requests"
    used = script.modes[:connections]
    faults = sum(mode != "ok" for mode in used) + (script.after != "ok") * max(0, connections - len(script.modes))
    return Outcome(error, faults, elapsed_s)


def check_order(clips: Sequence[Clip]) -> None:
    """Raise unless each marker word is said once, in order, and the audio is as long as the stand-in's own."""
    said = [clip.chunk.text[word.start : word.end] for clip in clips for word in clip.words]
    assert [word for word in said if word in MARKERS] == MARKERS
    expected_ms = sum(speak(text)[1][-1].end_ms for text in TEXTS)
    tails_ms = sum(clip.duration_ms for clip in clips) - expected_ms
    assert len(clips) * _LEAST_TAIL_MS <= tails_ms <= len(clips) * _MOST_TAIL_MS


def check_clip(clip: Clip) -> None:
    """Raise unless *clip* is the stand-in's own audio of its text, from the first sample to behind the last word.

    A clip that was spoken in two halves is the audio of the one, a short silence, and the audio of the other.
    """
    text, speech = clip.chunk.text, clip.load()
    assert tuple((word.start, word.end) for word in clip.words) == word_spans(text)
    if clip.proof is None or not clip.proof.is_split:
        _check_part(text, clip.words, speech.pcm, speech.rate_hz)
        return
    first, second = (text[start:end] for start, end in split_in_two(text))
    words = clip.words[: len(word_spans(first))], clip.words[len(word_spans(first)) :]
    at_ms = words[1][0].start_ms - speak(second)[1][0].start_ms
    own = _own_pcm(second)[: 2 * speech.rate_hz // 2]
    around = 2 * (at_ms - 2) * speech.rate_hz // 1000
    at = speech.pcm.find(own, around, around + len(own) + 8 * speech.rate_hz // 1000)
    assert at >= 0, f"{text}: the second half does not begin at {at_ms} ms"
    later = tuple(replace(word, start_ms=word.start_ms - at_ms, end_ms=word.end_ms - at_ms) for word in words[1])
    _check_part(second, later, speech.pcm[at:], speech.rate_hz)
    pause = 2 * _BETWEEN_HALVES_MS * speech.rate_hz // 1000
    assert not any(speech.pcm[at - pause : at]), f"{text}: no pause between its halves"
    _check_part(first, words[0], speech.pcm[: at - pause], speech.rate_hz)


def _check_part(text: str, words: Sequence[WordTiming], pcm: bytes, rate_hz: int) -> None:
    own_words = speak(text)[1]
    assert len(words) == len(own_words)
    if text.startswith(tuple(MARKERS)):
        assert words[0].start_ms == own_words[0].start_ms
    assert abs(words[-1].end_ms - own_words[-1].end_ms) <= 1, f"{text}: {words[-1]}, {own_words[-1]}"
    assert pcm == _own_pcm(text)[: len(pcm)], f"{text}: not the audio of this text"
    duration_ms = len(pcm) // 2 * 1000 / rate_hz
    assert _LEAST_TAIL_MS <= duration_ms - own_words[-1].end_ms <= _MOST_TAIL_MS, f"{text}: short or long"


@cache
def _own_pcm(text: str) -> bytes:
    mp3, _ = speak(text)
    sound = decode(mp3)
    assert abs(sound.duration_ms - len(mp3) // BYTES_PER_MS) <= 150
    return sound.pcm


def main() -> int:
    """Run, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--first", type=int, default=0)
    options = parser.parse_args()
    outcomes, wrong = [], 0
    for number in range(options.first, options.first + options.runs):
        with tempfile.TemporaryDirectory() as folder:
            try:
                outcomes.append(run(number, Path(folder)))
            except AssertionError as error:
                wrong += 1
                sys.stdout.write(f"run {number}: {error}\n")
    errors = Counter(type(outcome.error).__name__ for outcome in outcomes if outcome.error is not None)
    times = sorted(outcome.elapsed_s for outcome in outcomes) or [0.0]
    sys.stdout.write(
        f"{options.runs} runs, {sum(outcome.faults for outcome in outcomes)} faults met: "
        f"{len(outcomes) - errors.total()} complete, {errors.total()} clear errors {dict(errors)}, {wrong} wrong; "
        f"seconds a run: median {times[len(times) // 2]:.2f}, longest {times[-1]:.2f}, together {sum(times):.0f}\n"
    )
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
