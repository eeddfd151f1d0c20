"""A voice that says nothing, for as long as saying it would take: for rehearsals and tests."""

from __future__ import annotations

from podcast.model import Speech, WordTiming
from podcast.settings import Voice
from podcast.speech.engine import Limits
from podcast.speech.silence import silence
from podcast.speech.words import word_spans

_CLUSTER_MS = 100
"""For letters joined by a hasanta, with their signs: near enough to the pace of the other engines for a rehearsal."""
_HASANTA = "\u09cd"
_NO_WORDS_MS = 50
_RATE_HZ = 24_000


class SilentEngine:
    """Returns silence as long as the text deserves, with word timings; the same text, the same times."""

    limits = Limits(max_bytes=16_000, best_bytes=2_000, concurrency=1)
    version = "1"

    def synthesize(self, text: str, voice: Voice) -> Speech:
        """Say nothing, word by word, in whole milliseconds."""
        words = []
        at_ms = 0
        for start, end in word_spans(text):
            duration_ms = max(1, _clusters(text[start:end]) * _CLUSTER_MS * 100 // (100 + voice.rate_percent))
            words.append(WordTiming(start, end, at_ms, at_ms + duration_ms))
            at_ms += duration_ms
        return Speech(silence(at_ms or _NO_WORDS_MS, _RATE_HZ), _RATE_HZ, tuple(words))

    def probe(self, voice: Voice, timeout_s: float) -> None:
        """Return: silence is always to be had."""


def _clusters(word: str) -> int:
    """Count letters and digits, those joined by a hasanta as one.

    >>> [_clusters(word) for word in ("বই", "ক্ষুদ্র", "১২")]
    [2, 2, 2]
    """
    pairs = zip(" " + word, word, strict=False)
    return sum(letter.isalnum() and before != _HASANTA for before, letter in pairs)
