"""What there is to publish: the files of a published folder, as they were at one moment, and what its feed names."""

from __future__ import annotations

import html
import io
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from urllib.parse import unquote

from podcast.errors import PublishError
from podcast.publish.media_types import FEED_NAME, INDEX_NAME, is_feed, kind_of
from podcast.settings import UNSET_BASE_URL

_SELF = re.compile(rb'<atom:link href="([^"]*/)feed\.xml" rel="self"')
_GUID = re.compile(rb"<podcast:guid>\s*([^<]*?)\s*</podcast:guid>")


@dataclass(frozen=True, slots=True)
class Contents:
    """The files to publish, by name: their paths inside the folder, with slashes.

    The feed and its front page were read before the files were listed. A new episode's files are in place before the
    feed names them, so whatever happens meanwhile this feed names nothing that is not here.
    """

    folder: Path
    names: frozenset[str]
    shared: Mapping[str, bytes]
    """The feed, its older pages and the front page, as they were."""

    def open(self, name: str) -> BinaryIO:
        """Open a file of this moment; one that is replaced meanwhile stays whole.

        Raises:
            PublishError: it has been removed meanwhile.
        """
        if name in self.shared:
            return io.BytesIO(self.shared[name])
        with self._telling(name):
            return (self.folder / name).open("rb")

    def stat(self, name: str) -> os.stat_result:
        """Return the size and time of a file that is not shared.

        Raises:
            PublishError: it has been removed meanwhile.
        """
        with self._telling(name):
            return status_of(self.folder, name)

    @contextmanager
    def _telling(self, name: str) -> Iterator[None]:
        try:
            yield
        except FileNotFoundError as error:
            raise PublishError(f"{self.folder / name}: went away while it was being published; run again") from error


def read_contents(folder: Path) -> Contents:
    """Take stock of the published *folder*: what belongs to the show, without dot files and links that lead out.

    Raises:
        PublishError: it is no published show, or its feed names a file that is not there.
    """
    if not folder.is_dir():
        raise PublishError(f"{folder}: there is no such folder; expected a published show")
    if not (folder / FEED_NAME).is_file():
        raise PublishError(f"{folder}: holds no {FEED_NAME}; expected a published show")
    shared = {FEED_NAME: (folder / FEED_NAME).read_bytes()}
    for path in sorted(folder.glob("feed-*.xml")):
        if is_feed(path.name):
            shared[path.name] = path.read_bytes()
    if (folder / INDEX_NAME).is_file():
        shared[INDEX_NAME] = (folder / INDEX_NAME).read_bytes()
    # a page of the feed that came after the feed was read is not what this feed goes on with
    listed = {name for name in _walk(folder, folder.resolve(), "") if name in shared or not is_feed(name)}
    contents = Contents(folder, frozenset(listed | set(shared)), shared)
    for name, content in shared.items():
        missing = sorted(names_in(content) - contents.names) if is_feed(name) else []
        if missing:
            raise PublishError(
                f"{folder}: {name} names {missing[0]}, which is not there"
                + (f", nor are {len(missing) - 1} others" if missing[1:] else "")
                + "; `podcast check` says what is not whole"
            )
    return contents


def status_of(folder: Path, name: str) -> os.stat_result:
    """Ask the disk about a file, as a show of 10,000 episodes does 140,000 times; a Path each would add 1 s."""
    return os.stat(f"{folder}/{name}")  # noqa: PTH116


def _walk(folder: Path, root: Path, prefix: str) -> Iterator[str]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith(".") or (entry.is_symlink() and not _stays_inside(Path(entry.path), root)):
                continue
            if entry.is_dir(follow_symlinks=False):
                yield from _walk(Path(entry.path), root, f"{prefix}{entry.name}/")
            elif entry.is_file() and kind_of(entry.name) is not None:
                yield prefix + entry.name


def _stays_inside(link: Path, root: Path) -> bool:
    try:
        inside = link.resolve(strict=True).relative_to(root)
    except (OSError, ValueError, RuntimeError):
        return False
    return not any(part.startswith(".") for part in inside.parts)


def base_url_in(feed: bytes) -> str | None:
    """Return the public address that *feed* is written for, or ``None`` if it has only the one that stands in."""
    match = _SELF.search(feed)
    base_url = html.unescape(match[1].decode("utf-8", "replace")) if match else None
    return None if base_url == UNSET_BASE_URL else base_url


def names_in(feed: bytes) -> frozenset[str]:
    """Return the names of the show's own files that *feed* links to."""
    match = _SELF.search(feed) or re.search(rb'<atom:link href="([^"]*/)feed-[0-9]+\.xml" rel="self"', feed)
    if match is None:
        return frozenset()
    links = re.findall(rb'[">]' + re.escape(match[1]) + rb'([^"<?#\s]+)', feed)
    return frozenset(unquote(html.unescape(link.decode("utf-8", "replace"))) for link in links)


def guid_in(feed: bytes) -> str | None:
    """Return the show's own guid, which it keeps wherever it is published; ``None`` if *feed* has none."""
    match = _GUID.search(feed)
    return match[1].decode("utf-8", "replace") if match else None
