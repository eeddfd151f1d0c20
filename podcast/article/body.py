"""From the blocks that were found to the blocks that are read: furniture out, nothing twice, nothing else changed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from podcast.article.furniture import Furniture, is_bare_related, judge, strip_front, strip_tail
from podcast.article.prose import ends_in_mark, is_prose, shingles, tokens
from podcast.model import Block, BlockKind

_MOST_RELATED = 6
_SHORTEST_REPEAT = 5
"""Words. ``তিনি আর নেই।`` may well be said twice, a paragraph may not."""
_SHORTEST_QUOTE = 8
_MOST_HOMES = 20
"""Paragraphs that may hold a quote; where more begin alike, the page is a table and comparing them all takes long."""
_DECK_SHARE = 0.8
_LEAD_BLOCKS = 2
_NAME_WORDS = 8
_SECTION_WORDS = 2
"""A heading above the headline is the section's; below it, it belongs to the article."""
_TAIL_SHARE = 0.3
_TAIL_WORDS = 3
_SPACES = re.compile(r"\s+")
_CLOSED = re.compile("[।॥?!:;,…—–-][\"'’”)]*$")
_ALWAYS_OUT = frozenset({Furniture.LABEL, Furniture.RELATED, Furniture.CAPTION, Furniture.PROMO, Furniture.DATE})


def folded(text: str) -> str:
    """Return *text* as its words alone, for telling whether two blocks are the same."""
    return " ".join(tokens(text))


def mark_furniture(texts: Sequence[str]) -> tuple[Furniture | None, ...]:
    """Judge every line, and the headlines that stand under a bare ``আরও পড়ুন`` with it.

    >>> [kind and kind.value for kind in mark_furniture(["আরও পড়ুন", "কাল খুলছে সেতু", "বিজ্ঞাপন"])]
    ['related', 'related', 'label']
    """
    kinds: list[Furniture | None] = []
    links_left = 0
    for text in texts:
        kind = judge(text)
        if kind is Furniture.RELATED:
            links_left = _MOST_RELATED if is_bare_related(text) else 0
        elif kind is None and links_left and not is_prose(text) and not ends_in_mark(text):
            kind = Furniture.RELATED
            links_left -= 1
        elif kind is None:
            links_left = 0
        kinds.append(kind)
    return tuple(kinds)


def clean_blocks(blocks: Sequence[Block], title: str | None = None) -> tuple[Block, ...]:
    """Return *blocks* without furniture, repetitions and what stands before the lead.

    Paragraphs keep their words as written; only credits and sign-offs run into them are cut.
    """
    found = _settle_spaces(blocks)
    below = _after_title(found, title)
    kept = _without_run_ins(_without_furniture(below))
    section_words = _SECTION_WORDS if len(below) == len(found) else 0
    kept = _without_repeats(_without_lead_furniture(kept, section_words))
    return _without_tail(kept)


def _settle_spaces(blocks: Sequence[Block]) -> list[Block]:
    settled = (replace(block, text=_SPACES.sub(" ", block.text).strip()) for block in blocks)
    return [block for block in settled if block.text]


def _after_title(blocks: list[Block], title: str | None) -> list[Block]:
    """Start below the headline when it stands among the first blocks; what is above it is a kicker."""
    if title is None:
        return blocks
    name = folded(title)
    start = 0
    for place, block in enumerate(blocks):
        if is_prose(block.text) and folded(block.text) != name:
            break
        if folded(block.text) == name:
            start = place + 1
    return [block for block in blocks[start:] if folded(block.text) != name or len(tokens(name)) < _SHORTEST_REPEAT]


def _without_furniture(blocks: list[Block]) -> list[Block]:
    kinds = mark_furniture([block.text for block in blocks])
    kept: list[Block] = []
    for place, (block, kind) in enumerate(zip(blocks, kinds, strict=True)):
        if kind is Furniture.END:
            if _prose_length(blocks[place:]) < _TAIL_SHARE * _prose_length(blocks[:place]):
                break
        elif kind not in _ALWAYS_OUT:
            kept.append(block)
    return kept


