"""Measure how fast text is read and split into sentences beside other packages: ``python tests/bench/bench_text.py``.

Everything is timed in one process, in turns, as CPU time, and the best of five rounds counts, so that the ratios hold
on any machine. The text is news prose written for this purpose, copied with other digits each time so that no tool
profits from having seen a number before. The other packages come with the extra ``bench``; one that is not there is
reported as not installed. The exit code is 1 when a target is missed.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import re
import sys
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))  # runs in an environment that holds only the peers

from podcast.bangla import split_sentences, verbalize

NEWS = Path(__file__).with_name("news.txt")
OURS = "bangla-podcast"
COPIES, ROUNDS = 10, 5

Tool = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Peer:
    """A package to be compared with."""

    package: str
    load: Callable[[], Tool]
    target: float | None = None
    """How many times faster ours must be."""


def load_pybangla() -> Tool:
    normalizer = importlib.import_module("pybangla").Normalizer()
    return lambda text: normalizer.text_normalizer(text, all_operation=True)


def load_bangla_normalizer() -> Tool:
    tool: Tool = importlib.import_module("bangla_normalizer").normalize_text
    return tool


def load_bnnumerizer() -> Tool:
    tool: Tool = importlib.import_module("bnnumerizer").numerize
    return tool


def load_pysbd() -> Tool:
    segmenter = importlib.import_module("pysbd").Segmenter(language="hi", clean=False)  # it has no Bengali
    tool: Tool = segmenter.segment
    return tool


READERS = (
    Peer("pybangla", load_pybangla, target=3.0),
    Peer("bangla-normalizer", load_bangla_normalizer),
    Peer("bnnumerizer", load_bnnumerizer),
)
SPLITTERS = (Peer("pysbd", load_pysbd, target=4.0),)


def make_articles(copies: int = COPIES) -> list[str]:
    """Return the news text *copies* times, each time with another last digit in its longer numbers."""
    news = NEWS.read_text(encoding="utf-8")
    digits = "০১২৩৪৫৬৭৮৯"
    return [vary(news, str.maketrans(digits, digits[copy:] + digits[:copy])) for copy in range(copies)]


def vary(news: str, turn: dict[int, int]) -> str:
    return re.sub(r"(?<=\d\d)\d(?!\d)", lambda last: last[0].translate(turn), news)


def run(tool: Tool, texts: list[str]) -> tuple[float, int]:
    """Return the CPU seconds *tool* needs for *texts*, and how many of them it failed on."""
    failed = 0
    start = time.process_time()
    for text in texts:
        try:
            tool(text)
        except Exception:  # noqa: BLE001 - what a peer raises is its own affair; it is counted and shown
            failed += 1
    return time.process_time() - start, failed


def measure(tools: dict[str, Tool], texts: list[str]) -> dict[str, tuple[float, int]]:
    """Return the best CPU seconds of each of the *tools*, and how many of the *texts* it failed on."""
    best = dict.fromkeys(tools, (float("inf"), 0))
    with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():  # peers talk
        warnings.simplefilter("ignore")
        for _ in range(ROUNDS):
            best = {name: min(best[name], run(tool, texts)) for name, tool in tools.items()}
    return best


def compare(title: str, ours: Tool, peers: tuple[Peer, ...], texts: list[str]) -> bool:
    """Print how fast *ours* and the *peers* are on *texts*; return whether every target is reached."""
    for text in texts:
        ours(text)  # must not fail: the time of a failure means nothing
    tools = {OURS: ours}
    for peer in peers:
        with contextlib.suppress(ImportError):
            tools[peer.package] = peer.load()
    measured = measure(tools, texts)
    size = sum(map(len, texts))
    say(f"{title}: {len(texts)} texts, {size:,} characters, CPU time, best of {ROUNDS} rounds")
    say(f"  {OURS:<26}{size / measured[OURS][0] / 1000:>8,.0f} k characters/s")
    reached = True
    for peer in peers:
        if peer.package not in measured:
            say(f"  {peer.package:<26}not installed")
            continue
        seconds, failed = measured[peer.package]
        ratio = seconds / measured[OURS][0]
        remarks = [f"ours is {ratio:.2f} times as fast"]
        if peer.target is not None:
            reached = reached and ratio >= peer.target
            remarks.append(f"target {peer.target:g} {'reached' if ratio >= peer.target else 'MISSED'}")
        if failed:
            remarks.append(f"it fails on {failed} of {len(texts)} texts")
        name = f"{peer.package} {version(peer.package)}"
        say(f"  {name:<26}{size / seconds / 1000:>8,.0f} k characters/s   {'; '.join(remarks)}")
    return reached


def say(line: str) -> None:
    sys.stdout.write(line + "\n")


def main() -> int:
    articles = make_articles()
    sentences = [sentence for article in articles for sentence in split_sentences(article)]
    outcomes = [
        compare("verbalize, a sentence at a time", verbalize, READERS, sentences),
        compare("split_sentences, an article at a time", split_sentences, SPLITTERS, articles),
    ]
    return 0 if all(outcomes) else 1


if __name__ == "__main__":
    sys.exit(main())
