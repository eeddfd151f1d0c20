"""What S3 calls a file's content, remembered so that a show's old episodes are not read again for each publication."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import platformdirs

from podcast.settings import APP_NAME

PART_BYTES = 8 << 20
"""Files that are no smaller are sent in parts of this size, which S3's ETag depends on; so it never changes."""


@dataclass(frozen=True, slots=True)
class Digests:
    """Two names of one content."""

    etag: str
    """As S3 forms it: the MD5, or the MD5 of the parts' MD5s and their number."""
    sha256: str


class Hashes:
    """The digests of a published folder's files, kept in the user's cache by size, time and inode."""

    def __init__(self, folder: Path, cache: Path | None = None) -> None:
        cache = cache or platformdirs.user_cache_path(APP_NAME)
        self._path = cache / "published" / f"{hashlib.sha256(os.fsencode(folder.resolve())).hexdigest()[:32]}.json"
        self._known = _load(self._path)
        self._is_new = False

    def of(self, name: str, file: BinaryIO) -> Digests:
        """Return the digests of the open *file*, which is left at its beginning."""
        try:
            status = os.fstat(file.fileno())
        except OSError:  # bytes in memory
            return digest(file)
        state = [status.st_size, status.st_mtime_ns, status.st_ino]
        known = self._known.get(name)
        if known is not None and known[0] == state:
            return Digests(*known[1])
        found = digest(file)
        self._known[name] = (state, (found.etag, found.sha256))
        self._is_new = True
        return found

    def save(self, names: Iterable[str]) -> None:
        """Remember what was learnt of *names* and forget the rest; if it cannot be, the files are read again."""
        if not self._is_new:
            return
        wanted = set(names)
        known = {name: entry for name, entry in self._known.items() if name in wanted}
        staged = self._path.with_suffix(f".{os.getpid()}")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            staged.write_text(json.dumps(known), encoding="utf-8")
            staged.replace(self._path)
        except OSError:
            staged.unlink(missing_ok=True)


def digest(file: BinaryIO) -> Digests:
    """Read *file* and return its digests; it is left at its beginning."""
    sha256 = hashlib.sha256()
    parts = []
    size_bytes = 0
    while block := file.read(PART_BYTES):
        sha256.update(block)
        parts.append(hashlib.md5(block, usedforsecurity=False).digest())
        size_bytes += len(block)
    file.seek(0)
    if size_bytes < PART_BYTES:
        etag = hashlib.md5(b"", usedforsecurity=False).hexdigest() if not parts else parts[0].hex()
    else:
        etag = f"{hashlib.md5(b''.join(parts), usedforsecurity=False).hexdigest()}-{len(parts)}"
    return Digests(etag, sha256.hexdigest())


def _load(path: Path) -> dict[str, tuple[list[int], tuple[str, str]]]:
    try:
        entries = json.loads(path.read_text(encoding="utf-8"))
        return {
            str(name): ([int(part) for part in state], (str(etag), str(sha256)))
            for name, (state, (etag, sha256)) in entries.items()
        }
    except (OSError, ValueError, TypeError, AttributeError):  # none yet, or not one of ours
        return {}
