"""Where the files that a feed names are looked for: in its folder, or on the web."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from podcast import net
from podcast.errors import SourceError
from podcast.lint.forms import shorten
from podcast.sound import open_sound

_MOST_BYTES = 20_000_000
"""Of a picture, a transcript or a page of the feed."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What is known of a file without reading it; ``None`` where that is nothing."""

    size_bytes: int | None
    media_type: str | None = None
    takes_ranges: bool | None = None


class Place(Protocol):
    """Where files are. Each method raises ``SourceError`` when *url*'s is not there, and says why."""

    def covers(self, url: str) -> bool:
        """Say whether *url* can be looked for here at all."""
        ...

    def see(self, url: str) -> Seen:
        """Return what can be known without reading it."""
        ...

    def read(self, url: str) -> bytes:
        """Return what it holds."""
        ...

    def length_ms(self, url: str) -> int | None:
        """Return how long the sound there lasts, ``None`` where finding out would take a download.

        It raises ``SoundError`` when it is no sound.
        """
        ...


@dataclass(frozen=True, slots=True)
class Folder:
    """A published folder, which is what stands at *base_url*."""

    root: Path
    base_url: str
    lengths_ms: Mapping[Path, int] = field(default_factory=dict)
    """Of sounds that have been decoded already."""

    def covers(self, url: str) -> bool:
        """Say whether *url* is one of the folder's own; nothing else is asked for, so no network is needed."""
        return url.startswith(self.base_url)

    def see(self, url: str) -> Seen:
        """Return the file's size."""
        return Seen(self._path(url).stat().st_size)

    def read(self, url: str) -> bytes:
        """Return what the file holds."""
        return self._path(url).read_bytes()

    def length_ms(self, url: str) -> int:
        """Decode the sound, which takes a second for ten minutes, unless that has been done."""
        path = self._path(url)
        known = self.lengths_ms.get(path)
        if known is not None:
            return known
        with open_sound(path) as sound:
            return round(sum(len(block) for block in sound.blocks()) * 1000 / sound.rate_hz)

    def _path(self, url: str) -> Path:
        """Return the file, which is served: none that is hidden or lies outside."""
        name = unquote(urlsplit(url.removeprefix(self.base_url)).path) or "index.html"
        path = self.root / name
        try:
            is_inside = path.resolve().is_relative_to(self.root.resolve())
            is_there = is_inside and path.is_file()
        except (OSError, ValueError):  # a name that no file can have
            is_there = False
        if not is_there or any(part.startswith(".") for part in Path(name).parts):
            raise SourceError(f"there is no file {shorten(name)} in {self.root}")
        return path


@dataclass(frozen=True, slots=True)
class Kept:
    """Pages of a feed that *get* has by name, ``None`` for one that is not there, as they stand at *base_url*."""

    get: Callable[[str], bytes | None]
    base_url: str

    def covers(self, url: str) -> bool:
        """Say whether *url* is one of them, or would be."""
        return url.startswith(self.base_url)

    def see(self, url: str) -> Seen:
        """Return its size."""
        return Seen(len(self.read(url)))

    def read(self, url: str) -> bytes:
        """Return it."""
        name = unquote(url.removeprefix(self.base_url))
        content = self.get(name)
        if content is None:
            raise SourceError(f"there is no {name}")
        return content

    def length_ms(self, url: str) -> None:  # noqa: ARG002 - what is kept is no sound
        """Return nothing."""
        return


@dataclass(frozen=True, slots=True)
class Web:
    """The web, asked through the guarded client: only public addresses unless *allow_private*."""

    allow_private: bool = False

    def covers(self, url: str) -> bool:  # noqa: ARG002 - every address is somewhere on the web
        """Say so of every address."""
        return True

    def see(self, url: str) -> Seen:
        """Ask for the headers."""
        told = net.head(url, allow_private=self.allow_private)
        return Seen(told.size_bytes, told.media_type, told.takes_ranges)

    def read(self, url: str) -> bytes:
        """Fetch it."""
        return net.fetch(url, allow_private=self.allow_private, max_bytes=_MOST_BYTES).content

    def length_ms(self, url: str) -> None:  # noqa: ARG002 - no address is a file here
        """Return nothing: sounds are not downloaded to be checked."""
        return
