"""The pairs of stories in ``data/daily``: are both the same story, told by two desks?

``=== NAME same`` or ``=== NAME different`` begins a pair, with a remark after ``|``; then come the title and the
paragraphs, a line each. ``{left|right}`` stands where the two differ; ``---`` stands between two that share nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

_FOLDER = Path(__file__).parent / "data" / "daily"
_CHOICE = re.compile(r"\{([^{}|]*)\|([^{}|]*)\}")
_HEAD = re.compile(r"=== (?P<name>(?P<kind>[a-z]+)-(?P<number>\d+)) (?P<verdict>same|different) \| .+")
_ASIDE = 3
"""Every third pair of a kind was not looked at while the limits were chosen."""

Text = tuple[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts, each a title and paragraphs."""

    name: str
    kind: str
    is_same: bool
    is_aside: bool
    left: Text
    right: Text


def read_pairs() -> tuple[Pair, ...]:
    """Return every pair, in the order of the files' names."""
    files = sorted(_FOLDER.glob("pairs_*.txt"))
    return tuple(_parse(part) for file in files for part in file.read_text(encoding="utf-8").split("\n\n"))


def _parse(part: str) -> Pair:
    first, _, body = part.strip().partition("\n")
    head = _HEAD.fullmatch(first)
    assert head, first
    left, divided, right = body.partition("\n---\n")
    return Pair(
        name=head["name"],
        kind=head["kind"],
        is_same=head["verdict"] == "same",
        is_aside=int(head["number"]) % _ASIDE == 0,
        left=_side(left, 1),
        right=_side(right if divided else left, 2),
    )


def _side(text: str, which: int) -> Text:
    chosen = _CHOICE.sub(lambda match: match[which], text)
    assert "{" not in chosen, text
    assert "}" not in chosen, text
    title, *paragraphs = [" ".join(line.split()) for line in chosen.splitlines() if line.strip()]
    return title, tuple(paragraphs)
