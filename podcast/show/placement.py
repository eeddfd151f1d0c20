"""Putting an episode's files in place and its row into the library as one step, also when the process is killed.

Before the first file is moved, a note in the staging folder says which files those are and which row they belong to.
Whoever finds the staging folder of a dead process reads it there: without that row in the library the files are taken
away again, or what stood there before, which is kept beside the note, is put back.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path

from podcast.library import Library
from podcast.model import Episode
from podcast.show.published import EPISODES_FOLDER

_NOTE = "placement.json"
_KEPT = "old-"


def note_placement(
    stage: Path, episode: Episode, content_key: str, files: Mapping[str, Path], revision: int = 1
) -> None:
    """Note in *stage* that *files*, by the names they get in the episodes' folder, belong to this row.

    *revision* is the one that the row will have: an episode that is only made anew changes nothing else in it.

    Raises:
        OSError: the note cannot be written.
    """
    note = {
        "guid": episode.guid,
        "row": _digest(episode, content_key, revision),
        "files": {name: identity_of(path) for name, path in files.items()},
    }
    with (stage / _NOTE).open("wb") as file:
        file.write(json.dumps(note).encode())
        file.flush()
        os.fsync(file.fileno())  # a power cut must not leave the files without the note


def kept_path(stage: Path, name: str) -> Path:
    """Return where in *stage* the file is kept that *name* stood for before."""
    return stage / f"{_KEPT}{name}"


def undo_placement(folder: Path, stage: Path) -> None:
    """Make good what the dead owner of *stage* began to place in *folder* and did not put into the library.

    A file that another publisher has put there since is left alone.

    Raises:
        PublishError: the library cannot be used.
        OSError: a file cannot be moved or removed.
    """
    try:
        note = json.loads((stage / _NOTE).read_bytes())
        guid, row, files = note["guid"], note["row"], dict(note["files"])
    except (OSError, ValueError, KeyError, TypeError):
        return  # there is none, or it was not finished: no file had been moved yet
    with Library.open(folder, create=True) as library, library.writing():
        episode, content_key = library.find(guid), library.content_key(guid)
        revision = library.revision(guid)
        if episode is not None and content_key is not None and _digest(episode, content_key, revision) == row:
            return
        for name, identity in files.items():
            path = folder / EPISODES_FOLDER / name
            if path.is_file() and identity_of(path) == identity:
                _put_back(kept_path(stage, name), path)


def take_away(path: Path) -> None:
    """Remove a file, and the folder it was in if that is empty now."""
    path.unlink(missing_ok=True)
    with contextlib.suppress(OSError):  # it holds other episodes
        path.parent.rmdir()


def _put_back(kept: Path, path: Path) -> None:
    if kept.is_file():
        kept.replace(path)
    else:
        take_away(path)


def _digest(episode: Episode, content_key: str, revision: int) -> str:
    return hashlib.sha256(repr((episode, content_key, revision)).encode("utf-8", "replace")).hexdigest()


def identity_of(path: Path) -> list[int]:
    """Tell a file from any other of the same name; moving it changes none of this."""
    status = path.stat()
    return [status.st_ino, status.st_mtime_ns, status.st_size]
