import re
import subprocess
from pathlib import Path

import imageio_ffmpeg
import numpy as np
import pytest
from sounds import encoded, tone

from podcast.audio.loudness import LoudnessMeter, integrated_lufs, measure_lufs
from podcast.settings import load_voice
from podcast.speech import open_engine

NOISE = np.random.default_rng(7)


def sine(hertz: float, seconds: float, rate_hz: int, amplitude: float) -> np.ndarray:
    return (amplitude * np.sin(2 * np.pi * hertz * np.arange(round(seconds * rate_hz)) / rate_hz)).astype(np.float32)


def speech() -> tuple[np.ndarray, int]:
    said = open_engine("espeak").synthesize("নদীর উপর নতুন সেতু খুলে দেওয়া হয়েছে। " * 6, load_voice("espeak"))
    return np.frombuffer(said.pcm, "<i2").astype(np.float32) / 32_768, said.rate_hz


def with_pauses(samples: np.ndarray, rate_hz: int) -> np.ndarray:
    return np.concatenate([np.pad(part, (0, rate_hz)) for part in np.array_split(samples, 5)])


SIGNALS = {
    "speech": speech,
    "speech, clipped": lambda: (np.clip(4 * speech()[0], -1, 1), speech()[1]),
    "speech, quiet": lambda: (0.02 * speech()[0], speech()[1]),
    "speech with pauses": lambda: (with_pauses(*speech()), speech()[1]),
    "997 Hz at full scale": lambda: (sine(997, 10, 44_100, 1.0), 44_100),
    "60 Hz": lambda: (sine(60, 8, 44_100, 0.5), 44_100),
    "5 kHz at 24 kHz": lambda: (sine(5000, 8, 24_000, 0.2), 24_000),
    "noise": lambda: (NOISE.normal(0, 0.1, 48_000 * 8).astype(np.float32), 48_000),
    "loud, then 15 LU softer": lambda: (np.concatenate([sine(1000, 5, 44_100, a) for a in (0.5, 0.09)]), 44_100),
    "under the gate but for a moment": lambda: (
        np.concatenate([sine(1000, 6, 44_100, 1e-4), sine(1000, 1.5, 44_100, 0.1)]),
        44_100,
    ),
}


@pytest.mark.parametrize("name", SIGNALS)
def test_it_agrees_with_the_meter_of_ffmpeg(name: str, tmp_path: Path) -> None:
    samples, rate_hz = SIGNALS[name]()
    samples = np.clip(samples, -1, 1 - 2**-15)
    path = tmp_path / "signal.wav"
    path.write_bytes(encoded(samples, rate_hz, subtype="FLOAT"))
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-i", path, "-af", "ebur128", "-f", "null", "-"]
    said = subprocess.run(command, capture_output=True, check=True).stderr.decode(errors="replace")
    # with one digit after the point
    theirs = float(re.findall(r"I:\s+(-?[\d.]+) LUFS", said)[-1])
    assert measure_lufs(samples, rate_hz) == pytest.approx(theirs, abs=0.1)


@pytest.mark.parametrize("rate_hz", [48_000, 44_100, 32_000, 24_000, 22_050, 16_000])
def test_the_reference_tone_of_the_standard_reads_three_below_full_scale(rate_hz: int) -> None:
    assert measure_lufs(sine(997, 10, rate_hz, 1.0), rate_hz) == pytest.approx(-3.01, abs=0.05)


def test_the_size_of_the_blocks_changes_nothing() -> None:
    samples = NOISE.normal(0, 0.1, 100_003).astype(np.float32)
    whole, parts = LoudnessMeter(22_050), LoudnessMeter(22_050)
    whole.feed(samples)
    for start in range(0, len(samples), 777):
        parts.feed(samples[start : start + 777])
    assert np.allclose(whole.finish(), parts.finish(), rtol=1e-4, atol=1e-12)


def test_a_meter_begins_anew_after_it_has_finished() -> None:
    meter = LoudnessMeter(24_000)
    samples = tone(900, 24_000).astype(np.float32) / 32_768
    meter.feed(samples)
    first = meter.finish()
    meter.feed(samples)
    assert np.array_equal(first, meter.finish())


def test_silence_and_nothing_have_no_loudness() -> None:
    assert measure_lufs(np.zeros(44_100, np.float32), 44_100) == -np.inf
    assert measure_lufs(np.zeros(0, np.float32), 44_100) == -np.inf
    assert integrated_lufs(np.zeros(0)) == -np.inf


def test_a_sound_shorter_than_a_block_is_judged_by_what_there_is() -> None:
    assert measure_lufs(sine(997, 0.2, 44_100, 1.0), 44_100) == pytest.approx(-3.0, abs=0.3)


def test_an_energy_is_held_for_every_step_to_the_last() -> None:
    meter = LoudnessMeter(11_025)  # 551.25 samples a step
    meter.feed(np.ones(11_025 * 3 + 100, np.float32))
    assert len(meter.finish()) == 61
