"""What a player shows of a sound file: ID3 tags in the version that every player reads, 2.3 in UTF-16."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

from podcast.errors import SoundError

_URL_MARKS = "!#$%&'()*+,/:;=?@[]~"
"""What a URL may hold besides letters and digits; ``%`` is among them, so that nothing is escaped twice."""


@dataclass(frozen=True, slots=True)
class Tags:
    """What is written into an episode's sound file."""

    title: str
    show: str
    artist: str
    published_at: datetime
    """Aware; written in UTC, to the minute."""
    language_iso639_2: str = "ben"
    source_url: str | None = None
    """The article's page."""
    comment: str | None = None
    cover_jpeg: bytes | None = None
    """Players hold it in memory with every file: some 600 pixels a side will do."""


def write_tags(path: Path, tags: Tags) -> None:
    """Give the MP3 file *path* these tags and no others; its audio stays as it is, byte for byte.

    The file is changed in place: hand over one that is not published yet, and throw it away on failure.

    Raises:
        SoundError: the file is missing or cannot be written.
    """
    if tags.published_at.tzinfo is None:
        raise ValueError("published_at must be aware of its time zone")
    if not path.is_file():
        raise SoundError(f"{path}: there is no such sound file to tag")
    from mutagen import MutagenError

    try:
        _frames(tags).save(path, v1=0, v2_version=3)
    except (MutagenError, OSError) as error:
        raise SoundError(f"{path}: its tags cannot be written: {error}") from error


def _frames(tags: Tags) -> Any:  # noqa: ANN401 - mutagen's classes carry no types
    id3: Any = import_module("mutagen.id3")
    latin1, utf16 = id3.Encoding.LATIN1, id3.Encoding.UTF16
    day = tags.published_at.astimezone(UTC)
    texts = (
        (id3.TIT2, tags.title),
        (id3.TALB, tags.show),
        (id3.TPE1, tags.artist),
        (id3.TCON, "Podcast"),
        (id3.TLAN, tags.language_iso639_2),
        # 2.3 has a date in three frames where 2.4 has one
        (id3.TYER, f"{day:%Y}"),
        (id3.TDAT, f"{day:%d%m}"),
        (id3.TIME, f"{day:%H%M}"),
    )
    frames = id3.ID3()
    for kind, text in texts:
        frames.add(kind(encoding=latin1 if text.isascii() else utf16, text=[text]))
    if tags.source_url:
        frames.add(id3.WOAS(url=_ascii_url(tags.source_url)))
    if tags.comment:
        frames.add(id3.COMM(encoding=utf16, lang=tags.language_iso639_2, desc="", text=[tags.comment]))
    if tags.cover_jpeg:
        front = id3.PictureType.COVER_FRONT
        frames.add(id3.APIC(encoding=latin1, mime="image/jpeg", type=front, desc="", data=tags.cover_jpeg))
    return frames


def _ascii_url(url: str) -> str:
    """Spell *url* in ASCII, as a tag's link must be.

    >>> _ascii_url("https://example.org/খবর?q=%E0%A6%95")
    'https://example.org/%E0%A6%96%E0%A6%AC%E0%A6%B0?q=%E0%A6%95'
    """
    with contextlib.suppress(ValueError):  # no host to spell: the rest is escaped all the same
        parts = urlsplit(url)
        url = urlunsplit(parts._replace(netloc=parts.netloc.encode("idna").decode()))
    return quote(url, safe=_URL_MARKS, errors="replace")
