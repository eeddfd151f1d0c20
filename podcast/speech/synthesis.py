"""Chunks -> Clips: from the cache, or spoken, checked and kept."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import Executor, Future
from contextlib import suppress
from dataclasses import dataclass, replace
from queue import Empty, SimpleQueue

from podcast.errors import SpeechError
from podcast.model import Chunk, Clip, Speech
from podcast.settings import Voice
from podcast.speech.cache import ClipCache
from podcast.speech.coverage import check_coverage
from podcast.speech.engine import Engine
from podcast.speech.threads import DaemonThreads

_LOOK_UP_S = 1.0


@dataclass(frozen=True, slots=True)
class Spoken:
    """All chunks of a script as clips, in the order of the chunks."""

    clips: tuple[Clip, ...]
    synthesized: int
    """Chunks the engine spoke in this run."""
    cached: int
    """Chunks that had been spoken before, in an earlier run or earlier in this one."""


def speak_chunks(  # noqa: PLR0913 - each is one thing the line hands over
    chunks: Sequence[Chunk],
    *,
    engine: Engine,
    voice: Voice,
    cache: ClipCache,
    executor: Executor | None = None,
    on_progress: Callable[[int, int], None] | None = None,
) -> Spoken:
    """Return *chunks* spoken by *voice*: whatever is in *cache* from there, the rest from *engine*.

    The engine is called through *executor*, by default as many threads as its limits allow. *on_progress* is told how
    many chunks are there, of how many. Every new clip is checked against its text and kept as soon as it is there:
    what was spoken before a failure or an interrupt is not spoken again.

    Raises:
        SpeechError: a chunk could not be spoken whole, or the cache cannot be written; what had not begun is not begun.
    """
    clips: dict[str, Clip] = {}
    missing: dict[str, Chunk] = {}
    for chunk in chunks:
        if chunk.text not in clips and chunk.text not in missing:
            clip = cache.find(engine, voice, chunk)
            if clip is None:
                missing[chunk.text] = chunk
            else:
                clips[chunk.text] = clip

    def store(chunk: Chunk, speech: Speech) -> None:
        check_coverage(chunk.text, speech, voice)
        clips[chunk.text] = cache.store(engine, voice, chunk, speech)

    def report() -> None:
        if on_progress is not None:
            on_progress(sum(chunk.text in clips for chunk in chunks), len(chunks))

    report()
    if missing:
        workers = executor or DaemonThreads(min(engine.limits.concurrency, len(missing)))
        try:
            _speak_missing(list(missing.values()), engine, voice, workers, store, report)
        finally:
            if executor is None:
                workers.shutdown(wait=False, cancel_futures=True)
    in_order = tuple(replace(clips[chunk.text], chunk=chunk) for chunk in chunks)
    return Spoken(in_order, synthesized=len(missing), cached=len(chunks) - len(missing))


def _speak_missing(  # noqa: PLR0913, PLR0917 - private, and each is used once
    chunks: Sequence[Chunk],
    engine: Engine,
    voice: Voice,
    executor: Executor,
    store: Callable[[Chunk, Speech], None],
    report: Callable[[], None],
) -> None:
    """Speak *chunks*; hand each to *store*, in this thread, as it comes. After any failure begin no more."""
    waiting = {executor.submit(_speak, engine, chunk.text, voice): chunk for chunk in chunks}
    try:
        for future in _as_they_come(tuple(waiting)):
            store(waiting.pop(future), future.result())
            report()
    except BaseException:
        for future in waiting:
            future.cancel()
        for future, chunk in waiting.items():
            if future.done() and not future.cancelled() and future.exception() is None:
                with suppress(SpeechError):  # the failure that came first is the one to tell
                    store(chunk, future.result())
        raise


def _as_they_come(futures: Collection[Future[Speech]]) -> Iterator[Future[Speech]]:
    """Each future once it is done; none is held on to, for each holds a clip's samples.

    Unlike ``as_completed`` it looks up once a second: a signal that comes just before a wait without end begins is
    noticed only when that wait ends (2 of 100 interrupts were lost so).
    """
    done: SimpleQueue[Future[Speech]] = SimpleQueue()
    for future in futures:
        future.add_done_callback(done.put)
    left = len(futures)
    del futures, future
    while left:
        with suppress(Empty):
            yield done.get(timeout=_LOOK_UP_S)
            left -= 1


def _speak(engine: Engine, text: str, voice: Voice) -> Speech:
    """Speak, in a worker; a function of its own, so that it can be sent to another process or machine."""
    return engine.synthesize(text, voice)
