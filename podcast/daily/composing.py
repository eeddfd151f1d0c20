"""One edition made of the chosen stories: greeting, headlines, each story with its source, and a closing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from podcast.bangla.calendar import name_weekday, write_bangla_date, write_date, write_day
from podcast.bangla.digits import write_number
from podcast.bangla.locale import LOCALES
from podcast.bangla.unicode import normalize_text
from podcast.daily.choosing import Choice
from podcast.daily.ranking import Story
from podcast.daily.wording import Wording, find_wording
from podcast.model import Article, Block, BlockKind

_ENDS_SENTENCE = re.compile("[।॥?!…:;][\"'’”)]*$")
_AND = " ও "


@dataclass(frozen=True, slots=True)
class EditionStory:
    """A story of an edition, as notes and reports name it."""

    title: str
    url: str
    sources: tuple[str, ...]
    """Who published it, the one that is read first."""
    is_whole: bool


@dataclass(frozen=True, slots=True)
class Edition:
    """A day's episode, ready to be turned into a script."""

    article: Article
    """Its blocks have a headline, with the address, where each story begins."""
    stories: tuple[EditionStory, ...]


def compose(
    choice: Choice, *, show: str, locale: str, moment: datetime, wording: Mapping[str, str] | None = None
) -> Edition:
    """Compose the edition of *choice* for the show called *show*.

    *moment* is the time of the edition in the show's own zone: it tells the date and the greeting. Nothing is
    summarised: a story is read whole, or its first paragraphs, and then it is said where the rest is. *wording* are
    the show's own sentences.

    Raises:
        SettingsError: one of the show's own sentences cannot be filled in.
        ValueError: there are no stories, or *moment* has no time zone.
    """
    if not choice.stories:
        raise ValueError("an edition needs a story")
    if moment.tzinfo is None:
        raise ValueError("expected a time with its zone")
    sentences = find_wording(locale, wording)
    facts = _facts(show, locale, moment, len(choice.stories)) | {"greeting": sentences.greeting(moment.hour)}
    blocks = [
        *_opening(sentences, facts),
        *_roundup(sentences, facts, choice.stories),
        *(block for story in choice.stories for block in _tell(story, sentences)),
        *_closing(sentences, facts),
    ]
    article = Article(
        title=sentences.title.format_map(facts),
        blocks=tuple(block for block in blocks if block.text),
        site_name=_listed(list(dict.fromkeys(name for story in choice.stories for name in story.sources))),
        language=locale,
        published_at=moment.astimezone(UTC),
    )
    stories = tuple(
        EditionStory(_title(story), story.kept.url, story.sources, story.part.is_whole) for story in choice.stories
    )
    return Edition(article, stories)


def _facts(show: str, locale: str, moment: datetime, count: int) -> dict[str, str]:
    day = moment.date()
    return {
        "show": show,
        "day": write_day(day),
        "date": write_date(day),
        "weekday": name_weekday(day),
        "bangla_date": (write_bangla_date(day, locale) if locale in LOCALES else None) or "",
        "count": write_number(count),
    }


def _opening(sentences: Wording, facts: Mapping[str, str]) -> Iterator[Block]:
    opening = sentences.opening_with_bangla_date if facts["bangla_date"] else sentences.opening
    yield Block(BlockKind.NOTICE, opening.format_map(facts))


def _roundup(sentences: Wording, facts: Mapping[str, str], stories: Sequence[Story]) -> Iterator[Block]:
    if len(stories) > 1 and sentences.roundup:
        yield Block(BlockKind.NOTICE, sentences.roundup.format_map(facts))
        for story in stories:
            yield Block(BlockKind.NOTICE, _as_sentence(_title(story)))


def _tell(story: Story, sentences: Wording) -> Iterator[Block]:
    title = _title(story)
    yield Block(BlockKind.HEADLINE, title, story.kept.url)
    yield Block(BlockKind.NOTICE, sentences.source.format_map({"sources": _listed(story.sources)}))
    for place, block in enumerate(story.part.blocks):
        if place > 0 or _bare(block.text) != _bare(title):
            yield block
    if not story.part.is_whole:
        yield Block(BlockKind.NOTICE, sentences.rest)


def _closing(sentences: Wording, facts: Mapping[str, str]) -> Iterator[Block]:
    yield Block(BlockKind.HEADLINE, sentences.closing.format_map(facts))
    yield Block(BlockKind.NOTICE, sentences.goodbye.format_map(facts))


def _title(story: Story) -> str:
    return " ".join(normalize_text(story.kept.title).split())


def _as_sentence(text: str) -> str:
    return text if _ENDS_SENTENCE.search(text) else f"{text}।"


def _bare(text: str) -> str:
    return "".join(text.split()).rstrip("।?!")


def _listed(names: Sequence[str]) -> str:
    """List *names* as a sentence does.

    >>> _listed(["ভোরের কাগজ"]), _listed(["ভোরের কাগজ", "নদীপাড়", "হাটবার্তা"])
    ('ভোরের কাগজ', 'ভোরের কাগজ, নদীপাড় ও হাটবার্তা')
    """
    return _AND.join([part for part in (", ".join(names[:-1]), *names[-1:]) if part])
