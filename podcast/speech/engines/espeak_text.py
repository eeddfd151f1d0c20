"""The text that espeak-ng's rules are handed, by the embedded voice or by a neural one trained on their phonemes."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable
from functools import lru_cache
from importlib import resources
from importlib.resources.abc import Traversable

from podcast.speech.words import speakable

_LETTERS = "\u0985-\u098c\u098f\u0990\u0993-\u09a8\u09aa-\u09b0\u09b2\u09b6-\u09b9\u09ce\u09dc\u09dd\u09df-\u09e1"
_SIGNS = "\u0981-\u0983\u09bc\u09be-\u09c4\u09c7\u09c8\u09cb-\u09cd\u09d7\u09e2\u09e3\u200c\u200d"
_TRAPS = (
    # what no one hears, and code points without a character
    re.compile(f"[^\\w{_SIGNS},;:!?.।॥…'’-]"),
    # signs with no letter to sit on
    re.compile(f"(?<![{_LETTERS}{_SIGNS}])[{_SIGNS}]+"),
    # hyphens and apostrophes that join nothing
    re.compile(f"(?<![{_LETTERS}{_SIGNS}A-Za-z0-9০-৯])['’-]+|['’-]+(?![{_LETTERS}A-Za-z0-9০-৯])"),
)
"""espeak 1.52 crashes on some of these: a mark before a hyphen (``“-কগ``), a sign after one (``-ঁড``)."""


@lru_cache(maxsize=1)
def rules_digest() -> str:
    """Digest the whole of ``podcast.bangla``, where words are respelled: a rule that changes is heard in new clips."""
    digest = hashlib.sha256()

    def feed(folder: Traversable) -> None:
        for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
            if entry.is_dir() and entry.name != "__pycache__":
                feed(entry)
            elif entry.name.endswith((".py", ".tsv")):
                digest.update(entry.name.encode() + b"\0" + entry.read_bytes())

    feed(resources.files("podcast.bangla"))
    return digest.hexdigest()[:12]


def respelled_tokens(
    text: str, spans: tuple[tuple[int, int], ...], respell: Callable[[str], str]
) -> tuple[list[str], list[int]]:
    """Return what espeak is handed, token by token, and for each token which word of *spans* it is.

    A token that is no word (a dash) belongs to the word after it: espeak sometimes says the two as one.
    """
    written = speakable(text)
    respelled = respell(written).split()
    starts: list[int] = []
    place = 0
    for token in written.split():
        place = written.index(token, place)
        starts.append(place)
        place += len(token)
    if len(starts) != len(respelled):
        raise ValueError(f"respelling changed the number of tokens: {written!r}")
    word_starts = [start for start, _ in spans]
    last = len(spans) - 1
    origins = [min(bisect_right(word_starts, start - 1), last) for start in starts]
    return [_harmless(token) for token in respelled], origins


def _harmless(token: str) -> str:
    token = _in_one_script(token)
    for trap in _TRAPS:
        token = trap.sub("", token)
    return token or "\u200c"


def _in_one_script(token: str) -> str:
    """Return *token* with the letters of one script, where it has any that are neither Bengali nor Latin.

    Espeak changes languages inside a word for those, and can crash when it comes back (``ᎭVਖ``).
    """
    scripts = {char: unicodedata.name(char, "?").split()[0] for char in token if char.isalpha()}
    first = next((script for script in scripts.values() if script not in {"BENGALI", "LATIN"}), None)
    return "".join(char for char in token if first is None or scripts.get(char, first) == first)
