import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from daily_shows import NOW, STORIES, make, write_show, write_story
from loopback_site import Answer, running_site

from podcast.editions import Hooks
from podcast.errors import SettingsError
from podcast.pipeline.daily import hooks
from podcast.pipeline.daily.hooks import call_hooks
from podcast.pipeline.daily.reports import Outcome, Report
from podcast.settings import load_show

REPORT = Report("kheya", NOW.date(), Outcome.PUBLISHED, NOW, NOW)
FAILED = replace(REPORT, failures=("ঘাট বন্ধ",))


def program(text: str) -> tuple[str, ...]:
    return (sys.executable, "-c", text)


def test_a_program_is_given_the_report_and_the_facts(tmp_path: Path) -> None:
    copy = f"import os, sys; open({str(tmp_path / 'told')!r}, 'w').write(os.environ['PODCAST_DAY'] + sys.stdin.read())"
    assert call_hooks(Hooks(success=program(copy)), REPORT) == ()
    told = (tmp_path / "told").read_text("utf-8")
    assert told.startswith("2026-11-26{")
    assert json.loads(told.removeprefix("2026-11-26"))["outcome"] == "published"


def test_a_run_in_which_something_failed_calls_the_other_hook(tmp_path: Path) -> None:
    note = f"import os; open({str(tmp_path / 'told')!r}, 'w').write(os.environ['PODCAST_TROUBLES'])"
    both = Hooks(success=program("raise SystemExit(9)"), failure=program(note))
    assert call_hooks(both, FAILED) == ()
    assert (tmp_path / "told").read_text("utf-8") == "ঘাট বন্ধ"
    assert call_hooks(Hooks(success=program("raise SystemExit(9)")), FAILED) == ()


@pytest.mark.parametrize(
    ("hook", "said"),
    [
        (("/no/such/program",), "there is no such program"),
        (program("import sys; sys.exit('disk full')"), "ended with exit code 1: disk full"),
        (program("import time; time.sleep(60)"), "was stopped after"),
    ],
)
def test_what_goes_wrong_with_a_program_is_told(
    hook: tuple[str, ...], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hooks, "TIME_S", 2.0)
    (failure,) = call_hooks(Hooks(success=hook), REPORT)
    assert failure.startswith("hook: ")
    assert said in failure


def test_an_address_is_sent_the_report_as_json() -> None:
    with running_site({"/told": Answer(b"ok")}) as site:
        assert call_hooks(Hooks(success=(site.url("/told"),)), REPORT) == ()
        (path, headers), body = site.requests[0], site.bodies[0]
        (failure,) = call_hooks(Hooks(success=(site.url("/gone"),)), REPORT)
    assert (path, headers["Content-Type"]) == ("/told", "application/json; charset=utf-8")
    assert json.loads(body)["show"] == "kheya"
    assert "404" in failure


def test_a_hook_that_fails_is_told_by_the_run(tmp_path: Path) -> None:
    write_story(tmp_path, "ghat.md", STORIES["ghat.md"])
    write_show(tmp_path, more='hooks = { success = ["/no/such/program"] }')
    report = make(tmp_path)
    assert (report.outcome, report.exit_code) == (Outcome.PUBLISHED, 3)


@pytest.mark.parametrize("hook", ['[""]', '["https://a.example/", "x"]'])
def test_what_can_be_no_hook_is_refused(hook: str, tmp_path: Path) -> None:
    path = write_show(tmp_path, more=f"hooks = {{ failure = {hook} }}")
    with pytest.raises(SettingsError, match="expected a program and its arguments, or one web address alone"):
        load_show(path)
