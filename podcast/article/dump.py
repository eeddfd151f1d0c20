"""Plain text -> blocks: a pasted article, or a whole page saved as text with its menus and links around the body."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from podcast.article.body import clean_blocks, mark_furniture
from podcast.article.furniture import Furniture
from podcast.article.headline import choose_headline, is_title_line, opening_line
from podcast.article.plain import Plain
from podcast.article.prose import is_long_line, is_prose
from podcast.article.stretch import LIST_MARK, Line, find_stretch
from podcast.bangla.unicode import clean_text
from podcast.model import Block, BlockKind, Dropped
from podcast.settings import Editing

_BULLET = re.compile(r"^(?:[•●▪■◦‣·*-]\s+)+")
_PLAIN_GAP = 3
"""Lines that may stand between two paragraphs: sub-heads, a list, a caption."""
_SUBHEAD_WORDS = 12
_ANNOUNCING_WORDS = 4
_HEADER_LINES = 4
_HEADER_SHARE = 0.35
_PASTED_SHARE = 0.7
_CHART_RULE = "chart: one of a run of short lines between paragraphs, such as a chart's labels or links"


@dataclass(frozen=True, slots=True)
class Found:
    """What was taken out of a document, before the gate has judged it."""

    title: str
    blocks: tuple[Block, ...]
    dropped: tuple[Dropped, ...] = ()
    """What was taken out of the main text; what lies outside it is not listed."""
    lines: int = 0
    """How many different lines the document has."""


def find_in_plain(plain: Plain, editing: Editing | None = None) -> Found:
    """Take the article out of a text that :func:`podcast.article.plain.read_plain` has read.

    A text without furniture is taken whole; of a page dump the densest stretch of prose is.
    """
    links = frozenset(clean_text(line) for line in plain.links if not is_prose(line))
    alone = frozenset(clean_text(line) for line in plain.alone)
    return find_in_lines([clean_text(line) for line in plain.lines], links, editing, alone)


def find_in_lines(
    raw: Sequence[str], links: frozenset[str], editing: Editing | None = None, alone: frozenset[str] = frozenset()
) -> Found:
    """Take the article out of the lines of a page.

    Those in *links* are nothing but links, those in *alone* are set apart from the lines above them.
    """
    if not raw:
        return Found("", ())
    texts = [_BULLET.sub("", line) for line in raw]
    verdicts = mark_furniture(texts, alone)
    lines = [
        Line(text, verdict.kind if verdict else None, is_link=line in links)
        for text, line, verdict in zip(texts, raw, verdicts, strict=True)
    ]
    items = frozenset(short for short, line in zip(texts, raw, strict=True) if short != line)
    read = _read_pasted if _is_pasted(lines) else _read_dump
    return read(lines, items, editing, alone)


def _is_pasted(lines: Sequence[Line]) -> bool:
    if any(line.is_link or line.kind not in {None, Furniture.SIGNOFF, Furniture.BYLINE} for line in lines):
        return False
    prose = sum(len(line.text) for line in lines if line.is_body)
    return prose >= _PASTED_SHARE * sum(len(line.text) for line in lines) or len(lines) == 1


def _read_pasted(lines: Sequence[Line], items: frozenset[str], editing: Editing | None, alone: frozenset[str]) -> Found:
    texts = [line.text for line in lines]
    has_title = len(texts) > 1 and is_title_line(texts[0], texts[1])
    title = texts[0] if has_title else opening_line(texts[0])
    body = texts[1:] if has_title else texts
    blocks = [_as_block(text, () if text in items else body[i + 1 : i + 2]) for i, text in enumerate(body)]
    cleaned = clean_blocks(blocks, None, editing, alone)
    return Found(title, cleaned.blocks, cleaned.dropped, len({line.text for line in lines}))


def _as_block(text: str, following: Sequence[str]) -> Block:
    is_above = bool(following) and (is_prose(following[0]) or _announces(following[0]))
    is_subhead = is_above and _can_be_subhead(text) and not _announces(text)
    return Block(BlockKind.SUBHEAD if is_subhead else BlockKind.PARAGRAPH, text)


def _can_be_subhead(text: str) -> bool:
    if is_prose(text) or is_long_line(text) or LIST_MARK.match(text) or len(text.split()) > _SUBHEAD_WORDS:
        return False
    return not text.endswith(("।", ",", ";"))


def _read_dump(lines: Sequence[Line], items: frozenset[str], editing: Editing | None, alone: frozenset[str]) -> Found:
    region = find_stretch(lines)
    if region is None:
        return Found("", (), lines=len({line.text for line in lines}))
    start, end = region
    start = _below_header(lines, start, end)
    above = [line.text for line in lines[:start] if not line.is_link]
    inside = [line.text for line in lines[start:end] if line.is_body]
    title = choose_headline(above, inside, [line.text for line in lines[end:] if not line.is_body])
    if title is not None:
        start = _with_lead(lines, start, title)
    if title is None and len(inside) > 1 and is_title_line(inside[0], inside[1]):
        title = inside[0]
        start += next(place for place, line in enumerate(lines[start:end]) if line.text == title) + 1
    blocks = [Block(BlockKind.PARAGRAPH, line.text) for line in lines[start:end] if not line.is_link]
    cleaned = clean_blocks(blocks, title, editing, alone)
    settled = tuple(_settle(cleaned.blocks, items))
    kept = {block.text for block in settled}
    charts = (Dropped(block.text, _CHART_RULE) for block in cleaned.blocks if block.text not in kept)
    title = title or (opening_line(settled[0].text) if settled else "")
    return Found(title, settled, (*cleaned.dropped, *charts), len({line.text for line in lines}))


def _below_header(lines: Sequence[Line], start: int, end: int) -> int:
    """Step over a deck or caption that stands above the line that dates the article."""
    dates = [place for place in range(start, min(end, start + _HEADER_LINES)) if lines[place].kind is Furniture.DATE]
    if not dates:
        return start
    above, whole = _prose_length(lines[start : dates[-1]]), _prose_length(lines[start:end])
    return dates[-1] + 1 if above < _HEADER_SHARE * whole else start


def _with_lead(lines: Sequence[Line], start: int, title: str) -> int:
    """Step back to paragraphs right below the headline that only a list of other stories cut off."""
    head = max((place for place in range(start) if lines[place].text == title), default=start)
    between = range(head + 1, start)
    body = [place for place in between if lines[place].is_body]
    rest = [lines[place].kind for place in between if not lines[place].is_body]
    if rest and rest[-1] is None:  # a sub-head
        rest.pop()
    is_one = bool(body) and body[0] == head + 1 and Furniture.RELATED in rest and None not in rest
    return body[0] if is_one else start


def _prose_length(lines: Sequence[Line]) -> int:
    return sum(len(text) for text in {line.text for line in lines if line.is_body})


def _settle(blocks: Sequence[Block], items: frozenset[str]) -> Iterator[Block]:
    """Decide what the short lines between paragraphs are: a list, when the line above announces one with a colon.

    Else one alone is a sub-head, and a run of them a chart or links.
    """
    run: list[Block] = []
    last = ""
    for block in blocks:
        if block.text not in items and _is_loose(block.text):
            run.append(block)
            continue
        if last.endswith((":", "ঃ", "—")):
            yield from run
        elif run and len(run) < _PLAIN_GAP:
            yield _as_block(run[-1].text, (block.text,))
        run, last = [], block.text
        yield block


def _is_loose(text: str) -> bool:
    return not (Line(text).is_sentence or LIST_MARK.match(text) or _announces(text))


def _announces(text: str) -> bool:
    """Tell the line that a list follows on; a chart's label ends in a colon too, but is short."""
    return text.endswith((":", "ঃ", "—")) and len(text.split()) >= _ANNOUNCING_WORDS
