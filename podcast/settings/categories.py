"""Apple's categories of podcasts, which every directory goes by: ``categories.tsv``."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from functools import cache
from pathlib import Path


def check_category(category: Sequence[str]) -> None:
    """Refuse a category that directories do not know.

    >>> check_category(("News", "Daily News"))

    Raises:
        ValueError: it is none of Apple's, or none of its sub-categories; the nearest is suggested.
    """
    known = _categories()
    if not 1 <= len(category) <= 2:  # noqa: PLR2004 - a category and a sub-category
        raise ValueError("expected one of Apple's categories, and optionally one of its sub-categories")
    top, *subs = category
    if top not in known:
        raise ValueError(f"“{top}” is not one of Apple's categories; {_hint(top, tuple(known))}")
    for sub in subs:
        if sub not in known[top]:
            raise ValueError(f"“{sub}” is not one of Apple's sub-categories of “{top}”; {_hint(sub, known[top])}")


def _hint(name: str, known: Sequence[str]) -> str:
    folded = {one.casefold(): one for one in known}
    near = difflib.get_close_matches(name.casefold(), folded, n=1, cutoff=0.5)
    if near:
        return f"did you mean “{folded[near[0]]}”?"
    return f"known: {', '.join(known)}" if known else "it has none"


@cache
def _categories() -> dict[str, tuple[str, ...]]:
    text = (Path(__file__).parent / "categories.tsv").read_text(encoding="utf-8")
    known: dict[str, tuple[str, ...]] = {}
    for line in text.splitlines():
        if not line.startswith("#"):
            top, _, sub = line.partition("\t")
            known[top] = (*known.get(top, ()), *((sub,) if sub else ()))
    return known
