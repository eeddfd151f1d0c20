"""How much louder or softer each clip must be, so that no listener reaches for the volume."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from podcast.audio.clips import Heard
from podcast.audio.loudness import integrated_lufs
from podcast.model import Clip

if TYPE_CHECKING:
    from collections.abc import Hashable

MOST_GAIN_DB = 30.0
"""More would make a voice of what is only noise."""


def voice_gains(
    clips: Sequence[Clip], heard: Sequence[Heard], voice_of: Callable[[Clip], Hashable], loudness_lufs: float
) -> list[float]:
    """Return the gain of each clip, as an amplitude, that brings every voice as a whole to *loudness_lufs*.

    A voice keeps what it says loudly and what softly; a voice that is silent stays so.
    """
    import numpy as np

    voices: dict[Hashable, list[int]] = {}
    for index, clip in enumerate(clips):
        voices.setdefault(voice_of(clip), []).append(index)
    gains = [1.0] * len(clips)
    for indexes in voices.values():
        lufs = integrated_lufs(np.concatenate([heard[index].energies for index in indexes]))
        gain = gain_towards(loudness_lufs, lufs)
        for index in indexes:
            gains[index] = gain
    return gains


def gain_towards(wanted_lufs: float, lufs: float) -> float:
    """Return the amplitude that brings a sound of *lufs* to *wanted_lufs*, at most :data:`MOST_GAIN_DB`.

    >>> round(gain_towards(-16.0, -22.0), 3), gain_towards(-16.0, float("-inf"))
    (1.995, 1.0)
    """
    if lufs == float("-inf"):
        return 1.0
    return float(10 ** (min(wanted_lufs - lufs, MOST_GAIN_DB) / 20))
