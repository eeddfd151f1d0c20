import io
from pathlib import Path

import pytest
from PIL import Image
from show_samples import make_show

from podcast.show import CoverInTheMaking
from podcast.show.cover import draw_cover


def test_it_is_what_would_be_drawn_here() -> None:
    show = make_show()
    with CoverInTheMaking(None, show) as cover:
        small = cover.small(300)
        drawn = cover.draw(show.title, show.author)
    assert drawn == draw_cover(show.title, show.author)
    assert small is not None
    with Image.open(io.BytesIO(small)) as picture:
        assert (picture.format, picture.size) == ("JPEG", (300, 300))


def test_another_title_than_the_shows_is_drawn_when_asked_for() -> None:
    with CoverInTheMaking(None, make_show()) as cover:
        assert cover.draw("অন্য অনুষ্ঠান", None) == draw_cover("অন্য অনুষ্ঠান", None)


def test_nothing_is_left_running_when_the_episode_fails() -> None:
    cover = CoverInTheMaking(None, make_show())
    with pytest.raises(ZeroDivisionError), cover:
        raise ZeroDivisionError
    assert cover._process is not None
    assert cover._process.returncode is not None


def test_a_picture_of_the_owners_own_is_taken_and_nothing_drawn(tmp_path: Path) -> None:
    Image.new("RGB", (1400, 1400), "#a01020").save(tmp_path / "cover.jpg", "PNG")
    with CoverInTheMaking(tmp_path, make_show()) as cover:
        assert cover._process is None
        small = cover.small(100)
    assert small is not None
    with Image.open(io.BytesIO(small)) as picture:
        red, green, blue = picture.getpixel((50, 50))
    assert red > 140
    assert max(green, blue) < 60


def test_a_picture_that_cannot_be_read_is_left_out_of_the_sound_file(tmp_path: Path) -> None:
    (tmp_path / "cover.jpg").write_bytes(b"no picture")
    with CoverInTheMaking(tmp_path, make_show()) as cover:
        assert cover.small(100) is None
