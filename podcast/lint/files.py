"""What is wrong with the files that a feed names: whether they are there, and what is in them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from itertools import pairwise

from podcast.errors import SoundError, SourceError
from podcast.lint.art import check_art
from podcast.lint.common import addresses_in
from podcast.lint.findings import Fault
from podcast.lint.forms import file_name, is_web_address, is_whole_number, read_start
from podcast.lint.items import CHAPTERS_TYPE, Item
from podcast.lint.markup import Element
from podcast.lint.places import Place, Seen
from podcast.lint.transcript_reading import parse_json, parse_srt, parse_vtt
from podcast.model import Cue
from podcast.net import StatusError

_PARSERS: dict[str, Callable[[str], tuple[Cue, ...]]] = {
    "text/vtt": parse_vtt,
    "application/x-subrip": parse_srt,
    "application/srt": parse_srt,
    "application/json": parse_json,
}
_FOR_READERS = ("link", "comments", "podcast:person")
_CANNOT_TELL = frozenset({401, 403, 405, 501})
"""What a site answers that will not be asked for headers by a program; a browser may see the page."""
_ART = ("itunes:image",)
_TYPES_TOLD = ("podcast:transcript", "podcast:chapters", "enclosure")
_SAME = {"application/srt": "application/x-subrip", "audio/mp3": "audio/mpeg"}
_SLACK_MS = 1000


def check_links(parent: Element, place: Place) -> Iterator[Fault]:
    """Find addresses in *parent* at which there is nothing, or what is served otherwise than the feed says."""
    looked: set[str] = set()
    for element, url in addresses_in(parent):
        if url in looked or not is_web_address(url) or not place.covers(url):
            continue
        looked.add(url)
        try:
            seen = place.see(url)
        except SourceError as error:
            if element.name in _FOR_READERS and isinstance(error, StatusError) and error.status in _CANNOT_TELL:
                continue
            yield Fault("link-broken", f"its {element.name} leads to {url}: {_without(url, error)}")
            continue
        yield from _served(element, url, seen)


def _served(element: Element, url: str, seen: Seen) -> Iterator[Fault]:
    told = element.attributes.get("type", "")
    if element.name in _TYPES_TOLD and seen.media_type is not None and _same(seen.media_type) != _same(told):
        yield Fault("served-type", f"{url} is served as {seen.media_type}, the feed says {told}")
    if element.name == "enclosure":
        if seen.takes_ranges is False:
            yield Fault("served-ranges", f"{url} is served whole only")
        length = element.attributes.get("length", "")
        if seen.size_bytes is not None and is_whole_number(length) and int(length) != seen.size_bytes:
            yield Fault("enclosure-bytes", f"its sound has {seen.size_bytes:,} bytes, the feed says {int(length):,}")


def check_pictures(parent: Element, place: Place) -> Iterator[Fault]:
    """Find pictures of *parent* that directories refuse."""
    for name in _ART:
        for element in parent.all(name):
            url = element.attributes.get("href", "")
            data = _read(url, place)
            if data is not None:
                yield from check_art(file_name(url), data)


def check_item_files(item: Item, place: Place) -> Iterator[Fault]:
    """Find what is wrong in the sound, transcripts and chapters of *item*; what is missing is another's to say."""
    if item.sound and is_web_address(item.sound) and place.covers(item.sound):
        yield from _sound(item, place)
    ends_ms = None if item.duration_s is None else item.duration_s * 1000 + _SLACK_MS
    for transcript in item.element.all("podcast:transcript"):
        parse = _PARSERS.get(transcript.attributes.get("type", ""))
        url = transcript.attributes.get("url", "")
        data = None if parse is None else _read(url, place)
        if parse is not None and data is not None:
            yield from _transcript(file_name(url), data, parse, ends_ms)
    for chapters in item.element.all("podcast:chapters"):
        url = chapters.attributes.get("url", "")
        data = _read(url, place) if chapters.attributes.get("type") == CHAPTERS_TYPE else None
        if data is not None:
            yield from _chapters(item, file_name(url), data, ends_ms)


def _sound(item: Item, place: Place) -> Iterator[Fault]:
    try:
        length_ms = place.length_ms(item.sound)
    except SourceError:
        return
    except SoundError as error:
        yield Fault("enclosure-sound", f"its sound cannot be decoded: {error}")
        return
    if length_ms is not None and item.duration_s is not None and abs(length_ms - item.duration_s * 1000) > _SLACK_MS:
        yield Fault("duration-decoded", f"its sound lasts {length_ms / 1000:.1f} s, the feed says {item.duration_s} s")


def _transcript(
    name: str, data: bytes, parse: Callable[[str], tuple[Cue, ...]], ends_ms: int | None
) -> Iterator[Fault]:
    try:
        cues = parse(data.decode("utf-8"))
    except ValueError as error:
        yield Fault("transcript-parse", f"{name} cannot be read: {error}")
        return
    if not cues:
        yield Fault("transcript-parse", f"{name} holds no caption")
    elif any(later.start_ms < cue.start_ms for cue, later in pairwise(cues)):
        yield Fault("transcript-beyond", f"{name} has captions out of order")
    elif ends_ms is not None and max(cue.end_ms for cue in cues) > ends_ms:
        yield Fault("transcript-beyond", f"{name} goes on after the sound has ended")


def _chapters(item: Item, name: str, data: bytes, ends_ms: int | None) -> Iterator[Fault]:
    try:
        starts_ms = _starts(data)
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError) as error:
        yield Fault("chapters-parse", f"{name} holds no chapters: {error!r}")
        return
    if any(later <= one for one, later in pairwise(starts_ms)):
        yield Fault("chapters-order", f"{name} has chapters out of order")
    elif ends_ms is not None and starts_ms[-1] >= ends_ms:
        yield Fault("chapters-order", f"{name} has a chapter after the sound has ended")
    for podlove in item.element.all("psc:chapters"):
        here_ms = [read_start(one.attributes.get("start", "")) for one in podlove.all("psc:chapter")]
        if here_ms != starts_ms and _rise(here_ms):
            yield Fault("chapters-disagree", f"{name} has {len(starts_ms)} chapters, other than the feed's own")


def _rise(starts_ms: list[int | None]) -> bool:
    """Say whether they are as they should be; if not, that alone is said of them."""
    known = [start for start in starts_ms if start is not None]
    return known == sorted(set(known)) and len(known) == len(starts_ms)


def _starts(data: bytes) -> list[int]:
    document = json.loads(data)
    _ = document["version"]
    starts = [chapter["startTime"] for chapter in document["chapters"]]
    if not starts or any(isinstance(start, bool) or not isinstance(start, int | float) for start in starts):
        raise ValueError("startTime is not a number everywhere")
    return [round(start * 1000) for start in starts]


def _read(url: str, place: Place) -> bytes | None:
    if not is_web_address(url) or not place.covers(url):
        return None
    try:
        return place.read(url)
    except SourceError:  # which is found as a link that leads nowhere
        return None


def _same(media_type: str) -> str:
    return _SAME.get(media_type, media_type)


def _without(url: str, error: SourceError) -> str:
    return str(error).removeprefix(f"{url}: ")
