"""Microsoft Edge's online neural voices, with everything the service may do wrong taken care of.

What is returned was received to its end, decoded whole, and has a time for every word of the text inside the audio;
anything less is asked for again, and in the end an error.
"""

from __future__ import annotations

import difflib
import logging
import math
import random
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from xml.sax.saxutils import escape

from podcast.errors import EngineUnavailableError, SettingsError, SoundError, SpeechError
from podcast.model import Speech
from podcast.settings import Voice
from podcast.sound import Sound, decode
from podcast.speech.engine import Limits
from podcast.speech.engines.edge_endpoint import Endpoint, find_endpoint
from podcast.speech.engines.edge_gate import MOST_AT_ONCE, Gate, gate_of
from podcast.speech.engines.edge_service import Answer, Deadlines, forget_clock_skew, list_speakers, request
from podcast.speech.engines.edge_trouble import FORBIDDEN, LeftAloneError, NoAudioError, TroubleError
from podcast.speech.engines.edge_words import AlignmentError, time_words
from podcast.speech.silence import silence, sound_end
from podcast.speech.threads import is_given_up
from podcast.speech.words import beginning, speakable, word_spans

_REVISION = "mp3-24khz-48k/1"
"""Changed when this module speaks the same text otherwise than before."""
_RATE_HZ = 24_000
_BITS_PER_MS = 48
_CODEC_SLACK_MS = 150
"""By how much decoders differ about the beginning and the end of an MP3."""
_BOUNDARY_SLACK_MS = 50
_MOST_SILENT_MS = 250
"""Of a last word's time, at its end."""
_TAIL_MS = 60
"""What is kept of the silence after the last word (the service sends most of a second): pauses are set elsewhere."""
_NO_WORDS_MS = 50
_PROBE_TEXT = "কথা"
_PROBE_ATTEMPTS = 2
_MOST_REFUSALS = 2

_log = logging.getLogger(__name__)


class EdgeEngine:
    """The online voices, such as ``bn-IN-TanishaaNeural``. The text is sent to Microsoft."""

    limits = Limits(max_bytes=4_000, best_bytes=2_000, concurrency=MOST_AT_ONCE)
    version = _REVISION

    def __init__(
        self,
        deadlines: Deadlines | None = None,
        sleep: Callable[[float], None] = time.sleep,
        gate: Gate | None = None,
    ) -> None:
        """Set how long to wait and how often to ask; *sleep* is called with the seconds between attempts.

        Requests pass through *gate*, by default the one that all engines of this program share.
        """
        self._deadlines = deadlines or Deadlines()
        self._sleep = sleep
        self._gate = gate

    def synthesize(self, text: str, voice: Voice) -> Speech:
        """Speak *text*, asking again as often as the deadlines allow; one without a word becomes 50 ms of silence.

        Raises:
            SettingsError: the service has no such voice.
            EngineUnavailableError: the service cannot be reached, refuses, or is down.
            SpeechError: it did not speak this text whole, however often it was asked.
        """
        if not word_spans(text):
            return Speech(silence(_NO_WORDS_MS, _RATE_HZ), _RATE_HZ, ())
        size_bytes = len(escape(speakable(text)).encode())
        if size_bytes > self.limits.max_bytes:
            raise SpeechError(
                f"{beginning(text)}: {size_bytes} bytes are too many for one request; at most {self.limits.max_bytes}"
            )
        endpoint = find_endpoint()
        refusals = 0
        for attempt in range(1, self._deadlines.attempts + 1):
            try:
                return self._speak_once(text, voice, self._deadlines, endpoint, math.inf)
            except TroubleError as trouble:
                refusals += trouble.status == FORBIDDEN
                if trouble.status == FORBIDDEN:
                    forget_clock_skew()
                elif isinstance(trouble, NoAudioError) and attempt == 1:
                    _check_speaker(voice, self._deadlines.message_s, endpoint)
                is_last = attempt == self._deadlines.attempts or refusals >= _MOST_REFUSALS
                if trouble.is_lasting or is_last:
                    raise _failure(text, trouble, attempt - isinstance(trouble, LeftAloneError)) from trouble
                _log.info("edge: attempt %d for %s: %s", attempt, beginning(text), trouble)
                self._sleep(self._pause_s(attempt))
                if is_given_up():
                    raise _failure(text, trouble, attempt) from trouble
        raise ValueError("deadlines.attempts must be at least 1")

    def probe(self, voice: Voice, timeout_s: float) -> None:
        """Return once the voice has spoken a short word.

        Raises:
            SettingsError: the service has no such voice.
            EngineUnavailableError: it did not speak within *timeout_s*.
        """
        endpoint = find_endpoint()
        until_s = time.monotonic() + timeout_s
        for attempt in range(1, _PROBE_ATTEMPTS + 1):
            left_s = max(0.1, until_s - time.monotonic())
            deadlines = replace(self._deadlines, message_s=min(left_s, self._deadlines.message_s), chunk_s=left_s)
            try:
                self._speak_once(_PROBE_TEXT, voice, deadlines, endpoint, patience_s=left_s)
            except TroubleError as trouble:
                if trouble.is_lasting or attempt == _PROBE_ATTEMPTS or time.monotonic() >= until_s:
                    raise EngineUnavailableError(f"Edge's online voices: {trouble}") from trouble
            else:
                return

    def _speak_once(
        self, text: str, voice: Voice, deadlines: Deadlines, endpoint: Endpoint, patience_s: float
    ) -> Speech:
        gate = self._gate or gate_of(endpoint)
        with gate.request(patience_s):
            answer = request(speakable(text), voice, deadlines, endpoint)
        return _speech(text, answer)

    def _pause_s(self, attempt: int) -> float:
        longest_s: float = min(self._deadlines.most_backoff_s, self._deadlines.backoff_s * 2 ** (attempt - 1))
        return longest_s * random.uniform(0.5, 1)  # noqa: S311 - spreads requests, keeps no secret


