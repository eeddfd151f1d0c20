"""The line, end to end. The only module that knows every stage."""

from __future__ import annotations

import hashlib
import logging
import os
import tempfile
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from podcast import article as article_stage
from podcast.bangla.lexicon import Lexicon, parse_lexicon
from podcast.chunking import chunk_script
from podcast.errors import EngineUnavailableError, PublishError, SettingsError, SpeechError
from podcast.model import Article, BlockKind, Episode, Recording, Script
from podcast.script import write_script
from podcast.settings import Show, Voice, load_show, load_voice

if TYPE_CHECKING:
    from podcast.speech import ClipCache, Spoken

PROBE_TIMEOUT_S = 5.0
"""How long a voice of the ladder may take to answer before the next one is asked."""

_ONLINE_VOICE = {"bn-IN": "tanishaa", "bn-BD": "nabanita"}
_EMBEDDED_VOICE = "espeak"

_log = logging.getLogger(__name__)


class Listener(Protocol):
    """Whoever watches a conversion: the command line, or a program that calls :func:`convert`."""

    def note(self, message: str) -> None:
        """Hear something a person should know, such as which voice speaks and why."""

    def progress(self, stage: str, done: int, total: int) -> None:
        """Hear that *done* of *total* steps of *stage* are done."""


class LoggingListener:
    """Passes everything to the log; the default."""

    def note(self, message: str) -> None:
        """Log *message*."""
        _log.info("%s", message)

    def progress(self, stage: str, done: int, total: int) -> None:
        """Log the step."""
        _log.debug("%s: %d of %d", stage, done, total)


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


def convert(  # noqa: PLR0913 - the public API: each is one option of the command
    source: str | os.PathLike[str],
    *,
    out: str | os.PathLike[str] | None = None,
    voice: str | None = None,
    show: str = "default",
    base_url: str | None = None,
    force: bool = False,
    allow_private: bool = False,
) -> Episode:
    """Convert one article and publish it in the folder *out*; return the episode.

    *source* is a URL, a path, or ``-`` for standard input. *voice* and *show* are names or paths of files as in
    ``voices/`` and ``feeds/``. *base_url* is the folder's public address and is remembered. *force* goes on with a
    text that is not Bengali; *allow_private* lets addresses of the own network be fetched. Converting the same
    article again changes nothing.

    Raises:
        PodcastError: nothing was published; the message says why and what was expected.
    """
    job = plan(show=show, voice=voice, out=out, base_url=base_url)
    article = read_article(os.fspath(source), force=force, allow_private=allow_private)
    return publish_article(article, job).episode


@dataclass(frozen=True, slots=True)
class Job:
    """Everything a conversion needs besides the article, read and checked before any work begins."""

    show: Show
    voices: tuple[Voice, ...]
    """Best first; the next one speaks the whole episode when one cannot."""
    folder: Path
    base_url: str | None
    listener: Listener
    lexicon: Lexicon | None = None
    """The show's own pronunciations."""
    cache_folder: Path | None = None
    """Where clips are kept; ``None`` is the platform's cache folder."""

    @property
    def locale(self) -> str:
        """How numbers and symbols are spoken: the show's country, else that of the first voice."""
        return self.voices[0].locale if self.show.language == "bn" else self.show.language


def plan(
    *,
    show: str = "default",
    voice: str | None = None,
    out: str | os.PathLike[str] | None = None,
    base_url: str | None = None,
    listener: Listener | None = None,
) -> Job:
    """Read the show and the voices of a conversion; raise before anything is fetched or written.

    Raises:
        UsageError: no such show or voice.
        SettingsError: their files cannot be used.
    """
    the_show = load_show(show)
    folder = Path(out) if out is not None else published_folder(show)
    return Job(
        show=the_show,
        voices=_ladder(voice or the_show.voice, the_show),
        folder=folder,
        base_url=base_url or the_show.base_url,
        listener=listener or LoggingListener(),
        lexicon=read_lexicon(the_show.lexicon) if the_show.lexicon else None,
    )


