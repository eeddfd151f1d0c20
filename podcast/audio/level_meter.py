"""How loud a sound is, measured as it comes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class LevelMeter:
    """Takes the samples of a sound, block by block."""

    def __init__(self, rate_hz: int) -> None:
        """Samples are mono at *rate_hz*, full scale being 1."""
        self._rate_hz = rate_hz

    def feed(self, samples: NDArray[np.float32]) -> None:
        """Take the next *samples*."""

    def loudness_lufs(self) -> float | None:
        """Return the integrated loudness (BS.1770-4) of all that was fed; ``None`` for silence."""
        return None

    def true_peak_dbtp(self) -> float | None:
        """Return the highest true peak of all that was fed; ``None`` for silence."""
        return None
