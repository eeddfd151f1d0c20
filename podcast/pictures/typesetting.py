"""Words in Bengali type: measured as they are shaped, broken into lines, drawn. The one home of resvg and the font."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from podcast.fitting import fit_characters, wrap

if TYPE_CHECKING:
    from PIL import Image, ImageFont

FAMILY = "Hind Siliguri"
BOLD, MEDIUM = 700, 500
LINE_HEIGHT = 1.28
"""In type sizes: Bengali stacks conjuncts below the line and vowel signs above it."""
BASELINE = 0.92
"""From a line's top, in type sizes."""

_FONT_FILES = {BOLD: "HindSiliguri-Bold.ttf", MEDIUM: "HindSiliguri-Medium.ttf"}
_JOINERS = "\u200c\u200d"
_SPACE = 0.26
_MOST_CHARACTERS = 600
"""Of a text that is looked at at all; no picture holds as much."""
_LONGEST_WORD = 30
"""In characters; a longer one is broken, since it would make all others small."""
_ELLIPSIS = "…"
_MEASURE_PX = 48
_STRIP_PX = 750
_INK = 24
"""A grey from which a point belongs to a letter rather than to its soft edge."""


@dataclass(frozen=True, slots=True)
class Slot:
    """Where lines may stand, in the units of the drawing, and how they may look."""

    left: float
    top: float
    width: float
    height: float
    most_lines: int
    largest: float
    """Type size."""
    smallest: float = 1.0


@dataclass(frozen=True, slots=True)
class Lines:
    """Words set in lines of one size."""

    texts: tuple[str, ...]
    size: float

    @property
    def height(self) -> float:
        """From the first line's top to the last one's foot."""
        return len(self.texts) * self.size * LINE_HEIGHT


def drawable(text: str) -> tuple[str, ...]:
    """Return the words of *text*: what the typeface lacks left out, very long words broken, a very long text cut.

    >>> drawable("খবর 🎙️ News")
    ('খবর', 'News')
    """
    shortened = fit_characters(text, _MOST_CHARACTERS)
    kept = "".join(letter if letter.isspace() or _is_drawable(letter) else "" for letter in shortened)
    words = (word for word in kept.split() if word.strip(_JOINERS))
    return tuple(piece for word in words for piece in wrap(word, _LONGEST_WORD))


def set_lines(words: Sequence[str], weight: int, slot: Slot) -> Lines:
    """Break *words* into lines of the largest size at which they fit into *slot*, as even as they will be.

    Words for which there is no room at the *smallest* size are left out, and an ellipsis stands for them.
    """
    widths = measure(words, weight)
    size = float(slot.largest)
    while size > slot.smallest and not _fits(widths, slot, size):
        size = max(size * 0.97, slot.smallest)
    room = slot.width / size
    spans = _break(widths, room)
    rows = max(1, min(slot.most_lines, int(slot.height / (size * LINE_HEIGHT))))
    if len(spans) > rows:
        return Lines(_cut(words, widths, spans[:rows], room), size)
    return Lines(tuple(" ".join(words[start:end]) for start, end in _even(widths, room, spans)), size)


def _fits(widths: Sequence[float], slot: Slot, size: float) -> bool:
    room = slot.width / size
    count = len(_break(widths, room))
    return count <= slot.most_lines and count * size * LINE_HEIGHT <= slot.height and max(widths, default=0) <= room


