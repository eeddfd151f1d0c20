"""Spoken clips into one finished sound file."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Hashable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Full, Queue
from typing import TYPE_CHECKING, BinaryIO, Literal

from podcast.audio.clips import Heard, listen, load
from podcast.audio.encoding import LAME_SCALE, encode_mp3
from podcast.audio.formats import FORMATS, SoundFormat
from podcast.audio.levels import gain_towards, voice_gains
from podcast.audio.limiter import Limiter
from podcast.audio.loudness import integrated_lufs
from podcast.audio.music import prepare_music
from podcast.audio.rehearsal import made_up_gain
from podcast.audio.track import SoundTrack
from podcast.errors import SoundError
from podcast.model import Clip, Recording
from podcast.sound import to_pcm
from podcast.sounding import Music, Pauses

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LOUDNESS_LUFS = -16.0
"""What directories ask for."""

_LISTENERS = 2
_BLOCKS_AHEAD = 8
_LOOK_UP_S = 1.0


def record(  # noqa: PLR0913 - each is one thing a show says of its sound
    clips: Iterable[Clip],
    path: Path,
    *,
    pauses: Pauses | Callable[[Clip], Pauses],
    music: Music | None = None,
    loudness_lufs: float = LOUDNESS_LUFS,
    sound_format: Literal["standard", "light"] = "standard",
    voice_of: Callable[[Clip], Hashable] = lambda _: None,
    on_progress: Callable[[int], None] | None = None,
) -> Recording:
    """Join *clips* with pauses and music into the MP3 file *path*, as loud as *loudness_lufs* (integrated).

    The clips are read twice, one at a time: to hear how loud they are and where in them something is said, then for
    the file. Clips of one voice, as *voice_of* tells it, are brought to the level of the others together; no true
    peak of what is decoded passes -1 dBTP. *on_progress* is told how many clips are in. *path* is whole or as it was
    before, whatever happens.

    Raises:
        SoundError: no clips, a clip or a music file that cannot be used, or *path* cannot be written.
    """
    mp3 = FORMATS[sound_format]
    jingles = None if music is None else prepare_music(music, mp3.rate_hz, loudness_lufs)
    clips = tuple(clips)
    heard = _listened(clips)
    gains = voice_gains(clips, heard, voice_of, loudness_lufs)
    track = SoundTrack(
        clips,
        heard,
        rate_hz=mp3.rate_hz,
        pauses=pauses if callable(pauses) else lambda _: pauses,
        jingles=jingles,
        gains=gains,
    )
    # the harder a voice is limited, the further the coding noise swings it out again
    ceiling = 10 ** ((mp3.ceiling_dbtp - 0.3 * max(0.0, loudness_lufs - LOUDNESS_LUFS)) / 20)
    gain = gain_towards(loudness_lufs, integrated_lufs(track.energies()))
    gain = made_up_gain(clips, heard, gains, gain, ceiling)
    limiter = Limiter(mp3.rate_hz, ceiling)
    _write(path, map(_to_encoder, limiter.limited(track.blocks(gain, on_progress))), mp3)
    return Recording(path=path, duration_ms=track.duration_ms, starts_ms=track.starts_ms, trims=track.trims)


def _listened(clips: tuple[Clip, ...]) -> list[Heard]:
    with ThreadPoolExecutor(_LISTENERS) as listeners:
        return list(listeners.map(lambda number, clip: listen(load(clip, number)), range(1, len(clips) + 1), clips))


def _to_encoder(samples: NDArray[np.float32]) -> bytes:
    return to_pcm(samples / LAME_SCALE)


def _write(path: Path, blocks: Iterator[bytes], mp3: SoundFormat) -> None:
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as file:
            _encode_beside(blocks, file, mp3)
        part.replace(path)
    except OSError as error:
        raise SoundError(f"{path}: the sound file cannot be written: {error.strerror or error}") from error
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


def _encode_beside(blocks: Iterator[bytes], file: BinaryIO, mp3: SoundFormat) -> None:
    """Encode in a thread of its own, so that the next blocks are made meanwhile: LAME takes most of the time."""
    waiting: Queue[bytes | None] = Queue(_BLOCKS_AHEAD)
    with ThreadPoolExecutor(1) as encoder:
        encoding = encoder.submit(encode_mp3, iter(waiting.get, None), file, mp3)

        def hand_over(block: bytes | None) -> None:
            # after a failure nobody takes anything any more; and a wait without end would miss an interrupt
            while not encoding.done():
                with contextlib.suppress(Full):
                    waiting.put(block, timeout=_LOOK_UP_S)
                    break

        try:
            for block in blocks:
                hand_over(block)
                if encoding.done():
                    break
        finally:
            hand_over(None)
        encoding.result()
