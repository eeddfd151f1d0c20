"""Scores what was taken out of a page against its gold: words, sentences leaked, lost and doubled, the headline."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

_WORD = re.compile("[\u0980-\u09ff]+|[^\\W_]+")
_END = re.compile("[।?!]+[\"'’”)]*")
_SAME_SHARE = 0.8
_HEADLINE_SHARE = 0.9


@dataclass(frozen=True, slots=True)
class Score:
    f1: float
    leaked: tuple[str, ...]
    lost: tuple[str, ...]
    doubled: int
    has_headline: bool


def words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def sentences(paragraphs: Sequence[str]) -> list[str]:
    pieces = (piece for text in paragraphs for line in text.split("\n") for piece in _END.split(line))
    return [" ".join(found) for piece in pieces if (found := words(piece))]


def score(gold: dict[str, Any], title: str, paragraphs: Sequence[str]) -> Score:
    """Compare *paragraphs* with the gold ones; its title and its optional texts count neither way."""
    free = [gold["title"], *gold.get("optional", [])]
    wanted, taken = counted(gold["paragraphs"]), counted(paragraphs)
    right = (wanted & taken).total()
    wrong = (taken - wanted - counted(free)).total()
    missing = (wanted - taken).total()
    f1 = 2 * right / (2 * right + wrong + missing) if right else 0.0
    known, read = gold["paragraphs"] + free, sentences(paragraphs)
    again = Counter({one: count for one, count in Counter(read).items() if count > 1})
    times = again - Counter(sentences(gold["paragraphs"]))
    return Score(
        f1,
        tuple(one for one in read if not is_in(one, known)),
        tuple(one for one in sentences(gold["paragraphs"]) if not is_in(one, paragraphs)),
        sum(count for one, count in times.items() if len(one.split()) > 3 and is_in(one, gold["paragraphs"])),
        overlap(words(gold["title"]), words(title)) >= _HEADLINE_SHARE,
    )


def counted(texts: Sequence[str]) -> Counter[str]:
    return Counter(word for text in texts for word in words(text))


def overlap(one: list[str], other: list[str]) -> float:
    return 2 * (Counter(one) & Counter(other)).total() / max(1, len(one) + len(other))


def is_in(sentence: str, texts: Sequence[str]) -> bool:
    """Whether *sentence* stands in one of *texts*, or nearly all its runs of three words do."""
    found = [" ".join(words(text)) for text in texts]
    if any(f" {sentence} " in f" {text} " for text in found):
        return True
    run = sentence.split()
    runs = {" ".join(run[place : place + 3]) for place in range(len(run) - 2)}
    return len(run) > 5 and any(sum(one in text for one in runs) >= _SAME_SHARE * len(runs) for text in found)
