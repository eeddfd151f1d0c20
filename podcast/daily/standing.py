"""Whether a day's edition is there already: asked before anything that takes time to load."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from podcast.editions import edition_guid
from podcast.library import Library, library_path
from podcast.model import Episode
from podcast.settings import Show

_DONE = frozenset({"published", "standing"})
"""Outcomes of runs after which nothing is left to do that day, if nothing went wrong while publishing."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What a day's run would find done."""

    episode: Episode | None
    """The edition; ``None`` for a show that publishes each story by itself."""
    audio: Path | None


def find_edition(show: Show, folder: Path, day: date) -> Standing | None:
    """Return what *folder* has of the show's edition of *day*; ``None`` when there is something left to do.

    Raises:
        PublishError: the folder's library cannot be used.
    """
    if not library_path(folder).is_file():
        return None
    with Library.open(folder) as library:
        episode = library.find(edition_guid(show.name, day))
        runs = library.runs(show.name, day=day, most=1)
    is_done = bool(runs) and runs[0].outcome in _DONE
    if (show.edition.publishes != "edition" or show.publish is not None) and not is_done:
        return None
    if episode is None:
        return Standing(None, None) if show.edition.publishes == "articles" else None
    return _whole(episode, folder)


def find_episode(show: Show, folder: Path, day: date) -> Standing | None:
    """Return the edition of *day* that *folder* has, brought to where the show is published or not.

    Raises:
        PublishError: the folder's library cannot be used.
    """
    if not library_path(folder).is_file():
        return None
    with Library.open(folder) as library:
        episode = library.find(edition_guid(show.name, day))
    return None if episode is None else _whole(episode, folder)


def _whole(episode: Episode, folder: Path) -> Standing | None:
    """Return what stands, unless its sound was taken away."""
    audio = folder / "episodes" / f"{episode.episode_id}.mp3"
    try:
        is_whole = audio.stat().st_size == episode.size_bytes
    except OSError:
        return None
    return Standing(episode, audio) if is_whole else None
