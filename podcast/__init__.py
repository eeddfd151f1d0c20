"""Bengali articles in, podcast episodes out.

The names below are the stable Python API. Each is imported when it is first used, so that ``import podcast`` loads
no synthesis, audio, HTML or feed library.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from podcast.article import extract_article
    from podcast.bangla import respell, split_sentences, verbalize
    from podcast.pipeline import convert

__version__ = "0.1.0"
__all__ = ["__version__", "convert", "extract_article", "respell", "split_sentences", "verbalize"]

_HOMES = {
    "extract_article": "podcast.article",
    "split_sentences": "podcast.bangla",
    "verbalize": "podcast.bangla",
    "respell": "podcast.bangla",
    "convert": "podcast.pipeline",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - the types are given above, for checkers
    """Import a public name from its home on first use."""
    if name not in _HOMES:
        raise AttributeError(f"module 'podcast' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
