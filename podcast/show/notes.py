"""What the feed tells of a show and of an episode, in words that fit where directories cut.

At most 4000 bytes of a description (Apple, PSP-1); nothing is cut inside a letter. What is HTML holds nothing but
paragraphs and links that a browser may follow.
"""

from __future__ import annotations

import html
from collections.abc import Sequence

from podcast.fitting import fit, fit_characters, one_line
from podcast.model import Chapter, Episode
from podcast.settings import Show
from podcast.show.addresses import web_link
from podcast.show.transcripts import chapters
from podcast.show.wording import fallback_note, written_disclosure

MOST_BYTES = 4000
"""Of a description (Apple, PSP-1)."""
_MOST_IN_NOTE = 60
"""Of a voice's title in a sentence about it, in characters."""
_MOST_IN_CREDIT = 100
"""Of a name in the credits, in characters; so all credits together are at most 2 kB, whatever is escaped in them."""
_MOST_LINK_BYTES = 800
"""Of a link in the notes as it stands in HTML; a longer one is left to the episode's page."""
_LEAST_SUMMARY_BYTES = 1000
"""What is kept of a summary before its chapters: about as much as a list shows."""


def describe(show: Show) -> str:
    """Return the show's description with a sentence that says a synthetic voice reads; at most 4000 bytes.

    >>> describe(Show(name="s", title="খবর", description="প্রতিদিনের খবর।"))
    'প্রতিদিনের খবর। এই পডকাস্টের লেখাগুলি কৃত্রিম কণ্ঠে পড়ে শোনানো হয়।'
    """
    disclosure = one_line(written_disclosure(show))
    room = MOST_BYTES - len(disclosure.encode()) - 1
    return f"{fit(one_line(show.description), room)} {disclosure}".strip()


def describe_episode(episode: Episode, marks: Sequence[Chapter] = (), *, most_bytes: int | None = MOST_BYTES) -> str:
    """Return an episode's notes as HTML: summary, chapters, whose article, source, voice and why it is this one.

    At most *most_bytes*. Chapters are told all or none: where there are more than fit, they are left out.
    """
    rest = _credits(episode)
    summary = one_line(episode.summary)
    notes = chapters.chapter_notes(marks)
    if most_bytes is not None:
        room = most_bytes - len(f"<p></p>{rest}".encode())
        notes = notes if len(notes.encode()) <= room - min(_LEAST_SUMMARY_BYTES, _escaped_bytes(summary)) else ""
        summary = fit(summary, room - len(notes.encode()), _escaped_bytes)
    return (f"<p>{html.escape(summary)}</p>" if summary else "") + notes + rest


def _credits(episode: Episode) -> str:
    byline, site, voice = (_credit(name) for name in (episode.byline, episode.site_name, episode.voice))
    link = html.escape(web_link(episode.source_url) or "")
    source = f'<a href="{link}">{site or "মূল লেখা"}</a>' if link and len(link) < _MOST_LINK_BYTES else site
    named = (fit_characters(one_line(title), _MOST_IN_NOTE) for title in (episode.wanted_voice or "", episode.voice))
    lines = (
        byline and f"লেখা: {byline}",
        source and f"সূত্র: {source}",
        f"কৃত্রিম কণ্ঠ: {voice}",
        html.escape(fallback_note(*named)) if episode.wanted_voice else "",
    )
    return "".join(f"<p>{line}</p>" for line in lines if line)


def _credit(name: str | None) -> str:
    return html.escape(fit_characters(one_line(name or ""), _MOST_IN_CREDIT))


def _escaped_bytes(text: str) -> int:
    return len(html.escape(text).encode())
