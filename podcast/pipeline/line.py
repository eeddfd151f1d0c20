"""One article through every stage: to a published episode, to one sound file, or to nothing but its length."""

from __future__ import annotations

import hashlib
import tempfile
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from podcast.errors import PublishError
from podcast.model import Article, BlockKind, Episode, Recording, Script
from podcast.pipeline.job import Job
from podcast.pipeline.speaking import speak
from podcast.pipeline.tagging import write_tags
from podcast.script import write_script
from podcast.settings import Voice, load_voice

if TYPE_CHECKING:
    from podcast.speech import Spoken


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


def script_of(article: Article, job: Job) -> Script:
    """Return what will be said for *article*, in the show's locale, with its own pronunciations."""
    keep_latin = job.voices[0].latin == "keep"
    return write_script(article, locale=job.locale, lexicon=job.lexicon, keep_latin=keep_latin)


def publish_article(article: Article, job: Job) -> Converted:
    """Speak *article* and publish it; do nothing when the same episode is already there.

    Raises:
        PodcastError: nothing was published.
    """
    from podcast import show as show_stage

    script = script_of(article, job)
    guid = show_stage.episode_guid(article)
    key = _content_key(script, job)
    current = show_stage.current_episode(job.folder, guid, key)
    if current is not None:
        show_stage.refresh_folder(job.folder, job.show, base_url=job.base_url)
        return _converted(current, job, is_new=False, synthesized=0)
    now = datetime.now(UTC)
    published_at = show_stage.publication_date(job.folder, guid, now)
    with show_stage.staging(job.folder) as stage, show_stage.CoverInTheMaking(job.folder, job.show) as cover:
        voice, spoken = speak(script, job)
        picture = show_stage.draw_picture(job.show, article.title, published_at)
        recording = _record(voice, spoken, job, stage / "audio.mp3")
        cues = show_stage.time_sentences(script, spoken.clips, recording)
        chapters = show_stage.mark_chapters(script, cues, article.url)
        write_tags(recording, script, article, job, chapters=chapters, published_at=published_at, picture=picture)
        draft = show_stage.Draft(
            guid=guid,
            title=article.title,
            source_url=article.url,
            site_name=article.site_name,
            voice=voice.title,
            audio=recording.path,
            duration_ms=recording.duration_ms,
            passages=script.passages,
            cues=cues,
            chapters=chapters,
            picture=picture,
            words=show_stage.time_words(script, spoken.clips, recording),
            summary=_summary(script),
            content_key=key,
            sentences=show_stage.spoken_sentences(script, spoken.clips, recording),
            is_silent=voice.engine == "silent",
        )
        episode = show_stage.publish_episode(
            job.folder, job.show, draft, base_url=job.base_url, now=now, draw_cover=cover.draw
        )
    return _converted(episode, job, is_new=True, synthesized=spoken.synthesized)


def rehearse(article: Article, job: Job) -> Converted:
    """Run the whole line with silence instead of a voice, in a folder that is thrown away.

    The result tells the length to expect and that the article would go through; its paths no longer exist.

    Raises:
        PodcastError: what the real run would raise, short of the engine's own failures.
    """
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        silent = replace(job, voices=(load_voice("silent"),), folder=folder / "show", cache_folder=folder / "clips")
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


def record_file(article: Article, job: Job, path: Path) -> Recorded:
    """Speak *article* into the one sound file *path*; no feed, no folder.

    Raises:
        PodcastError: *path* was not written.
    """
    if not path.parent.is_dir():
        raise PublishError(f"{path}: the folder {path.parent} does not exist")
    from podcast import show as show_stage

    script = script_of(article, job)
    try:
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".podcast-") as scratch:
            voice, spoken = speak(script, job)
            staged = Path(scratch) / "audio.mp3"
            now = datetime.now(UTC)
            picture = show_stage.draw_picture(job.show, article.title, now)
            recording = _record(voice, spoken, job, staged)
            cues = show_stage.time_sentences(script, spoken.clips, recording)
            chapters = show_stage.mark_chapters(script, cues, article.url)
            write_tags(recording, script, article, job, chapters=chapters, published_at=now, picture=picture)
            size_bytes = staged.stat().st_size
            staged.replace(path)
    except OSError as error:
        raise PublishError(f"{path}: cannot be written: {error.strerror}") from error
    return Recorded(path, article.title, voice.title, recording.duration_ms, size_bytes, spoken.synthesized)


def _record(voice: Voice, spoken: Spoken, job: Job, path: Path) -> Recording:
    from podcast import audio

    return audio.record(
        spoken.clips,
        path,
        pauses=job.show.pauses.over(voice.pauses),
        music=job.show.music,
        loudness_lufs=job.show.loudness,
        sound_format=job.show.format,
        on_progress=lambda done: job.listener.progress("mastering", done, len(spoken.clips)),
    )


def _content_key(script: Script, job: Job) -> str:
    """Say what an episode is made from: the same key means that making it again would change nothing."""
    from podcast.show.cover import DESIGN

    show = job.show
    sound = (show.pauses, show.music, show.loudness, show.format)
    made_from = (script, job.voices, sound, show.title, show.author, show.colors, DESIGN)
    return hashlib.sha256(repr(made_from).encode()).hexdigest()


def _summary(script: Script, most_characters: int = 300) -> str:
    """Return the body's first sentences as written, whole, as many as fit (always one)."""
    body = [s.written for p in script.passages if p.kind is BlockKind.PARAGRAPH for s in p.sentences]
    summary = body[0] if body else script.title
    for written in body[1:]:
        if len(summary) + len(written) >= most_characters:
            break
        summary = f"{summary} {written}"
    return summary


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
