"""A long list cut into pages of which almost none changes when the list grows.

Older pages are counted from the oldest, so a full one keeps its number and what it holds; only the front page grows,
until it gives its older half to a page of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True)
class Pages(Generic[_Item]):
    """A list in pages, each newest first."""

    front: tuple[_Item, ...]
    older: tuple[tuple[_Item, ...], ...] = ()
    """All of the same length; page 1, the oldest, first."""


def cut_into_pages(newest_first: Sequence[_Item], size: int) -> Pages[_Item]:
    """Cut the list into older pages of *size* and a front page of fewer than twice as many.

    An item more changes the front page; every *size* items there is also a page more, and the one before it, which
    names its neighbour.

    >>> cut_into_pages(["ছ", "চ", "ঙ", "ঘ", "গ", "খ", "ক"], 2)
    Pages(front=('ছ', 'চ', 'ঙ'), older=(('খ', 'ক'), ('ঘ', 'গ')))
    """
    if size < 1:
        raise ValueError(f"size = {size}: a page holds at least one item")
    count = max(0, len(newest_first) // size - 1)
    ends = [len(newest_first) - size * number for number in range(count)]
    older = tuple(tuple(newest_first[end - size : end]) for end in ends)
    return Pages(tuple(newest_first[: len(newest_first) - size * count]), older)
