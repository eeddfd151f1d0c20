"""Rules for Bengali text: clean-up, sentences, what is said for what is written, respelling. No I/O, no podcasts.

The names are imported when they are first used, so that splitting sentences does not load the verbalizer's tables.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from podcast.bangla.pronounce import respell
    from podcast.bangla.quotations import find_quoted
    from podcast.bangla.reading import read_sentence, verbalize
    from podcast.bangla.sentences import split_sentences
    from podcast.bangla.unicode import clean_text

__all__ = ["clean_text", "find_quoted", "read_sentence", "respell", "split_sentences", "verbalize"]

_HOMES = {
    "clean_text": "unicode",
    "find_quoted": "quotations",
    "read_sentence": "reading",
    "respell": "pronounce",
    "split_sentences": "sentences",
    "verbalize": "reading",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - the types are given above, for checkers
    """Import a public name from its home on first use."""
    if name not in _HOMES:
        raise AttributeError(f"module 'podcast.bangla' has no attribute {name!r}")
    return getattr(import_module(f"podcast.bangla.{_HOMES[name]}"), name)
