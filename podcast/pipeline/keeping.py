"""Episodes made anew from what is kept of them, without anyone speaking: corrected, or only built again."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from podcast.errors import PodcastError, PublishError, UsageError
from podcast.model import Article, Chapter, Episode, Passage, Recording, Script
from podcast.moment import publication_time
from podcast.pipeline.episode_plan import script_of
from podcast.pipeline.job import Job
from podcast.pipeline.line import summary_of
from podcast.pipeline.tagging import write_tags

if TYPE_CHECKING:
    from podcast.show import Draft, Edits, Kept


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """An episode, and why it could not be built again, if it could not."""

    episode: Episode
    error: str | None = None


def edit_episode(
    job: Job, name: str, edits: Edits, *, published_at: datetime | None = None, is_as_source: bool = False
) -> Episode:
    """Correct the episode of *job*'s folder that *name* (id, guid or beginning of its title) stands for; return it.

    What is heard stays, and guid and address do. *edits* are made after earlier ones; with *is_as_source* those are
    taken back first. *published_at* is aware.

    Raises:
        UsageError: there is no such episode, or the correction cannot be made.
        PublishError: what is kept of it is not whole, or the folder cannot be written; it stays as it was.
    """
    from podcast import show as show_stage

    _check(edits)
    moment = None if published_at is None else _checked_moment(published_at)
    episode, key = show_stage.find_episode(job.folder, name)
    kept = show_stage.read_kept(job.folder, episode, key, partial(_passages_of, job=job))
    done = edits if is_as_source else kept.edits.then(edits)
    return _publish(kept, done, job, moment)


def rebuild_episodes(job: Job, names: tuple[str, ...] = ()) -> tuple[Rebuilt, ...]:
    """Make page, picture, transcripts and tags of episodes anew, of all of them where none is named; newest first.

    One that fails stops none of the others, and stays as it was. Files that come out the same are left alone.

    Raises:
        UsageError: there is no such episode.
        PublishError: the folder's library cannot be used.
    """
    from podcast import show as show_stage

    chosen = show_stage.choose_episodes(job.folder, names)
    results = []
    for number, episode in enumerate(chosen):
        job.listener.progress("rebuilding", number, len(chosen))
        try:
            standing, key = show_stage.find_episode(job.folder, episode.guid)
            kept = show_stage.read_kept(job.folder, standing, key, partial(_passages_of, job=job))
            results.append(Rebuilt(_publish(kept, kept.edits, job, None)))
        except PodcastError as error:
            results.append(Rebuilt(episode, str(error)))
    show_stage.refresh_folder(job.folder, job.show, base_url=job.base_url)
    return tuple(results)


def remove_episodes(job: Job, episodes: Sequence[Episode]) -> None:
    """Take *episodes* out of *job*'s folder and its feed, and remember that.

    Raises:
        PublishError: the folder cannot be written, or one of them is not there any more.
    """
    from podcast import show as show_stage

    show_stage.remove_episodes(job.folder, job.show, episodes, base_url=job.base_url, now=publication_time())


def retire_episodes(job: Job) -> tuple[Episode, ...]:
    """Remove what *job*'s show does not keep any longer, and return it; the newest episode always stays.

    Raises:
        PublishError: the folder cannot be written.
    """
    from podcast import show as show_stage

    keep = job.show.keep
    if keep is None or not show_stage.library_path(job.folder).is_file():
        return ()
    old = show_stage.outlived(show_stage.choose_episodes(job.folder), keep, publication_time())
    if old:
        remove_episodes(job, old)
    return old


def _publish(kept: Kept, edits: Edits, job: Job, published_at: datetime | None) -> Episode:
    from podcast import show as show_stage

    with show_stage.staging(job.folder) as stage:
        draft = _draft(kept, edits, job, stage, published_at)
        return show_stage.publish_episode(job.folder, job.show, draft, base_url=job.base_url, now=publication_time())


def _draft(kept: Kept, edits: Edits, job: Job, stage: Path, published_at: datetime | None) -> Draft:
    from podcast import show as show_stage

    episode, shown, proof = kept.episode, edits.over(kept.article), kept.proof
    recording = Recording(_copied(kept, job.folder, stage), proof.duration_ms, ())
    script = Script(shown.title, kept.passages)
    chapters = _chapters(kept, script, shown)
    date = published_at or episode.published_at
    picture = show_stage.draw_picture(job.show, shown.title, date)
    write_tags(recording, script, shown, job, chapters=chapters, published_at=date, picture=picture)
    return show_stage.Draft(
        guid=episode.guid,
        article=kept.article,
        title=shown.title,
        source_url=shown.url,
        site_name=shown.site_name,
        voice=episode.voice,
        audio=recording.path,
        duration_ms=proof.duration_ms,
        passages=kept.passages,
        cues=kept.cues,
        chapters=chapters,
        picture=picture,
        words=kept.words,
        summary=summary_of(script) if edits.summary is None else edits.summary,
        content_key=kept.content_key,
        wanted_voice=episode.wanted_voice,
        sentences=proof.sentences,
        is_silent=proof.is_silent,
        edits=edits,
        published_at=published_at,
        replaces=episode,
    )


def _copied(kept: Kept, folder: Path, stage: Path) -> Path:
    """Copy the sound into *stage*, if it is the one that was published."""
    from podcast import show as show_stage

    audio = show_stage.episode_file(folder, kept.episode.episode_id, "mp3")
    try:
        copied = Path(shutil.copyfile(audio, stage / "kept.mp3"))
    except OSError as error:
        raise PublishError(f"{audio}: cannot be read: {error.strerror}; convert its source again") from error
    if show_stage.sha256_of(copied) != kept.proof.sha256:
        raise PublishError(f"{audio}: is not the file that was published; convert its source again")
    return copied


def _chapters(kept: Kept, script: Script, shown: Article) -> tuple[Chapter, ...]:
    """Return the chapters with the title and link that are shown now, where they had those that were shown."""
    from podcast import show as show_stage

    if kept.chapters is None:
        return show_stage.mark_chapters(script, kept.cues, shown.url)
    was = kept.edits.over(kept.article)
    (before,) = show_stage.tidy_chapters([Chapter(0, was.title, was.url)])
    return tuple(
        replace(
            chapter,
            title=shown.title if chapter.title == before.title else chapter.title,
            url=shown.url if chapter.url == before.url else chapter.url,
        )
        for chapter in kept.chapters
    )


def _check(edits: Edits) -> None:
    from podcast import show as show_stage

    if edits.title is not None and not any(letter.isalnum() for letter in edits.title):
        raise UsageError(f"“{edits.title}” holds no word; an episode needs a title")
    if edits.source_url and show_stage.web_link(edits.source_url) is None:
        raise UsageError(f"“{edits.source_url}” is not a web address; expected one like https://example.org/khobor/1")


def _checked_moment(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise UsageError(f"{moment.isoformat()} has no time zone; expected one like 2026-03-14T09:30+06:00")
    if moment > publication_time():  # AntennaPod drops the date of such an episode
        raise UsageError(f"{moment.isoformat()} is still to come; apps take no episode from the future")
    return moment.astimezone(UTC).replace(microsecond=0)


def _passages_of(article: Article, job: Job) -> tuple[Passage, ...]:
    return script_of(article, job).passages
