"""The show's picture: its title in Bengali type over a sound wave, in colours that belong to that title."""

from __future__ import annotations

import hashlib
import io
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from PIL import Image, ImageFont

SIZE_PX = 3000
"""Both sides; directories take square pictures of 1400 to 3000."""
MOST_BYTES = 500_000
"""Directories advise against more than 512 kB."""

_FAMILY = "Hind Siliguri"
_BOLD, _MEDIUM = 700, 500
_FONT_FILES = {_BOLD: "HindSiliguri-Bold.ttf", _MEDIUM: "HindSiliguri-Medium.ttf"}
_JOINERS = "\u200c\u200d"

_STRIP_PX = 1000
_MARGIN_PX = 240
_TITLE_TOP_PX, _TITLE_BOTTOM_PX = 380, 1840
_MOST_LINES = 4
_LARGEST_PX, _AUTHOR_PX = 560, 136
_LINE_HEIGHT = 1.28
"""In type sizes: Bengali stacks conjuncts below the line and vowel signs above it."""
_BASELINE = 0.92
_MEASURE_PX = 50
_SPACE = 0.26


@dataclass(frozen=True, slots=True)
class _Palette:
    top: str
    bottom: str
    accent: str
    text: str


_PALETTES = (
    _Palette("#0e4a4b", "#052223", "#f2b84b", "#fff8e7"),  # teal, marigold
    _Palette("#272f7d", "#0e1238", "#ff9a6c", "#fff6f0"),  # indigo, coral
    _Palette("#7d1428", "#34060f", "#f6c453", "#fff5e4"),  # alta red, gold
    _Palette("#17523a", "#071f15", "#ecd97a", "#fbf9e9"),  # rice green, straw
    _Palette("#562065", "#200828", "#ffb0bf", "#fff4f7"),  # brinjal, water lily
    _Palette("#124069", "#051828", "#6fdacf", "#f1fbff"),  # river blue, foam
)


def draw_cover(title: str, author: str | None = None) -> bytes:
    """Draw the picture of a show called *title*: a square JPEG of :data:`SIZE_PX`, RGB, under :data:`MOST_BYTES`.

    The title is broken between words over up to four lines and made as small as it takes; it is never cut. Letters
    that the typeface lacks (other scripts than Bengali and Latin, emoji) are left out. *author* stands below it unless
    it says the same. The same words always give the same bytes.
    """
    words, author_words = _drawable(title), _drawable(author or "")
    seed = hashlib.sha256(title.encode("utf-8", "replace")).digest()
    palette = _PALETTES[seed[0] % len(_PALETTES)]
    lettering = _lettering(words, author_words if author_words != words else (), palette)
    drawing = _rings(palette) + _wave(palette, seed[1:]) + lettering
    ground = _ground(palette)
    # in strips: the whole of it with its transparency would take 100 MB more
    for top in range(0, SIZE_PX, _STRIP_PX):
        strip = _render(f'<g transform="translate(0 {-top})">{drawing}</g>', SIZE_PX, _STRIP_PX)
        ground.paste(strip, (0, top), mask=strip)
    return _to_jpeg(ground)


def shrink_cover(jpeg: bytes, size_px: int) -> bytes:
    """Return the picture with sides of *size_px*, for the tags of a sound file."""
    from PIL import Image

    with Image.open(io.BytesIO(jpeg)) as picture:
        picture.draft("RGB", (2 * size_px, 2 * size_px))  # a JPEG need not be decoded larger than that
        return _to_jpeg(picture.convert("RGB").resize((size_px, size_px), Image.Resampling.LANCZOS))


def _ground(palette: _Palette) -> Image.Image:
    """Paint the ground: five times as fast as having the renderer write a gradient of this size as PNG."""
    from PIL import Image, ImageOps

    shade = Image.linear_gradient("L").resize((SIZE_PX, SIZE_PX), Image.Resampling.BICUBIC)
    return ImageOps.colorize(shade, palette.top, palette.bottom)


def _rings(palette: _Palette) -> str:
    """Draw sound going out from the upper right corner."""
    return "".join(
        f'<circle cx="2700" cy="300" r="{radius}" fill="none" stroke="{palette.accent}" stroke-width="26" '
        f'stroke-opacity="{0.30 - 0.045 * number:.3f}"/>'
        for number, radius in enumerate(range(240, 1500, 210))
    )


