import io
import sys

import pytest

from podcast.cli.screen import Screen


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def shown(monkeypatch: pytest.MonkeyPatch, left_s: float | None, stream: io.StringIO) -> str:
    monkeypatch.setattr(sys, "stderr", stream)
    for name, value in (("COLUMNS", "100"), ("TERM", "xterm"), ("NO_COLOR", "1")):
        monkeypatch.setenv(name, value)
    with Screen() as screen:
        screen.progress("speaking", 3, 12, left_s)
    return stream.getvalue()


def test_a_terminal_shows_the_share_done_and_the_time_left(monkeypatch: pytest.MonkeyPatch) -> None:
    text = shown(monkeypatch, 74.1, Terminal())
    assert "speaking" in text
    assert "25%" in text
    assert "1 min 15 s left" in text


def test_nothing_is_said_of_the_time_while_nobody_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "left" not in shown(monkeypatch, None, Terminal())


def test_a_file_gets_no_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown(monkeypatch, 74.1, io.StringIO()) == ""
