import io
from datetime import UTC, datetime
from pathlib import Path

import feedparser
import numpy as np
import pytest
from PIL import Image
from show_samples import NOW, draw_nothing, make_article, make_draft, make_show

from podcast.colors import Colors
from podcast.errors import SettingsError
from podcast.pictures.cover import draw_cover, draw_episode_cover
from podcast.show import draw_picture, episode_guid, publication_date, publish_episode, refresh_folder, staging
from podcast.show.cover_file import CoverInTheMaking

GUID = episode_guid(make_article(1))
TITLE = make_article(1).title
LATE = datetime(2026, 3, 14, 20, 0, tzinfo=UTC)
"""Already the 15th in India and Bangladesh."""


def publish(folder: Path, number: int = 1, **show: object) -> None:
    with staging(folder) as stage:
        draft = make_draft(stage, number)
        publish_episode(folder, make_show(**show), draft, base_url=None, now=NOW, draw_cover=draw_nothing)


def own(path: Path, color: str = "#a00000", size: int = 1400) -> Path:
    Image.new("RGB", (size, size), color).save(path)
    return path


def colour_of(jpeg: bytes) -> tuple[int, ...]:
    with Image.open(io.BytesIO(jpeg)) as picture:
        return tuple(np.asarray(picture, int)[5, 5])


def test_an_episodes_picture_stands_beside_it_and_in_the_feed(tmp_path: Path) -> None:
    publish(tmp_path)
    (picture,) = (tmp_path / "episodes").glob("*.jpg")
    assert picture.read_bytes() == b"\xff\xd8\xff picture"
    (entry,) = feedparser.parse((tmp_path / "feed.xml").read_bytes()).entries
    assert entry.image.href.endswith(f"/episodes/{picture.name}")


def test_an_episode_of_an_older_program_has_no_picture_in_the_feed(tmp_path: Path) -> None:
    publish(tmp_path)
    (picture,) = (tmp_path / "episodes").glob("*.jpg")
    picture.unlink()
    refresh_folder(tmp_path, make_show(), base_url=None, draw_cover=draw_nothing)
    (entry,) = feedparser.parse((tmp_path / "feed.xml").read_bytes()).entries
    assert "image" not in entry


def test_a_picture_is_dated_by_the_day_where_the_show_is_heard() -> None:
    show = make_show()
    expected = draw_episode_cover(show.title, TITLE, "১৫ মার্চ ২০২৬")
    assert draw_picture(show, TITLE, LATE) == expected


def test_a_picture_of_an_episode_made_again_keeps_its_date(tmp_path: Path) -> None:
    publish(tmp_path)
    expected = draw_episode_cover(make_show().title, TITLE, "১৪ মার্চ ২০২৬")
    assert draw_picture(make_show(), TITLE, publication_date(tmp_path, GUID, LATE)) == expected


def test_a_picture_has_the_shows_own_colours() -> None:
    show = make_show(colors=Colors("#fffaf0", "#101010", "#a00000"))
    assert np.abs(np.subtract(colour_of(draw_picture(show, TITLE, NOW)), (255, 250, 240))).max() <= 3


def test_the_cover_that_the_show_file_names_is_used(tmp_path: Path) -> None:
    publish(tmp_path / "public", cover=own(tmp_path / "own.png"))
    cover = (tmp_path / "public" / "cover.jpg").read_bytes()
    assert np.abs(np.subtract(colour_of(cover), (160, 0, 0))).max() <= 3


def test_it_is_converted_once_and_again_when_it_changes(tmp_path: Path) -> None:
    folder, picture = tmp_path / "public", own(tmp_path / "own.png")
    publish(folder, cover=picture)
    before = (folder / "cover.jpg").stat()
    publish(folder, 2, cover=picture)
    assert (folder / "cover.jpg").stat().st_mtime_ns == before.st_mtime_ns
    own(picture, "#0000a0")
    publish(folder, 3, cover=picture)
    assert colour_of((folder / "cover.jpg").read_bytes())[2] > 150


def test_it_takes_the_place_of_one_put_there_by_hand_and_gives_it_back_to_a_drawn_one(tmp_path: Path) -> None:
    folder = tmp_path / "public"
    folder.mkdir()
    (folder / "cover.jpg").write_bytes(b"by hand")
    publish(folder)
    assert (folder / "cover.jpg").read_bytes() == b"by hand"
    publish(folder, 2, cover=own(tmp_path / "own.png"))
    assert (folder / "cover.jpg").read_bytes() != b"by hand"
    publish(folder, 3)
    assert (folder / "cover.jpg").read_bytes() == draw_nothing("নদীর খবর", "নদী প্রকাশনা")


def test_a_cover_that_cannot_be_used_publishes_nothing(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="1 × 1 pixels, too small"):
        publish(tmp_path / "public", cover=own(tmp_path / "own.png", size=1))
    assert not (tmp_path / "public").exists()


def test_changed_colours_draw_the_cover_anew(tmp_path: Path) -> None:
    folder, drawn = tmp_path, []

    def count(title: str, author: str | None) -> bytes:
        drawn.append(title)
        return draw_nothing(title, author)

    publish(folder)
    for colors in (None, Colors("#fffaf0", "#101010", "#a00000"), Colors("#fffaf0", "#101010", "#a00000")):
        refresh_folder(folder, make_show(colors=colors), base_url=None, draw_cover=count)
    assert len(drawn) == 1


def test_a_cover_in_the_making_is_the_one_that_would_be_drawn_here(tmp_path: Path) -> None:
    colors = Colors("#fffaf0", "#101010", "#a00000")
    for show in (make_show(), make_show(colors=colors, author=None)):
        with CoverInTheMaking(tmp_path, show) as cover:
            assert cover.draw(show.title, show.author) == draw_cover(show.title, show.author, show.colors)


def test_a_cover_is_not_begun_where_none_is_wanted(tmp_path: Path) -> None:
    publish(tmp_path)
    for show in (make_show(), make_show(cover=own(tmp_path / "own.png"))):
        with CoverInTheMaking(tmp_path, show) as cover:
            assert cover._process is None
