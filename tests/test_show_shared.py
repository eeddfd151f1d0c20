"""The feed and the front page of a long show, in pages."""

import hashlib
import shutil
import sqlite3
import sys
from datetime import datetime
from pathlib import Path

import feedparser
import pytest
from lxml import etree
from show_samples import BASE_URL, draw_nothing, fill_folder, make_draft, make_show
from test_show_folder import publish_in_another_process

from podcast.library import Library, library_path
from podcast.model import Episode
from podcast.publish.contents import read_contents
from podcast.show import publish_episode, refresh_folder, staging
from podcast.show.paging import PAGE_SIZE
from podcast.show.shared import plan_shared_files
from podcast.show.transcripts.chapters import render_chapters

LOADED = ("style.css", "player.js", "feed.css", "icon.svg")
COUNT = 2 * PAGE_SIZE + 5
"""On three pages: the newest 300, 5 and 300 older ones."""


@pytest.fixture(scope="module")
def _filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("show") / "nodi"
    fill_folder(folder, COUNT)
    refresh_folder(folder, make_show(), base_url=BASE_URL, draw_cover=draw_nothing)
    return folder


@pytest.fixture
def folder(tmp_path: Path, _filled: Path) -> Path:
    def place(source: str, target: str) -> None:
        if source.endswith((".jpg", ".json")):
            Path(target).hardlink_to(source)  # 1,210 files, never changed in place
        else:
            shutil.copy2(source, target)

    return Path(shutil.copytree(_filled, tmp_path / "nodi", copy_function=place))


def shared(folder: Path) -> dict[str, tuple[int, str]]:
    """Every shared file, with what tells a rewritten one from one left alone."""
    return {
        path.name: (path.stat().st_ino, hashlib.sha256(path.read_bytes()).hexdigest())
        for path in folder.iterdir()
        if path.is_file()
    }


def touched(before: dict[str, tuple[int, str]], folder: Path) -> set[str]:
    after = shared(folder)
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}


def refresh(folder: Path, base_url: str | None = None, **changes: object) -> None:
    refresh_folder(folder, make_show(**changes), base_url=base_url, draw_cover=draw_nothing)


def add(folder: Path, number: int = 1, **changes: object) -> Episode:
    with staging(folder) as stage:
        draft = make_draft(stage, number, **changes)
        now = feed_date(folder)
        return publish_episode(folder, make_show(), draft, base_url=None, now=now, draw_cover=draw_nothing)


def feed_date(folder: Path) -> datetime:
    with Library.open(folder) as library:
        newest_at = library.newest_at()
    assert newest_at is not None
    return newest_at


def walk(folder: Path, relation: str = "next", name: str = "feed.xml") -> list[str]:
    """Return the names of the feed's pages, as an app that follows *relation* finds them."""
    names = [name]
    while True:
        links = etree.parse(folder / names[-1]).findall("channel/{http://www.w3.org/2005/Atom}link")
        following = [link.get("href").removeprefix(BASE_URL) for link in links if link.get("rel") == relation]
        if not following:
            return names
        names += following


def guids(folder: Path, name: str) -> list[str]:
    return [guid.text for guid in etree.parse(folder / name).iterfind("channel/item/guid")]


def test_apps_that_follow_the_links_find_every_episode_once_newest_first(folder: Path) -> None:
    assert walk(folder) == ["feed.xml", "feed-3.xml", "feed-2.xml"]
    assert walk(folder, "prev", "feed-2.xml") == ["feed-2.xml", "feed-3.xml", "feed.xml"]
    with Library.open(folder) as library:
        expected = [episode.guid for episode in library.episodes()]
    assert [guid for name in walk(folder) for guid in guids(folder, name)] == expected
    assert len(guids(folder, "feed.xml")) == PAGE_SIZE


@pytest.mark.parametrize("name", ["feed.xml", "feed-2.xml", "feed-3.xml"])
def test_every_page_says_which_it_is_and_where_the_first_and_last_are(folder: Path, name: str) -> None:
    links = {link.rel: link.href for link in feedparser.parse((folder / name).read_bytes()).feed.links}
    assert links["self"] == f"{BASE_URL}{name}"
    assert (links["first"], links["last"]) == (f"{BASE_URL}feed.xml", f"{BASE_URL}feed-2.xml")


