import hashlib
import json
import os
import re
import subprocess
import sys
import textwrap
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import feedparser
import pytest
from show_samples import BASE_URL, HOSTILE_TEXTS, NOW, draw_nothing, make_article, make_draft, make_show

from podcast.errors import PublishError
from podcast.library import Library, library_path
from podcast.model import Chapter, Cue, Episode, TimedWord
from podcast.settings import UNSET_BASE_URL
from podcast.show import (
    base_url_of,
    episode_guid,
    episode_id,
    find_standing,
    podcast_guid,
    publish_episode,
    refresh_folder,
    staging,
)
from podcast.show.published import EPISODE_ENDINGS, Standing


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "public" / "nodi"


def publish(
    folder: Path,
    number: int = 1,
    *,
    base_url: str | None = None,
    now: datetime = NOW,
    show: object = None,
    **changes: object,
) -> Episode:
    with staging(folder) as stage:
        draft = make_draft(stage, number, **changes)
        return publish_episode(folder, show or make_show(), draft, base_url=base_url, now=now, draw_cover=draw_nothing)


def files_in(folder: Path) -> dict[str, str]:
    """Every file but the library, with what tells a rewritten file from one left alone."""
    return {
        path.relative_to(folder).as_posix(): f"{path.stat().st_ino} {hashlib.sha256(path.read_bytes()).hexdigest()}"
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".podcast" not in path.parts
    }


def guids_in(folder: Path) -> list[str]:
    return [entry.id for entry in feedparser.parse((folder / "feed.xml").read_bytes()).entries]


def test_the_folder_holds_exactly_what_a_show_is(folder: Path) -> None:
    episode = publish(folder)
    endings = ("chapters.json", "html", "jpg", "json", "mp3", "srt", "transcript.html", "vtt", "words.json")
    assert set(files_in(folder)) == {
        "cover.jpg",
        "feed.css",
        "feed.xml",
        "icon.svg",
        "index.html",
        "player.js",
        "style.css",
        *(f"episodes/{episode.episode_id}.{ending}" for ending in endings),
    }
    assert [path.name for path in (folder / ".podcast").iterdir()] == ["library.sqlite3"]


def test_the_episode_says_what_was_published(folder: Path) -> None:
    episode = publish(folder, sound=b"\xff\xf3" * 500)
    guid = episode_guid(make_article(1))
    assert episode == Episode(
        episode_id=episode_id(guid),
        guid=guid,
        title=make_article(1).title,
        source_url="https://khobor.example/nodi/1",
        site_name="নদীর খবর",
        voice="তানিশা",
        published_at=NOW.replace(microsecond=0),
        duration_ms=4000,
        size_bytes=1000,
        summary="ঘাটে ভিড় জমল। মাঝিরা খুশি।",
    )
    assert (folder / "episodes" / f"{episode.episode_id}.mp3").stat().st_size == 1000
    entry = feedparser.parse((folder / "feed.xml").read_bytes()).entries[0]
    assert (entry.id, entry.enclosures[0].length) == (episode.guid, "1000")


def test_files_can_be_read_by_a_web_server(folder: Path) -> None:
    with staging(folder) as stage:
        draft = make_draft(stage)
        draft.audio.chmod(0o600)
        episode = publish_episode(folder, make_show(), draft, base_url=None, now=NOW, draw_cover=draw_nothing)
    modes = {path.stat().st_mode & 0o777 for path in (folder / "episodes").glob(f"{episode.episode_id}.*")}
    assert len(modes) == 1
    assert modes != {0o600}


def test_episodes_are_dated_one_after_another_in_whole_seconds_of_utc(folder: Path) -> None:
    first = publish(folder, 1)
    second = publish(folder, 2)
    third = publish(folder, 3, now=NOW - timedelta(days=1))
    later = publish(folder, 4, now=(NOW + timedelta(hours=1)).astimezone(timezone(timedelta(hours=6))))
    start = NOW.replace(microsecond=0)
    assert [e.published_at for e in (first, second, third, later)] == [
        start,
        start + timedelta(seconds=1),
        start + timedelta(seconds=2),
        start + timedelta(hours=1),
    ]
    assert later.published_at.tzinfo is UTC
    assert guids_in(folder) == [e.guid for e in (later, third, second, first)]


