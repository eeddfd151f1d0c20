"""Clips that were spoken before, one file each, found by what they were made from."""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import platformdirs

from podcast.claims import Claim, clear_abandoned, take_claim
from podcast.errors import SpeechError
from podcast.model import Chunk, Clip, Proof, Speech
from podcast.settings import APP_NAME, Voice
from podcast.speech.clip_file import FORMAT, KeptClip, read_clip, write_clip
from podcast.speech.engine import Engine

CLAIM_PREFIX = ".claim-"
"""Before a clip's name: the lock file of whoever makes it."""
TEMPORARY_PREFIX = ".clip-"
"""Before a clip's name: what is written of it, until it is whole. Only who holds the claim writes it, so what a killed
run left is written over by the next one that needs the clip."""
_TOUCHED_EVERY_S = 86_400


class ClipCache:
    """A folder of clips, shared between shows, runs and processes; what is in it can be deleted at any time.

    A file that was damaged since it was written counts as absent. Its time of change says, to the day, when it was
    last used.
    """

    def __init__(self, folder: Path | None = None, *, clock: Callable[[], float] = time.time) -> None:
        """Use *folder*, which need not exist; ``None`` is the platform's cache folder. *clock* tells the time."""
        self.folder = folder or platformdirs.user_cache_path(APP_NAME) / "clips"
        self._clock = clock

    def has(self, engine: Engine, voice: Voice, text: str) -> bool:
        """Say whether *text* was spoken before by this voice, so set."""
        return read_clip(self._path(engine, voice, text)) is not None

    def find(self, engine: Engine, voice: Voice, chunk: Chunk) -> Clip | None:
        """Return *chunk* as it was spoken before by this voice, so set; ``None`` when it was not."""
        path = self._path(engine, voice, chunk.text)
        kept = read_clip(path)
        if kept is None:
            return None
        self._mark_used(path)
        return _clip(chunk, kept, path)

    def claim(self, engine: Engine, voice: Voice, text: str) -> Claim | None:
        """Take it upon this run to speak *text*; ``None`` while another run does. Look again whether it is there then.

        Raises:
            SpeechError: the folder cannot be written.
        """
        return self._claim(self._path(engine, voice, text), waits=False)

    def store(  # noqa: PLR0913, PLR0917 - what a clip is made from, what was made, and the right to keep it
        self,
        engine: Engine,
        voice: Voice,
        chunk: Chunk,
        speech: Speech,
        proof: Proof | None = None,
        claim: Claim | None = None,
    ) -> Clip:
        """Keep *speech* and return the clip of it; without *claim* one is waited for.

        Raises:
            SpeechError: the folder cannot be written.
        """
        path = self._path(engine, voice, chunk.text)
        kept = KeptClip(speech, proof)
        own_claim = None if claim else self._claim(path, waits=True)
        try:
            write_clip(path, _beside(path, TEMPORARY_PREFIX), voice.engine, kept)
        except OSError as error:
            raise self._unwritable(error) from error
        finally:
            if own_claim is not None:
                own_claim.release()
        return _clip(chunk, kept, path)

    def discard(self, engine: Engine, voice: Voice, text: str) -> None:
        """Forget *text* as it was spoken by this voice, if it was.

        Raises:
            SpeechError: the folder cannot be written.
        """
        try:
            self._path(engine, voice, text).unlink(missing_ok=True)
        except OSError as error:
            raise self._unwritable(error) from error

    def _claim(self, path: Path, *, waits: bool) -> Claim | None:
        try:
            return take_claim(_beside(path, CLAIM_PREFIX), waits=waits)
        except OSError as error:
            raise self._unwritable(error) from error

    def _mark_used(self, path: Path) -> None:
        """Set the time of last use, and remove the claim of a run that was killed after it had kept the clip."""
        try:
            if self._clock() - path.stat().st_mtime >= _TOUCHED_EVERY_S:
                os.utime(path, (self._clock(),) * 2)
            clear_abandoned(_beside(path, CLAIM_PREFIX))
        except OSError:
            return  # a cache that can only be read, or that is being emptied, is as good

    def _unwritable(self, error: OSError) -> SpeechError:
        return SpeechError(f"{self.folder}: spoken clips cannot be kept here: {error.strerror}")

    def _path(self, engine: Engine, voice: Voice, text: str) -> Path:
        made_from = (
            FORMAT,
            voice.engine,
            engine.version,
            voice.speaker,
            voice.rate_percent,
            voice.pitch_hz,
            voice.volume_percent,
            *voice.command,
            text,
        )
        key = hashlib.sha256(json.dumps(made_from).encode()).hexdigest()
        return self.folder / key[:2] / key


def _beside(path: Path, prefix: str) -> Path:
    return path.with_name(prefix + path.name)


def _clip(chunk: Chunk, kept: KeptClip, path: Path) -> Clip:
    return Clip(chunk, kept.speech.duration_ms, kept.speech.words, partial(_load, path), proof=kept.proof)


def _load(path: Path) -> Speech:
    kept = read_clip(path)
    if kept is None:
        raise SpeechError(f"{path}: the clip was deleted or damaged after it had been spoken; run the command again")
    return kept.speech
