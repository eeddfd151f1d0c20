"""The pictures of a show and of its episodes: Bengali type on one quiet ground, with a sound wave of their own."""

from __future__ import annotations

import hashlib
import io
from typing import TYPE_CHECKING

from podcast.colors import Colors
from podcast.pictures.typesetting import BOLD, MEDIUM, Slot, draw_lines, drawable, render, set_lines

if TYPE_CHECKING:
    from PIL import Image

DESIGN = "2"
"""Changes when the show's picture is drawn otherwise, so that the one of an older program is drawn again."""
SIZE_PX = 3000
"""Both sides of a show's picture; directories take square ones of 1400 to 3000."""
LEAST_PX = 1400
EPISODE_SIZE_PX = LEAST_PX
"""Both sides of an episode's: the least that Apple takes, and drawn in a fifth of the time."""
MOST_BYTES = 500_000
"""Directories advise against more than 512 kB."""

_QUALITY = 92
_LEAST_QUALITY = 62
"""Of JPEG; below it letters have a halo, and a smaller picture looks better."""
_UNITS = 3000
"""Every drawing is this wide to itself, whatever its size."""
_MARGIN = 240
_WIDTH = _UNITS - 2 * _MARGIN
_AUTHOR_SIZE = 136

_SHOW_SLOT = Slot(_MARGIN, 200, _WIDTH, 240, most_lines=1, largest=164, smallest=80)
_TITLE_SLOT = Slot(_MARGIN, 520, _WIDTH, 1840, most_lines=7, largest=430, smallest=190)
_DATE_SLOT = Slot(_MARGIN, 2560, 1900, 200, most_lines=1, largest=150, smallest=60)
_WAVE_MIDDLE = 2660

_PALETTES = (
    Colors("#0b3c3d", "#fff8e7", "#f2b84b"),  # teal, marigold
    Colors("#1e2563", "#fff6f0", "#ff9a6c"),  # indigo, coral
    Colors("#65101f", "#fff5e4", "#f6c453"),  # alta red, gold
    Colors("#11422e", "#fbf9e9", "#ecd97a"),  # rice green, straw
    Colors("#45194d", "#fff4f7", "#ffb0bf"),  # brinjal, water lily
    Colors("#0e3456", "#f1fbff", "#6fdacf"),  # river blue, foam
)


def draw_cover(title: str, author: str | None = None, colors: Colors | None = None) -> bytes:
    """Draw the picture of a show called *title*: a square JPEG of :data:`SIZE_PX`, RGB, under :data:`MOST_BYTES`.

    The title is broken between words over up to four lines and made as small as it takes. Letters that the typeface
    lacks (other scripts than Bengali and Latin, emoji) are left out. *author* stands below it unless it says the same.
    Without *colors* the title has its own. The same words always give the same bytes.
    """
    colors = colors or colors_of(title)
    words, author_words = drawable(title), drawable(author or "")
    lettering = _show_lettering(words, author_words if author_words != words else (), colors)
    wave = _wave(title, colors, count=30, left=_MARGIN, middle=2400, width=_WIDTH, bar=46, swing=560)
    return to_jpeg(render(_ground(colors) + wave + lettering, SIZE_PX, SIZE_PX, units=_UNITS))


def draw_episode_cover(show_title: str, title: str, date: str, colors: Colors | None = None) -> bytes:
    """Draw the picture of the episode *title*: a square JPEG of :data:`EPISODE_SIZE_PX`, RGB, under :data:`MOST_BYTES`.

    It has the colours of its show, whose name stands above the title; *date* is written below as it is given. The
    title goes over up to seven lines; what is longer, about 200 letters, ends in an ellipsis.
    """
    colors = colors or colors_of(show_title)
    lettering = _episode_lettering(drawable(show_title), drawable(title), drawable(date), colors)
    wave = _wave(title, colors, count=9, left=2292, middle=_WAVE_MIDDLE, width=_MARGIN * 2 - 12, bar=26, swing=200)
    rule = f'<rect x="{_MARGIN}" y="2440" width="{_WIDTH}" height="8" fill="{colors.text}" fill-opacity="0.25"/>'
    return to_jpeg(render(_ground(colors) + rule + wave + lettering, EPISODE_SIZE_PX, EPISODE_SIZE_PX, units=_UNITS))


