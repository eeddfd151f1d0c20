"""How fast a voice reads: how long it will still take, and what was read too fast to be whole."""

from __future__ import annotations

from collections.abc import Mapping
from statistics import median

from podcast.model import Proof

_FEWEST_LETTERS = 60
"""A shorter text says little of the pace of its voice."""
_FEWEST_TEXTS = 5
_HASTY_SHARE = 0.5
"""Of the median's time for a letter. Sentences of one voice stay within 0.85 and 1.15 of it (espeak, 49 of news)."""


def seconds_left(letters_done: int, letters_left: int, passed_s: float) -> float | None:
    """Return how long *letters_left* take at the pace of *letters_done* in *passed_s*; ``None`` while nobody knows.

    >>> seconds_left(300, 600, 10.0)
    20.0
    """
    if letters_left <= 0:
        return 0.0
    return passed_s / letters_done * letters_left if letters_done > 0 else None


def hasty_texts(proofs: Mapping[str, Proof]) -> tuple[str, ...]:
    """Return the texts of *proofs* that one voice read in less than half the time that its other texts lead to expect.

    It takes five texts of some length to know a voice; of fewer, none is called hasty.
    """
    paces = {text: proof.ms_per_letter for text, proof in proofs.items() if proof.letters >= _FEWEST_LETTERS}
    if len(paces) < _FEWEST_TEXTS:
        return ()
    least = _HASTY_SHARE * median(paces.values())
    return tuple(text for text, pace in paces.items() if pace < least)
