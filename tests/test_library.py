import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from show_samples import make_episode

from podcast.errors import PublishError
from podcast.library import Library, ShowState, library_path
from podcast.library.versions import MIGRATIONS

CREATED = ShowState(created_at=datetime(2026, 3, 14, tzinfo=UTC))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / ".podcast").mkdir()
    return tmp_path


def test_reading_creates_nothing(tmp_path: Path) -> None:
    with Library.open(tmp_path / "show") as library:
        assert library.episodes() == ()
        assert library.find("guid") is None
        assert library.content_key("guid") is None
        assert library.show_state() is None
        assert library.newest_at() is None
    assert list(tmp_path.iterdir()) == []


def test_an_episode_reads_back_as_it_was_put(folder: Path) -> None:
    episode = make_episode(1, source_url=None, site_name=None, title="“খেয়া” ও 'মাঝি'; DROP TABLE episode")
    with Library.open(folder, create=True) as library, library.writing() as writer:
        writer.put_episode(episode, "key-1")
    with Library.open(folder) as library:
        assert library.find(episode.guid) == episode
        assert library.content_key(episode.guid) == "key-1"
        assert library.newest_at() == episode.published_at


def test_a_fallback_reads_back_with_the_voice_that_was_wanted_and_can_be_upgraded(folder: Path) -> None:
    fallback = make_episode(1, voice="ইস্পিক", wanted_voice="তনিশা")
    upgraded = replace(fallback, voice="তনিশা", wanted_voice=None)
    with Library.open(folder, create=True) as library:
        for version in (fallback, upgraded):
            with library.writing() as writer:
                writer.put_episode(version, "key")
            assert library.find(version.guid) == version


@pytest.mark.parametrize("create", [True, False])
def test_a_library_of_the_first_release_is_brought_to_today_and_keeps_its_episodes(
    folder: Path, *, create: bool
) -> None:
    connection = sqlite3.connect(library_path(folder))
    connection.executescript(MIGRATIONS[0] + "PRAGMA user_version = 1;")
    connection.execute(
        "INSERT INTO episode VALUES (1, 'g', 'id', 'ঘাট', NULL, NULL, 'ইস্পিক', 1773475200, 5, 6, 'ভিড়।', 'key')"
    )
    connection.commit()
    connection.close()
    with Library.open(folder, create=create) as library:
        episode = library.find("g")
    assert episode is not None
    assert (episode.voice, episode.wanted_voice, episode.duration_ms) == ("ইস্পিক", None, 5)


def test_episodes_come_newest_first(folder: Path) -> None:
    episodes = [make_episode(number) for number in (2, 3, 1)]
    with Library.open(folder, create=True) as library:
        with library.writing() as writer:
            for episode in episodes:
                writer.put_episode(episode, "key")
        assert [e.guid for e in library.episodes()] == [make_episode(number).guid for number in (3, 2, 1)]


def test_a_replaced_episode_keeps_its_id_and_date(folder: Path) -> None:
    episode = make_episode(1)
    later = replace(episode, title="নতুন শিরোনাম", published_at=datetime(2027, 1, 1, tzinfo=UTC), size_bytes=7)
    with Library.open(folder, create=True) as library:
        for version in (episode, later):
            with library.writing() as writer:
                writer.put_episode(version, "key-2")
        assert library.episodes() == (replace(later, published_at=episode.published_at),)


def test_what_is_remembered_of_the_show_reads_back(folder: Path) -> None:
    known = replace(CREATED, base_url="https://khobor.example/", podcast_guid="g", cover_key="c")
    with Library.open(folder, create=True) as library:
        for state in (CREATED, known):
            with library.writing() as writer:
                writer.put_show_state(state)
            assert library.show_state() == state


def test_a_failed_block_changes_nothing(folder: Path) -> None:
    with Library.open(folder, create=True) as library:
        with library.writing() as writer:
            writer.put_show_state(CREATED)
        with pytest.raises(PublishError), library.writing() as writer:  # noqa: PT012 - the second one fails
            writer.put_episode(make_episode(1), "key")
            writer.put_episode(make_episode(2, published_at=make_episode(1).published_at), "key")
        assert library.episodes() == ()


def test_a_library_opened_for_reading_cannot_be_written(folder: Path) -> None:
    with Library.open(folder) as library, pytest.raises(ValueError, match="create=True"), library.writing():
        pass


def test_a_newer_library_is_refused_and_left_alone(folder: Path) -> None:
    path = library_path(folder)
    connection = sqlite3.connect(path)
    connection.executescript("PRAGMA user_version = 999; CREATE TABLE show (x)")
    connection.close()
    before = path.read_bytes()
    for create in (True, False):
        with pytest.raises(PublishError, match=r"version 999.*newer bangla-podcast"):
            Library.open(folder, create=create)
    assert path.read_bytes() == before


def test_a_damaged_library_is_named(folder: Path) -> None:
    library_path(folder).write_bytes(b"not a database, whatever its name says " * 40)
    for create in (True, False):
        with pytest.raises(PublishError, match=r"library\.sqlite3: the show's library is damaged"):
            Library.open(folder, create=create)
    assert library_path(folder).is_file()


def test_a_library_taken_away_meanwhile_is_not_written_to(folder: Path) -> None:
    with Library.open(folder, create=True) as library:
        library_path(folder).unlink()
        with pytest.raises(PublishError, match="removed while it was in use"), library.writing() as writer:
            writer.put_show_state(CREATED)


def test_a_failure_before_anything_was_kept_leaves_no_library(folder: Path) -> None:
    with pytest.raises(ZeroDivisionError), Library.open(folder, create=True):
        raise ZeroDivisionError
    assert not library_path(folder).exists()


def test_a_failure_later_keeps_the_library(folder: Path) -> None:
    with Library.open(folder, create=True) as library, library.writing() as writer:
        writer.put_show_state(CREATED)
    with pytest.raises(ZeroDivisionError), Library.open(folder, create=True):
        raise ZeroDivisionError
    with Library.open(folder) as library:
        assert library.show_state() == CREATED


def test_writers_wait_for_one_another(folder: Path) -> None:
    together = threading.Barrier(4)

    def add_episodes(first: int) -> None:
        with Library.open(folder, create=True) as library:
            together.wait()
            for number in range(first, first + 10):
                with library.writing() as writer:
                    newest_at = library.newest_at()
                    second = 0 if newest_at is None else newest_at.minute * 60 + newest_at.second + 1
                    moment = datetime(2026, 3, 14, 9, second // 60, second % 60, tzinfo=UTC)
                    writer.put_episode(make_episode(number, published_at=moment), "key")

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(add_episodes, range(0, 400, 100)))
    with Library.open(folder) as library:
        assert len(library.episodes()) == 40
