from datetime import UTC, date, datetime

import pytest
from pydantic import TypeAdapter, ValidationError

from podcast.editions import EditionRules, NewsSource


@pytest.mark.parametrize(
    ("utc", "locale", "expected"),
    [
        ((2026, 11, 25, 17, 59), "bn-BD", date(2026, 11, 25)),
        ((2026, 11, 25, 18, 1), "bn-BD", date(2026, 11, 26)),
        ((2026, 11, 25, 18, 29), "bn-IN", date(2026, 11, 25)),
        ((2026, 11, 25, 18, 31), "bn-IN", date(2026, 11, 26)),
        ((2028, 2, 28, 18, 1), "bn-BD", date(2028, 2, 29)),
        ((2027, 2, 28, 18, 1), "bn-BD", date(2027, 3, 1)),
        ((2026, 12, 31, 18, 31), "bn", date(2027, 1, 1)),
    ],
)
def test_an_edition_is_of_the_day_where_it_is_heard(utc: tuple[int, ...], locale: str, expected: date) -> None:
    now = datetime(*utc, tzinfo=UTC)  # type: ignore[misc,arg-type]
    assert EditionRules().day_of(now, locale) == expected


def test_a_show_can_live_elsewhere() -> None:
    now = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)
    assert EditionRules(time_zone="Europe/London").day_of(now, "bn-BD") == date(2026, 7, 1)
    assert EditionRules(time_zone="Europe/London").day_of(now.replace(hour=23), "bn-BD") == date(2026, 7, 2)


def test_a_time_without_its_zone_is_an_error() -> None:
    with pytest.raises(ValueError, match="zone"):
        EditionRules().day_of(datetime(2026, 11, 26), "bn-BD")  # noqa: DTZ001 - what is refused


def test_quiet_days_are_days_of_the_week() -> None:
    rules = EditionRules(quiet_days=("friday",))
    assert rules.is_quiet(date(2026, 11, 27))
    assert not rules.is_quiet(date(2026, 11, 26))


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ({"time_zone": "Dhaka"}, "“Dhaka” is not a time zone"),
        ({"time_zone": "../etc/passwd"}, "is not a time zone"),
        ({"deadline": "6:30"}, "“6:30” is not a time of day"),
        ({"deadline": "24:00"}, "is not a time of day"),
        ({"quiet_days": ["friyay"]}, "friday"),
        ({"max_articles": 3, "min_articles": 4}, "min_articles = 4 is more than max_articles = 3"),
        ({"categories": ["খেলা"], "unwanted_categories": ["খেলা "]}, "both wanted and unwanted"),
        ({"skip_words": [""]}, "at least 1"),
        ({"max_article": 3}, "Unexpected keyword"),
    ],
)
def test_rules_that_cannot_be_followed_are_refused(values: dict[str, object], found: str) -> None:
    with pytest.raises(ValidationError, match=found):
        TypeAdapter(EditionRules).validate_python(values)


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ({}, "expected one of url and path"),
        ({"url": "https://khobor.example/", "path": "lekha"}, "expected one of url and path"),
        ({"url": "ftp://khobor.example/"}, "pattern"),
        ({"url": "https://khobor.example/", "kind": "folder"}, "a path goes with kind = “folder”"),
        ({"path": "lekha", "kind": "feed"}, "a path goes with kind = “folder”"),
        ({"url": "https://khobor.example/", "links": "/story/"}, "links belongs to kind = “listing”"),
        ({"url": "https://khobor.example/", "kind": "listing", "links": "("}, "is not a regular expression"),
        ({"url": "https://khobor.example/", "weight": 0}, "greater than 0"),
    ],
)
def test_a_source_that_cannot_be_read_is_refused(values: dict[str, object], found: str) -> None:
    with pytest.raises(ValidationError, match=found):
        TypeAdapter(NewsSource).validate_python({"name": "খবর", **values})


def test_a_source_of_each_kind_is_accepted() -> None:
    for values in (
        {"url": "https://khobor.example/feed"},
        {"url": "https://khobor.example/", "kind": "listing", "links": r"/\d+$", "limit": 3, "weight": 2.5},
        {"url": "https://khobor.example/1", "kind": "page", "category": "খেলা"},
        {"path": "namuna", "kind": "folder"},
    ):
        assert TypeAdapter(NewsSource).validate_python({"name": "খবর", **values}).name == "খবর"