def test_a_replaced_episode_keeps_guid_id_date_and_address(folder: Path) -> None:
    first = publish(folder, 1)
    publish(folder, 2)
    before = feedparser.parse((folder / "feed.xml").read_bytes()).entries[1]
    again = publish(
        folder, 1, now=NOW + timedelta(days=3), title="শোধরানো শিরোনাম", sound=b"longer sound", content_key="key-b"
    )
    assert again == replace(first, title="শোধরানো শিরোনাম", size_bytes=len(b"longer sound"))
    after = feedparser.parse((folder / "feed.xml").read_bytes()).entries[1]
    assert (after.id, after.published, after.enclosures[0].href) == (
        before.id,
        before.published,
        before.enclosures[0].href,
    )
    assert after.title == "শোধরানো শিরোনাম"
    assert after.enclosures[0].length == "12"


def test_what_stands_is_told_by_its_guid(folder: Path) -> None:
    guid = episode_guid(make_article(1))
    assert find_standing(folder, guid) is None
    assert not folder.exists()
    episode = publish(folder)
    assert find_standing(folder, guid) == Standing(episode, "key-1", is_whole=True)
    assert find_standing(folder, "another") is None


@pytest.mark.parametrize("ending", EPISODE_ENDINGS)
def test_an_episode_with_a_file_missing_is_not_whole(folder: Path, ending: str) -> None:
    episode = publish(folder)
    (folder / "episodes" / f"{episode.episode_id}.{ending}").unlink()
    standing = find_standing(folder, episode.guid)
    assert standing is not None
    assert not standing.is_whole


def test_an_episode_whose_sound_was_cut_short_is_not_whole(folder: Path) -> None:
    episode = publish(folder)
    (folder / "episodes" / f"{episode.episode_id}.mp3").write_bytes(b"x")
    standing = find_standing(folder, episode.guid)
    assert standing is not None
    assert not standing.is_whole


def test_refreshing_writes_nothing_when_nothing_changed(folder: Path) -> None:
    publish(folder)
    before = files_in(folder)
    refresh_folder(folder, make_show(), base_url=None, draw_cover=draw_nothing)
    assert files_in(folder) == before


def test_refreshing_an_empty_place_makes_nothing(folder: Path) -> None:
    refresh_folder(folder, make_show(), base_url=BASE_URL, draw_cover=draw_nothing)
    assert not folder.exists()


def test_refreshing_makes_good_what_a_crash_left_undone(folder: Path) -> None:
    episode = publish(folder)
    before = files_in(folder)
    (folder / "feed.xml").unlink()
    (folder / "index.html").write_text("half")
    refresh_folder(folder, make_show(), base_url=None, draw_cover=draw_nothing)
    assert guids_in(folder) == [episode.guid]
    contents = {name: value.split()[1] for name, value in files_in(folder).items()}
    assert contents == {name: value.split()[1] for name, value in before.items()}


def test_the_page_of_a_show_with_an_address_opens_in_podcast_apps(folder: Path) -> None:
    publish(folder, base_url=BASE_URL)
    page = (folder / "index.html").read_text(encoding="utf-8")
    assert 'href="podcast://khobor.example/porun/feed.xml"' in page
    assert "<svg" in page


def test_a_changed_show_reaches_feed_front_page_and_cover(folder: Path) -> None:
    publish(folder)
    refresh_folder(folder, make_show(title="পাহাড়ের খবর"), base_url=None, draw_cover=draw_nothing)
    assert feedparser.parse((folder / "feed.xml").read_bytes()).feed.title == "পাহাড়ের খবর"
    assert "পাহাড়ের খবর" in (folder / "index.html").read_text(encoding="utf-8")
    assert (folder / "cover.jpg").read_bytes() == draw_nothing("পাহাড়ের খবর", "নদী প্রকাশনা")


