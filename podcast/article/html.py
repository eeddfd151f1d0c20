"""HTML -> blocks. The one home of trafilatura; ``furniture.tsv`` and the markup take out what it leaves in."""

from __future__ import annotations

import html as entities
import logging
import re
from typing import Any

from podcast.article.body import clean_blocks, folded, mark_furniture
from podcast.article.dump import Found
from podcast.article.headline import best_guess, choose_headline, opening_line
from podcast.article.markup import Chunk, Markup, walk
from podcast.article.metadata import Metadata
from podcast.article.prose import ends_in_mark, is_prose
from podcast.bangla.unicode import clean_text
from podcast.model import Block, BlockKind

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


def looks_like_html(text: str) -> bool:
    """Tell HTML from plain text by its tags.

    >>> looks_like_html("<p>বৃষ্টি নামল।</p>"), looks_like_html("৫ < ৭, আর <b> একটি চিহ্ন।")
    (True, False)
    """
    head = text[:_HEAD_LENGTH].lstrip()
    if re.match(r"<(?:!doctype\s+html|html)\b", head, re.IGNORECASE):
        return True
    return len(_SIGNS.findall(head)) >= _FEWEST_TAGS and "</" in head


def find_in_html(markup: Markup, metadata: Metadata) -> Found:
    """Take the article out of a parsed page."""
    chunks = markup.chunks
    blocks = _without_marked(_with_gaps_filled(_main_blocks(markup), chunks), chunks)
    if not any(is_prose(block.text) for block in blocks) and metadata.body:
        blocks = _linked_blocks(metadata.body)
    body = [block.text for block in blocks if is_prose(block.text)]
    title = metadata.headline or best_guess(metadata.guesses, body) or _heading_above(chunks, body)
    title = title or next(iter(metadata.guesses), None)
    kept = clean_blocks(blocks, title)
    return Found(title or (opening_line(kept[0].text) if kept else ""), kept, len(chunks))


def _main_blocks(markup: Markup) -> list[Block]:
    top = _extract(markup.root)
    if top is None:
        return []
    blocks = []
    for chunk in walk(top):
        kind = BlockKind.SUBHEAD if chunk.is_heading and not is_prose(chunk.text) else BlockKind.PARAGRAPH
        text = " ".join(clean_text(chunk.text).split())
        if text and (is_prose(text) or chunk.tag not in _CELLS):  # figures in a table are not read aloud
            blocks.append(Block(kind, text))
    return blocks


def _with_gaps_filled(blocks: list[Block], chunks: tuple[Chunk, ...]) -> list[Block]:
    """Put back what was lost between two paragraphs, such as a list, where nothing but text stands between them.

    Bold lines become the sub-heads they stand for.
    """
    places: dict[str, list[int]] = {}
    for place, chunk in enumerate(chunks):
        places.setdefault(folded(clean_text(chunk.text)), []).append(place)
    filled: list[Block] = []
    last, has_begun = -1, False
    for block in blocks:
        here = next((place for place in places.get(folded(block.text), ()) if place > last), None)
        kind = block.kind
        if here is not None and has_begun:
            filled.extend(_gap(chunks[last + 1 : here]))
            kind = BlockKind.SUBHEAD if _is_bold_line(chunks[here]) else kind
        filled.append(Block(kind, block.text))
        last = last if here is None else here
        has_begun = has_begun or is_prose(block.text)
    return filled


def _gap(chunks: tuple[Chunk, ...]) -> list[Block]:
    texts = [" ".join(clean_text(chunk.text).split()) for chunk in chunks]
    is_clean = all(chunk.tag in _TEXT_TAGS and not (chunk.is_link or chunk.is_caption) for chunk in chunks)
    if not is_clean or len(chunks) > _LONGEST_GAP or any(mark_furniture(texts)):
        return []
    return [
        Block(BlockKind.SUBHEAD if chunk.is_heading or _is_bold_line(chunk) else BlockKind.PARAGRAPH, text)
        for chunk, text in zip(chunks, texts, strict=True)
    ]


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


def _without_marked(blocks: list[Block], chunks: tuple[Chunk, ...]) -> list[Block]:
    """Leave out what the page's markup gives away: captions, and headlines that are nothing but a link."""
    captions = {folded(clean_text(chunk.text)) for chunk in chunks if chunk.is_caption}
    links = {folded(clean_text(chunk.text)) for chunk in chunks if chunk.is_link and not is_prose(chunk.text)}
    elsewhere = {folded(clean_text(chunk.text)) for chunk in chunks if not (chunk.is_caption or chunk.is_link)}
    return [block for block in blocks if folded(block.text) not in (captions | links) - elsewhere]


def _linked_blocks(body: str) -> list[Block]:
    text = clean_text(entities.unescape(_TAG.sub("\n", entities.unescape(body))))
    return [Block(BlockKind.PARAGRAPH, line.strip()) for line in text.split("\n") if line.strip()]


def _heading_above(chunks: tuple[Chunk, ...], body: list[str]) -> str | None:
    """Return the headline of a page that names it nowhere but in a heading of the text."""
    first = folded(body[0]) if body else ""
    names = [folded(clean_text(chunk.text)) for chunk in chunks]
    end = names.index(first) if first in names else len(chunks)
    return choose_headline([clean_text(chunk.text) for chunk in chunks[:end] if chunk.is_heading], body)
