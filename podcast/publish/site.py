"""The published folder as the world sees it: which file an address names, and what is said of it."""

from __future__ import annotations

import errno
import hashlib
import io
import os
import stat
import threading
import time
from dataclasses import dataclass
from email.utils import formatdate
from pathlib import Path
from typing import BinaryIO

from podcast.publish.media_types import INDEX_NAME, Kind, is_feed, kind_of
from podcast.settings import UNSET_BASE_URL

_MOST_ETAGS = 50_000
_HEAD_BYTES = 64 * 1024
"""Of a feed, in which its own address stands: the channel's texts have 4,000 bytes at the most."""
_NO_HANDLE = {errno.EMFILE, errno.ENFILE}
_PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; "
    "base-uri 'none'; form-action 'none'"
)
"""Pages, and a feed that a browser opens, load script, style, pictures and sound from their own host alone, and nothing
in a page's text ever runs."""


@dataclass(frozen=True, slots=True)
class Resource:
    """What one address stands for at this moment, open; whoever has it closes :attr:`body`."""

    body: BinaryIO
    size_bytes: int
    kind: Kind
    etag: str
    """Strong: the content's hash."""
    modified_s: int

    @property
    def last_modified(self) -> str:
        """The date as HTTP writes it."""
        return formatdate(self.modified_s, usegmt=True)

    def headers(self) -> dict[str, str]:
        """Return the headers that every answer with this file has, whole or not."""
        headers = {
            "Content-Type": self.kind.media_type,
            "Cache-Control": "no-cache",
            "Accept-Ranges": "bytes",
            "ETag": self.etag,
        }
        if int(time.time()) > self.modified_s:
            # within its second another version may get the same date, and who goes by dates (newsboat) would miss it
            headers["Last-Modified"] = self.last_modified
        if self.kind.is_feed or self.kind.media_type.startswith("text/html"):
            headers["Content-Security-Policy"] = _PAGE_POLICY
        return headers


class Site:
    """A published folder and what is remembered of its files; threads may share it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()
        self._etags: dict[Path, tuple[tuple[int, ...], str]] = {}
        self._hashing = threading.Lock()

    def open(self, address: str, asked_by: str) -> Resource | None:
        """Open the file that *address* (a path without its first slash) names, or ``None`` if it names none.

        A feed without a public address is given the one it was *asked_by*.

        Raises:
            OSError: no more files can be opened.
        """
        path = self._find(address or INDEX_NAME)
        kind = None if path is None else kind_of(path.name)
        if path is None or kind is None:
            return None
        try:
            file = path.open("rb")
        except OSError as error:
            if error.errno in _NO_HANDLE:
                raise
            return None
        try:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                file.close()
                return None
            modified_s = int(status.st_mtime)
            if is_feed(path.name) and _has_no_address(file, path.name):
                with file:
                    feed = _readdress(file.read(), asked_by)
                return Resource(
                    io.BytesIO(feed), len(feed), kind, _quoted(hashlib.sha256(feed).hexdigest()), modified_s
                )
            return Resource(file, status.st_size, kind, self._etag(path, file, status), modified_s)
        except BaseException:
            file.close()
            raise

    def _find(self, address: str) -> Path | None:
        """Find the file that *address* names: inside the folder, through no dot name, wherever links lead."""
        parts = address.split("/")
        if any(part in {"", "."} or part.startswith(".") or set(part) & set("\\:\0") for part in parts):
            return None
        try:
            path = self._folder.joinpath(*parts).resolve(strict=True)
            inside = path.relative_to(self._folder)
        except (OSError, ValueError, RuntimeError):  # missing, outside, or links in a circle
            return None
        return None if any(part.startswith(".") for part in inside.parts) else path

    def _etag(self, path: Path, file: BinaryIO, status: os.stat_result) -> str:
        """Give the content's hash; a file is read for it once, until it changes, however many ask at once."""
        state = (status.st_ino, status.st_size, status.st_mtime_ns)
        known = self._etags.get(path)
        if known is None or known[0] != state:
            with self._hashing:
                known = self._etags.get(path)
                if known is None or known[0] != state:
                    if len(self._etags) >= _MOST_ETAGS:
                        self._etags.clear()
                    known = self._etags[path] = (state, _quoted(hashlib.file_digest(file, "sha256").hexdigest()))  # type: ignore[arg-type]
        return known[1]


def _quoted(digest: str) -> str:
    return f'"{digest[:32]}"'


def _has_no_address(feed: BinaryIO, name: str) -> bool:
    """Say whether *feed* is written for the address that stands in; it is left at its beginning."""
    head = feed.read(_HEAD_BYTES)
    feed.seek(0)
    return b'<atom:link href="' + UNSET_BASE_URL.encode() + name.encode() + b'" rel="self"' in head


def _readdress(feed: bytes, asked_by: str) -> bytes:
    """Put the address asked by in place of the one that stands in."""
    unset, here = UNSET_BASE_URL.encode(), asked_by.encode()
    return feed.replace(b'"' + unset, b'"' + here).replace(b">" + unset, b">" + here)
