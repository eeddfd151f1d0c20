"""How long it will still take."""

from __future__ import annotations


def seconds_left(letters_done: int, letters_left: int, passed_s: float) -> float | None:
    """Return how long *letters_left* take at the pace of *letters_done* in *passed_s*; ``None`` while nobody knows.

    >>> seconds_left(300, 600, 10.0)
    20.0
    """
    if letters_left <= 0:
        return 0.0
    return passed_s / letters_done * letters_left if letters_done > 0 else None
