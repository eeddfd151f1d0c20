"""The voices there are: which can speak now, why the others cannot, and how each sounds."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from pathlib import Path

from podcast.errors import EngineUnavailableError, PodcastError, PublishError, SettingsError, UsageError
from podcast.model import Article, Block, BlockKind
from podcast.pipeline.job import Job, Listener, LoggingListener
from podcast.pipeline.ladder import Ladders, Readers
from podcast.pipeline.line import Recorded, record_file
from podcast.pipeline.probing import PROBE_TIMEOUT_S, probe_voice
from podcast.settings import Disclosure, Voice, load_show, load_voice, search_path, voice_names

_SAMPLE = "sample.txt"
_OF_A_SAMPLE = Disclosure(spoken="", unspoken_because="whoever asks for a sample knows that it is one")


@dataclass(frozen=True, slots=True)
class VoiceStatus:
    """A voice, and whether it can speak now."""

    name: str
    voice: Voice | None
    """``None`` when its file cannot be used."""
    can_speak: bool | None
    """``None`` when the service it speaks through was not asked."""
    reason: str | None
    """Why it cannot, or was not asked."""


@dataclass(frozen=True, slots=True)
class Sampled:
    """What became of one voice's sample."""

    status: VoiceStatus
    recorded: Recorded | None
    """``None`` when it could not speak; then the status says why."""


def voice_statuses(
    names: Sequence[str] | None = None, *, asks_services: bool = False, timeout_s: float = PROBE_TIMEOUT_S
) -> tuple[VoiceStatus, ...]:
    """Return of every voice, or of those called *names*, whether it can speak now.

    Voices of this machine are tried. Services on the internet are asked only with *asks_services*, all at once, each
    for *timeout_s* at most.

    Raises:
        UsageError: there is no voice of one of the names.
    """
    from podcast.speech.engine import ONLINE_ENGINES
    from podcast.speech.threads import DaemonThreads

    loaded = [_load(name) for name in (voice_names() if names is None else dict.fromkeys(names))]
    online = [one for one in loaded if isinstance(one, Voice) and one.engine in ONLINE_ENGINES]
    answers: dict[str, Future[VoiceStatus]] = {}
    if asks_services and online:
        threads = DaemonThreads(len(online))
        answers = {voice.name: threads.submit(_try, voice, timeout_s) for voice in online}
        threads.shutdown(wait=False)
    statuses = []
    for one in loaded:
        if isinstance(one, VoiceStatus):
            statuses.append(one)
        elif one not in online:
            statuses.append(_try(one, timeout_s))
        elif one.name in answers:
            statuses.append(answers[one.name].result())
        else:
            statuses.append(VoiceStatus(one.name, one, None, "a service on the internet, which was not asked"))
    return tuple(statuses)


def sample_voices(
    names: Sequence[str] | None, folder: Path, *, listener: Listener | None = None, timeout_s: float = PROBE_TIMEOUT_S
) -> tuple[Sampled, ...]:
    """Speak a set text with every voice, or with those called *names*, to ``NAME.mp3`` in *folder*, which is made.

    A voice that cannot speak stops none of the others. Silence is sampled only by name.

    Raises:
        UsageError: there is no voice of one of the names.
        SettingsError: the text is missing.
        PublishError: *folder* cannot be made.
    """
    article = _sample_article()
    statuses = voice_statuses(names, asks_services=True, timeout_s=timeout_s)
    if names is None:
        statuses = tuple(one for one in statuses if one.voice is None or one.voice.engine != "silent")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise PublishError(f"{folder}: cannot be made: {error.strerror}") from error
    return tuple(_sample(status, article, folder, listener or LoggingListener()) for status in statuses)


def _load(name: str) -> Voice | VoiceStatus:
    try:
        return load_voice(name)
    except UsageError:
        raise
    except SettingsError as error:
        return VoiceStatus(name, None, can_speak=False, reason=str(error))


def _try(voice: Voice, timeout_s: float) -> VoiceStatus:
    try:
        probe_voice(voice, timeout_s)
    except PodcastError as error:
        return VoiceStatus(voice.name, voice, can_speak=False, reason=str(error).removeprefix(f"voice {voice.name}: "))
    return VoiceStatus(voice.name, voice, can_speak=True, reason=None)


def _sample(status: VoiceStatus, article: Article, folder: Path, listener: Listener) -> Sampled:
    voice = status.voice
    if voice is None or not status.can_speak:
        return Sampled(status, None)
    show = replace(load_show("default"), disclosure=_OF_A_SAMPLE)
    job = Job(show=show, ladders=Ladders((Readers(voice),)), folder=folder, base_url=None, listener=listener)
    try:
        return Sampled(status, record_file(article, job, folder / f"{voice.name}.mp3"))
    except EngineUnavailableError as error:
        return Sampled(VoiceStatus(voice.name, voice, can_speak=False, reason=str(error)), None)
    except PodcastError as error:
        return Sampled(VoiceStatus(voice.name, voice, can_speak=True, reason=str(error)), None)


def _sample_article() -> Article:
    """Read the set text: the first line is the headline, paragraphs are lines.

    Raises:
        SettingsError: it is missing, or cannot be used.
    """
    found = next((folder / _SAMPLE for folder in search_path("voices") if (folder / _SAMPLE).is_file()), None)
    if found is None:
        raise SettingsError(f"{search_path('voices')[-1] / _SAMPLE}: the text of the samples is missing")
    try:
        lines = [line for line in found.read_text(encoding="utf-8").splitlines() if line.strip()]
    except UnicodeDecodeError as error:
        raise SettingsError(f"{found}: is not UTF-8 text (byte {error.start})") from error
    if not lines:
        raise SettingsError(f"{found}: is empty; a headline and paragraphs were expected, a line each")
    title, *lines = lines
    return Article(title, tuple(Block(BlockKind.PARAGRAPH, line) for line in lines))
