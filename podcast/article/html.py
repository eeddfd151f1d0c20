"""HTML -> blocks. The one home of trafilatura; ``furniture.tsv`` and the markup take out what it leaves in."""

from __future__ import annotations

import html as entities
import logging
import re
from typing import Any

from podcast.article.body import clean_blocks, mark_furniture
from podcast.article.dump import Found
from podcast.article.furniture import judge
from podcast.article.headline import best_guess, choose_headline, opening_line
from podcast.article.markup import Chunk, Markup, walk
from podcast.article.metadata import Metadata
from podcast.article.prose import ends_in_mark, is_prose
from podcast.article.repeats import folded
from podcast.article.sieve import Sieve
from podcast.bangla.unicode import clean_text
from podcast.model import Block, BlockKind
from podcast.settings import Editing

_TAG = re.compile(r"<[^>]{0,200}>")
_SIGNS = re.compile(
    r"</?(?:!doctype\s+html|html|head|body|article|main|section|div|p|h[1-6]|meta|span|a|br|li|ul)\b[^>]*/?>",
    re.IGNORECASE,
)
_HEAD_LENGTH = 20_000
_FEWEST_TAGS = 2
_CELLS = frozenset({"cell", "row", "td", "th", "tr"})
_TEXT_TAGS = frozenset({"p", "li", "blockquote", "h2", "h3", "h4"})
_LONGEST_GAP = 20
_SUBHEAD_WORDS = 12
_SHOWN_SHARE = 0.5
_LONGEST_VERSE = 60
_FEWEST_VERSES = 3


def looks_like_html(text: str) -> bool:
    """Tell HTML from plain text by its tags.

    >>> looks_like_html("<p>বৃষ্টি নামল।</p>"), looks_like_html("৫ < ৭, আর <b> একটি চিহ্ন।")
    (True, False)
    """
    head = text[:_HEAD_LENGTH].lstrip()
    if re.match(r"<(?:!doctype\s+html|html)\b", head, re.IGNORECASE):
        return True
    return len(_SIGNS.findall(head)) >= _FEWEST_TAGS and "</" in head


def find_in_html(markup: Markup, metadata: Metadata, editing: Editing | None = None) -> Found:
    """Take the article out of a parsed page."""
    chunks = markup.chunks
    sieve = Sieve(_with_gaps_filled(_main_chunks(markup.root), chunks))
    sieve.drop(_marked(sieve.blocks, chunks))
    if metadata.body and _is_more(declared := _declared_blocks(metadata.body), sieve.blocks):
        sieve = Sieve(declared)
    body = [block.text for block in sieve.blocks if is_prose(block.text)]
    title = metadata.headline or best_guess(metadata.guesses, body) or _heading_above(chunks, body)
    title = title or next(iter(metadata.guesses), None)
    cleaned = clean_blocks(sieve.blocks, title, editing)
    title = title or (opening_line(cleaned.blocks[0].text) if cleaned.blocks else "")
    return Found(title, cleaned.blocks, (*sieve.dropped, *cleaned.dropped), len(chunks))


def _main_chunks(root: Any) -> list[Chunk]:  # noqa: ANN401 - an lxml element
    """Return what trafilatura takes for the main text; the figures of a table are not read aloud."""
    top = _extract(root)
    found = walk(top) if top is not None else ()
    return [chunk for chunk in found if chunk.text and (is_prose(chunk.text) or chunk.tag not in _CELLS)]


def _with_gaps_filled(main: list[Chunk], chunks: tuple[Chunk, ...]) -> list[Block]:
    """Make blocks of *main*, and put back what was lost between two paragraphs where only text stands between them.

    That is how a list comes back. Bold lines become the sub-heads they stand for.
    """
    places: dict[str, list[int]] = {}
    for place, chunk in enumerate(chunks):
        places.setdefault(chunk.name, []).append(place)
    verse = _verse(chunks)
    filled: list[Block] = []
    last, has_begun = -1, False
    for chunk in main:
        here = next((place for place in places.get(chunk.name, ()) if place > last), None)
        if here is not None and has_begun:
            filled.extend(_gap(chunks, last + 1, here, verse))
        filled.append(Block(_kind(chunk, here in verse, has_begun and here is not None and chunks[here]), chunk.text))
        last = last if here is None else here
        has_begun = has_begun or is_prose(chunk.text)
    return filled


