"""HTML -> blocks. The one home of trafilatura; ``furniture.tsv`` and the markup take out what it leaves in."""

from __future__ import annotations

import html as entities
import logging
import re
from collections.abc import Sequence
from typing import Any

from podcast.article.beside import beside_body, beside_stretch
from podcast.article.body import clean_blocks, prose_length
from podcast.article.dump import Found
from podcast.article.headline import best_guess, choose_headline, opening_line
from podcast.article.layout import place_blocks, with_intro, with_siblings
from podcast.article.markup import Chunk, Markup, walk
from podcast.article.metadata import Metadata
from podcast.article.prose import is_prose
from podcast.article.repeats import folded
from podcast.article.sieve import Sieve
from podcast.article.sites import find
from podcast.bangla.unicode import clean_text
from podcast.model import Block, BlockKind
from podcast.settings import Editing, SiteRules

_TAG = re.compile(r"<[^>]{0,200}>")
_SIGNS = re.compile(
    r"</?(?:!doctype\s+html|html|head|body|article|main|section|div|p|h[1-6]|meta|span|a|br|li|ul)\b[^<>]*>",
    re.IGNORECASE,
)
_HEAD_LENGTH = 20_000
_FEWEST_TAGS = 2
_CELLS = frozenset({"cell", "row", "td", "th", "tr"})
_SHOWN_SHARE = 0.5


def looks_like_html(text: str) -> bool:
    """Tell HTML from plain text by its tags.

    >>> looks_like_html("<p>বৃষ্টি নামল।</p>"), looks_like_html("৫ < ৭, আর <b> একটি চিহ্ন।")
    (True, False)
    """
    head = text[:_HEAD_LENGTH].lstrip()
    if re.match(r"<(?:!doctype\s+html|html)\b", head, re.IGNORECASE):
        return True
    return len(_SIGNS.findall(head)) >= _FEWEST_TAGS and "</" in head


def find_in_html(
    markup: Markup, metadata: Metadata, rules: Sequence[SiteRules] = (), editing: Editing | None = None
) -> Found:
    """Take the article out of a parsed page; *rules* may say where on the page it stands."""
    chunks = markup.chunks
    kept = [element for rule in rules for selector in rule.keep for element in find(markup.root, selector, rule)]
    main = _main_chunks(kept or _extract(markup.root))
    placed = place_blocks(with_intro(with_siblings(main, chunks), chunks), chunks)
    sieve = Sieve([one.block for one in placed])
    sieve.drop(_marked(sieve.blocks, chunks) | beside_stretch(placed, chunks) | beside_body(placed, chunks))
    if metadata.body and _is_more(declared := _declared_blocks(metadata.body), sieve.blocks):
        sieve = Sieve(declared)
    body = [block.text for block in sieve.blocks if is_prose(block.text)]
    title = metadata.headline or _headline(metadata.guesses, chunks, body)
    cleaned = clean_blocks(sieve.blocks, title, editing)
    title = title or (opening_line(cleaned.blocks[0].text) if cleaned.blocks else "")
    return Found(title, cleaned.blocks, (*sieve.dropped, *cleaned.dropped), len(chunks))


def _main_chunks(elements: list[Any]) -> list[Chunk]:
    """Return the text of *elements*; the figures of a table are not read aloud."""
    found = (chunk for element in elements for chunk in walk(element))
    return [chunk for chunk in found if chunk.text and (is_prose(chunk.text) or chunk.tag not in _CELLS)]


def _extract(root: Any) -> list[Any]:  # noqa: ANN401 - an lxml element
    """Return what trafilatura takes for the main text, as a tree of its own."""
    import trafilatura
    from trafilatura.settings import Document

    # it warns about every page it finds nothing on; saying so is the gate's work
    logging.getLogger("trafilatura").addHandler(logging.NullHandler())
    try:
        found = trafilatura.bare_extraction(root, favor_precision=True, include_comments=False, with_metadata=False)
    except (ValueError, TypeError, AttributeError, IndexError, KeyError, RecursionError):
        return []  # a page it cannot take; the gate will say that there is no prose
    return [found.body] if isinstance(found, Document) and found.body is not None else []


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
    return prose_length(found) < _SHOWN_SHARE * prose_length(declared)


def _headline(guesses: tuple[str, ...], chunks: tuple[Chunk, ...], body: list[str]) -> str | None:
    """Return the headline of a page on which no two sources agree: a heading or line above the body, or a guess."""
    first = folded(body[0]) if body else ""
    end = next((place for place, chunk in enumerate(chunks) if chunk.name == first), len(chunks))
    above = [chunk for chunk in chunks[:end] if not chunk.is_link]
    heading = choose_headline([chunk.text for chunk in above if chunk.is_heading], body)
    line = choose_headline([chunk.text for chunk in above], body)
    is_named = any(guess == chunk.text for guess in guesses for chunk in above)
    if heading is not None and not is_named and best_guess((heading,), body):
        return heading
    found = tuple(text for text in (heading, *guesses, line) if text is not None)
    return best_guess(found, body) or next(iter(found), None)
