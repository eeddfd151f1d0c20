"""Neural voices on this machine: Piper, with word timings from the model itself. Reaches for nothing once installed."""

from __future__ import annotations

import difflib
import hashlib
import os
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from podcast.bangla.pronounce import respell
from podcast.errors import EngineUnavailableError, InstallError, SettingsError, SpeechError, UsageError
from podcast.model import Speech, WordTiming
from podcast.settings import Voice
from podcast.speech.engine import Limits
from podcast.speech.engines.espeak_text import respelled_tokens, rules_digest
from podcast.speech.engines.piper_runtime import PhonemeWord, Runtime, SpokenSentence, open_runtime, runtime_version
from podcast.speech.engines.piper_words import time_tokens, time_words
from podcast.speech.model_files import load_model, model_names
from podcast.speech.models import check_language, find_installed, install_command, model_digest
from podcast.speech.proportion import share_time
from podcast.speech.silence import silence, sound_end, sound_start
from podcast.speech.words import beginning, word_spans

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_REVISION = 1
"""Raised when this module speaks the same text otherwise than before."""
_MOST_AT_ONCE = 4
"""Measured with a model of 63 MB: one text of 500 bytes at a time takes 530 MB in all, two 800, four 1 200."""
_PEAK = 0.65
"""Of full scale, for the loudest sample of a text; leaves room for the loudest ``volume_percent``."""
_SENTENCE_PAUSE_MS = 250
"""As long as the pause between sentences that were spoken in separate requests; Piper itself leaves none."""
_EDGE_MS = 60
"""What is kept of the silence at both ends of a sentence."""
_NO_WORDS_MS = 50
_NO_WORDS_RATE_HZ = 22_050
_FULL_SCALE = 32767

_respell = partial(respell, form="structure")
"""Its models learned from espeak's phonemes, so which ɔ they say as o is theirs to know."""


class PiperEngine:
    """Piper's voices, such as ``bn-google/4811``: a model that was installed, and one of its speakers.

    The same text gives the same samples on the same processor.
    """

    limits = Limits(max_bytes=500, best_bytes=500, concurrency=min(_MOST_AT_ONCE, os.cpu_count() or 1))
    """A sentence of 500 bytes is 12 to 15 s of speech; one of 50 s takes 1.4 GB of memory."""

    def __init__(self) -> None:
        """Look for the runtime; models are loaded when they are first spoken with.

        Raises:
            EngineUnavailableError: the extra ``neural`` is not installed.
            SettingsError: a model file cannot be used.
        """
        models = [f"{name}-{model_digest(load_model(name))}" for name in model_names()]
        known = hashlib.sha256("\n".join(models).encode()).hexdigest()[:12]
        self.version = f"{runtime_version()}/{_REVISION}/{rules_digest()}/{known}"

    def synthesize(self, text: str, voice: Voice) -> Speech:
        """Speak *text*; one in which there is no word becomes 50 ms of silence.

        Raises:
            SettingsError: the voice asks for what the model does not have.
            EngineUnavailableError: the model is not installed, or damaged.
            SpeechError: a word of the text was not said, or the text is too long.
        """
        size_bytes = len(text.encode(errors="replace"))
        if size_bytes > self.limits.max_bytes:
            raise SpeechError(f"{beginning(text)}: at most {self.limits.max_bytes} bytes can be spoken at once")
        spans = word_spans(text)
        if not spans:
            return Speech(silence(_NO_WORDS_MS, _NO_WORDS_RATE_HZ), _NO_WORDS_RATE_HZ, ())
        runtime, speaker = _open(voice)
        tokens, origins = respelled_tokens(text, spans, _respell)
        said = [pair for pair in zip(tokens, origins, strict=True) if any(letter.isalnum() for letter in pair[0])]
        sentences = list(runtime.speak(" ".join(tokens), speaker=speaker, rate_percent=voice.rate_percent))
        pcm, words = _join(sentences, runtime.rate_hz, _PEAK * (100 + voice.volume_percent) / 100)
        if not pcm:
            raise SpeechError(f"{beginning(text)}: Piper did not say this")
        if words is None:
            return Speech(pcm, runtime.rate_hz, share_time(text, pcm, runtime.rate_hz))
        times = time_tokens([token for token, _ in said], words, runtime.words_alone)
        words_said = time_words(text, spans, [origin for _, origin in said], times)
        return Speech(pcm, runtime.rate_hz, _in_order(words_said))

    def probe(self, voice: Voice, timeout_s: float) -> None:  # noqa: ARG002 - loading a model takes about a second
        """Return when the model is installed and loaded, and has the speaker.

        Raises:
            SettingsError: the voice asks for what the model does not have.
            EngineUnavailableError: the model is not installed, or damaged.
        """
        _open(voice)