def _speech(text: str, answer: Answer) -> Speech:
    """Decode an answer and make sure it is all of *text*.

    Raises:
        TroubleError: it is not.
    """
    try:
        sound = decode(answer.mp3)
    except SoundError as error:
        raise TroubleError(f"the audio cannot be decoded: {error}") from error
    sent_ms = len(answer.mp3) * 8 // _BITS_PER_MS
    if abs(sound.duration_ms - sent_ms) > _CODEC_SLACK_MS:
        raise TroubleError(f"{sent_ms} ms of audio were sent and {sound.duration_ms} ms can be decoded")
    try:
        words = time_words(text, answer.boundaries)
    except AlignmentError as error:
        raise TroubleError(str(error)) from error
    if any(later.start_ms < earlier.start_ms for earlier, later in pairwise(words)):
        raise TroubleError("the times of the words run backwards")
    said_until_ms = max(boundary.end_ms for boundary in answer.boundaries)
    if said_until_ms > sound.duration_ms + _BOUNDARY_SLACK_MS:
        raise TroubleError(f"the last word ends at {said_until_ms} ms and the audio at {sound.duration_ms} ms")
    if not _is_heard(sound, words[-1].start_ms, said_until_ms):
        raise TroubleError("there is silence where the last word should be heard")
    samples = len(sound.pcm) // 2
    last_word = min(samples, said_until_ms * sound.rate_hz // 1000)
    end = min(samples, sound_end(sound.pcm, last_word, samples) + _TAIL_MS * sound.rate_hz // 1000)
    return Speech(sound.pcm[: 2 * end], sound.rate_hz, words)


def _is_heard(sound: Sound, start_ms: int, end_ms: int) -> bool:
    """Say whether there is sound from *start_ms* nearly to *end_ms*.

    Where audio was lost in the middle, what follows comes too early; the silence that the service ends with hides the
    loss from every check of the length.
    """
    start = start_ms * sound.rate_hz // 1000
    end = min(len(sound.pcm) // 2, end_ms * sound.rate_hz // 1000)
    heard_ms = sound_end(sound.pcm, start, end) * 1000 // sound.rate_hz
    return heard_ms > start_ms and heard_ms >= end_ms - _MOST_SILENT_MS


def _check_speaker(voice: Voice, timeout_s: float, endpoint: Endpoint) -> None:
    """Raise if the service has no such voice; it answers such a request with nothing rather than an error.

    Raises:
        SettingsError: the voice is not on the service's list.
    """
    try:
        speakers = list_speakers(timeout_s, endpoint)
    except TroubleError:
        return  # no list, no verdict: the speech is asked for again
    if voice.speaker not in speakers:
        near = difflib.get_close_matches(voice.speaker, sorted(speakers), n=1)
        hint = f"; did you mean “{near[0]}”?" if near else ""
        raise SettingsError(f"voice {voice.name}: Edge has no speaker “{voice.speaker}”{hint}")


def _failure(text: str, trouble: TroubleError, attempts: int) -> SpeechError:
    tried = "" if attempts <= 1 else f", asked {attempts} times"
    if trouble.is_service:
        return EngineUnavailableError(f"Edge's online voices{tried}: {trouble}")
    return SpeechError(f"{beginning(text)}{tried}: Edge did not speak it whole: {trouble}")
