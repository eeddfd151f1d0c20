"""``kill -9`` at random moments of converting and publishing: listeners always have a valid show, earlier or later.

Valid is what the feed linter says: every file that the feed names is there, of the length the feed says, and reads as
it should. The next run completes what was broken off.
"""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import feedparser
import pytest
from lint_samples import ARTICLES, SHOW, make_show_folder

from podcast.lint.linting import lint, open_feed

KILLS, KILLS_EACH_TIME = 50, 10
SEED = 20260326


@dataclass(frozen=True)
class Stage:
    """A show of one episode, published; another article, and how long it takes to convert and publish it."""

    place: Path
    taken_s: dict[str, float]


def start(command: str, place: Path) -> subprocess.Popen[str]:
    arguments = {
        "convert": ["article-1.md", "--show", "ghat.toml", "--voice", "silent", "--out", "show"],
        "publish": ["show", "public"],
    }
    return subprocess.Popen(
        [sys.executable, "-m", "podcast", command, *arguments[command]],
        cwd=place,
        env={**os.environ, "XDG_CACHE_HOME": str(place / "cache"), "PYTHONPATH": str(Path(__file__).parent.parent)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )


def finish(command: str, place: Path) -> float:
    begun = time.monotonic()
    process = start(command, place)
    _, said = process.communicate()
    assert process.returncode == 0, said
    return time.monotonic() - begun


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    place = tmp_path_factory.mktemp("before")
    make_show_folder(place, SHOW, ARTICLES[:1])
    (place / "article-1.md").write_text(ARTICLES[1], encoding="utf-8")
    finish("publish", place)
    trial = Path(shutil.copytree(place, tmp_path_factory.mktemp("trial") / "place"))
    finish("convert", trial)  # byte code and the system's own caches
    shutil.rmtree(trial)
    shutil.copytree(place, trial)
    return Stage(place, {command: finish(command, trial) for command in ("convert", "publish")})


def check(folder: Path) -> tuple[int, list[str]]:
    """Return how many episodes another's parser finds there, and what is wrong."""
    entries = feedparser.parse((folder / "feed.xml").read_bytes()).entries
    return len(entries), [str(finding) for finding in lint(open_feed(str(folder)))]


@pytest.mark.parametrize(
    "number", [pytest.param(n, marks=[pytest.mark.full] * (n >= KILLS_EACH_TIME)) for n in range(KILLS)]
)
def test_listeners_have_a_valid_show_whenever_a_run_is_killed(number: int, stage: Stage, tmp_path: Path) -> None:
    place = Path(shutil.copytree(stage.place, tmp_path / "place"))
    command, folder = (("convert", place / "show"), ("publish", place / "public"))[number % 2]
    if command == "publish":
        finish("convert", place)
    with start(command, place) as process:
        try:
            process.wait(timeout=random.Random(SEED + number).uniform(0, stage.taken_s[command]))
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
    count, wrong = check(folder)
    assert wrong == []
    assert count in {1, 2}
    finish(command, place)
    assert check(folder) == (2, [])
    assert not leftovers(folder)


def leftovers(folder: Path) -> list[str]:
    """Return what a run that was killed left in a folder, and the next one did not clear away."""
    private = folder / ".podcast"
    hidden = [path for path in folder.rglob(".*") if path != private]
    return [*map(str, hidden), *(path.name for path in private.glob("*") if path.name != "library.sqlite3")]
