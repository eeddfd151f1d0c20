"""The published folder: episodes put in whole, and the feed and front page kept true to the library.

The order survives a crash at any point: an episode's files, then its row, then the feed. What the feed names is
always there. A run that was cut short is made good by the next one, for :func:`refresh_folder` writes the feed from
the library whether or not anything is new, and files that were placed and have no row are taken away again
(``placement.py``).
"""

from __future__ import annotations

import filecmp
import os
import shutil
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

from podcast.errors import PublishError
from podcast.files import sync_file, sync_folder, write_synced
from podcast.fitting import one_line
from podcast.library import Library, ShowState, Writer, library_path
from podcast.model import Episode
from podcast.settings import Show
from podcast.show.cover_file import DrawCover, make_if_wanted
from podcast.show.draft import Draft, tidy
from podcast.show.identity import episode_guid, episode_id
from podcast.show.known import removed_error
from podcast.show.placement import kept_path, note_placement, take_away
from podcast.show.proof import EpisodeProof, sha256_of
from podcast.show.published import EPISODES_FOLDER, episode_file
from podcast.show.refreshing import address_of, known_state, refresh_shared, stage_changed
from podcast.show.staging import staging, telling_os_errors
from podcast.show.texts import write_texts


def publish_episode(  # noqa: PLR0913 - each is one fact about a publication; a bundle of them would be made and undone
    folder: Path,
    show: Show,
    draft: Draft,
    *,
    base_url: str | None,
    now: datetime,
    draw_cover: DrawCover | None = None,
) -> Episode:
    """Put the episode of *draft* into *folder*, new or in place of the one with its guid; write the feed anew.

    A replaced episode keeps its id and so its address, and its date unless *draft* gives another. *base_url* (else the
    show's) is remembered as the folder's address. *now* must be aware; an episode is dated after every older one.
    *draw_cover* draws a cover in place of :func:`podcast.pictures.cover.draw_cover`.

    Raises:
        RemovedError: the episode was removed from the show, and *draft* is not wanted again.
        PublishError: *folder* cannot be written, or someone else has changed what *draft* replaces. The episode is not
            in it; or only the feed could not be written, and the next run writes it.
    """
    if now.tzinfo is None:
        raise ValueError(f"now = {now!r} has no time zone")
    draft = tidy(draft)
    address = address_of(show, base_url)
    with staging(folder) as stage, telling_os_errors(folder), Library.open(folder, create=True) as library:
        audio = _into_stage(draft.audio, stage)
        cover = make_if_wanted(folder, show, library, draw_cover)
        with ExitStack() as undo:
            with library.writing() as writer:
                state = library.show_state()
                if state is None:
                    writer.put_show_state(state := ShowState(created_at=now))
                _check_wanted(folder, draft, library)
                episode = _dated(draft, library, now, audio.stat().st_size)
                proof = EpisodeProof(sha256_of(audio), draft.duration_ms, draft.sentences, is_silent=draft.is_silent)
                staged = write_texts(stage, show, episode, draft, proof)
                staged["jpg"] = write_synced(stage / "new.jpg", draft.picture)
                shutil.copymode(staged["html"], audio)
                places = {
                    episode_file(folder, episode.episode_id, ending): path
                    for ending, path in {**staged, "mp3": audio}.items()
                }
                if draft.replaces is not None:
                    places = {place: path for place, path in places.items() if not _is_same(place, path)}
                names = {place.name: path for place, path in places.items()}
                note_placement(stage, episode, draft.content_key, names, library.revision(draft.guid) + 1)
                for place, path in places.items():
                    _put_in_place(path, place, stage, undo)
                sync_folder(folder / EPISODES_FOLDER)
                _put_row(writer, episode, draft)
                # takes the room on the disk before the row is committed
                made = stage_changed(folder, show, library, known_state(state, show, address, cover), stage)
            undo.pop_all()
        refresh_shared(folder, show, library, stage, address=address, cover=cover, made=made)
    return episode


