"""How loud a sound is to a listener: ITU-R BS.1770-4, integrated, for mono."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

STEP_MS = 50
"""Energies are kept for steps of this length; two of them are what one gating block begins after another."""

_BLOCK_STEPS = 8
"""400 ms."""
_HOP_STEPS = 2
"""100 ms: blocks overlap by three quarters."""
_ABSOLUTE_GATE_LUFS = -70.0
_RELATIVE_GATE_LU = -10.0
_OFFSET_LUFS = -0.691
_MEMORY_MS = 120
"""The filter's answer to an impulse is under a ten-millionth after this time, which single precision cannot see."""
_LEAST_FFT = 1 << 15


def k_weighting(rate_hz: int, frequencies_hz: NDArray[np.float64]) -> NDArray[np.complex128]:
    """Return the response of the K-weighting filter, as designed for *rate_hz*, at *frequencies_hz*.

    The standard prints coefficients for 48 kHz only. They are the bilinear transforms of two analogue filters, a
    shelf for the head and a high-pass; the same transforms at another rate weigh the same frequencies alike.
    """
    import numpy as np

    z1 = np.exp(-2j * np.pi * frequencies_hz / rate_hz)
    # the shelf: +4 dB above 1.7 kHz
    k = np.tan(np.pi * 1681.974450955533 / rate_hz)
    high = 10 ** (3.999843853973347 / 20)
    middle = high**0.4996667741545416
    q = 0.7071752369554196
    shelf = ((high + middle * k / q + k * k) + 2 * (k * k - high) * z1 + (high - middle * k / q + k * k) * z1 * z1) / (
        (1 + k / q + k * k) + 2 * (k * k - 1) * z1 + (1 - k / q + k * k) * z1 * z1
    )
    # the high-pass at 38 Hz; its numerator is not scaled, as in the standard's table
    k = np.tan(np.pi * 38.13547087602444 / rate_hz)
    q = 0.5003270373238773
    scale = 1 + k / q + k * k
    high_pass = (1 - z1) ** 2 / (1 + 2 * (k * k - 1) / scale * z1 + (1 - k / q + k * k) / scale * z1 * z1)
    return np.asarray(shelf * high_pass, dtype=np.complex128)


class LoudnessMeter:
    """Take the samples of a sound as they come and tell the energy in each step of it.

    No more than a second of samples is held, whatever the length of the sound.
    """

    def __init__(self, rate_hz: int) -> None:
        """Samples are mono at *rate_hz*, full scale being 1."""
        import numpy as np

        self._rate_hz = rate_hz
        self._response, self._fft, self._memory = _filter(rate_hz)
        self._waiting = np.zeros(self._memory, np.float32)
        """The last samples that were weighed, then those that are not yet."""
        self._weighed = 0
        self._energies: list[NDArray[np.float64]] = []
        self._open_energy = 0.0
        """Of the step that is not full yet."""

    def feed(self, samples: NDArray[np.float32]) -> None:
        """Take the next *samples*."""
        import numpy as np

        self._waiting = np.concatenate((self._waiting, samples))
        while len(self._waiting) >= self._fft:
            self._weigh(self._waiting[: self._fft])
            self._waiting = self._waiting[self._fft - self._memory :]

    def finish(self) -> NDArray[np.float64]:
        """Return the energy of each step: its mean square times its share of a whole step, weighted; and begin anew.

        The last step may be a part of one.
        """
        import numpy as np

        left = len(self._waiting) - self._memory
        if left:
            padded = np.zeros(self._fft, np.float32)
            padded[: len(self._waiting)] = self._waiting
            self._weigh(padded, left)
        last = [np.array([self._open_energy])] if self._weighed % self._step() else []
        energies = np.concatenate([np.zeros(0), *self._energies, *last]) / self._step()
        self._waiting = np.zeros(self._memory, np.float32)
        self._weighed, self._energies, self._open_energy = 0, [], 0.0
        return energies

    def _step(self) -> float:
        return self._rate_hz * STEP_MS / 1000

    def _weigh(self, samples: NDArray[np.float32], count: int | None = None) -> None:
        """Filter *samples* and add up what comes after the memory: overlap-save, so that blocks leave no seam."""
        import numpy as np

        weighted = np.fft.irfft(np.fft.rfft(samples) * self._response, self._fft)[self._memory :][:count]
        totals = np.concatenate(([0.0], np.cumsum(np.square(weighted), dtype=np.float64)))
        step = self._step()
        first = int(self._weighed // step)
        until = self._weighed + len(weighted)
        edges = np.rint(np.arange(first + 1, int(until // step) + 1) * step).astype(np.int64)
        at_edges = totals[edges - self._weighed]
        full = np.diff(at_edges, prepend=0.0)
        if len(full):
            full[0] += self._open_energy
            self._open_energy = float(totals[-1] - at_edges[-1])
            self._energies.append(full)
        else:
            self._open_energy += float(totals[-1])
        self._weighed = until


@lru_cache(maxsize=8)
def _filter(rate_hz: int) -> tuple[NDArray[np.complex64], int, int]:
    """Return the response for a block's transform, the block's length and how much of it only leads up to the rest."""
    import numpy as np

    memory = -(-rate_hz * _MEMORY_MS // 1000)
    length = _LEAST_FFT
    while length < 4 * memory:
        length *= 2
    return (
        k_weighting(rate_hz, np.asarray(np.fft.rfftfreq(length, 1 / rate_hz), np.float64)).astype(np.complex64),
        length,
        memory,
    )


def integrated_lufs(energies: NDArray[np.float64]) -> float:
    """Return the gated loudness of a sound from the energies of its steps; ``-inf`` for silence.

    A sound shorter than a gating block is taken for one.
    """
    import numpy as np

    if not len(energies):
        return -np.inf
    running = np.concatenate(([0.0], np.cumsum(energies)))
    if len(energies) < _BLOCK_STEPS:
        blocks = running[-1:] / len(energies)
    else:
        blocks = (running[_BLOCK_STEPS:] - running[:-_BLOCK_STEPS])[::_HOP_STEPS] / _BLOCK_STEPS
    gated = blocks[blocks > _power(_ABSOLUTE_GATE_LUFS)]
    if not len(gated):
        return -np.inf
    gated = gated[gated > gated.mean() * 10 ** (_RELATIVE_GATE_LU / 10)]
    return float(_OFFSET_LUFS + 10 * np.log10(gated.mean()))


def measure_lufs(samples: NDArray[np.float32], rate_hz: int) -> float:
    """Return the integrated loudness of *samples* (mono, full scale 1); ``-inf`` for silence."""
    meter = LoudnessMeter(rate_hz)
    meter.feed(samples)
    return integrated_lufs(meter.finish())


def _power(lufs: float) -> float:
    return float(10 ** ((lufs - _OFFSET_LUFS) / 10))
