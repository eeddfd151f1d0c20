"""From the blocks that were found to the blocks that are read: furniture out, nothing twice, nothing else changed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from podcast.article.furniture import Furniture, Rule, cut_dateline, cut_front, cut_tail, find_rule, is_bare_related
from podcast.article.prose import ends_in_mark, is_prose, tokens
from podcast.article.repeats import decks_and_quotes, folded, is_repeatable, second_copies
from podcast.article.sieve import Sieve
from podcast.article.stretch import Line, resumes
from podcast.model import Block, BlockKind, Dropped
from podcast.settings import Editing

_MOST_RELATED = 10
_NAME_WORDS = 8
_SECTION_WORDS = 2
"""A heading above the headline is the section's; below it, it belongs to the article."""
_TAIL_SHARE = 0.3
_TAIL_WORDS = 3
_SPACES = re.compile(r"\s+")
_CLOSED = re.compile("[।॥?!:;,…—–-][\"'’”)]*$")
ENDS = frozenset({Furniture.MORE, Furniture.END})
"""Below such a line the article is over, as a rule."""
_ALWAYS_OUT = frozenset(
    {Furniture.LABEL, Furniture.RELATED, Furniture.PROMO, Furniture.DATE, Furniture.PAYWALL, Furniture.TICKER}
)


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The blocks that are read, and what was taken out."""

    blocks: tuple[Block, ...]
    dropped: tuple[Dropped, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What furniture a line is, and by which rule."""

    kind: Furniture
    rule: str


_UNDER_LABEL = Verdict(Furniture.RELATED, "related: a headline under a label that announces other stories")
_ANNOUNCES = frozenset({Furniture.RELATED, Furniture.MORE})


def mark_furniture(texts: Sequence[str], alone: frozenset[str] = frozenset()) -> tuple[Verdict | None, ...]:
    """Judge every line, and the headlines that stand under a label such as a bare ``আরও পড়ুন`` with it.

    A line of *alone* is set apart from those above it, and so is no more of their list.

    >>> [one.kind.value for one in mark_furniture(["আরও পড়ুন", "কাল খুলছে সেতু", "বিজ্ঞাপন"]) if one]
    ['related', 'related', 'label']
    """
    rules = [find_rule(text) for text in texts]
    verdicts = [Verdict(Furniture(rule.kind), str(rule)) if rule is not None else None for rule in rules]
    links_left, are_dated = 0, False
    for place, verdict in enumerate(verdicts):
        if verdict is not None:
            if verdict.kind in _ANNOUNCES:
                is_list = verdict.kind is Furniture.MORE or is_bare_related(texts[place])
                links_left, are_dated = _MOST_RELATED if is_list else 0, False
            continue
        is_dated = (
            place + 1 < len(texts) and (after := verdicts[place + 1]) is not None and after.kind is Furniture.DATE
        )
        is_apart = links_left < _MOST_RELATED and texts[place] in alone
        if links_left and not is_apart and _is_headline(texts[place], is_dated=is_dated, are_dated=are_dated):
            verdicts[place] = _UNDER_LABEL
            links_left -= 1
            are_dated = are_dated or is_dated
        else:
            links_left = 0
    return tuple(verdicts)


def _is_headline(text: str, *, is_dated: bool, are_dated: bool) -> bool:
    """Tell a headline in a list; where the others have a date below them, one without is no longer of the list."""
    if is_prose(text) or (are_dated and not is_dated):
        return False
    return is_dated or not ends_in_mark(text)


def clean_blocks(
    blocks: Sequence[Block],
    title: str | None = None,
    editing: Editing | None = None,
    alone: frozenset[str] = frozenset(),
) -> Cleaned:
    """Return *blocks* without furniture, repetitions and what stands before the lead.

    Paragraphs keep their words as written; only credits and sign-offs run into them are cut. *editing* says which of
    datelines, sources and photo credits are read, *alone* which lines are set apart from those above them.
    """
    editing = editing or Editing()
    sieve = Sieve(_settle_spaces(blocks))
    above = _above_title(sieve.blocks, title)
    sieve.drop(above)
    sieve.drop(_furniture(sieve.blocks, editing, alone))
    sieve.cut(lambda block: _cut_run_ins(block, editing))
    sieve.drop(_lead_furniture(sieve.blocks, 0 if above else _SECTION_WORDS))
    sieve.drop(second_copies(sieve.blocks))
    sieve.drop(decks_and_quotes(sieve.blocks))
    sieve.drop(_tail(sieve.blocks, editing))
    if editing.datelines == "skip":
        lead = next((block for block in sieve.blocks if block.kind is BlockKind.PARAGRAPH), None)
        sieve.cut(lambda block: _dropping(block.text, *cut_dateline(block.text)) if block is lead else (block.text, ()))
    return Cleaned(tuple(sieve.blocks), tuple(sieve.dropped))


def _settle_spaces(blocks: Sequence[Block]) -> list[Block]:
    settled = (replace(block, text=_SPACES.sub(" ", block.text).strip()) for block in blocks)
    return [block for block in settled if block.text]


