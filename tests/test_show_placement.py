from pathlib import Path

import pytest
from show_samples import make_episode

from podcast.library import Library, ShowState
from podcast.show.placement import kept_path, note_placement, undo_placement

OURS, THEIRS = make_episode(1, size_bytes=4), make_episode(1, size_bytes=6)
NAME = f"{OURS.episode_id}.mp3"


@pytest.fixture
def stage(tmp_path: Path) -> Path:
    """The staging folder of a process that died after it had moved its one file into place."""
    stage = tmp_path / ".podcast" / "staging-0a"
    stage.mkdir(parents=True)
    (tmp_path / "episodes").mkdir()
    staged = stage / "audio.mp3"
    staged.write_bytes(b"ours")
    note_placement(stage, OURS, "key", {NAME: staged})
    staged.replace(tmp_path / "episodes" / NAME)
    return stage


def put_row(folder: Path, episode: object, key: str) -> None:
    with Library.open(folder, create=True) as library, library.writing() as writer:
        writer.put_show_state(ShowState(created_at=OURS.published_at))
        writer.put_episode(episode, key)


def test_a_file_without_its_row_is_taken_away(tmp_path: Path, stage: Path) -> None:
    (tmp_path / "episodes" / "other.mp3").write_bytes(b"another's")
    undo_placement(tmp_path, stage)
    assert [path.name for path in (tmp_path / "episodes").iterdir()] == ["other.mp3"]


def test_a_file_that_came_into_the_place_of_another_makes_room_for_it(tmp_path: Path, stage: Path) -> None:
    put_row(tmp_path, THEIRS, "earlier key")
    kept_path(stage, NAME).write_bytes(b"theirs")
    undo_placement(tmp_path, stage)
    assert (tmp_path / "episodes" / NAME).read_bytes() == b"theirs"


def test_a_file_whose_row_was_kept_stays(tmp_path: Path, stage: Path) -> None:
    put_row(tmp_path, OURS, "key")
    kept_path(stage, NAME).write_bytes(b"theirs")
    undo_placement(tmp_path, stage)
    assert (tmp_path / "episodes" / NAME).read_bytes() == b"ours"


def test_a_file_that_someone_else_has_put_there_since_stays(tmp_path: Path, stage: Path) -> None:
    put_row(tmp_path, THEIRS, "later key")
    other = tmp_path / "other.mp3"
    other.write_bytes(b"theirs")
    other.replace(tmp_path / "episodes" / NAME)
    kept_path(stage, NAME).write_bytes(b"before")
    undo_placement(tmp_path, stage)
    assert (tmp_path / "episodes" / NAME).read_bytes() == b"theirs"


@pytest.mark.parametrize("note", [None, b"", b'{"guid": "a', b"[]", b'{"guid": "a"}'])
def test_without_a_whole_note_nothing_had_been_moved(tmp_path: Path, stage: Path, note: bytes | None) -> None:
    (stage / "placement.json").unlink()
    if note is not None:
        (stage / "placement.json").write_bytes(note)
    undo_placement(tmp_path, stage)
    assert (tmp_path / "episodes" / NAME).read_bytes() == b"ours"
    assert not (tmp_path / ".podcast" / "library.sqlite3").exists()
