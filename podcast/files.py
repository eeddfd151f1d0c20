"""What keeping files asks of the system beyond writing them."""

from __future__ import annotations

import os
from pathlib import Path


def sync_folder(folder: Path) -> None:
    """Have the names in *folder* on the disk, so that a power cut does not undo a rename.

    Raises:
        OSError: the folder is not there.
    """
    if os.name == "nt":  # a folder cannot be opened there
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_synced(path: Path, content: bytes) -> Path:
    """Write *content* to *path* and have it on the disk; return *path*.

    Raises:
        OSError: it cannot be written.
    """
    path.write_bytes(content)
    sync_file(path)
    return path


def sync_file(path: Path) -> None:
    """Have the file's bytes on the disk before its name is, so that a power cut leaves no empty file.

    Raises:
        OSError: it cannot be opened for writing.
    """
    with path.open("r+b") as file:
        os.fsync(file.fileno())
