"""Cue words: what stands to the left or right of a number and decides how it is read."""

from __future__ import annotations

import re
from collections import defaultdict

from podcast.bangla.joining import LETTER, WORD_ENDS
from podcast.bangla.tsv import read_rows

_REACH = 64
"""Characters looked at on either side; a cue with its endings and a word between is well under this."""
_ENDINGS = "(?:টি|টা)?(?:ের|ে|য়|র|এর|তে|কে)?[ওই]?"


def _words_by_cue() -> dict[str, str]:
    words = defaultdict(list)
    for cue, word in read_rows("cues.tsv"):
        words[cue].append(word)
    return {cue: "|".join(map(re.escape, sorted(some, key=len, reverse=True))) for cue, some in words.items()}


_CUES = _words_by_cue()
_AFTER = {cue: re.compile(rf"[-‑–)\s]*(?:{some}){_ENDINGS}{WORD_ENDS}") for cue, some in _CUES.items()}
_BEFORE = {cue: re.compile(rf"(?<![{LETTER}A-Za-z])(?:{some}){_ENDINGS}[\s:ঃ.,(–-]*$") for cue, some in _CUES.items()}


def text_before(match: re.Match[str]) -> str:
    """Return the few words that stand left of *match*."""
    return match.string[max(0, match.start() - _REACH) : match.start()]


def words_of(cue: str) -> str:
    """Return a pattern for the words of *cue*, without endings."""
    return f"(?:{_CUES[cue]})"


def is_before(cue: str, match: re.Match[str]) -> bool:
    """Tell whether a word of *cue* stands right before *match*."""
    return _BEFORE[cue].search(text_before(match)) is not None


def is_after(cue: str, match: re.Match[str]) -> bool:
    """Tell whether a word of *cue* stands right after *match*."""
    return _AFTER[cue].match(match.string, match.end()) is not None


def is_near(cue: str, match: re.Match[str]) -> bool:
    """Tell whether a word of *cue* stands within a few words of *match*, on either side."""
    near = text_before(match) + " " + match.string[match.end() : match.end() + _REACH]
    return re.search(rf"(?<![{LETTER}])(?:{_CUES[cue]})", near) is not None
