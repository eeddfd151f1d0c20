"""An episode that was being replaced when the power went: the old one, whole."""

import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from show_samples import NOW, draw_nothing, make_draft, make_show

from podcast.show import Library, find_standing, publish_episode, refresh_folder, staging
from podcast.show.recovery import put_back

REPLACE = """
    import os, signal, sys
    from pathlib import Path
    folder, tests, deadly = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    sys.path.insert(0, tests)
    from show_samples import NOW, draw_nothing, make_draft, make_show
    from podcast.show import publish_episode, staging
    seen = 0
    def watch(event, arguments):
        global seen
        if event == "os.rename" and os.fspath(arguments[1]).startswith(str(folder / "episodes")):
            seen += 1
            if seen == deadly:
                os.kill(os.getpid(), signal.SIGKILL)
    sys.addaudithook(watch)
    with staging(folder) as stage:
        draft = make_draft(stage, 1, sound=b"another" * 100, voice="another", content_key="key-new")
        publish_episode(folder, make_show(), draft, base_url=None, now=NOW, draw_cover=draw_nothing)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "nodi"
    with staging(made) as stage:
        draft = make_draft(stage)
        publish_episode(made, make_show(), draft, base_url=None, now=NOW, draw_cover=draw_nothing)
    return made


def replace_and_die(folder: Path, at_rename: int) -> int:
    code = textwrap.dedent(REPLACE)
    return subprocess.run(
        [sys.executable, "-c", code, folder, Path(__file__).parent, str(at_rename)], timeout=60, check=False
    ).returncode


def public(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".podcast" not in path.parts
    }


@pytest.mark.parametrize("at_rename", range(1, 8))
def test_killed_between_two_files_the_next_run_has_the_old_episode_whole(folder: Path, at_rename: int) -> None:
    before = public(folder)
    assert replace_and_die(folder, at_rename) == -9
    refresh_folder(folder, make_show(), base_url=None, draw_cover=draw_nothing)
    assert public(folder) == before
    assert [path.name for path in (folder / ".podcast").iterdir()] == ["library.sqlite3"]


def test_until_then_the_episode_does_not_count_as_whole(folder: Path) -> None:
    with Library.open(folder) as library:
        guid = library.episodes()[0].guid
    assert replace_and_die(folder, 4) == -9
    standing = find_standing(folder, guid)
    assert standing is not None
    assert (standing.is_whole, standing.content_key) == (False, "key-1")


def test_without_a_death_the_new_episode_stays(folder: Path) -> None:
    before = public(folder)
    assert replace_and_die(folder, 100) == 0
    after = public(folder)
    refresh_folder(folder, make_show(), base_url=None, draw_cover=draw_nothing)
    assert public(folder) == after != before


def test_files_of_a_version_that_the_library_no_longer_knows_are_not_put_back(folder: Path, tmp_path: Path) -> None:
    before = public(folder)
    words = next(name for name in before if name.endswith(".words.json"))
    for content in (before[words].replace(b"key-1", b"key-0"), b"damaged", b"[]"):
        stage = tmp_path / "stage"
        stage.mkdir(exist_ok=True)
        (stage / f"old-{Path(words).name}").write_bytes(content)
        put_back(folder, stage)
        assert public(folder) == before
