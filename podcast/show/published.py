"""What stands in a published folder: its episodes, whole or not, and its address."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from podcast.errors import PublishError
from podcast.library import Library
from podcast.model import Episode
from podcast.settings import UNSET_BASE_URL

EPISODES_FOLDER = "episodes"
EPISODE_ENDINGS = ("mp3", "jpg", "html", "vtt", "srt", "json", "transcript.html", "chapters.json", "words.json")
"""Of an episode's files, after ``<id>.``; the feed names them and the page links them."""


@dataclass(frozen=True, slots=True)
class Standing:
    """An episode as it is published now."""

    episode: Episode
    content_key: str
    """Says from what it was made."""
    is_whole: bool
    """All its files are in place, and of the version that the library knows."""


def episode_file(folder: Path, stem: str, ending: str) -> Path:
    """Return where the file of an episode's id *stem* is, or would be."""
    return folder / EPISODES_FOLDER / f"{stem}.{ending}"


def find_standing(folder: Path, guid: str) -> Standing | None:
    """Return the episode of *guid* as it stands in *folder*; ``None`` when there is none.

    Raises:
        PublishError: the library is damaged or of a newer version.
    """
    with Library.open(folder) as library:
        episode = library.find(guid)
        key = library.content_key(guid)
    if episode is None or key is None:
        return None
    return Standing(episode, key, _is_whole(folder, episode, key))


def base_url_of(folder: Path) -> str:
    """Return the address that the feed of *folder* is written for: the remembered one, else the stand-in.

    Raises:
        PublishError: the library is damaged or of a newer version.
    """
    with Library.open(folder) as library:
        state = library.show_state()
    return (state.base_url if state else None) or UNSET_BASE_URL


def show_name_of(folder: Path) -> str | None:
    """Return the name of the show that was published in *folder* last; ``None`` before that, or if it is not known.

    Raises:
        PublishError: the library is damaged or of a newer version.
    """
    with Library.open(folder) as library:
        state = library.show_state()
    return state.show_name if state else None


def read_words(folder: Path, stem: str) -> dict[str, Any]:
    """Return what the words file of the episode of id *stem* holds.

    Raises:
        PublishError: it is missing or damaged.
    """
    return read_object(episode_file(folder, stem, "words.json"))


def read_object(path: Path) -> dict[str, Any]:
    """Return what the JSON file *path* holds.

    Raises:
        PublishError: it is missing, or holds something else than an object.
    """
    try:
        document = json.loads(path.read_bytes())
    except OSError as error:
        raise PublishError(f"{path}: cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise PublishError(f"{path}: is damaged: {error}") from error
    if not isinstance(document, dict):
        raise PublishError(f"{path}: is damaged: an object was expected")
    return document


def describe_standing(folder: Path, episode: Episode, content_key: str) -> dict[str, Any]:
    """Return as plain values where *episode* stands, whether it is whole, and what was corrected of it.

    Raises:
        PublishError: the library is damaged or of a newer version.
    """
    base_url = base_url_of(folder)
    try:
        edited = read_words(folder, episode.episode_id).get("edited", {})
    except PublishError:
        edited = {}
    files = [episode_file(folder, episode.episode_id, ending) for ending in EPISODE_ENDINGS]
    return {
        "audio_url": f"{base_url}{EPISODES_FOLDER}/{episode.episode_id}.mp3",
        "page_url": f"{base_url}{EPISODES_FOLDER}/{episode.episode_id}.html",
        "is_whole": _is_whole(folder, episode, content_key),
        "edited": sorted(edited),
        "files": [str(path) for path in files if path.is_file()],
        "content_key": content_key,
    }


def _is_whole(folder: Path, episode: Episode, content_key: str) -> bool:
    files = {ending: episode_file(folder, episode.episode_id, ending) for ending in EPISODE_ENDINGS}
    if not all(path.is_file() for path in files.values()) or files["mp3"].stat().st_size != episode.size_bytes:
        return False
    try:
        known = read_words(folder, episode.episode_id).get("episode")
    except PublishError:
        return False
    return isinstance(known, dict) and known.get("content_key") == content_key
