"""Whether an article that was found is all of it, or only what a site gives away of it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from podcast.article.dump import Found
from podcast.article.furniture import cut_tail
from podcast.article.metadata import Metadata
from podcast.article.prose import ends_in_mark, is_prose, tokens
from podcast.article.repeats import folded

_BREAKS_OFF = re.compile("(?:…|\\.\\.\\.)[\\s\"'’”)\\]]*$")
_LONG = 2000
"""Characters of prose; a text of that length may well end in an ellipsis of its own."""
_LEAST_SHARE = 0.5
_SHORTEST_COUNT = 120
"""Words. Programs that count Bengali letters as no words at all say less."""


def why_cut_short(found: Found, metadata: Metadata, pieces: Sequence[str]) -> str | None:
    """Say by what *found* shows that it is only the beginning; ``None`` when it seems whole.

    *pieces* are the page's blocks or lines of text, in order, as they were before anything was left out.
    """
    prose = [block.text for block in found.blocks if is_prose(block.text)]
    if not prose:
        return None
    length, words = sum(map(len, prose)), sum(len(tokens(text)) for text in prose)
    label = _continues(found.blocks[-1].text, pieces) if length < _LONG else None
    if label is not None:
        return f"it ends in “{label}”"
    if _BREAKS_OFF.search(found.blocks[-1].text) and length < _LONG:
        return f"it breaks off with “…” after {length} characters"
    if length < _LONG and any(one.kind == "paywall" for one in found.dropped):
        return "the page says that the rest is for subscribers"
    count = metadata.word_count
    if count is not None and count >= _SHORTEST_COUNT and words < _LEAST_SHARE * count:
        return f"it has {words} words where the page announces {count}"
    return None


def _continues(last: str, pieces: Sequence[str]) -> str | None:
    """Return the words that lead to the rest of a text whose last block is *last*.

    They are run into it, or stand on the next line while the text itself breaks off.
    """
    name = folded(last)
    place = next((place for place, piece in enumerate(pieces) if folded(piece).startswith(name)), None)
    if place is None:
        return None
    is_broken = not ends_in_mark(last) or _BREAKS_OFF.search(last)
    for candidate in pieces[place : place + (2 if is_broken else 1)]:
        text, rule = cut_tail(candidate)
        if rule is not None and rule.kind == "teaser":
            return candidate.removeprefix(text).strip()
    return None
