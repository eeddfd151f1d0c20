"""What stands beside the body on its page: lists and teasers of other stories, inside and below it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from podcast.article.body import mark_furniture
from podcast.article.furniture import Furniture
from podcast.article.layout import Placed
from podcast.article.markup import Chunk
from podcast.article.prose import is_prose
from podcast.article.stretch import Line, find_stretch
from podcast.model import BlockKind

_FEWEST_TEASERS, _FEWEST_LINKED = 2, 3
_HEADLINE_WORDS = 3
_FOOTER_BLOCKS = 3
_TEASER_LENGTH = 160
_MOST_BESIDE = 0.35
"""Of the prose: where more would go, the stretch is no better judge than what found the main text."""
_HELD_SHARE = 0.85
"""Of the prose: an element that holds less is not what holds the body."""


def beside_body(placed: Sequence[Placed], chunks: Sequence[Chunk]) -> dict[int, str]:
    """Name the blocks below the body that stand outside the element that holds it, and lists of other stories in it."""
    holder = _holder(placed, chunks)
    inside = [one.place is None or _is_in(chunks[one.place], holder) for one in placed]
    prose = [at for at, one in enumerate(placed) if inside[at] and is_prose(one.block.text)]
    if not prose:
        return {}
    last = prose[-1]
    reasons = {
        at: "layout: below the body, outside the element that holds it"
        for at in range(last + 1, len(placed))
        if not inside[at]
    }
    return reasons | _lists_inside(placed, last) | _teasers_below(placed, chunks)


def _prose_length(placed: Sequence[Placed]) -> int:
    return sum(len(one.block.text) for one in placed if is_prose(one.block.text))


def _teasers_below(placed: Sequence[Placed], chunks: Sequence[Chunk]) -> dict[int, str]:
    """Name the blocks at the end that are links, or each stand right under a linked headline of its own."""
    end = start = len(placed)
    teasers = 0
    while end > 0 and (place := placed[end - 1].place) is not None:
        is_under = place > 0 and chunks[place - 1].is_link and len(chunks[place - 1].text.split()) >= _HEADLINE_WORDS
        if not (chunks[place].is_link or is_under) and (teasers or len(placed) - end >= _FOOTER_BLOCKS):
            break
        teasers += is_under and not chunks[place].is_link
        end -= 1
        start = end if chunks[place].is_link or is_under else start
    below, above = (_prose_length(part) for part in (placed[start:], placed[:start]))
    if teasers < _FEWEST_LINKED or below > above:  # a front page is nothing but teasers
        return {}
    return dict.fromkeys(range(start, len(placed)), "layout: teasers, each below a headline that is a link")


def beside_stretch(placed: Sequence[Placed], chunks: Sequence[Chunk]) -> dict[int, str]:
    """Name the blocks above and below the stretch of the page that weighs most, where that is nearly all prose.

    The page's own lines count, headlines that are links among them: they tell teasers from paragraphs.
    """
    places = [one.place for one in placed if one.place is not None]
    if not places:
        return {}
    span = chunks[places[0] : places[-1] + 1]
    verdicts = mark_furniture([chunk.text for chunk in span])
    verse = {one.place for one in placed if one.block.kind is BlockKind.VERSE}
    lines = [
        Line(chunk.text, verdict.kind if verdict else None, chunk.is_link, is_verse=place in verse)
        for place, (chunk, verdict) in enumerate(zip(span, verdicts, strict=True), places[0])
    ]
    stretch = find_stretch(lines)
    if stretch is None:
        return {}
    start, end = (border + places[0] for border in stretch)
    beside = [
        at
        for at, one in enumerate(placed)
        if one.place is not None and (one.place >= end or (one.place < start and is_prose(one.block.text)))
    ]
    lost = [len(placed[at].block.text) for at in beside if is_prose(placed[at].block.text)]
    whole = _prose_length(placed)
    if len(lost) < _FEWEST_TEASERS or max(lost) > _TEASER_LENGTH or sum(lost) > _MOST_BESIDE * whole:
        return {}
    return dict.fromkeys(beside, "stretch: beside the stretch of the page that weighs most")


def _lists_inside(placed: Sequence[Placed], last: int) -> dict[int, str]:
    """Name the labels of lists of other stories above the last paragraph of the body, and the headlines under them."""
    verdicts = mark_furniture([one.block.text for one in placed[:last]])
    return {
        at: verdict.rule
        for at, verdict in enumerate(verdicts)
        if verdict is not None and verdict.kind in {Furniture.MORE, Furniture.RELATED}
    }


def _holder(placed: Sequence[Placed], chunks: Sequence[Chunk]) -> tuple[int, ...]:
    """Return the path of the innermost element that holds nearly all prose."""
    prose = [
        (chunks[one.place].path, len(one.block.text))
        for one in placed
        if one.place is not None and is_prose(one.block.text)
    ]
    whole = sum(weight for _, weight in prose)
    holder: tuple[int, ...] = ()
    while True:
        depth = len(holder)
        weights: Counter[int] = Counter()
        for path, weight in prose:
            if path[:depth] == holder and len(path) > depth + 1:  # the innermost element is the paragraph itself
                weights[path[depth]] += weight
        child, weight = max(weights.items(), key=lambda item: item[1], default=(0, 0))
        if not whole or weight < _HELD_SHARE * whole:
            return holder
        holder = (*holder, child)


def _is_in(chunk: Chunk, holder: tuple[int, ...]) -> bool:
    return chunk.path[: len(holder)] == holder