def _prose_length(blocks: Sequence[Block]) -> int:
    return sum(len(block.text) for block in blocks if is_prose(block.text))


def _without_run_ins(blocks: list[Block]) -> list[Block]:
    cut = (
        replace(block, text=strip_tail(strip_front(block.text))) if block.kind is BlockKind.PARAGRAPH else block
        for block in blocks
    )
    return [block for block in cut if block.text]


def _without_lead_furniture(blocks: list[Block], section_words: int) -> list[Block]:
    """Leave out names above the first paragraph, and headings of at most *section_words*; longer lines stay."""
    for place, block in enumerate(blocks):
        if is_prose(block.text):
            lead = [block for block in blocks[:place] if not _is_name(block, section_words)]
            return [*lead, *blocks[place:]]
    return blocks


def _is_name(block: Block, section_words: int) -> bool:
    if block.kind is BlockKind.SUBHEAD and len(block.text.split()) <= section_words:
        return True
    if judge(block.text) in {Furniture.BYLINE, Furniture.SIGNOFF}:
        return True
    is_short = len(block.text.split()) <= _NAME_WORDS and not _CLOSED.search(block.text)
    return block.kind is BlockKind.PARAGRAPH and is_short


def _without_repeats(blocks: list[Block]) -> list[Block]:
    """Leave out a second copy of the body, a deck the lead repeats, and quotes lifted out of a paragraph."""
    seen: set[str] = set()
    once: list[Block] = []
    for block in blocks:
        name = folded(block.text)
        if name in seen and len(tokens(name)) >= _SHORTEST_REPEAT:
            continue
        seen.add(name)
        once.append(block)
    left_out = _lifted(once) | {place for place in range(min(_LEAD_BLOCKS, len(once))) if _is_deck(once, place)}
    return [block for place, block in enumerate(once) if place not in left_out]


def _lifted(blocks: list[Block]) -> set[int]:
    """Return the places of paragraphs that stand whole inside another one, such as a quote in large type."""
    words = [tokens(block.text) for block in blocks]
    openings = {own[:_SHORTEST_QUOTE] for own in words if len(own) >= _SHORTEST_QUOTE}
    homes: dict[tuple[str, ...], set[int]] = {}
    for place, own in enumerate(words):
        for start in range(len(own) - _SHORTEST_QUOTE + 1):
            if (run := own[start : start + _SHORTEST_QUOTE]) in openings and len(homes.get(run, ())) < _MOST_HOMES:
                homes.setdefault(run, set()).add(place)
    names = [f" {' '.join(own)} " for own in words]
    return {
        place
        for place, own in enumerate(words)
        if blocks[place].kind is BlockKind.PARAGRAPH
        and any(names[place] in names[home] for home in homes.get(own[:_SHORTEST_QUOTE], set()) - {place})
    }


def _is_deck(blocks: list[Block], place: int) -> bool:
    words = tokens(blocks[place].text)
    if len(words) < _SHORTEST_QUOTE:
        return False
    rest = shingles(tuple(word for block in blocks[place + 1 :] for word in tokens(block.text)))
    own = shingles(words)
    return len(own & rest) >= _DECK_SHARE * len(own)


def _without_tail(blocks: list[Block]) -> tuple[Block, ...]:
    """Leave out sign-offs and names below the last paragraph, and sub-heads that nothing follows."""
    end = max((place + 1 for place, block in enumerate(blocks) if is_prose(block.text)), default=0)
    tail = [block for block in blocks[end:] if not _is_tail(block)] if end else blocks
    while tail and tail[-1].kind is BlockKind.SUBHEAD:
        tail.pop()
    return (*blocks[:end], *tail)


def _is_tail(block: Block) -> bool:
    if judge(block.text) in {Furniture.SIGNOFF, Furniture.BYLINE, Furniture.END}:
        return True
    is_name = len(block.text.split()) <= _TAIL_WORDS and not _CLOSED.search(block.text)
    return block.kind is BlockKind.PARAGRAPH and is_name
