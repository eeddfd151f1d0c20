"""The show's RSS feed: a pure function of the show file and the library. The one home of feedgen."""

from __future__ import annotations

import html
import threading
from collections.abc import Mapping, Sequence
from datetime import UTC
from typing import Any

from feedgen.feed import FeedGenerator
from feedgen.util import xml_elem

from podcast.model import Chapter, Episode
from podcast.settings import Show
from podcast.show import chapters
from podcast.show.addresses import public_address, web_link
from podcast.show.companions import Companions
from podcast.show.fitting import fit, fit_characters, one_line
from podcast.show.wording import fallback_note

FEED_NAME = "feed.xml"
GENERATOR = "bangla-podcast"
AI_VOICE_NOTE = "এই পডকাস্টের লেখাগুলি কৃত্রিম কণ্ঠে পড়ে শোনানো হয়।"
"""Directories ask that a synthetic voice be named in the show's description."""

_MOST_CHARACTERS = 255
"""Of any value but a description (Apple, PSP-1)."""
_MOST_IN_NOTE = 60
"""Of a voice's title in a sentence about it."""
_MOST_BYTES = 4000
"""Of a description (Apple, PSP-1)."""
_LEAST_SUMMARY_BYTES = 1000
"""What is kept of a summary before its chapters: about as much as a list shows."""
_UNTITLED = "শিরোনামহীন"

_ITUNES = "http://www.itunes.com/dtds/podcast-1.0.dtd"
_PODCAST = "https://podcastindex.org/namespace/1.0"
_PSC = "http://podlove.org/simple-chapters"

_TRANSCRIPTS = (
    ("vtt", "text/vtt", "captions"),
    ("srt", "application/x-subrip", "captions"),
    ("json", "application/json", None),
    ("transcript.html", "text/html", None),
)
"""WebVTT first: an app that takes only one takes the first."""

_STYLESHEET = b'<?xml-stylesheet type="text/css" href="feed.css"?>\n'

_LOCALE_LOCK = threading.Lock()
"""feedgen writes each date with the process's locale set to C and then back again."""


def build_feed(
    show: Show,
    episodes: Sequence[Episode],
    *,
    base_url: str,
    podcast_guid: str | None,
    companions: Mapping[str, Companions] | None = None,
) -> bytes:
    """Write the feed of *show* with *episodes*, newest first whatever order they come in.

    *companions* are the chapters and pictures of episodes, by id. The same arguments give the same bytes: dates come
    from the newest episode, never from the clock. A show without episodes gives a valid feed without dates.

    Raises:
        PublishError: *base_url* is not the http or https address of a folder.
    """
    base_url = public_address(base_url)
    newest_first = sorted(episodes, key=lambda episode: episode.published_at, reverse=True)
    feed = _build_channel(show, base_url, podcast_guid)
    if newest_first:
        feed.pubDate(newest_first[0].published_at)
        feed.lastBuildDate(newest_first[0].published_at)
    else:
        feed.podcasting.drop_build_date()
    for episode in newest_first:
        beside = (companions or {}).get(episode.episode_id, Companions())
        _add_item(feed, show, episode, base_url, beside)
    with _LOCALE_LOCK:
        document: bytes = feed.rss_str(pretty=True)
    return _with_stylesheet(document)


def _with_stylesheet(document: bytes) -> bytes:
    """Name the style that a browser shows the feed in; apps pass over the instruction. XSLT is leaving browsers."""
    declaration, newline, rest = document.partition(b"\n")
    return declaration + newline + _STYLESHEET + rest


def _build_channel(show: Show, base_url: str, podcast_guid: str | None) -> Any:  # noqa: ANN401 - feedgen has no types
    feed = FeedGenerator()
    feed.load_extension("podcast")
    feed.register_extension("podcasting", _ChannelExtension, _ItemExtension, atom=False, rss=True)
    feed.title(_short(show.title) or _UNTITLED)
    # feedgen takes the last link, whatever its relation, as the channel's own
    feed.link(href=f"{base_url}{FEED_NAME}", rel="self", type="application/rss+xml")
    feed.link(href=f"{base_url}index.html", rel="alternate", type="text/html")
    feed.description(describe(show))
    feed.language(show.language)
    feed.generator(GENERATOR)
    feed.podcast.itunes_author(_short(_author(show)))
    feed.podcast.itunes_image(f"{base_url}cover.jpg")
    category = [_short(name) for name in show.category[:2]]
    if category:
        feed.podcast.itunes_category([dict(zip(("cat", "sub"), category, strict=False))])
    channel = feed.podcasting
    if show.owner is not None:
        feed.podcast.itunes_owner(_short(show.owner.name), _short(show.owner.email))
        channel.add("locked", "yes", owner=_short(show.owner.email))
    if podcast_guid is not None:
        channel.add("guid", podcast_guid)
    channel.add("medium", "podcast")
    channel.add("txt", "true", purpose="ai-content")
    return feed


