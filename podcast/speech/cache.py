"""Clips that were spoken before, one file each, found by what they were made from."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from dataclasses import astuple
from functools import partial
from pathlib import Path

import platformdirs

from podcast.errors import SpeechError
from podcast.model import Chunk, Clip, Speech, WordTiming
from podcast.settings import APP_NAME, Voice
from podcast.speech.engine import Engine

_FORMAT = 1
"""Raised when the files are written otherwise; older ones are then not looked for any more."""
_MAGIC = b"podcast clip"


class ClipCache:
    """A folder of clips, shared between shows, runs and processes; what is in it can be deleted at any time.

    A file is two lines of text, a digest of the rest and a JSON header, then the samples. It is written under a
    temporary name and renamed, so it is complete or absent; one that was damaged since counts as absent.
    """

    def __init__(self, folder: Path | None = None) -> None:
        """Use *folder*, which need not exist; ``None`` is the platform's cache folder."""
        self.folder = folder or platformdirs.user_cache_path(APP_NAME) / "clips"

    def has(self, engine: Engine, voice: Voice, text: str) -> bool:
        """Say whether *text* was spoken before by this voice, so set."""
        return _read(self._path(engine, voice, text)) is not None

    def find(self, engine: Engine, voice: Voice, chunk: Chunk) -> Clip | None:
        """Return *chunk* as it was spoken before by this voice, so set; ``None`` when it was not."""
        path = self._path(engine, voice, chunk.text)
        speech = _read(path)
        return None if speech is None else _clip(chunk, speech, path)

    def store(self, engine: Engine, voice: Voice, chunk: Chunk, speech: Speech) -> Clip:
        """Keep *speech* and return the clip of it.

        Raises:
            SpeechError: the folder cannot be written.
        """
        path = self._path(engine, voice, chunk.text)
        try:
            _write(path, speech)
        except OSError as error:
            raise SpeechError(f"{self.folder}: spoken clips cannot be kept here: {error.strerror}") from error
        return _clip(chunk, speech, path)

    def _path(self, engine: Engine, voice: Voice, text: str) -> Path:
        made_from = (
            _FORMAT,
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


def _clip(chunk: Chunk, speech: Speech, path: Path) -> Clip:
    return Clip(chunk, speech.duration_ms, speech.words, partial(_load, path))


def _load(path: Path) -> Speech:
    speech = _read(path)
    if speech is None:
        raise SpeechError(f"{path}: the clip was deleted or damaged after it had been spoken; run the command again")
    return speech


def _read(path: Path) -> Speech | None:
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise SpeechError(f"{path}: the clip cannot be read: {error.strerror}") from error
    start, _, rest = content.partition(b"\n")
    if start != _first_line(rest):
        return None
    header, _, pcm = rest.partition(b"\n")
    fields = json.loads(header)
    return Speech(pcm, fields["rate_hz"], tuple(WordTiming(*word) for word in fields["words"]))


def _write(path: Path, speech: Speech) -> None:
    words = [astuple(word) for word in speech.words]
    header = json.dumps({"rate_hz": speech.rate_hz, "samples": len(speech.pcm) // 2, "words": words})
    rest = header.encode() + b"\n" + speech.pcm
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=".clip-")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(_first_line(rest) + b"\n" + rest)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _first_line(rest: bytes) -> bytes:
    return _MAGIC + b" " + hashlib.sha256(rest).hexdigest().encode()
