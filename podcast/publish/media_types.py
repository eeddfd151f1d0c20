"""What belongs to a published show, by name: its media type and how it travels.

The server and every way of publishing ask here, so that a file has one type wherever it lies.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

FEED_NAME = "feed.xml"
INDEX_NAME = "index.html"

_FEED = re.compile(r"(?:.*/)?feed(?:-[0-9]+)?\.xml")
_TYPES = {
    ".chapters.json": "application/json+chapters; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".vtt": "text/vtt; charset=utf-8",
    ".srt": "application/x-subrip; charset=utf-8",
    ".xml": "application/xml; charset=utf-8",
    ".xsl": "application/xslt+xml; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml; charset=utf-8",
    ".mp3": "audio/mpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
}
"""Media type by the end of a file's name, the first that fits; nothing else belongs to a show."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What is to be known of a file before it is sent."""

    media_type: str
    is_text: bool
    """Whether compressing it is worth while."""
    is_feed: bool = False


def kind_of(name: str) -> Kind | None:
    """Return what the file *name* is, or ``None`` if such a file belongs to no show.

    >>> kind_of("episodes/hi75bviulr.chapters.json").media_type
    'application/json+chapters; charset=utf-8'
    >>> kind_of("episodes/hi75bviulr.transcript.html").media_type
    'text/html; charset=utf-8'
    >>> kind_of("feed-2.xml").media_type
    'application/rss+xml; charset=utf-8'
    >>> kind_of("notes.txt") is None
    True
    """
    if is_feed(name):
        return Kind("application/rss+xml; charset=utf-8", is_text=True, is_feed=True)
    media_type = next((kind for end, kind in _TYPES.items() if name.endswith(end)), None)
    return None if media_type is None else Kind(media_type, is_text=media_type.endswith("charset=utf-8"))


def is_feed(name: str) -> bool:
    """Say whether *name* is the feed or one of its older pages."""
    return _FEED.fullmatch(name) is not None
