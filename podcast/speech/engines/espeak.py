"""The embedded voice: espeak-ng in this process, with word timings. Nothing to install, nothing to reach."""

from __future__ import annotations

import difflib
from bisect import bisect_right
from itertools import accumulate

from podcast.bangla.pronounce import respell
from podcast.errors import SettingsError, SpeechError
from podcast.model import Speech, WordTiming
from podcast.settings import Voice
from podcast.speech.engine import Limits
from podcast.speech.engines.espeak_library import Installation, describe, find_installation, utter
from podcast.speech.engines.espeak_text import respelled_tokens, rules_digest
from podcast.speech.silence import silence, sound_end
from podcast.speech.words import beginning, word_spans

_LANGUAGE = "bn"
_REVISION = 1
"""Raised when this module speaks the same text otherwise than before."""
_OWN_RATE_WPM = 175
_OWN_VOLUME = 65
"""espeak's default of 100 peaks at full scale; this leaves room for the loudest ``volume_percent``."""
_NO_WORDS_MS = 50
_RATE_HZ = 22_050


class EspeakEngine:
    """espeak-ng's Bengali voice and its variants.

    The same text gives the same samples wherever the system really unloads a library (see ``espeak_library``).
    """

    limits = Limits(max_bytes=16_000, best_bytes=2_000, concurrency=1)

    def __init__(self, installation: Installation | None = None) -> None:
        """Find the library and ask what it has; *installation* names one instead of looking.

        Raises:
            EngineUnavailableError: there is no library, or it cannot be loaded.
        """
        self._installation = installation or find_installation()
        self._description = describe(self._installation)

    @property
    def version(self) -> str:
        """The library's release, this module's revision, and a digest of the rules that respell for it."""
        return f"{self._description.version}/{_REVISION}/{rules_digest()}"

    def synthesize(self, text: str, voice: Voice) -> Speech:
        """Speak *text*; one in which there is no word becomes 50 ms of silence.

        Raises:
            SettingsError: the voice asks for what espeak does not have.
            SpeechError: a word of the text was not said, or the text is too long.
            EngineUnavailableError: the library is broken.
        """
        self._check(voice)
        if len(text.encode(errors="replace")) > self.limits.max_bytes:
            raise SpeechError(f"{beginning(text)}: at most {self.limits.max_bytes} bytes can be spoken at once")
        spans = word_spans(text)
        if not spans:
            return Speech(silence(_NO_WORDS_MS, _RATE_HZ), _RATE_HZ, ())
        tokens, origins = respelled_tokens(text, spans, respell)
        try:
            utterance = utter(
                self._installation,
                " ".join(tokens),
                voice_name=voice.speaker,
                rate_wpm=round(_OWN_RATE_WPM * (100 + voice.rate_percent) / 100),
                volume=round(_OWN_VOLUME * (100 + voice.volume_percent) / 100),
            )
        except RuntimeError as error:
            raise SpeechError(f"{beginning(text)}: {error}") from error
        starts_ms = _word_starts(tokens, origins, len(spans), utterance.word_events)
        words = _timed(text, spans, starts_ms, utterance.pcm, utterance.rate_hz)
        return Speech(utterance.pcm, utterance.rate_hz, words)

    def probe(self, voice: Voice, timeout_s: float) -> None:  # noqa: ARG002 - nothing here takes time
        """Return when the voice is one espeak has; the library was loaded when the engine was made.

        Raises:
            SettingsError: it is not.
        """
        self._check(voice)

    def _check(self, voice: Voice) -> None:
        if voice.pitch_hz != 0:
            raise SettingsError(f"voice {voice.name}: pitch_hz = {voice.pitch_hz}: espeak has none; choose a variant")
        language, plus, variant = voice.speaker.partition("+")
        if language != _LANGUAGE or (plus and not variant):
            raise SettingsError(
                f"voice {voice.name}: speaker = “{voice.speaker}” is not one of espeak's; expected bn or bn+VARIANT"
            )
        if plus and variant not in self._description.variants:
            known = sorted(self._description.variants)
            near = difflib.get_close_matches(variant, known, n=1, cutoff=0)
            hint = f"; did you mean “bn+{near[0]}”?" if near else ""
            raise SettingsError(f"voice {voice.name}: espeak has no variant “{variant}”{hint}")


def _word_starts(
    tokens: list[str], origins: list[int], words: int, events: tuple[tuple[int, int], ...]
) -> list[int | None]:
    """Return when each word begins: its first event's time, in milliseconds, ``None`` where espeak told none."""
    token_starts = list(accumulate((len(token) + 1 for token in tokens), initial=0))
    starts_ms: list[int | None] = [None] * words
    for offset, at_ms in events:
        word = origins[min(bisect_right(token_starts, offset), len(tokens)) - 1]
        if starts_ms[word] is None:
            starts_ms[word] = at_ms
    return starts_ms


def _timed(
    text: str, spans: tuple[tuple[int, int], ...], starts_ms: list[int | None], pcm: bytes, rate_hz: int
) -> tuple[WordTiming, ...]:
    """Give each word its time, to the next word's start less the silence between them.

    Raises:
        SpeechError: two words in a row were not said; a single one is said together with its neighbour.
    """
    total_ms = len(pcm) // 2 * 1000 // rate_hz
    begun_ms: list[int] = []
    for word, start_ms in enumerate(starts_ms):
        if start_ms is None:
            following = starts_ms[word + 1] if word + 1 < len(starts_ms) else total_ms
            if following is None or word == 0:
                raise SpeechError(f"{beginning(text[spans[word][0] :])}: espeak did not say this")
            start_ms = (begun_ms[-1] + following) // 2  # noqa: PLW2901 - the time it is taken to begin at
        begun_ms.append(start_ms)
    timings = []
    for (start, end), start_ms, next_ms in zip(spans, begun_ms, [*begun_ms[1:], total_ms], strict=True):
        heard_until = sound_end(pcm, start_ms * rate_hz // 1000, next_ms * rate_hz // 1000)
        timings.append(WordTiming(start, end, start_ms, max(heard_until * 1000 // rate_hz, start_ms + 1)))
    return tuple(timings)
