"""What can be heard in a sound file, measured in one pass, so that hours of it cost no more memory than a minute."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from podcast.audio.level_meter import LevelMeter
from podcast.sound import open_sound

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

WINDOW_MS = 20
SILENCE_MS = 500
"""A shorter one is a pause for breath."""
_QUIET = 0.003
"""Of full scale (-50 dB), root mean square: a window no louder than this is silent."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What was found in a sound."""

    duration_ms: int
    rate_hz: int
    loudness_lufs: float | None
    """Integrated (BS.1770-4); ``None`` for silence."""
    true_peak_dbtp: float | None
    silences: tuple[tuple[int, int], ...]
    """Start and end, in milliseconds, of what is silent for :data:`SILENCE_MS` or longer."""
    peaks: NDArray[np.float32]
    """The highest amplitude in each :data:`WINDOW_MS`, full scale being 1."""


def measure(path: Path) -> Measured:
    """Decode *path* from start to end and measure it.

    Raises:
        SoundError: it cannot be decoded.
    """
    with open_sound(path) as sound:
        windows = _Windows(sound.rate_hz)
        levels = LevelMeter(sound.rate_hz)
        samples = 0
        for block in sound.blocks():
            samples += len(block)
            windows.feed(block)
            levels.feed(block)
        peaks, powers = windows.finish()
        duration_ms = round(samples * 1000 / sound.rate_hz)
        silences = _silences(powers, windows.size * 1000 / sound.rate_hz)
        loudness_lufs, true_peak_dbtp = levels.finish()
        return Measured(
            duration_ms=duration_ms,
            rate_hz=sound.rate_hz,
            loudness_lufs=loudness_lufs,
            true_peak_dbtp=true_peak_dbtp,
            silences=tuple((start_ms, min(end_ms, duration_ms)) for start_ms, end_ms in silences),
            peaks=peaks,
        )


class _Windows:
    """Peak and mean square of every window."""

    def __init__(self, rate_hz: int) -> None:
        import numpy as np

        self.size = rate_hz * WINDOW_MS // 1000
        self._left = np.zeros(0, np.float32)
        self._peaks: list[NDArray[np.float32]] = []
        self._powers: list[NDArray[np.float32]] = []

    def feed(self, block: NDArray[np.float32]) -> None:
        import numpy as np

        samples = np.concatenate((self._left, block))
        whole = len(samples) // self.size * self.size
        self._left = samples[whole:]
        self._add(samples[:whole].reshape(-1, self.size))

    def finish(self) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        import numpy as np

        if len(self._left):
            self._add(self._left.reshape(1, -1))
        nothing = np.zeros(0, np.float32)
        return np.concatenate([nothing, *self._peaks]), np.concatenate([nothing, *self._powers])

    def _add(self, windows: NDArray[np.float32]) -> None:
        import numpy as np

        if len(windows):
            self._peaks.append(np.abs(windows).max(axis=1))
            self._powers.append(np.square(windows).mean(axis=1))


def _silences(powers: NDArray[np.float32], window_ms: float) -> Iterator[tuple[int, int]]:
    """Yield the spans of silent windows that are long enough."""
    import numpy as np

    edges = np.flatnonzero(np.diff((powers <= _QUIET**2).astype(np.int8), prepend=0, append=0))
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        if (end - start) * window_ms >= SILENCE_MS:
            yield round(start * window_ms), round(end * window_ms)