def test_the_front_page_has_older_pages_too(folder: Path) -> None:
    pages = {
        name: (folder / name).read_text(encoding="utf-8") for name in ("index.html", "index-3.html", "index-2.html")
    }
    assert [page.count("<h3>") for page in pages.values()] == [300, 5, 300]
    assert 'rel="next" href="index-3.html"' in pages["index.html"]
    assert 'rel="prev" href="index.html"' in pages["index-3.html"]
    assert 'rel="next" href="index-2.html"' in pages["index-3.html"]
    assert 'rel="next"' not in pages["index-2.html"]


def test_one_more_episode_touches_page_one_and_the_page_that_takes_over(folder: Path) -> None:
    before = shared(folder)
    last = guids(folder, "feed.xml")[-1]
    episode = add(folder)
    assert touched(before, folder) == {"feed.xml", "index.html", "feed-3.xml", "index-3.html"}
    assert guids(folder, "feed.xml")[0] == episode.guid
    assert guids(folder, "feed-3.xml")[0] == last


def test_an_old_episode_that_is_made_again_touches_its_own_page(folder: Path) -> None:
    before = shared(folder)
    add(folder, 1000, title="শোধরানো শিরোনাম", content_key="again")
    assert touched(before, folder) == {"feed-2.xml", "index-2.html"}
    assert "শোধরানো শিরোনাম" in (folder / "feed-2.xml").read_text(encoding="utf-8")


def test_what_was_made_step_by_step_is_what_is_made_at_once(folder: Path) -> None:
    for number in range(1, 4):
        add(folder, number)
    refresh(folder, title="পাহাড়ের খবর")
    refresh(folder)
    before = {name: digest for name, (_, digest) in shared(folder).items()}
    with sqlite3.connect(library_path(folder)) as connection:
        connection.execute("DELETE FROM shared_file")
    connection.close()
    for name in before:
        (folder / name).unlink()
    refresh(folder)
    assert {name: digest for name, (_, digest) in shared(folder).items()} == before


@pytest.mark.parametrize("name", ["feed.xml", "feed-2.xml", "index.html", "index-3.html"])
def test_a_page_that_was_lost_or_damaged_is_made_again_and_no_other(folder: Path, name: str) -> None:
    before = shared(folder)
    whole = (folder / name).read_bytes()
    for damage in (b"", whole[:-1], None):
        if damage is None:
            (folder / name).unlink()
        else:
            (folder / name).write_bytes(damage)
        refresh(folder)
        assert (folder / name).read_bytes() == whole
    assert touched(before, folder) <= {name}


def test_chapters_that_change_on_the_disk_reach_the_page(folder: Path) -> None:
    with Library.open(folder) as library:
        oldest = library.episodes()[-1]
    before = shared(folder)
    path = folder / "episodes" / f"{oldest.episode_id}.chapters.json"
    path.unlink()
    path.write_text(render_chapters([]), encoding="utf-8")
    refresh(folder)
    assert touched(before, folder) == {"feed-2.xml"}


def test_pages_on_which_no_episode_is_left_are_taken_away(folder: Path) -> None:
    with sqlite3.connect(library_path(folder)) as connection:
        connection.execute("DELETE FROM episode WHERE position <= ?", (PAGE_SIZE,))
    connection.close()
    (folder / "index-9.html").write_text("the owner's own", encoding="utf-8")
    (folder / "feed-9.xml").write_text("of a library that was lost", encoding="utf-8")
    refresh(folder)
    assert walk(folder) == ["feed.xml", "feed-3.xml"]
    assert not (folder / "feed-9.xml").exists()
    assert (folder / "index-9.html").exists()
    assert not (folder / "feed-2.xml").exists()
    assert not (folder / "index-2.html").exists()


def test_what_is_published_goes_with_its_older_pages(folder: Path) -> None:
    with Library.open(folder) as library:
        for episode in library.episodes():
            for ending in ("mp3", "html", "vtt", "srt", "json"):
                (folder / "episodes" / f"{episode.episode_id}.{ending}").touch()
    names = read_contents(folder).names
    assert {"feed.xml", "feed-2.xml", "feed-3.xml", "index.html", "index-2.html", "index-3.html"} <= names


def test_a_show_that_moves_tells_directories_and_keeps_what_it_is_known_by(folder: Path) -> None:
    before = feedparser.parse((folder / "feed.xml").read_bytes())
    refresh(folder, base_url="https://onno.example/")
    after = feedparser.parse((folder / "feed.xml").read_bytes())
    assert after.feed["itunes_new-feed-url"] == "https://onno.example/feed.xml"
    assert [entry.id for entry in after.entries] == [entry.id for entry in before.entries]
    assert after.feed.podcast_guid == before.feed.podcast_guid
    assert "new-feed-url" not in (folder / "feed-2.xml").read_text(encoding="utf-8")
    again = shared(folder)
    refresh(folder)
    assert touched(again, folder) == set()


