"""Measure what choosing an edition costs: ``python tests/bench/bench_daily.py``.

CPU seconds of this process for choosing among 100 and among 1,000 candidates, and their ratio, for several kinds of
days: prose in which nothing is alike, stories drawn from one stock of sentences, one report filled in again and again,
and a thousand copies of one story. Then what the second run of a day costs beside ``podcast --version``. The exit code
is 1 when a ratio is above its target. The texts are those of tests/data/daily.
"""

from __future__ import annotations

import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[2]))

from daily_samples import NOW, PAIRS, candidate, paragraphs
from story_pairs import Text

from podcast.daily.candidates import Candidate, Remembered
from podcast.daily.choosing import choose
from podcast.editions import EditionRules

FEW, MANY = 100, 1_000
MOST_TIMES = 12.0
ROUNDS = 3
RUNS, MOST_VERSIONS = 7, 3.0
SENTENCES = [part for pair in PAIRS.values() for text in pair.left[1] for part in text.split("। ")]
WORDS = [word for sentence in SENTENCES for word in sentence.split()]
REPORTS = [pair.left for pair in PAIRS.values() if pair.kind == "template"]


def scrambled(text: str, drawn: random.Random) -> str:
    return "".join(drawn.choice("০১২৩৪৫৬৭৮৯") if letter.isdigit() else letter for letter in text)


def prose(drawn: random.Random) -> Text:
    return " ".join(drawn.choices(WORDS, k=6)), (" ".join(drawn.choices(WORDS, k=200)),)


def stock(drawn: random.Random) -> Text:
    parts = tuple("। ".join(scrambled(part, drawn) for part in drawn.sample(SENTENCES, 4)) for _ in range(3))
    return drawn.choice(SENTENCES), parts


def reports(drawn: random.Random) -> Text:
    title, parts = drawn.choice(REPORTS)
    return scrambled(title, drawn), tuple(scrambled(part, drawn) for part in parts)


def one_report(drawn: random.Random) -> Text:
    title, parts = REPORTS[0]
    place = drawn.choice(WORDS)
    return scrambled(title, drawn), tuple(scrambled(part, drawn).replace("কাটোয়া", place) for part in parts)


def copies(drawn: random.Random) -> Text:
    title, parts = PAIRS["other-07"].left
    return title, (*parts, " ".join(drawn.choices(WORDS, k=3)))


def candidates(make: Callable[[random.Random], Text], count: int) -> list[Candidate]:
    drawn = random.Random(1)
    return [
        replace(candidate(number), title=title, blocks=paragraphs(*parts), url=f"https://khobor.example/{number}")
        for number, (title, parts) in enumerate(make(drawn) for _ in range(count))
    ]


def cost_s(some: list[Candidate]) -> float:
    start = time.process_time()
    choose(some, EditionRules(), (), remembered=Remembered(), now=NOW)
    return time.process_time() - start


def costs_s(every: list[Candidate]) -> tuple[float, float]:
    """Return what a hundred cost and what all cost, both in turns, so that a busy machine is as busy for both."""
    few: list[float] = []
    many: list[float] = []
    for _ in range(ROUNDS):
        few.append(sum(cost_s(every[start : start + FEW]) for start in range(0, MANY, FEW)) * FEW / MANY)
        many.append(cost_s(every))
    return min(few), min(many)


def process_cost_s(folder: Path, *arguments: str) -> float:
    """Return the CPU time of one run of the program, its start included."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    command = [sys.executable, "-m", "podcast", *arguments]
    subprocess.run(command, cwd=folder, env=environment, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def second_run_s() -> tuple[float, float]:
    """Return what ``--version`` and the second run of a day cost, in turns, the least of each."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        process_cost_s(folder, "daily", "namuna", "--voice", "silent")
        costs = [(process_cost_s(folder, "--version"), process_cost_s(folder, "daily", "namuna")) for _ in range(RUNS)]
    return min(version for version, _ in costs), min(second for _, second in costs)


def main() -> int:
    missed = False
    for make in (prose, stock, reports, one_report, copies):
        few, many = costs_s(candidates(make, MANY))
        missed = missed or many / few > MOST_TIMES
        sys.stdout.write(
            f"{make.__name__:<12}{FEW} in {few:.3f} s, {MANY:,} in {many:.3f} s: {many / few:.1f} times, "
            f"target {MOST_TIMES:g} {'MISSED' if many / few > MOST_TIMES else 'reached'}\n"
        )
    version, second = second_run_s()
    missed = missed or second / version > MOST_VERSIONS
    sys.stdout.write(
        f"second run  {second:.3f} s, --version {version:.3f} s: {second / version:.2f} times, "
        f"target {MOST_VERSIONS:g} {'MISSED' if second / version > MOST_VERSIONS else 'reached'}\n"
    )
    return int(missed)


if __name__ == "__main__":
    raise SystemExit(main())
