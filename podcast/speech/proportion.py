"""Times of words for voices that tell none: by their letters, within what sounds."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import accumulate

from podcast.errors import SpeechError
from podcast.model import WordTiming
from podcast.speech.silence import sounding_windows
from podcast.speech.words import beginning, word_spans


def share_time(text: str, pcm: bytes, rate_hz: int) -> tuple[WordTiming, ...]:
    """Give each word of *text* its share of the time in which *pcm* sounds, by its letters; pauses belong to no word.

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
    marks = [heard[-1] * count // before[-1] for count in before]
    timings = []
    for (start, end), begun, ended in zip(spans, marks, marks[1:], strict=False):
        first = min(bisect_right(heard, begun), len(windows)) - 1
        last = max(bisect_left(heard, ended), 1) - 1
        start_ms = (windows[first][0] + begun - heard[first]) * 1000 // rate_hz
        end_ms = (windows[last][0] + ended - heard[last]) * 1000 // rate_hz
        timings.append(WordTiming(start, end, start_ms, max(start_ms + 1, end_ms)))
    return tuple(timings)
