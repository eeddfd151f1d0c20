"""Times of words for voices that tell none: by their letters, within what sounds."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate, pairwise

from podcast.errors import SpeechError
from podcast.model import WordTiming
from podcast.speech.silence import sounding_windows
from podcast.speech.words import beginning, word_spans

_SENTENCE_ENDS = ("।", "॥", "?", "!", ".", "…")
_CLOSING = "”’\"')]»"
_PAUSE_MS = 120
"""Silence at least as long is a pause that a sentence may end at; the closure of a long consonant is shorter."""
_FARTHEST = 0.25
"""How far a pause may be from where the letters put the end of a sentence, as a share of what is left to say."""


def share_time(text: str, pcm: bytes, rate_hz: int) -> tuple[WordTiming, ...]:
    """Give each word of *text* its share of the time in which *pcm* sounds, by its letters; pauses belong to no word.

    Sentences end at the pause that is nearest to where their letters put the end, if one is near.

    Raises:
        SpeechError: nothing sounds.
    """
    spans = word_spans(text)
    windows = sounding_windows(pcm)
    if not windows:
        raise SpeechError(f"{beginning(text)}: the audio is silent")
    heard = list(accumulate((end - start for start, end in windows), initial=0))
    letters = [sum(letter.isalnum() for letter in text[start:end]) for start, end in spans]
    before = list(accumulate(letters, initial=0))
    stops = [number for number, (start, end) in enumerate(spans, start=1) if _ends_sentence(text[start:end])]
    gap = _PAUSE_MS * rate_hz // 1000
    pauses = [heard[n] for n, (one, next_one) in enumerate(pairwise(windows), start=1) if next_one[0] - one[1] >= gap]
    marks = _marks(before, stops, heard[-1], pauses)
    timings = []
    for (start, end), begun, ended in zip(spans, marks, marks[1:], strict=False):
        first = min(bisect_right(heard, begun), len(windows)) - 1
        last = max(bisect_left(heard, ended), 1) - 1
        start_ms = (windows[first][0] + begun - heard[first]) * 1000 // rate_hz
        end_ms = (windows[last][0] + ended - heard[last]) * 1000 // rate_hz
        timings.append(WordTiming(start, end, start_ms, max(start_ms + 1, end_ms)))
    return tuple(timings)


def _ends_sentence(word: str) -> bool:
    return word.rstrip(_CLOSING).endswith(_SENTENCE_ENDS)


def _marks(before: Sequence[int], stops: Sequence[int], total: int, pauses: Sequence[int]) -> list[int]:
    """Return where each word begins, and the last one ends, in sounding samples; sentences end at *pauses*.

    >>> _marks([0, 4, 8, 12], [2], 1200, [700])
    [0, 350, 700, 1200]
    >>> _marks([0, 4, 8, 12], [2], 1200, [100])
    [0, 400, 800, 1200]
    """
    anchors = [(0, 0)]
    for stop in stops:
        said, at = anchors[-1]
        if before[stop] == before[-1]:
            break
        expected = at + (total - at) * (before[stop] - said) / (before[-1] - said)
        nearest = min((pause for pause in pauses if pause > at), key=lambda pause: abs(pause - expected), default=None)
        if nearest is not None and abs(nearest - expected) <= _FARTHEST * (total - at):
            anchors.append((before[stop], nearest))
    anchors.append((before[-1], total))
    marks = [0]
    for (said, at), (next_said, next_at) in pairwise(anchors):
        inside = (count for count in before if said < count <= next_said)
        marks += [at + (next_at - at) * (count - said) // (next_said - said) for count in inside]
    return marks
