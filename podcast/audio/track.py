"""An episode from first to last: what stands where, worked out before a sample is made, then the samples in blocks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from podcast.audio.bed import Bed
from podcast.audio.clips import FIRST_LEAD_MS, LAST_TAIL_MS, LEAD_MS, TAIL_MS, Heard, cut, load
from podcast.audio.loudness import STEP_MS, LoudnessMeter
from podcast.audio.music import Jingles
from podcast.errors import SoundError
from podcast.model import Clip, PauseKind, Trim
from podcast.sound import Resampler, from_pcm, resampled_length
from podcast.sounding import USUAL_PAUSES, Pauses

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_BLOCK_SAMPLES = 1 << 15


@dataclass(frozen=True, slots=True)
class _Voice:
    """A clip, cut from *start* to *end* of its own samples."""

    index: int
    start: int
    end: int
    samples: int
    """At the track's rate."""


@dataclass(frozen=True, slots=True)
class _Music:
    pcm: bytes

    @property
    def samples(self) -> int:
        return len(self.pcm) // 2


@dataclass(frozen=True, slots=True)
class _Silence:
    samples: int


_Part = _Voice | _Music | _Silence


class SoundTrack:
    """Intro, clips with their pauses, outro: one stream of mono samples.

    Where everything stands is known at once; the samples are made from the clips each time they are asked for, no
    more than one clip being in memory.
    """

    def __init__(  # noqa: PLR0913 - what stands in it, and how it is put together
        self,
        clips: Sequence[Clip],
        heard: Sequence[Heard],
        *,
        rate_hz: int,
        pauses: Callable[[Clip], Pauses] = lambda _: USUAL_PAUSES,
        jingles: Jingles | None = None,
        gains: Sequence[float] | None = None,
    ) -> None:
        """*heard* and *gains* (amplitudes, by default 1) are of each clip; *jingles* must be at *rate_hz*.

        Raises:
            SoundError: there are no clips.
        """
        if not clips:
            raise SoundError("there are no clips to make an episode of")
        self._clips = clips
        self._heard = heard
        self._rate_hz = rate_hz
        self._pauses = pauses
        self._jingles = jingles or Jingles()
        self._gains = gains or [1.0] * len(clips)
        self._parts = list(self._planned())
        self._starts: list[tuple[int, _Part]] = []
        self.samples = 0
        """Length of the whole."""
        for part in self._parts:
            self._starts.append((self.samples, part))
            self.samples += part.samples
        self._bed = self._planned_bed()

    @property
    def duration_ms(self) -> int:
        """Length of the whole."""
        return round(self.samples * 1000 / self._rate_hz)

    @property
    def starts_ms(self) -> tuple[int, ...]:
        """Where each clip begins, from the samples before it."""
        return tuple(round(at * 1000 / self._rate_hz) for at, part in self._starts if isinstance(part, _Voice))

    @property
    def trims(self) -> tuple[Trim, ...]:
        """What is taken off each clip."""
        trims = []
        for part in self._parts:
            if isinstance(part, _Voice):
                heard = self._heard[part.index]
                tail = heard.samples - part.end
                trims.append(Trim(round(part.start * 1000 / heard.rate_hz), round(tail * 1000 / heard.rate_hz)))
        return tuple(trims)

    def energies(self) -> NDArray[np.float64]:
        """Return the weighted energy in each step of the whole, for :func:`podcast.audio.loudness.integrated_lufs`.

        From what was measured of the clips, without their samples; the bed, which is far softer, is left out.
        """
        import numpy as np

        total = np.zeros(self.samples * 1000 // (self._rate_hz * STEP_MS) + 3)
        measured: dict[int, NDArray[np.float64]] = {}
        for at, part in self._starts:
            if isinstance(part, _Voice):
                heard = self._heard[part.index]
                at += resampled_length(heard.start - part.start, heard.rate_hz, self._rate_hz)  # noqa: PLW2901
                energies = heard.energies * self._gains[part.index] ** 2
            elif isinstance(part, _Music):
                energies = measured.setdefault(id(part.pcm), self._measured(part))
            else:
                continue
            step = round(at * 1000 / (self._rate_hz * STEP_MS))
            room = total[step : step + len(energies)]
            room += energies[: len(room)]
        return total

    def blocks(self, gain: float = 1.0, on_clip: Callable[[int], None] | None = None) -> Iterator[NDArray[np.float32]]:
        """Yield the samples in order, times *gain*, in blocks of no particular size; full scale is 1.

        *on_clip* is told how many clips have gone by.

        Raises:
            SoundError: a clip holds no sound, or not the sound it held before.
        """
        for start, part in self._starts:
            at = start
            for block in self._samples_of(part, gain):
                yield block if self._bed is None else self._bed.under(block, at, gain)
                at += len(block)
            if at != start + part.samples:
                raise SoundError(f"clip {getattr(part, 'index', -1) + 1}: its samples are others than before")
            if isinstance(part, _Voice) and on_clip is not None:
                on_clip(part.index + 1)

    def _planned(self) -> Iterator[_Part]:
        """Put everything in order; what is left of a clip's own silence counts as part of the pause beside it."""
        jingles = self._jingles
        voices = [self._voice(index) for index in range(len(self._clips))]
        if jingles.intro:
            yield _Music(jingles.intro)
            yield self._gap(jingles.gap_ms, None, voices[0])
        for voice, following in zip(voices, [*voices[1:], None], strict=True):
            yield voice
            kind = self._clips[voice.index].chunk.pause_after
            tune = jingles.outro if following is None else jingles.sting if kind is PauseKind.STORY else b""
            if tune:
                yield self._gap(jingles.gap_ms, voice, None)
                yield _Music(tune)
                if following is not None:
                    yield self._gap(jingles.gap_ms, None, following)
            else:
                yield self._gap(self._pause_ms(voice.index), voice, following)

    def _voice(self, index: int) -> _Voice:
        heard = self._heard[index]
        is_first = index == 0 and not self._jingles.intro
        is_last = index == len(self._clips) - 1 and not self._jingles.outro
        start = max(0, heard.start - (FIRST_LEAD_MS if is_first else LEAD_MS) * heard.rate_hz // 1000)
        end = min(heard.samples, heard.end + (LAST_TAIL_MS if is_last else TAIL_MS) * heard.rate_hz // 1000)
        return _Voice(index, start, end, resampled_length(end - start, heard.rate_hz, self._rate_hz))

    def _gap(self, heard_ms: int, before: _Voice | None, after: _Voice | None) -> _Silence:
        """Return the silence to put between two clips so that a listener hears *heard_ms* of it."""
        kept = 0
        if before is not None:
            heard = self._heard[before.index]
            kept += resampled_length(before.end - heard.end, heard.rate_hz, self._rate_hz)
        if after is not None:
            heard = self._heard[after.index]
            kept += resampled_length(heard.start - after.start, heard.rate_hz, self._rate_hz)
        return _Silence(max(0, heard_ms * self._rate_hz // 1000 - kept))

    def _pause_ms(self, index: int) -> int:
        clip = self._clips[index]
        kind = clip.chunk.pause_after
        if kind is PauseKind.NONE:
            return 0
        pause_ms: int = getattr(self._pauses(clip).over(USUAL_PAUSES), f"{kind.value}_ms")
        return pause_ms

    def _planned_bed(self) -> Bed | None:
        """Let the bed begin with the voice, or with the gap before it, and go with the pause after the title."""
        if not self._jingles.bed:
            return None
        kinds = [clip.chunk.pause_after for clip in self._clips]
        last = kinds.index(PauseKind.TITLE) if PauseKind.TITLE in kinds else 0
        place = next(n for n, part in enumerate(self._parts) if isinstance(part, _Voice) and part.index == last)
        begin = self._starts[1][0] if self._jingles.intro else 0
        voice_end = self._starts[place][0] + self._parts[place].samples
        end = max(voice_end + self._parts[place + 1].samples, voice_end)
        fade = self._jingles.fade_ms * self._rate_hz // 1000
        return Bed(self._jingles.bed, begin, voice_end, max(end, min(voice_end + fade, self.samples)), fade)

    def _measured(self, music: _Music) -> NDArray[np.float64]:
        meter = LoudnessMeter(self._rate_hz)
        meter.feed(from_pcm(music.pcm))
        return meter.finish()

    def _samples_of(self, part: _Part, gain: float) -> Iterator[NDArray[np.float32]]:
        import numpy as np

        if isinstance(part, _Voice):
            speech = load(self._clips[part.index], part.index + 1)
            heard = self._heard[part.index]
            resampler = Resampler(heard.rate_hz, self._rate_hz)
            samples = cut(speech, heard, part.start, part.end)
            samples *= np.float32(gain * self._gains[part.index])
            for start in range(0, len(samples), _BLOCK_SAMPLES):
                yield resampler.feed_samples(samples[start : start + _BLOCK_SAMPLES])
            yield resampler.finish_samples()
            return
        for start in range(0, part.samples, _BLOCK_SAMPLES):
            count = min(_BLOCK_SAMPLES, part.samples - start)
            if isinstance(part, _Music):
                yield from_pcm(part.pcm[2 * start : 2 * (start + count)]) * np.float32(gain)
            else:
                yield np.zeros(count, np.float32)
