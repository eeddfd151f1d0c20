"""Candidates for editions, written for the tests."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from story_pairs import read_pairs

from podcast.daily.candidates import Candidate
from podcast.model import Block, BlockKind

NOW = datetime(2026, 11, 26, 1, 0, tzinfo=UTC)
PAIRS = {pair.name: pair for pair in read_pairs()}

# of one length and with nothing in common
TEXTS = [
    PAIRS[name].left for name in ("reworded-06", "reworded-16", "other-25", "reworded-26", "reworded-35", "other-41")
]


def paragraphs(*texts: str) -> tuple[Block, ...]:
    return tuple(Block(BlockKind.PARAGRAPH, text) for text in texts)


def candidate(number: int, **changes: object) -> Candidate:
    """Return the candidate called *number*, which is as fresh and as prominent as the others."""
    title, texts = TEXTS[number % len(TEXTS)]
    values: dict[str, object] = {
        "source": f"পত্রিকা {number}",
        "url": f"https://khobor{number}.example/1",
        "title": title,
        "blocks": paragraphs(*texts),
        "seconds": 60.0,
        "published_at": NOW - timedelta(hours=3),
    }
    return Candidate(**(values | changes))  # type: ignore[arg-type]


def told(name: str, side: str, **changes: object) -> Candidate:
    """Return one side of a pair as a candidate of a source of its own."""
    pair = PAIRS[name]
    title, texts = pair.left if side == "left" else pair.right
    values: dict[str, object] = {
        "source": f"{name} {side}",
        "url": f"https://{name}.example/{side}",
        "title": title,
        "blocks": paragraphs(*texts),
        "seconds": 60.0,
        "published_at": NOW - timedelta(hours=3),
    }
    return Candidate(**(values | changes))  # type: ignore[arg-type]
