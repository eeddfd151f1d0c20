"""What a player shows of a sound file: ID3 tags in the version that every player reads, 2.3 in UTF-16."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

from podcast.audio.tag_order import in_time_order
from podcast.errors import SoundError
from podcast.model import Chapter

_URL_MARKS = "!#$%&'()*+,/:;=?@[]~"
"""What a URL may hold besides letters and digits; ``%`` is among them, so that nothing is escaped twice."""
_MOST_LETTERS = 1000
"""Of a title: players show a line of it, and some refuse a frame of many thousands."""
_NOT_GIVEN = 0xFFFFFFFF
"""In place of a chapter's byte offsets, which change with every edit of the tags; its times count then."""
_CONTENTS_ID = "toc"


@dataclass(frozen=True, slots=True)
class Tags:
    """What is written into an episode's sound file."""

    title: str
    show: str
    artist: str
    published_at: datetime
    """When the episode was first published. Aware; written in UTC, to the minute."""
    language_iso639_2: str = "ben"
    source_url: str | None = None
    """The article's page."""
    comment: str | None = None
    cover_jpeg: bytes | None = None
    """Players hold it in memory with every file: some 600 pixels a side will do."""
    chapters: tuple[Chapter, ...] = ()
    """In order."""
    duration_ms: int = 0
    """Where the last chapter ends."""
    text: str | None = None
    """All that is read, as written."""
    copyright: str | None = None
    """Begins with a year and a space, as the standard asks."""


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
        in_time_order(path)
    except (MutagenError, OSError) as error:
        raise SoundError(f"{path}: its tags cannot be written: {error}") from error


def _frames(tags: Tags) -> Any:  # noqa: ANN401 - mutagen's classes carry no types
    id3: Any = import_module("mutagen.id3")
    utf16 = id3.Encoding.UTF16
    day = tags.published_at.astimezone(UTC)
    texts = [
        (id3.TIT2, tags.title),
        (id3.TALB, tags.show),
        (id3.TPE1, tags.artist),
        (id3.TCON, "Podcast"),
        (id3.TLAN, tags.language_iso639_2),
        # 2.3 has a date in three frames where 2.4 has one
        (id3.TYER, f"{day:%Y}"),
        (id3.TDAT, f"{day:%d%m}"),
        (id3.TIME, f"{day:%H%M}"),
    ]
    if tags.copyright:
        texts.append((id3.TCOP, tags.copyright))
    frames = id3.ID3()
    for kind, text in texts:
        frames.add(_text(id3, kind, text))
    if tags.source_url:
        frames.add(id3.WOAS(url=_ascii_url(tags.source_url)))
    if tags.comment:
        frames.add(id3.COMM(encoding=utf16, lang=tags.language_iso639_2, desc="", text=[_sayable(tags.comment)]))
    if tags.text:
        frames.add(id3.USLT(encoding=utf16, lang=tags.language_iso639_2, desc="", text=_sayable(tags.text)))
    if tags.cover_jpeg:
        front, latin1 = id3.PictureType.COVER_FRONT, id3.Encoding.LATIN1
        frames.add(id3.APIC(encoding=latin1, mime="image/jpeg", type=front, desc="", data=tags.cover_jpeg))
    for frame in _chapters(id3, tags):
        frames.add(frame)
    return frames


def _chapters(id3: Any, tags: Tags) -> Iterator[Any]:  # noqa: ANN401 - mutagen's classes carry no types
    """Yield the table of contents and the chapters, each until the next one begins."""
    if not tags.chapters:
        return
    ids = [f"ch{number:03}" for number in range(len(tags.chapters))]
    ordered_top_level = id3.CTOCFlags.ORDERED | id3.CTOCFlags.TOP_LEVEL
    yield id3.CTOC(element_id=_CONTENTS_ID, flags=ordered_top_level, child_element_ids=ids, sub_frames=[])
    starts_ms = [chapter.start_ms for chapter in tags.chapters]
    ends_ms = [*starts_ms[1:], max(tags.duration_ms, starts_ms[-1])]
    for name, chapter, end_ms in zip(ids, tags.chapters, ends_ms, strict=True):
        yield id3.CHAP(
            element_id=name,
            start_time=chapter.start_ms,
            end_time=end_ms,
            start_offset=_NOT_GIVEN,
            end_offset=_NOT_GIVEN,
            sub_frames=[
                _text(id3, id3.TIT2, chapter.title),
                *(
                    [id3.WXXX(encoding=id3.Encoding.LATIN1, desc="", url=_ascii_url(chapter.url))]
                    if chapter.url
                    else []
                ),
            ],
        )


def _text(id3: Any, kind: Any, text: str) -> Any:  # noqa: ANN401 - mutagen's classes carry no types
    """Return a text frame; a text too long to be shown ends at a space, with a mark that there was more."""
    text = _sayable(text)
    if len(text) > _MOST_LETTERS:
        text = text[:_MOST_LETTERS].rpartition(" ")[0].rstrip() or text[:_MOST_LETTERS]
        text += " …"
    return kind(encoding=id3.Encoding.LATIN1 if text.isascii() else id3.Encoding.UTF16, text=[text])


def _sayable(text: str) -> str:
    """Leave out what no file can carry: half a pair of UTF-16, and the zero that would end the text."""
    return text.encode("utf-8", "ignore").decode().replace("\0", "")


def _ascii_url(url: str) -> str:
    """Spell *url* in ASCII, as a tag's link must be.

    >>> _ascii_url("https://example.org/খবর?q=%E0%A6%95")
    'https://example.org/%E0%A6%96%E0%A6%AC%E0%A6%B0?q=%E0%A6%95'
    """
    with contextlib.suppress(ValueError):  # no host to spell: the rest is escaped all the same
        parts = urlsplit(url)
        url = urlunsplit(parts._replace(netloc=parts.netloc.encode("idna").decode()))
    return quote(url, safe=_URL_MARKS, errors="replace")
