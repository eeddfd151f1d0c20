"""How much of an article is read: the whole, or its first paragraphs up to a limit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from podcast.model import Block, BlockKind

_TOLERANCE = 1.1
"""Of the limit: for less than a tenth more nobody is sent to another page."""


@dataclass(frozen=True, slots=True)
class Part:
    """What is read of an article."""

    blocks: tuple[Block, ...]
    seconds: float
    is_whole: bool


def read_part(blocks: Sequence[Block], seconds: float, limit_seconds: float | None) -> Part:
    """Return the first of *blocks* that can be read within *limit_seconds*; *seconds* is the time of all.

    Time is shared out by letters. A block is read whole or not at all, the first one always, and a sub-head never
    ends a part. What is less than a tenth over the limit is read whole.

    >>> lines = [Block(BlockKind.PARAGRAPH, "নদীর পাড়ে আজ মেলা।")] * 4
    >>> part = read_part(lines, 100, 60)
    >>> len(part.blocks), part.seconds, part.is_whole
    (2, 50.0, False)
    """
    whole = Part(tuple(blocks), seconds, is_whole=True)
    letters = [len(block.text) for block in blocks]
    if limit_seconds is None or seconds <= limit_seconds * _TOLERANCE or not sum(letters):
        return whole
    per_letter = seconds / sum(letters)
    count = 0
    while count < len(blocks) and sum(letters[: count + 1]) * per_letter <= limit_seconds:
        count += 1
    while count and blocks[count - 1].kind is BlockKind.SUBHEAD:
        count -= 1
    count = max(count, _first_paragraph(blocks))
    if count == len(blocks):
        return whole
    return Part(tuple(blocks[:count]), sum(letters[:count]) * per_letter, is_whole=False)


def _first_paragraph(blocks: Sequence[Block]) -> int:
    """Return how many blocks there are up to the first that is no sub-head."""
    texts = (place for place, block in enumerate(blocks, 1) if block.kind is not BlockKind.SUBHEAD)
    return next(texts, len(blocks))
