"""One article through every stage: to a published episode, to one sound file, or to nothing but its length."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from podcast.errors import PublishError
from podcast.memory import give_back_memory
from podcast.model import Article, BlockKind, Episode, Recording, Script
from podcast.moment import publication_time
from podcast.pipeline.episode_plan import EpisodePlan, plan_episode, script_of
from podcast.pipeline.job import Job
from podcast.pipeline.ladder import Ladders, Readers, ladder_of
from podcast.pipeline.probing import probe_voice
from podcast.pipeline.speaking import Probe, Told, speak
from podcast.pipeline.tagging import write_tags
from podcast.settings import load_voice

if TYPE_CHECKING:
    from podcast.show import Draft


@dataclass(frozen=True, slots=True)
class Converted:
    """What became of one source."""

    episode: Episode
    audio: Path
    page: Path
    feed: Path
    feed_url: str
    is_new: bool
    """False when the same episode was already there and nothing was done."""
    synthesized: int
    """Chunks spoken by the engine in this run; the others came from the cache."""


def publish_article(article: Article, job: Job, *, replaces: str | None = None, is_forced: bool = False) -> Converted:
    """Speak *article* and publish it; do nothing when the same episode is already there.

    One that a fallback spoke is spoken again when a better voice can. *replaces* names the episode (id, guid or the
    beginning of its title) that the article is the corrected text of; it is remembered. *is_forced* publishes an
    article again whose episode was removed.

    Raises:
        RemovedError: the episode was removed.
        PodcastError: nothing was published.
    """
    from podcast import show as show_stage

    guid = show_stage.guid_for(article, job.folder, replaces=replaces)
    if not is_forced:
        show_stage.check_not_removed(job.folder, guid, article.title)
    plan = plan_episode(article, job, guid=guid)
    if plan.rank is None:
        return make_episode(plan, job, plan.ladder, keeps=False, is_wanted_again=is_forced)
    return make_episode(plan, job, plan.ladder[: plan.rank], keeps=True)


def make_episode(  # noqa: PLR0913 - a plan, who may speak it, and how it is published
    plan: EpisodePlan,
    job: Job,
    rungs: Sequence[Readers],
    *,
    keeps: bool,
    probe: Probe = probe_voice,
    is_wanted_again: bool = False,
) -> Converted:
    """Speak and publish with the first of *rungs* that can; with *keeps* the episode that stands stays if none can.

    Raises:
        PodcastError: nothing was published.
    """
    from podcast import show as show_stage

    standing = plan.standing.episode if plan.standing is not None else None
    if standing is not None and keeps and not rungs:
        return _unchanged(standing, job)
    with show_stage.staging(job.folder) as stage, show_stage.CoverInTheMaking(job.folder, job.show) as cover:
        told = speak(plan.script, rungs, job, standing=standing.voice if standing and keeps else None, probe=probe)
        if told is None:
            assert standing is not None
            return _unchanged(standing, job)
        now = publication_time()
        draft = replace(_draft(plan, told, job, stage, now=now), is_wanted_again=is_wanted_again)
        episode = show_stage.publish_episode(
            job.folder, job.show, draft, base_url=job.base_url, now=now, draw_cover=cover.draw
        )
    return _converted(episode, job, is_new=True, synthesized=told.synthesized)


def _draft(plan: EpisodePlan, told: Told, job: Job, stage: Path, *, now: datetime) -> Draft:
    from podcast import show as show_stage

    script, readers = plan.script, told.readers
    edits = show_stage.Edits()
    if plan.standing is not None:
        edits = show_stage.read_edits(job.folder, plan.standing.episode.episode_id, plan.article)
    article = edits.over(plan.article)
    give_back_memory()
    recording = _record(told, job, stage / "audio.mp3")
    give_back_memory()
    speakers = {voice.name: voice.title for voice in readers.voices} if readers.second is not None else None
    cues = show_stage.time_sentences(script, told.clips, recording, speakers=speakers)
    chapters = show_stage.mark_chapters(replace(script, title=article.title), cues, article.url)
    published_at = show_stage.publication_date(job.folder, plan.guid, now)
    picture = show_stage.draw_picture(job.show, article.title, published_at)
    write_tags(recording, script, article, job, chapters=chapters, published_at=published_at, picture=picture)
    give_back_memory()
    return show_stage.Draft(
        guid=plan.guid,
        article=plan.article,
        title=article.title,
        source_url=article.url,
        site_name=article.site_name,
        voice=readers.title,
        audio=recording.path,
        duration_ms=recording.duration_ms,
        passages=script.passages,
        cues=cues,
        chapters=chapters,
        picture=picture,
        words=show_stage.time_words(script, told.clips, recording),
        summary=summary_of(script) if edits.summary is None else edits.summary,
        content_key=plan.key_of(readers),
        wanted_voice=plan.wanted_title(readers),
        sentences=show_stage.spoken_sentences(script, told.clips, recording),
        is_silent=all(voice.engine == "silent" for voice in readers.voices),
        edits=edits,
    )


def rehearse(article: Article, job: Job) -> Converted:
    """Run the whole line with silence instead of a voice, in a folder that is thrown away.

    The result tells the length to expect and that the article would go through; its paths no longer exist.

    Raises:
        PodcastError: what the real run would raise, short of the engine's own failures.
    """
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        ladders = Ladders((Readers(load_voice("silent")),))
        silent = replace(job, ladders=ladders, folder=folder / "show", cache_folder=folder / "clips")
        return publish_article(article, silent)


@dataclass(frozen=True, slots=True)
class Recorded:
    """An article spoken into one sound file."""

    audio: Path
    title: str
    voice: str
    duration_ms: int
    size_bytes: int
    synthesized: int
    wanted_voice: str | None = None
    """Title of the voice that should have spoken, where another one had to."""


def record_file(article: Article, job: Job, path: Path) -> Recorded:
    """Speak *article* into the one sound file *path*; no feed, no folder.

    Raises:
        PodcastError: *path* was not written.
    """
    if not path.parent.is_dir():
        raise PublishError(f"{path}: the folder {path.parent} does not exist")
    from podcast import show as show_stage

    script = script_of(article, job)
    ladder = ladder_of(job.ladders, show_stage.episode_guid(article), script)
    try:
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".podcast-") as scratch:
            told = speak(script, ladder, job)
            assert told is not None
            staged = Path(scratch) / "audio.mp3"
            now = publication_time()
            picture = show_stage.draw_picture(job.show, article.title, now)
            recording = _record(told, job, staged)
            cues = show_stage.time_sentences(script, told.clips, recording)
            chapters = show_stage.mark_chapters(script, cues, article.url)
            write_tags(recording, script, article, job, chapters=chapters, published_at=now, picture=picture)
            size_bytes = staged.stat().st_size
            staged.replace(path)
    except OSError as error:
        raise PublishError(f"{path}: cannot be written: {error.strerror}") from error
    readers = told.readers
    wanted = None if readers == ladder[0] else ladder[0].title
    return Recorded(path, article.title, readers.title, recording.duration_ms, size_bytes, told.synthesized, wanted)


def _record(told: Told, job: Job, path: Path) -> Recording:
    from podcast import audio

    pauses = {voice.name: job.show.pauses.over(voice.pauses) for voice in told.readers.voices}
    return audio.record(
        told.clips,
        path,
        pauses=lambda clip: pauses[clip.voice],
        music=job.show.music,
        loudness_lufs=job.show.loudness,
        sound_format=job.show.format,
        voice_of=lambda clip: clip.voice,
        on_progress=lambda done: job.listener.progress("mastering", done, len(told.clips)),
    )


def summary_of(script: Script, most_characters: int = 300) -> str:
    """Return the body's first sentences as written, whole, as many as fit (always one); an edition's headlines, all."""
    headlines = [passage.sentences[0].written for passage in script.passages if passage.url and passage.sentences]
    if headlines:
        return " • ".join(headlines)
    body = [s.written for p in script.passages if p.kind is BlockKind.PARAGRAPH for s in p.sentences]
    summary = body[0] if body else script.title
    for written in body[1:]:
        if len(summary) + len(written) >= most_characters:
            break
        summary = f"{summary} {written}"
    return summary


def _unchanged(episode: Episode, job: Job) -> Converted:
    from podcast import show as show_stage

    show_stage.refresh_folder(job.folder, job.show, base_url=job.base_url)
    return _converted(episode, job, is_new=False, synthesized=0)


def _converted(episode: Episode, job: Job, *, is_new: bool, synthesized: int) -> Converted:
    from podcast import show as show_stage

    base_url = show_stage.base_url_of(job.folder)
    return Converted(
        episode=episode,
        audio=job.folder / "episodes" / f"{episode.episode_id}.mp3",
        page=job.folder / "episodes" / f"{episode.episode_id}.html",
        feed=job.folder / "feed.xml",
        feed_url=f"{base_url}feed.xml",
        is_new=is_new,
        synthesized=synthesized,
    )
