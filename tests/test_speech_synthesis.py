import multiprocessing
import os
import signal
import subprocess
import sys
import textwrap
import threading
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from fake_clock import FakeClock

from podcast.errors import EngineUnavailableError, SpeechError
from podcast.model import Chunk, PauseKind, Speech
from podcast.settings import Voice, load_voice
from podcast.speech import ClipCache, Limits, speak_chunks
from podcast.speech.engines.espeak import EspeakEngine
from podcast.speech.engines.silent import SilentEngine

TEXTS = ["মেলার খবর", "নদীর ধারে মেলা বসেছে।", "লোকের ভিড় কম নয়।", "নদীর ধারে মেলা বসেছে।", "খবর শেষ হল।"]


class CountingEngine(SilentEngine):
    """Silent, but knows what it was asked for; fails on texts that hold a word, blocks on others if told to."""

    def __init__(self, fails_on: str | None = None, concurrency: int = 1) -> None:
        self.limits = Limits(4000, 2000, concurrency)
        self.asked = []
        self.fails_on = fails_on
        self.may_speak = threading.Event()
        self.may_speak.set()

    def synthesize(self, text: str, voice: Voice) -> Speech:
        self.asked.append(text)
        if self.fails_on is not None and self.fails_on in text:
            raise EngineUnavailableError("no network")
        self.may_speak.wait(20)
        return super().synthesize(text, voice)


@pytest.fixture
def voice() -> Voice:
    return load_voice("silent")


@pytest.fixture
def cache(tmp_path: Path) -> ClipCache:
    return ClipCache(tmp_path / "clips")


def _chunks(texts: Sequence[str] = TEXTS) -> list[Chunk]:
    return [Chunk(text, (), pause) for text, pause in zip(texts, [*PauseKind] * len(texts), strict=False)]


@pytest.mark.parametrize("concurrency", [1, 4])
def test_clips_come_in_the_order_of_the_chunks_each_as_its_own(
    voice: Voice, cache: ClipCache, concurrency: int
) -> None:
    engine = CountingEngine(concurrency=concurrency)
    spoken = speak_chunks(_chunks(), engine=engine, voice=voice, cache=cache)
    assert [clip.chunk for clip in spoken.clips] == _chunks()
    assert [clip.load() for clip in spoken.clips] == [SilentEngine().synthesize(text, voice) for text in TEXTS]


def test_a_text_that_comes_twice_is_spoken_once(voice: Voice, cache: ClipCache) -> None:
    engine = CountingEngine()
    spoken = speak_chunks(_chunks(), engine=engine, voice=voice, cache=cache)
    assert sorted(engine.asked) == sorted(set(TEXTS))
    assert (spoken.synthesized, spoken.cached) == (4, 1)


def test_a_second_run_speaks_nothing(voice: Voice, cache: ClipCache) -> None:
    first = speak_chunks(_chunks(), engine=SilentEngine(), voice=voice, cache=cache)
    engine = CountingEngine()
    second = speak_chunks(_chunks(), engine=engine, voice=voice, cache=cache)
    assert engine.asked == []
    assert (second.synthesized, second.cached) == (0, 5)
    assert second.clips == first.clips


def test_a_changed_sentence_is_all_that_is_spoken_again(voice: Voice, cache: ClipCache) -> None:
    speak_chunks(_chunks(), engine=SilentEngine(), voice=voice, cache=cache)
    engine = CountingEngine()
    speak_chunks(_chunks([*TEXTS[:-1], "খবর এখানেই শেষ।"]), engine=engine, voice=voice, cache=cache)
    assert engine.asked == ["খবর এখানেই শেষ।"]


def test_no_chunks_are_no_clips(voice: Voice, cache: ClipCache) -> None:
    assert speak_chunks([], engine=SilentEngine(), voice=voice, cache=cache).clips == ()


def test_progress_counts_every_chunk_to_the_end_and_tells_what_is_left(voice: Voice, cache: ClipCache) -> None:
    cache.store(SilentEngine(), voice, _chunks()[1], SilentEngine().synthesize(TEXTS[1], voice))
    steps = []
    clock = FakeClock()

    class SlowEngine(CountingEngine):
        def synthesize(self, text: str, voice: Voice) -> Speech:
            clock.clock.sleep(2 * len(text))
            return super().synthesize(text, voice)

    speak_chunks(
        _chunks(),
        engine=SlowEngine(),
        voice=voice,
        cache=cache,
        on_progress=lambda *step: steps.append(step),
        clock=clock.clock.monotonic,
    )
    lengths = [len(TEXTS[number]) for number in (0, 2, 4)]
    assert [step[:2] for step in steps] == [(2, 5), (3, 5), (4, 5), (5, 5)]
    assert [step[2] for step in steps] == [None, 2 * sum(lengths[1:]), 2 * lengths[2], 0]


