"""The check that a new clip holds the whole text: engines lose audio without a word."""

from __future__ import annotations

from podcast.errors import SpeechError
from podcast.model import Speech
from podcast.settings import Voice
from podcast.speech.silence import is_silent
from podcast.speech.words import beginning, word_spans

_FEWEST_MS = 25
"""For a letter or digit at the voice's own pace. espeak takes 81 to 291 in 2 000 single words, 100 to 226 in texts."""
_MOST_MS = 1_500
"""Digits that are read out as words take longest."""
_SPARE_MS = 5_000
"""For pauses of very short texts."""
_ROUNDING_MS = 50


def check_coverage(text: str, speech: Speech, voice: Voice) -> None:
    """Return when *speech* can be the whole of *text*.

    Raises:
        SpeechError: a word has no time or one outside the audio, times run backwards, or the audio is far too short,
            far too long, or silent (unless the voice is).
    """
    spans = word_spans(text)
    if not spans:
        return
    problem = _problem_with_words(spans, speech) or _problem_with_sound(text, spans, speech, voice)
    if problem is not None:
        raise SpeechError(f"{beginning(text)}: the {voice.engine} engine did not speak it whole: {problem}")


def _problem_with_words(spans: tuple[tuple[int, int], ...], speech: Speech) -> str | None:
    timed = {word.start for word in speech.words}
    missing = sum(start not in timed for start, _ in spans)
    if missing:
        return f"{missing} of {len(spans)} words have no time"
    begun_ms = 0
    for word in speech.words:
        if not begun_ms <= word.start_ms <= word.end_ms:
            return f"the time of word {word.start} to {word.end} runs backwards"
        if word.end_ms > speech.duration_ms + _ROUNDING_MS:
            return f"a word ends at {word.end_ms} ms and the audio at {speech.duration_ms} ms"
        begun_ms = word.start_ms
    return None


def _problem_with_sound(text: str, spans: tuple[tuple[int, int], ...], speech: Speech, voice: Voice) -> str | None:
    letters = sum(letter.isalnum() for start, end in spans for letter in text[start:end])
    fewest_ms = letters * _FEWEST_MS * 100 // (100 + voice.rate_percent)
    most_ms = letters * _MOST_MS * 100 // (100 + voice.rate_percent) + _SPARE_MS
    if not fewest_ms <= speech.duration_ms <= most_ms:
        return f"{speech.duration_ms} ms of audio for {letters} letters; expected {fewest_ms} to {most_ms}"
    if voice.engine != "silent" and is_silent(speech.pcm):
        return "the audio is silent"
    return None