def test_the_cover_is_drawn_once(folder: Path) -> None:
    drawn = []

    def count_and_draw(title: str, author: str | None) -> bytes:
        drawn.append(title)
        return draw_nothing(title, author)

    for number in (1, 2):
        with staging(folder) as stage:
            draft = make_draft(stage, number)
            publish_episode(folder, make_show(), draft, base_url=None, now=NOW, draw_cover=count_and_draw)
    refresh_folder(folder, make_show(), base_url=None, draw_cover=count_and_draw)
    assert len(drawn) == 1


@pytest.mark.parametrize("before_first", [True, False])
def test_a_cover_of_the_owners_own_is_never_drawn_over(folder: Path, *, before_first: bool) -> None:
    folder.mkdir(parents=True)
    if not before_first:
        publish(folder)
    (folder / "cover.jpg").write_bytes(b"own picture")
    publish(folder, 2, show=make_show(title="পাহাড়ের খবর"))
    assert (folder / "cover.jpg").read_bytes() == b"own picture"


def test_the_public_address_is_remembered(folder: Path) -> None:
    assert base_url_of(folder) == UNSET_BASE_URL
    publish(folder)
    assert base_url_of(folder) == UNSET_BASE_URL
    assert f"{UNSET_BASE_URL}feed.xml".encode() in (folder / "feed.xml").read_bytes()
    publish(folder, 2, base_url=BASE_URL.removesuffix("/"))
    publish(folder, 3)
    assert base_url_of(folder) == BASE_URL
    assert UNSET_BASE_URL.encode() not in (folder / "feed.xml").read_bytes()


def test_the_shows_guid_is_assigned_once_at_the_first_public_address(folder: Path) -> None:
    publish(folder, base_url=UNSET_BASE_URL)
    assert b"podcast:guid" not in (folder / "feed.xml").read_bytes()
    guid = podcast_guid(f"{BASE_URL}feed.xml").encode()
    for base_url in (BASE_URL, "https://onno.example/"):
        refresh_folder(folder, make_show(), base_url=base_url, draw_cover=draw_nothing)
        assert b"<podcast:guid>" + guid + b"</podcast:guid>" in (folder / "feed.xml").read_bytes()
    assert base_url_of(folder) == "https://onno.example/"


def test_the_shows_own_address_is_used_when_none_is_given(folder: Path) -> None:
    publish(folder, show=make_show(base_url=BASE_URL))
    assert base_url_of(folder) == BASE_URL


def test_the_words_file_tells_all_that_the_library_knows(folder: Path) -> None:
    episode = publish(folder)
    told = json.loads((folder / "episodes" / f"{episode.episode_id}.words.json").read_text(encoding="utf-8"))["episode"]
    told["episode_id"] = told.pop("id")
    assert told.pop("content_key") == "key-1"
    assert Episode(**{**told, "published_at": datetime.fromisoformat(told["published_at"])}) == episode


def test_the_feed_names_a_transcripts_page_only_where_it_is(folder: Path) -> None:
    episode = publish(folder)
    page = folder / "episodes" / f"{episode.episode_id}.transcript.html"
    assert page.name in (folder / "feed.xml").read_text(encoding="utf-8")
    page.unlink()  # as in a folder that an older program published
    refresh_folder(folder, make_show(), base_url=None, draw_cover=draw_nothing)
    assert page.name not in (folder / "feed.xml").read_text(encoding="utf-8")


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_hostile_text_is_published_as_text(folder: Path, text: str) -> None:
    changes = {
        "title": text,
        "summary": text,
        "site_name": text,
        "voice": text,
        "source_url": text,
        "cues": (Cue(0, 900, text),),
        "chapters": (Chapter(0, text),),
        "words": (TimedWord(text, 0, 0, 900),),
    }
    episode = publish(folder, **changes)
    parsed = feedparser.parse((folder / "feed.xml").read_bytes())
    assert not parsed.bozo
    assert [entry.id for entry in parsed.entries] == [episode.guid]
    assert find_standing(folder, episode.guid) == Standing(episode, "key-1", is_whole=True)


