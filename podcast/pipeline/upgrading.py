"""Episodes that a fallback spoke, spoken again by the voice that should have."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from podcast.errors import PodcastError, PublishError, SettingsError, SpeechError, UsageError
from podcast.model import Article, Episode
from podcast.pipeline.episode_plan import EpisodePlan, plan_episode
from podcast.pipeline.job import Job
from podcast.pipeline.ladder import Readers
from podcast.pipeline.line import make_episode
from podcast.pipeline.probing import Prober, probe_voice
from podcast.pipeline.speaking import Probe
from podcast.settings import show_names

DEFAULT_SHOW = "default"


class Outcome(StrEnum):
    """What became of one episode."""

    UPGRADED = "upgraded"
    POSSIBLE = "possible"
    """A better voice can speak it; nothing was done, for this was a rehearsal."""
    UNCHANGED = "unchanged"
    """No better voice can speak now."""
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Upgraded:
    """One episode that a fallback spoke, and what became of it."""

    episode: Episode
    """As it is now."""
    outcome: Outcome
    was_voice: str
    """Title of the voice that spoke before."""
    better_voice: str | None = None
    """Title of the voice that speaks it now, or could."""
    error: str | None = None


def remembered_show(folder: Path | None) -> str:
    """Return the name of the show that *folder* belongs to; ``default`` without a folder, or when it is not known.

    Raises:
        UsageError: its file is not found from here; its folder's feed must not be written as another show's.
        PublishError: the folder's library cannot be used.
    """
    from podcast import show as show_stage

    name = (show_stage.show_name_of(folder) if folder else None) or DEFAULT_SHOW
    if name not in show_names():
        raise UsageError(f"{folder}: belongs to the show “{name}”, whose file is not found from here; give --show FILE")
    return name


def upgrade_episodes(job: Job, *, dry_run: bool = False, probe: Probe = probe_voice) -> tuple[Upgraded, ...]:
    """Speak every episode of the folder that a fallback spoke again, where a better voice can now; newest first.

    Guid, address and date of an episode stay. One that fails stops none of the others, and stays as it was. A voice
    that cannot speak is asked once.

    Raises:
        PublishError: *job* names a folder in which nothing has been published, or whose library cannot be used.
    """
    from podcast import show as show_stage

    if not show_stage.library_path(job.folder).is_file():
        raise PublishError(f"{job.folder}: nothing has been published here; expected the folder of a show")
    with show_stage.Library.open(job.folder) as library:
        episodes = library.episodes()
    prober = Prober(probe)
    return tuple(_upgrade(episode, job, prober, dry_run=dry_run) for episode in episodes if _is_fallback(episode, job))


def _is_fallback(episode: Episode, job: Job) -> bool:
    """Say whether a fallback spoke *episode*, or may have before that was recorded."""
    if episode.wanted_voice is not None:
        return True
    lower = {readers.title for readers in job.ladders.usual[1:]}
    with suppress(PublishError):
        return episode.voice in lower and _stored_article(job.folder, episode) is None
    return False


def _stored_article(folder: Path, episode: Episode) -> Article | None:
    from podcast import show as show_stage

    return show_stage.read_stored_article(folder, episode.episode_id)


def _upgrade(episode: Episode, job: Job, prober: Prober, *, dry_run: bool) -> Upgraded:
    try:
        article = _stored_article(job.folder, episode)
        if article is None:
            again = f"podcast convert {episode.source_url}" if episode.source_url else "convert its source again"
            raise PublishError(f"{episode.title}: was published before texts were stored; {again}")
        plan = plan_episode(article, job, guid=episode.guid)
        is_whole = plan.standing is not None and plan.standing.is_whole
        rungs = _better_rungs(plan, episode) if is_whole else plan.ladder
        if dry_run:
            able = next((readers for readers in rungs if _can_speak(readers, job, prober)), None)
            outcome = Outcome.UNCHANGED if able is None else Outcome.POSSIBLE
            return Upgraded(episode, outcome, episode.voice, able.title if able else None)
        made = make_episode(plan, job, rungs, keeps=is_whole, probe=prober)
    except PodcastError as error:
        return Upgraded(episode, Outcome.FAILED, episode.voice, error=str(error))
    if not made.is_new:
        return Upgraded(episode, Outcome.UNCHANGED, episode.voice)
    return Upgraded(made.episode, Outcome.UPGRADED, episode.voice, made.episode.voice)


def _better_rungs(plan: EpisodePlan, episode: Episode) -> tuple[Readers, ...]:
    """Return the rungs above the one that speaks now, and always the first."""
    titles = [readers.title for readers in plan.ladder]
    by_title = titles.index(episode.voice) if episode.voice in titles else 0  # what it is made from has changed since
    return plan.ladder[: max(1, by_title if plan.rank is None else plan.rank)]


def _can_speak(readers: Readers, job: Job, prober: Prober) -> bool:
    try:
        for voice in readers.voices:
            prober(voice)
    except (SpeechError, SettingsError) as error:
        job.listener.note(f"voice {readers.name} cannot speak: {error}")
        return False
    return True
