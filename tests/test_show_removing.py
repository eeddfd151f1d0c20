import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path

import feedparser
import pytest
from show_samples import BASE_URL, NOW, draw_nothing, make_article, make_draft, make_episode, make_show

from podcast.errors import PublishError, RemovedError
from podcast.library import Library
from podcast.model import Episode
from podcast.settings import Keep
from podcast.show import episode_guid, outlived, publish_episode, remove_episodes, staging
from podcast.show.shared import REMOVED_NAME, parse_removed


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "public" / "nodi"


def publish(folder: Path, number: int, *, now: datetime = NOW, **changes: object) -> Episode:
    with staging(folder) as stage:
        draft = make_draft(stage, number, **changes)
        return publish_episode(folder, make_show(), draft, base_url=BASE_URL, now=now, draw_cover=draw_nothing)


def remove(folder: Path, *episodes: Episode) -> None:
    remove_episodes(folder, make_show(), episodes, base_url=None, now=NOW, draw_cover=draw_nothing)


def guids_in(folder: Path) -> list[str]:
    parsed = feedparser.parse((folder / "feed.xml").read_bytes())
    assert not parsed.bozo
    return [entry.id for entry in parsed.entries]


def test_a_removed_episode_leaves_feed_pages_and_disk(folder: Path) -> None:
    one, two, three = (publish(folder, number) for number in (1, 2, 3))
    remove(folder, two)
    assert guids_in(folder) == [three.guid, one.guid]
    assert two.title not in (folder / "index.html").read_text(encoding="utf-8")
    stems = {path.name.partition(".")[0] for path in (folder / "episodes").iterdir()}
    assert stems == {one.episode_id, three.episode_id}
    assert [path.name for path in (folder / ".podcast").iterdir()] == ["library.sqlite3"]


def test_the_last_episode_can_be_removed_and_the_feed_stays_a_feed(folder: Path) -> None:
    remove(folder, publish(folder, 1))
    assert guids_in(folder) == []
    assert not (folder / "episodes").exists()
    assert feedparser.parse((folder / "feed.xml").read_bytes()).feed.title == make_show().title


def test_what_was_removed_is_published_again_only_when_asked_and_then_under_the_same_address(folder: Path) -> None:
    first = publish(folder, 1)
    remove(folder, first)
    with pytest.raises(RemovedError, match=r"“খেয়াঘাটে নতুন নৌকা 1” was removed .* on 2026-03-14; --force"):
        publish(folder, 1)
    assert guids_in(folder) == []
    again = publish(folder, 1, now=NOW + timedelta(days=1), is_wanted_again=True)
    assert (again.guid, again.episode_id) == (first.guid, first.episode_id)
    assert again.published_at == first.published_at + timedelta(days=1)
    assert publish(folder, 1, content_key="key-b") == again


def test_the_published_list_of_removed_episodes_names_no_title(folder: Path) -> None:
    one = publish(folder, 1)
    assert not (folder / REMOVED_NAME).exists()
    remove(folder, one)
    assert parse_removed((folder / REMOVED_NAME).read_bytes()) == {one.guid: NOW.replace(microsecond=0)}
    assert len((folder / REMOVED_NAME).read_bytes()) < 110
    publish(folder, 1, is_wanted_again=True)
    assert parse_removed((folder / REMOVED_NAME).read_bytes()) == {}


