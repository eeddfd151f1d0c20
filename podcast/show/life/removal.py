"""The files of removed episodes: which they are is noted before the feed forgets them, and they go after it has.

``removing.py`` has the order; whoever clears away the staging folder of a dead process finishes what it noted.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from podcast.files import write_synced
from podcast.library import Library
from podcast.model import Episode
from podcast.show.placement import identity_of, take_away
from podcast.show.published import EPISODES_FOLDER

_NOTE = "removal.json"


def note_removal(stage: Path, folder: Path, episodes: Sequence[Episode]) -> None:
    """Note in *stage* which files of *folder* go when the rows of *episodes* have gone.

    Raises:
        OSError: the note cannot be written.
    """
    note = {episode.guid: {path.name: identity_of(path) for path in _files_of(folder, episode)} for episode in episodes}
    write_synced(stage / _NOTE, json.dumps(note).encode())


def finish_removal(folder: Path, stage: Path) -> None:
    """Remove the files of the episodes that the note in *stage* tells of and the library of *folder* has no more.

    A file that another publisher has put there since is left alone.

    Raises:
        PublishError: the library cannot be used.
        OSError: a file cannot be removed.
    """
    try:
        note = json.loads((stage / _NOTE).read_bytes())
        gone = {str(guid): dict(files) for guid, files in note.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return  # there is none, or it was not finished: the rows are still there
    with Library.open(folder, create=True) as library, library.writing():
        for guid, files in gone.items():
            if library.find(guid) is not None:
                continue
            for name, identity in files.items():
                path = folder / EPISODES_FOLDER / name
                if path.is_file() and identity_of(path) == identity:
                    take_away(path)


def _files_of(folder: Path, episode: Episode) -> Iterator[Path]:
    return (folder / EPISODES_FOLDER).glob(f"{episode.episode_id}.*")
