"""An article's text laid out for its page: blocks, lines and sentences, each with the time at which it is heard."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from podcast.model import BlockKind, Cue, Passage


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence as written, and when it is heard, in seconds as a page writes them; ``None`` where nothing is said."""

    text: str
    start: str | None = None
    end: str | None = None


@dataclass(frozen=True, slots=True)
class TextBlock:
    """A block of the page: a paragraph, a sub-head, or verse with a line for each of its passages."""

    kind: BlockKind
    lines: tuple[tuple[Line, ...], ...]
    url: str | None = None
    """Where the story of a headline stands."""


@dataclass(frozen=True, slots=True)
class TextLayout:
    """The headline as it is spoken, if it is, and the body."""

    heading: tuple[Line, ...]
    blocks: tuple[TextBlock, ...]


def lay_out(passages: Iterable[Passage], cues: Iterable[Cue]) -> TextLayout:
    """Tie the sentences of *passages* to the times of *cues*, which name them by their place in the whole text."""
    times = {cue.sentence: cue for cue in cues if cue.sentence is not None}
    numbered: list[tuple[BlockKind, tuple[Line, ...], str | None]] = []
    index = 0
    for passage in passages:
        lines = []
        for sentence in passage.sentences:
            cue = times.get(index)
            lines.append(_line(sentence.written, cue))
            index += 1
        numbered.append((passage.kind, tuple(lines), passage.url))
    heading = next((lines for kind, lines, _ in numbered if kind is BlockKind.TITLE), ())
    blocks: list[TextBlock] = []
    for kind, group in groupby((one for one in numbered if one[0] is not BlockKind.TITLE), lambda one: one[0]):
        if kind is BlockKind.VERSE:
            blocks.append(TextBlock(kind, tuple(lines for _, lines, _ in group)))
        else:
            blocks += [TextBlock(kind, (lines,), url) for _, lines, url in group]
    return TextLayout(heading, tuple(blocks))


def _line(text: str, cue: Cue | None) -> Line:
    return Line(text) if cue is None else Line(text, seconds(cue.start_ms), seconds(cue.end_ms))


def seconds(time_ms: int) -> str:
    """Write a time for a program in a page.

    >>> seconds(62_500), seconds(7)
    ('62.500', '0.007')
    """
    return f"{time_ms // 1000}.{time_ms % 1000:03}"
