"""A text that an engine does not speak whole, in two halves, and their speech as one."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from podcast.bangla.clauses import SMALLEST_LIMIT, cut_sentence, escaped_bytes
from podcast.bangla.sentences import split_sentences
from podcast.errors import SpeechError
from podcast.model import Speech, WordTiming
from podcast.speech.silence import silence
from podcast.speech.words import beginning, word_spans

_SENTENCE_PAUSE_MS = 250
_CLAUSE_PAUSE_MS = 80
"""Engines end what they speak as a sentence, with a pause of their own."""
_SENTENCE_ENDS = ("।", "॥", "৷", "?", "!", ".", "…")
_CLOSING = "’”»'\")]"


def split_in_two(text: str) -> tuple[tuple[int, int], ...]:
    """Return where the two halves of *text* are: cut between sentences, else where a reader would breathe.

    Both halves hold a word, and the cut is at white space; there are none of a text that has no such place.

    >>> text = "বৃষ্টি হল। রোদ উঠল। পাখি ডাকল।"
    >>> [text[start:end] for start, end in split_in_two(text)]
    ['বৃষ্টি হল। রোদ উঠল।', 'পাখি ডাকল।']
    >>> split_in_two("বৃষ্টি।")
    ()
    """
    words = word_spans(text)
    if len(words) < 2:  # noqa: PLR2004 - a word for each half
        return ()
    cuts = _between_sentences(text)
    cuts = [cut for cut in cuts if words[0][0] < cut[0] and cut[1] <= words[-1][0]]
    if cuts:
        middle = len(text) / 2
        end, start = min(cuts, key=lambda cut: abs(cut[0] - middle))
        return (0, end), (start, len(text))
    parts = cut_sentence(text, max(SMALLEST_LIMIT, escaped_bytes(text.strip()) - 1))
    if len(parts) != 2 or parts[1].glued or not all(word_spans(text[part.start : part.end]) for part in parts):  # noqa: PLR2004
        return ()
    return tuple((part.start, part.end) for part in parts)


def join_halves(text: str, spans: tuple[tuple[int, int], ...], speeches: list[Speech]) -> Speech:
    """Return *speeches*, of the parts of *text* at *spans*, as one speech of *text*, with pauses between them.

    Raises:
        SpeechError: they differ in their rate.
    """
    rates = sorted({speech.rate_hz for speech in speeches})
    if len(rates) != 1:
        raise SpeechError(f"{beginning(text)}: its parts were spoken at {rates} samples a second and cannot be joined")
    pcm = bytearray()
    words: list[WordTiming] = []
    for (start, end), speech in zip(spans, speeches, strict=True):
        at_ms = round(len(pcm) // 2 * 1000 / rates[0])
        words += (
            replace(
                word,
                start=word.start + start,
                end=word.end + start,
                start_ms=word.start_ms + at_ms,
                end_ms=word.end_ms + at_ms,
            )
            for word in speech.words
        )
        pcm += speech.pcm
        if end != spans[-1][1]:
            is_sentence = text[start:end].rstrip(_CLOSING).endswith(_SENTENCE_ENDS)
            pcm += silence(_SENTENCE_PAUSE_MS if is_sentence else _CLAUSE_PAUSE_MS, rates[0])
    return Speech(bytes(pcm), rates[0], tuple(words))


def _between_sentences(text: str) -> list[tuple[int, int]]:
    """Return where sentences meet with white space between them: the end of one and the start of the next."""
    places = []
    place = 0
    for sentence in split_sentences(text):
        start = text.index(sentence, place)
        place = start + len(sentence)
        places.append((start, place))
    return [(end, start) for (_, end), (start, _) in pairwise(places) if end < start]
