"""Pages that were fetched before, one file each, for asking a server only whether they have changed."""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import os
import tempfile
from pathlib import Path

import platformdirs

from podcast.net.values import Answer

MAX_TOTAL_BYTES = 100_000_000

_APP_NAME = "bangla-podcast"  # as in podcast.settings, which is this package's neighbour
_MAGIC = b"podcast page 1 "
"""The number is raised when the files are written otherwise; older ones are then misses."""
_TEMPORARY = ".page-"
_KEY_LENGTH = 64
_log = logging.getLogger(__name__)


class PageCache:
    """A folder of pages, shared between runs and processes; what is in it can be deleted at any time.

    A file is two lines of text, a digest of its address and the rest, and a JSON header, then the body. It is written
    under a temporary name and renamed, so it is complete or absent; one that was damaged since counts as absent. A
    disk that is full or cannot be written or read costs the caching and nothing else.
    """

    def __init__(self, folder: Path | None = None, *, max_total_bytes: int = MAX_TOTAL_BYTES) -> None:
        """Use *folder*, which need not exist; ``None`` is the platform's cache folder.

        When its pages are more than *max_total_bytes* together, those that were not used for longest are deleted.
        """
        self.folder = folder or platformdirs.user_cache_path(_APP_NAME) / "pages"
        self._max_total_bytes = max_total_bytes

    def find(self, url: str) -> Answer | None:
        """Return what *url* last answered; ``None`` when that is not known."""
        path = self._path(url)
        try:
            with path.open("rb") as file:
                first = file.readline(len(_MAGIC) + 65)
                rest = file.read() if first.startswith(_MAGIC) else b""
        except OSError:
            return None
        if first != _first_line(path.name, rest):
            return None
        with contextlib.suppress(OSError):
            os.utime(path)  # used now, so not the next to go
        header, _, content = rest.partition(b"\n")
        return Answer(content, **json.loads(header))

    def store(self, url: str, answer: Answer) -> None:
        """Keep what *url* answered, or forget it when the answer may not or need not be kept."""
        path = self._path(url)
        try:
            if answer.is_storable:
                _write(path, answer)
                self._delete_oldest()
            else:
                path.unlink(missing_ok=True)
        except OSError as error:
            _log.info("%s: pages cannot be kept here: %s", self.folder, error.strerror)

    def _path(self, url: str) -> Path:
        return self.folder / hashlib.sha256(url.encode()).hexdigest()

    def _delete_oldest(self) -> None:
        pages: list[tuple[int, int, Path]] = []
        for path in self.folder.iterdir():
            if len(path.name) == _KEY_LENGTH or path.name.startswith(_TEMPORARY):  # nothing that is not ours
                with contextlib.suppress(FileNotFoundError):  # another process was quicker
                    facts = path.stat()
                    pages.append((facts.st_mtime_ns, facts.st_size, path))
        total_bytes = sum(size for _, size, _ in pages)
        for _, size, path in sorted(pages):
            if total_bytes <= self._max_total_bytes:
                return
            path.unlink(missing_ok=True)
            total_bytes -= size


def _write(path: Path, answer: Answer) -> None:
    header = {
        "media_type": answer.media_type,
        "charset": answer.charset,
        "etag": answer.etag,
        "last_modified": answer.last_modified,
    }
    rest = json.dumps(header).encode() + b"\n" + answer.content
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=_TEMPORARY)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(_first_line(path.name, rest) + rest)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _first_line(key: str, rest: bytes) -> bytes:
    return _MAGIC + hashlib.sha256(key.encode() + rest).hexdigest().encode() + b"\n"
