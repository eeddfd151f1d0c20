"""A picture of an episode: its waveform in rows, with sentences, silences and chapters marked, as one light SVG."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from podcast.bangla.digits import write_number
from podcast.fitting import clean_text, fit_characters
from podcast.model import Chapter
from podcast.show.pages import clock

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_WIDTH, _MARGIN, _LEFT = 1200, 32, 92
_COLUMNS = 512
"""Of a row; each is a stroke of the wave."""
_STEP = (_WIDTH - _LEFT - _MARGIN) / _COLUMNS
_ROW, _HALF = 108, 34
_HEAD, _LEGEND = 132, 30
_MOST_ROWS = 10
_ROWS_S = (10, 15, 30, 60, 120, 300, 600, 1200, 1800, 3600)
"""How long a row may be; hours in whole hours above."""
_MOST_LISTED = 40
_MOST_SENTENCES = 1500
"""More marks than this are a grey line that says nothing."""
_FONTS = "Hind Siliguri, Noto Sans Bengali, Nirmala UI, Bangla Sangam MN, sans-serif"
_INK, _SOFT, _WAVE, _MARK, _QUIET, _LINE = "#1d1b19", "#6b645d", "#0f5c6e", "#b3400f", "#f3e3c3", "#e4ded6"


@dataclass(frozen=True, slots=True)
class WavePicture:
    """What is to be seen; times in milliseconds."""

    title: str
    facts: Sequence[str]
    """Lines below the title."""
    duration_ms: int
    peaks: NDArray[np.float32]
    """Amplitudes of equal parts of the whole, full scale being 1."""
    chapters: Sequence[Chapter] = ()
    sentences: Sequence[tuple[int, int]] = ()
    silences: Sequence[tuple[int, int]] = ()


def draw_waveform(picture: WavePicture) -> str:
    """Draw *picture* as an SVG document under 200 kB, whatever its length: at most ten rows of 512 strokes."""
    row_ms = _row_length_ms(picture.duration_ms)
    count = max(1, -(-picture.duration_ms // row_ms))
    listed = picture.chapters[:_MOST_LISTED]
    height = _HEAD + count * _ROW + (len(listed) + 2) * _LEGEND
    rows = "".join(_row(picture, number, row_ms, _HEAD + number * _ROW) for number in range(count))
    label = escape(clean_text(picture.title), {'"': "&quot;"})
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" height="{height}" '
        f'font-family="{_FONTS}" role="img" aria-label="{label}">'
        f'<rect width="{_WIDTH}" height="{height}" fill="#fdfcfa"/>{_heading(picture)}{rows}'
        f"{_legend(picture, listed, _HEAD + count * _ROW + _LEGEND)}</svg>\n"
    )


def _row_length_ms(duration_ms: int) -> int:
    for seconds in _ROWS_S:
        if duration_ms <= seconds * 1000 * _MOST_ROWS:
            return seconds * 1000
    hours = -(-duration_ms // (3_600_000 * _MOST_ROWS))
    return hours * 3_600_000


def _heading(picture: WavePicture) -> str:
    title = _text(_MARGIN, 46, fit_characters(picture.title, 70), 26, _INK, weight=700)
    lines = (_text(_MARGIN, 76 + 24 * number, line, 16, _SOFT) for number, line in enumerate(picture.facts[:2]))
    return title + "".join(lines)


def _row(picture: WavePicture, number: int, row_ms: int, top: int) -> str:
    start_ms = number * row_ms
    end_ms = min(start_ms + row_ms, picture.duration_ms)
    scale = (_WIDTH - _LEFT - _MARGIN) / row_ms
    middle = top + 18 + _HALF
    silences = "".join(
        f"M{_LEFT + from_ms * scale:.0f} {middle - _HALF}v{2 * _HALF}h{max(1.0, length * scale):.0f}V{middle - _HALF}z"
        for from_ms, length in _inside(picture.silences, start_ms, end_ms)
    )
    spoken = "".join(
        f"M{_LEFT + from_ms * scale:.1f} {middle + _HALF + 9}h{max(1.0, length * scale - 2):.1f}"
        for from_ms, length in _inside(picture.sentences[:_MOST_SENTENCES], start_ms, end_ms)
    )
    marks = "".join(
        _mark(index, _LEFT + (chapter.start_ms - start_ms) * scale, middle)
        for index, chapter in enumerate(picture.chapters[:_MOST_LISTED], start=1)
        if start_ms <= chapter.start_ms < end_ms
    )
    length = (end_ms - start_ms) * scale
    return (
        f'<path d="{silences}" fill="{_QUIET}"/>'
        f'<path d="M{_LEFT} {middle}h{length:.0f}" stroke="{_LINE}"/>'
        f'<path d="{_strokes(picture, start_ms, row_ms, middle)}" stroke="{_WAVE}" stroke-width="1.4"/>'
        f'<path d="{spoken}" stroke="{_SOFT}" stroke-width="3"/>{marks}'
        f"{_text(_LEFT - 14, middle + 5, clock(start_ms), 15, _SOFT, anchor='end')}"
    )


def _inside(spans: Sequence[tuple[int, int]], start_ms: int, end_ms: int) -> Iterator[tuple[int, int]]:
    """Yield start (from *start_ms* on) and length of what of each span lies in the row."""
    for from_ms, until_ms in spans:
        first, last = max(from_ms, start_ms), min(until_ms, end_ms)
        if first < last:
            yield first - start_ms, last - first


def _strokes(picture: WavePicture, start_ms: int, row_ms: int, middle: int) -> str:
    """Draw the highest amplitude of each column as a stroke around the middle."""
    total = len(picture.peaks)
    if not total or not picture.duration_ms:
        return ""
    strokes = []
    for column in range(_COLUMNS):
        from_ms = start_ms + column * row_ms / _COLUMNS
        first = int(from_ms * total / picture.duration_ms)
        last = max(first + 1, int((from_ms + row_ms / _COLUMNS) * total / picture.duration_ms))
        if first >= total:
            break
        half = min(1.0, float(picture.peaks[first:last].max())) * _HALF
        if half >= 0.5:  # noqa: PLR2004 - less than that is the middle line itself
            strokes.append(f"M{_LEFT + (column + 0.5) * _STEP:.1f} {middle - half:.0f}v{2 * half:.0f}")
    return "".join(strokes)


def _mark(number: int, x: float, middle: int) -> str:
    """Draw a chapter's beginning: a line through the row, its number in a flag."""
    text = write_number(number)
    width = 12 + 9 * len(text)
    return (
        f'<path d="M{x:.1f} {middle - _HALF - 16}v{2 * _HALF + 16}" stroke="{_MARK}" stroke-width="2"/>'
        f'<rect x="{x:.1f}" y="{middle - _HALF - 18}" width="{width}" height="19" fill="{_MARK}"/>'
        f"{_text(x + width / 2, middle - _HALF - 4, text, 14, '#fff', weight=700, anchor='middle')}"
    )