def _wave(palette: _Palette, seed: bytes) -> str:
    """Draw a row of rounded bars whose heights are the title's own."""
    count, width, middle = 30, 46, 2400
    step = (SIZE_PX - 2 * _MARGIN_PX - width) / (count - 1)
    bars = []
    for number in range(count):
        swell = 1 - abs(2 * number / (count - 1) - 1) ** 2  # low at both ends, like a spoken phrase
        height = width + round((0.25 + 0.75 * seed[number % len(seed)] / 255) * swell * 560)
        x = _MARGIN_PX + number * step
        bars.append(f'<rect x="{x:.1f}" y="{middle - height / 2:.1f}" width="{width}" height="{height}" rx="23"/>')
    return f'<g fill="{palette.accent}">{"".join(bars)}</g>'


def _lettering(words: Sequence[str], author_words: Sequence[str], palette: _Palette) -> str:
    height = _TITLE_BOTTOM_PX - _TITLE_TOP_PX - (2 * _AUTHOR_PX if author_words else 0)
    lines, size = _fit(words, _BOLD, most_lines=_MOST_LINES, most_px=_LARGEST_PX, height=height)
    top = _TITLE_TOP_PX + (height - len(lines) * size * _LINE_HEIGHT) / 2
    texts = [
        _text(line, size, top + (number * _LINE_HEIGHT + _BASELINE) * size, _BOLD, palette.text)
        for number, line in enumerate(lines)
    ]
    if author_words:
        (line, *_), author_size = _fit(author_words, _MEDIUM, most_lines=1, most_px=_AUTHOR_PX, height=height)
        below = top + len(lines) * size * _LINE_HEIGHT + _AUTHOR_PX * 1.5
        texts.append(_text(line, author_size, below, _MEDIUM, palette.accent))
    return "".join(texts)


def _text(line: str, size: float, baseline: float, weight: int, colour: str) -> str:
    return (
        f'<text x="{_MARGIN_PX}" y="{baseline:.1f}" font-family="{_FAMILY}" font-weight="{weight}" '
        f'font-size="{size:.1f}" fill="{colour}">{escape(line)}</text>'
    )


def _fit(
    words: Sequence[str], weight: int, *, most_lines: int, most_px: float, height: float
) -> tuple[tuple[str, ...], float]:
    """Return the lines, and the largest type size at which they fit into the width between the margins and *height*."""
    widths = [_width(word, weight) for word in words]
    size = float(most_px)
    while True:
        room = (SIZE_PX - 2 * _MARGIN_PX) / size
        lines = _break(widths, room)
        if len(lines) <= most_lines and len(lines) * size * _LINE_HEIGHT <= height and max(widths, default=0) <= room:
            break
        size *= 0.97
    # the same number of lines, as even as they will be: no word left alone on the last
    for narrower in range(99, 0, -1):
        tighter = room * narrower / 100
        tried = _break(widths, tighter)
        if len(tried) > len(lines) or max(widths, default=0) > tighter:
            break
        lines = tried
    return tuple(" ".join(words[start:end]) for start, end in lines), size


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


@cache
def _width(word: str, weight: int) -> float:
    """Measure *word* in type sizes, as the renderer shapes it: the sum of its letters is not its width."""
    canvas = _MEASURE_PX * (2 * len(word) + 2)
    text = _text(word, _MEASURE_PX, 2 * _MEASURE_PX, weight, "#fff").replace(f'x="{_MARGIN_PX}"', f'x="{_MEASURE_PX}"')
    box = _render(text, canvas, 4 * _MEASURE_PX).getchannel("A").getbbox()
    return 0.0 if box is None else (box[2] - box[0]) / _MEASURE_PX


def _drawable(text: str) -> tuple[str, ...]:
    """Return the words of *text* with what cannot be drawn left out."""
    kept = "".join(letter if letter.isspace() or _is_drawable(letter) else "" for letter in text)
    return tuple(word for word in kept.split() if word.strip(_JOINERS))


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

    return ImageFont.truetype(_font_files()[0], 40, layout_engine=ImageFont.Layout.BASIC)


@cache
def _font_files() -> tuple[str, ...]:
    from fontpkg_hind_siliguri import ROOT

    return tuple(str(ROOT / "files" / name) for name in _FONT_FILES.values())


def _render(body: str, width: int, height: int) -> Image.Image:
    import resvg_py
    from PIL import Image

    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">{body}</svg>'
    png = resvg_py.svg_to_bytes(svg_string=svg, font_files=list(_font_files()), skip_system_fonts=True)
    with Image.open(io.BytesIO(bytes(png))) as picture:
        return picture.convert("RGBA")


def _to_jpeg(picture: Image.Image) -> bytes:
    """Encode an RGB picture as well as :data:`MOST_BYTES` allow."""
    for quality in range(92, 0, -6):
        file = io.BytesIO()
        picture.save(file, "JPEG", quality=quality, subsampling=0, dpi=(72, 72))
        if file.tell() <= MOST_BYTES:
            break
    return file.getvalue()
