from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path

import bangla
import pytest
from hypothesis import given
from hypothesis import strategies as st

from podcast.bangla import verbalize
from podcast.bangla.calendar import (
    BanglaDate,
    find_bangla_date,
    name_weekday,
    write_bangla_date,
    write_date,
    write_number,
)

_LINES = (Path(__file__).parent / "data" / "bangla_dates.tsv").read_text(encoding="utf-8").splitlines()
ANCHORS = [tuple(line.split("\t")) for line in _LINES if not line.startswith("#")]
_DAY = timedelta(days=1)


def bangla_date(day: date) -> BanglaDate:
    found = find_bangla_date(day, "bn-BD")
    assert found is not None
    return found


def written(found: BanglaDate) -> str:
    return f"{write_number(found.day)} {found.month_name} {write_number(found.year)}"


def by_the_package(day: date) -> str:
    found = bangla.get_date(day.day, day.month, day.year)
    return f"{found['date']} {found['month']} {found['year']}"


def days(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += _DAY


@pytest.mark.parametrize(("gregorian", "expected", "why"), ANCHORS)
def test_known_days_have_their_dates(gregorian: str, expected: str, why: str) -> None:
    assert written(bangla_date(date.fromisoformat(gregorian))) == expected, why


@pytest.mark.parametrize("year", range(2020, 2029))
def test_spring_to_autumn_agrees_with_the_bangla_package(year: int) -> None:
    # the months in which the reform changed nothing
    for day in days(date(year, 3, 15), date(year, 10, 15)):
        assert written(bangla_date(day)) == by_the_package(day), day


@pytest.mark.parametrize("year", range(2020, 2029))
def test_in_winter_the_bangla_package_is_the_one_day_ahead_that_the_reform_took_away(year: int) -> None:
    for day in days(date(year, 10, 16), date(year + 1, 2, 12)):
        assert written(bangla_date(day + _DAY)) == by_the_package(day), day


@pytest.mark.parametrize(("year", "falgun"), [(2023, 29), (2024, 30), (2027, 29), (2028, 30), (2100, 29), (2400, 30)])
def test_months_have_the_lengths_of_the_reform(year: int, falgun: int) -> None:
    found = [bangla_date(day) for day in days(date(year - 1, 4, 14), date(year, 4, 13))]
    lengths = [len(list(group)) for _, group in groupby(found, lambda day: day.month)]
    assert lengths == [31] * 6 + [30] * 4 + [falgun, 30]
    assert {day.year for day in found} == {year - 594}


@given(st.dates(date(2019, 10, 17), date(2300, 1, 1)))
def test_the_next_day_is_the_next_date(day: date) -> None:
    today, tomorrow = bangla_date(day), bangla_date(day + _DAY)
    if today.month == tomorrow.month:
        assert (tomorrow.day, tomorrow.year) == (today.day + 1, today.year)
    else:
        assert tomorrow.day == 1
        assert (tomorrow.year, tomorrow.month) == (
            (today.year, today.month + 1) if today.month < 12 else (today.year + 1, 1)
        )


def test_each_season_has_two_months() -> None:
    seasons = [BanglaDate(1, month, 1433).season for month in range(1, 13)]
    assert [len(list(group)) for _, group in groupby(seasons)] == [2] * 6
    assert set(Counter(seasons).values()) == {2}


@pytest.mark.parametrize(("day", "locale"), [(date(2026, 4, 14), "bn-IN"), (date(2019, 10, 16), "bn-BD")])
def test_what_is_not_known_for_certain_is_not_said(day: date, locale: str) -> None:
    assert find_bangla_date(day, locale) is None
    assert write_bangla_date(day, locale) is None


def test_an_unknown_locale_is_an_error() -> None:
    with pytest.raises(ValueError, match="bn-IN, bn-BD"):
        find_bangla_date(date(2026, 4, 14), "bn")


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2024, 2, 29), "২৯ ফেব্রুয়ারি ২০২৪, বৃহস্পতিবার"),
        (date(2026, 8, 1), "১ আগস্ট ২০২৬, শনিবার"),
        (date(2027, 1, 3), "৩ জানুয়ারি ২০২৭, রবিবার"),
    ],
)
def test_a_gregorian_date_is_written_with_its_weekday(day: date, expected: str) -> None:
    assert write_date(day) == expected


def test_weekdays_agree_with_the_bangla_package() -> None:
    for day in days(date(2026, 11, 23), date(2026, 11, 29)):
        assert name_weekday(day) == bangla.get_bangla_weekday(day.day, day.month, day.year)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 4, 14), "পহেলা বৈশাখ চৌদ্দশো তেত্রিশ বঙ্গাব্দ"),
        (date(2026, 4, 15), "দোসরা বৈশাখ চৌদ্দশো তেত্রিশ বঙ্গাব্দ"),
        (date(2026, 5, 8), "পঁচিশে বৈশাখ চৌদ্দশো তেত্রিশ বঙ্গাব্দ"),
        (date(2026, 11, 26), "এগারোই অগ্রহায়ণ চৌদ্দশো তেত্রিশ বঙ্গাব্দ"),
    ],
)
def test_a_bangla_date_is_said_as_a_date(day: date, expected: str) -> None:
    date_written = write_bangla_date(day, "bn-BD")
    assert date_written is not None
    assert verbalize(date_written, locale="bn-BD") == expected


@given(st.dates(date(2019, 10, 17), date(2100, 1, 1)))
def test_no_digit_of_a_date_is_left_unsaid(day: date) -> None:
    for text in (write_date(day), write_bangla_date(day, "bn-BD")):
        assert text is not None
        assert not any(letter.isdigit() for letter in verbalize(text, locale="bn-BD"))
