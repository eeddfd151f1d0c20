"""An episode looked at closely: what is in its sound, and what is known of it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from podcast.bangla.digits import bengali_digits, write_number
from podcast.errors import PublishError

if TYPE_CHECKING:
    from podcast.audio.facts import Mp3Facts
    from podcast.audio.measuring import Measured
    from podcast.show.known import Known


@dataclass(frozen=True, slots=True)
class Inspection:
    """All that ``podcast inspect`` tells."""

    known: Known
    facts: Mp3Facts
    measured: Measured

    @property
    def words_per_minute(self) -> float | None:
        """Words as written, over the whole length with its pauses; ``None`` where nothing is known of the words."""
        if not self.known.words or not self.measured.duration_ms:
            return None
        return self.known.words * 60_000 / self.measured.duration_ms


def inspect_episode(folder: Path, name: str) -> Inspection:
    """Look at the episode in *folder* that *name* stands for, or at the mp3 file of that path.

    Raises:
        UsageError: there is none, or the title's beginning is that of several.
        SoundError: its sound cannot be decoded.
        PublishError: the files beside it, or the library, are damaged.
    """
    from podcast.audio.facts import read_mp3_facts
    from podcast.audio.measuring import measure
    from podcast.show.known import find_audio, read_known

    audio = find_audio(folder, name)
    return Inspection(read_known(audio), read_mp3_facts(audio), measure(audio))


def write_waveform(inspection: Inspection, path: Path) -> None:
    """Draw what was found into the SVG file *path*, whole or not at all.

    Raises:
        PublishError: it cannot be written.
    """
    from podcast.show.waveform import WavePicture, draw_waveform

    known, measured = inspection.known, inspection.measured
    picture = WavePicture(
        title=known.title or known.audio.name,
        facts=_facts_in_bengali(inspection),
        duration_ms=measured.duration_ms,
        peaks=measured.peaks,
        chapters=known.chapters,
        sentences=tuple((cue.start_ms, cue.end_ms) for cue in known.cues),
        silences=measured.silences,
    )
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        part.write_text(draw_waveform(picture), encoding="utf-8")
        part.replace(path)
    except OSError as error:
        raise PublishError(f"{path}: cannot be written: {error.strerror or error}") from error
    finally:
        part.unlink(missing_ok=True)


def _facts_in_bengali(inspection: Inspection) -> tuple[str, ...]:
    from podcast.show.pages import bengali_length

    known, measured, facts = inspection.known, inspection.measured, inspection.facts
    sound = [bengali_length(measured.duration_ms)]
    if measured.loudness_lufs is not None:
        sound.append(f"{_decimal(measured.loudness_lufs)} LUFS")
    if measured.true_peak_dbtp is not None:
        sound.append(f"সর্বোচ্চ {_decimal(measured.true_peak_dbtp)} dBTP")
    sound.append(f"{write_number(facts.bit_rate_kbps)} kbit/s, {write_number(facts.rate_hz)} Hz")
    reading = [f"কণ্ঠ: {known.voice}"] if known.voice else []
    if known.cues:
        reading.append(f"{write_number(len(known.cues))}টি বাক্য")
    if inspection.words_per_minute is not None:
        reading.append(f"মিনিটে {write_number(round(inspection.words_per_minute))}টি শব্দ")
    return " · ".join(sound), " · ".join(reading)


def _decimal(value: float) -> str:
    """Write *value* to a tenth, in Bengali digits.

    >>> _decimal(-16.04), _decimal(-0.3)
    ('−১৬.০', '−০.৩')
    """
    return bengali_digits(f"{value:.1f}".replace("-", "\u2212"))
