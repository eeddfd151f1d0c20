"""A clip in a file: two lines of text, a digest of the rest and a JSON header, then the samples."""

from __future__ import annotations

import hashlib
import json
from dataclasses import astuple, dataclass
from pathlib import Path

from podcast.errors import SpeechError
from podcast.model import Proof, Speech, WordTiming

FORMAT = 2
"""Raised when the files are written otherwise; older ones are then not looked for any more."""
_MAGIC = b"podcast clip"
_DIGEST_LETTERS = 64


@dataclass(frozen=True, slots=True)
class KeptClip:
    """What a clip's file holds."""

    speech: Speech
    proof: Proof | None
    """``None`` when what was kept had not been measured."""


def read_clip(path: Path) -> KeptClip | None:
    """Return what the file *path* holds; ``None`` when it is not there, or is not as it was written.

    Raises:
        SpeechError: it is there and cannot be read.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise SpeechError(f"{path}: the clip cannot be read: {error.strerror}") from error
    start = len(_MAGIC) + 1 + _DIGEST_LETTERS + 1
    rest = memoryview(content)[start:]
    if content[:start] != _first_line(rest):
        return None
    end = content.index(b"\n", start)
    fields = json.loads(content[start:end])
    words = tuple(WordTiming(*word) for word in fields["words"])
    proof = Proof(*fields["proof"]) if fields.get("proof") else None
    return KeptClip(Speech(content[end + 1 :], fields["rate_hz"], words), proof)


def read_engine(path: Path) -> str | None:
    """Return the engine that spoke the clip *path*, from its header alone; ``None`` when there is no such header.

    Raises:
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        if not file.readline(len(_MAGIC) + _DIGEST_LETTERS + 2).startswith(_MAGIC):
            return None
        try:
            engine = json.loads(file.readline())["engine"]
        except (ValueError, KeyError, TypeError):
            return None
    return engine if isinstance(engine, str) else None


def write_clip(path: Path, temporary: Path, engine: str, clip: KeptClip) -> None:
    """Write *clip*, spoken by *engine*, to *temporary* beside *path*, then rename it: it is complete or absent.

    Raises:
        OSError: it cannot be written; nothing of it is left.
    """
    speech = clip.speech
    header = {
        "engine": engine,
        "rate_hz": speech.rate_hz,
        "samples": len(speech.pcm) // 2,
        "proof": astuple(clip.proof) if clip.proof else None,
        "words": [astuple(word) for word in speech.words],
    }
    rest = json.dumps(header).encode() + b"\n" + speech.pcm
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with temporary.open("wb") as file:
            file.write(_first_line(rest))
            file.write(rest)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _first_line(rest: bytes | memoryview) -> bytes:
    return _MAGIC + b" " + hashlib.sha256(rest).hexdigest().encode() + b"\n"
