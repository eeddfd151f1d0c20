import json
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest
from daily_shows import NOW, STORIES, make, write_show, write_story
from loopback_site import Answer, running_site
from test_cli_daily import podcast

from podcast.pipeline.doctor import Verdict, examine

LATE = datetime(2026, 11, 26, 4, 0, tzinfo=UTC)
"""Ten o'clock in Dhaka."""


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write_story(tmp_path, "ghat.md", STORIES["ghat.md"])
    write_show(tmp_path, more='voice = "espeak"')
    return tmp_path


def looked_at(place: Path, now: datetime = LATE, expect_by: time | None = None) -> dict[str, tuple[Verdict, str]]:
    show = str(place / "kheya.toml")
    checks = examine(show, out=place / "show", now=now, expect_by=expect_by, allow_private=True)
    return {check.name: (check.verdict, check.told) for check in checks}


def test_an_edition_that_is_late_fails_and_one_that_is_there_does_not(place: Path) -> None:
    verdict, told = looked_at(place, expect_by=time(7))["edition"]
    assert verdict is Verdict.BAD
    assert "was due by 07:00" in told
    assert looked_at(place, expect_by=time(11))["edition"][0] is Verdict.DOUBTFUL
    make(place, now=LATE)
    assert looked_at(place, expect_by=time(7))["edition"][0] is Verdict.GOOD
    assert looked_at(place, now=LATE + timedelta(days=1), expect_by=time(7))["edition"][0] is Verdict.BAD


def test_the_deadline_of_the_show_holds_when_none_is_given_and_quiet_days_have_none(place: Path) -> None:
    write_show(place, more='voice = "espeak"', edition='deadline = "08:00"')
    assert looked_at(place)["edition"][0] is Verdict.BAD
    assert looked_at(place, now=NOW)["edition"][0] is Verdict.DOUBTFUL  # seven o'clock
    write_show(place, more='voice = "espeak"', edition='deadline = "08:00"\nquiet_days = ["thursday"]')
    assert looked_at(place)["edition"][0] is Verdict.GOOD


def test_sources_are_asked(place: Path) -> None:
    with running_site({"/feed.xml": Answer(b"<rss/>")}) as site:
        urls = (("আছে", site.url("/feed.xml")), ("নেই", site.url("/gone.xml")))
        write_show(place, sources="".join(f'[[sources]]\nname = "{name}"\nurl = "{url}"\n' for name, url in urls))
        found = looked_at(place)
    assert found["source আছে"][0] is Verdict.GOOD
    assert found["source নেই"][0] is Verdict.DOUBTFUL
    assert found["source খেয়াঘাট"][0] is Verdict.GOOD
    (place / "lekha").rename(place / "lekha-2")
    assert looked_at(place)["source খেয়াঘাট"][0] is Verdict.BAD


def test_the_address_is_asked_for_the_feed_and_for_parts_of_it(place: Path) -> None:
    assert looked_at(place)["base URL"][0] is Verdict.DOUBTFUL
    answers = {
        "/good/feed.xml": Answer(b"<rss/>", headers={"Accept-Ranges": "bytes"}),
        "/poor/feed.xml": Answer(b"<rss/>"),
    }
    with running_site(answers) as site:
        for folder, verdict in (("good", Verdict.GOOD), ("poor", Verdict.DOUBTFUL), ("gone", Verdict.BAD)):
            write_show(place, more=f'voice = "espeak"\nbase_url = "{site.url(f"/{folder}/")}"')
            assert looked_at(place)["base URL"][0] is verdict


def test_a_machine_whose_clock_was_lost_is_told(place: Path) -> None:
    assert looked_at(place, now=datetime(1970, 1, 1, 0, 5, tzinfo=UTC))["clock"][0] is Verdict.BAD


def test_a_show_file_that_cannot_be_read_is_told_and_ends_it(place: Path) -> None:
    (place / "kheya.toml").write_text('title = "খেয়া"\nsorces = []\n', "utf-8")
    found = looked_at(place)
    assert found["show"][0] is Verdict.BAD
    assert "sorces is not a key" in found["show files"][1]


def test_the_command_ends_with_1_when_something_fails_and_takes_no_show(place: Path) -> None:
    late = podcast(place, "doctor", "kheya.toml", "--expect-by", "00:00", "--out", "show", "--json")
    assert late.returncode == 1
    assert json.loads(late.stdout)[-1]["verdict"] == "FAIL"
    well = podcast(place, "doctor")
    assert well.returncode == 0, well.stdout
    assert "voice espeak: can speak" in well.stdout
