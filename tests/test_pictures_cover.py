import io
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from podcast.colors import Colors
from podcast.pictures import cover
from podcast.pictures.cover import colors_of, draw_cover, draw_episode_cover, shrink_cover, to_jpeg
from podcast.pictures.typesetting import render

LONG = (
    "পশ্চিমবঙ্গ, ত্রিপুরা ও বাংলাদেশের গ্রামগঞ্জের খবর, আবহাওয়া, কৃষি, স্বাস্থ্য, শিক্ষা, বিজ্ঞান, খেলাধুলো এবং সাহিত্যের সাপ্তাহিক "
    "বৈঠক: প্রতি শুক্রবার সন্ধ্যায় নতুন পর্ব, সম্পূর্ণ স্বেচ্ছাশ্রমে তৈরি"
)
SHORT, LATIN, ONE_WORD = "ক্ষুদ্র শ্রুতি", 'Kolkata <Tech> & "News" 🎙️', "উচ্চমাধ্যমিকশিক্ষাসংসদ" * 4
TEN_THOUSAND_WORDS = "খেয়াঘাটে " * 10_000
AUTHOR = "সম্পাদকমণ্ডলী"
DATE = "২৬ নভেম্বর ২০২৬"
GREY = Colors("#202020", "#ffffff", "#ffffff")


@cache
def drawn(title: str, author: str | None = AUTHOR) -> bytes:
    return draw_cover(title, author)


@cache
def episode(title: str, show: str = SHORT) -> bytes:
    return draw_episode_cover(show, title, DATE)


def opened(jpeg: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(jpeg))
    picture.load()
    return picture


def extent(lettering: str) -> tuple[int, int, int, int]:
    """What the lettering covers, in the drawing's units, at a tenth of its size."""
    picture = render(f'<rect width="3000" height="3000"/>{lettering}', 300, 300, units=3000)
    left, top, right, bottom = picture.convert("L").point([0] * 40 + [255] * 216).getbbox() or (0, 0, 0, 0)
    return left * 10, top * 10, right * 10, bottom * 10


@pytest.mark.parametrize("title", [SHORT, LONG, LATIN, "\x00\ud800 ।", "😀", TEN_THOUSAND_WORDS])
def test_every_title_gives_a_picture_that_directories_take(title: str) -> None:
    for jpeg, size in ((drawn(title), 3000), (episode(title), 1400)):
        picture = opened(jpeg)
        assert (picture.format, picture.mode, picture.size) == ("JPEG", "RGB", (size, size))
        assert picture.info["dpi"] == (72, 72)
        assert len(jpeg) <= 500_000


@pytest.mark.parametrize("title", ["ক", SHORT, LONG, LATIN, ONE_WORD, TEN_THOUSAND_WORDS])
def test_no_letter_leaves_the_margins(title: str) -> None:
    left, top, right, bottom = extent(cover._show_lettering(cover.drawable(title), cover.drawable(AUTHOR), GREY))
    assert 200 <= left < right <= 2800
    assert 300 <= top < bottom <= 2050
    words = cover.drawable(title)
    left, top, right, bottom = extent(cover._episode_lettering(words, words, cover.drawable(DATE), GREY))
    assert 200 <= left < right <= 2800
    assert 150 <= top < bottom <= 2850


@pytest.mark.parametrize("title", [LONG, TEN_THOUSAND_WORDS, ONE_WORD])
def test_an_episodes_title_stays_clear_of_the_line_below_it(title: str) -> None:
    lettering = cover._episode_lettering((), cover.drawable(title), (), GREY)
    _, top, _, bottom = extent(lettering)
    assert 500 <= top < bottom <= 2440


@settings(max_examples=15)
@given(st.text(max_size=200))
def test_any_title_can_be_drawn(title: str) -> None:
    assert opened(draw_episode_cover("খবর", title, DATE)).size == (1400, 1400)


def test_the_same_words_give_the_same_bytes() -> None:
    assert draw_cover(SHORT, AUTHOR) == drawn(SHORT)
    assert draw_episode_cover(SHORT, LONG, DATE) == episode(LONG)


def test_titles_have_colours_of_their_own_and_episodes_those_of_their_show() -> None:
    corners = {title: opened(drawn(title)).getpixel((5, 5)) for title in (SHORT, LONG, LATIN)}
    assert len(set(corners.values())) == 3
    assert opened(episode(LATIN, LONG)).getpixel((5, 5)) == corners[LONG]


def test_every_palette_can_be_read() -> None:
    assert len({palette.background for palette in cover._PALETTES}) == 6  # Colors refuses the others
    assert {colors_of(f"খবর {number}") for number in range(60)} == set(cover._PALETTES)


def test_a_shows_own_colours_are_used() -> None:
    mine = Colors("#fffaf0", "#101010", "#a00000")
    for jpeg in (draw_cover(SHORT, AUTHOR, mine), draw_episode_cover(SHORT, LONG, DATE, mine)):
        picture = np.asarray(opened(jpeg).resize((700, 700)), int)
        assert np.abs(picture[3, 3] - (255, 250, 240)).max() <= 3
        assert (np.abs(picture - (16, 16, 16)).max(axis=2) < 12).sum() > 1000
        assert (np.abs(picture - (160, 0, 0)).max(axis=2) < 30).sum() > 100


def test_the_author_is_written_unless_the_title_says_the_same() -> None:
    assert drawn(SHORT, SHORT) == drawn(SHORT, None) != drawn(SHORT)


def test_an_episodes_picture_says_show_title_and_date() -> None:
    whole = draw_episode_cover(SHORT, LONG, DATE)
    without = [draw_episode_cover("", LONG, DATE, colors_of(SHORT)), draw_episode_cover(SHORT, LONG, "")]
    top, bottom = (slice(0, 220), slice(1150, 1400))
    for other, rows in zip(without, (top, bottom), strict=True):
        difference = np.abs(np.asarray(opened(whole), int) - np.asarray(opened(other), int)).max(axis=2) > 60
        assert difference.any()
        assert difference.sum() == difference[rows].sum()


def test_the_small_picture_is_the_same_picture() -> None:
    jpeg = drawn(SHORT)
    small = opened(shrink_cover(jpeg, 600))
    assert (small.format, small.mode, small.size) == ("JPEG", "RGB", (600, 600))
    again = opened(jpeg).resize((600, 600))
    assert np.abs(np.asarray(small, int) - np.asarray(again, int)).mean() < 3


def test_a_small_picture_that_cannot_be_pressed_further_is_given_all_the_same() -> None:
    noise = Image.effect_noise((64, 64), 90).convert("RGB")
    assert opened(to_jpeg(noise)).size == (64, 64)
