"""The music around a reading, made ready to be heard beside a voice."""

from __future__ import annotations

import math
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from podcast.audio.loudness import measure_lufs
from podcast.audio.own_music import compose
from podcast.errors import SoundError
from podcast.sound import KNOWN_FORMATS, decode, from_pcm, to_pcm
from podcast.sounding import OWN_MUSIC, Music

if TYPE_CHECKING:
    from pydub import AudioSegment

LONGEST_MS = 60_000
"""A longer file is not a jingle; it is held in memory whole, so there must be a limit."""

BELOW_VOICE_LU = 2.0
"""Music is louder to the ear than a voice of the same loudness: it has no pauses."""
_PEAK_DBFS = -1.0
_SILENT_PEAK_DBFS = -60.0
"""A file that never gets louder than this would be heard as a hole in the episode."""


@dataclass(frozen=True, slots=True)
class Jingles:
    """Mono int16 samples at one rate, faded at both ends; empty where the show has none."""

    intro: bytes = b""
    outro: bytes = b""
    sting: bytes = b""
    bed: bytes = b""
    gap_ms: int = 0
    """Silence between them and a voice."""
    fade_ms: int = 0
    """How long the bed takes to come and go."""


def prepare_music(music: Music, rate_hz: int, loudness_lufs: float = -16.0) -> Jingles:
    """Read the show's music, bring it :data:`BELOW_VOICE_LU` below *loudness_lufs*, the voice's, and fade both ends.

    Raises:
        SoundError: a file is missing, is no sound, is silent or longer than :data:`LONGEST_MS`; names the file.
    """
    pieces: dict[str, bytes] = {}
    for key in ("intro", "outro", "sting", "bed"):
        path: Path | None = getattr(music, key)
        if path is not None:
            # the bed is played over and over, and fades only where it comes and goes
            fade_ms = 0 if key == "bed" else music.fade_ms
            pieces[key] = _piece(path, key, fade_ms, rate_hz, loudness_lufs - BELOW_VOICE_LU)
    return Jingles(**pieces, gap_ms=music.gap_ms, fade_ms=music.fade_ms)


def _piece(path: Path, key: str, fade_ms: int, rate_hz: int, loudness_lufs: float) -> bytes:
    if path == OWN_MUSIC:
        segment = _segment(to_pcm(compose(key, rate_hz)), rate_hz)
    else:
        try:
            segment = _open(path, rate_hz)
        except SoundError as error:
            expected = f"{KNOWN_FORMATS}, at most {LONGEST_MS // 1000} s, not silent"
            raise SoundError(f"{error} (the show's music.{key}; expected {expected})") from error
    return bytes(_faded(_levelled(segment, loudness_lufs), fade_ms).raw_data)


def _open(path: Path, rate_hz: int) -> AudioSegment:
    segment = _segment(decode(path, rate_hz=rate_hz, longest_ms=LONGEST_MS).pcm, rate_hz)
    if segment.max_dBFS < _SILENT_PEAK_DBFS:
        raise SoundError(f"{path}: is silent")
    return segment


def _levelled(segment: AudioSegment, loudness_lufs: float) -> AudioSegment:
    lufs = measure_lufs(from_pcm(segment.raw_data), segment.frame_rate)
    room_db = _PEAK_DBFS - segment.max_dBFS
    # what is too short, low or sparse to have a loudness is judged by its peak alone
    return segment.apply_gain(min(loudness_lufs - lufs, room_db) if math.isfinite(lufs) else room_db)


def _faded(segment: AudioSegment, fade_ms: int) -> AudioSegment:
    shortest_ms = min(fade_ms, len(segment) // 2)
    # pydub takes a duration of 0 for "not given"
    return segment.fade_in(shortest_ms).fade_out(shortest_ms) if shortest_ms else segment


def _segment(pcm: bytes, rate_hz: int) -> AudioSegment:
    """Make a segment; import pydub without its warnings: it looks for ffmpeg, which nothing here needs."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Couldn't find ffmpeg or avconv", RuntimeWarning)
        warnings.filterwarnings("ignore", ".*invalid escape sequence", SyntaxWarning)
        warnings.filterwarnings("ignore", "'audioop' is deprecated", DeprecationWarning)
        from pydub import AudioSegment
    return AudioSegment(data=pcm, sample_width=2, frame_rate=rate_hz, channels=1)
