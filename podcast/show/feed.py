"""The show's RSS feed: a pure function of the show file and the library. The one home of feedgen."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from datetime import UTC
from typing import Any

from feedgen.feed import FeedGenerator

from podcast.fitting import fit_characters, one_line
from podcast.model import Episode
from podcast.settings import Show
from podcast.show.addresses import public_address, web_link
from podcast.show.companions import Companions
from podcast.show.feed_tags import ChannelTags, ItemTags
from podcast.show.notes import MOST_BYTES, describe, describe_episode
from podcast.show.paging import ONLY_PAGE, Place, page_name
from podcast.show.transcripts import chapters
from podcast.show.wording import update_frequency

FEED_NAME = "feed.xml"
GENERATOR = "bangla-podcast"

_MOST_CHARACTERS = 255
"""Of any value but a description (Apple, PSP-1)."""
_MOST_IN_NAME = 128
"""Characters of a person's name or a button's words (podcast namespace)."""
_PICTURE_PX = "1400"
"""Width of an episode's picture."""
_UNTITLED = "শিরোনামহীন"

_TRANSCRIPTS = (
    ("vtt", "text/vtt", "captions"),
    ("srt", "application/x-subrip", "captions"),
    ("json", "application/json", None),
    ("transcript.html", "text/html", None),
)
"""WebVTT first: an app that takes only one takes the first."""

_RRULES = {
    "daily": "FREQ=DAILY",
    "weekdays": "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
    "weekly": "FREQ=WEEKLY",
    "biweekly": "FREQ=WEEKLY;INTERVAL=2",
    "monthly": "FREQ=MONTHLY",
}
"""How often there is a new episode, as iCalendar writes it (RFC 5545, 3.3.10)."""
_STYLESHEET = b'<?xml-stylesheet type="text/css" href="feed.css"?>\n'

_LOCALE_LOCK = threading.Lock()
"""feedgen writes each date with the process's locale set to C and then back again."""


def build_feed(  # noqa: PLR0913 - a feed's whole input; a bundle of it would be made and undone
    show: Show,
    episodes: Sequence[Episode],
    *,
    base_url: str,
    podcast_guid: str | None,
    companions: Mapping[str, Companions] | None = None,
    place: Place = ONLY_PAGE,
    is_moved: bool = False,
) -> bytes:
    """Write the feed of *show* with *episodes*, newest first whatever order they come in, or one page of it.

    *companions* are the chapters and pictures of episodes, by id; *is_moved* says that the show was published at
    another address before. The same arguments give the same bytes: dates come from the newest episode, never from the
    clock. A show without episodes gives a valid feed without dates.

    Raises:
        PublishError: *base_url* is not the http or https address of a folder.
    """
    base_url = public_address(base_url)
    newest_first = sorted(episodes, key=lambda episode: episode.published_at, reverse=True)
    feed = _build_channel(show, base_url, place)
    if podcast_guid is not None:
        feed.podcasting.add("guid", podcast_guid)
    if is_moved and place.number == 1:
        feed.podcast.itunes_new_feed_url(f"{base_url}{FEED_NAME}")
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


def _build_channel(show: Show, base_url: str, place: Place) -> Any:  # noqa: ANN401 - feedgen has no types
    feed = FeedGenerator()
    feed.load_extension("podcast")
    feed.register_extension("podcasting", ChannelTags, ItemTags, atom=False, rss=True)
    title = _short(show.title) or _UNTITLED
    feed.title(title)
    # feedgen takes the last link, whatever its relation, as the channel's own
    feed.link(href=f"{base_url}{page_name(FEED_NAME, place.number)}", rel="self", type="application/rss+xml")
    feed.link(href=f"{base_url}index.html", rel="alternate", type="text/html")
    feed.description(describe(show))
    feed.language(show.language)
    feed.generator(GENERATOR)
    if show.copyright is not None:
        feed.copyright(_short(show.copyright))
    feed.podcast.itunes_author(_short(_author(show)) or title)
    feed.podcast.itunes_type("episodic")
    feed.podcast.itunes_image(f"{base_url}cover.jpg")
    category = [_short(name) for name in show.category]
    feed.podcast.itunes_category([dict(zip(("cat", "sub"), category, strict=False))])
    if show.owner is not None:
        feed.podcast.itunes_owner(_short(show.owner.name), _short(show.owner.email))
    _link_pages(feed.podcasting, base_url, place)
    _tag_channel(feed.podcasting, show, base_url)
    return feed


def _link_pages(channel: ChannelTags, base_url: str, place: Place) -> None:
    """Link the other pages as RFC 5005 has it, if there are any: the newest are the first, older ones follow."""
    if place.oldest is None:
        return
    numbers = {"first": 1, "prev": place.newer, "next": place.older, "last": place.oldest}
    for relation, number in numbers.items():
        if number is not None:
            channel.add_page_link(relation, f"{base_url}{page_name(FEED_NAME, number)}")


def _tag_channel(channel: ChannelTags, show: Show, base_url: str) -> None:
    """Add what the show says of itself in the ``podcast:`` namespace; that a synthetic voice reads, always."""
    owner = {"owner": _short(show.owner.email)} if show.owner is not None else {}
    channel.add("locked", "yes" if show.locked else "no", **owner)
    channel.add("medium", "podcast")
    channel.add("txt", "true", purpose="ai-content")
    channel.add_image(f"{base_url}cover.jpg", _short(show.title) or _UNTITLED)
    if show.updates is not None:
        channel.add("updateFrequency", update_frequency(show.updates), rrule=_RRULES[show.updates])
    for person in show.people:
        links = {"href": web_link(person.url), "img": web_link(person.image)}
        channel.add("person", _name(person.name), role=person.role, **{key: url for key, url in links.items() if url})
    for funding in show.funding:
        url = web_link(funding.url)
        if url is not None:
            channel.add("funding", _name(funding.text), url=url)
    if show.private:
        channel.block()


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
    full = describe_episode(episode, beside.chapters, most_bytes=None)
    is_short = len(full.encode()) <= MOST_BYTES
    item.podcasting.add_notes(full if is_short else describe_episode(episode, beside.chapters), full)
    item.enclosure(f"{stem}.mp3", str(int(episode.size_bytes)), "audio/mpeg")
    item.podcast.itunes_duration(max(1, round(episode.duration_ms / 1000)))
    if beside.has_picture:
        item.podcast.itunes_image(f"{stem}.jpg")
        item.podcasting.add_image(f"{stem}.jpg", _short(episode.title) or _UNTITLED, width=_PICTURE_PX)
    for ending, media_type, relation in _TRANSCRIPTS if beside.has_transcript_page else _TRANSCRIPTS[:-1]:
        attributes = {"url": f"{stem}.{ending}", "type": media_type, "language": show.language}
        item.podcasting.add("transcript", None, **attributes, **({"rel": relation} if relation else {}))
    item.podcasting.add("chapters", None, url=f"{stem}.chapters.json", type=chapters.MEDIA_TYPE)
    item.podcasting.add("txt", "true", purpose="ai-content")
    item.podcasting.add_chapters(beside.chapters)


def _author(show: Show) -> str:
    """Return who makes the show: its author, else its owner, else the show itself."""
    return show.author or (show.owner.name if show.owner else show.title)


def _name(text: str) -> str:
    """Return what the ``podcast:`` namespace takes of a name."""
    return fit_characters(one_line(text), _MOST_IN_NAME) or _UNTITLED


def _short(text: str) -> str:
    return fit_characters(one_line(text), _MOST_CHARACTERS)
