import io
from functools import cache

import numpy as np
import pytest
from PIL import Image

from podcast.show import cover
from podcast.show.cover import draw_cover, shrink_cover

LONG = (
    "পশ্চিমবঙ্গ, ত্রিপুরা ও বাংলাদেশের গ্রামগঞ্জের খবর, আবহাওয়া, কৃষি, স্বাস্থ্য, শিক্ষা, বিজ্ঞান, খেলাধুলো এবং সাহিত্যের সাপ্তাহিক "
    "বৈঠক: প্রতি শুক্রবার সন্ধ্যায় নতুন পর্ব, সম্পূর্ণ স্বেচ্ছাশ্রমে তৈরি"
)
SHORT, LATIN, ONE_WORD = "ক্ষুদ্র শ্রুতি", 'Kolkata <Tech> & "News" 🎙️', "উচ্চমাধ্যমিকশিক্ষাসংসদ" * 4
AUTHOR = "সম্পাদকমণ্ডলী"


@cache
def drawn(title: str, author: str | None = AUTHOR) -> bytes:
    return draw_cover(title, author)


def opened(jpeg: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(jpeg))
    picture.load()
    return picture


@pytest.mark.parametrize("title", [SHORT, LONG, LATIN, "\x00\ud800 ।", "😀"])
def test_every_title_gives_a_picture_that_directories_take(title: str) -> None:
    jpeg = drawn(title)
    picture = opened(jpeg)
    assert (picture.format, picture.mode, picture.size) == ("JPEG", "RGB", (3000, 3000))
    assert picture.info["dpi"] == (72, 72)
    assert len(jpeg) <= 512_000


@pytest.mark.parametrize("title", ["ক", SHORT, LONG, LATIN, ONE_WORD])
def test_no_letter_leaves_the_margins(title: str) -> None:
    palette = cover._PALETTES[0]
    lettering = cover._lettering(cover._drawable(title), cover._drawable(AUTHOR), palette)
    left, top, right, bottom = cover._render(lettering, 3000, 3000).getchannel("A").getbbox() or (0, 0, 0, 0)
    assert 200 <= left < right <= 2800
    assert 300 <= top < bottom <= 2050


def test_the_same_words_give_the_same_bytes() -> None:
    assert draw_cover(SHORT, AUTHOR) == drawn(SHORT)


def test_titles_have_colours_of_their_own() -> None:
    corners = {opened(drawn(title)).getpixel((5, 5)) for title in (SHORT, LONG, LATIN)}
    assert len(corners) == 3


def test_conjuncts_are_shaped_not_set_side_by_side() -> None:
    assert cover._width("ক্ষ", 700) < 0.8 * (cover._width("ক", 700) + cover._width("ষ", 700))
    assert cover._width("ন্ত্র", 700) < 0.6 * sum(cover._width(letter, 700) for letter in "নতর")


def test_lines_break_between_words_and_lose_none() -> None:
    lines, size = cover._fit(LONG.split(), 700, most_lines=4, most_px=560, height=1200)
    assert " ".join(lines).split() == LONG.split()
    assert 2 <= len(lines) <= 4
    assert 60 < size < 560
    assert min(map(len, lines)) > 0.7 * max(map(len, lines))


def test_a_short_title_is_set_as_large_as_it_may_be() -> None:
    assert cover._fit(["খবর"], 700, most_lines=4, most_px=560, height=1400) == (("খবর",), 560)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("খবর 🎙️ News", ("খবর", "News")),
        ("র‍্যাব ও ₹৫০ — “খবর”।", ("র‍্যাব", "ও", "₹৫০", "—", "“খবর”।")),
        ("नमस्ते বাংলা\x07 \u200d 中", ("বাংলা",)),
    ],
)
def test_what_the_typeface_lacks_is_left_out(text: str, words: tuple[str, ...]) -> None:
    assert cover._drawable(text) == words


def test_the_author_is_written_unless_the_title_says_the_same() -> None:
    assert drawn(SHORT, SHORT) == drawn(SHORT, None) != drawn(SHORT)


def test_the_small_picture_is_the_same_picture() -> None:
    jpeg = drawn(SHORT)
    small = opened(shrink_cover(jpeg, 600))
    assert (small.format, small.mode, small.size) == ("JPEG", "RGB", (600, 600))
    again = opened(jpeg).resize((600, 600))
    assert np.abs(np.asarray(small, int) - np.asarray(again, int)).mean() < 3
