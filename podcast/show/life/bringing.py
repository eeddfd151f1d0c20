"""One published episode brought to where its show is restored, and read back from its own files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

from podcast.errors import PodcastError, PublishError
from podcast.files import sync_folder
from podcast.fitting import one_line
from podcast.model import Episode
from podcast.show.life.feed_reading import PublishedItem
from podcast.show.proof import proof_in, sha256_of
from podcast.show.published import EPISODE_ENDINGS, episode_file, read_words

_OPTIONAL = {"source_url", "site_name", "wanted_voice", "byline"}


class Origin(Protocol):
    """Where a show is published: a folder, or the web."""

    @property
    def name(self) -> str:
        """What it is called in messages."""

    @property
    def folder(self) -> Path | None:
        """The published folder, where it is on this machine."""

    def read(self, name: str) -> bytes | None:
        """Return the file *name* of the published folder; ``None`` when it has none.

        Raises:
            PodcastError: it cannot be read.
        """

    def bring_text(self, item: PublishedItem, ending: str, path: Path) -> None:
        """Bring the file of *item* with that ending to *path*.

        Raises:
            PodcastError: it is not there, or cannot be had.
        """

    def bring_sound(self, item: PublishedItem, path: Path, size_bytes: int) -> None:
        """Bring the sound of *item* to *path*, so many bytes.

        Raises:
            PodcastError: it is not there, of another size, or cannot be had.
        """


@dataclass(frozen=True, slots=True)
class Move:
    """Bringing files from *origin* to *folder* by way of *stage*."""

    folder: Path
    origin: Origin
    stage: Path

    @property
    def is_in_place(self) -> bool:
        """Whether it is published where it is to be: then nothing is moved."""
        here = self.origin.folder
        return here is not None and here.resolve() == self.folder.resolve()

    def text(self, item: PublishedItem, ending: str) -> None:
        """Have a text in place as it is published now, however it was when an earlier run brought it.

        Raises:
            PodcastError: it cannot be had.
        """
        path = episode_file(self.folder, str(item.episode_id), ending)
        if self.is_in_place:
            if not path.is_file():
                raise PublishError(f"{path}: is not there")
            return
        self.origin.bring_text(item, ending, self.stage / path.name)
        self._place(path)

    def sound(self, item: PublishedItem, episode: Episode, sha256: str) -> None:
        """Have the sound in place; one that is there already, whole, is not brought again.

        Raises:
            PodcastError: it cannot be had, or is not the one that was published.
        """
        path = episode_file(self.folder, episode.episode_id, "mp3")
        if _is_other(path, episode, sha256) and not self.is_in_place:
            self.origin.bring_sound(item, self.stage / path.name, episode.size_bytes)
            self._place(path)
        if _is_other(path, episode, sha256):
            raise PublishError(f"{path}: is not the file that was published; convert its source again")

    def _place(self, path: Path) -> None:
        path.parent.mkdir(exist_ok=True)
        (self.stage / path.name).replace(path)
        sync_folder(path.parent)


def bring_episode(move: Move, item: PublishedItem) -> tuple[Episode, str, str | None]:
    """Bring the episode of *item*; return it, from what it was made, and what is missing beside its sound.

    Raises:
        PodcastError: its sound, or what is known of it, cannot be had or is not what was published.
    """
    stem = item.episode_id
    if stem is None:
        raise PublishError(f"{item.guid}: its sound is not where this program publishes it: …/episodes/ID.mp3")
    move.text(item, "words.json")
    episode, key, sha256 = _known(move.folder, item, stem)
    move.sound(item, episode, sha256)
    missing = []
    for ending in EPISODE_ENDINGS:
        if ending in {"mp3", "words.json"}:
            continue
        try:
            move.text(item, ending)
        except PodcastError:
            missing.append(ending)
    problem = f"{stem}: lacks {', '.join(missing)}; `podcast episodes rebuild {stem}` makes them" if missing else None
    return episode, key, problem


def _known(folder: Path, item: PublishedItem, stem: str) -> tuple[Episode, str, str]:
    words, path = read_words(folder, stem), episode_file(folder, stem, "words.json")
    proof = proof_in(words)
    try:
        episode, key = _episode(words["episode"])
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise PublishError(f"{path}: is damaged: {error!r}; convert its source again") from error
    if (episode.guid, episode.episode_id) != (item.guid, stem):
        raise PublishError(f"{path}: is of the episode {episode.guid}, not of {item.guid}, which the feed names")
    if proof is None:
        raise PublishError(f"{path}: holds no proof of its sound; convert its source again")
    return episode, key, proof.sha256


def _episode(told: Mapping[str, Any]) -> tuple[Episode, str]:
    """Read what ``words.json`` tells of an episode; it may come from anywhere."""
    values: dict[str, Any] = {"episode_id": told["id"]}
    values |= {field.name: told.get(field.name) for field in fields(Episode) if field.name != "episode_id"}
    for name, value in values.items():
        kind: type | tuple[type, ...] = int if name in {"duration_ms", "size_bytes"} else str
        if not isinstance(value, kind) and not (value is None and name in _OPTIONAL):
            raise TypeError(f"{name} = {value!r}")
        values[name] = one_line(value) if isinstance(value, str) else value  # as what was published is already
    values["published_at"] = datetime.fromisoformat(values["published_at"]).astimezone(UTC)
    return Episode(**values), str(told["content_key"])


def _is_other(sound: Path, episode: Episode, sha256: str) -> bool:
    return not sound.is_file() or sound.stat().st_size != episode.size_bytes or sha256_of(sound) != sha256