def _open(voice: Voice) -> tuple[Runtime, int]:
    """Return the model of *voice* in memory, and its speaker's number there."""
    if voice.pitch_hz != 0:
        raise SettingsError(f"voice {voice.name}: pitch_hz = {voice.pitch_hz}: Piper has none; choose another speaker")
    name, _, speaker = voice.speaker.partition("/")
    try:
        model = load_model(name)
    except UsageError as error:  # it names the nearest
        raise SettingsError(f"voice {voice.name}: speaker = “{voice.speaker}”: {error}") from error
    installed = find_installed(model)
    if installed is None:
        raise EngineUnavailableError(f"voice {voice.name}: model {name} is not installed: {install_command(model)}")
    runtime = open_runtime(installed)
    try:
        check_language(runtime.config, name)
    except InstallError as error:
        raise EngineUnavailableError(f"voice {voice.name}: {error}") from error
    return runtime, _speaker_number(voice, speaker, runtime.config.get("speaker_id_map") or {})


def _speaker_number(voice: Voice, speaker: str, speakers: dict[str, int]) -> int:
    if not speaker and len(speakers) <= 1:
        return 0
    if speaker in speakers:
        return speakers[speaker]
    near = difflib.get_close_matches(speaker, speakers, n=1)
    known = f"did you mean “{near[0]}”?" if near else f"known: {', '.join(speakers) or 'none, the model has one voice'}"
    asked = f"has no speaker “{speaker}”" if speaker else "has several speakers, and one must be named"
    raise SettingsError(f"voice {voice.name}: speaker = “{voice.speaker}”: the model {asked}; {known}")


def _join(sentences: Sequence[SpokenSentence], rate_hz: int, peak: float) -> tuple[bytes, list[PhonemeWord] | None]:
    """Put sentences after one another, equally amplified; return the samples and when each phoneme word is said."""
    pieces: list[bytes] = []
    words: list[PhonemeWord] = []
    place = 0
    edge, pause = _EDGE_MS * rate_hz // 1000, silence(_SENTENCE_PAUSE_MS, rate_hz)
    loudest = max((float(abs(sentence.samples).max(initial=0)) for sentence in sentences), default=0.0)
    for sentence in sentences:
        if pieces:
            pieces.append(pause)
            place += len(pause) // 2
        pcm = _pcm(sentence.samples, peak / loudest if loudest else 0.0)
        samples = len(pcm) // 2
        first = max(0, sound_start(pcm, 0, samples) - edge)
        end = min(samples, sound_end(pcm, first, samples) + edge)
        pieces.append(pcm[2 * first : 2 * end])
        for phonemes, *times in sentence.words or ():
            start_ms, end_ms = ((place + min(max(time, first), end) - first) * 1000 // rate_hz for time in times)
            words.append(PhonemeWord(phonemes, start_ms, end_ms))
        place += end - first
    told = all(sentence.words is not None for sentence in sentences)
    return b"".join(pieces), words if told else None


def _pcm(samples: NDArray[np.float32], gain: float) -> bytes:
    import numpy as np

    loud: NDArray[np.float32] = np.rint(samples * (gain * _FULL_SCALE))
    return np.clip(loud, -_FULL_SCALE, _FULL_SCALE).astype("<i2").tobytes()


def _in_order(words: tuple[WordTiming, ...]) -> tuple[WordTiming, ...]:
    """Return *words*, each ending where the next begins at the latest."""
    starts = [word.start_ms for word in words[1:]]
    kept = [
        WordTiming(word.start, word.end, word.start_ms, max(word.start_ms, min(word.end_ms, start_ms)))
        for word, start_ms in zip(words, starts, strict=False)
    ]
    return (*kept, *words[-1:])
