import time

import numpy as np
import pytest
import uharfbuzz as hb
from numpy.typing import NDArray
from PIL import Image

from podcast.pictures.typesetting import (
    BOLD,
    MEDIUM,
    Slot,
    draw_text,
    drawable,
    font_files,
    measure,
    render,
    set_lines,
)

LONG = (
    "পশ্চিমবঙ্গ, ত্রিপুরা ও বাংলাদেশের গ্রামগঞ্জের খবর, আবহাওয়া, কৃষি, স্বাস্থ্য, শিক্ষা, বিজ্ঞান, খেলাধুলো এবং সাহিত্যের সাপ্তাহিক "
    "বৈঠক: প্রতি শুক্রবার সন্ধ্যায় নতুন পর্ব, সম্পূর্ণ স্বেচ্ছাশ্রমে তৈরি"
)
SLOT = Slot(240, 0, 2520, 1400, most_lines=4, largest=560)
SHAPED = (
    *(
        "ক্ষ",
        "ন্ত্র",
        "ঙ্গ",
        "র‍্যা",
        "স্ত্রী",
        "শ্রী",
        "হৃ",
        "রূপ",
        "ক্ষ্ম",
        "জ্ঞান",
        "কর্ম",
        "ন্দ্র",
        "র্য",
        "উৎস",
        "হ্যাঁ",
        "দুঃখ",
        "গুরু",
        "শুভ",
    ),
    *("কি", "কৌ", "বৃষ্টি", "উচ্ছ্বাস", "র‍্যাব", "অ্যাপ", "স্বাস্থ্য", "পর্যন্ত", "ম্লান", "ব্রহ্মপুত্র", "ঊর্ধ্ব", "বাঙ্‌লা", "২০২৬", "News খবর"),
)


@pytest.fixture(scope="module", params=[BOLD, MEDIUM], ids=["bold", "medium"])
def weight(request: pytest.FixtureRequest) -> int:
    return int(request.param)


def shaped_by_harfbuzz(text: str, weight: int, size: float, features: dict[str, bool] | None = None) -> str:
    """Draw *text* as the outlines of the glyphs that HarfBuzz chooses, where it puts them."""
    face = hb.Face(hb.Blob.from_file_path(font_files()[0 if weight == BOLD else 1]))
    font = hb.Font(face)
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    hb.shape(font, buffer, features)
    scale, x, outline = size / face.upem, 0, []
    for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        font.draw_glyph(info.codepoint, pen(outline, x + position.x_offset, position.y_offset))
        x += position.x_advance
    # one path, as the renderer makes of a run: letters that touch are one shape
    place = f"translate({size} {1.4 * size}) scale({scale} {-scale})"
    return f'<path fill="#fff" transform="{place}" d="{" ".join(outline)}"/>'


def pen(outline: list[str], dx: float, dy: float) -> hb.DrawFuncs:
    def write(command: str, *places: float) -> None:
        moved = [f"{x + dx} {y + dy}" for x, y in zip(places[::2], places[1::2], strict=True)]
        outline.append(command + " ".join(moved))

    funcs = hb.DrawFuncs()
    funcs.set_move_to_func(lambda x, y, _: write("M", x, y))
    funcs.set_line_to_func(lambda x, y, _: write("L", x, y))
    funcs.set_quadratic_to_func(lambda cx, cy, x, y, _: write("Q", cx, cy, x, y))
    funcs.set_cubic_to_func(lambda ax, ay, bx, by, x, y, _: write("C", ax, ay, bx, by, x, y))
    funcs.set_close_path_func(lambda _: write("Z"))
    return funcs


def painted(body: str, size: float, letters: int) -> NDArray[np.int16]:
    width, height = round(size * (letters + 3)), round(2.2 * size)
    picture = render(f'<rect width="{width}" height="{height}"/>{body}', width, height)
    return np.asarray(picture.convert("L"), np.int16)


@pytest.mark.parametrize("text", SHAPED)
def test_letters_are_the_glyphs_that_harfbuzz_chooses_in_its_places(text: str, weight: int) -> None:
    size = 100.0
    ours = painted(draw_text(text, size, weight, "#fff", left=size, baseline=1.4 * size), size, len(text))
    theirs = painted(shaped_by_harfbuzz(text, weight, size), size, len(text))
    assert ours.max() == 255
    assert np.abs(ours - theirs).max() <= 24  # of 255: the rounding of edges; a glyph out of place is 255