def read_lexicon(path: Path) -> Lexicon:
    """Read a lexicon file.

    Raises:
        SettingsError: it cannot be read, or a line of it cannot be used; file, line and reason are named.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise SettingsError(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise SettingsError(f"{path}: is not UTF-8 text (byte {error.start})") from error
    return parse_lexicon(lines, str(path))


def _ladder(voice: str, show: Show) -> tuple[Voice, ...]:
    if voice != "auto":
        return (load_voice(voice),)
    online = _ONLINE_VOICE.get(show.language, _ONLINE_VOICE["bn-IN"])
    return (load_voice(online), load_voice(_EMBEDDED_VOICE))


def read_article(source: str, *, force: bool = False, allow_private: bool = False) -> Article:
    """Read *source* and take the article out of it.

    Raises:
        SourceError: it could not be read.
        NoArticleError: it holds no article, or none in Bengali (*force* goes on with any language).
    """
    page = article_stage.read_source(source, allow_private=allow_private)
    return article_stage.article_from_page(page, require_bengali=not force)


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
    with show_stage.staging(job.folder) as stage:
        voice, spoken = _speak(script, job)
        recording = _record(article, spoken, job, stage / "audio.mp3")
        cues = show_stage.time_sentences(script, spoken.clips, recording)
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
            chapters=show_stage.mark_chapters(script, cues),
            words=show_stage.time_words(script, spoken.clips, recording),
            summary=_summary(script),
            content_key=key,
        )
        episode = show_stage.publish_episode(job.folder, job.show, draft, base_url=job.base_url, now=datetime.now(UTC))
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
    script = script_of(article, job)
    voice, spoken = _speak(script, job)
    try:
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".podcast-") as scratch:
            staged = Path(scratch) / "audio.mp3"
            recording = _record(article, spoken, job, staged)
            size_bytes = staged.stat().st_size
            staged.replace(path)
    except OSError as error:
        raise PublishError(f"{path}: cannot be written: {error.strerror}") from error
    return Recorded(path, article.title, voice.title, recording.duration_ms, size_bytes, spoken.synthesized)


def published_folder(show: str, out: Path | None = None) -> Path:
    """Return the folder that *show* is published in: *out*, else the show's own, else ``./public/SHOW``."""
    the_show = load_show(show)
    return out or the_show.out or Path("public") / the_show.name


def _speak(script: Script, job: Job) -> tuple[Voice, Spoken]:
    """Speak the whole script with the first voice of the ladder that can; one episode has one reader."""
    from podcast.speech import ClipCache

    cache = ClipCache(job.cache_folder)
    for rank, voice in enumerate(job.voices):
        is_last = rank == len(job.voices) - 1
        try:
            spoken = _speak_with(voice, script, cache, job.listener, must_answer=not is_last)
        except SpeechError as error:
            if is_last:
                raise
            job.listener.note(f"voice {voice.name} cannot speak: {error}; {job.voices[rank + 1].name} speaks instead")
        else:
            if len(job.voices) > 1:
                job.listener.note(f"voice {voice.name} ({voice.title}) speaks")
            return voice, spoken
    raise EngineUnavailableError("there is no voice to speak with")


def _speak_with(voice: Voice, script: Script, cache: ClipCache, listener: Listener, *, must_answer: bool) -> Spoken:
    from podcast.speech import open_engine, speak_chunks

    engine = open_engine(voice.engine)
    chunks = chunk_script(script, best_bytes=engine.limits.best_bytes, max_bytes=engine.limits.max_bytes)
    if must_answer and not all(cache.has(engine, voice, chunk.text) for chunk in chunks):
        engine.probe(voice, PROBE_TIMEOUT_S)
    return speak_chunks(
        chunks,
        engine=engine,
        voice=voice,
        cache=cache,
        on_progress=lambda done, total: listener.progress("speaking", done, total),
    )


def _record(article: Article, spoken: Spoken, job: Job, path: Path) -> Recording:
    from podcast import audio

    recording = audio.record(
        spoken.clips,
        path,
        pauses=job.show.pauses,
        music=job.show.music,
        on_progress=lambda done: job.listener.progress("mastering", done, len(spoken.clips)),
    )
    tags = audio.Tags(
        title=article.title,
        show=job.show.title,
        artist=job.show.author or article.site_name or job.show.title,
        published_at=datetime.now(UTC),
        source_url=article.url,
    )
    audio.write_tags(path, tags)
    return recording


def _content_key(script: Script, job: Job) -> str:
    """Say what an episode is made from: the same key means that making it again would change nothing."""
    made_from = (script, job.voices, job.show.pauses, job.show.music, job.show.title, job.show.author)
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
