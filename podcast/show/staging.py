"""A place inside the published folder where files are made before they are moved to where they are seen.

It lies in the same folder so that the move is a rename: a file is complete or absent. Each staging folder is held by
a lock that its process loses when it dies, so what a crash left behind is known for certain and cleared away.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from podcast.errors import PublishError
from podcast.library import PRIVATE_FOLDER
from podcast.show.life.removal import finish_removal
from podcast.show.placement import undo_placement

_PREFIX = "staging-"
_LOCK_ENDING = ".lock"
_JOURNAL_ENDING = "-journal"
"""What SQLite adds to a lock's name while it takes it; a process killed just then leaves that file behind."""
_ATTEMPTS = 20


@contextmanager
def staging(folder: Path) -> Iterator[Path]:
    """Give an empty folder inside *folder* that is gone at the end, however the block ends.

    *folder* is made if need be, with its parents; what was made and is still empty at the end is removed again.

    Raises:
        PublishError: *folder* cannot be made or written.
    """
    private = folder / PRIVATE_FOLDER
    made: list[Path] = []
    with ExitStack() as leaving:
        leaving.callback(_remove_empty, private, made)
        with telling_os_errors(folder):
            stage = _hold_stage(private, made, leaving)
            _clear_abandoned(folder, private)
        yield stage


@contextmanager
def telling_os_errors(folder: Path) -> Iterator[None]:
    """Turn what the operating system refuses into a :class:`PublishError` that names the path and its words."""
    try:
        yield
    except OSError as error:
        raise PublishError(f"{error.filename or folder}: cannot be written: {error.strerror or error}") from error


def _hold_stage(private: Path, made: list[Path], leaving: ExitStack) -> Path:
    """Make a staging folder and its lock; try again when another process removes the empty folders around it."""
    for attempt in range(_ATTEMPTS):
        stage = private / f"{_PREFIX}{secrets.token_hex(6)}"
        try:
            _make_folder(private, made)
            _lock_of(stage).touch(exist_ok=False)
            lock = _take_lock(_lock_of(stage))
            if lock is None:
                _lock_of(stage).unlink(missing_ok=True)
                continue
            leaving.callback(_release, lock, stage)
            stage.mkdir()
        except FileNotFoundError:
            if attempt == _ATTEMPTS - 1:
                raise
        else:
            return stage
    raise PublishError(f"{private}: cannot be written: no file in it could be locked; is the disk full or read-only?")


def _make_folder(folder: Path, made: list[Path]) -> None:
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    for path in reversed(missing):
        with contextlib.suppress(FileExistsError):
            path.mkdir()
            made.append(path)


def _remove_empty(private: Path, made: list[Path]) -> None:
    """Remove the folders that hold nothing, the innermost first; those of others only if they are private."""
    for path in (private, *(path for path in reversed(made) if path != private)):
        with contextlib.suppress(OSError):
            path.rmdir()


def _lock_of(stage: Path) -> Path:
    return stage.with_name(stage.name + _LOCK_ENDING)


def _take_lock(path: Path) -> sqlite3.Connection | None:
    """Hold the lock file *path* until the connection is closed or the process dies.

    SQLite locks files on every system Python runs on. The file is opened by SQLite alone: closing any other handle
    on it would drop the process's POSIX locks. ``None``: someone else holds it, or has removed it meanwhile.
    """
    try:
        before = path.stat()
        target = f"{path.absolute().as_uri()}?mode=rw"
        lock = sqlite3.connect(target, uri=True, timeout=0, isolation_level=None, check_same_thread=False)
    except (FileNotFoundError, sqlite3.OperationalError):
        return None
    try:
        lock.execute("BEGIN EXCLUSIVE")
        if os.path.samestat(before, path.stat()):
            return lock
    except (FileNotFoundError, sqlite3.OperationalError):
        pass
    except BaseException:
        lock.close()
        raise
    lock.close()
    return None


def _release(lock: sqlite3.Connection, stage: Path) -> None:
    shutil.rmtree(stage, ignore_errors=True)
    if os.name == "nt":  # an open file cannot be removed there
        lock.close()
    _lock_of(stage).unlink(missing_ok=True)
    lock.close()


def _clear_abandoned(folder: Path, private: Path) -> None:
    """Remove the staging folders of processes that died, those whose lock nobody holds, and what they half placed.

    A lock is there before its folder and goes after it, so a folder without one is nobody's.
    """
    for path in sorted(private.glob(f"{_PREFIX}*")):  # a lock's journal comes after the lock
        if path.name.endswith(_JOURNAL_ENDING):
            if not path.with_name(path.name.removesuffix(_JOURNAL_ENDING)).exists():
                path.unlink(missing_ok=True)
            continue
        stage = path.with_name(path.name.removesuffix(_LOCK_ENDING))
        if not _lock_of(stage).exists():
            shutil.rmtree(stage, ignore_errors=True)
            continue
        lock = _take_lock(_lock_of(stage))
        if lock is None:
            continue
        try:
            undo_placement(folder, stage)
            finish_removal(folder, stage)
        except BaseException:
            lock.close()  # and the folder stays: it holds what stood there before
            raise
        _release(lock, stage)
