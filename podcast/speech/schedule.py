"""Which chunk is spoken when, and what happens to one that is not spoken whole.

Only the thread that runs a :class:`Schedule` decides, keeps and holds claims. Workers do nothing but speak one text and
measure what came, so that they may be in another process or machine.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from concurrent.futures import Executor, Future
from contextlib import suppress
from dataclasses import dataclass, field, replace
from queue import Empty, SimpleQueue

from podcast.claims import Claim
from podcast.errors import EngineUnavailableError, SpeechError
from podcast.model import Chunk, Clip, Proof, Speech
from podcast.settings import Voice
from podcast.speech.cache import ClipCache
from podcast.speech.coverage import check_coverage
from podcast.speech.engine import Engine
from podcast.speech.halves import join_halves, split_in_two

_REQUESTS_EACH = 2
"""Of a text, and of each of its halves."""
_LOOK_UP_S = 1.0
"""A signal that comes just before a wait without end begins is noticed only when that wait ends: 2 of 100 interrupts
were lost so."""
_ASK_AGAIN_S = 0.1
"""When another run has a chunk that we need."""

_log = logging.getLogger(__name__)

Spoke = tuple[Speech, Proof]


@dataclass(slots=True)
class _Part:
    """A text to be spoken in one request: a chunk's, or that of one half of it."""

    start: int
    end: int
    requests: int = 0
    speech: Speech | None = None


@dataclass(slots=True)
class _Job:
    """A chunk on its way."""

    chunk: Chunk
    claim: Claim
    parts: list[_Part] = field(default_factory=list)
    requests: int = 0


class Schedule:
    """Speaks chunks in the order they are given, *at_once* at a time, none that another run is speaking."""

    def __init__(self, engine: Engine, voice: Voice, cache: ClipCache, executor: Executor, at_once: int) -> None:
        """Hand requests for *voice* to *engine* through *executor*."""
        self.synthesized: set[str] = set()
        """The texts that the engine spoke."""
        self._engine = engine
        self._voice = voice
        self._cache = cache
        self._executor = executor
        self._at_once = at_once
        self._waiting: dict[str, Chunk] = {}
        self._asked: dict[Future[Spoke], tuple[_Job, _Part]] = {}
        self._jobs: dict[str, _Job] = {}
        self._done: SimpleQueue[Future[Spoke]] = SimpleQueue()

    def run(self, chunks: Iterable[Chunk], keep: Callable[[Chunk, Clip], None]) -> None:
        """Hand each of *chunks*, no two of one text, to *keep* as it comes. After any failure nothing more is begun.

        Raises:
            SpeechError: a chunk could not be spoken whole, or the cache cannot be written.
        """
        self._waiting = {chunk.text: chunk for chunk in chunks}
        try:
            while self._waiting or self._jobs:
                self._begin(keep)
                with suppress(Empty):
                    self._take(self._next_done(), keep)
        except BaseException:
            self._give_up()
            raise
        finally:
            for job in self._jobs.values():
                job.claim.release()

    def _next_done(self) -> Future[Spoke]:
        if not self._jobs and not self._waiting:
            raise Empty
        is_elsewhere = bool(self._waiting) and len(self._jobs) < self._at_once
        return self._done.get(timeout=_ASK_AGAIN_S if is_elsewhere else _LOOK_UP_S)

    def _begin(self, keep: Callable[[Chunk, Clip], None]) -> None:
        """Begin the first chunks that nobody else speaks; take those that somebody else has spoken by now."""
        for text, chunk in tuple(self._waiting.items()):
            if len(self._jobs) >= self._at_once:
                return
            claim = self._cache.claim(self._engine, self._voice, text)
            if claim is None:
                continue  # another run is speaking it
            self._jobs[text] = job = _Job(chunk, claim)
            del self._waiting[text]
            clip = self._cache.find(self._engine, self._voice, chunk)
            if clip is not None:
                self._finish(job)
                keep(chunk, clip)
            else:
                self._ask_for(job, [(0, len(text))])

    def _ask_for(self, job: _Job, spans: Iterable[tuple[int, int]]) -> None:
        job.parts = [_Part(start, end) for start, end in spans]
        for part in job.parts:
            self._ask(job, part)

    def _ask(self, job: _Job, part: _Part) -> None:
        part.requests += 1
        job.requests += 1
        text = job.chunk.text[part.start : part.end]
        future = self._executor.submit(_speak, self._engine, text, self._voice)
        self._asked[future] = job, part
        future.add_done_callback(self._done.put)

    def _take(self, future: Future[Spoke], keep: Callable[[Chunk, Clip], None]) -> None:
        job, part = self._asked.pop(future)
        try:
            part.speech, proof = future.result()
        except EngineUnavailableError:
            raise
        except SpeechError as error:
            self._try_otherwise(job, part, error)
            return
        if all(one.speech is not None for one in job.parts):
            clip = self._store(job, proof)
            self._finish(job)
            self.synthesized.add(job.chunk.text)
            keep(job.chunk, clip)

    def _try_otherwise(self, job: _Job, part: _Part, error: SpeechError) -> None:
        """Ask once more, then in halves; *error* is what the last request ended in."""
        if part.requests < _REQUESTS_EACH:
            _log.info("asked once more: %s", error)
            self._ask(job, part)
            return
        halves = split_in_two(job.chunk.text) if len(job.parts) == 1 else ()
        if not halves:
            raise error
        _log.info("asked for in two halves: %s", error)
        self._ask_for(job, halves)

    def _store(self, job: _Job, proof: Proof) -> Clip:
        """Keep what the parts of *job* became; *proof* is the last part's, and the whole's if there is no other."""
        speeches = [part.speech for part in job.parts if part.speech is not None]
        speech = speeches[0]
        if len(speeches) > 1:
            speech = join_halves(job.chunk.text, tuple((part.start, part.end) for part in job.parts), speeches)
            proof = check_coverage(job.chunk.text, speech, self._voice)
        proof = replace(proof, requests=job.requests, is_split=len(speeches) > 1)
        return self._cache.store(self._engine, self._voice, job.chunk, speech, proof, job.claim)

    def _finish(self, job: _Job) -> None:
        job.claim.release()
        del self._jobs[job.chunk.text]

    def _give_up(self) -> None:
        """Begin nothing more, and keep what is there already; the failure that came first is the one to tell."""
        for future in self._asked:
            future.cancel()
        for future, (job, part) in tuple(self._asked.items()):
            if future.done() and not future.cancelled() and future.exception() is None:
                with suppress(SpeechError):
                    part.speech, proof = future.result()
                    if all(one.speech is not None for one in job.parts):
                        self._store(job, proof)


def _speak(engine: Engine, text: str, voice: Voice) -> Spoke:
    """Speak and check, in a worker; a function of its own, so that it can be sent to another process or machine.

    Raises:
        SpeechError: it was not spoken whole.
    """
    speech = engine.synthesize(text, voice)
    return speech, check_coverage(text, speech, voice)
