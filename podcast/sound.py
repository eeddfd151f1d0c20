"""Any sound a person or a service hands over, as mono 16-bit samples; and samples at another rate."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from podcast.errors import SoundError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

KNOWN_FORMATS = "mp3, wav, flac or ogg"
"""What :func:`decode` is sure to read on every platform, for messages; libsndfile reads more."""

_FULL_SCALE = 32768
_BLOCK_SAMPLES = 1 << 16


@dataclass(frozen=True, slots=True)
class Sound:
    """Mono sound in memory."""

    pcm: bytes
    """Signed 16-bit little-endian samples."""
    rate_hz: int

    @property
    def duration_ms(self) -> int:
        """Length of the audio, rounded to whole milliseconds."""
        return round(len(self.pcm) // 2 * 1000 / self.rate_hz)


class Resampler:
    """Bring samples from one rate to another, block by block.

    What comes out is aligned with what goes in: sample *n* at the old rate is heard at the same time at the new one,
    and the whole is as long as the input, to the nearest sample. The same input always gives the same samples.
    """

    def __init__(self, from_hz: int, to_hz: int) -> None:
        """Both rates must be positive; equal rates pass samples through unchanged."""
        if from_hz <= 0 or to_hz <= 0:
            raise ValueError(f"cannot resample from {from_hz} Hz to {to_hz} Hz: rates must be positive")
        self._from_hz = from_hz
        self._to_hz = to_hz
        self._taken = 0
        self._given = 0
        self._stream = None
        if from_hz != to_hz:
            import soxr

            # float32, not int16: soxr dithers integers with a seed from the clock, so no two runs would be the same
            self._stream = soxr.ResampleStream(from_hz, to_hz, 1, dtype="float32")

    def feed(self, pcm: bytes) -> bytes:
        """Take *pcm* (mono int16) and return what is ready so far, possibly nothing."""
        return to_pcm(self.feed_samples(from_pcm(pcm)))

    def finish(self) -> bytes:
        """Return what is still inside and begin anew, ready for another sound."""
        return to_pcm(self.finish_samples())

    def feed_samples(self, samples: NDArray[np.float32]) -> NDArray[np.float32]:
        """Do as :meth:`feed` with samples whose full scale is 1; what goes over it is not cut off."""
        return self._step(samples, last=False)

    def finish_samples(self) -> NDArray[np.float32]:
        """Do as :meth:`finish`."""
        import numpy as np

        tail = self._step(np.zeros(0, np.float32), last=True)
        # soxr may end a sample early or late at uneven ratios; the end of a sound belongs where its length says
        missing = resampled_length(self._taken, self._from_hz, self._to_hz) - self._given
        if self._stream is not None:
            self._stream.clear()
        self._taken = self._given = 0
        return tail[: len(tail) + missing] if missing < 0 else np.pad(tail, (0, missing))

    def _step(self, samples: NDArray[np.float32], *, last: bool) -> NDArray[np.float32]:
        self._taken += len(samples)
        resampled = samples if self._stream is None else self._stream.resample_chunk(samples, last=last)
        self._given += len(resampled)
        return resampled


def resampled_length(samples: int, from_hz: int, to_hz: int) -> int:
    """Return how many samples at *to_hz* a sound of *samples* at *from_hz* becomes."""
    return round(samples * to_hz / from_hz)


def from_pcm(pcm: bytes) -> NDArray[np.float32]:
    """Return mono int16 samples as numbers whose full scale is 1."""
    import numpy as np

    return np.frombuffer(pcm, "<i2").astype(np.float32) / np.float32(_FULL_SCALE)


def decode(data: bytes | Path, *, rate_hz: int | None = None, longest_ms: int | None = None) -> Sound:
    """Read a sound file (mp3, wav, flac, ogg and what else libsndfile knows), mixed down to mono.

    *rate_hz* resamples; without it the file's own rate stays. A sound longer than *longest_ms* is refused before it
    is read whole.

    Raises:
        SoundError: it cannot be read, is no sound, holds no samples or is too long; a file is named.
    """
    name = str(data) if isinstance(data, Path) else f"sound of {len(data)} bytes"
    samples, from_hz = _read(data, name, longest_ms)
    if not len(samples):
        raise SoundError(f"{name}: holds no sound (no samples)")
    pcm = to_pcm(samples)
    if rate_hz is not None and rate_hz != from_hz:
        resampler = Resampler(from_hz, rate_hz)
        pcm = b"".join((resampler.feed(pcm), resampler.finish()))
    return Sound(pcm, rate_hz or from_hz)


def silent_share(pcm: bytes, *, quiet_amplitude: int, window_samples: int) -> float:
    """Return the share, 0 to 1, of the windows of *pcm* (mono int16) with no sample louder than *quiet_amplitude*.

    What is left over at the end, less than a window, is left out; sound shorter than a window is one.
    """
    import numpy as np

    samples = np.frombuffer(pcm, "<i2")
    size = max(1, min(window_samples, len(samples)))
    windows = samples[: len(samples) // size * size].reshape(-1, size)
    if not len(windows):
        return 1.0
    loud = (windows.max(axis=1) > quiet_amplitude) | (windows.min(axis=1) < -quiet_amplitude)
    return float(1 - loud.mean())


class _Nameless(io.BufferedReader):
    """A file that soundfile judges by its bytes: by a name such as ``intro.raw`` it would ask for a sample rate."""

    name = ""


def _read(data: bytes | Path, name: str, longest_ms: int | None) -> tuple[NDArray[np.float32], int]:
    import numpy as np
    import soundfile

    try:
        with (
            _Nameless(io.FileIO(data)) if isinstance(data, Path) else io.BytesIO(data) as file,
            soundfile.SoundFile(file) as sound,
        ):
            from_hz = int(sound.samplerate)
            most_frames = -1 if longest_ms is None else longest_ms * from_hz // 1000
            # in one go: between blocks soundfile seeks, and libmpg123 then complains of good files on standard error
            channels = sound.read(most_frames + 1 or -1, dtype="float32", always_2d=True)
    except OSError as error:
        raise SoundError(f"{name}: cannot be read: {error.strerror or error}") from error
    except soundfile.SoundFileError as error:
        reason = getattr(error, "error_string", error)
        raise SoundError(f"{name}: is not a sound that can be decoded (expected {KNOWN_FORMATS}): {reason}") from error
    if longest_ms is not None and len(channels) > most_frames:
        raise SoundError(f"{name}: is longer than {longest_ms / 1000:g} s")
    samples = channels.mean(axis=1, dtype=np.float32)
    if not np.isfinite(samples).all():
        raise SoundError(f"{name}: holds samples that are not numbers")
    return samples, from_hz


class _Forward(Protocol):
    def read(self, frames: int, dtype: str, *, always_2d: bool) -> NDArray[np.float32]: ...


@dataclass(frozen=True, slots=True)
class SoundStream:
    """A sound file that is read from start to end, a block at a time."""

    name: str
    rate_hz: int
    channels: int
    _file: _Forward

    def blocks(self) -> Iterator[NDArray[np.float32]]:
        """Yield its samples, mixed down to mono, full scale being 1.

        Raises:
            SoundError: it is damaged further on.
        """
        import numpy as np
        import soundfile

        while True:
            try:
                block = self._file.read(_BLOCK_SAMPLES, dtype="float32", always_2d=True)
            except soundfile.SoundFileError as error:
                raise SoundError(f"{self.name}: is damaged: {getattr(error, 'error_string', error)}") from error
            if not len(block):
                return
            yield block.mean(axis=1, dtype=np.float32)


@contextmanager
def open_sound(path: Path) -> Iterator[SoundStream]:
    """Open a sound file to be read in blocks, however long it is.

    Raises:
        SoundError: it cannot be read or is no sound.
    """
    import soundfile

    class Forward(soundfile.SoundFile):  # type: ignore[misc] # soundfile has no types
        def seekable(self) -> bool:
            """Keep soundfile from seeking after each block, of which libmpg123 complains on standard error."""
            return False

    try:
        with _Nameless(io.FileIO(path)) as file, Forward(file) as sound:
            yield SoundStream(str(path), int(sound.samplerate), int(sound.channels), sound)
    except OSError as error:
        raise SoundError(f"{path}: cannot be read: {error.strerror or error}") from error
    except soundfile.SoundFileError as error:
        reason = getattr(error, "error_string", error)
        raise SoundError(f"{path}: is not a sound that can be decoded (expected {KNOWN_FORMATS}): {reason}") from error


def to_pcm(samples: NDArray[np.float32]) -> bytes:
    """Round to int16; what is over full scale is held there, never wrapped."""
    import numpy as np

    return np.clip(np.rint(samples * _FULL_SCALE), -_FULL_SCALE, _FULL_SCALE - 1).astype("<i2").tobytes()
