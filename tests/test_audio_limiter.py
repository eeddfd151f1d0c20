import math
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from podcast.audio.limiter import Limiter, true_peak

CEILING = 10 ** (-1.5 / 20)


def through(samples: np.ndarray, rate_hz: int = 44_100, block: int = 5000) -> np.ndarray:
    blocks = (samples[start : start + block] for start in range(0, len(samples), block))
    return np.concatenate(list(Limiter(rate_hz, CEILING).limited(blocks)))


def bursts(rate_hz: int, seed: int, seconds: int = 5) -> np.ndarray:
    noise = np.random.default_rng(seed)
    levels = np.repeat(noise.uniform(0.01, 1.5, 20 * seconds), rate_hz // 20)
    return (noise.standard_normal(len(levels)) * levels * 0.4).astype(np.float32)


@pytest.mark.parametrize("rate_hz", [44_100, 24_000])
@pytest.mark.parametrize("seed", range(4))
def test_no_true_peak_passes_the_ceiling(rate_hz: int, seed: int) -> None:
    limited = through(bursts(rate_hz, seed), rate_hz)
    assert 20 * math.log10(true_peak(limited)) < -1.45


def test_a_peak_between_samples_is_seen() -> None:
    # a quarter of the rate, an eighth of a swing late: every sample is 3 dB below the wave's peak
    swell = np.hanning(44_100)
    wave = (swell * np.sin(np.pi / 2 * np.arange(44_100) + np.pi / 4)).astype(np.float32)
    assert np.abs(wave).max() == pytest.approx(0.7071, abs=1e-3)
    assert true_peak(wave) == pytest.approx(1.0, abs=0.01)
    assert true_peak(through(wave)) == pytest.approx(CEILING, rel=0.01)


def test_what_is_under_the_ceiling_passes_to_the_bit() -> None:
    quiet = 0.3 * bursts(44_100, 1) / 2
    assert np.array_equal(through(quiet.astype(np.float32)), quiet.astype(np.float32))


def test_the_gain_moves_without_a_step_and_comes_back() -> None:
    wave = np.full(44_100, 0.5, np.float32)
    wave[20_000:20_040] = 1.5
    gain = through(wave) / wave
    assert np.abs(np.diff(gain)).max() < 0.01
    assert gain[19_000] == 1
    assert gain[20_020] < CEILING / 1.4
    assert gain[-1] == 1
    assert gain[20_300] < 0.75  # no pumping: it comes back over tens of milliseconds


@given(
    st.lists(st.integers(0, 9000), max_size=8),
    st.floats(0.0, 3.0),
    st.integers(0, 2**31),
)
def test_length_and_ceiling_hold_however_the_blocks_come(sizes: list[int], level: float, seed: int) -> None:
    noise = np.random.default_rng(seed)
    parts = [(noise.standard_normal(size) * level).astype(np.float32) for size in sizes]
    whole = np.concatenate([np.zeros(0, np.float32), *parts])

    def one_by_one() -> Iterator[np.ndarray]:
        yield from parts

    limited = np.concatenate([np.zeros(0, np.float32), *Limiter(24_000, CEILING).limited(one_by_one())])
    assert len(limited) == len(whole)
    assert np.abs(limited).max(initial=0.0) <= CEILING * 1.001
    assert np.array_equal(limited, np.concatenate(list(Limiter(24_000, CEILING).limited([whole]))))


def test_nothing_has_no_peak() -> None:
    assert true_peak(np.zeros(0, np.float32)) == 0
