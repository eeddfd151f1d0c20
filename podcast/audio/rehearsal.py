"""How much the limiter will take from an episode: tried beforehand on excerpts, to be made up for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from podcast.audio.clips import Heard, cut, load
from podcast.audio.levels import gain_towards
from podcast.audio.limiter import Limiter
from podcast.audio.loudness import LoudnessMeter, integrated_lufs
from podcast.model import Clip

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_EXCERPTS, _EXCERPT_MS = 12, 4000
"""Three quarters of a minute from all over an episode tells the loss to 0.1 LU."""
_ROUNDS = 5
_MOST_DB = 6.0
"""A voice that would need more is left a little softer rather than squeezed flat."""


def made_up_gain(
    clips: Sequence[Clip], heard: Sequence[Heard], gains: Sequence[float], gain: float, ceiling: float
) -> float:
    """Return *gain*, raised by what a limiter at *ceiling* takes from clips played at *gains* times it."""
    excerpts = list(_excerpts(clips, heard, gains))
    wanted_lufs = _loudness_through(excerpts, gain, None)
    raised = gain
    for _ in range(_ROUNDS):
        lost = gain_towards(wanted_lufs, _loudness_through(excerpts, raised, ceiling))
        raised = min(raised * lost, gain * 10 ** (_MOST_DB / 20))
    return max(raised, gain)


def _excerpts(
    clips: Sequence[Clip], heard: Sequence[Heard], gains: Sequence[float]
) -> list[tuple[int, NDArray[np.float32]]]:
    """Return the rate and the samples of a part of some clips, evenly spread, the longest of their neighbours."""
    count = min(_EXCERPTS, len(clips))
    excerpts = []
    for number in range(count):
        neighbours = range(number * len(clips) // count, (number + 1) * len(clips) // count)
        index = max(neighbours, key=lambda n: heard[n].end - heard[n].start)
        this = heard[index]
        length = min(_EXCERPT_MS * this.rate_hz // 1000, this.end - this.start)
        # a voice begins a clip louder than it ends it
        start = this.start + (this.end - this.start - length) * (number % 3) // 2
        samples = cut(load(clips[index], index + 1), this, start, start + length)
        samples *= gains[index]
        excerpts.append((this.rate_hz, samples))
    return excerpts


def _loudness_through(excerpts: Sequence[tuple[int, NDArray[np.float32]]], gain: float, ceiling: float | None) -> float:
    import numpy as np

    energies = []
    for rate_hz, samples in excerpts:
        meter = LoudnessMeter(rate_hz)
        played = [samples * gain]
        for block in played if ceiling is None else Limiter(rate_hz, ceiling).limited(played):
            meter.feed(block)
        energies.append(meter.finish())
    return integrated_lufs(np.concatenate(energies))
