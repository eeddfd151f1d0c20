"""What is decided of an episode before anyone speaks: its script, its ladder, and what stands already."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from podcast.daily.wording import find_wording
from podcast.model import Article, BlockKind, Script
from podcast.pipeline.job import Job
from podcast.pipeline.ladder import Readers, ladder_of
from podcast.script import write_script

if TYPE_CHECKING:
    from podcast.show import Standing


@dataclass(frozen=True, slots=True)
class EpisodePlan:
    """An episode to be made, or to be made again."""

    guid: str
    article: Article
    script: Script
    ladder: tuple[Readers, ...]
    """Who may read it, best first."""
    keys: tuple[str, ...]
    """Of each rung, says from what the episode would be made: the same key means that nothing would change."""
    standing: Standing | None
    """What is published of it now."""

    @property
    def rank(self) -> int | None:
        """The rung that reads the episode that stands; ``None`` when there is none, whole and made from the same."""
        if self.standing is None or not self.standing.is_whole or self.standing.content_key not in self.keys:
            return None
        return self.keys.index(self.standing.content_key)

    def key_of(self, readers: Readers) -> str:
        """Return the key of a rung of the ladder."""
        return self.keys[self.ladder.index(readers)]

    def wanted_title(self, readers: Readers) -> str | None:
        """Return the title of whoever should have read; ``None`` when *readers* are the first of the ladder."""
        return None if readers == self.ladder[0] else self.ladder[0].title


def plan_episode(article: Article, job: Job, *, guid: str) -> EpisodePlan:
    """Return the plan of the episode that *article* makes, or has made, under *guid*.

    Raises:
        PublishError: the folder's library is damaged or of a newer version.
    """
    from podcast import show as show_stage

    script = script_of(article, job)
    ladder = ladder_of(job.ladders, guid, script)
    keys = tuple(_content_key(script, readers, ladder[0], job) for readers in ladder)
    return EpisodePlan(guid, article, script, ladder, keys, show_stage.find_standing(job.folder, guid))


def script_of(article: Article, job: Job, *, locale: str | None = None) -> Script:
    """Return what will be said for *article*, in the show's *locale* or another, with its own pronunciations."""
    from podcast.show.wording import spoken_disclosure

    locale = locale or job.locale
    keep_latin = job.ladders.usual[0].first.latin == "keep"
    notice = _edition_notice(job, locale) if is_edition(article) else spoken_disclosure(job.show, locale)
    return write_script(article, locale=locale, lexicon=job.lexicon, keep_latin=keep_latin, notice=notice)


def _edition_notice(job: Job, locale: str) -> str | None:
    """Return what is said last in an edition: that no person reads."""
    said = job.show.disclosure.spoken
    return (find_wording(locale, job.show.edition.wording).disclosure if said is None else said) or None


def is_edition(article: Article) -> bool:
    """Tell whether *article* is an edition of several stories."""
    return any(block.kind is BlockKind.HEADLINE for block in article.blocks)


def _content_key(script: Script, readers: Readers, wanted: Readers, job: Job) -> str:
    """Say what an episode is made from, who reads it and who should; notes tell the latter where they differ."""
    from podcast.pictures.cover import DESIGN

    show = job.show
    sound = (show.pauses, show.music, show.loudness, show.format)
    made_from = (script, readers, wanted.title, sound, show.title, show.author, show.colors, DESIGN)
    return hashlib.sha256(repr(made_from).encode()).hexdigest()
