"""Where on the page the blocks stand: put back between their neighbours, and told from what lies beside the body."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass

from podcast.article.body import mark_furniture
from podcast.article.furniture import find_rule, is_bare_related, judge
from podcast.article.markup import Chunk
from podcast.article.prose import count_marks, ends_in_mark, is_prose
from podcast.model import Block, BlockKind

_TEXT_TAGS = frozenset({"p", "li", "blockquote", "h2", "h3", "h4"})
_LONGEST_GAP = 20
_FEWEST_ITEMS = 3
_MOST_COPIES = 8
"""Places that one text may have: a label that stands everywhere must not cost the square of their number."""
_SUBHEAD_WORDS = 12
_FEWEST_SIBLINGS = 3
_LONGEST_VERSE = 60
_FEWEST_VERSES = 3
_SHORTEST_INTRO, _FEWEST_SENTENCES = 150, 3


@dataclass(frozen=True, slots=True)
class _Row:
    """The end of a row of names that have a place."""

    at: int
    place: int
    before: _Row | None


@dataclass(frozen=True, slots=True)
class Placed:
    """A block and where on the page it stands."""

    block: Block
    place: int | None
    """Index into the page's chunks; ``None`` when it could not be found there."""


def place_blocks(main: Sequence[Chunk], chunks: Sequence[Chunk]) -> list[Placed]:
    """Make blocks of *main*, and put back what was lost between two paragraphs where only text stands between them.

    That is how a list comes back. Bold lines become the sub-heads they stand for, short lines verse.
    """
    verse = _verse(chunks)
    placed: list[Placed] = []
    last, has_begun = -1, False
    for chunk, here in _in_order(main, chunks):
        if here is None:
            placed.append(Placed(Block(_kind(chunk, is_verse=False), chunk.text), None))
            continue
        if has_begun:
            placed.extend(_gap(chunks, last + 1, here, verse))
        kind = _kind(chunk, is_verse=here in verse)
        if has_begun and kind is BlockKind.PARAGRAPH and _is_bold_line(chunks[here]):
            kind = BlockKind.SUBHEAD
        placed.append(Placed(Block(kind, chunk.text), here))
        last, has_begun = here, has_begun or is_prose(chunk.text)
    return placed


def _in_order(main: Sequence[Chunk], chunks: Sequence[Chunk]) -> list[tuple[Chunk, int | None]]:
    """Return *main* in the page's order, each with its place; of old tables it comes in another one."""
    counts = Counter(chunk.name for chunk in chunks)
    only = {chunk.name: place for place, chunk in enumerate(chunks) if counts[chunk.name] == 1}
    places = [
        place if place is not None else only.get(chunk.name)
        for chunk, place in zip(main, _align([chunk.name for chunk in main], chunks), strict=True)
    ]
    keys, last = [], -1
    for place in places:
        last = last if place is None else place
        keys.append(last)
    order = sorted(range(len(main)), key=lambda at: (keys[at], at))
    return [(main[at], places[at]) for at in order]


def _align(names: Sequence[str], chunks: Sequence[Chunk]) -> list[int | None]:
    """Return for each of *names* a place on the page, in the page's order, for as many as can have one.

    The first that fits will not do: a teaser whose words stand at the page's end too would take all others their place.
    This is the longest rising row of places, found by keeping the lowest end of a row of each length.
    """
    places: dict[str, list[int]] = {}
    for place, chunk in enumerate(chunks):
        places.setdefault(chunk.name, []).append(place)
    ends: list[int] = []
    rows: list[_Row] = []
    for at, name in enumerate(names):
        for place in reversed(places.get(name, ())[:_MOST_COPIES]):
            length = bisect_left(ends, place)
            row = _Row(at, place, rows[length - 1] if length else None)
            ends[length : length + 1] = [place]
            rows[length : length + 1] = [row]
    found: list[int | None] = [None] * len(names)
    step = rows[-1] if rows else None
    while step is not None:
        found[step.at] = step.place
        step = step.before
    return found


def _kind(chunk: Chunk, *, is_verse: bool) -> BlockKind:
    if is_verse:
        return BlockKind.VERSE
    return BlockKind.SUBHEAD if chunk.is_heading and not is_prose(chunk.text) else BlockKind.PARAGRAPH