def shrink_cover(jpeg: bytes, size_px: int) -> bytes:
    """Return the picture with sides of *size_px*, for the tags of a sound file."""
    from PIL import Image

    with Image.open(io.BytesIO(jpeg)) as picture:
        picture.draft("RGB", (2 * size_px, 2 * size_px))  # a JPEG need not be decoded larger than that
        return to_jpeg(picture.convert("RGB").resize((size_px, size_px), Image.Resampling.LANCZOS))


def colors_of(title: str) -> Colors:
    """Return the colours that belong to *title*."""
    return _PALETTES[_seed(title)[0] % len(_PALETTES)]


def _seed(title: str) -> bytes:
    return hashlib.sha256(title.encode("utf-8", "replace")).digest()


def _ground(colors: Colors) -> str:
    """Paint the ground in one colour: a gradient takes five times as long to compress, and is no quieter."""
    return f'<rect width="{_UNITS}" height="{_UNITS}" fill="{colors.background}"/>'


def _wave(  # noqa: PLR0913 - a shape has its measures
    title: str, colors: Colors, *, count: int, left: float, middle: float, width: float, bar: float, swing: float
) -> str:
    """Draw a row of rounded bars whose heights are the title's own."""
    seed = _seed(title)[1:]
    step = (width - bar) / (count - 1)
    bars = []
    for number in range(count):
        swell = 1 - abs(2 * number / (count - 1) - 1) ** 2  # low at both ends, like a spoken phrase
        height = bar + round((0.25 + 0.75 * seed[number % len(seed)] / 255) * swell * swing)
        x, y = left + number * step, middle - height / 2
        bars.append(f'<rect x="{x:.1f}" y="{y:.1f}" width="{bar}" height="{height}" rx="{bar / 2:g}"/>')
    return f'<g fill="{colors.accent}">{"".join(bars)}</g>'


def _show_lettering(words: tuple[str, ...], author: tuple[str, ...], colors: Colors) -> str:
    slot = Slot(_MARGIN, 380, _WIDTH, 1460 - (2 * _AUTHOR_SIZE if author else 0), most_lines=4, largest=560)
    lines = set_lines(words, BOLD, slot)
    top = slot.top + (slot.height - lines.height) / 2
    drawn = draw_lines(lines, BOLD, colors.text, left=_MARGIN, top=top)
    if not author:
        return drawn
    name = set_lines(author, MEDIUM, Slot(_MARGIN, 0, _WIDTH, 400, most_lines=1, largest=_AUTHOR_SIZE))
    return drawn + draw_lines(name, MEDIUM, colors.accent, left=_MARGIN, top=top + lines.height + _AUTHOR_SIZE * 0.58)


def _episode_lettering(show: tuple[str, ...], title: tuple[str, ...], date: tuple[str, ...], colors: Colors) -> str:
    head = set_lines(show, MEDIUM, _SHOW_SLOT)
    lines = set_lines(title, BOLD, _TITLE_SLOT)
    day = set_lines(date, MEDIUM, _DATE_SLOT)
    return (
        draw_lines(head, MEDIUM, colors.accent, left=_MARGIN, top=_SHOW_SLOT.top)
        + draw_lines(lines, BOLD, colors.text, left=_MARGIN, top=_TITLE_SLOT.top)
        + draw_lines(day, MEDIUM, colors.text, left=_MARGIN, top=_WAVE_MIDDLE - day.size * 0.62)
    )


def to_jpeg(picture: Image.Image) -> bytes:
    """Encode an RGB picture in :data:`MOST_BYTES`: less exactly first, then smaller, down to :data:`LEAST_PX`."""
    from PIL import Image

    while True:
        is_smallest = picture.width <= LEAST_PX
        lower = ((quality, True) for quality in range(_QUALITY, 2 if is_smallest else _LEAST_QUALITY, -6))
        for quality, optimize in ((_QUALITY, False), *lower):  # optimizing takes 26 MB more, and few pictures need it
            file = io.BytesIO()
            picture.save(file, "JPEG", quality=quality, subsampling=0, optimize=optimize, dpi=(72, 72))
            if file.tell() <= MOST_BYTES:
                return file.getvalue()
        if is_smallest:
            return file.getvalue()
        size_px = max(LEAST_PX, picture.width * 3 // 4)
        picture = picture.resize((size_px, size_px), Image.Resampling.LANCZOS)