def _check_wanted(folder: Path, draft: Draft, library: Library) -> None:
    """Refuse what someone else has changed, or removed, since *draft* was begun."""
    standing = library.find(draft.guid)
    if draft.replaces is not None and standing != draft.replaces:
        raise PublishError(f"{folder}: “{draft.title}” was changed by another run meanwhile; run again")
    removed_at = library.removed_at(draft.guid)
    if removed_at is not None and not draft.is_wanted_again:
        raise removed_error(folder, draft.title, removed_at)
    if draft.published_at is not None:
        other = library.dated(draft.published_at)
        if other is not None and other.guid != draft.guid:
            raise PublishError(
                f"{folder}: “{other.title}” has the date {draft.published_at.isoformat()} already;"
                " no two episodes can have the same, take another second"
            )


def _put_row(writer: Writer, episode: Episode, draft: Draft) -> None:
    writer.put_episode(episode, draft.content_key)
    if draft.published_at is not None:
        writer.redate_episode(episode.guid, episode.published_at)
    own = episode_guid(draft.article)
    if own != draft.guid:
        writer.put_alias(own, draft.guid)


def _is_same(path: Path, staged: Path) -> bool:
    """Say whether *path* has the bytes of *staged* already, and so need not be sent to listeners again."""
    return path.is_file() and filecmp.cmp(path, staged, shallow=False)


def refresh_folder(folder: Path, show: Show, *, base_url: str | None, draw_cover: DrawCover | None = None) -> None:
    """Write feed, front page and cover anew from the library, where they differ from what is there.

    A folder in which nothing has been published yet is left as it is.

    Raises:
        PublishError: *folder* cannot be written.
    """
    if not library_path(folder).is_file():
        return
    address = address_of(show, base_url)
    with staging(folder) as stage, telling_os_errors(folder), Library.open(folder, create=True) as library:
        cover = make_if_wanted(folder, show, library, draw_cover)
        refresh_shared(folder, show, library, stage, address=address, cover=cover)


def publication_date(folder: Path, guid: str, now: datetime) -> datetime:
    """Return when the episode of *guid* was first published; for a new one, when it will have been if it is now.

    Raises:
        PublishError: the library is damaged or of a newer version.
    """
    with Library.open(folder) as library:
        return _publication_date(library, guid, now)


def _publication_date(library: Library, guid: str, now: datetime) -> datetime:
    """Keep the date of an earlier episode of the same guid; date a new one after every older one."""
    earlier, newest_at = library.find(guid), library.newest_at()
    today = now.astimezone(UTC).replace(microsecond=0)
    if earlier:
        return earlier.published_at
    return max(today, newest_at + timedelta(seconds=1) if newest_at else today)


def _dated(draft: Draft, library: Library, now: datetime, size_bytes: int) -> Episode:
    """Make the episode of *draft*; one that is already published keeps its id and date."""
    earlier = library.find(draft.guid)
    return Episode(
        episode_id=earlier.episode_id if earlier else episode_id(draft.guid),
        guid=draft.guid,
        title=draft.title,
        source_url=draft.source_url,
        site_name=draft.site_name,
        voice=draft.voice,
        published_at=draft.published_at or _publication_date(library, draft.guid, now),
        duration_ms=draft.duration_ms,
        size_bytes=size_bytes,
        summary=draft.summary,
        wanted_voice=draft.wanted_voice,
        byline=one_line(draft.edits.over(draft.article).byline or "") or None,
    )


def _into_stage(audio: Path, stage: Path) -> Path:
    """Bring the sound file onto the folder's own disk, so that putting it in place is one rename."""
    moved = Path(shutil.move(audio, stage / "audio.mp3"))
    if moved.stat().st_size == 0:
        raise PublishError(f"{audio}: the episode's sound file is empty")
    sync_file(moved)
    return moved


def _put_in_place(staged: Path, path: Path, stage: Path, undo: ExitStack) -> None:
    """Move *staged* to *path*; *undo* then holds how to take it back, and what stood there before."""
    path.parent.mkdir(exist_ok=True)
    if path.is_file():
        kept = kept_path(stage, path.name)
        try:
            kept.hardlink_to(path)
        except OSError:  # a disk without hard links
            shutil.copy2(path, kept)
        undo.callback(os.replace, kept, path)
    else:
        undo.callback(take_away, path)
    staged.replace(path)
