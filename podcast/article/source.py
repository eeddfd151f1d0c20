"""Source -> Page: a URL, a path or standard input, read whole and judged only by whether it can be text."""

from __future__ import annotations

import mimetypes
import re
import sys
from pathlib import Path

from podcast.errors import SourceError
from podcast.model import Page
from podcast.net import Client, fetch

MAX_BYTES = 10_000_000

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_SIGNATURES = (
    (b"%PDF-", "a PDF document"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"\x89PNG\r\n", "a PNG picture"),
    (b"GIF8", "a GIF picture"),
    (b"RIFF", "a WAV sound or WebP picture"),
    (b"ID3", "an MP3 sound"),
    (b"OggS", "an Ogg sound"),
    (b"fLaC", "a FLAC sound"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\x1f\x8b", "gzip-compressed data"),
    (b"BZh", "bzip2-compressed data"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"SQLite format 3\0", "a database"),
    (b"wOF", "a font"),
)
_LATER_SIGNATURES = ((4, b"ftyp", "an MP4 or M4A file"), (257, b"ustar", "a TAR archive"))
_MP3_FRAME = re.compile(rb"\xff[\xe2-\xe7\xf2-\xf7\xfa-\xff]")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_SNIFFED = 8192
_CONTROL_SHARE = 0.02


def read_source(source: str, *, allow_private: bool = False, client: Client | None = None) -> Page:
    """Read *source*: a web address, a path, or ``-`` for standard input.

    *client* fetches the web addresses of one run politely, and only what has changed; without one, each is fetched
    by itself, and a server that is busy is asked again all the same.

    Raises:
        SourceError: it could not be read, or is not text; names the source and what it is.
    """
    if not source.strip():
        raise SourceError("the source is an empty name; a file of text or HTML, a web address or - was expected")
    if source == "-":
        return _checked(Page(sys.stdin.buffer.read(MAX_BYTES + 1), name="-"), "standard input")
    if _URL.match(source):
        get = fetch if client is None else client.fetch
        answer = get(source, allow_private=allow_private, max_bytes=MAX_BYTES)
        page = Page(answer.content, source, answer.url, answer.media_type, answer.charset)
        return _checked(page, source)
    return _checked(_read_file(source), source)


def describe_binary(content: bytes) -> str | None:
    """Say what *content* is when it is not text; ``None`` for anything that may be text.

    >>> describe_binary(b"%PDF-1.7 ..."), describe_binary("নদী".encode())
    ('a PDF document', None)
    """
    for signature, kind in _SIGNATURES:
        if content.startswith(signature):
            return kind
    for offset, signature, kind in _LATER_SIGNATURES:
        if content[offset:].startswith(signature):
            return kind
    if content.startswith(_UTF16):
        return None
    if _MP3_FRAME.match(content):
        return "an MP3 sound"
    head = content[:_SNIFFED]
    controls = sum(byte < 9 or 13 < byte < 32 for byte in head)  # noqa: PLR2004 - ASCII's control codes
    is_wide = content.count(b"\0") * 3 > len(content) and b"<" in head  # UTF-16 without its mark
    return "binary data" if controls > _CONTROL_SHARE * len(head) and not is_wide else None


def _read_file(source: str) -> Page:
    path = Path(source)
    try:
        if path.is_dir():
            raise SourceError(f"{source}: is a folder; a file of text or HTML, a web address or - was expected")
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        hint = "; a web address begins with https://" if re.match(r"[\w-]+(?:\.[\w-]+)+/", source) else ""
        raise SourceError(f"{source}: there is no such file{hint}") from error
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise SourceError(f"{source}: cannot be read: {reason}") from error
    return Page(content, source, media_type=mimetypes.guess_type(path.name)[0])


def _checked(page: Page, name: str) -> Page:
    if not page.content.strip():
        raise SourceError(f"{name}: is empty; text or HTML was expected")
    if len(page.content) > MAX_BYTES:
        raise SourceError(f"{name}: is larger than {MAX_BYTES:,} bytes, the limit for an article")
    kind = describe_binary(page.content)
    if kind is not None:
        raise SourceError(f"{name}: is {kind}; text or HTML was expected")
    return page
