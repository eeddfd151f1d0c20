import io
import json
import re

import feedparser
import podcastparser
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree, html
from show_samples import BASE_URL, HOSTILE_TEXTS, make_episode, make_show

from podcast.model import Chapter
from podcast.show.companions import Companions
from podcast.show.feed import build_feed
from podcast.show.notes import describe_episode
from podcast.show.pages import render_episode
from podcast.show.transcripts.chapters import chapter_notes, parse_chapters, render_chapters, tidy_chapters

URL = "https://khobor.example/nodi/1"
MARKS = (
    Chapter(0, "খেয়াঘাটে নতুন নৌকা", URL),
    Chapter(6_040, "ঘাটের কথা", URL),
    Chapter(65_999, "যাত্রী & মাঝি", "https://khobor.example/নৌকা?a=1&b=২"),
    Chapter(3_725_500, "ফেরার পথ"),
)
ANTENNAPOD_TIME = re.compile(r"(?:(\d\d):)?(\d\d):(\d\d)", re.ASCII)
PSC = "{http://podlove.org/simple-chapters}"


def item_with(marks: tuple[Chapter, ...]) -> tuple[bytes, etree._Element]:
    episode = make_episode(1)
    beside = {episode.episode_id: Companions(marks, has_picture=True)}
    document = build_feed(make_show(), [episode], base_url=BASE_URL, podcast_guid=None, companions=beside)
    return document, etree.fromstring(document).find("channel/item")


def from_psc(item: etree._Element) -> list[tuple[int, str, str | None]]:
    found = []
    for mark in item.findall(f"{PSC}chapters[@version='1.2']/{PSC}chapter"):
        hours, minutes, seconds = mark.get("start").split(":")
        start_ms = round((int(hours) * 3600 + int(minutes) * 60 + float(seconds)) * 1000)
        found.append((start_ms, mark.get("title"), mark.get("href")))
    return found


def from_notes(notes: str) -> list[tuple[int, str]]:
    """As an app does: a paragraph that begins with a time."""
    found = []
    for paragraph in html.fragments_fromstring(notes):
        text = paragraph.text_content()
        match = ANTENNAPOD_TIME.match(text)
        if match:
            hours, minutes, seconds = (int(part or 0) for part in match.groups())
            found.append((hours * 3600 + minutes * 60 + seconds, text[match.end() :].strip()))
    return found


def from_page(marks: tuple[Chapter, ...]) -> list[tuple[float, str]]:
    tree = html.document_fromstring(render_episode(make_show(), make_episode(1), passages=(), chapters=marks))
    return [
        (float(link.get("href").partition("#t=")[2]), link.findall("span")[1].text_content())
        for link in tree.xpath("//nav//a")
    ]


