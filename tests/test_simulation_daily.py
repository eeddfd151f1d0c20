"""A month of mornings in the town of ``daily_town.py``: an edition each day, no story twice, whatever happens."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from daily_town import Town, running_town

from podcast.editions import edition_guid
from podcast.library import Library
from podcast.lint.linting import lint, open_feed
from podcast.model import BlockKind
from podcast.show import check_folder, read_stored_article

FIRST = datetime(2026, 2, 26, 0, 30, tzinfo=UTC)
"""Half past six in Dhaka; the month has the end of February in it."""
SEED = 20260226
_TREE = Path(__file__).parent.parent


@dataclass
class Month:
    """The days of one show."""

    place: Path
    voice: str

    def start(self, now: datetime, *more: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "podcast", "daily", "nogor.toml", "--out", "show", "--voice", self.voice]
        return subprocess.Popen(
            [*command, "--allow-private", "--json", *more],
            cwd=self.place,
            env={**os.environ, "SOURCE_DATE_EPOCH": str(int(now.timestamp())), "PYTHONPATH": str(_TREE)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, now: datetime, *more: str) -> tuple[int, dict[str, Any]]:
        process = self.start(now, *more)
        printed, said = process.communicate()
        assert "Traceback" not in said
        return process.returncode, json.loads(printed)

    def run_and_kill(self, now: datetime, after_s: float) -> None:
        with self.start(now) as process:
            try:
                process.wait(timeout=after_s)
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGKILL)
                process.communicate()

    def told(self) -> dict[str, list[str]]:
        """Return the addresses of each edition's stories, by guid."""
        found: dict[str, list[str]] = {}
        with Library.open(self.place / "show") as library:
            episodes = library.episodes()
        for episode in episodes:
            article = read_stored_article(self.place / "show", episode.episode_id)
            assert article is not None
            found[episode.guid] = [
                block.url for block in article.blocks if block.kind is BlockKind.HEADLINE and block.url is not None
            ]
        return found


@pytest.mark.no_cover
@pytest.mark.timeout(3000)
@pytest.mark.parametrize(
    ("days", "kills", "voice"),
    [pytest.param(7, 2, "silent", id="week"), pytest.param(30, 10, "espeak", id="month", marks=pytest.mark.full)],
)
def test_every_morning_has_its_edition_and_no_story_is_told_twice(
    days: int, kills: int, voice: str, tmp_path: Path
) -> None:
    chance = random.Random(SEED)
    killed = set(chance.sample(range(days), kills))
    month = Month(tmp_path, voice)
    taken_s = 10.0
    with running_town() as town:
        (tmp_path / "nogor.toml").write_text(town.show_file(), encoding="utf-8")
        for number in range(days):
            now = FIRST + timedelta(days=number)
            broken = town.set_day(number, now)
            if number in killed:
                month.run_and_kill(now, chance.uniform(0, taken_s))
            begun = time.monotonic()
            code, report = month.run(now)
            taken_s = time.monotonic() - begun if number not in killed else taken_s
            _check_day(number, now, code, report, broken)
            if number % 3 == 0:
                code, again = month.run(now)
                assert (code, again["outcome"]) == (0, "standing")
        _check_all(town, month, days)


def _check_day(number: int, now: datetime, code: int, report: dict[str, Any], broken: set[str]) -> None:
    if report["outcome"] == "standing":  # the run that was killed had come so far
        assert code == 0
        return
    day = (now + timedelta(hours=6)).date()
    assert report["day"] == day.isoformat()
    assert (code, report["outcome"]) == (3, "published"), report
    assert {source["name"] for source in report["sources"] if source["failure"]} == broken, number
    assert [episode["guid"] for episode in report["episodes"]] == [edition_guid("nogor", day)]
    assert 1 <= len(report["stories"]) <= 6


def _check_all(town: Town, month: Month, days: int) -> None:
    told = month.told()
    dates = [(FIRST + timedelta(days=number, hours=6)).date() for number in range(days)]
    assert told.keys() == {edition_guid("nogor", day) for day in dates}
    urls = [url for stories in told.values() for url in stories]
    assert len(urls) == len(set(urls))
    assert not town.teasers & set(urls)
    sides = [town.gold[url] for url in urls if url in town.gold]
    assert len(sides) >= 3 * days
    assert len({(told.pair.name, told.side) for told in sides}) == len(sides)
    same = [told.pair.name for told in sides if told.pair.is_same]
    assert len(same) == len(set(same))
    findings = lint(open_feed(str(month.place / "show")))
    assert {finding.rule for finding in findings} <= {"public-address"}, findings
    assert [problem for checked in check_folder(month.place / "show") for problem in checked.problems] == []