def test_after_a_failure_nothing_more_is_begun(voice: Voice, cache: ClipCache) -> None:
    engine = CountingEngine(fails_on="প্রথম")
    engine.may_speak.clear()
    chunks = _chunks(["প্রথম কথা", *(f"কথা {number}" for number in range(50))])
    with pytest.raises(EngineUnavailableError, match="no network"):
        speak_chunks(chunks, engine=engine, voice=voice, cache=cache)
    engine.may_speak.set()
    assert len(engine.asked) <= 2


def test_what_was_spoken_before_a_failure_is_kept(voice: Voice, cache: ClipCache) -> None:
    with pytest.raises(EngineUnavailableError):
        speak_chunks(_chunks(), engine=CountingEngine(fails_on="শেষ"), voice=voice, cache=cache)
    engine = CountingEngine()
    speak_chunks(_chunks(), engine=engine, voice=voice, cache=cache)
    assert engine.asked == ["খবর শেষ হল।"]


def test_what_was_spoken_before_an_interrupt_is_kept(voice: Voice, cache: ClipCache) -> None:
    def interrupt(done: int, _total: int, _left_s: float | None) -> None:
        if done >= 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        speak_chunks(_chunks(), engine=SilentEngine(), voice=voice, cache=cache, on_progress=interrupt)
    assert sum(cache.has(SilentEngine(), voice, text) for text in TEXTS) >= 3


def test_speech_that_is_not_whole_is_an_error_and_is_not_kept(voice: Voice, cache: ClipCache) -> None:
    class ShortEngine(SilentEngine):
        def synthesize(self, text: str, voice: Voice) -> Speech:
            speech = super().synthesize(text, voice)
            return replace(speech, words=speech.words[:-1]) if "মেলা বসেছে" in text else speech

    with pytest.raises(SpeechError, match=r"মেলা বসেছে।.*1 of 2 words"):
        speak_chunks(_chunks(), engine=ShortEngine(), voice=voice, cache=cache)
    assert not cache.has(SilentEngine(), voice, TEXTS[1])


def test_an_executor_of_the_caller_is_used_and_left_open(voice: Voice, cache: ClipCache) -> None:
    with ThreadPoolExecutor(2) as executor:
        spoken = speak_chunks(_chunks(), engine=SilentEngine(), voice=voice, cache=cache, executor=executor)
        assert executor.submit(pow, 2, 3).result() == 8
    assert len(spoken.clips) == 5


@pytest.mark.timeout(60)
def test_other_processes_speak_the_same_bytes(cache: ClipCache, tmp_path: Path) -> None:
    voice = load_voice("espeak")
    here = speak_chunks(_chunks(), engine=EspeakEngine(), voice=voice, cache=cache)
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as executor:
        there = speak_chunks(
            _chunks(), engine=EspeakEngine(), voice=voice, cache=ClipCache(tmp_path / "there"), executor=executor
        )
    assert [clip.load() for clip in here.clips] == [clip.load() for clip in there.clips]


@pytest.mark.timeout(60)
def test_an_interrupt_does_not_wait_for_the_engine(tmp_path: Path) -> None:
    program = textwrap.dedent("""
        import sys, threading
        from pathlib import Path
        from podcast.model import Chunk, PauseKind
        from podcast.settings import load_voice
        from podcast.speech import ClipCache, speak_chunks
        from podcast.speech.engines.silent import SilentEngine

        class Deaf(SilentEngine):
            def synthesize(self, text, voice):
                print("speaking", flush=True)
                threading.Event().wait()

        chunk = Chunk("কথা", (), PauseKind.NONE)
        speak_chunks([chunk], engine=Deaf(), voice=load_voice("silent"), cache=ClipCache(Path(sys.argv[1])))
    """)
    command = [sys.executable, "-c", program, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ}) as process:
        assert process.stdout.readline() == b"speaking\n"
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=30)
    assert b"KeyboardInterrupt" in errors