def _legend(picture: WavePicture, listed: Sequence[Chapter], top: int) -> str:
    lines = [
        _text(_LEFT, top + number * _LEGEND, write_number(number + 1), 16, _MARK, weight=700, anchor="end")
        + _text(_LEFT + 14, top + number * _LEGEND, clock(chapter.start_ms), 16, _SOFT)
        + _text(_LEFT + 84, top + number * _LEGEND, fit_characters(chapter.title, 90), 16, _INK)
        for number, chapter in enumerate(listed)
    ]
    foot = top + len(listed) * _LEGEND
    rest = len(picture.chapters) - len(listed)
    more = f"আরও {write_number(rest)}টি অধ্যায় আছে। " if rest else ""
    return "".join(lines) + (
        f'<rect x="{_LEFT}" y="{foot - 13}" width="22" height="15" fill="{_QUIET}"/>'
        + _text(_LEFT + 30, foot, "নীরবতা (আধ সেকেন্ড বা বেশি)", 14, _SOFT)
        + f'<path d="M{_LEFT + 270} {foot - 5}h30" stroke="{_SOFT}" stroke-width="3"/>'
        + _text(_LEFT + 308, foot, f"একটি বাক্য   {more}", 14, _SOFT)
    )


def _text(  # noqa: PLR0913 - a text has its place, its size and its look
    x: float, y: float, text: str, size: int, color: str, *, weight: int = 500, anchor: str = "start"
) -> str:
    aligned = "" if anchor == "start" else f' text-anchor="{anchor}"'
    return (
        f'<text x="{x:.0f}" y="{y:.0f}" font-size="{size}" font-weight="{weight}" fill="{color}"{aligned}>'
        f"{escape(clean_text(text))}</text>"
    )