def _even(widths: Sequence[float], room: float, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Narrow the lines for as long as they stay as many: no word is left alone on the last."""
    for hundredth in range(99, 0, -1):
        narrower = room * hundredth / 100
        tried = _break(widths, narrower)
        if len(tried) > len(spans) or max(widths, default=0) > narrower:
            break
        spans = tried
    return spans


def _cut(
    words: Sequence[str], widths: Sequence[float], spans: Sequence[tuple[int, int]], room: float
) -> tuple[str, ...]:
    """Write the lines of *spans*, the last one ending in an ellipsis that fits."""
    (start, end) = spans[-1]
    while end - start > 1 and sum(widths[start:end]) + (end - start - 1) * _SPACE + 1 > room:
        end -= 1
    lines = [" ".join(words[first:last]) for first, last in (*spans[:-1], (start, end))]
    return (*lines[:-1], lines[-1].rstrip(f",;:।—–-{_ELLIPSIS}") + _ELLIPSIS)


def _break(widths: Sequence[float], room: float) -> list[tuple[int, int]]:
    """Fill lines of *room* type sizes greedily; return each line's span of words."""
    lines: list[tuple[int, int]] = []
    start, used = 0, 0.0
    for number, width in enumerate(widths):
        if number > start and used + _SPACE + width > room:
            lines.append((start, number))
            start, used = number, width
        else:
            used += width + (_SPACE if number > start else 0)
    return [*lines, (start, len(widths))] if widths else lines


def draw_lines(lines: Lines, weight: int, color: str, *, left: float, top: float) -> str:
    """Draw *lines* one below the other, the first one's top at *top*."""
    return "".join(
        draw_text(
            line,
            lines.size,
            weight,
            color,
            left=left,
            baseline=top + (number * LINE_HEIGHT + BASELINE) * lines.size,
        )
        for number, line in enumerate(lines.texts)
    )


def draw_text(  # noqa: PLR0913 - a text has its place, its size and its look
    text: str, size: float, weight: int, color: str, *, left: float, baseline: float
) -> str:
    """Draw *text* on one line."""
    return (
        f'<text x="{left:.1f}" y="{baseline:.1f}" font-family="{FAMILY}" font-weight="{weight}" '
        f'font-size="{size:.1f}" fill="{color}">{escape(text)}</text>'
    )


def measure(words: Sequence[str], weight: int) -> list[float]:
    """Return each word's width in type sizes, as the renderer shapes it: the sum of its letters is not its width."""
    _measure_all(tuple(sorted({word for word in words if (word, weight) not in _WIDTHS})), weight)
    return [_WIDTHS[word, weight] for word in words]


_WIDTHS: dict[tuple[str, int], float] = {}
"""Measured so far; emptied when it grows."""
_MOST_WIDTHS = 5000


def _measure_all(words: Sequence[str], weight: int) -> None:
    """Measure *words* in one drawing, a row each: every drawing reads the fonts anew."""
    if not words:
        return
    if len(_WIDTHS) > _MOST_WIDTHS:
        _WIDTHS.clear()
    row = 2 * _MEASURE_PX
    width = _MEASURE_PX * (max(map(len, words)) + 2)
    texts = "".join(
        draw_text(word, _MEASURE_PX, weight, "#fff", left=_MEASURE_PX, baseline=number * row + 1.25 * _MEASURE_PX)
        for number, word in enumerate(words)
    )
    picture = render(f'<rect width="{width}" height="{row * len(words)}"/>{texts}', width, row * len(words))
    ink = picture.convert("L").point([0] * _INK + [255] * (256 - _INK))
    for number, word in enumerate(words):
        box = ink.crop((0, number * row, width, (number + 1) * row)).getbbox()
        _WIDTHS[word, weight] = 0.0 if box is None else (box[2] - box[0]) / _MEASURE_PX


@cache
def _is_drawable(letter: str) -> bool:
    if letter in _JOINERS:
        return True  # they shape their neighbours
    if unicodedata.category(letter).startswith("C"):
        return False
    font = _pillow_font()
    return bytes(font.getmask(letter)) != bytes(font.getmask("\U0010ffff"))


@cache
def _pillow_font() -> ImageFont.FreeTypeFont:
    from PIL import ImageFont

    return ImageFont.truetype(font_files()[0], 40, layout_engine=ImageFont.Layout.BASIC)


@cache
def font_files() -> tuple[str, ...]:
    """Return where the typeface's files are, bold first."""
    from fontpkg_hind_siliguri import ROOT

    return tuple(str(ROOT / "files" / name) for name in _FONT_FILES.values())


def render(body: str, width: int, height: int, *, units: float | None = None) -> Image.Image:
    """Draw the SVG elements *body* as an RGB picture; *units* is what the drawing calls its own width.

    A drawing that covers its whole ground is made twice as fast as one that leaves some of it out. It is made in
    strips: 3000 pixels a side in one go take 100 MB more.
    """
    import resvg_py
    from PIL import Image

    whole = Image.new("RGB", (width, height))
    scale = 1.0 if units is None else units / width
    for top in range(0, height, _STRIP_PX):
        rows = min(_STRIP_PX, height - top)
        view = f"0 {top * scale:.6f} {width * scale:.6f} {rows * scale:.6f}"
        svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{rows}" viewBox="{view}">{body}</svg>'
        png = resvg_py.svg_to_bytes(svg_string=svg, font_files=list(font_files()), skip_system_fonts=True)
        with Image.open(io.BytesIO(bytes(png))) as strip:
            whole.paste(strip.convert("RGB"), (0, top))
    return whole
