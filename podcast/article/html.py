"""HTML -> blocks. The one home of trafilatura; ``furniture.tsv`` and the markup take out what it leaves in."""

from __future__ import annotations

import html as entities
import logging
import re
from typing import Any

from podcast.article.body import clean_blocks, folded
from podcast.article.dump import Found
from podcast.article.headline import best_guess, choose_headline, opening_line
from podcast.article.markup import Chunk, Markup, walk
from podcast.article.metadata import Metadata
from podcast.article.prose import is_prose
from podcast.bangla.unicode import clean_text
from podcast.model import Block, BlockKind

_TAG = re.compile(r"<[^>]{0,200}>")
_SIGNS = re.compile(
    r"</?(?:!doctype\s+html|html|head|body|article|main|section|div|p|h[1-6]|meta|span|a|br|li|ul)\b[^>]*/?>",
    re.IGNORECASE,
)
_HEAD_LENGTH = 20_000
_FEWEST_TAGS = 2


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
    blocks = _without_marked(_main_blocks(markup), chunks)
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
        if text:
            blocks.append(Block(kind, text))
    return blocks


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
