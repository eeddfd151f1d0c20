"""Measure what the embedded voice's adapter and the clip cache cost: ``python tests/bench/bench_speech.py``.

Two ratios, each of the best of several rounds within one run. The adapter (clean-up, respelling with no word known
beforehand, the library loaded afresh for every text, a time for every word, the proof of the clip) to espeak_Synth
alone, loaded once and given the same texts: CPU time of the same chunks of news. And the whole step of speaking an
article 20 times as long, no two paragraphs alike, from the cache to the first time. The exit code is 1 when a target is
missed.
"""

from __future__ import annotations

import ctypes
import os
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))  # this checkout, not what is installed

from podcast.bangla import split_sentences, verbalize
from podcast.bangla.pronounce import forget_words
from podcast.chunking import pack_text
from podcast.model import Article, Block, BlockKind, Script
from podcast.pipeline.job import Job, plan
from podcast.pipeline.line import script_of
from podcast.pipeline.speaking import speak
from podcast.settings import load_voice
from podcast.speech.coverage import check_coverage
from podcast.speech.engines.espeak import EspeakEngine
from podcast.speech.engines.espeak_library import find_installation

NEWS = Path(__file__).with_name("news.txt").read_text(encoding="utf-8")
ROUNDS, CACHE_ROUNDS = 7, 3
TIMES = 20
MOST_ADAPTER, MOST_CACHED = 1.4, 0.05

_SAMPLES = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)


def seconds(clock: Callable[[], float], act: Callable[[], object]) -> float:
    """Return the seconds that *act* takes by *clock*."""
    start = clock()
    act()
    return clock() - start


def measure_adapter() -> tuple[float, float]:
    """Return the best CPU seconds of the adapter and of the library alone, in turns."""
    text = verbalize(NEWS.replace("\n", " "))
    chunks = pack_text(text, EspeakEngine.limits.best_bytes)
    voice, engine = load_voice("espeak"), EspeakEngine()
    installation = find_installation()
    data = None if installation.data is None else os.fsencode(installation.data)
    received: list[bytes] = []

    @_SAMPLES
    def receive(samples: int | None, count: int, _events: int) -> int:
        if samples and count > 0:
            received.append(ctypes.string_at(samples, 2 * count))
        return 0

    def adapted() -> None:
        forget_words()
        for chunk in chunks:
            check_coverage(chunk, engine.synthesize(chunk, voice), voice)

    def alone() -> float:
        library = ctypes.CDLL(installation.library)
        library.espeak_Initialize(2, 0, data, 0x8000)
        library.espeak_SetVoiceByName(b"bn")
        library.espeak_SetSynthCallback(receive)
        encoded = [chunk.encode() for chunk in chunks]

        def synth() -> None:
            for one in encoded:
                library.espeak_Synth(one, ctypes.c_size_t(len(one) + 1), 0, 1, 0, 1, None, None)

        taken_s = seconds(time.process_time, synth)
        library.espeak_Terminate()
        received.clear()
        return taken_s

    own_s = bare_s = float("inf")
    for _ in range(ROUNDS):
        own_s = min(own_s, seconds(time.process_time, adapted))
        bare_s = min(bare_s, alone())
    return own_s, bare_s


def long_script(job: Job) -> Script:
    """Return the news 20 times over, every paragraph with a number of its own."""
    paragraphs = [line for line in NEWS.splitlines() if line.strip()]
    blocks = (
        Block(BlockKind.PARAGRAPH, f"{' '.join(split_sentences(paragraph))} খবর {time_ * 1000 + number}।")
        for time_ in range(1, TIMES + 1)
        for number, paragraph in enumerate(paragraphs)
    )
    return script_of(Article("কুড়ি গুণ খবর", tuple(blocks)), job)


def measure_cache() -> tuple[float, float, int]:
    """Return the best wall seconds of the step from the cache and for the first time, and the number of chunks."""
    job = plan(voice="espeak")
    script = long_script(job)
    first_s = again_s = float("inf")
    spoken = None
    for _ in range(CACHE_ROUNDS):
        with tempfile.TemporaryDirectory() as folder:
            kept = replace(job, cache_folder=Path(folder))
            first_s = min(first_s, seconds(time.perf_counter, lambda kept=kept: speak(script, kept)))
            for _ in range(CACHE_ROUNDS):
                again_s = min(again_s, seconds(time.perf_counter, lambda kept=kept: speak(script, kept)))
            _, spoken = speak(script, kept)
            assert spoken.synthesized == 0
    assert spoken is not None
    return again_s, first_s, len(spoken.clips)


def main() -> int:
    """Measure, print, and return the exit code."""
    own_s, bare_s = measure_adapter()
    again_s, first_s, chunks = measure_cache()
    sys.stdout.write(
        f"embedded adapter / espeak_Synth alone, CPU time: {own_s / bare_s:.2f} ({own_s:.3f} s and {bare_s:.3f} s)"
        f"   target {MOST_ADAPTER:g} {'reached' if own_s / bare_s <= MOST_ADAPTER else 'MISSED'}\n"
        f"{chunks} chunks from the cache / spoken the first time, wall time: {again_s / first_s:.3f}"
        f" ({again_s:.2f} s and {first_s:.2f} s)"
        f"   target {MOST_CACHED:g} {'reached' if again_s / first_s <= MOST_CACHED else 'MISSED'}\n"
    )
    return int(own_s / bare_s > MOST_ADAPTER or again_s / first_s > MOST_CACHED)


if __name__ == "__main__":
    sys.exit(main())
