"""Small synthesised sounds whose times are known to the sample, and clips made of them."""

import io
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

from podcast.model import Chunk, Clip, PauseKind, Speech

Samples = NDArray[np.int16]


def tone(duration_ms: int, rate_hz: int, *, pitch_hz: int = 440, peak: int = 12_000) -> Samples:
    times = np.arange(rate_hz * duration_ms // 1000) / rate_hz
    return np.rint(peak * np.sin(2 * np.pi * pitch_hz * times)).astype(np.int16)


def click(at_ms: int, duration_ms: int, rate_hz: int) -> Samples:
    """Silence with one loud burst, a millisecond long and loudest exactly at *at_ms*."""
    times = np.arange(rate_hz * duration_ms // 1000) / rate_hz - at_ms / 1000
    return np.rint(25_000 * np.cos(2 * np.pi * 1500 * times) * np.exp(-((times / 0.0004) ** 2))).astype(np.int16)


def clip(samples: Samples, rate_hz: int, pause: PauseKind = PauseKind.SENTENCE) -> Clip:
    speech = Speech(samples.astype("<i2").tobytes(), rate_hz, ())
    return Clip(Chunk("একটি বাক্য।", (), pause), speech.duration_ms, (), lambda: speech)


def encoded(samples: NDArray[np.generic], rate_hz: int, container: str = "WAV", subtype: str | None = None) -> bytes:
    """Put *samples* (frames, or frames x channels) into a file of the kind *container*."""
    file = io.BytesIO()
    soundfile.write(file, samples, rate_hz, format=container, subtype=subtype)
    return file.getvalue()


def measured(path: Path) -> tuple[Samples, int]:
    """Decode a mono file with libsndfile."""
    samples, rate_hz = soundfile.read(path, dtype="int16")
    assert samples.ndim == 1
    return samples, rate_hz


def silences_ms(samples: Samples, rate_hz: int, *, longer_than_ms: int = 60) -> list[tuple[float, float]]:
    """Return start and length of every stretch that stays under a hundredth of full scale."""
    loud = np.flatnonzero(np.abs(samples.astype(np.int32)) > 327)
    edges = np.concatenate(([-1], loud, [len(samples)]))
    gaps = np.diff(edges) - 1
    return [
        ((edges[n] + 1) * 1000 / rate_hz, gaps[n] * 1000 / rate_hz)
        for n in range(len(gaps))
        if gaps[n] * 1000 / rate_hz > longer_than_ms
    ]
