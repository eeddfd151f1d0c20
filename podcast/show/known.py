"""What is known of a published episode from the files beside its sound, and which episode a person means."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from podcast.errors import PublishError, RemovedError, UsageError
from podcast.library import Library, library_path
from podcast.model import Article, Chapter, Cue, Episode
from podcast.show.identity import episode_guid
from podcast.show.published import EPISODES_FOLDER, read_object
from podcast.show.transcripts.chapters import parse_chapters

_MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class Known:
    """An episode as the files beside its sound tell it; all but *audio* may be unknown, for a sound file alone."""

    audio: Path
    episode_id: str | None = None
    guid: str | None = None
    title: str | None = None
    voice: str | None = None
    chapters: tuple[Chapter, ...] = ()
    cues: tuple[Cue, ...] = ()
    """A sentence each."""
    words: int | None = None


def read_known(audio: Path) -> Known:
    """Return what stands beside the sound file *audio*; nothing is asked of a library.

    Raises:
        PublishError: a file beside it is damaged.
    """
    stem = audio.with_suffix("")
    words, transcript = _read(Path(f"{stem}.words.json")), _read(Path(f"{stem}.json"))
    chapters = Path(f"{stem}.chapters.json")
    try:
        episode = words.get("episode", {})
        return Known(
            audio=audio,
            episode_id=episode.get("id"),
            guid=episode.get("guid"),
            title=episode.get("title"),
            voice=episode.get("voice"),
            chapters=parse_chapters(chapters.read_text(encoding="utf-8")) if chapters.is_file() else (),
            cues=tuple(
                Cue(round(one["startTime"] * 1000), round(one["endTime"] * 1000), one["body"])
                for one in transcript.get("segments", ())
            ),
            words=len(words["words"]) if "words" in words else None,
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise PublishError(f"{stem}.*: the files beside the sound are damaged: {error!r}") from error


def _read(path: Path) -> dict[str, Any]:
    return read_object(path) if path.exists() else {}


def find_audio(folder: Path, name: str) -> Path:
    """Return the sound file that *name* stands for: a path, or of an episode in *folder* its id, guid or title's start.

    Raises:
        UsageError: there is none, or the title's beginning is that of several.
        PublishError: the folder's library is damaged or of a newer version.
    """
    if Path(name).is_file():
        return Path(name)
    if not library_path(folder).is_file():
        raise UsageError(f"“{name}” is not a file, and nothing was published in {folder}")
    with Library.open(folder) as library:
        episode = choose_episode(library.episodes(), name, str(folder))
    return folder / EPISODES_FOLDER / f"{episode.episode_id}.mp3"


def find_episode(folder: Path, name: str) -> tuple[Episode, str]:
    """Return the episode in *folder* that *name* stands for, and from what it was made.

    Raises:
        UsageError: there is none, or the title's beginning is that of several.
        PublishError: the folder's library is damaged or of a newer version.
    """
    with _open_published(folder) as library:
        episode = choose_episode(library.episodes(), name, str(folder))
        return episode, library.content_key(episode.guid) or ""


def choose_episodes(folder: Path, names: Sequence[str] = ()) -> tuple[Episode, ...]:
    """Return the episodes in *folder* that *names* stand for, each once; all of them, the newest first, for none.

    Raises:
        UsageError: a name stands for none or for several.
        PublishError: the folder's library is damaged or of a newer version.
    """
    with _open_published(folder) as library:
        episodes = library.episodes()
    if not names:
        return episodes
    return tuple(dict.fromkeys(choose_episode(episodes, name, str(folder)) for name in names))


def _open_published(folder: Path) -> Library:
    if not library_path(folder).is_file():
        raise UsageError(f"{folder}: nothing was published here; expected a folder that `podcast convert` wrote")
    return Library.open(folder)


def guid_for(article: Article, folder: Path, *, replaces: str | None = None) -> str:
    """Return the guid of the episode that *article* makes in *folder*.

    It is the article's own, unless it is, or is now to be, the corrected text of an episode: the one that *replaces*
    stands for.

    Raises:
        UsageError: *replaces* stands for no episode, or the article is another one's already.
        PublishError: the folder's library is damaged or of a newer version.
    """
    own = episode_guid(article)
    if replaces is None:
        with Library.open(folder) as library:
            return library.guid_of(own)
    episode, _ = find_episode(folder, replaces)
    with Library.open(folder) as library:
        standing = library.find(library.guid_of(own))
    if standing is not None and standing.guid != episode.guid:
        wanted = episode.episode_id
        raise UsageError(f"“{article.title}” is the episode {standing.episode_id} already; it cannot replace {wanted}")
    return episode.guid


def check_not_removed(folder: Path, guid: str, title: str) -> None:
    """Return when the episode of *guid* may be published; *title* is what it is called in the message.

    Raises:
        RemovedError: it was removed.
        PublishError: the folder's library is damaged or of a newer version.
    """
    with Library.open(folder) as library:
        removed_at = library.removed_at(guid)
    if removed_at is not None:
        raise removed_error(folder, title, removed_at)


def removed_error(folder: Path, title: str, removed_at: datetime) -> RemovedError:
    """Return what is said of an article whose episode was removed."""
    return RemovedError(
        f"{folder}: “{title}” was removed from the show on {removed_at:%Y-%m-%d}; --force publishes it again"
    )


def choose_episode(episodes: Sequence[Episode], name: str, place: str) -> Episode:
    """Return the one of *episodes* that has *name* as its id or guid, or whose title alone begins with it.

    Raises:
        UsageError: there is none, or there are several; *place* says where they were sought.
    """
    exact = [episode for episode in episodes if name in {episode.episode_id, episode.guid}]
    wanted = _plain(name)
    begun = exact or [episode for episode in episodes if wanted and _plain(episode.title).startswith(wanted)]
    found = [episode for episode in begun if _plain(episode.title) == wanted] or begun
    if len(found) == 1:
        return found[0]
    if found:
        named = "; ".join(f"{episode.episode_id} {episode.title}" for episode in found[:_MOST_NAMED])
        raise UsageError(f"“{name}” begins the titles of {len(found)} episodes in {place}: {named}; give an id")
    titles = {_plain(episode.title): episode for episode in episodes}
    near = difflib.get_close_matches(wanted, titles, n=1, cutoff=0.5)
    hint = f"; did you mean {titles[near[0]].episode_id} “{titles[near[0]].title}”?" if near else ""
    raise UsageError(f"“{name}” is no episode in {place}: no id, guid or beginning of a title{hint}")


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())
