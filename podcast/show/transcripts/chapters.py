"""Chapters in every form that podcast apps read: a JSON file, a place in the feed, and times in the notes.

All forms are written from the same values, tidied once, so that they cannot disagree by more than a form's precision.
"""

from __future__ import annotations

import html
import json
from collections.abc import Iterable, Sequence
from dataclasses import replace

from podcast.fitting import fit_characters, one_line
from podcast.model import Chapter
from podcast.show.addresses import web_link

MEDIA_TYPE = "application/json+chapters"
VERSION = "1.2.0"
_MOST_CHARACTERS = 128
"""Of a chapter's title: no app shows more of it."""
_UNTITLED = "শিরোনামহীন"


def tidy_chapters(chapters: Iterable[Chapter]) -> tuple[Chapter, ...]:
    r"""Return *chapters* with titles on one line and only addresses that a browser should follow.

    >>> tidy_chapters([Chapter(0, " প্রথম\n ভাগ ", "javascript:alert(1)")])
    (Chapter(start_ms=0, title='প্রথম ভাগ', url=None),)
    """
    return tuple(
        replace(
            chapter,
            title=fit_characters(one_line(chapter.title), _MOST_CHARACTERS) or _UNTITLED,
            url=web_link(chapter.url),
        )
        for chapter in chapters
    )


def render_chapters(chapters: Sequence[Chapter]) -> str:
    """Write JSON chapters, version 1.2.0; start times are in seconds.

    >>> print(render_chapters([Chapter(0, "শিরোনাম"), Chapter(2500, "মূল লেখা")]), end="")
    {"version":"1.2.0","chapters":[{"startTime":0.0,"title":"শিরোনাম"},{"startTime":2.5,"title":"মূল লেখা"}]}
    """
    marks = [
        {"startTime": chapter.start_ms / 1000, "title": chapter.title, **({"url": chapter.url} if chapter.url else {})}
        for chapter in tidy_chapters(chapters)
    ]
    return json.dumps({"version": VERSION, "chapters": marks}, ensure_ascii=False, separators=(",", ":")) + "\n"


def parse_chapters(document: str) -> tuple[Chapter, ...]:
    """Read JSON chapters back.

    Raises:
        ValueError: it is something else.

    >>> parse_chapters(render_chapters([Chapter(61_500, "নদীর পাড়ে")]))
    (Chapter(start_ms=61500, title='নদীর পাড়ে', url=None),)
    """
    try:
        marks = json.loads(document)["chapters"]
        return tuple(
            Chapter(round(float(mark["startTime"]) * 1000), str(mark["title"]), web_link(mark.get("url")))
            for mark in marks
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"not JSON chapters: {error!r} is missing or of another kind") from error


def psc_attributes(chapter: Chapter) -> dict[str, str]:
    """Return the attributes of a ``psc:chapter`` (podlove.org/simple-chapters 1.2), the start to the millisecond.

    >>> psc_attributes(Chapter(3_725_040, "নদীর পাড়ে"))
    {'start': '01:02:05.040', 'title': 'নদীর পাড়ে'}
    """
    link = {"href": chapter.url} if chapter.url else {}
    start = f"{note_time(chapter.start_ms)}.{chapter.start_ms % 1000:03}"
    return {"start": start, "title": chapter.title, **link}


def note_time(start_ms: int) -> str:
    """Write a time as apps find it in notes: ASCII digits, hours, minutes and whole seconds.

    AntennaPod takes ``00:06`` for six minutes where the episode is that long, so the hours always stand before it.

    >>> note_time(6_400), note_time(3_725_000)
    ('00:00:06', '01:02:05')
    """
    minutes, seconds = divmod(start_ms // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}"


def chapter_notes(chapters: Sequence[Chapter]) -> str:
    """Write *chapters* as HTML, a paragraph each that begins with its time, which apps turn into a link.

    The digits are ASCII: apps look for ``[0-9][0-9]:[0-9][0-9]``, which no Bengali digit is.

    >>> chapter_notes([Chapter(0, "শুরু"), Chapter(65_400, "নদীর পাড়ে")])
    '<p>00:00:00 শুরু</p><p>00:01:05 নদীর পাড়ে</p>'
    """
    return "".join(
        f"<p>{note_time(chapter.start_ms)} {html.escape(chapter.title, quote=False)}</p>"
        for chapter in tidy_chapters(chapters)
    )
