"""The pages a person reads: the show's front page and a page for each episode. The one home of jinja2.

Pages need no JavaScript and ask nothing of any other host; links within the folder are relative, so that it can be
put anywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from podcast.model import BlockKind, Chapter, Cue, Episode, Passage
from podcast.settings import Show
from podcast.show.addresses import web_link
from podcast.show.fitting import clean_text, one_line
from podcast.show.paging import ONLY_PAGE, Place, page_name
from podcast.show.wording import fallback_note, written_disclosure

_MONTHS = (
    "জানুয়ারি", "ফেব্রুয়ারি", "মার্চ", "এপ্রিল", "মে", "জুন",
    "জুলাই", "আগস্ট", "সেপ্টেম্বর", "অক্টোবর", "নভেম্বর", "ডিসেম্বর",
)  # fmt: skip
_DIGITS = str.maketrans("0123456789", "০১২৩৪৫৬৭৮৯")
_DHAKA = timezone(timedelta(hours=6))
_KOLKATA = timezone(timedelta(hours=5, minutes=30))


def render_index(show: Show, episodes: Sequence[Episode], place: Place = ONLY_PAGE) -> str:
    """Write the show's front page, or an older page of it, with *episodes* in the order given."""
    return (
        _environment()
        .get_template("index.html")
        .render(
            show=show,
            entries=[_facts(show, episode) for episode in episodes],
            disclosure=written_disclosure(show),
            newer=page_name("index.html", place.newer) if place.newer else None,
            older=page_name("index.html", place.older) if place.older else None,
        )
    )


def render_episode(show: Show, episode: Episode, *, passages: Iterable[Passage], chapters: Sequence[Chapter]) -> str:
    """Write an episode's page: player, chapters and the text as the newsroom wrote it."""
    blocks = [
        {
            "kind": passage.kind.value,
            "text": " ".join(s.written for s in passage.sentences),
            "link": web_link(passage.url),
        }
        for passage in passages
        if passage.kind is not BlockKind.TITLE
    ]
    marks = [
        {"start_s": chapter.start_ms / 1000, "clock": clock(chapter.start_ms), "title": one_line(chapter.title)}
        for chapter in chapters
    ]
    return (
        _environment()
        .get_template("episode.html")
        .render(
            show=show,
            entry=_facts(show, episode),
            source_link=web_link(episode.source_url),
            blocks=blocks,
            chapters=marks,
        )
    )


def render_transcript(show: Show, episode: Episode, *, passages: Iterable[Passage], cues: Sequence[Cue]) -> str:
    """Write all that is said as a plain page, in the tags of Podcasting 2.0: ``cite``, ``time`` and ``p``.

    A ``p`` for each block of the text, or for what one voice says of it; speakers are named where there are two.
    """
    parts = [
        {
            "speaker": one_line(monologue[0].speaker or ""),
            "time": ascii_clock(monologue[0].start_ms),
            "text": " ".join(one_line(cue.text) for cue in monologue),
        }
        for monologue in _monologues(passages, [cue for cue in cues if one_line(cue.text)])
    ]
    return _environment().get_template("transcript.html").render(show=show, entry=_facts(show, episode), parts=parts)


def _monologues(passages: Iterable[Passage], cues: Iterable[Cue]) -> list[list[Cue]]:
    homes = [number for number, passage in enumerate(passages) for _ in passage.sentences]

    def home(cue: Cue) -> tuple[int | None, str | None]:
        index = cue.sentence
        return (homes[index] if index is not None and index < len(homes) else None), cue.speaker

    return [list(group) for _, group in groupby(cues, home)]


@dataclass(frozen=True, slots=True)
class _Facts:
    """An episode and what a page says of it in Bengali."""

    episode: Episode
    date: str
    length: str
    note: str | None
    """Why another voice speaks than was wanted."""


def _facts(show: Show, episode: Episode) -> _Facts:
    note = fallback_note(episode.wanted_voice, episode.voice) if episode.wanted_voice else None
    date = local_date(show, episode.published_at)
    return _Facts(episode, date, bengali_length(episode.duration_ms), note)


def local_date(show: Show, moment: datetime) -> str:
    """Write the day that *moment* (aware) falls on where the show is heard."""
    return bengali_date(moment.astimezone(_DHAKA if show.language == "bn-BD" else _KOLKATA))


def bengali_date(moment: datetime) -> str:
    """Write the day of *moment*, in its own time zone.

    >>> bengali_date(datetime(2026, 11, 23))
    '২৩ নভেম্বর ২০২৬'
    """
    return f"{moment.day} {_MONTHS[moment.month - 1]} {moment.year}".translate(_DIGITS)


def bengali_length(duration_ms: int) -> str:
    """Write a length as a reader says it.

    >>> bengali_length(224_800), bengali_length(42_000), bengali_length(3_720_000)
    ('৩ মিনিট ৪৫ সেকেন্ড', '৪২ সেকেন্ড', '১ ঘণ্টা ২ মিনিট')
    """
    minutes, seconds = divmod(max(1, round(duration_ms / 1000)), 60)
    hours, minutes = divmod(minutes, 60)
    named = ((hours, "ঘণ্টা"), (minutes, "মিনিট"), (0 if hours else seconds, "সেকেন্ড"))
    return " ".join(f"{number} {name}" for number, name in named if number).translate(_DIGITS)


def bengali_digits(number: int) -> str:
    """Write a whole number.

    >>> bengali_digits(1207)
    '১২০৭'
    """
    return str(number).translate(_DIGITS)


def clock(time_ms: int) -> str:
    """Write a place in the episode.

    >>> clock(65_400), clock(3_725_000)
    ('১:০৫', '১:০২:০৫')
    """
    return ascii_clock(time_ms).translate(_DIGITS)


def ascii_clock(time_ms: int) -> str:
    """Write a place in the episode for programs too.

    >>> ascii_clock(65_400), ascii_clock(3_725_000)
    ('1:05', '1:02:05')
    """
    minutes, seconds = divmod(time_ms // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_finalize,
    )


def _finalize(value: Any) -> Any:  # noqa: ANN401 - whatever a template writes
    """Keep out what no page can carry; what is HTML already passes untouched."""
    return clean_text(value) if isinstance(value, str) and not hasattr(value, "__html__") else value
