import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from daily_shows import STORIES, write_show, write_story

from podcast.settings import load_show, show_names

LIGHT = """
import sys
from podcast.cli import app
try:
    app(["daily", "kheya.toml", "--out", "show"], standalone_mode=False)
finally:
    heavy = {"httpx", "numpy", "lxml", "feedgen", "PIL", "podcast.pipeline", "podcast.show"}
    print(*sorted(heavy & sys.modules.keys()))
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    for name in STORIES:
        write_story(tmp_path, name)
    write_show(tmp_path)
    return tmp_path


def podcast(place: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "podcast", *arguments]
    known = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent), **environment}
    return subprocess.run(command, cwd=place, capture_output=True, text=True, check=False, env=known)


def test_an_edition_is_made_once_and_the_second_run_loads_nothing_heavy(place: Path) -> None:
    done = podcast(place, "daily", "kheya.toml", "--voice", "silent", "--out", "show")
    assert done.returncode == 0, done.stderr
    assert all(title in done.stdout for title, *_ in STORIES.values())
    again = subprocess.run([sys.executable, "-c", LIGHT], cwd=place, capture_output=True, text=True, check=True)
    told, loaded = again.stdout.split("\n")[:2]
    assert "is published already; --rebuild makes it anew" in told
    assert loaded == ""


def test_runs_are_listed_and_told_whole(place: Path) -> None:
    nothing = podcast(place, "runs", "kheya.toml", "--out", "show")
    assert (nothing.returncode, nothing.stdout) == (0, "")
    assert "no run of kheya yet" in nothing.stderr
    podcast(place, "daily", "kheya.toml", "--voice", "silent", "--out", "show")
    listed = podcast(place, "runs", "kheya.toml", "--out", "show").stdout
    assert listed.split()[0] == "1"
    assert "published: 3 stories, 0 left out" in listed
    whole = json.loads(podcast(place, "runs", "kheya.toml", "--out", "show", "--run", "1").stdout)
    assert (whole["run"], whole["outcome"], len(whole["stories"])) == (1, "published", 3)
    wrong = podcast(place, "runs", "kheya.toml", "--out", "show", "--run", "7")
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert "there is no run 7" in wrong.stderr


def test_a_source_that_fails_is_told_and_the_exit_code_is_3(place: Path) -> None:
    write_show(place, sources='[[sources]]\nname = "নেই"\nkind = "folder"\npath = "nei"\n')
    done = podcast(place, "daily", "kheya.toml", "--voice", "silent", "--out", "show", "--json")
    assert done.returncode == 3
    assert "source নেই" in done.stderr
    assert json.loads(done.stdout)["exit_code"] == 3


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["daily", "nowhere"], 2, "is not a show"),
        (["daily", "default"], 2, "names no sources"),
        (["daily", "kheya.toml", "--date", "26/11"], 2, "expected a day like 2026-11-26"),
        (["daily", "kheya.toml", "--date", "2999-01-01"], 2, "is still to come"),
        (["schedule", "kheya.toml", "--at", "6.30"], 2, "expected a time of day like 06:30"),
        (["schedule", "kheya.toml", "--at", "06:30+06:00"], 2, "expected a time of day like 06:30"),
        (["schedule", "kheya.toml", "--install", "--remove"], 2, "expected one of them"),
        (["doctor", "--expect-by", "07:00"], 2, "expected a SHOW"),
        (["doctor", "kheya.toml", "--expect-by", "noon"], 2, "expected a time of day like 06:30"),
    ],
)
def test_nonsense_is_one_line_and_an_exit_code(arguments: list[str], code: int, said: str, place: Path) -> None:
    done = podcast(place, *arguments)
    assert (done.returncode, done.stdout) == (code, "")
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_wording_that_cannot_be_filled_in_is_refused_before_anything_is_read(place: Path) -> None:
    write_show(place, edition='wording = { opening = "{nobody} এল" }')
    done = podcast(place, "daily", "kheya.toml", "--out", "show")
    assert done.returncode == 1
    assert "{nobody} is not known" in done.stderr
    assert not (place / "show").exists()


def test_shipped_shows_have_sources_that_can_be_read() -> None:
    with_sources = [name for name in show_names() if load_show(name).sources]
    assert "namuna" in with_sources
    assert {load_show(name).language for name in with_sources} >= {"bn-IN", "bn-BD"}


def test_the_sample_show_makes_two_editions_offline(tmp_path: Path) -> None:
    for day, stories in (("1795651200", 3), ("1795737600", 2)):
        done = podcast(tmp_path, "daily", "namuna", "--voice", "silent", "--json", SOURCE_DATE_EPOCH=day)
        assert done.returncode == 0, done.stderr
        assert len(json.loads(done.stdout)["stories"]) == stories
