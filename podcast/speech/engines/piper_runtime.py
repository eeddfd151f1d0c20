"""Piper itself: a model loaded once for the process, and a text spoken by it. The home of piper-tts and onnxruntime.

What a model is asked is free of chance: without noise, and on one thread, the same text gives the same samples. Several
texts are spoken at once instead, which uses two cores better than two threads on one text do (measured: 0.35 s against
0.47 s for 8 s of speech).
"""

from __future__ import annotations

import threading
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Any

from podcast.errors import EngineUnavailableError, InstallError
from podcast.speech.engines.onnx_outputs import durations_suffix
from podcast.speech.models import Installed, read_config

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from piper import PiperVoice

_ERRORS_ONLY = 3
_SPACE = " "

_loading = threading.Lock()


@dataclass(frozen=True, slots=True)
class PhonemeWord:
    """What Piper says between two spaces, and when."""

    phonemes: str
    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True)
class SpokenSentence:
    """What Piper takes for one sentence of a text, spoken."""

    samples: NDArray[np.float32]
    phonemes: str
    words: tuple[tuple[str, int, int], ...] | None
    """Each phoneme word with the samples it lasts from and to; ``None`` when the model does not tell."""


def runtime_version() -> str:
    """Return the releases of what decides how a model sounds.

    Raises:
        EngineUnavailableError: the extra is not installed, or broken.
    """
    try:
        import onnxruntime
        import piper  # noqa: F401 - whether it can be
    except (ImportError, OSError) as error:
        raise EngineUnavailableError(
            f"engine “piper” needs an extra that is not installed: pip install 'bangla-podcast[neural]' ({error})"
        ) from error
    from importlib.metadata import version

    return f"{version('piper-tts')}/{onnxruntime.__version__}"


class Runtime:
    """One installed model in memory; safe to call from several threads."""

    def __init__(self, installed: Installed) -> None:
        """Load the model; the file is read as it is and made to tell how long each phoneme is.

        Raises:
            EngineUnavailableError: a file is damaged.
        """
        import onnxruntime
        from piper import PiperVoice
        from piper.config import PiperConfig

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = _ERRORS_ONLY
        damaged: tuple[type[Exception], ...] = (InstallError, OSError, ValueError, KeyError, TypeError, *_onnx_errors())
        try:
            config = read_config(installed.config)
            model = installed.onnx.read_bytes()
            session = onnxruntime.InferenceSession(
                model + durations_suffix(model), sess_options=options, providers=["CPUExecutionProvider"]
            )
            self._voice: PiperVoice = PiperVoice(session, PiperConfig.from_dict(config))
        except damaged as error:
            raise EngineUnavailableError(
                f"{installed.onnx.parent}: the installed model cannot be used: {error}; delete this folder and "
                f"install it again"
            ) from error
        self.config = config

    @property
    def rate_hz(self) -> int:
        """The rate of what it speaks."""
        return self._voice.config.sample_rate

    def speak(self, text: str, *, speaker: int, rate_percent: int) -> Iterator[SpokenSentence]:
        """Speak *text*, one sentence after the other."""
        from piper import SynthesisConfig

        length_scale = self._voice.config.length_scale * 100 / (100 + rate_percent)
        settings = SynthesisConfig(speaker_id=speaker, length_scale=length_scale, noise_scale=0.0, noise_w_scale=0.0)
        for said in self._voice.phonemize(text):
            phonemes = [phoneme for phoneme in said if phoneme in self._voice.config.phoneme_id_map]
            if _words(phonemes):
                ids = self._voice.phonemes_to_ids(phonemes)
                answer = self._voice.phoneme_ids_to_audio(ids, settings, include_alignments=True)
                samples, lengths = answer if isinstance(answer, tuple) else (answer, None)
                samples = samples.reshape(-1)
                yield SpokenSentence(samples, "".join(phonemes), self._timed(phonemes, len(samples), lengths))

    @lru_cache(maxsize=4096)  # noqa: B019 - one runtime lives as long as the process
    def words_alone(self, token: str) -> tuple[str, ...]:
        """Return the phoneme words of *token* when nothing stands beside it."""
        known = self._voice.config.phoneme_id_map
        return tuple(
            word for said in self._voice.phonemize(token) for word in _words([one for one in said if one in known])
        )

    def _timed(
        self, phonemes: Sequence[str], samples: int, lengths: NDArray[np.int64] | None
    ) -> tuple[tuple[str, int, int], ...] | None:
        """Add the lengths of the ids up to words; each phoneme is followed by a pad, which belongs to it."""
        known = self._voice.config.phoneme_id_map
        pad = len(known["_"])
        if lengths is None or int(lengths.sum()) != samples:
            return None
        ends = lengths.cumsum()
        place = len(known["^"]) + pad
        timed: list[tuple[str, int, int]] = []
        for is_space, run in groupby(phonemes, key=_SPACE.__eq__):
            word = list(run)
            begun = int(ends[place - 1])
            ended = begun
            for phoneme in word:
                place += len(known[phoneme]) + pad
                if _is_sounding(phoneme):
                    ended = int(ends[place - 1])
            if not is_space and any(map(_is_sounding, word)):
                timed.append(("".join(word), begun, ended))
        return tuple(timed)


def open_runtime(installed: Installed) -> Runtime:
    """Return the model in memory, loaded by the first who asks for it.

    Raises:
        EngineUnavailableError: a file is damaged.
    """
    with _loading:
        return _opened(installed)


@lru_cache(maxsize=4)
def _opened(installed: Installed) -> Runtime:
    return Runtime(installed)


def _words(phonemes: Sequence[str]) -> list[str]:
    """Return what stands between spaces and is more than punctuation."""
    return [word for word in "".join(phonemes).split(_SPACE) if any(map(_is_sounding, word))]


def _is_sounding(phoneme: str) -> bool:
    return any(letter.isalpha() and unicodedata.category(letter) != "Lm" for letter in phoneme)  # Lm: stress, length


def _onnx_errors() -> tuple[type[Exception], ...]:
    """Return what onnxruntime raises for a file that is no model: classes of its own, without a common one."""
    from onnxruntime.capi import onnxruntime_pybind11_state as state

    names: dict[str, Any] = vars(state)
    return tuple(kind for kind in names.values() if isinstance(kind, type) and issubclass(kind, Exception))
