"""What a process that died while it replaced an episode left half done, taken back."""

from __future__ import annotations

import json
from pathlib import Path

from podcast.show.library import Library, library_path
from podcast.show.published import EPISODES_FOLDER

KEPT_PREFIX = "old-"
"""Of an episode's earlier files in a staging folder, until the library knows the new ones."""
_WORDS_ENDING = ".words.json"


def put_back(folder: Path, stage: Path) -> None:
    """Put back the earlier files that the abandoned *stage* keeps, if the library still knows that version.

    Raises:
        PublishError: the library is damaged or of a newer version.
        OSError: a file cannot be moved.
    """
    kept = sorted(stage.glob(f"{KEPT_PREFIX}*"))
    described = next((path for path in kept if path.name.endswith(_WORDS_ENDING)), None)
    if described is None or not library_path(folder).is_file():
        return
    guid, key = _identity(described)
    with Library.open(folder, create=True) as library, library.writing():  # keeps a publisher at work out
        if guid is not None and library.content_key(guid) == key:
            for path in kept:
                path.replace(folder / EPISODES_FOLDER / path.name.removeprefix(KEPT_PREFIX))


def _identity(described: Path) -> tuple[str | None, str | None]:
    """Return guid and content key as a words file tells them; a file that does not is of no known version."""
    try:
        known = json.loads(described.read_bytes())["episode"]
        return str(known["guid"]), str(known["content_key"])
    except (ValueError, KeyError, TypeError):
        return None, None
