from pathlib import Path

import pytest

from podcast.colors import Colors, contrast
from podcast.errors import SettingsError
from podcast.settings import load_show


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        ("#767676", "#FFFFFF", 4.54),
        ("#ff0000", "#ffffff", 4.0),
    ],
)
def test_contrast_is_that_of_the_guidelines_whichever_comes_first(one: str, other: str, expected: float) -> None:
    assert contrast(one, other) == contrast(other, one) == pytest.approx(expected, abs=0.005)


@pytest.mark.parametrize("value", ["red", "#fff", "0e4a4b", "#0e4a4g", "", "#0e4a4b0", " #0e4a4b"])
def test_a_colour_is_written_in_six_hex_digits(value: str) -> None:
    with pytest.raises(ValueError, match="is not a colour; expected six hex digits"):
        Colors(value, "#ffffff", "#ffffff")


def test_colours_that_cannot_be_told_apart_are_refused() -> None:
    with pytest.raises(
        ValueError, match=r"text #777777 is hard to see on background #ffffff.* 4\.5 to 1, expected at least"
    ):
        Colors("#ffffff", "#777777", "#000000")
    with pytest.raises(ValueError, match="accent #ffe0e0 is hard to see"):
        Colors("#ffffff", "#000000", "#ffe0e0")
    assert Colors("#ffffff", "#000000", "#949494").accent == "#949494"


def show_file(tmp_path: Path, lines: str) -> Path:
    path = tmp_path / "nodi.toml"
    path.write_text(f'title = "নদী"\ndescription = "নদীর খবর।"\n{lines}\n', encoding="utf-8")
    return path


def test_a_show_file_names_colours_and_a_cover_beside_it(tmp_path: Path) -> None:
    path = show_file(
        tmp_path, 'cover = "nodi.png"\ncolors = { background = "#ffffff", text = "#000000", accent = "#a00000" }'
    )
    show = load_show(str(path))
    assert show.cover == tmp_path / "nodi.png"
    assert show.colors == Colors("#ffffff", "#000000", "#a00000")


@pytest.mark.parametrize(
    ("colors", "found"),
    [
        ('{ background = "#ffffff", text = "#eeeeee", accent = "#000000" }', "contrast is 1.2 to 1"),
        ('{ background = "#ffffff", text = "black", accent = "#000000" }', "“black” is not a colour"),
        ('{ background = "#ffffff" }', "colors.text is missing; colors.accent is missing"),
        (
            '{ background = "#ffffff", text = "#000000", accent = "#000000", line = "#000000" }',
            "colors.line is not a key",
        ),
        ('"#ffffff"', "colors = '#ffffff'"),
    ],
)
def test_a_show_file_with_other_colours_is_refused(tmp_path: Path, colors: str, found: str) -> None:
    path = show_file(tmp_path, f"colors = {colors}")
    with pytest.raises(SettingsError) as caught:
        load_show(str(path))
    assert found in str(caught.value)
    assert str(path) in str(caught.value)
