import os
import shutil
import subprocess
import sys
from datetime import datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from daily_shows import write_show
from test_cli_daily import podcast

from podcast.pipeline.daily.schedule import Schedule, write_cron, write_service, write_timer

FAKE = """#!{python}
import sys, pathlib
place = pathlib.Path({place!r})
said = " ".join(sys.argv[1:])
with (place / "calls").open("a") as calls:
    calls.write(pathlib.Path(sys.argv[0]).name + " " + said + "\\n")
if sys.argv[0].endswith("crontab"):
    table = place / "table"
    if said == "-l":
        sys.exit("no crontab") if not table.exists() else print(table.read_text(), end="")
    else:
        table.write_text(sys.stdin.read())
elif (place / "refuses").exists():
    sys.exit("Failed to connect to bus")
"""


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with the show, and put systemctl and crontab of its own first on the path."""
    write_show(tmp_path)
    (tmp_path / "bin").mkdir()
    for name in ("systemctl", "crontab"):
        program = tmp_path / "bin" / name
        program.write_text(FAKE.format(python=sys.executable, place=str(tmp_path)))
        program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:{os.environ['PATH']}")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return tmp_path


def schedule(command: tuple[str, ...] = ("podcast",), folder: str = "/srv", zone: str = "Asia/Kolkata") -> Schedule:
    return Schedule("sokal", time(6, 30), ZoneInfo(zone), command, Path(folder))


def test_a_timer_is_printed_installed_and_removed(place: Path) -> None:
    printed = podcast(place, "schedule", "kheya.toml", "--at", "06:30")
    assert "OnCalendar=*-*-* 06:30:00 Asia/Dhaka\nPersistent=true" in printed.stdout
    assert not (place / "config").exists()
    done = podcast(place, "schedule", "kheya.toml", "--at", "06:30", "--install")
    assert done.returncode == 0, done.stderr
    units = place / "config" / "systemd" / "user"
    assert {path.name for path in units.iterdir()} == {"podcast-kheya.timer", "podcast-kheya.service"}
    assert f'"daily" "{place / "kheya.toml"}"' in (units / "podcast-kheya.service").read_text()
    calls = (place / "calls").read_text().splitlines()
    assert calls == ["systemctl --user daemon-reload", "systemctl --user enable --now podcast-kheya.timer"]
    assert podcast(place, "schedule", "kheya.toml", "--remove").returncode == 0
    assert list(units.iterdir()) == []
    again = podcast(place, "schedule", "kheya.toml", "--remove")
    assert (again.returncode, again.stdout) == (1, "")


def test_a_timer_that_systemd_refuses_is_not_left_half_installed(place: Path) -> None:
    (place / "refuses").touch()
    done = podcast(place, "schedule", "kheya.toml", "--install")
    assert done.returncode == 1
    assert "Failed to connect to bus" in done.stderr
    assert list((place / "config" / "systemd" / "user").iterdir()) == []


def test_the_line_for_cron_replaces_only_that_of_the_show(place: Path) -> None:
    (place / "table").write_text("0 5 * * * backup\n")
    for at in ("06:30", "07:15"):
        assert (
            podcast(place, "schedule", "kheya.toml", "--cron", "--at", at, "--install", TZ="Asia/Dhaka").returncode == 0
        )
    other, line = (place / "table").read_text().splitlines()
    assert other == "0 5 * * * backup"
    assert line.startswith(f"15 7 * * * cd {place} && ")
    assert podcast(place, "schedule", "kheya.toml", "--cron", "--remove").returncode == 0
    assert (place / "table").read_text() == "0 5 * * * backup\n"


def test_without_either_program_the_other_way_is_named(place: Path) -> None:
    for name, other in (("systemctl", "--cron"), ("crontab", "without --cron")):
        way = ["--cron"] if name == "crontab" else []
        done = podcast(place, "schedule", "kheya.toml", *way, "--install", PATH=str(place / "empty"))
        assert done.returncode == 1
        assert other in done.stderr


def test_words_reach_the_command_as_they_are() -> None:
    service = write_service(schedule(("podcast", 'a "b" \\ %h $HOME'), "/srv/100%"))
    assert 'ExecStart="podcast" "a \\"b\\" \\\\ %%h $$HOME"\n' in service
    assert "WorkingDirectory=/srv/100%%\n" in service
    line = write_cron(
        schedule(("podcast", "a b%"), "/srv/x y"), datetime(2026, 11, 26, tzinfo=ZoneInfo("Asia/Kolkata"))
    )
    assert line == r"30 6 * * * cd '/srv/x y' && podcast 'a b\%' # bangla-podcast: sokal"


@pytest.mark.parametrize(
    ("zone", "here", "begins"),
    [
        ("Asia/Dhaka", "UTC", "30 0 "),
        ("Asia/Kolkata", "UTC", "0 1 "),
        ("Asia/Kolkata", "America/New_York", "0 20 "),
        ("Asia/Dhaka", "Asia/Kolkata", "0 6 "),
    ],
)
def test_cron_has_the_time_of_this_machine(zone: str, here: str, begins: str) -> None:
    assert write_cron(schedule(zone=zone), datetime(2026, 11, 26, tzinfo=ZoneInfo(here))).startswith(begins)


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not on this machine")
@pytest.mark.system
def test_systemd_reads_the_timer_as_it_is_meant() -> None:
    calendar = write_timer(schedule()).partition("OnCalendar=")[2].partition("\n")[0]
    done = subprocess.run(
        ["systemd-analyze", "calendar", "--base-time", "2026-11-26 02:00 UTC", calendar],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "TZ": "UTC"},
    )
    assert "2026-11-27 01:00:00 UTC" in done.stdout
