"""What is wrong with what a feed says of one episode. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath

from podcast.lint.channel import tells_ai
from podcast.lint.common import check_dates, check_explicit, check_links, check_names, check_once, check_texts
from podcast.lint.findings import Fault
from podcast.lint.forms import (
    file_name,
    is_language,
    is_web_address,
    is_whole_number,
    read_date,
    read_duration,
    read_start,
    shorten,
)
from podcast.lint.markup import Element

SOUND_TYPES = {
    ".mp3": ("audio/mpeg", "audio/mp3"),
    ".m4a": ("audio/x-m4a", "audio/mp4", "audio/m4a", "audio/aac"),
    ".mp4": ("video/mp4", "audio/mp4"),
    ".m4v": ("video/x-m4v", "video/mp4"),
    ".mov": ("video/quicktime",),
    ".pdf": ("application/pdf",),
}
"""Media types that go with the end of an enclosure's address; Apple takes no other ends."""
TRANSCRIPT_TYPES = (
    "text/vtt", "application/x-subrip", "application/srt", "application/json", "text/html",
)  # fmt: skip
CHAPTERS_TYPE = "application/json+chapters"

_ONCE = (
    "title", "link", "description", "guid", "pubDate", "content:encoded", "itunes:duration", "itunes:image",
    "itunes:explicit", "itunes:episode", "itunes:season", "itunes:episodeType", "podcast:chapters", "psc:chapters",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Item:
    """One episode of a feed."""

    element: Element
    where: str
    is_ours: bool
    """The feed was written by this program, whose voices are all synthetic."""

    @property
    def guid(self) -> str:
        """By which apps know it; empty when it has none."""
        return self.element.value("guid")

    @property
    def sound(self) -> str:
        """Return the address of its sound; empty when it has none."""
        enclosure = self.element.first("enclosure")
        return "" if enclosure is None else enclosure.attributes.get("url", "")

    @property
    def date(self) -> datetime | None:
        """When it was published; ``None`` when the feed does not say."""
        return read_date(self.element.value("pubDate"))

    @property
    def duration_s(self) -> int | None:
        """How long the feed says it is."""
        return read_duration(self.element.value("itunes:duration"))


def check_item(item: Item, now: datetime | None) -> Iterator[Fault]:
    """Yield everything that is wrong with *item* by itself; without *now*, no date is in the future."""
    for check in _CHECKS:
        yield from check(item.element)
    if item.is_ours and not tells_ai(item.element):
        yield Fault("ai-disclosure", "does not say that a synthetic voice reads it")
    if now is not None and item.date is not None and item.date > now:
        yield Fault("date-future", f"is dated {item.element.value('pubDate')}")


def _required(item: Element) -> Iterator[Fault]:
    if not item.value("title") and not item.value("itunes:title"):
        yield Fault("item-title", "has no title")
    if item.first("pubDate") is None:
        yield Fault("item-date", "has no pubDate")
    if not item.value("description") and not item.value("content:encoded"):
        yield Fault("item-description", "has no description")
    if item.first("itunes:duration") is None:
        yield Fault("item-duration", "has no itunes:duration")
    if item.first("podcast:transcript") is None:
        yield Fault("item-transcript", "has no podcast:transcript")


def _texts(item: Element) -> Iterator[Fault]:
    yield from check_texts(item, ("title", "itunes:author", "itunes:title", "itunes:subtitle"))
    yield from check_names(item, ("podcast:person",))


def _guid(item: Element) -> Iterator[Fault]:
    guid = item.first("guid")
    text = item.value("guid")
    if guid is None or not text:
        yield Fault("guid-missing", "has no guid")
        return
    permalink = guid.attributes.get("isPermaLink", "true")
    if permalink not in {"true", "false"}:
        yield Fault("guid-permalink", f"isPermaLink is {shorten(permalink)}")
    elif permalink == "true" and not is_web_address(text):
        yield Fault("guid-permalink", f"its guid {shorten(text)} is said to be a web address")


def _enclosure(item: Element) -> Iterator[Fault]:
    enclosures = item.all("enclosure")
    if len(enclosures) != 1:
        yield Fault("enclosure-missing", f"has {len(enclosures) or 'no'} enclosures")
    for enclosure in enclosures[:1]:
        ending = PurePosixPath(file_name(enclosure.attributes.get("url", ""))).suffix
        media_type = enclosure.attributes.get("type", "")
        if ending not in SOUND_TYPES:
            yield Fault("enclosure-extension", f"its sound's address ends in {shorten(ending)}")
        elif media_type not in SOUND_TYPES[ending]:
            yield Fault("enclosure-type", f"its sound is {shorten(media_type)} at an address that ends in {ending}")
        length = enclosure.attributes.get("length", "")
        if not is_whole_number(length):
            yield Fault("enclosure-length", f"its sound's length is {shorten(length)}")


def _itunes(item: Element) -> Iterator[Fault]:
    duration = item.first("itunes:duration")
    if duration is not None and read_duration(duration.text.strip()) is None:
        yield Fault("duration-form", f"itunes:duration is {shorten(duration.text)}")
    for name in ("itunes:episode", "itunes:season", "podcast:season"):
        for number in item.all(name):
            if not is_whole_number(number.text.strip()):
                yield Fault("number-form", f"{name} is {shorten(number.text)}")
    kind = item.first("itunes:episodeType")
    if kind is not None and kind.text.strip() not in {"full", "trailer", "bonus"}:
        yield Fault("episode-type", f"itunes:episodeType is {shorten(kind.text)}")


def _transcripts(item: Element) -> Iterator[Fault]:
    transcripts = item.all("podcast:transcript")
    types = [transcript.attributes.get("type", "") for transcript in transcripts]
    for media_type in types:
        if media_type not in TRANSCRIPT_TYPES:
            yield Fault("transcript-type", f"has a transcript of type {shorten(media_type)}")
    if types and "text/vtt" not in types:
        yield Fault("transcript-vtt", "has no transcript in WebVTT")
    for transcript in transcripts:
        language = transcript.attributes.get("language")
        if language is not None and not is_language(language):
            yield Fault("language-form", f"a transcript's language is {shorten(language)}")


def _chapters(item: Element) -> Iterator[Fault]:
    for chapters in item.all("podcast:chapters"):
        media_type = chapters.attributes.get("type", "")
        if media_type != CHAPTERS_TYPE:
            yield Fault("chapters-type", f"its chapters are {shorten(media_type)}")
    for podlove in item.all("psc:chapters"):
        last_ms = -1
        for chapter in podlove.all("psc:chapter"):
            start_ms = read_start(chapter.attributes.get("start", ""))
            if start_ms is None or not chapter.attributes.get("title", "").strip():
                yield Fault("psc-form", f"a psc:chapter has the start {shorten(chapter.attributes.get('start', ''))}")
                continue
            if start_ms <= last_ms:
                yield Fault("psc-order", f"the psc:chapter at {chapter.attributes['start']} follows a later one")
            last_ms = start_ms


_CHECKS: tuple[Callable[[Element], Iterator[Fault]], ...] = (
    lambda item: check_once(item, _ONCE),
    _required,
    check_explicit,
    check_links,
    _texts,
    lambda item: check_dates(item, ("pubDate",)),
    _guid,
    _enclosure,
    _itunes,
    _transcripts,
    _chapters,
)