def _kind(chunk: Chunk, is_verse: bool, original: Chunk | bool) -> BlockKind:
    if is_verse:
        return BlockKind.VERSE
    is_bold_line = isinstance(original, Chunk) and _is_bold_line(original)
    is_subhead = is_bold_line or (chunk.is_heading and not is_prose(chunk.text))
    return BlockKind.SUBHEAD if is_subhead else BlockKind.PARAGRAPH


def _gap(chunks: tuple[Chunk, ...], start: int, end: int, verse: frozenset[int]) -> list[Block]:
    gap = chunks[start:end]
    is_clean = all(chunk.tag in _TEXT_TAGS and not (chunk.is_link or chunk.is_caption) for chunk in gap)
    if not is_clean or len(gap) > _LONGEST_GAP or any(mark_furniture([chunk.text for chunk in gap])):
        return []
    return [Block(_kind(chunk, place in verse, chunk), chunk.text) for place, chunk in enumerate(gap, start)]


def _verse(chunks: tuple[Chunk, ...]) -> frozenset[int]:
    """Return the places of lines of verse: short lines with nothing but line breaks between them."""
    runs: list[list[int]] = []
    for place, chunk in enumerate(chunks):
        is_line = len(chunk.text) <= _LONGEST_VERSE and not (chunk.is_link or chunk.is_bold or chunk.is_caption)
        if is_line and chunk.after_break and runs and runs[-1][-1] == place - 1:
            runs[-1].append(place)
        elif is_line:
            runs.append([place])
    lines = [run for run in runs if len(run) >= _FEWEST_VERSES]
    return frozenset(place for run in lines for place in run if not any(judge(chunks[one].text) for one in run))


def _is_bold_line(chunk: Chunk) -> bool:
    return chunk.is_bold and not ends_in_mark(chunk.text) and len(chunk.text.split()) <= _SUBHEAD_WORDS


def _extract(root: Any) -> Any:  # noqa: ANN401 - lxml in, lxml out
    import trafilatura
    from trafilatura.settings import Document

    # it warns about every page it finds nothing on; saying so is the gate's work
    logging.getLogger("trafilatura").addHandler(logging.NullHandler())
    try:
        found = trafilatura.bare_extraction(root, favor_precision=True, include_comments=False, with_metadata=False)
    except (ValueError, TypeError, AttributeError, IndexError, KeyError, RecursionError):
        return None  # a page it cannot take; the gate will say that there is no prose
    return found.body if isinstance(found, Document) else None


def _marked(blocks: list[Block], chunks: tuple[Chunk, ...]) -> dict[int, str]:
    """Name what the page's markup gives away: captions, and headlines that are nothing but a link."""
    captions = {chunk.name for chunk in chunks if chunk.is_caption}
    links = {chunk.name for chunk in chunks if chunk.is_link and not is_prose(chunk.text)}
    elsewhere = {chunk.name for chunk in chunks if not (chunk.is_caption or chunk.is_link)}
    names = [folded(block.text) for block in blocks]
    linked = {place: "link: nothing but a link" for place, name in enumerate(names) if name in links - elsewhere}
    captioned = {place: "caption: marked as one" for place, name in enumerate(names) if name in captions - elsewhere}
    return linked | captioned


def _declared_blocks(body: str) -> list[Block]:
    """Return the blocks of the article's text as linked data holds it."""
    text = clean_text(entities.unescape(_TAG.sub("\n", entities.unescape(body))))
    return [Block(BlockKind.PARAGRAPH, line.strip()) for line in text.split("\n") if line.strip()]


def _is_more(declared: list[Block], found: list[Block]) -> bool:
    """Tell whether the page shows only a part of the text that its linked data holds."""
    return _prose_length(found) < _SHOWN_SHARE * _prose_length(declared)


def _prose_length(blocks: list[Block]) -> int:
    return sum(len(block.text) for block in blocks if is_prose(block.text))


def _heading_above(chunks: tuple[Chunk, ...], body: list[str]) -> str | None:
    """Return the headline of a page that names it nowhere but in a heading of the text."""
    first = folded(body[0]) if body else ""
    names = [chunk.name for chunk in chunks]
    end = names.index(first) if first in names else len(chunks)
    return choose_headline([chunk.text for chunk in chunks[:end] if chunk.is_heading], body)