def test_a_show_that_has_always_been_where_it_is_has_not_moved(folder: Path) -> None:
    refresh(folder, base_url=BASE_URL)
    assert "new-feed-url" not in (folder / "feed.xml").read_text(encoding="utf-8")


def test_a_show_that_becomes_private_hides_its_old_pages_too_and_shows_them_again(folder: Path) -> None:
    old = add(folder)
    page = folder / "episodes" / f"{old.episode_id}.html"
    public = page.read_bytes()
    refresh(folder, private=True)
    for path in (page, folder / "index.html", folder / "index-2.html"):
        assert path.read_bytes().count(b'<meta name="robots" content="noindex, nofollow">') == 1
    for name in walk(folder):
        text = (folder / name).read_text(encoding="utf-8")
        assert "<itunes:block>Yes</itunes:block>" in text
        assert "<podcast:block>yes</podcast:block>" in text
    refresh(folder)
    assert page.read_bytes() == public
    assert b"robots" not in (folder / "index.html").read_bytes()
    assert "block>" not in (folder / "feed.xml").read_text(encoding="utf-8")


_OPENED: list[str] | None = None


def _note_opened(event: str, arguments: tuple[object, ...]) -> None:
    if event == "open" and _OPENED is not None:
        _OPENED.append(str(arguments[0]))


sys.addaudithook(_note_opened)


def test_one_more_episode_reads_no_chapters_of_pages_that_stay(folder: Path) -> None:
    global _OPENED  # noqa: PLW0603 - an audit hook stays for good, so it has to be told when to look
    _OPENED = []
    try:
        add(folder)
        opened = [Path(name).name for name in _OPENED if name.endswith(".chapters.json")]
    finally:
        _OPENED = None
    with Library.open(folder) as library:
        oldest = {f"{episode.episode_id}.chapters.json" for episode in library.episodes()[-PAGE_SIZE:]}
    assert len(opened) <= PAGE_SIZE + 10
    assert not oldest & set(opened)


def test_two_writers_at_the_edge_of_a_page_lose_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "nodi"
    fill_folder(folder, PAGE_SIZE - 2)
    refresh(folder, base_url=BASE_URL)
    processes = [publish_in_another_process(folder, first, 4) for first in (0, 100)]
    for process in processes:
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in processes:
        _, errors = process.communicate()
        assert process.returncode == 0, errors
    with Library.open(folder) as library:
        expected = [episode.guid for episode in library.episodes()]
    assert len(expected) == PAGE_SIZE + 6
    assert walk(folder) == ["feed.xml", "feed-2.xml"]
    assert [guid for name in walk(folder) for guid in guids(folder, name)] == expected
    before = shared(folder)
    refresh(folder)
    assert touched(before, folder) == set()


@pytest.mark.parametrize("done", range(5))
def test_a_refresh_that_breaks_off_anywhere_loses_no_episode_and_is_made_good(folder: Path, done: int) -> None:
    order = ["index-3.html", "index.html", "feed-3.xml", "feed.xml"]
    old = {name: (folder / name).read_bytes() for name in order}
    listed = {guid for name in walk(folder) for guid in guids(folder, name)}
    with Library.open(folder) as library:
        known = library.shared_files()
    episode = add(folder)
    new = {name: (folder / name).read_bytes() for name in order}
    with Library.open(folder, create=True) as library, library.writing() as writer:
        for name, state in known.items():
            writer.put_shared_file(name, state)
    for name in order[done:]:
        (folder / name).write_bytes(old[name])
    reachable = {guid for name in walk(folder) for guid in guids(folder, name)}
    assert reachable - {episode.guid} == listed
    refresh(folder)
    assert {name: (folder / name).read_bytes() for name in order} == new


def test_the_feed_is_put_in_place_after_all_that_it_leads_to(folder: Path) -> None:
    with Library.open(folder) as library:
        state = library.show_state()
        assert state is not None
        plan = [file.name for file in plan_shared_files(folder, make_show(), library, state)]
    assert plan == [*LOADED, "index-3.html", "index-2.html", "index.html", "feed-3.xml", "feed-2.xml", "feed.xml"]
