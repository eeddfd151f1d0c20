"""Measure what Edge's adapter adds to the time of its service: ``python tests/bench/bench_edge.py``.

The stand-in of the service, a process of its own on this machine, takes a fixed time for each request, in which it
sends the audio; ``speak_chunks`` speaks news, three requests at a time, through the real client to verified clips in an
empty cache. The least that can take is requests times service time by three; the ratio to that is printed, for requests
of a sentence and of the usual size. The exit code is 1 when in the best of three rounds one is above the target.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from podcast.bangla import split_sentences, verbalize  # noqa: E402 - this checkout, not what is installed
from podcast.model import Chunk, PauseKind  # noqa: E402
from podcast.settings import load_voice  # noqa: E402
from podcast.speech import ClipCache, speak_chunks  # noqa: E402
from podcast.speech.engines.edge import EdgeEngine  # noqa: E402

NEWS = Path(__file__).with_name("news.txt")
ROUNDS = 3
CASES = ((30, 250, 0.5), (12, EdgeEngine.limits.best_bytes, 1.5))
"""Requests, their size in bytes at most, and the service time in seconds."""
MOST = 1.25


def make_chunks(requests: int, most_bytes: int) -> list[Chunk]:
    """Return so many chunks of spoken news, of one sentence or as many as fit, no two alike."""
    texts = [""]
    sentences = [verbalize(sentence) for sentence in split_sentences(NEWS.read_text(encoding="utf-8"))]
    for sentence in sentences * requests:
        if texts[-1] and len(f"{texts[-1]} {sentence}".encode()) > most_bytes:
            texts.append("")
        texts[-1] = f"{texts[-1]} {sentence}".strip()
        if len(texts) > requests:
            break
    return [Chunk(f"{verbalize(str(n))} {text}", (), PauseKind.SENTENCE) for n, text in enumerate(texts[:requests])]


def speak_s(chunks: list[Chunk]) -> float:
    """Return the seconds until all *chunks* are in a cache that was empty."""
    with tempfile.TemporaryDirectory() as folder:
        begun = time.perf_counter()
        spoken = speak_chunks(chunks, engine=EdgeEngine(), voice=load_voice("tanishaa"), cache=ClipCache(Path(folder)))
        taken_s = time.perf_counter() - begun
    assert spoken.synthesized == len(chunks)
    return taken_s


def measure(chunks: list[Chunk], service_s: float) -> float:
    """Return how many times the least possible time *chunks* take."""
    command = [sys.executable, str(ROOT / "tests/edge_standin.py"), "--service-s", str(service_s)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as service:
        assert service.stdout is not None
        variable, _, url = service.stdout.readline().strip().partition("=")
        os.environ[variable] = url
        try:
            speak_s(chunks)  # the stand-in makes each sound once, and keeps it
            taken_s = min(speak_s(chunks) for _ in range(ROUNDS))
        finally:
            service.terminate()
    return taken_s / (len(chunks) * service_s / EdgeEngine.limits.concurrency)


def main() -> int:
    """Measure, and say how it went."""
    ratios = []
    for requests, most_bytes, service_s in CASES:
        chunks = make_chunks(requests, most_bytes)
        ratios.append(measure(chunks, service_s))
        size_bytes = sum(len(chunk.text.encode()) for chunk in chunks) // requests
        sys.stdout.write(
            f"Edge, {requests} requests of {size_bytes} bytes, {service_s:g} s each, three at a time, "
            f"best of {ROUNDS}: {ratios[-1]:.3f} times the least possible (at most {MOST})\n"
        )
    return int(max(ratios) > MOST)


if __name__ == "__main__":
    sys.exit(main())
