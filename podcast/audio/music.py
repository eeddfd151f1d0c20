"""The jingles before and after the reading, made ready to be heard beside a voice."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from podcast.errors import SoundError
from podcast.settings import Music
from podcast.sound import KNOWN_FORMATS, decode

if TYPE_CHECKING:
    from pydub import AudioSegment

LONGEST_MS = 60_000
"""A longer file is not a jingle; it is held in memory whole, so there must be a limit."""

_LEVEL_DBFS = -20.0
"""Mean power the music is brought to: that of a speaking voice at the usual level of podcasts."""
_PEAK_DBFS = -3.0
_SILENT_PEAK_DBFS = -60.0
"""A file that never gets louder than this would be heard as a hole in the episode."""


@dataclass(frozen=True, slots=True)
class Jingles:
    """Mono int16 samples at one rate, gaps towards the voice included; empty where the show has none."""

    intro: bytes = b""
    outro: bytes = b""


def prepare_music(music: Music, rate_hz: int) -> Jingles:
    """Read the show's music, bring it to a voice's level, fade both ends and put the gap between it and the voice.

    Raises:
        SoundError: a file is missing, is no sound, is silent or longer than :data:`LONGEST_MS`; names the file.
    """
    intro = b"" if music.intro is None else _jingle(music.intro, "intro", music, rate_hz)
    outro = b"" if music.outro is None else _jingle(music.outro, "outro", music, rate_hz)
    return Jingles(intro, outro)


def _jingle(path: Path, key: str, music: Music, rate_hz: int) -> bytes:
    try:
        segment = _faded(_levelled(_open(path, rate_hz)), music.fade_ms)
    except SoundError as error:
        raise SoundError(
            f"{error} (the show's music.{key}; expected {KNOWN_FORMATS}, at most {LONGEST_MS // 1000} s, not silent)"
        ) from error
    gap = type(segment).silent(duration=music.gap_ms, frame_rate=rate_hz)
    with_gap = segment + gap if key == "intro" else gap + segment
    return bytes(with_gap.raw_data)


def _open(path: Path, rate_hz: int) -> AudioSegment:
    sound = decode(path, rate_hz=rate_hz, longest_ms=LONGEST_MS)
    segment = _segment_class()(data=sound.pcm, sample_width=2, frame_rate=rate_hz, channels=1)
    if segment.max_dBFS < _SILENT_PEAK_DBFS:
        raise SoundError(f"{path}: is silent")
    return segment


def _levelled(segment: AudioSegment) -> AudioSegment:
    return segment.apply_gain(min(_LEVEL_DBFS - segment.dBFS, _PEAK_DBFS - segment.max_dBFS))


def _faded(segment: AudioSegment, fade_ms: int) -> AudioSegment:
    shortest_ms = min(fade_ms, len(segment) // 2)
    # pydub takes a duration of 0 for "not given"
    return segment.fade_in(shortest_ms).fade_out(shortest_ms) if shortest_ms else segment


def _segment_class() -> type[AudioSegment]:
    """Import pydub without the warnings it gives at import: it looks for ffmpeg, which nothing here needs."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Couldn't find ffmpeg or avconv", RuntimeWarning)
        warnings.filterwarnings("ignore", ".*invalid escape sequence", SyntaxWarning)
        warnings.filterwarnings("ignore", "'audioop' is deprecated", DeprecationWarning)
        from pydub import AudioSegment
    segment_class: type[AudioSegment] = AudioSegment
    return segment_class