def _above_title(blocks: list[Block], title: str | None) -> dict[int, str]:
    """Name what stands above the headline when it is among the first blocks, and every copy of it."""
    if title is None:
        return {}
    name = folded(title)
    start = 0
    for place, block in enumerate(blocks):
        if is_prose(block.text) and folded(block.text) != name:
            break
        if folded(block.text) == name:
            start = place + 1
    above = dict.fromkeys(range(start), "headline: it, or a line above it")
    copies = {
        place: "headline: the same words again"
        for place, block in enumerate(blocks)
        if place >= start and folded(block.text) == name and not is_repeatable(name)
    }
    return above | copies


def _furniture(blocks: list[Block], editing: Editing, alone: frozenset[str]) -> dict[int, str]:
    out = set(_ALWAYS_OUT)
    if editing.photo_credits == "skip":
        out.add(Furniture.CAPTION)
    reasons: dict[int, str] = {}
    verdicts = mark_furniture([block.text for block in blocks], alone)
    lines = [
        Line(block.text, verdict.kind if verdict else None) for block, verdict in zip(blocks, verdicts, strict=True)
    ]
    for place, verdict in enumerate(verdicts):
        if verdict is None:
            continue
        if verdict.kind in out or (verdict.kind is Furniture.MORE and resumes(lines, place + 1)):
            reasons[place] = verdict.rule
        elif verdict.kind in ENDS and prose_length(blocks[place:]) < _TAIL_SHARE * prose_length(blocks[:place]):
            below = f"below “{blocks[place].text}”: {verdict.rule}"
            return reasons | {place: verdict.rule} | dict.fromkeys(range(place + 1, len(blocks)), below)
        elif verdict.kind in ENDS:
            reasons[place] = verdict.rule
    return reasons


def prose_length(blocks: Sequence[Block]) -> int:
    """Return how many characters of *blocks* are prose."""
    return sum(len(block.text) for block in blocks if is_prose(block.text))


def _cut_run_ins(block: Block, editing: Editing) -> tuple[str, tuple[Dropped, ...]]:
    if block.kind is not BlockKind.PARAGRAPH:
        return block.text, ()
    text, front = block.text, tuple[Dropped, ...]()
    if editing.photo_credits == "skip":
        text, front = _dropping(block.text, *cut_front(block.text))
    kept = {"credit"} if editing.photo_credits == "read" else set()
    kept |= {"source_tail"} if editing.sources == "read" else set()
    text, tail = _dropping(text, *cut_tail(text, kept=frozenset(kept)))
    return text, front + tail


def _dropping(before: str, after: str, rule: Rule | None) -> tuple[str, tuple[Dropped, ...]]:
    if rule is None:
        return after, ()
    cut = before.removeprefix(after) if before.startswith(after) else before.removesuffix(after)
    return after, (Dropped(cut.strip(), str(rule)),)


def _lead_furniture(blocks: list[Block], section_words: int) -> dict[int, str]:
    """Name what is only a name above the first paragraph, and headings of at most *section_words*."""
    first = next((place for place, block in enumerate(blocks) if is_prose(block.text)), 0)
    reasons = {place: _why_a_name(block, section_words) for place, block in enumerate(blocks[:first])}
    return {place: why for place, why in reasons.items() if why is not None}


def _why_a_name(block: Block, section_words: int) -> str | None:
    if block.kind is BlockKind.SUBHEAD and len(block.text.split()) <= section_words:
        return "lead: a section's name above the first paragraph"
    rule = find_rule(block.text)
    if rule is not None and Furniture(rule.kind) in {Furniture.BYLINE, Furniture.SIGNOFF, Furniture.SOURCE}:
        return str(rule)
    is_short = len(block.text.split()) <= _NAME_WORDS and not _CLOSED.search(block.text)
    is_name = block.kind is BlockKind.PARAGRAPH and is_short
    return "lead: a name or label above the first paragraph" if is_name else None


def _tail(blocks: list[Block], editing: Editing) -> dict[int, str]:
    """Name sign-offs and names below the last paragraph, and sub-heads that nothing follows."""
    end = max((place + 1 for place, block in enumerate(blocks) if is_prose(block.text)), default=0)
    reasons: dict[int, str] = {}
    if end:
        found = {place: _why_tail(blocks[place], editing) for place in range(end, len(blocks))}
        reasons = {place: why for place, why in found.items() if why is not None}
    for place in reversed(range(end, len(blocks))):
        if place not in reasons and blocks[place].kind is not BlockKind.SUBHEAD:
            break
        reasons.setdefault(place, "tail: a heading that nothing follows")
    return reasons


def _why_tail(block: Block, editing: Editing) -> str | None:
    rule = find_rule(block.text)
    kinds = {Furniture.SIGNOFF, Furniture.BYLINE, *ENDS}
    if rule is not None and (
        Furniture(rule.kind) in kinds or (Furniture(rule.kind) is Furniture.SOURCE and editing.sources == "skip")
    ):
        return str(rule)
    is_name = len(tokens(block.text)) <= _TAIL_WORDS and not _CLOSED.search(block.text)
    is_paragraph = block.kind is BlockKind.PARAGRAPH and rule is None
    return "tail: a name below the last paragraph" if is_name and is_paragraph else None
