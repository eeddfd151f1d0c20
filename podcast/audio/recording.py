"""Spoken clips into one finished sound file."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterable
from pathlib import Path

from podcast.audio.encoding import encode_mp3
from podcast.audio.music import prepare_music
from podcast.audio.track import RATE_HZ, SoundTrack
from podcast.errors import SoundError
from podcast.model import Clip, Recording
from podcast.settings import Music, Pauses


def record(
    clips: Iterable[Clip],
    path: Path,
    *,
    pauses: Pauses,
    music: Music | None = None,
    on_progress: Callable[[int], None] | None = None,
) -> Recording:
    """Join *clips* with pauses and music into the MP3 file *path*: 44.1 kHz, mono, constant bit rate.

    One pass: no more than one clip is in memory at a time. *on_progress* is told how many clips are in. *path* is
    whole or as it was before, whatever happens.

    Raises:
        SoundError: no clips, a clip or a music file that cannot be used, or *path* cannot be written.
    """
    jingles = None if music is None else prepare_music(music, RATE_HZ)
    track = SoundTrack(clips, pauses=pauses, jingles=jingles, on_progress=on_progress)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as file:
            encode_mp3(track.blocks(), file, RATE_HZ)
        part.replace(path)
    except OSError as error:
        raise SoundError(f"{path}: the sound file cannot be written: {error.strerror or error}") from error
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
    return Recording(path=path, duration_ms=track.duration_ms, starts_ms=track.starts_ms)
