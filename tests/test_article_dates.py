import unicodedata
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import messy_text

from podcast.article.dates import DHAKA, KOLKATA, before_date, local_offset, read_both, read_date, says_published

_TABLE = Path(__file__).parent / "data" / "dates.tsv"
_ROWS = [
    tuple(line.split("\t")) for line in _TABLE.read_text(encoding="utf-8").splitlines() if line[:1] not in {"", "#"}
]
_BENGALI = str.maketrans("0123456789", "০১২৩৪৫৬৭৮৯")
_MONTHS = "জানুয়ারি ফেব্রুয়ারি মার্চ এপ্রিল মে জুন জুলাই আগস্ট সেপ্টেম্বর অক্টোবর নভেম্বর ডিসেম্বর"
_FORMS = (
    "{d} {name} {y}, {h}:{m:02}",
    "প্রকাশিত : {h}:{m:02}, {d} {name} {y}",
    "{name} {d}, {y} | {h}:{m:02}",
    "{y}-{mo:02}-{d:02} {h:02}:{m:02}:00",
    "{d}/{mo}/{y} {h}:{m:02}",
)


@pytest.mark.parametrize(("written", "expected"), _ROWS, ids=range(len(_ROWS)))
def test_a_date_is_read_as_a_reader_takes_it(written: str, expected: str) -> None:
    found = read_date(written, offset=DHAKA)
    assert (found.isoformat().replace("+00:00", "Z") if found else "-") == expected


def test_there_are_cases_enough_and_none_twice() -> None:
    assert len(_ROWS) == len(set(_ROWS)) >= 60


@given(
    st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2060, 1, 1)),  # noqa: DTZ001 - local on purpose
    st.sampled_from(_FORMS),
    st.booleans(),
    st.sampled_from([DHAKA, KOLKATA, UTC, timezone(-timedelta(hours=5))]),
)
def test_any_date_comes_back(moment: datetime, form: str, is_bengali: bool, offset: timezone) -> None:  # noqa: FBT001
    moment = moment.replace(second=0, microsecond=0)
    name = _MONTHS.split()[moment.month - 1]
    text = form.format(d=moment.day, name=name, y=moment.year, mo=moment.month, h=moment.hour, m=moment.minute)
    found = read_date(text.translate(_BENGALI) if is_bengali else text, offset=offset)
    assert found == moment.replace(tzinfo=offset)
    assert found.tzinfo is UTC


@given(messy_text(), st.sampled_from(["", "১২ মার্চ ২০২৬, ", "2026-03-12T", "রাত ৯টা "]))
def test_any_text_is_a_date_or_none(text: str, start: str) -> None:
    for offset in (DHAKA, KOLKATA):
        found = read_date(start + text, offset=offset)
        assert found is None or 1970 <= found.year <= 2071
        assert read_both(start + text, offset=offset) is not None


@pytest.mark.parametrize(
    ("line", "published", "modified"),
    [
        ("প্রকাশ: ৪ মার্চ ২০২৬, ০৯:১৫ | আপডেট: ৪ মার্চ ২০২৬, ১১:০০", "03:15", "05:00"),
        ("আপডেট: ৪ মার্চ ২০২৬, ১১:০০", None, "05:00"),
        ("Published: 4 March 2026, 09:15 AM Updated: 4 March 2026, 11:00 AM", "03:15", "05:00"),
        ("৪ মার্চ ২০২৬, ০৯:১৫", "03:15", None),
        ("শেয়ার করুন", None, None),
    ],
)
def test_a_line_with_two_dates_gives_both(line: str, published: str | None, modified: str | None) -> None:
    found = [f"{each:%H:%M}" if each else None for each in read_both(line, offset=DHAKA)]
    assert found == [published, modified]


@pytest.mark.parametrize(
    ("url", "language", "offset"),
    [
        ("https://www.barta.com.bd/1", "bn", DHAKA),
        ("https://barta.example.in/1", "bn-BD", KOLKATA),
        ("https://barta.bd/1", "bn-IN", DHAKA),
        ("https://barta.example/1", "bn-IN", KOLKATA),
        ("https://barta.example/in", "bn_BD", DHAKA),
        ("https://barta.example/1", None, DHAKA),
        ("http://[bad/", "bn-IN", KOLKATA),
        (None, "en-IN", KOLKATA),
    ],
)
def test_the_zone_of_a_site_is_told_by_its_host_and_then_its_language(
    url: str | None, language: str | None, offset: timezone
) -> None:
    assert local_offset(url, language) is offset


def test_what_stands_before_a_date_is_told_from_it() -> None:
    assert before_date("নিজস্ব প্রতিবেদক, ঢাকা | প্রকাশ: ৪ মার্চ ২০২৬") == "নিজস্ব প্রতিবেদক, ঢাকা"
    assert before_date("রফিক উদ্দিন ৪ মার্চ ২০২৬") == "রফিক উদ্দিন"
    assert before_date("রফিক উদ্দিন") == "রফিক উদ্দিন"


def test_a_line_says_that_it_holds_the_date_of_publication() -> None:
    assert says_published("প্রকাশ: ৪ মার্চ")
    assert says_published("Published on 4 March")
    assert not says_published("প্রকাশক: মালতী দাস")
    assert not says_published("আজ ৪ মার্চ")


@pytest.mark.parametrize("name", ["date_words", "byline_words", "feed_texts"])
def test_a_table_is_nfc_without_doubles_and_well_formed(name: str) -> None:
    text = (Path(read_date.__code__.co_filename).parent / f"{name}.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
    assert unicodedata.is_normalized("NFC", text)
    assert rows
    assert all(len(row) in {2, 3} and all(cell == cell.strip() != "" for cell in row) for row in rows)
    assert len({tuple(row[:2]) for row in rows}) == len(rows)