@pytest.mark.parametrize(
    "document", [b"", b"[]", b"{}", b'{"removed":[]}', b'{"removed":{"g":5}}', b'{"removed":{"g":"x"}}']
)
def test_another_document_is_no_list_of_removed_episodes(document: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_removed(document)


def test_all_are_removed_or_none(folder: Path) -> None:
    one, two = publish(folder, 1), publish(folder, 2)
    remove(folder, two)
    with pytest.raises(PublishError, match="removed by another run meanwhile"):
        remove(folder, one, two)
    assert guids_in(folder) == [one.guid]
    assert (folder / "episodes" / f"{one.episode_id}.mp3").is_file()


def test_a_failed_removal_leaves_the_show_as_it_was(folder: Path) -> None:
    one, two = publish(folder, 1), publish(folder, 2)
    (folder / "feed.xml").unlink()
    (folder / "feed.xml").mkdir()
    with pytest.raises(PublishError, match=r"feed\.xml"):
        remove(folder, one)
    (folder / "feed.xml").rmdir()
    publish(folder, 2)
    assert guids_in(folder) == [two.guid, one.guid]
    assert (folder / "episodes" / f"{one.episode_id}.mp3").is_file()


def test_other_files_in_the_folder_stay(folder: Path) -> None:
    one = publish(folder, 1)
    (folder / "episodes" / "own.mp3").write_bytes(b"someone's own")
    remove(folder, one)
    assert [path.name for path in (folder / "episodes").iterdir()] == ["own.mp3"]


def test_a_run_that_was_begun_before_the_removal_does_not_bring_it_back(folder: Path) -> None:
    one = publish(folder, 1)
    with staging(folder) as stage:
        draft = make_draft(stage, 1, content_key="key-b")
        remove(folder, one)
        with pytest.raises(RemovedError):
            publish_episode(folder, make_show(), draft, base_url=None, now=NOW, draw_cover=draw_nothing)
    assert guids_in(folder) == []
    assert not (folder / "episodes").exists()


def test_removing_while_others_publish_loses_nothing_else(folder: Path) -> None:
    gone = [publish(folder, number) for number in range(6)]

    def keep(first: int) -> None:
        for number in range(first, first + 4):
            publish(folder, number)

    with ThreadPoolExecutor(3) as pool:
        jobs = [pool.submit(keep, first) for first in (100, 200)]
        jobs += [pool.submit(lambda: [remove(folder, episode) for episode in gone])]
        for job in jobs:
            job.result()
    expected = {episode_guid(make_article(first + number)) for first in (100, 200) for number in range(4)}
    assert set(guids_in(folder)) == expected
    with Library.open(folder) as library:
        stems = {episode.episode_id for episode in library.episodes()}
    assert {path.name.partition(".")[0] for path in (folder / "episodes").iterdir()} == stems
    assert len(stems) == len(expected)


@pytest.mark.parametrize("change", ["remove", "edit", "rebuild", "restore", "move"])
@pytest.mark.parametrize("every", [9, pytest.param(1, marks=pytest.mark.full)])
@pytest.mark.timeout(300)
def test_a_keeper_killed_before_any_of_its_steps_leaves_an_earlier_or_a_later_show(
    tmp_path: Path, change: str, every: int
) -> None:
    script = Path(__file__).with_name("killed_keeper.py")
    tree = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    command = [sys.executable, script, change, tmp_path, str(every)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=tree)
    assert (done.returncode, done.stderr) == (0, "")
    assert re.fullmatch(r"(?:[4-9]\d|1\d\d) steps\n", done.stdout), done.stdout


DAYS = [make_episode(number, published_at=NOW - timedelta(days=number)) for number in range(5)]
"""The newest first."""


@pytest.mark.parametrize(
    ("keep", "gone"),
    [
        (Keep(episodes=5), []),
        (Keep(episodes=2), [2, 3, 4]),
        (Keep(episodes=1), [1, 2, 3, 4]),
        (Keep(days=3), [4]),
        (Keep(days=1), [2, 3, 4]),
        (Keep(episodes=3, days=1), [2, 3, 4]),
        (Keep(episodes=2, days=90), [2, 3, 4]),
    ],
)
def test_what_is_too_much_or_too_old_has_outlived_its_time(keep: Keep, gone: list[int]) -> None:
    assert outlived(DAYS, keep, NOW) == tuple(DAYS[number] for number in gone)


def test_the_newest_episode_always_stays() -> None:
    much_later = NOW + timedelta(days=400)
    assert outlived(DAYS, Keep(days=1), much_later) == tuple(DAYS[1:])
    assert outlived((), Keep(episodes=1), much_later) == ()
