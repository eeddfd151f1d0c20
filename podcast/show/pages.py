"""The pages a person reads: the show's front page and a page for each episode. The one home of jinja2.

Pages can be read and heard without JavaScript and ask nothing of any other host; links within the folder are
relative, so that it can be put anywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from podcast.bangla.calendar import write_day
from podcast.bangla.digits import bengali_digits, write_number
from podcast.fitting import clean_text, one_line
from podcast.model import Chapter, Cue, Episode, Passage
from podcast.qr_code import draw_svg
from podcast.settings import Show
from podcast.show.addresses import is_set, web_link
from podcast.show.feed import FEED_NAME
from podcast.show.paging import ONLY_PAGE, Place, page_name
from podcast.show.subscribing import subscribe_links
from podcast.show.transcripts.reading_along import Line, lay_out
from podcast.show.wording import fallback_note, written_disclosure

_DHAKA = timezone(timedelta(hours=6))
_KOLKATA = timezone(timedelta(hours=5, minutes=30))
_SPEEDS = (0.75, 1, 1.25, 1.5, 1.75, 2)
"""What the player offers; 1 is the voice's own pace."""
TEMPLATES = Path(__file__).parent / "templates"


def render_index(
    show: Show, episodes: Sequence[Episode], place: Place = ONLY_PAGE, *, base_url: str | None = None
) -> str:
    """Write the show's front page, or the older page at *place*, with *episodes* in the order given.

    *base_url* is the folder's address, if it has one: with it the front page has a QR code of that address, and with
    a public one links that open the feed in podcast apps.
    """
    is_front = place.number == 1
    feed_address = f"{base_url}{FEED_NAME}" if is_set(base_url) else None
    code = draw_svg(base_url) if base_url and feed_address and is_front else None
    return (
        _environment()
        .get_template("index.html")
        .render(
            show=show,
            root="",
            entries=[_facts(show, episode) for episode in episodes],
            disclosure=written_disclosure(show),
            number=None if is_front else place.number,
            number_name=write_number(place.number),
            newer=page_name("index.html", place.newer) if place.newer else None,
            older=page_name("index.html", place.older) if place.older else None,
            feed_address=feed_address,
            apps=subscribe_links(feed_address),
            code=None if code is None else Markup(code),  # noqa: S704 - drawn from modules; no text of anyone's is in it
        )
    )


def render_episode(
    show: Show,
    episode: Episode,
    *,
    passages: Iterable[Passage],
    chapters: Sequence[Chapter],
    cues: Iterable[Cue] = (),
) -> str:
    """Write an episode's page: player, chapters and the text as the newsroom wrote it.

    *cues* tell when each sentence is heard; one without a cue of its own is never marked as spoken.
    """
    marks = [
        {"start_s": chapter.start_ms / 1000, "clock": clock(chapter.start_ms), "title": one_line(chapter.title)}
        for chapter in chapters
    ]
    text = lay_out(passages, cues)
    return (
        _environment()
        .get_template("episode.html")
        .render(
            show=show,
            root="../",
            entry=_facts(show, episode),
            source_link=web_link(episode.source_url),
            link_of=web_link,
            heading=text.heading if _says(text.heading, episode.title) else (),
            blocks=text.blocks,
            chapters=marks,
            speeds=[(speed, bengali_digits(f"{speed}×")) for speed in _SPEEDS],
        )
    )


def _says(heading: Iterable[Line], title: str) -> bool:
    """Tell whether what is heard as the headline is the title that is shown: the publisher may have corrected it."""
    heard = one_line(" ".join(line.text for line in heading))
    return "".join(heard.split()) == "".join(one_line(title).split())


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
    return (
        _environment()
        .get_template("transcript.html")
        .render(show=show, root="../", entry=_facts(show, episode), parts=parts)
    )


def render_run(report: Mapping[str, Any]) -> str:
    """Write the page that tells what became of a run of a daily show; *report* is what its JSON file holds."""
    return _environment().get_template("run.html").render(report=report)


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
    return write_day(moment.astimezone(_DHAKA if show.language == "bn-BD" else _KOLKATA).date())


def bengali_length(duration_ms: int) -> str:
    """Write a length as a reader says it.

    >>> bengali_length(224_800), bengali_length(42_000), bengali_length(3_720_000)
    ('৩ মিনিট ৪৫ সেকেন্ড', '৪২ সেকেন্ড', '১ ঘণ্টা ২ মিনিট')
    """
    minutes, seconds = divmod(max(1, round(duration_ms / 1000)), 60)
    hours, minutes = divmod(minutes, 60)
    named = ((hours, "ঘণ্টা"), (minutes, "মিনিট"), (0 if hours else seconds, "সেকেন্ড"))
    return " ".join(f"{write_number(number)} {name}" for number, name in named if number)


def clock(time_ms: int) -> str:
    """Write a place in the episode.

    >>> clock(65_400), clock(3_725_000)
    ('১:০৫', '১:০২:০৫')
    """
    return bengali_digits(ascii_clock(time_ms))


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
        loader=FileSystemLoader(TEMPLATES),
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
