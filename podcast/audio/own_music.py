"""The program's own music, played note by note: nobody else has rights in it.

Bells and a drone in the five notes of raga Bhupali (সা রে গা পা ধা), which sound well in any order.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_SA_HZ = 261.63
_STEPS = {"সা": 0, "রে": 2, "গা": 4, "পা": 7, "ধা": 9}
"""Semitones above সা; an apostrophe after a note is the octave above it."""
_PARTIALS = ((1.0, 1.0, 1.0), (2.0, 0.45, 1.7), (3.01, 0.22, 2.6), (4.23, 0.10, 4.0), (5.43, 0.05, 6.0))
"""Of a struck bar: frequency and strength beside the fundamental, and how much faster it dies away."""
_DECAY_S = 0.9
_ATTACK_S = 0.004

_MELODIES = {
    # (seconds from the start, note, strength)
    "intro": (
        6.0,
        ((0.0, "সা", 0.7), (0.3, "গা", 0.7), (0.6, "পা", 0.8), (0.9, "ধা", 0.8), (1.2, "সা'", 1.0), (1.8, "ধা", 0.7),
         (2.1, "পা", 0.8), (2.7, "গা", 0.7), (3.0, "রে", 0.7), (3.6, "সা", 0.9), (3.6, "পা", 0.5)),
    ),
    "outro": (
        7.0,
        ((0.0, "সা'", 0.8), (0.4, "ধা", 0.8), (0.8, "পা", 0.8), (1.2, "গা", 0.8), (1.8, "রে", 0.7), (2.4, "গা", 0.6),
         (3.0, "সা", 1.0), (3.0, "গা", 0.5), (3.0, "পা", 0.5)),
    ),
    "sting": (2.4, ((0.0, "পা", 0.8), (0.18, "ধা", 0.8), (0.36, "সা'", 1.0))),
    "bed": (
        16.0,
        ((0.0, "সা", 0.5), (2.0, "পা", 0.4), (4.0, "গা", 0.4), (6.0, "পা", 0.35), (8.0, "ধা", 0.4), (10.0, "পা", 0.4),
         (12.0, "রে", 0.4), (14.0, "গা", 0.35)),
    ),
}  # fmt: skip


def compose(piece: str, rate_hz: int) -> NDArray[np.float32]:
    """Play *piece* (``intro``, ``outro``, ``sting`` or ``bed``) at *rate_hz*, mono, its peak at half of full scale.

    The bed can be repeated without a seam. The same piece is always the same samples.
    """
    import numpy as np

    length_s, notes = _MELODIES[piece]
    sound = np.zeros(round(length_s * rate_hz))
    for start_s, note, strength in notes:
        struck = strength * _strike(note, rate_hz)
        _add(sound, struck, round(start_s * rate_hz), wraps=piece == "bed")
    sound += 0.16 * np.abs(sound).max() * _drone((("সা", -1), ("পা", -1), ("সা", -2)), len(sound), rate_hz)
    return np.asarray(0.5 * sound / np.abs(sound).max(), np.float32)


def pitch_hz(note: str, octave: int = 0) -> float:
    """Return the frequency of *note*.

    >>> round(pitch_hz("পা"), 1), round(pitch_hz("সা'"), 1)
    (392.0, 523.3)
    """
    return float(_SA_HZ * 2 ** (_STEPS[note.rstrip("'")] / 12 + note.count("'") + octave))


def _strike(note: str, rate_hz: int) -> NDArray[np.float64]:
    """Strike a bar: partials that die away, the high ones first."""
    import numpy as np

    times = np.arange(round(5 * _DECAY_S * rate_hz)) / rate_hz
    base_hz = pitch_hz(note)
    sound = np.zeros(len(times))
    for ratio, strength, haste in _PARTIALS:
        if base_hz * ratio < 0.45 * rate_hz:
            sound += strength * np.sin(2 * np.pi * base_hz * ratio * times) * np.exp(-times * haste / _DECAY_S)
    sound *= np.minimum(1, times / _ATTACK_S)
    return sound


def _drone(notes: Iterable[tuple[str, int]], samples: int, rate_hz: int) -> NDArray[np.float64]:
    """Hold *notes* (with their octave) softly, like a tanpura far away; whole swings fit in, so that it repeats."""
    import numpy as np

    length_s = samples / rate_hz
    times = np.arange(samples) / rate_hz
    sound = np.zeros(samples)
    for note, octave in notes:
        for partial in (1, 2, 3):
            hertz = round(pitch_hz(note, octave) * partial * length_s) / length_s
            swell_hz = round(0.21 * partial * length_s) / length_s
            sound += np.sin(2 * np.pi * hertz * times) * (1 + 0.4 * np.sin(2 * np.pi * swell_hz * times)) / partial**1.5
    return np.asarray(sound / np.abs(sound).max(), np.float64)


def _add(sound: NDArray[np.float64], struck: NDArray[np.float64], start: int, *, wraps: bool) -> None:
    """Let a note ring from *start*: over the end into the beginning, or until the end."""
    room = len(sound) - start
    sound[start : start + len(struck)] += struck[:room]
    if wraps and len(struck) > room:
        sound[: len(struck) - room] += struck[room:]
