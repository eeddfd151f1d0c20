"""The chapters of a real episode are the same in every form in which an app may find them."""

import re
from pathlib import Path

import pytest
from lxml import etree, html
from mutagen.id3 import ID3

import podcast
from podcast.model import Episode
from podcast.show.transcripts.chapters import parse_chapters

URL = "https://example.org/sanko"
PAGE = (
    f'<html><head><link rel="canonical" href="{URL}"><meta property="og:type" content="article">'
    "</head><body><article><h1>খালের উপর নতুন সাঁকো</h1>{}</article></body></html>"
)
LEAD = "<p>গ্রামের পাশের খালের উপর নতুন সাঁকোটি আজ খুলে দেওয়া হয়েছে। দুই বছর ধরে মানুষ এটির অপেক্ষায় ছিলেন।</p>"
WORK = "<p>সাঁকো তৈরিতে খরচ হয়েছে ১২ লক্ষ টাকা। কাজটি করেছেন গ্রামেরই মিস্ত্রিরা, কাঠ এসেছে পাশের জেলা থেকে।</p>"
REST = "<p>আলো বসানো বাকি, রেলিংয়ে রং বাকি। টাকা এলে কাজ শুরু হবে বলে জানালেন পঞ্চায়েতের প্রধান।</p>"
PSC = "{http://podlove.org/simple-chapters}"
Marks = list[tuple[int, str, str | None]]


def publish(folder: Path, body: str) -> Episode:
    (folder / "sanko.html").write_text(PAGE.format(body), encoding="utf-8")
    return podcast.convert(str(folder / "sanko.html"), out=folder / "show", voice="espeak")


def in_file(folder: Path, episode: Episode) -> Marks:
    tags = ID3(folder / "show" / "episodes" / f"{episode.episode_id}.mp3")
    chapters = [tags[f"CHAP:{name}"] for name in tags["CTOC:toc"].child_element_ids]
    return [(one.start_time, str(one.sub_frames["TIT2"]), one.sub_frames["WXXX:"].url) for one in chapters]


def in_json(folder: Path, episode: Episode) -> Marks:
    path = folder / "show" / "episodes" / f"{episode.episode_id}.chapters.json"
    return [(one.start_ms, one.title, one.url) for one in parse_chapters(path.read_text(encoding="utf-8"))]


def item_of(folder: Path) -> etree._Element:
    return etree.parse(folder / "show" / "feed.xml").find("channel/item")


def in_psc(folder: Path) -> Marks:
    marks: Marks = []
    for mark in item_of(folder).iter(f"{PSC}chapter"):
        hours, minutes, seconds = mark.get("start").split(":")
        start_ms = round((int(hours) * 3600 + int(minutes) * 60 + float(seconds)) * 1000)
        marks.append((start_ms, mark.get("title"), mark.get("href")))
    return marks


def in_notes(folder: Path) -> list[tuple[int, str]]:
    texts = [one.text_content() for one in html.fragments_fromstring(item_of(folder).findtext("description"))]
    found = [re.fullmatch(r"(\d\d):(\d\d):(\d\d) (.+)", text, re.ASCII) for text in texts]
    return [(int(m[1]) * 3600 + int(m[2]) * 60 + int(m[3]), m[4]) for m in found if m]


@pytest.mark.parametrize(
    ("body", "titles"),
    [
        (
            f"{LEAD}<h2>যা হয়েছে</h2>{WORK}<h2>যা বাকি</h2>{REST}",
            ["খালের উপর নতুন সাঁকো", "যা হয়েছে", "যা বাকি"],
        ),
        (f"{LEAD}{WORK}<h2>যা বাকি</h2>{REST}", ["খালের উপর নতুন সাঁকো", "মূল লেখা"]),
        (LEAD + WORK + REST, ["খালের উপর নতুন সাঁকো", "মূল লেখা"]),
    ],
)
def test_all_forms_of_the_chapters_agree(tmp_path: Path, body: str, titles: list[str]) -> None:
    episode = publish(tmp_path, body)
    marks = in_json(tmp_path, episode)
    assert [title for _, title, _ in marks] == titles
    assert {url for _, _, url in marks} == {URL}
    assert marks[0][0] == 0
    assert [start for start, _, _ in marks] == sorted({start for start, _, _ in marks})
    assert in_file(tmp_path, episode) == marks
    assert in_psc(tmp_path) == marks
    assert in_notes(tmp_path) == [(start // 1000, title) for start, title, _ in marks]
