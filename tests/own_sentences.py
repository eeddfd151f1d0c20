"""Every Bengali sentence the tests and the sample show have, as text without Latin letters."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from podcast.bangla.unicode import clean_text

_TESTS = Path(__file__).parent
_SOURCES = ("tests/data/pages/*", "tests/data/verbalize/*.tsv", "tests/data/*.tsv", "tests/bench/*.txt")
_MARKUP = re.compile(r"<[^>]*>|[\n\t\"]|(?<=[।?!])\s+")
_LETTER = re.compile("[ক-হ]")
_FOREIGN = re.compile(r"[A-Za-z<>{}=_\\`~|^&#/@\u0c00-\u1fff\ud83c-\ud83e]")
_SHORTEST = 8


@cache
def own_sentences() -> tuple[str, ...]:
    """Return the sentences, each once, in order."""
    root = _TESTS.parent
    files = (path for pattern in (*_SOURCES, "feeds/namuna/*.html") for path in sorted(root.glob(pattern)))
    found = (
        clean_text(piece).strip()
        for path in files
        if "bijoy" not in path.name
        for piece in _MARKUP.split(path.read_text(encoding="utf-8"))
    )
    return tuple(dict.fromkeys(text for text in found if _is_sentence(text)))


def _is_sentence(text: str) -> bool:
    return len(_LETTER.findall(text)) >= _SHORTEST and not _FOREIGN.search(text) and text == clean_text(text)
