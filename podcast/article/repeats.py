"""What stands twice on a page: a second copy of the body, a deck the lead repeats, quotes lifted out of a paragraph."""

from __future__ import annotations

from collections.abc import Sequence

from podcast.article.prose import shingles, tokens
from podcast.model import Block, BlockKind

_SHORTEST_REPEAT = 5
"""Words. ``তিনি আর নেই।`` may well be said twice, a paragraph may not."""
_SHORTEST_QUOTE = 8
_MOST_HOMES = 20
"""Paragraphs that may hold a quote; where more begin alike, the page is a table and comparing them all takes long."""
_DECK_SHARE = 0.8
_LEAD_BLOCKS = 2


def folded(text: str) -> str:
    """Return *text* as its words alone, for telling whether two blocks are the same."""
    return " ".join(tokens(text))


def is_repeatable(name: str) -> bool:
    """Tell whether a block folded to *name* is so short that an author may well have written it twice."""
    return len(name.split()) < _SHORTEST_REPEAT


def second_copies(blocks: Sequence[Block]) -> dict[int, str]:
    """Return the places of blocks that stood before, as on pages that hold the body for desktops and for mobiles."""
    seen: set[str] = set()
    again: dict[int, str] = {}
    for place, block in enumerate(blocks):
        name = folded(block.text)
        if name in seen and not is_repeatable(name):
            again[place] = "repeat: the same block stands above"
        seen.add(name)
    return again


def decks_and_quotes(blocks: Sequence[Block]) -> dict[int, str]:
    """Return the places of what only repeats a part of the body, and why."""
    homes = _lifted(blocks)
    merged = _merged(blocks, homes)
    quotes = (set(homes) - {place for place, home in homes.items() if home in merged}) | merged
    rest = [Block(block.kind, "") if place in quotes else block for place, block in enumerate(blocks)]
    # of two that hold each other's words one must stay
    decks = {place: "repeat: a deck, the body says it" for place in range(_LEAD_BLOCKS) if _is_deck(rest, place)}
    why = {True: "repeat: its parts stand beside it", False: "repeat: a quote, it stands whole in a paragraph"}
    return decks | {place: why[place in merged] for place in quotes}


def _merged(blocks: Sequence[Block], homes: dict[int, int]) -> set[int]:
    """Return the paragraphs that are nothing but two or more others run together, as where a box between them went."""
    parts: dict[int, list[int]] = {}
    for place, home in homes.items():
        parts.setdefault(home, []).append(place)
    return {
        home
        for home, places in parts.items()
        if len(places) > 1
        and sum(len(tokens(blocks[place].text)) for place in places) == len(tokens(blocks[home].text))
    }


def _lifted(blocks: Sequence[Block]) -> dict[int, int]:
    """Return the places of paragraphs that stand whole inside another one, such as a quote in large type, and where."""
    words = [tokens(block.text) for block in blocks]
    openings = {own[:_SHORTEST_QUOTE] for own in words if len(own) >= _SHORTEST_QUOTE}
    homes: dict[tuple[str, ...], set[int]] = {}
    for place, own in enumerate(words):
        for start in range(len(own) - _SHORTEST_QUOTE + 1):
            if (run := own[start : start + _SHORTEST_QUOTE]) in openings and len(homes.get(run, ())) < _MOST_HOMES:
                homes.setdefault(run, set()).add(place)
    names = [f" {' '.join(own)} " for own in words]
    return {
        place: home
        for place, own in enumerate(words)
        if blocks[place].kind is BlockKind.PARAGRAPH
        for home in sorted(homes.get(own[:_SHORTEST_QUOTE], set()) - {place})
        if names[place] in names[home]
    }


def _is_deck(blocks: Sequence[Block], place: int) -> bool:
    words = tokens(blocks[place].text) if place < len(blocks) else ()
    if len(words) < _SHORTEST_QUOTE:
        return False
    rest = shingles(tuple(word for block in blocks[place + 1 :] for word in tokens(block.text)))
    own = shingles(words)
    return len(own & rest) >= _DECK_SHARE * len(own)