def with_siblings(main: Sequence[Chunk], chunks: Sequence[Chunk]) -> list[Chunk]:
    """Put back paragraphs that stand right beside those of *main*, in the very element that holds them.

    Text between two line breaks is lost now and then, where a quotation or a picture stands in it.
    """
    known = {chunk.name for chunk in main if is_prose(chunk.text)}
    homes = Counter(path for chunk in chunks if chunk.name in known for path in (chunk.path, chunk.path[:-1]))
    missing = [
        chunk
        for chunk in chunks
        if chunk.name not in known
        and is_prose(chunk.text)
        and not (chunk.is_link or chunk.is_caption)
        and homes[chunk.path] >= _FEWEST_SIBLINGS
        and find_rule(chunk.text) is None
    ]
    places = {chunk.name: place for place, chunk in reversed(list(enumerate(chunks)))}
    waiting = deque(sorted(missing, key=lambda chunk: places[chunk.name]))
    filled: list[Chunk] = []
    for chunk in main:
        while waiting and places[waiting[0].name] < places.get(chunk.name, -1):
            filled.append(waiting.popleft())
        filled.append(chunk)
    return [*filled, *waiting]


def with_intro(main: Sequence[Chunk], chunks: Sequence[Chunk]) -> list[Chunk]:
    """Put back the paragraph between headline and body that introduces an interview, outside the body's element.

    A deck is shorter, and repeats what the body says.
    """
    known = {chunk.name for chunk in main}
    body = next((place for place, chunk in enumerate(chunks) if chunk.name in known and is_prose(chunk.text)), 0)
    heads = [place for place, chunk in enumerate(chunks[:body]) if chunk.tag == "h1"]
    between = chunks[heads[-1] + 1 : body] if heads else ()
    intro = [
        chunk
        for chunk in between
        if chunk.name not in known
        and is_prose(chunk.text)
        and len(chunk.text) >= _SHORTEST_INTRO
        and count_marks(chunk.text) >= _FEWEST_SENTENCES
        and not (chunk.is_link or chunk.is_caption)
        and find_rule(chunk.text) is None
    ]
    return [*intro, *main] if len(intro) == 1 else list(main)


def _gap(chunks: Sequence[Chunk], start: int, end: int, verse: frozenset[int]) -> list[Placed]:
    gap, start = _clean_part(chunks[start:end], start)
    return [
        Placed(
            Block(BlockKind.SUBHEAD if _is_bold_line(chunk) else _kind(chunk, is_verse=place in verse), chunk.text),
            place,
        )
        for place, chunk in enumerate(gap, start)
    ]


def _clean_part(gap: Sequence[Chunk], start: int) -> tuple[Sequence[Chunk], int]:
    """Return what of *gap*, at *start*, may be text of the body: all of it, or a list above a table or a picture."""
    verdicts = mark_furniture([chunk.text for chunk in gap])
    is_text = [chunk.tag in _TEXT_TAGS and not (chunk.is_link or chunk.is_caption) for chunk in gap]
    if len(gap) <= _LONGEST_GAP and all(is_text) and not any(verdicts):
        return gap, start
    first = next((at for at, verdict in enumerate(verdicts) if verdict is None), len(gap))
    end = next((at for at in range(first, len(gap)) if verdicts[at] is not None or not is_text[at]), len(gap))
    is_below_links = any(is_bare_related(chunk.text) for chunk in gap[:first])
    items = sum(chunk.tag == "li" for chunk in gap[first:end])
    if items < _FEWEST_ITEMS or end - first > _LONGEST_GAP or is_below_links:
        return (), start
    return gap[first:end], start + first


def _is_bold_line(chunk: Chunk) -> bool:
    return chunk.is_bold and not ends_in_mark(chunk.text) and len(chunk.text.split()) <= _SUBHEAD_WORDS


def _verse(chunks: Sequence[Chunk]) -> frozenset[int]:
    """Return the places of lines of verse: short lines with nothing but line breaks between them."""
    runs: list[list[int]] = []
    for place, chunk in enumerate(chunks):
        is_line = len(chunk.text) <= _LONGEST_VERSE and not (chunk.is_link or chunk.is_bold or chunk.is_caption)
        if is_line and chunk.after_break and runs and runs[-1][-1] == place - 1:
            runs[-1].append(place)
        elif is_line:
            runs.append([place])
    verses = (run for run in runs if len(run) >= _FEWEST_VERSES and not any(judge(chunks[at].text) for at in run))
    return frozenset(place for run in verses for place in run)
