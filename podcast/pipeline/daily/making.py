"""A day's stories into its edition, stage by stage; what goes wrong is told, and loses only itself."""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from datetime import time as clock_time
from typing import TYPE_CHECKING

from podcast.daily.choosing import Choice, choose
from podcast.daily.composing import compose
from podcast.daily.ranking import Story
from podcast.daily.standing import find_episode
from podcast.errors import EngineUnavailableError, PodcastError, PublishError, SpeechError
from podcast.model import Article
from podcast.pipeline.daily.assignment import Assignment
from podcast.pipeline.daily.gathering import Gathered, Newsroom, gather
from podcast.pipeline.daily.memory import catch_up, forget_old, remember
from podcast.pipeline.daily.reports import (
    Outcome,
    Report,
    ReportedEpisode,
    ReportedRest,
    ReportedStory,
    UnknownWord,
    failed,
)
from podcast.pipeline.episode_plan import plan_episode, script_of
from podcast.pipeline.job import Listener
from podcast.pipeline.keeping import retire_episodes
from podcast.pipeline.ladder import ladder_of
from podcast.pipeline.line import Converted, make_episode, publish_article, rehearse
from podcast.pipeline.speaking import speak
from podcast.script import find_unknown

if TYPE_CHECKING:
    from collections.abc import Iterator

_MOST_UNKNOWN = 50


class _Notebook:
    """Hears what is said during a run, and passes it on."""

    def __init__(self, listener: Listener) -> None:
        self.notes: list[str] = []
        self._listener = listener

    def note(self, message: str) -> None:
        self.notes.append(message)
        self._listener.note(message)

    def progress(self, stage: str, done: int, total: int, left_s: float | None = None) -> None:
        self._listener.progress(stage, done, total, left_s)