def _add_item(  # feedgen has no types
    feed: Any,  # noqa: ANN401
    show: Show,
    episode: Episode,
    base_url: str,
    beside: Companions,
) -> None:
    stem = f"{base_url}episodes/{episode.episode_id}"
    item = feed.add_entry(order="append")
    item.title(_short(episode.title) or _UNTITLED)
    item.link(href=f"{stem}.html", rel="alternate")
    item.guid(episode.guid, permalink=False)
    item.pubDate(episode.published_at.astimezone(UTC))
    description = describe_episode(episode, beside.chapters)
    full = describe_episode(episode, beside.chapters, most_bytes=None)
    if full != description:
        item.description(description)
    item.content(full, type="CDATA")  # is the description where there is no other
    item.enclosure(f"{stem}.mp3", str(int(episode.size_bytes)), "audio/mpeg")
    item.podcast.itunes_duration(max(1, round(episode.duration_ms / 1000)))
    if beside.has_picture:
        item.podcast.itunes_image(f"{stem}.jpg")
    for ending, media_type, relation in _TRANSCRIPTS if beside.has_transcript_page else _TRANSCRIPTS[:-1]:
        attributes = {"url": f"{stem}.{ending}", "type": media_type, "language": show.language}
        item.podcasting.add("transcript", None, **attributes, **({"rel": relation} if relation else {}))
    item.podcasting.add("chapters", None, url=f"{stem}.chapters.json", type=chapters.MEDIA_TYPE)
    item.podcasting.add("txt", "true", purpose="ai-content")
    item.podcasting.add_chapters(beside.chapters)


def _author(show: Show) -> str:
    """Return who makes the show: its author, else its owner, else the show itself."""
    return show.author or (show.owner.name if show.owner else show.title)


def describe(show: Show) -> str:
    """Return the show's description with a sentence that says a synthetic voice reads; at most 4000 bytes.

    >>> describe(Show(name="s", title="খবর", description="প্রতিদিনের খবর।"))
    'প্রতিদিনের খবর। এই পডকাস্টের লেখাগুলি কৃত্রিম কণ্ঠে পড়ে শোনানো হয়।'
    """
    room = _MOST_BYTES - len(AI_VOICE_NOTE.encode()) - 1
    return f"{fit(one_line(show.description), room)} {AI_VOICE_NOTE}".strip()


def describe_episode(episode: Episode, marks: Sequence[Chapter] = (), *, most_bytes: int | None = _MOST_BYTES) -> str:
    """Return an episode's description as HTML: summary, chapters, source, voice and why it is this one.

    At most *most_bytes*. Chapters are told all or none: where there are more than fit, they are left out.
    """
    voice = html.escape(_short(episode.voice))
    named = [fit_characters(one_line(title), _MOST_IN_NOTE) for title in (episode.wanted_voice or "", episode.voice)]
    note = fallback_note(*named) if episode.wanted_voice else None
    rest = f"<p>কৃত্রিম কণ্ঠ: {voice}</p>" + (f"<p>{html.escape(note)}</p>" if note else "")
    link = web_link(episode.source_url)
    name = html.escape(fit_characters(one_line(episode.site_name or ""), _MOST_CHARACTERS))
    if link is not None and len(link) < _MOST_BYTES // 4:
        rest = f'<p>সূত্র: <a href="{html.escape(link)}">{name or "মূল লেখা"}</a></p>{rest}'
    elif name:
        rest = f"<p>সূত্র: {name}</p>{rest}"
    summary = one_line(episode.summary)
    notes = chapters.chapter_notes(marks)
    if most_bytes is not None:
        room = most_bytes - len(f"<p></p>{rest}".encode())
        notes = notes if len(notes.encode()) <= room - min(_LEAST_SUMMARY_BYTES, _escaped_bytes(summary)) else ""
        summary = fit(summary, room - len(notes.encode()), _escaped_bytes)
    return (f"<p>{html.escape(summary)}</p>" if summary else "") + notes + rest


def _escaped_bytes(text: str) -> int:
    return len(html.escape(text).encode())


def _short(text: str) -> str:
    return fit_characters(one_line(text), _MOST_CHARACTERS)


class _Extension:
    """What feedgen 1.0 cannot write: ``podcast:`` tags, and ``itunes:explicit`` in the form that is valid today."""

    def __init__(self) -> None:
        self._elements: list[tuple[str, str, dict[str, str]]] = [(f"{{{_ITUNES}}}explicit", "false", {})]

    def extend_ns(self) -> dict[str, str]:
        """Name the namespaces for feedgen."""
        return {"itunes": _ITUNES, "podcast": _PODCAST, "psc": _PSC}

    def add(self, tag: str, text: str | None, **attributes: str) -> None:
        """Add a ``podcast:`` element."""
        self._elements.append((f"{{{_PODCAST}}}{tag}", text or "", attributes))

    def _write(self, parent: Any) -> None:  # noqa: ANN401 - an lxml element, handed over by feedgen
        for tag, text, attributes in self._elements:
            xml_elem(tag, parent, **attributes).text = text or None


class _ItemExtension(_Extension):
    def __init__(self) -> None:
        super().__init__()
        self._chapters: tuple[Chapter, ...] = ()

    def add_chapters(self, marks: Sequence[Chapter]) -> None:
        """Add them in the form of Podlove, which apps read without fetching another file."""
        self._chapters = chapters.tidy_chapters(marks)

    def extend_rss(self, item: Any) -> None:  # noqa: ANN401 - an lxml element, handed over by feedgen
        """Write the elements into *item*."""
        self._write(item)
        if self._chapters:
            parent = xml_elem(f"{{{_PSC}}}chapters", item, version="1.2")
            for chapter in self._chapters:
                xml_elem(f"{{{_PSC}}}chapter", parent, **chapters.psc_attributes(chapter))


class _ChannelExtension(_Extension):
    def __init__(self) -> None:
        super().__init__()
        self._is_dated = True

    def drop_build_date(self) -> None:
        """Leave out ``lastBuildDate``, for which feedgen would read the clock."""
        self._is_dated = False

    def extend_rss(self, rss: Any) -> None:  # noqa: ANN401 - an lxml element, handed over by feedgen
        """Write the elements into the channel of *rss*."""
        channel = rss[0]
        self._write(channel)
        for date in [] if self._is_dated else channel.findall("lastBuildDate"):
            channel.remove(date)
