"""How loud a sound is, measured as it comes."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from podcast.audio.limiter import true_peak
from podcast.audio.loudness import LoudnessMeter, integrated_lufs

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_OVERLAP = 128
"""Samples that are judged with the block before them and again with the one after."""
_FADE = 32
"""Samples over which a block's cut ends are faded: a wave cut off would swing beyond its peaks there."""


class LevelMeter:
    """Takes the samples of a sound, block by block."""

    def __init__(self, rate_hz: int) -> None:
        """Samples are mono at *rate_hz*, full scale being 1."""
        import numpy as np

        self._loudness = LoudnessMeter(rate_hz)
        self._held = np.zeros(0, np.float32)
        self._is_first = True
        self._peak = 0.0

    def feed(self, samples: NDArray[np.float32]) -> None:
        """Take the next *samples*."""
        import numpy as np

        self._loudness.feed(samples)
        self._held = np.concatenate((self._held, samples))
        if len(self._held) > 2 * _OVERLAP:
            self._judge(is_last=False)
            self._held = self._held[-_OVERLAP:]
            self._is_first = False

    def finish(self) -> tuple[float | None, float | None]:
        """Return the integrated loudness in LUFS and the true peak in dBTP; each ``None`` for silence."""
        self._judge(is_last=True)
        lufs = integrated_lufs(self._loudness.finish())
        return (lufs if math.isfinite(lufs) else None), (20 * math.log10(self._peak) if self._peak else None)

    def _judge(self, *, is_last: bool) -> None:
        import numpy as np

        samples = self._held.copy()
        ramp = np.linspace(0, 1, _FADE, dtype=np.float32)
        if not self._is_first:
            samples[:_FADE] *= ramp
        if not is_last:
            samples[-_FADE:] *= ramp[::-1]
        self._peak = max(self._peak, true_peak(samples))
