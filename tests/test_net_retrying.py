from datetime import timedelta
from email.utils import format_datetime

import pytest
from fake_clock import BEGINNING
from hypothesis import given
from hypothesis import strategies as st

from podcast.errors import SourceError
from podcast.net.failures import PassingError
from podcast.net.retrying import parse_retry_after, pause_before_retry


@pytest.mark.parametrize(
    ("value", "wait_s"),
    [
        ("0", 0),
        (" 7 ", 7),
        ("Mon, 14 Apr 2025 06:00:09 GMT", 9),
        ("Monday, 14-Apr-25 06:00:09 GMT", 9),
        ("Mon Apr 14 06:00:09 2025", 9),
        ("Sun, 13 Apr 2025 06:00:00 GMT", 0),
        ("9" * 400, 366 * 86_400),
        ("-7", None),
        ("1.5", None),
        ("৭", None),
        ("soon", None),
        ("", None),
    ],
)
def test_a_wait_is_given_in_seconds_or_as_a_date(value: str, wait_s: float | None) -> None:
    assert parse_retry_after(value, BEGINNING) == wait_s


@given(st.text() | st.datetimes().map(format_datetime).map(lambda date: date.replace("-0000", "+99999999999")))
def test_no_header_is_a_defect_of_ours(value: str) -> None:
    wait_s = parse_retry_after(value, BEGINNING)
    assert wait_s is None or 0 <= wait_s <= 366 * 86_400


@pytest.mark.parametrize(
    ("asked", "words"),
    [(timedelta(seconds=90), "90 s"), (timedelta(minutes=10), "10 minutes"), (timedelta(hours=30), "30 hours")],
)
def test_the_message_says_how_long_the_server_asks_for(asked: timedelta, words: str) -> None:
    busy = PassingError("https://example.org/a: busy", str(int(asked.total_seconds())))
    with pytest.raises(SourceError) as caught:
        pause_before_retry(busy, 2, 30, BEGINNING)
    assert str(caught.value) == (
        f"https://example.org/a: busy; it asks to be left alone for {words}, and no more than 30 s are waited here; "
        "tried 2 times"
    )


def test_what_is_no_wait_is_passed_over() -> None:
    assert pause_before_retry(PassingError("busy", "soon"), 1, 30, BEGINNING) == 1
