"""A look-ahead limiter that keeps true peaks under a ceiling, and the measurement of true peaks it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_OVERSAMPLING = 4
_REACH = 12
"""Samples on either side of a point that its value between samples is worked out from."""
_HOP = 32
"""The gain is decided for stretches of so many samples: 0.7 ms at 44.1 kHz."""
_CANDIDATE = 0.5
"""Between samples a sound does not swing twice as high as at them, short of signals no one would publish."""
_LOOK_AHEAD_MS = 5
_RELEASE_DB_PER_MS = 0.05
"""Slow enough that the gain stands still between two swings of a deep voice (10 ms), fast enough not to be heard."""
_BLOCK_HOPS = 2048


class Limiter:
    """Turn the gain down just before a peak comes, and up again gently, so that no true peak passes the ceiling.

    What stays under the ceiling passes unchanged, to the bit. As many samples come out as go in.
    """

    def __init__(self, rate_hz: int, ceiling: float) -> None:
        """*ceiling* is an amplitude, full scale being 1."""
        self._ceiling = ceiling
        self._ahead = round(_LOOK_AHEAD_MS * rate_hz / 1000 / _HOP)
        self._release_db = _RELEASE_DB_PER_MS * 1000 * _HOP / rate_hz
        self._last_db = 0.0

    def limited(self, blocks: Iterable[NDArray[np.float32]]) -> Iterator[NDArray[np.float32]]:
        """Yield the sound of *blocks* limited, in blocks of another size."""
        import numpy as np

        context = 2 * self._ahead + 1
        self._last_db = 0.0
        gains = np.ones(context, np.float32)
        """By hop: the gain it may have, from *context* hops before the first one in *held*."""
        held = np.zeros(0, np.float32)
        judged = 0
        for block, surplus in _in_hops(blocks):
            is_last = surplus is not None
            held = np.concatenate((held, block))
            # the last hop's values between samples need samples that are not there yet
            judgeable = len(held) // _HOP - (0 if is_last else 1)
            gains = np.concatenate((gains, self._allowed(held, judged, judgeable)))
            judged = judgeable
            ready = judged if is_last else max(0, judged - self._ahead - 1)
            after = np.ones(self._ahead + 1 if is_last else 0, np.float32)
            known = np.concatenate((gains, after))[: context + ready + self._ahead + 1]
            limited = self._applied(held[: ready * _HOP], known, context)
            yield limited[: len(limited) - (surplus or 0)]
            held, gains, judged = held[ready * _HOP :], gains[ready:], judged - ready

    def _allowed(self, held: NDArray[np.float32], first: int, until: int) -> NDArray[np.float32]:
        """Return the gain that each hop may have, seen from the peaks in it and before it."""
        import numpy as np

        hops = held[first * _HOP : until * _HOP].reshape(-1, _HOP)
        peaks = np.maximum(hops.max(axis=1), -hops.min(axis=1)) if len(hops) else np.zeros(0, np.float32)
        loud = np.flatnonzero(peaks > self._ceiling * _CANDIDATE)
        if len(loud):
            padded = np.pad(held, (_REACH, _REACH + _HOP))
            windows = np.lib.stride_tricks.sliding_window_view(padded, _HOP + 2 * _REACH)[(loud + first) * _HOP]
            peaks[loud] = np.maximum(peaks[loud], _peaks_between(windows))
        if self._last_db == 0 and not (peaks > self._ceiling).any():
            return np.ones(len(peaks), np.float32)
        # a straight way back up, in decibels: the least of all earlier gains, each risen by the time since
        needed_db = 20 * np.log10(self._ceiling / np.maximum(peaks, self._ceiling).astype(np.float64))
        risen_db = self._release_db * np.arange(len(peaks) + 1)
        lowest_db = np.minimum.accumulate(np.concatenate(([self._last_db], needed_db)) - risen_db)
        gains_db = np.minimum(0, lowest_db + risen_db)
        self._last_db = float(gains_db[-1])
        return np.asarray(np.power(10, gains_db[1:] / 20), np.float32)

    def _applied(self, samples: NDArray[np.float32], gains: NDArray[np.float32], context: int) -> NDArray[np.float32]:
        """Multiply *samples* by *gains*, which reach from *context* hops before them to the look-ahead after them."""
        import numpy as np

        if gains.min() == 1.0:
            return samples
        # at an edge between two hops the stricter of the two counts, so that a straight line between edges is safe
        edges = np.minimum(gains[:-1], gains[1:])
        smooth = _mean_before(_least_until(edges, self._ahead), self._ahead)
        count = len(samples) // _HOP
        at_edges = smooth[context - 1 : context + count]
        ramp = np.arange(_HOP, dtype=np.float32) / _HOP
        curve = at_edges[:-1, None] + np.diff(at_edges)[:, None] * ramp
        return np.asarray(samples * curve.reshape(-1), np.float32)


def true_peak(samples: NDArray[np.float32]) -> float:
    """Return the highest amplitude that *samples* reach, between them too (BS.1770-4, annex 2: four times as many)."""
    import numpy as np

    if not len(samples):
        return 0.0
    highest = 0.0
    size = _HOP * _BLOCK_HOPS
    for start in range(0, len(samples), size):
        part = samples[max(0, start - _REACH) : start + size + _REACH]
        padded = np.pad(part, (max(0, _REACH - start), _HOP + 2 * _REACH))
        windows = np.lib.stride_tricks.sliding_window_view(padded, _HOP + 2 * _REACH)[::_HOP]
        highest = max(highest, float(np.abs(part).max()), float(_peaks_between(windows).max()))
    return highest


def _peaks_between(windows: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return for each window (a hop and what surrounds it) the highest amplitude between the samples of its hop.

    Tap by tap, not as a product of matrices: for that BLAS starts threads, which here slow down each other and LAME.
    """
    import numpy as np

    peaks = np.zeros(len(windows), np.float32)
    columns = np.ascontiguousarray(windows.T)
    for taps in _interpolators():
        values = np.zeros((_HOP, len(windows)), np.float32)
        for place, tap in enumerate(taps, start=1):
            values += tap * columns[place : place + _HOP]
        peaks = np.maximum(peaks, np.abs(values).max(axis=0))
    return peaks


