"""An episode that is spoken and mastered but not yet published."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from podcast.fitting import one_line
from podcast.model import Article, Chapter, Cue, Episode, Passage, TimedWord
from podcast.show.life.edits import NO_EDITS, Edits
from podcast.show.proof import Spoken


@dataclass(frozen=True, slots=True)
class Draft:
    """Everything the published folder needs to know of a new episode."""

    guid: str
    article: Article
    """What the episode was made of; kept so that it can be spoken again."""
    title: str
    source_url: str | None
    site_name: str | None
    voice: str
    """The voice's title, as a reader is told it."""
    audio: Path
    """The tagged mp3 in the staging folder; publishing moves it away."""
    duration_ms: int
    passages: tuple[Passage, ...]
    """The text as read, for the episode's page; the title's passage is not shown again."""
    cues: tuple[Cue, ...]
    chapters: tuple[Chapter, ...]
    picture: bytes
    """JPEG, square; what apps show beside the episode."""
    words: tuple[TimedWord, ...]
    summary: str
    """First sentences of the body as written."""
    content_key: str
    """Says what the episode was made from: the same key means that making it again would change nothing."""
    wanted_voice: str | None = None
    """Title of the voice that should have spoken, where another one had to."""
    sentences: tuple[Spoken, ...] = ()
    """Where each sentence is heard, for the proof that the episode is whole."""
    is_silent: bool = False
    edits: Edits = NO_EDITS
    """What of the above the publisher has corrected; already done, and kept for the next time it is spoken."""
    published_at: datetime | None = None
    """Another date than it has, or would have; aware, in whole seconds, and no other episode's."""
    replaces: Episode | None = None
    """The episode that this was made from; should it be another one by now, nothing is published."""
    is_wanted_again: bool = False
    """Published even if it was removed from the show."""


def tidy(draft: Draft) -> Draft:
    """Return *draft* with its values on one line each and free of what no file can carry.

    Cues, chapters and words are tidied where they are written.
    """
    return replace(
        draft,
        title=one_line(draft.title),
        source_url=one_line(draft.source_url) if draft.source_url else None,
        site_name=one_line(draft.site_name) or None if draft.site_name else None,
        voice=one_line(draft.voice),
        wanted_voice=one_line(draft.wanted_voice) if draft.wanted_voice else None,
        summary=one_line(draft.summary),
    )