def failing_cover(title: str, author: str | None) -> bytes:
    raise PublishError(f"{title}, {author}: no cover today")


def test_a_failed_first_episode_leaves_nothing(folder: Path) -> None:
    with staging(folder) as stage:
        draft = make_draft(stage)
        with pytest.raises(PublishError, match="no cover today"):
            publish_episode(folder, make_show(), draft, base_url=None, now=NOW, draw_cover=failing_cover)
    assert not folder.parent.exists()


def test_a_bad_address_is_refused_before_anything_is_written(folder: Path) -> None:
    with pytest.raises(PublishError, match="base URL"):
        publish(folder, base_url="khobor.example")
    assert not folder.exists()


def test_an_empty_sound_file_is_not_published(folder: Path) -> None:
    with pytest.raises(PublishError, match="sound file is empty"):
        publish(folder, sound=b"")
    assert not folder.exists()


def test_a_moment_without_a_zone_is_a_mistake(folder: Path) -> None:
    with pytest.raises(ValueError, match="no time zone"):
        publish(folder, now=NOW.replace(tzinfo=None))


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(PublishError, match=r"file/nodi.*Not a directory"):
        publish(tmp_path / "file" / "nodi")


def test_an_episode_that_could_not_be_replaced_stays_as_it_was(folder: Path) -> None:
    episode = publish(folder)
    (folder / "episodes" / f"{episode.episode_id}.vtt").unlink()
    (folder / "episodes" / f"{episode.episode_id}.vtt").mkdir()
    before = files_in(folder)
    with pytest.raises(PublishError, match=r"\.vtt"):
        publish(folder, content_key="key-b", sound=b"other", title="শোধরানো শিরোনাম")
    assert {name: value.split()[1] for name, value in files_in(folder).items()} == {
        name: value.split()[1] for name, value in before.items()
    }
    with Library.open(folder) as library:
        assert library.content_key(episode.guid) == "key-1"


def test_a_newer_library_stops_everything(folder: Path) -> None:
    publish(folder)
    with Library.open(folder, create=True) as library:
        library._connection.execute("PRAGMA user_version = 999")
    before = files_in(folder)
    for attempt in (
        lambda: publish(folder, 2),
        lambda: refresh_folder(folder, make_show(), base_url=None),
        lambda: find_standing(folder, "guid"),
    ):
        with pytest.raises(PublishError, match="newer bangla-podcast"):
            attempt()
    assert files_in(folder) == before


def test_threads_publishing_at_once_lose_nothing(folder: Path) -> None:
    together = threading.Barrier(4)

    def publish_some(first: int) -> None:
        together.wait()
        for number in range(first, first + 5):
            publish(folder, number)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(publish_some, (0, 100, 200, 300)))
    check_all_there(folder, 20)


class ShowThatWaits:
    """A show that, when the feed first asks for its description, lets another publisher have its turn if it can."""

    def __init__(self) -> None:
        self.asked, self.other_is_done = threading.Event(), threading.Event()

    def __getattr__(self, name: str) -> object:
        if name == "description" and not self.asked.is_set():
            self.asked.set()
            self.other_is_done.wait(0.5)
        return getattr(make_show(), name)


def test_no_one_can_publish_while_the_feed_is_written(folder: Path) -> None:
    show = ShowThatWaits()

    def publish_meanwhile() -> None:
        show.asked.wait()
        publish(folder, 2)
        show.other_is_done.set()

    with ThreadPoolExecutor(1) as pool:
        other = pool.submit(publish_meanwhile)
        publish(folder, 1, show=show)
        other.result()
    check_all_there(folder, 2)


