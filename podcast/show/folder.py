"""The published folder: episodes put in whole, and the feed and front page kept true to the library.

The order survives a crash at any point: an episode's files, then its row, then the feed. What the feed names is
always there. A run that was cut short is made good by the next one, for :func:`refresh_folder` writes the feed from
the library whether or not anything is new, and files that were placed and have no row are taken away again
(``placement.py``).
"""

from __future__ import annotations

import os
import shutil
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from podcast.errors import PublishError
from podcast.files import sync_folder
from podcast.model import Episode
from podcast.settings import Show
from podcast.show.addresses import is_set, public_address
from podcast.show.captions import linger
from podcast.show.chapters import render_chapters
from podcast.show.cover_file import COVER_NAME, DrawCover, cover_key, make_if_wanted
from podcast.show.draft import Draft, tidy
from podcast.show.feed import FEED_NAME
from podcast.show.fitting import one_line
from podcast.show.identity import episode_id, podcast_guid
from podcast.show.library import Library, SharedState, ShowState, library_path
from podcast.show.pages import render_episode, render_transcript
from podcast.show.placement import kept_path, note_placement, take_away
from podcast.show.privacy import remarked_pages
from podcast.show.proof import EpisodeProof, sha256_of
from podcast.show.published import EPISODES_FOLDER, episode_file
from podcast.show.shared import Staged, changed_files, plan_shared_files, stale_pages
from podcast.show.staging import staging, telling_os_errors
from podcast.show.transcript import render_json, render_srt, render_vtt, render_words


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

    A replaced episode keeps its id, its date and so its address. *base_url* (else the show's) is remembered as the
    folder's address. *now* must be aware; an episode is dated after every older one. *draw_cover* draws a cover in
    place of :func:`podcast.show.cover.draw_cover`.

    Raises:
        PublishError: *folder* cannot be written. The episode is not in it; or only the feed could not be written,
            and the next run writes it.
    """
    if now.tzinfo is None:
        raise ValueError(f"now = {now!r} has no time zone")
    draft = tidy(draft)
    address = _address(show, base_url)
    with staging(folder) as stage, telling_os_errors(folder), Library.open(folder, create=True) as library:
        audio = _into_stage(draft.audio, stage)
        cover = make_if_wanted(folder, show, library, draw_cover)
        with ExitStack() as undo:
            with library.writing() as writer:
                state = library.show_state()
                if state is None:
                    writer.put_show_state(state := ShowState(created_at=now))
                episode = _dated(draft, library, now, audio.stat().st_size)
                proof = EpisodeProof(sha256_of(audio), draft.duration_ms, draft.sentences, is_silent=draft.is_silent)
                staged = _write_texts(stage, show, episode, draft, proof)
                staged["jpg"] = _write(stage / "new.jpg", draft.picture)
                shutil.copymode(staged["html"], audio)
                places = {
                    episode_file(folder, episode.episode_id, ending): path
                    for ending, path in {**staged, "mp3": audio}.items()
                }
                note_placement(stage, episode, draft.content_key, {place.name: places[place] for place in places})
                for place, path in places.items():
                    _put_in_place(path, place, stage, undo)
                sync_folder(folder / EPISODES_FOLDER)
                writer.put_episode(episode, draft.content_key)
                # takes the room on the disk before the row is committed
                made = _stage_changed(folder, show, library, _known(state, show, address, cover), stage)
            undo.pop_all()
        _refresh(folder, show, library, stage, address=address, cover=cover, made=made)
    return episode


def refresh_folder(folder: Path, show: Show, *, base_url: str | None, draw_cover: DrawCover | None = None) -> None:
    """Write feed, front page and cover anew from the library, where they differ from what is there.

    A folder in which nothing has been published yet is left as it is.

    Raises:
        PublishError: *folder* cannot be written.
    """
    if not library_path(folder).is_file():
        return
    address = _address(show, base_url)
    with staging(folder) as stage, telling_os_errors(folder), Library.open(folder, create=True) as library:
        cover = make_if_wanted(folder, show, library, draw_cover)
        _refresh(folder, show, library, stage, address=address, cover=cover)


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
        published_at=_publication_date(library, draft.guid, now),
        duration_ms=draft.duration_ms,
        size_bytes=size_bytes,
        summary=draft.summary,
        wanted_voice=draft.wanted_voice,
        byline=one_line(draft.article.byline or "") or None,
    )


def _into_stage(audio: Path, stage: Path) -> Path:
    """Bring the sound file onto the folder's own disk, so that putting it in place is one rename."""
    moved = Path(shutil.move(audio, stage / "audio.mp3"))
    if moved.stat().st_size == 0:
        raise PublishError(f"{audio}: the episode's sound file is empty")
    _sync(moved)
    return moved


def _write_texts(stage: Path, show: Show, episode: Episode, draft: Draft, proof: EpisodeProof) -> dict[str, Path]:
    cues = linger(draft.cues, draft.duration_ms)
    texts = {
        # put in place first: until the row is committed, its key tells that the files are of two versions
        "words.json": render_words(episode, draft.content_key, draft.words, draft.article, proof.as_json()),
        "html": render_episode(show, episode, passages=draft.passages, chapters=draft.chapters, cues=cues),
        "vtt": render_vtt(cues, draft.words),
        "srt": render_srt(cues, draft.words),
        "json": render_json(cues),
        "transcript.html": render_transcript(show, episode, passages=draft.passages, cues=cues),
        "chapters.json": render_chapters(draft.chapters),
    }
    return {ending: _write(stage / f"new.{ending}", text.encode()) for ending, text in texts.items()}


def _write(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    _sync(path)
    return path


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


def _refresh(  # noqa: PLR0913 - a folder, its show, and what was opened and drawn for it
    folder: Path,
    show: Show,
    library: Library,
    stage: Path,
    *,
    address: str | None,
    cover: bytes | None,
    made: Staged | None = None,
) -> None:
    """Write what is made from the library while no one else can change it, so that no episode is ever left out.

    What was *made* already is made again only if someone else has written to the library since.
    """
    with library.writing() as writer:
        state = library.show_state()
        if state is None:
            return
        known = _known(state, show, address, cover)
        if known != state:
            writer.put_show_state(known)
        if known.is_private != state.is_private:
            for path, page in remarked_pages(folder, is_private=known.is_private):
                _write(stage / path.name, page).replace(path)
        if cover is not None:
            _replace_if_new(folder / COVER_NAME, _write(stage / COVER_NAME, cover))
        is_current = made is not None and made.writes == library.writes_of_others()
        plan = made.plan if made is not None and is_current else plan_shared_files(folder, show, library, known)
        staged = made.files if made is not None else {}
        before = library.shared_files()
        for file in changed_files(folder, plan, before):
            new = staged.get(file.made_from) or _write(stage / file.name, file.render())
            writer.put_shared_file(file.name, SharedState(file.made_from, sha256_of(new)))
            _replace_if_new(folder / file.name, new)
        for path in stale_pages(folder, plan, before):
            path.unlink()
            writer.forget_shared_file(path.name)


def _stage_changed(folder: Path, show: Show, library: Library, state: ShowState, stage: Path) -> Staged:
    """Make what has to be made anew and keep it in *stage*."""
    plan = plan_shared_files(folder, show, library, state)
    changed = changed_files(folder, plan, library.shared_files())
    files = {file.made_from: _write(stage / file.name, file.render()) for file in changed}
    return Staged(plan, files, library.writes_of_others())


def _known(state: ShowState, show: Show, address: str | None, cover: bytes | None) -> ShowState:
    """Return what is remembered of the show from now on."""
    known = replace(_addressed(state, address), show_name=show.name, is_private=show.private)
    return known if cover is None else replace(known, cover_key=cover_key(show, cover))


def _address(show: Show, base_url: str | None) -> str | None:
    address = base_url or show.base_url
    return public_address(address) if address else None


def _addressed(state: ShowState, address: str | None) -> ShowState:
    """Remember the folder's address, the one before it, and the guid that the first public one gives for good."""
    if not is_set(address):
        return state
    guid = state.podcast_guid or podcast_guid(f"{address}{FEED_NAME}")
    former = state.base_url if state.base_url not in {None, address} else state.former_base_url
    return replace(state, base_url=address, podcast_guid=guid, former_base_url=former)


def _replace_if_new(path: Path, made: Path) -> None:
    if path.is_file() and path.read_bytes() == made.read_bytes():
        return
    made.replace(path)
    sync_folder(path.parent)


def _sync(path: Path) -> None:
    """Have the file's bytes on the disk before its name is, so that a power cut leaves no empty file."""
    with path.open("r+b") as file:
        os.fsync(file.fileno())