@pytest.mark.parametrize("text", ["ক্ষ", "ন্ত্র", "ঙ্গ", "র‍্যা", "স্ত্রী", "শ্রী", "হৃ"])
def test_the_comparison_sees_a_conjunct_that_is_not_formed(text: str, weight: int) -> None:
    size = 100.0
    off = dict.fromkeys(("akhn", "rphf", "blwf", "half", "pstf", "cjct", "pres", "abvs", "blws", "psts", "haln"), False)
    ours = painted(draw_text(text, size, weight, "#fff", left=size, baseline=1.4 * size), size, len(text))
    apart = painted(shaped_by_harfbuzz(text, weight, size, off), size, len(text))
    assert np.abs(ours - apart).sum() > 0.1 * apart.sum()


def test_a_width_is_that_of_the_shaped_word() -> None:
    conjunct, *letters = measure(["ন্ত্র", "ন", "ত", "র"], BOLD)
    assert conjunct < 0.6 * sum(letters)
    (alone,) = measure(["স্বেচ্ছাশ্রম"], BOLD)
    together = dict(zip(words := ["স্বেচ্ছাশ্রম", "ক", "শ্রী"], measure(words, BOLD), strict=True))
    assert together["স্বেচ্ছাশ্রম"] == alone


def test_a_width_is_what_harfbuzz_draws() -> None:
    words = ["বন্যায়", "ক্ষতিগ্রস্ত", "কৃষকদের"]
    for word, width in zip(words, measure(words, BOLD), strict=True):
        columns = np.flatnonzero(painted(shaped_by_harfbuzz(word, BOLD, 200), 200, len(word)).max(axis=0) > 24)
        assert width == pytest.approx((columns[-1] - columns[0] + 1) / 200, abs=0.03)


def test_lines_break_between_words_and_lose_none() -> None:
    lines = set_lines(LONG.split(), BOLD, SLOT)
    assert " ".join(lines.texts).split() == LONG.split()
    assert 2 <= len(lines.texts) <= 4
    assert 60 < lines.size < 560
    assert lines.height <= 1400
    assert min(map(len, lines.texts)) > 0.7 * max(map(len, lines.texts))


def test_a_short_title_is_set_as_large_as_it_may_be() -> None:
    lines = set_lines(["খবর"], BOLD, SLOT)
    assert (lines.texts, lines.size) == (("খবর",), 560)


def test_what_does_not_fit_ends_in_an_ellipsis_at_the_smallest_size() -> None:
    lines = set_lines(drawable(LONG * 3), BOLD, Slot(0, 0, 2520, 1000, most_lines=3, largest=400, smallest=200))
    assert (len(lines.texts), lines.size) == (3, 200)
    assert lines.texts[-1].endswith("…")
    kept = " ".join(lines.texts).removesuffix("…")
    assert LONG.startswith(kept)
    for line, width in zip(
        lines.texts, measure([line.replace(" ", "\u00a0") for line in lines.texts], BOLD), strict=True
    ):
        assert width * 200 <= 2520 * 1.02, line


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("খবর 🎙️ News", ("খবর", "News")),
        ("র‍্যাব ও ₹৫০ — “খবর”।", ("র‍্যাব", "ও", "₹৫০", "—", "“খবর”।")),
        ("नमस्ते বাংলা\x07 \u200d 中", ("বাংলা",)),
        ("<b>ক</b> & খ", ("<b>ক</b>", "&", "খ")),
        ("", ()),
    ],
)
def test_what_the_typeface_lacks_is_left_out(text: str, words: tuple[str, ...]) -> None:
    assert drawable(text) == words


def test_a_very_long_word_is_broken_between_letters_that_are_seen_as_one() -> None:
    word = "ক্ষুন্ত্রস্ত্রী" * 12
    pieces = drawable(word)
    assert "".join(pieces) == word
    assert max(map(len, pieces)) <= 30
    assert not any(piece.startswith(("্", "ু", "ী")) or piece.endswith("্") for piece in pieces)


def test_a_title_of_ten_thousand_words_is_set_as_fast_as_what_is_seen_of_it() -> None:
    words = drawable("বৃষ্টি " * 10_000)
    assert sum(map(len, words)) <= 600
    began = time.process_time()
    set_lines(words, BOLD, Slot(0, 0, 2520, 1840, most_lines=7, largest=430, smallest=190))
    assert time.process_time() - began < 1


def test_the_picture_is_of_the_size_asked_for() -> None:
    picture = render('<rect width="3000" height="1500" fill="#800000"/>', 600, 300, units=3000)
    assert isinstance(picture, Image.Image)
    assert (picture.size, picture.mode, picture.getpixel((599, 299))) == ((600, 300), "RGB", (128, 0, 0))
