"""Running a daily show every day: a systemd user timer, or a line for cron."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from podcast.errors import PublishError
from podcast.files import write_synced

_PLAIN = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.")
_TIME_S = 60
_CRON_MARK = "# bangla-podcast:"


@dataclass(frozen=True, slots=True)
class Schedule:
    """When a show is made, and by which command."""

    show: str
    at: time
    zone: ZoneInfo
    command: tuple[str, ...]
    folder: Path
    """The working folder: where the command was given, so that relative names mean the same."""

    @property
    def unit(self) -> str:
        r"""The name of the systemd units, escaped as ``systemd-escape`` does.

        >>> Schedule("সকাল-1", time(6), ZoneInfo("Asia/Dhaka"), (), Path("/")).unit
        'podcast-\\xe0\\xa6\\xb8\\xe0\\xa6\\x95\\xe0\\xa6\\xbe\\xe0\\xa6\\xb2\\x2d1'
        """
        name = self.show.encode()
        return "podcast-" + "".join(chr(byte) if byte in _PLAIN else f"\\x{byte:02x}" for byte in name)


def daily_command(arguments: Sequence[str]) -> tuple[str, ...]:
    """Return the command that makes a show with this very Python."""
    return (sys.executable, "-m", "podcast", "daily", *arguments)


def write_service(schedule: Schedule) -> str:
    """Write the systemd service that makes the show once."""
    return (
        "[Unit]\n"
        f"Description=Make today's episode of {_one_line(schedule.show)}\n"
        "Wants=network-online.target\nAfter=network-online.target\n\n"
        "[Service]\nType=oneshot\n"
        f"WorkingDirectory={_one_line(str(schedule.folder)).replace('%', '%%')}\n"
        f"ExecStart={' '.join(map(_quoted, schedule.command))}\n"
    )


def write_timer(schedule: Schedule) -> str:
    """Write the systemd timer; a time at which the machine was off is made up for.

    >>> print(write_timer(Schedule("sokal", time(6, 30), ZoneInfo("Asia/Dhaka"), (), Path("/"))))
    [Unit]
    Description=Make the episode of sokal every day
    <BLANKLINE>
    [Timer]
    OnCalendar=*-*-* 06:30:00 Asia/Dhaka
    Persistent=true
    <BLANKLINE>
    [Install]
    WantedBy=timers.target
    <BLANKLINE>
    """
    return (
        f"[Unit]\nDescription=Make the episode of {_one_line(schedule.show)} every day\n\n"
        f"[Timer]\nOnCalendar=*-*-* {schedule.at:%H:%M}:00 {schedule.zone.key}\nPersistent=true\n\n"
        "[Install]\nWantedBy=timers.target\n"
    )


def write_cron(schedule: Schedule, now: datetime) -> str:
    """Write the line for crontab; cron has no time zones, so the time is that of this machine on the day of *now*.

    >>> from datetime import UTC
    >>> schedule = Schedule("sokal", time(6, 30), ZoneInfo("Asia/Dhaka"), ("podcast", "daily", "sokal"), Path("/srv"))
    >>> print(write_cron(schedule, datetime(2026, 11, 26, tzinfo=UTC)))
    30 0 * * * cd /srv && podcast daily sokal # bangla-podcast: sokal
    """
    there = datetime.combine(now.astimezone(schedule.zone).date(), schedule.at, schedule.zone)
    here = there.astimezone(now.tzinfo)
    line = f"cd {shlex.quote(str(schedule.folder))} && {shlex.join(schedule.command)}"
    escaped = line.replace("%", r"\%").replace("\n", " ")
    return f"{here.minute} {here.hour} * * * {escaped} {_CRON_MARK} {_one_line(schedule.show)}"


def units_folder() -> Path:
    """Return where a person's own systemd units lie."""
    base = os.environ.get("XDG_CONFIG_HOME")
    return (Path(base) if base else Path.home() / ".config") / "systemd" / "user"


def install_timer(schedule: Schedule) -> Path:
    """Write the units and start the timer; return the timer's file.

    Raises:
        PublishError: there is no systemd here, or it refuses them.
    """
    timer = units_folder() / f"{schedule.unit}.timer"
    try:
        timer.parent.mkdir(parents=True, exist_ok=True)
        _put(timer.with_suffix(".service"), write_service(schedule))
        _put(timer, write_timer(schedule))
    except OSError as error:
        raise PublishError(f"{timer}: cannot be written: {error.strerror}") from error
    try:
        _run(["systemctl", "--user", "daemon-reload"])
        _run(["systemctl", "--user", "enable", "--now", timer.name])
    except PublishError:
        timer.unlink(missing_ok=True)
        timer.with_suffix(".service").unlink(missing_ok=True)
        raise
    return timer


def remove_timer(schedule: Schedule) -> Path:
    """Stop the timer and remove the units; return where the timer's file was.

    Raises:
        PublishError: there is none, or systemd refuses.
    """
    timer = units_folder() / f"{schedule.unit}.timer"
    if not timer.is_file():
        raise PublishError(f"{timer}: is not there; the show is not scheduled by systemd")
    _run(["systemctl", "--user", "disable", "--now", timer.name])
    timer.unlink()
    timer.with_suffix(".service").unlink(missing_ok=True)
    _run(["systemctl", "--user", "daemon-reload"])
    return timer


def install_cron(schedule: Schedule, line: str | None) -> None:
    """Put *line* into the person's crontab in place of the show's earlier one; ``None`` only takes that out.

    Raises:
        PublishError: there is no cron here, or it refuses.
    """
    mark = f"{_CRON_MARK} {_one_line(schedule.show)}"
    before = _run(["crontab", "-l"], may_fail=True).splitlines()
    lines = [one for one in before if not one.endswith(mark)] + ([line] if line else [])
    _run(["crontab", "-"], given="".join(f"{one}\n" for one in lines))


def _run(command: Sequence[str], *, given: str | None = None, may_fail: bool = False) -> str:
    program = shutil.which(command[0])
    if program is None:
        other = "--cron" if command[0] == "systemctl" else "a systemd timer, without --cron"
        raise PublishError(f"{command[0]}: is not on this machine; try {other}")
    try:
        done = subprocess.run(  # noqa: S603 - the system's own program
            [program, *command[1:]], input=given, capture_output=True, text=True, timeout=_TIME_S, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise PublishError(f"{command[0]}: cannot be run: {error}") from error
    if done.returncode and not may_fail:
        raise PublishError(f"{' '.join(command)}: {done.stderr.strip() or f'exit code {done.returncode}'}")
    return done.stdout if done.returncode == 0 else ""


def _put(path: Path, text: str) -> None:
    write_synced(path.with_name(f".{path.name}.part"), text.encode()).replace(path)


def _quoted(word: str) -> str:
    """Quote *word* as systemd reads a command line."""
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$").replace("\n", "\\n")
    return f'"{escaped}"'


def _one_line(text: str) -> str:
    return " ".join(text.split())
