"""Chunks -> Clips: from the cache, or spoken, proven and kept."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Container, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace

from podcast.errors import SpeechError
from podcast.model import Chunk, Clip, Proof
from podcast.settings import Voice
from podcast.speech.cache import ClipCache
from podcast.speech.engine import Engine
from podcast.speech.pace import hasty_texts, seconds_left
from podcast.speech.schedule import Schedule
from podcast.speech.threads import DaemonThreads
from podcast.speech.words import beginning

_MOST_AT_ONCE = 32
"""Of an executor whose workers we do not know: each chunk that is handed over keeps a lock file open."""

OnProgress = Callable[[int, int, float | None], None]
"""Takes how many chunks are there, of how many, and the seconds that the others will take, once that can be told."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """All chunks of a script as clips, in the order of the chunks."""

    clips: tuple[Clip, ...]
    synthesized: int
    """Chunks the engine spoke in this run."""
    cached: int
    """Chunks that had been spoken before, in an earlier run or earlier in this one, or that another run spoke."""

    @property
    def proofs(self) -> tuple[Proof | None, ...]:
        """What was measured of each clip when it was spoken."""
        return tuple(clip.proof for clip in self.clips)


def speak_chunks(  # noqa: PLR0913 - each is one thing the line hands over
    chunks: Sequence[Chunk],
    *,
    engine: Engine,
    voice: Voice,
    cache: ClipCache,
    executor: Executor | None = None,
    on_progress: OnProgress | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> Spoken:
    """Return *chunks* spoken by *voice*: whatever is in *cache* from there, the rest from *engine*, the first first.

    The engine is called through *executor*, by default as many threads as its limits allow. Every new clip is checked
    against its text; one that is not whole is asked for once more, then in two halves, each twice at most. One that was
    read in less than half the time that the others lead to expect is asked for once more. What another run that uses
    the same cache is speaking just now is waited for. A clip is kept as soon as it is there: what was spoken before a
    failure or an interrupt is not spoken again.

    Raises:
        SpeechError: a chunk could not be spoken whole, or the cache cannot be written; what had not begun is not begun.
    """
    clips, missing = _look_up(chunks, engine, voice, cache)
    progress = _Progress(chunks, clips, on_progress, clock)

    def keep(chunk: Chunk, clip: Clip) -> None:
        clips[chunk.text] = clip
        progress.add(chunk.text)

    at_once = max(1, min(engine.limits.concurrency if executor is None else _MOST_AT_ONCE, len(missing)))
    workers = executor or DaemonThreads(at_once)
    schedule = Schedule(engine, voice, cache, workers, at_once)
    try:
        schedule.run(missing.values(), keep)
        for text in _hasty(clips):
            cache.discard(engine, voice, text)
            missing[text] = clips.pop(text).chunk
            progress.take_back(text)
            schedule.run([missing[text]], keep)
    finally:
        if executor is None:
            workers.shutdown(wait=False, cancel_futures=True)
    _refuse_hasty(clips, engine, voice, cache)
    in_order = tuple(replace(clips[chunk.text], chunk=chunk) for chunk in chunks)
    synthesized = len(schedule.synthesized)
    return Spoken(in_order, synthesized=synthesized, cached=len(chunks) - synthesized)


class _Progress:
    """Tells how many chunks are there, counting on: a text that comes twice is there twice at once."""

    def __init__(
        self,
        chunks: Sequence[Chunk],
        clips: Container[str],
        on_progress: OnProgress | None,
        clock: Callable[[], float],
    ) -> None:
        self._times = Counter(chunk.text for chunk in chunks)
        self._total = len(chunks)
        self._done = sum(times for text, times in self._times.items() if text in clips)
        self._letters = self._left = sum(len(text) for text in self._times if text not in clips)
        self._on_progress = on_progress
        self._clock, self._begun_s = clock, clock()
        self._tell()

    def add(self, text: str) -> None:
        self._done += self._times[text]
        self._left -= len(text)
        self._tell()

    def take_back(self, text: str) -> None:
        self._done -= self._times[text]
        self._left += len(text)
        self._letters += len(text)

    def _tell(self) -> None:
        if self._on_progress is not None:
            elapsed_s = self._clock() - self._begun_s
            left_s = seconds_left(self._letters - self._left, self._left, elapsed_s)
            self._on_progress(self._done, self._total, left_s)


def _look_up(
    chunks: Sequence[Chunk], engine: Engine, voice: Voice, cache: ClipCache
) -> tuple[dict[str, Clip], dict[str, Chunk]]:
    """Return what of *chunks* is in *cache*, and what is not, by their texts."""
    clips: dict[str, Clip] = {}
    missing: dict[str, Chunk] = {}
    for chunk in chunks:
        if chunk.text not in clips and chunk.text not in missing:
            clip = cache.find(engine, voice, chunk)
            if clip is None:
                missing[chunk.text] = chunk
            else:
                clips[chunk.text] = clip
    return clips, missing


def _refuse_hasty(clips: Mapping[str, Clip], engine: Engine, voice: Voice, cache: ClipCache) -> None:
    """Keep nothing that was read too fast to be whole twice.

    Raises:
        SpeechError: there is such a text; the first is named.
    """
    hasty = _hasty(clips)
    for text in hasty:
        cache.discard(engine, voice, text)
    if hasty:
        raise SpeechError(
            f"{beginning(hasty[0])}: the {voice.engine} engine did not speak it whole: {clips[hasty[0]].duration_ms} ms"
            " of audio, less than half of what its pace in the other texts leads to expect"
        )


def _hasty(clips: Mapping[str, Clip]) -> tuple[str, ...]:
    return hasty_texts({text: clip.proof for text, clip in clips.items() if clip.proof is not None})
