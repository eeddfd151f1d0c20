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
