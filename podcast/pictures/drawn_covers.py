"""Pictures that this computer has drawn before, kept in the user's cache folder: a show's costs a second or more.

A file is the JPEG and then its digest, written under another name and renamed: it is complete or absent, and one that
was damaged since counts as absent. What cannot be kept or read costs the drawing anew and nothing else.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

import platformdirs

from podcast.settings import APP_NAME

MOST_COVERS = 200
"""Those that were not used for longest go first."""

_DIGEST_BYTES = hashlib.sha256().digest_size


def draw_once(key: str, draw: Callable[[], bytes]) -> bytes:
    """Return the picture that *draw* draws from what *key* says; it is kept, and drawn where none is kept."""
    drawn = find_drawn(key)
    if drawn is None:
        drawn = draw()
        keep_drawn(key, drawn)
    return drawn


def find_drawn(key: str) -> bytes | None:
    """Return the picture that was drawn from what *key* says; ``None`` when there is none."""
    path = _folder() / key
    try:
        content = path.read_bytes()
    except OSError:
        return None
    cover, digest = content[:-_DIGEST_BYTES], content[-_DIGEST_BYTES:]
    if hashlib.sha256(cover).digest() != digest:
        return None
    with contextlib.suppress(OSError):
        os.utime(path)
    return cover


def keep_drawn(key: str, cover: bytes) -> None:
    """Keep *cover*, which was drawn from what *key* says."""
    with contextlib.suppress(OSError):
        _folder().mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(prefix=".new-", dir=_folder())
        try:
            with open(descriptor, "wb") as file:  # noqa: PTH123 - a descriptor
                file.write(cover + hashlib.sha256(cover).digest())
            Path(name).replace(_folder() / key)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        by_use = sorted(_folder().iterdir(), key=lambda path: path.stat().st_mtime_ns, reverse=True)
        for path in by_use[MOST_COVERS:]:
            path.unlink(missing_ok=True)


def _folder() -> Path:
    return platformdirs.user_cache_path(APP_NAME) / "covers"
