"""The proof that an episode is whole, kept with it: which sentences it holds, where, and in which bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from podcast.errors import SoundError, SpeechError
from podcast.model import Clip, Recording, Script
from podcast.show.transcripts.timeline import Heard, pieces_heard
from podcast.sound import decode

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_FEWEST_MS, _MOST_MS, _SPARE_MS = 20, 1_500, 1_000
"""For a letter at twice and at half a voice's own pace; espeak takes 40 to 290."""
_CODEC_MS = 60
"""By how much an mp3's length may differ from that of its samples where a decoder drops no padding."""
_WINDOW_MS = 20
_QUIET = 0.003
"""Of full scale (-50 dB): a window no louder than this is silent."""
_MOST_SILENT = 0.8


@dataclass(frozen=True, slots=True)
class Spoken:
    """One sentence in the episode."""

    start_ms: int
    end_ms: int
    letters: int
    """Letters and digits of what was said."""
    words: int
    timed: int
    """Words that the voice gave a time; all or, by engines that tell no times, none."""


@dataclass(frozen=True, slots=True)
class EpisodeProof:
    """What was checked when the episode was made."""

    sha256: str
    """Of the mp3 file."""
    duration_ms: int
    sentences: tuple[Spoken, ...]
    """Those in which something is said, in speaking order."""
    is_silent: bool = False
    """Spoken by the silent voice."""

    def as_json(self) -> dict[str, Any]:
        """Return it as plain values."""
        sentences = [list(astuple(sentence)) for sentence in self.sentences]
        return {
            "sha256": self.sha256,
            "duration_ms": self.duration_ms,
            "silent": self.is_silent,
            "sentences": sentences,
        }

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> EpisodeProof:
        """Read what :meth:`as_json` returned.

        Raises:
            KeyError, TypeError, ValueError: it is something else.
        """
        sentences = tuple(Spoken(*map(int, sentence)) for sentence in values["sentences"])
        return cls(str(values["sha256"]), int(values["duration_ms"]), sentences, is_silent=bool(values["silent"]))


def spoken_sentences(script: Script, clips: Sequence[Clip], recording: Recording) -> tuple[Spoken, ...]:
    """Return where each sentence of *script* is in *recording*; those in which there is nothing to say are left out.

    Raises:
        SpeechError: a sentence is not in it.
    """
    found: dict[int, list[Heard]] = {}
    for heard in pieces_heard(clips, recording):
        if heard.span_ms is not None:
            found.setdefault(heard.sentence, []).append(heard)
    for number, sentence in enumerate(script.sentences):
        if number not in found and _letters(sentence.spoken):
            raise SpeechError(f"“{sentence.written[:60]}” was not spoken: it is in no part of the recording")
    return tuple(_spoken(pieces) for _, pieces in sorted(found.items()))


def _spoken(pieces: Sequence[Heard]) -> Spoken:
    text = " ".join(heard.text for heard in pieces)
    spans = [heard.span_ms for heard in pieces if heard.span_ms is not None]
    return Spoken(
        start_ms=min(start_ms for start_ms, _ in spans),
        end_ms=max(end_ms for _, end_ms in spans),
        letters=_letters(text),
        words=sum(_letters(word) > 0 for word in text.split()),
        timed=sum(len(heard.words) for heard in pieces),
    )


def _letters(text: str) -> int:
    return sum(letter.isalnum() for letter in text)


def sha256_of(path: Path) -> str:
    """Return the digest of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def problems(proof: EpisodeProof, audio: Path) -> Iterator[str]:
    """Yield what is wrong with the sound file *audio*, by its *proof*; nothing when it is whole."""
    yield from _unlikely(proof)
    try:
        if sha256_of(audio) != proof.sha256:
            yield f"{audio.name} is not the file that was published: its sha256 differs"
        sound = decode(audio)
    except (OSError, SoundError) as error:
        yield f"{audio.name} cannot be read: {error}"
        return
    if abs(sound.duration_ms - proof.duration_ms) > _CODEC_MS:
        yield f"{audio.name} is {sound.duration_ms} ms long; {proof.duration_ms} ms were published"
    if not proof.is_silent:
        yield from _unheard(proof, _loudness(sound.pcm, sound.rate_hz))


def _unlikely(proof: EpisodeProof) -> Iterator[str]:
    for number, sentence in enumerate(proof.sentences, start=1):
        length_ms = sentence.end_ms - sentence.start_ms
        if sentence.timed and sentence.timed < sentence.words:
            yield f"sentence {number}: {sentence.words - sentence.timed} of {sentence.words} words have no time"
        if not _FEWEST_MS * sentence.letters <= length_ms <= _MOST_MS * sentence.letters + _SPARE_MS:
            yield f"sentence {number}: {length_ms} ms for {sentence.letters} letters"
        if sentence.end_ms > proof.duration_ms + _CODEC_MS:
            yield f"sentence {number} ends at {sentence.end_ms} ms, after the sound does ({proof.duration_ms} ms)"
    for number, (one, following) in enumerate(pairwise(proof.sentences), start=1):
        if following.start_ms < one.start_ms:
            yield f"sentence {number + 1} begins before sentence {number}"


def _unheard(proof: EpisodeProof, loudness: NDArray[np.float32]) -> Iterator[str]:
    for number, sentence in enumerate(proof.sentences, start=1):
        windows = loudness[sentence.start_ms // _WINDOW_MS : max(1, sentence.end_ms // _WINDOW_MS)]
        silent = float((windows < _QUIET).mean()) if len(windows) else 1.0
        if silent > _MOST_SILENT:
            yield f"sentence {number}, at {sentence.start_ms / 1000:.1f} s, is {silent:.0%} silence"


def _loudness(pcm: bytes, rate_hz: int) -> NDArray[np.float32]:
    """Return the root mean square of every window, of full scale."""
    import numpy as np

    samples = np.frombuffer(pcm, "<i2")
    size = rate_hz * _WINDOW_MS // 1000
    whole = samples[: len(samples) // size * size].reshape(-1, size).astype(np.float32) / 32768
    loudness: NDArray[np.float32] = np.sqrt((whole**2).mean(axis=1))
    return loudness


def proof_in(words: Mapping[str, Any]) -> EpisodeProof | None:
    """Return the proof in what a words file holds; ``None`` when there is none."""
    try:
        return EpisodeProof.from_json(words["proof"])
    except (ValueError, KeyError, TypeError):
        return None
