"""One spoken clip: its samples checked, what is heard in it found, and made ready to stand between two pauses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from podcast.audio.loudness import LoudnessMeter
from podcast.errors import SoundError
from podcast.model import Clip, Speech

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LEAD_MS, TAIL_MS = 8, 12
"""Of the silence before and after what is heard in a clip so much stays: a consonant begins and ends below any
threshold. A pause is shortened by both, so that it lasts as long as it is set to."""
FIRST_LEAD_MS, LAST_TAIL_MS = 100, 400
"""At the ends of an episode more of it may stay: nothing is added there."""

_WINDOW_MS = 2
_QUIET_DB = -50.0
"""Below a clip's loud parts: the softest consonants of the voices here lie at -40 dB, their pauses under -70."""
_LOUD_SHARE = 0.95
_FADE_MS = 4
"""At both ends of a clip: a waveform cut off in mid-swing is heard as a click."""
_FULL_SCALE = 32768


@dataclass(frozen=True, slots=True)
class Heard:
    """What is heard in a clip, in samples at its own rate."""

    rate_hz: int
    samples: int
    """Of the whole clip."""
    start: int
    end: int
    """Where in it something is heard: from its first sound to its last; all of a clip in which nothing is."""
    offset: float
    """Mean of the samples (full scale 1); heard at every edge, so it is taken off."""
    energies: NDArray[np.float64]
    """Weighted energy from *start* to *end*, in steps of :data:`podcast.audio.loudness.STEP_MS`."""


def load(clip: Clip, number: int) -> Speech:
    """Read the samples of *clip*, the *number*-th of its episode.

    Raises:
        SoundError: they cannot be read, or there are none.
    """
    named = f"clip {number} (“{clip.chunk.text[:40]}”)"
    try:
        speech = clip.load()
    except OSError as error:
        raise SoundError(f"{named}: its samples cannot be read: {error}") from error
    if not speech.pcm or len(speech.pcm) % 2 or speech.rate_hz <= 0:
        raise SoundError(f"{named}: {len(speech.pcm)} bytes at {speech.rate_hz} Hz are not 16-bit samples")
    return speech


def listen(speech: Speech) -> Heard:
    """Find what is heard in *speech*, and how loud it is."""
    import numpy as np

    pcm = np.frombuffer(speech.pcm, "<i2")
    offset = float(pcm.mean(dtype=np.float64))
    start, end = _sounding(pcm, offset, max(1, speech.rate_hz * _WINDOW_MS // 1000))
    meter = LoudnessMeter(speech.rate_hz)
    meter.feed((pcm[start:end].astype(np.float32) - np.float32(offset)) / np.float32(_FULL_SCALE))
    return Heard(speech.rate_hz, len(pcm), start, end, offset / _FULL_SCALE, meter.finish())


def cut(speech: Speech, heard: Heard, start: int, end: int) -> NDArray[np.float32]:
    """Return the samples from *start* to *end* without offset, faded in and out; full scale is 1."""
    import numpy as np

    samples = np.frombuffer(speech.pcm, "<i2")[start:end].astype(np.float32)
    samples *= np.float32(1 / _FULL_SCALE)
    samples -= np.float32(heard.offset)
    length = min(_FADE_MS * speech.rate_hz // 1000, len(samples) // 2)
    if length:
        ramp = np.arange(length, dtype=np.float32) / length
        samples[:length] *= ramp
        samples[-length:] *= ramp[::-1]
    return samples


def _sounding(pcm: NDArray[np.int16], offset: float, window: int) -> tuple[int, int]:
    """Return from where to where there is sound: from the first window to the last that is loud enough."""
    import numpy as np

    whole = len(pcm) // window
    if whole == 0:
        return 0, len(pcm)
    windows = pcm[: whole * window].reshape(whole, window)
    peaks = np.maximum(windows.max(axis=1) - offset, offset - windows.min(axis=1))
    peaks = np.append(peaks, np.abs(pcm[whole * window :] - offset).max(initial=0.0))
    loud = np.quantile(peaks[peaks > 0], _LOUD_SHARE) if (peaks > 0).any() else 0.0
    # never under a bit's own noise
    sounding = np.flatnonzero(peaks > max(loud * 10 ** (_QUIET_DB / 20), 2.0))
    if not len(sounding):
        return 0, len(pcm)
    return int(sounding[0]) * window, min((int(sounding[-1]) + 1) * window, len(pcm))
