"""Whatever stands in a feed or in a file that it names, the linter tells it; it never fails."""

import re
from datetime import UTC, datetime
from pathlib import Path
from xml.sax.saxutils import quoteattr

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lint_samples import BASE_URL, copy_of, make_show_folder, rewrite
from show_samples import HOSTILE_TEXTS, make_episode, make_show

from podcast.lint.linting import compare, lint, open_feed, read_feed
from podcast.lint.notes import check_notes
from podcast.show.feed import build_feed
from podcast.show.identity import podcast_guid

NOW = datetime(2098, 1, 1, tzinfo=UTC)
FEED = build_feed(
    make_show(),
    [make_episode(1), make_episode(2)],
    base_url=BASE_URL,
    podcast_guid=podcast_guid(f"{BASE_URL}feed.xml"),
).decode()
HOSTILE = (
    *(text for text in HOSTILE_TEXTS if "\x00" not in text),
    "http://[",
    "http://ghat.example:99999/",
    "https://ghat.example/khobor/%00",
    "https://ghat.example/khobor/" + "x" * 5000,
    "https://ghat.example/khobor/../../etc/passwd",
    "9" * 5000,
    "-1",
    "<![if gte mso 9]>",
    "<![CDATA[",
    "<!",
    "<a href=",
    "Mon, 01 Jan 0001 00:00:00 +2359",
    "Sat, 32 Dec 9999 99:99:99 -9999",
    "Fri, 31 Dec 9999 23:59:59 -2359",
    "99999999999:59:59",
    "",
    " ",
)
VALUES = [match.span(1) for match in re.finditer(r'(?:="|>)([^<>"\n]*)(?=["<])', FEED)]


def judge(document: str) -> None:
    """Lint it, and as one that takes another's place."""
    feed = read_feed({"feed.xml": document.encode("utf-8", "replace")}.get)
    good = read_feed({"feed.xml": FEED.encode()}.get)
    for finding in (*lint(feed, now=NOW), *compare(good, feed), *compare(feed, good)):
        assert str(finding)
        assert finding.as_json()


def with_value(number: int, value: str) -> str:
    start, end = VALUES[number]
    value = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]", "", value)
    return FEED[:start] + quoteattr(value)[1:-1].replace('"', "&quot;") + FEED[end:]


@pytest.mark.no_cover
@pytest.mark.parametrize("every", [5, pytest.param(1, marks=pytest.mark.full)])
@pytest.mark.parametrize("value", HOSTILE)
def test_a_value_that_is_nonsense_is_told(value: str, every: int) -> None:
    for number in range(HOSTILE.index(value) % every, len(VALUES), every):
        judge(with_value(number, value))


@given(st.integers(0, len(VALUES) - 1), st.text())
def test_any_text_may_stand_anywhere(number: int, value: str) -> None:
    judge(with_value(number, value))


@given(st.integers(0, len(FEED)), st.integers(0, 200), st.text(max_size=20))
def test_any_part_may_be_missing_or_other(start: int, length: int, instead: str) -> None:
    judge(FEED[:start] + instead + FEED[start + length :])


@pytest.mark.parametrize("value", [*HOSTILE, "<![foo[x]]>", "<!DOCTYPE", "<?php", "</", "&#x110000;", "<p" + "<p" * 9])
def test_notes_that_are_nonsense_are_read(value: str) -> None:
    for whole in (value, f"<p>{value}</p>", f'<a href="{value}">ঘাট</a>'):
        assert all(fault.wrong for fault in check_notes("description", whole))


@given(st.text(alphabet="<>![]?/-\"'= ab&#x;:কি") | st.text())
def test_any_notes_can_be_read(html: str) -> None:
    assert all(fault.wrong for fault in check_notes("description", html))


def test_a_document_nested_ever_so_deep_is_read() -> None:
    judge(FEED.replace("<docs>", f"{'<x>' * 50_000}{'</x>' * 50_000}<docs>", 1))


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_show_folder(tmp_path_factory.mktemp("good"))


NONSENSE = (
    b"",
    b"\x00\xff\xfe",
    b"[" * 100_000,
    b'{"version": "1.2.0", "chapters": [{"startTime": 1e999}]}',
    b'{"version": "1.2.0", "chapters": [{"startTime": NaN}]}',
    b'{"version": "1.2.0", "chapters": 7}',
    b'{"version": "1.0.0", "segments": [{"startTime": NaN, "endTime": 1e999, "body": []}]}',
    b'{"version": "1.0.0", "segments": {"a": 1}}',
    b"WEBVTT\n\n99999999999999:00:00.000 --> 00:00:00.000\nx\n",
    b"1\n00:00:00,000 --> 00:00:01,000\n",
    b"\xff\xd8\xff\xe0" + b"\x00" * 100,
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x01\x00\x00\x00\x01\x00\x00\x08\x02\x00\x00\x00",
    b"ID3\x04\x00\x00\x7f\x7f\x7f\x7f",
)


@pytest.mark.parametrize("number", range(len(NONSENSE)))
def test_a_file_that_is_nonsense_is_told(number: int, good: Path, tmp_path: Path) -> None:
    folder = copy_of(good, tmp_path / "show")
    for path in [folder / "cover.jpg", *(folder / "episodes").iterdir()]:
        rewrite(path, NONSENSE[number])
    told = {finding.rule for finding in lint(open_feed(str(folder)), now=NOW)}
    assert told >= {"art-format", "enclosure-bytes", "enclosure-sound"}
    assert told & {"transcript-parse", "chapters-parse"}


def test_an_address_that_no_file_can_have_leads_nowhere(good: Path, tmp_path: Path) -> None:
    folder = copy_of(good, tmp_path / "show")
    feed = (folder / "feed.xml").read_text(encoding="utf-8")
    for name in ("%00", "x" * 5000, "..%2F..%2Fetc%2Fpasswd", "episodes", ".podcast/library.sqlite3"):
        rewrite(folder / "feed.xml", feed.replace("khobor/index.html", f"khobor/{name}", 1).encode())
        assert [finding.rule for finding in lint(open_feed(str(folder)), now=NOW)] == ["link-broken"]
