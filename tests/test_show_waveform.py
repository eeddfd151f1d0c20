import re
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from show_samples import HOSTILE_TEXTS

from podcast.model import Chapter
from podcast.show.waveform import WavePicture, draw_waveform

SVG = "{http://www.w3.org/2000/svg}"
MINUTE = 60_000


def picture(
    duration_ms: int,
    *,
    title: str = "নদীর ধারে",
    chapters: Sequence[Chapter] = (),
    sentences: Sequence[tuple[int, int]] = (),
    silences: Sequence[tuple[int, int]] = (),
    level: float = 0.5,
) -> WavePicture:
    peaks = np.full(duration_ms // 20, level, np.float32)
    return WavePicture(title, ("কণ্ঠ: তানিশা",), duration_ms, peaks, chapters, sentences, silences)


def drawn(what: WavePicture) -> etree._Element:
    return etree.fromstring(draw_waveform(what).encode())


def paths(tree: etree._Element, **attributes: str) -> list[str]:
    found = tree.iter(f"{SVG}path")
    return [path.get("d") for path in found if all(path.get(name) == value for name, value in attributes.items())]


def texts(tree: etree._Element) -> list[str]:
    return [text.text for text in tree.iter(f"{SVG}text")]


@pytest.mark.parametrize("duration_ms", [0, 40, 500, 10_001, 5 * MINUTE, 61 * MINUTE, 300 * MINUTE, 3000 * MINUTE])
def test_it_is_light_and_has_at_most_ten_rows_however_long_the_episode(duration_ms: int) -> None:
    step = max(1, duration_ms // 3000)
    spans = [(start, start + step - 1) for start in range(0, duration_ms, step)]
    chapters = [Chapter(start, "একটি বেশ লম্বা উপশিরোনাম, যা এক লাইনে ধরে না " * 3) for start, _ in spans[::3]]
    what = picture(duration_ms, chapters=chapters, sentences=spans, silences=spans)
    document = draw_waveform(what)
    assert len(document.encode()) < 200_000
    waves = paths(etree.fromstring(document.encode()), stroke="#0f5c6e")
    assert 1 <= len(waves) <= 10


def test_rows_show_the_whole_episode_in_order() -> None:
    tree = drawn(picture(100_000))
    clocks = [text for text in texts(tree) if re.fullmatch("[০-৯]+:[০-৯]{2}", text)]
    assert clocks == ["০:০০", "০:১০", "০:২০", "০:৩০", "০:৪০", "০:৫০", "১:০০", "১:১০", "১:২০", "১:৩০"]


def test_a_stroke_is_as_high_as_the_sound_is_loud() -> None:
    heights = {}
    for level in (0.25, 1.0, 3.0):
        (wave,) = paths(drawn(picture(10_000, level=level)), stroke="#0f5c6e")
        (heights[level],) = set(re.findall(r"v(\d+)", wave))
        assert wave.count("M") == 512
    assert heights == {0.25: "17", 1.0: "68", 3.0: "68"}


def test_silence_has_no_strokes_but_a_ground_of_its_own() -> None:
    tree = drawn(picture(10_000, level=0.0, silences=[(2500, 5000)]))
    assert paths(tree, stroke="#0f5c6e") == [""]
    (ground,) = paths(tree, fill="#f3e3c3")
    left, width = map(int, re.fullmatch(r"M(\d+) \d+v68h(\d+)V\d+z", ground).groups())
    assert (left, width) == (92 + 269, 269)  # a quarter of the row's 1076 units, from its first quarter on


def test_sentences_are_underlined_where_they_are_heard_over_the_end_of_a_row_too() -> None:
    tree = drawn(picture(20_000, sentences=[(0, 5000), (9000, 12_000)]))
    first, second = (path for path in paths(tree, stroke="#6b645d") if path.count("M") and "h30" not in path)
    assert first.count("M") == 2
    assert second.count("M") == 1
    assert second.startswith("M92.0")


def test_chapters_are_flagged_where_they_begin_and_listed_below() -> None:
    tree = drawn(picture(20_000, chapters=[Chapter(0, "শুরু"), Chapter(15_000, "ঘাটের <কথা> & শেষ")]))
    said = texts(tree)
    assert said.count("১") == said.count("২") == 2  # a flag, and a line in the list
    assert said.index("শুরু") < said.index("ঘাটের <কথা> & শেষ")
    assert said[said.index("ঘাটের <কথা> & শেষ") - 1] == "০:১৫"


def test_more_chapters_than_are_listed_are_counted() -> None:
    marks = [Chapter(number * 1000, f"অধ্যায় {number}") for number in range(100)]
    assert any("আরও ৬০টি অধ্যায়" in text for text in texts(drawn(picture(100_000, chapters=marks))))


@given(title=st.text() | st.sampled_from(HOSTILE_TEXTS))
def test_no_text_breaks_it(title: str) -> None:
    drawn(picture(10_000, title=title, chapters=[Chapter(0, title)]))
