"""The check that a new clip holds the whole text: engines lose audio without a word."""

from __future__ import annotations

from podcast.errors import SpeechError
from podcast.model import Proof, Speech
from podcast.settings import Voice
from podcast.speech.silence import is_silent, silence_percent
from podcast.speech.words import beginning, word_spans

_FEWEST_MS = 25
"""For a letter or digit at the voice's own pace. espeak takes 81 to 291 in 2 000 single words, 100 to 226 in texts."""
_MOST_MS = 1_500
"""Digits that are read out as words take longest."""
_SPARE_MS = 5_000
"""For pauses of very short texts."""
_TEXT_LETTERS = 40
"""A text at least so long has the pace of its voice, whatever its words are."""
_FEWEST_IN_TEXT_MS, _MOST_IN_TEXT_MS = 40, 600
"""For a letter of such a text. espeak takes 124 to 169 in sentences of news, the online voices some 90; names that are
spelled, as AI and WHO, take 300."""
_MOST_SILENCE_PERCENT = 75
"""Of such a text. espeak's sentences are silent for 5 to 19 %."""
_ROUNDING_MS = 50


def check_coverage(text: str, speech: Speech, voice: Voice) -> Proof:
    """Return what proves that *speech* is the whole of *text*, as one answer to one request.

    Raises:
        SpeechError: a word has no time or one outside the audio, times run backwards, or the audio is far too short,
            far too long, or silent (unless the voice is).
    """
    spans = word_spans(text)
    timed = {word.start for word in speech.words}
    proof = Proof(
        words=len(spans),
        timed_words=sum(start in timed for start, _ in spans),
        letters=sum(letter.isalnum() for start, end in spans for letter in text[start:end]),
        duration_ms=speech.duration_ms,
        last_word_ms=max((word.end_ms for word in speech.words), default=0),
        silence_percent=silence_percent(speech.pcm),
        requests=1,
        is_split=False,
    )
    if spans:
        problem = _problem_with_words(speech, proof) or _problem_with_sound(text, speech, voice, proof)
        if problem is not None:
            raise SpeechError(f"{beginning(text)}: the {voice.engine} engine did not speak it whole: {problem}")
    return proof


def _problem_with_words(speech: Speech, proof: Proof) -> str | None:
    if proof.timed_words < proof.words:
        return f"{proof.words - proof.timed_words} of {proof.words} words have no time"
    begun_ms = 0
    for word in speech.words:
        if not begun_ms <= word.start_ms <= word.end_ms:
            return f"the time of word {word.start} to {word.end} runs backwards"
        if word.end_ms > speech.duration_ms + _ROUNDING_MS:
            return f"a word ends at {word.end_ms} ms and the audio at {speech.duration_ms} ms"
        begun_ms = word.start_ms
    return None


def _problem_with_sound(text: str, speech: Speech, voice: Voice, proof: Proof) -> str | None:
    is_text = proof.letters >= _TEXT_LETTERS
    has_digits = any(letter.isdigit() for letter in text)
    fewest_ms = proof.letters * (_FEWEST_IN_TEXT_MS if is_text else _FEWEST_MS) * 100 // (100 + voice.rate_percent)
    most_ms = proof.letters * (_MOST_IN_TEXT_MS if is_text and not has_digits else _MOST_MS)
    most_ms = most_ms * 100 // (100 + voice.rate_percent) + _SPARE_MS
    if not fewest_ms <= speech.duration_ms <= most_ms:
        return f"{speech.duration_ms} ms of audio for {proof.letters} letters; expected {fewest_ms} to {most_ms}"
    if voice.engine != "silent":
        if is_silent(speech.pcm):
            return "the audio is silent"
        if is_text and proof.silence_percent > _MOST_SILENCE_PERCENT:
            return f"{proof.silence_percent} % of the audio are silent; at most {_MOST_SILENCE_PERCENT} were expected"
    return None