@cache
def _interpolators() -> tuple[NDArray[np.float32], ...]:
    """Return the taps for each place between two samples: a windowed sinc."""
    import numpy as np

    interpolators = []
    for phase in range(1, _OVERSAMPLING):
        offsets = np.arange(-_REACH + 1, _REACH + 1) - phase / _OVERSAMPLING
        taps = np.sinc(offsets) * np.i0(6 * np.sqrt(np.clip(1 - (offsets / _REACH) ** 2, 0, 1))) / np.i0(6)
        interpolators.append((taps / taps.sum()).astype(np.float32))
    return tuple(interpolators)


def _in_hops(blocks: Iterable[NDArray[np.float32]]) -> Iterator[tuple[NDArray[np.float32], int | None]]:
    """Regroup *blocks* into whole hops; the last is filled up with silence and comes with how much that is."""
    import numpy as np

    size = _HOP * _BLOCK_HOPS
    waiting: list[NDArray[np.float32]] = []
    length = 0
    for block in blocks:
        waiting.append(block)
        length += len(block)
        while length > size:
            joined = np.concatenate(waiting)
            yield joined[:size], None
            waiting, length = [joined[size:]], length - size
    surplus = -length % _HOP
    yield np.concatenate([*waiting, np.zeros(surplus, np.float32)]), surplus


def _least_until(values: NDArray[np.float32], after: int) -> NDArray[np.float32]:
    """Return at each place the least of its value and the *after* ones that follow."""
    import numpy as np

    padded = np.pad(values, (0, after), constant_values=1.0)
    least: NDArray[np.float32] = np.lib.stride_tricks.sliding_window_view(padded, after + 1).min(axis=1)
    return least


def _mean_before(values: NDArray[np.float32], count: int) -> NDArray[np.float32]:
    """Return at each place the mean of its value and the *count* ones before it."""
    import numpy as np

    totals = np.cumsum(np.pad(values.astype(np.float64), (count + 1, 0), constant_values=1.0))
    means: NDArray[np.float32] = ((totals[count + 1 :] - totals[: -count - 1]) / (count + 1)).astype(np.float32)
    return means
