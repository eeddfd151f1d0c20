import os
from pathlib import Path

import pytest
from show_samples import make_show

from podcast.pictures.drawn_covers import MOST_COVERS, find_drawn, keep_drawn
from podcast.show.cover_file import CoverInTheMaking


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "bangla-podcast" / "covers"


def test_a_cover_that_was_drawn_is_found_and_no_other(folder: Path) -> None:
    assert find_drawn("k") is None
    keep_drawn("k", b"\xff\xd8 picture")
    assert (find_drawn("k"), find_drawn("j")) == (b"\xff\xd8 picture", None)
    assert [path.name for path in folder.iterdir()] == ["k"]


@pytest.mark.parametrize("size", [0, 5, 33, 41])
def test_one_that_was_cut_or_changed_counts_as_absent(folder: Path, size: int) -> None:
    keep_drawn("k", b"\xff\xd8 picture")
    content = (folder / "k").read_bytes()
    for broken in (content[:size], b"x" + content[1:]):
        (folder / "k").write_bytes(broken)
        assert find_drawn("k") is None


def test_those_that_were_not_used_for_longest_go(folder: Path) -> None:
    for number in range(MOST_COVERS):
        keep_drawn(f"k{number}", b"cover")
        os.utime(folder / f"k{number}", (number, number))
    assert find_drawn("k0") is not None
    keep_drawn("new", b"cover")
    assert len(list(folder.iterdir())) == MOST_COVERS
    assert (find_drawn("k0"), find_drawn("new"), find_drawn("k1")) == (b"cover", b"cover", None)


def test_a_folder_that_cannot_be_written_costs_nothing_else(folder: Path) -> None:
    folder.parent.mkdir(parents=True)
    folder.write_text("a file")
    keep_drawn("k", b"cover")
    assert find_drawn("k") is None


def test_the_second_folder_of_a_show_is_given_the_cover_of_the_first(tmp_path: Path) -> None:
    show = make_show()
    with CoverInTheMaking(tmp_path / "one", show) as first:
        drawn = first.draw(show.title, show.author)
    with CoverInTheMaking(tmp_path / "two", show) as second:
        assert second._process is None
        assert second.draw(show.title, show.author) == drawn
    with CoverInTheMaking(tmp_path / "three", make_show(title="অন্য নাম")) as other:
        assert other._process is not None