def test_all_forms_agree() -> None:
    document, item = item_with(MARKS)
    tidied = [(chapter.start_ms, chapter.title, chapter.url) for chapter in tidy_chapters(MARKS)]
    assert [(c.start_ms, c.title, c.url) for c in parse_chapters(render_chapters(MARKS))] == tidied
    assert from_psc(item) == tidied
    assert from_notes(item.findtext("description")) == [(start // 1000, title) for start, title, _ in tidied]
    assert from_page(MARKS) == [(start / 1000, title) for start, title, _ in tidied]
    (read,) = podcastparser.parse(f"{BASE_URL}feed.xml", io.BytesIO(document))["episodes"]
    assert [(c["start"], c["title"]) for c in read["chapters"]] == [
        (start // 1000, title) for start, title, _ in tidied
    ]


@given(
    starts=st.lists(st.integers(1, 36_000_000), max_size=8, unique=True),
    title=st.text(st.characters(exclude_categories=("Cs",)), max_size=200) | st.sampled_from(HOSTILE_TEXTS),
)
def test_forms_agree_whatever_the_titles(starts: list[int], title: str) -> None:
    marks = tuple(Chapter(start, f"{number} {title}", URL) for number, start in enumerate(sorted([0, *starts])))
    _, item = item_with(marks)
    from_json = [(c.start_ms, c.title, c.url) for c in parse_chapters(render_chapters(marks))]
    assert from_psc(item) == from_json
    assert [start for start, _ in from_notes(item.findtext("description"))] == [s // 1000 for s, _, _ in from_json]
    assert [title for _, title in from_page(marks)] == [title for _, title, _ in from_json]


def test_chapters_ascend_in_seconds_with_clean_titles() -> None:
    document = json.loads(render_chapters([Chapter(0, "প্রথম\n\x00ভাগ"), Chapter(61_500, "দ্বিতীয়", URL)]))
    assert document == {
        "version": "1.2.0",
        "chapters": [{"startTime": 0, "title": "প্রথম ভাগ"}, {"startTime": 61.5, "title": "দ্বিতীয়", "url": URL}],
    }


@pytest.mark.parametrize("url", ["javascript:alert(1)", "/nodi", "ftp://khobor.example/", ""])
def test_only_a_web_address_is_a_link(url: str) -> None:
    assert tidy_chapters([Chapter(0, "শুরু", url)]) == (Chapter(0, "শুরু"),)


def test_a_title_is_never_empty_nor_endless() -> None:
    empty, endless = tidy_chapters([Chapter(0, " \x00\n"), Chapter(1000, "খেয়াঘাটে " * 10_000)])
    assert empty.title == "শিরোনামহীন"
    assert len(endless.title) <= 128
    assert endless.title.endswith("খেয়াঘাটে…")


@pytest.mark.parametrize(
    "document",
    ["", "[]", "{}", '{"chapters": 5}', '{"chapters": [{}]}', '{"chapters": [{"startTime": "x", "title": ""}]}'],
)
def test_other_files_are_no_chapters(document: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        parse_chapters(document)


def test_times_in_notes_are_found_by_apps_and_never_taken_for_hours_and_minutes() -> None:
    notes = chapter_notes([Chapter(0, "শুরু"), Chapter(6_000, "১০:৩০-এর লঞ্চ")])
    assert notes == "<p>00:00:00 শুরু</p><p>00:00:06 ১০:৩০-এর লঞ্চ</p>"
    assert len(ANTENNAPOD_TIME.findall(notes)) == 2  # a time in Bengali digits is only text


def test_more_chapters_than_a_description_holds_are_in_the_long_notes_whole() -> None:
    marks = tuple(Chapter(number * 60_000, f"ঘাটের কথা, পর্ব {number}", URL) for number in range(90))
    document, item = item_with(marks)
    description = item.findtext("description")
    assert len(description.encode()) <= 4000
    assert from_notes(description) == []
    assert "ঘাটে ভিড় জমল।" in description
    (entry,) = feedparser.parse(io.BytesIO(document)).entries
    assert len(from_notes(entry.content[0].value)) == 90
    assert len(from_psc(item)) == 90


def test_a_long_summary_gives_way_to_chapters() -> None:
    description = describe_episode(make_episode(summary="স্রোতস্বিনী " * 600), MARKS)
    assert 3900 < len(description.encode()) <= 4000
    assert len(from_notes(description)) == len(MARKS)


def test_an_episode_without_companions_is_told_of_without_them() -> None:
    document = build_feed(make_show(), [make_episode(1)], base_url=BASE_URL, podcast_guid=None)
    item = etree.fromstring(document).find("channel/item")
    assert item.find(f"{PSC}chapters") is None
    assert item.find("{http://www.itunes.com/dtds/podcast-1.0.dtd}image") is None


def test_an_episodes_picture_is_named() -> None:
    _, item = item_with(MARKS)
    image = item.find("{http://www.itunes.com/dtds/podcast-1.0.dtd}image")
    assert image.get("href") == f"{BASE_URL}episodes/{make_episode(1).episode_id}.jpg"
