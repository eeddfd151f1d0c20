"""A show's library made again on a machine that has nothing but what is published."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from podcast.errors import PodcastError, PublishError, SourceError, UsageError
from podcast.moment import publication_time
from podcast.net import Client, Download, download
from podcast.pipeline.job import Job, Listener, plan, published_folder
from podcast.settings import load_show, show_names

if TYPE_CHECKING:
    from podcast.show import Origin, Publication, PublishedItem, Restored

_MOST_TEXT_BYTES = 20_000_000
_MOST_SOUND_BYTES = 2_000_000_000
"""A day of sound; a feed that says more is not one of ours."""
_WEB = re.compile(r"https?://", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Restoration:
    """What became of a show's episodes."""

    folder: Path
    show_name: str
    episodes: tuple[Restored, ...]
    """The newest first; empty when the library was there already."""
    was_there: bool = False


def restore_show(
    source: str,
    *,
    show: str | None = None,
    out: Path | None = None,
    allow_private: bool = False,
    listener: Listener | None = None,
) -> Restoration:
    """Make the library again of the show that is published at *source*: the address of its feed, or its folder.

    A folder is restored where it is, unless *out* names another. *show* is a name or a file; without it, the show that
    has the feed's title. What a feed's address leads to is fetched as carefully as any stranger's page.

    Raises:
        UsageError: there is no such folder or show, or none of that title.
        SourceError: the feed cannot be fetched.
        PublishError: it is not one that this program wrote, the folder has another library, or nothing is whole.
    """
    from podcast import show as show_stage

    origin = _origin(source, allow_private=allow_private)
    publication = show_stage.read_publication(origin)
    name = show or _show_of(publication, source)
    job = plan(show=name, out=out or _folder_of(source, name), listener=listener)
    if show_stage.has_library_of(job.folder, publication):
        show_stage.refresh_folder(job.folder, job.show, base_url=job.base_url)
        return Restoration(job.folder, job.show.name, (), was_there=True)
    return Restoration(job.folder, job.show.name, _restore(job, publication, origin))


def _restore(job: Job, publication: Publication, origin: Origin) -> tuple[Restored, ...]:
    from podcast import show as show_stage

    return show_stage.restore_folder(
        job.folder,
        job.show,
        publication,
        origin,
        now=publication_time(),
        on_progress=lambda done, total: job.listener.progress("restoring", done, total),
    )


def _origin(source: str, *, allow_private: bool) -> Origin:
    if _WEB.match(source):
        return _Web(source, allow_private)
    folder = Path(source)
    if not folder.is_dir():
        raise UsageError(f"{source}: there is no such folder; expected a published show, or the address of its feed")
    return _Folder(folder)


def _folder_of(source: str, show: str) -> Path:
    return published_folder(show) if _WEB.match(source) else Path(source)


def _show_of(publication: Publication, source: str) -> str:
    """Return the name of the one show that has the feed's title."""
    title = publication.feed.title
    found = [name for name in show_names() if _has_title(name, title)]
    if len(found) != 1:
        several = f"{len(found)} shows have" if found else "no show has"
        raise UsageError(f"{source}: {several} the title “{title}”; give --show NAME or FILE")
    return found[0]


def _has_title(name: str, title: str) -> bool:
    try:
        return " ".join(load_show(name).title.split()) == title
    except PodcastError:  # a show file that cannot be read is not the one
        return False


@dataclass(frozen=True, slots=True)
class _Folder:
    """A published folder on this machine."""

    folder: Path

    @property
    def name(self) -> str:
        return str(self.folder)

    def read(self, name: str) -> bytes | None:
        try:
            return (self.folder / name).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise PublishError(f"{self.folder / name}: cannot be read: {error.strerror}") from error

    def bring_text(self, item: PublishedItem, ending: str, path: Path) -> None:
        wanted = self.folder / "episodes" / f"{item.episode_id}.{ending}"
        try:
            shutil.copyfile(wanted, path)
            shutil.copymode(wanted, path)
        except OSError as error:
            raise PublishError(f"{wanted}: cannot be read: {error.strerror}; convert its source again") from error

    def bring_sound(self, item: PublishedItem, path: Path, size_bytes: int) -> None:  # noqa: ARG002 - it is what it is
        self.bring_text(item, "mp3", path)


@dataclass(frozen=True, slots=True)
class _Web:
    """A published feed; its files lie where it says that they do."""

    feed_url: str
    allow_private: bool
    client: Client = field(default_factory=lambda: Client(delay_s=0.0))

    @property
    def name(self) -> str:
        return self.feed_url

    @property
    def folder(self) -> None:
        return None

    def read(self, name: str) -> bytes | None:
        url = self.feed_url if name == "feed.xml" else urljoin(self.feed_url, name)
        try:
            return self._fetch(url)
        except SourceError:
            if name == "feed.xml":
                raise
            return None

    def bring_text(self, item: PublishedItem, ending: str, path: Path) -> None:
        path.write_bytes(self._fetch(self._url(item, ending)))

    def bring_sound(self, item: PublishedItem, path: Path, size_bytes: int) -> None:
        url = self._url(item, "mp3")
        if not 0 < size_bytes <= _MOST_SOUND_BYTES:
            raise PublishError(f"{url}: is said to be {size_bytes:,} bytes long, which no sound of ours is")
        download(Download(url, path, size_bytes), allow_private=self.allow_private)

    def _url(self, item: PublishedItem, ending: str) -> str:
        return f"{item.folder_url}episodes/{item.episode_id}.{ending}"

    def _fetch(self, url: str) -> bytes:
        return self.client.fetch(url, allow_private=self.allow_private, max_bytes=_MOST_TEXT_BYTES).content
