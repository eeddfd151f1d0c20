"""An episode's samples from first to last, pulled block by block, so that an hour costs no more memory than a clip."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from podcast.audio.music import Jingles
from podcast.errors import SoundError
from podcast.model import Clip, PauseKind, Speech
from podcast.settings import Pauses
from podcast.sound import Resampler

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

RATE_HZ = 44_100
"""What podcast directories ask for; every clip and jingle is brought to it."""

_FADE_MS = 4
"""At both ends of a clip: a waveform cut off in mid-swing is heard as a click."""
_BLOCK_SAMPLES = 1 << 15


class SoundTrack:
    """Intro, clips with their pauses, outro: one stream of mono int16 samples at :data:`RATE_HZ`.

    It can be pulled once. Where the clips begin is known when the stream has ended.
    """

    def __init__(
        self,
        clips: Iterable[Clip],
        *,
        pauses: Pauses,
        jingles: Jingles | None = None,
        on_progress: Callable[[int], None] | None = None,
    ) -> None:
        """*jingles* must be at :data:`RATE_HZ`; *on_progress* is told the number of clips that have gone by."""
        self._clips = clips
        self._pauses = pauses
        self._jingles = jingles or Jingles()
        self._on_progress = on_progress
        self._starts: list[int] = []
        self._samples = 0

    @property
    def starts_ms(self) -> tuple[int, ...]:
        """Start of each clip pulled so far, from the samples before it."""
        return tuple(round(start * 1000 / RATE_HZ) for start in self._starts)

    @property
    def duration_ms(self) -> int:
        """Length of what was pulled so far."""
        return round(self._samples * 1000 / RATE_HZ)

    @property
    def samples(self) -> int:
        """Number of samples pulled so far."""
        return self._samples

    def blocks(self) -> Iterator[bytes]:
        """Yield the samples in order, in blocks of no particular size.

        A pause stands between two clips; after the last one it is the end of the episode, or gives way to the
        outro's own gap.

        Raises:
            SoundError: there are no clips, or one of them holds no sound.
        """
        for block in self._parts():
            self._samples += len(block) // 2
            yield block

    def _parts(self) -> Iterator[bytes]:
        yield from _sliced(self._jingles.intro)
        pause_ms = 0
        for number, clip in enumerate(self._clips, start=1):
            yield from _silence(pause_ms)
            self._starts.append(self._samples)
            yield from self._voice(clip, number)
            pause_ms = _pause_ms(clip.chunk.pause_after, self._pauses)
            if self._on_progress:
                self._on_progress(number)
        if not self._starts:
            raise SoundError("there are no clips to make an episode of")
        if self._jingles.outro:
            yield from _sliced(self._jingles.outro)
        else:
            yield from _silence(pause_ms)

    def _voice(self, clip: Clip, number: int) -> Iterator[bytes]:
        named = f"clip {number} (“{clip.chunk.text[:40]}”)"
        try:
            speech = clip.load()
        except OSError as error:
            raise SoundError(f"{named}: its samples cannot be read: {error}") from error
        if not speech.pcm or len(speech.pcm) % 2 or speech.rate_hz <= 0:
            raise SoundError(f"{named}: {len(speech.pcm)} bytes at {speech.rate_hz} Hz are not 16-bit samples")
        resampler = Resampler(speech.rate_hz, RATE_HZ)
        for block in _sliced(_without_clicks(speech)):
            yield resampler.feed(block)
        yield resampler.finish()


def _without_clicks(speech: Speech) -> bytes:
    import numpy as np

    samples: NDArray[np.float32] = np.frombuffer(speech.pcm, "<i2").astype(np.float32)
    length = min(_FADE_MS * speech.rate_hz // 1000, len(samples) // 2)
    ramp = np.arange(length, dtype=np.float32) / max(length, 1)
    samples[:length] *= ramp
    samples[len(samples) - length :] *= ramp[::-1]
    return np.rint(samples).astype("<i2").tobytes()


def _pause_ms(kind: PauseKind, pauses: Pauses) -> int:
    return {
        PauseKind.NONE: 0,
        PauseKind.SENTENCE: pauses.sentence_ms,
        PauseKind.PARAGRAPH: pauses.paragraph_ms,
        PauseKind.SUBHEAD: pauses.subhead_ms,
        PauseKind.TITLE: pauses.title_ms,
    }[kind]


def _silence(duration_ms: int) -> Iterator[bytes]:
    left = duration_ms * RATE_HZ // 1000
    while left > 0:
        yield bytes(2 * min(left, _BLOCK_SAMPLES))
        left -= _BLOCK_SAMPLES


def _sliced(pcm: bytes) -> Iterator[bytes]:
    step = 2 * _BLOCK_SAMPLES
    for start in range(0, len(pcm), step):
        yield pcm[start : start + step]
