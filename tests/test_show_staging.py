import os
import shutil
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from podcast.errors import PublishError
from podcast.show import staging

HOLD_AND_WAIT = """
import sys
from pathlib import Path
from podcast.show import staging
with staging(Path(sys.argv[1])) as stage:
    (stage / "audio.mp3").write_bytes(b"half of it")
    print(stage, flush=True)
    sys.stdin.read()
"""


def hold_in_another_process(folder: Path) -> tuple[subprocess.Popen[str], Path]:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD_AND_WAIT, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    return process, Path(process.stdout.readline().strip())


def test_a_stage_is_an_empty_folder_inside_the_private_one(tmp_path: Path) -> None:
    with staging(tmp_path) as stage:
        assert stage.parent == tmp_path / ".podcast"
        assert list(stage.iterdir()) == []


def test_nothing_is_left_of_a_folder_in_which_nothing_was_published(tmp_path: Path) -> None:
    with staging(tmp_path / "a" / "b") as stage:
        (stage / "audio.mp3").write_bytes(b"x")
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_left_after_a_failure_either(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), staging(tmp_path / "show") as stage:
        shutil.copy(stage / "missing.mp3", stage)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_was_there_stays(tmp_path: Path) -> None:
    folder = tmp_path / "show"
    folder.mkdir()
    with staging(folder):
        pass
    assert list(tmp_path.iterdir()) == [folder]
    assert list(folder.iterdir()) == []


def test_what_was_put_into_the_folder_stays(tmp_path: Path) -> None:
    with staging(tmp_path / "show") as stage:
        (stage.parent.parent / "feed.xml").write_bytes(b"x")
    assert [path.name for path in (tmp_path / "show").iterdir()] == ["feed.xml"]


def test_stages_inside_and_beside_one_another_keep_out_of_each_others_way(tmp_path: Path) -> None:
    folder = tmp_path / "show"
    together = threading.Barrier(4)

    def stage_often(_: int) -> None:
        together.wait()
        for _ in range(15):
            with staging(folder) as stage:
                (stage / "mark").write_text("here")
                with staging(folder) as inner:
                    assert inner != stage
                assert (stage / "mark").read_text() == "here"

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(stage_often, range(4)))
    assert not any((tmp_path / "show").rglob("staging-*"))


def test_what_a_dead_process_left_is_cleared_and_a_living_ones_is_not(tmp_path: Path) -> None:
    dead, abandoned = hold_in_another_process(tmp_path)
    alive, held = hold_in_another_process(tmp_path)
    with dead, alive:
        os.kill(dead.pid, signal.SIGKILL)
        dead.wait()
        assert (abandoned / "audio.mp3").is_file()
        with staging(tmp_path):
            assert not abandoned.exists()
            assert (held / "audio.mp3").is_file()
        alive.communicate("")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("left", [["staging-0a.lock-journal"], ["staging-0a.lock", "staging-0a.lock-journal"]])
def test_what_a_process_killed_while_taking_its_lock_left_is_cleared(tmp_path: Path, left: list[str]) -> None:
    private = tmp_path / ".podcast"
    private.mkdir()
    for name in left:
        (private / name).touch()
    with staging(tmp_path):
        assert not [name for name in left if (private / name).exists()]


def test_a_place_that_cannot_be_a_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(PublishError, match=r"file/show.*Not a directory"), staging(tmp_path / "file" / "show"):
        pass
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