def check_all_there(folder: Path, count: int) -> None:
    with Library.open(folder) as library:
        episodes = library.episodes()
    assert len(episodes) == count
    assert guids_in(folder) == [episode.guid for episode in episodes]
    assert (folder / "index.html").read_text(encoding="utf-8").count("<h3>") == count
    for episode in episodes:
        audio = folder / "episodes" / f"{episode.episode_id}.mp3"
        assert audio.stat().st_size == episode.size_bytes
    assert [path.name for path in (folder / ".podcast").iterdir()] == ["library.sqlite3"]


PUBLISH_SOME = """
    import sys
    from pathlib import Path
    sys.path.insert(0, sys.argv[2])
    from show_samples import NOW, draw_nothing, make_draft, make_show
    from podcast.show import publish_episode, staging
    folder, first, count = Path(sys.argv[1]), int(sys.argv[3]), int(sys.argv[4])
    sys.stdin.readline()
    for number in range(first, first + count):
        with staging(folder) as stage:
            draft = make_draft(stage, number)
            publish_episode(folder, make_show(), draft, base_url=None, now=NOW, draw_cover=draw_nothing)
            print(number, flush=True)
"""


def publish_in_another_process(
    folder: Path, first: int, count: int, prepare: Callable[[], None] | None = None
) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(PUBLISH_SOME), folder, Path(__file__).parent, str(first), str(count)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=prepare,  # noqa: PLW1509 - the tests that set it run no threads
    )


def test_processes_publishing_at_once_lose_nothing(folder: Path) -> None:
    processes = [publish_in_another_process(folder, first, 6) for first in (0, 100)]
    for process in processes:
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in processes:
        _, errors = process.communicate()
        assert process.returncode == 0, errors
    check_all_there(folder, 12)


@pytest.mark.parametrize("published_before_the_end", [0, 1, 3])
def test_a_process_killed_at_any_time_leaves_a_folder_that_the_next_run_makes_whole(
    folder: Path, published_before_the_end: int
) -> None:
    with publish_in_another_process(folder, 0, 100) as process:
        process.stdin.write("go\n")
        process.stdin.flush()
        for _ in range(published_before_the_end):
            process.stdout.readline()
        process.kill()
        process.communicate()
    publish(folder, 500)
    with Library.open(folder) as library:
        count = len(library.episodes())
    assert count > published_before_the_end
    check_all_there(folder, count)


def limit_file_size() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_FSIZE, (600, 600))


def test_a_full_disk_is_told_in_the_systems_words_and_leaves_nothing(folder: Path) -> None:
    with publish_in_another_process(folder, 0, 1, limit_file_size) as process:
        _, errors = process.communicate("go\n")
    assert process.returncode == 1
    assert "PublishError" in errors
    assert str(folder) in errors
    assert not folder.exists()


def test_a_disk_that_fills_up_later_leaves_the_show_as_it_was(folder: Path) -> None:
    publish(folder)
    before = files_in(folder)
    with publish_in_another_process(folder, 1, 1, limit_file_size) as process:
        _, errors = process.communicate("go\n")
    assert "File too large" in errors
    assert files_in(folder) == before
    assert library_path(folder).is_file()
    publish(folder, 2)
    check_all_there(folder, 2)


def test_two_builds_of_one_show_are_byte_identical(tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("one", "other")]
    for folder in folders:
        for number in (1, 2):
            publish(folder, number, base_url=BASE_URL)
    one, other = ({name: value.split()[1] for name, value in files_in(folder).items()} for folder in folders)
    assert one == other


@pytest.mark.parametrize("what", ["new", "again"])
def test_a_publisher_killed_before_any_of_its_steps_leaves_nothing_that_no_feed_names(
    tmp_path: Path, what: str
) -> None:
    script = Path(__file__).with_name("killed_publisher.py")
    tree = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    command = [sys.executable, script, what, tmp_path]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=tree)
    assert (done.returncode, done.stderr) == (0, "")
    assert re.fullmatch(r"[5-9]\d steps\n", done.stdout), done.stdout
