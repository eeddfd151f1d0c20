"""Where in 16-bit samples there is sound."""

from __future__ import annotations

from podcast.sound import silent_share

QUIET_AMPLITUDE = 150
"""A sample no louder than this is silence (-47 dB of full scale); the pauses of both engines stay well below."""

_WINDOW_SAMPLES = 220


def silence(duration_ms: int, rate_hz: int) -> bytes:
    """Return *duration_ms* of silent mono 16-bit samples."""
    return bytes(2 * (duration_ms * rate_hz // 1000))


def is_silent(pcm: bytes) -> bool:
    """Say whether no sample of *pcm* is loud enough to be heard."""
    samples = memoryview(pcm).cast("h")
    return not any(_is_loud(samples[at : at + _WINDOW_SAMPLES]) for at in range(0, len(samples), _WINDOW_SAMPLES))


def silence_percent(pcm: bytes) -> int:
    """Return how much of *pcm* is silent, in whole per cent; 100 if there is none."""
    return round(100 * silent_share(pcm, quiet_amplitude=QUIET_AMPLITUDE, window_samples=_WINDOW_SAMPLES))


def sound_end(pcm: bytes, start: int, end: int) -> int:
    """Return the sample number, from *start* to *end*, after which it is silent until *end*; about 10 ms fine."""
    samples = memoryview(pcm).cast("h")
    while end > start and not _is_loud(samples[max(start, end - _WINDOW_SAMPLES) : end]):
        end -= _WINDOW_SAMPLES
    return max(start, end)


def sound_start(pcm: bytes, start: int, end: int) -> int:
    """Return the sample number, from *start* to *end*, before which it has been silent; about 10 ms fine."""
    samples = memoryview(pcm).cast("h")
    while start < end and not _is_loud(samples[start : min(end, start + _WINDOW_SAMPLES)]):
        start += _WINDOW_SAMPLES
    return min(start, end)


def sounding_windows(pcm: bytes) -> tuple[tuple[int, int], ...]:
    """Return the samples, about 10 ms at a time, in which there is sound: from and to."""
    samples = memoryview(pcm).cast("h")
    windows = ((at, min(at + _WINDOW_SAMPLES, len(samples))) for at in range(0, len(samples), _WINDOW_SAMPLES))
    return tuple((start, end) for start, end in windows if _is_loud(samples[start:end]))


def _is_loud(samples: memoryview) -> bool:
    return len(samples) > 0 and (max(samples) > QUIET_AMPLITUDE or min(samples) < -QUIET_AMPLITUDE)
