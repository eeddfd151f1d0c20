"""Music under a voice, softly, while the episode is introduced."""

from __future__ import annotations

from typing import TYPE_CHECKING

from podcast.sound import from_pcm

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

DUCKED_DB = -16.0
"""Below where music stands alone: every word stays plain, for old ears too."""


class Bed:
    """A tune played over and over between two places of an episode."""

    def __init__(self, pcm: bytes, begin: int, voice_end: int, end: int, fade: int) -> None:
        """*pcm* is the tune; it comes in *fade* samples from *begin* on, and goes from *voice_end* to *end*."""
        level = 10 ** (DUCKED_DB / 20)
        come = min(begin + fade, voice_end)
        self._tune = from_pcm(pcm)
        self._begin, self._end = begin, end
        self._places = (begin, come, voice_end, end)
        self._levels = (0.0 if come > begin else level, level, level, 0.0)

    def under(self, block: NDArray[np.float32], at: int, gain: float) -> NDArray[np.float32]:
        """Return *block*, which begins at sample *at* of the episode, with the bed under it."""
        import numpy as np

        if at >= self._end or at + len(block) <= self._begin:
            return block
        places = np.arange(at, at + len(block))
        levels = np.interp(places, self._places, self._levels, left=0.0, right=0.0)
        tune = self._tune[(places - self._begin) % len(self._tune)]
        return block + (tune * levels * gain).astype(np.float32)