class Making:
    """One run, stage by stage; what is known so far is in its report."""

    def __init__(self, assignment: Assignment) -> None:
        self._notebook = _Notebook(assignment.job.listener)
        self._job = replace(assignment.job, listener=self._notebook)
        self._task = assignment
        self._seconds: dict[str, float] = {}
        self._begun = time.monotonic()
        self.report = Report(assignment.job.show.name, assignment.day, Outcome.FAILED, assignment.now, assignment.now)

    def go(self) -> Report:
        """Do it all; a failure is in the report, not raised."""
        try:
            self._make()
        except PodcastError as error:
            self.report = failed(self.report, error)
        ended_at = self._task.now + timedelta(seconds=round(time.monotonic() - self._begun, 1))
        return replace(
            self.report,
            ended_at=ended_at,
            notes=tuple(self._notebook.notes),
            seconds={stage: round(seconds, 1) for stage, seconds in self._seconds.items()},
        )

    def _make(self) -> None:
        rules = self._job.show.edition
        if rules.publishes == "edition" and self._has_edition():
            self.report = replace(self.report, outcome=Outcome.STANDING)
            self._afterwards()
            return
        catch_up(self._job.folder)
        of_editions = rules.publishes != "articles"
        remembered = remember(self._job.folder, besides=self._task.guid, of_editions=of_editions, now=self._task.now)
        with self._timed("reading"):
            gathered = self._gather(remembered.urls)
        with self._timed("choosing"):
            choice = choose(
                gathered.candidates, rules, self._job.show.sources, remembered=remembered, now=self._until()
            )
        self._tell(choice)
        if len(choice.stories) < rules.min_articles:
            self._too_little(choice, gathered)
            return
        with self._timed("speaking"):
            if rules.publishes != "edition":
                self._publish_articles(choice, gathered)
            if rules.publishes != "articles":
                self._publish_edition(choice)
        if self._task.is_rehearsal:
            self.report = replace(self.report, outcome=Outcome.REHEARSED)
            return
        self.report = replace(self.report, outcome=Outcome.PUBLISHED)
        forget_old(self._job.folder, self._task.now)
        self._afterwards()

    def _has_edition(self) -> bool:
        """Tell whether the edition is there, and only not where the show is published."""
        task = self._task
        wants_anew = task.is_rebuild or task.is_rehearsal
        return not wants_anew and find_episode(self._job.show, self._job.folder, task.day) is not None

    def _gather(self, known: frozenset[str]) -> Gathered:
        sources = self._job.show.sources
        until = self._until()
        newsroom = Newsroom(self._job.show.edition, self._task.reader, known, until, is_past=until < self._task.now)
        gathered = gather(
            sources, newsroom, lambda done: self._notebook.progress("reading sources", done, len(sources))
        )
        self.report = replace(self.report, sources=gathered.sources)
        return gathered

    def _until(self) -> datetime:
        """Return the time by which stories are judged: the present, or the end of an earlier day."""
        end = datetime.combine(self._task.day, clock_time.max, self._task.moment.tzinfo).astimezone(UTC)
        return min(self._task.now, end)

    def _tell(self, choice: Choice) -> None:
        self.report = replace(
            self.report,
            stories=tuple(
                ReportedStory(
                    story.kept.title, story.kept.url, story.sources, story.part.is_whole, story.category, story.score
                )
                for story in choice.stories
            ),
            left_out=tuple(
                ReportedRest(one.candidate.source, one.candidate.title, one.candidate.url, one.reason)
                for one in choice.left_out
            ),
        )

    def _too_little(self, choice: Choice, gathered: Gathered) -> None:
        least = self._job.show.edition.min_articles
        reason = f"{len(choice.stories)} stories are new, and an edition needs {least}"
        if all(source.failure for source in gathered.sources):
            raise PublishError(f"no source could be read; the first: {gathered.sources[0].failure}")
        self.report = replace(self.report, outcome=Outcome.TOO_LITTLE, reason=reason)

    def _publish_edition(self, choice: Choice) -> None:
        """Publish the edition; a story that nobody can speak is left out and reported.

        Raises:
            PodcastError: there is none.
        """
        while True:
            article = self._compose(choice)
            try:
                self._add_episode(self._speak(article))
            except EngineUnavailableError:
                raise
            except SpeechError as error:
                mute = self._find_mute(choice.stories)
                rest = tuple(story for story in choice.stories if story not in mute)
                if not mute or len(rest) < self._job.show.edition.min_articles:
                    raise
                choice = replace(choice, stories=rest)
                for story in mute:
                    self._fail(f"“{story.kept.title}” cannot be spoken and was left out: {error}")
                lost = {story.kept.url for story in mute}
                self.report = replace(
                    self.report, stories=tuple(one for one in self.report.stories if one.url not in lost)
                )
            else:
                return

    def _compose(self, choice: Choice) -> Article:
        show = self._job.show
        edition = compose(
            choice,
            show=show.title,
            locale=self._job.locale,
            moment=self._task.moment,
            wording=show.edition.wording,
        )
        unknown = find_unknown(script_of(edition.article, self._job))[:_MOST_UNKNOWN]
        words = tuple(UnknownWord(one.written, one.spoken, one.count) for one in unknown)
        self.report = replace(self.report, unknown_words=words)
        return edition.article

    def _speak(self, article: Article) -> Converted:
        if self._task.is_rehearsal:
            return rehearse(article, self._job)
        plan = plan_episode(article, self._job, guid=self._task.guid)
        if plan.rank is None:
            return make_episode(plan, self._job, plan.ladder, keeps=False, is_wanted_again=True)
        return make_episode(plan, self._job, plan.ladder[: plan.rank], keeps=True)

    def _find_mute(self, stories: Sequence[Story]) -> tuple[Story, ...]:
        """Return the stories that nobody can speak even by themselves; what can be spoken is in the cache."""
        return tuple(story for story in stories if not self._can_speak(story))

    def _can_speak(self, story: Story) -> bool:
        script = script_of(Article(story.kept.title, story.part.blocks), self._job)
        try:
            speak(script, ladder_of(self._job.ladders, self._task.guid, script), self._job)
        except SpeechError:
            return False
        return True

    def _publish_articles(self, choice: Choice, gathered: Gathered) -> None:
        """Publish each story by itself; one that fails is reported."""
        done = 0
        for story in choice.stories:
            article = gathered.articles[story.kept.url]
            try:
                converted = (
                    rehearse(article, self._job) if self._task.is_rehearsal else publish_article(article, self._job)
                )
            except PodcastError as error:
                self._fail(f"“{story.kept.title}” was not published: {error}")
            else:
                self._add_episode(converted)
                done += 1
        if not done:
            raise PublishError("none of the stories could be published")

    def _afterwards(self) -> None:
        """Do what comes after publishing; should it fail, what was published stays."""
        try:
            retire_episodes(self._job)
        except PodcastError as error:
            self._fail(str(error))
        if self._job.show.publish is not None:
            with self._timed("uploading"):
                self._upload(self._job.show.publish)

    def _upload(self, address: str) -> None:
        from podcast.publish import publishing
        from podcast.show.checking import removed_from

        try:
            with publishing.open_target(address) as target:
                publishing.publish(self._job.folder, target, removed=removed_from(self._job.folder))
        except PodcastError as error:
            self._fail(f"the episode is in {self._job.folder} but was not brought to {address}: {error}")
            self.report = replace(self.report, outcome=Outcome.NOT_UPLOADED)

    def _add_episode(self, converted: Converted) -> None:
        episode = converted.episode
        told = ReportedEpisode(
            episode_id=episode.episode_id,
            guid=episode.guid,
            title=episode.title,
            voice=episode.voice,
            wanted_voice=episode.wanted_voice,
            duration_ms=episode.duration_ms,
            audio=str(converted.audio),
            page=str(converted.page),
            is_new=converted.is_new,
            synthesized=converted.synthesized,
        )
        self.report = replace(self.report, episodes=(*self.report.episodes, told), feed=str(converted.feed))

    def _fail(self, message: str) -> None:
        self._notebook.note(message)
        self.report = replace(self.report, failures=(*self.report.failures, message))

    @contextmanager
    def _timed(self, stage: str) -> Iterator[None]:
        begun = time.monotonic()
        try:
            yield
        finally:
            self._seconds[stage] = time.monotonic() - begun
