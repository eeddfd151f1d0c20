"""The files that all episodes share: feed and front page, with their older pages, each made anew only if it has to be.

From what a file was made, and what its bytes were, is remembered in the library. A file whose episodes, show and place
are the same as then, and whose bytes on the disk still are, is left alone: of 10,000 episodes, one more changes four
files of 68.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path

from feedgen.version import version_full_str

from podcast.settings import UNSET_BASE_URL, Show
from podcast.show.companions import read_companions
from podcast.show.feed import FEED_NAME, build_feed
from podcast.show.library import Library, NumberedEpisode, SharedState, ShowState
from podcast.show.pages import render_index
from podcast.show.paging import Page, page_name, split_pages
from podcast.show.proof import sha256_of
from podcast.show.published import EPISODES_FOLDER

INDEX_NAME = "index.html"

_OLDER_PAGE = re.compile(r"feed-[0-9]+\.xml|index-[0-9]+\.html")


@dataclass(frozen=True, slots=True)
class SharedFile:
    """One of them, as it should be now."""

    name: str
    made_from: str
    """Says from what; another name, another program or another content of a page give another one."""
    render: Callable[[], bytes] = field(repr=False, compare=False)


def plan_shared_files(folder: Path, show: Show, library: Library, state: ShowState) -> tuple[SharedFile, ...]:
    """Return what *folder* should hold, in the order of putting it in place.

    The feed comes last: what it names is then already there, also the episode that has just left it for an older page.

    Raises:
        PublishError: the library cannot be read.
    """
    pages = split_pages(library.numbered_episodes())
    base = repr((_program(), show, state.base_url, state.podcast_guid, state.former_base_url))
    contents = {page.place: _contents_of(folder, page) for page in pages}
    feeds = [
        SharedFile(
            name := page_name(FEED_NAME, page.place.number),
            _digest(name, base, repr(page.place), contents[page.place]),
            partial(_render_feed, folder, show, state, page),
        )
        for page in pages
    ]
    fronts = [
        SharedFile(
            name := page_name(INDEX_NAME, page.place.number),
            _digest(name, base, repr(page.place), contents[page.place]),
            partial(_render_front, show, page),
        )
        for page in pages
    ]
    return (*fronts[1:], *fronts[:1], *feeds[1:], *feeds[:1])


def changed_files(folder: Path, plan: tuple[SharedFile, ...], known: Mapping[str, SharedState]) -> Iterator[SharedFile]:
    """Yield those of *plan* that do not stand in *folder* as they should, in its order."""
    for file in plan:
        state = known.get(file.name)
        if state is None or state.made_from != file.made_from or _digest_of(folder / file.name) != state.sha256:
            yield file


def stale_pages(folder: Path, plan: tuple[SharedFile, ...]) -> Iterator[Path]:
    """Yield the older pages in *folder* that no episode is on any more."""
    names = {file.name for file in plan}
    for path in sorted(folder.iterdir()):
        if _OLDER_PAGE.fullmatch(path.name) and path.name not in names:
            yield path


def _render_feed(folder: Path, show: Show, state: ShowState, page: Page) -> bytes:
    episodes = [one.episode for one in page.episodes]
    return build_feed(
        show,
        episodes,
        base_url=state.base_url or UNSET_BASE_URL,
        podcast_guid=state.podcast_guid,
        companions=read_companions(folder / EPISODES_FOLDER, episodes),
        place=page.place,
        is_moved=state.former_base_url is not None,
    )


def _render_front(show: Show, page: Page) -> bytes:
    return render_index(show, [one.episode for one in page.episodes], page.place).encode()


def _contents_of(folder: Path, page: Page) -> str:
    """Say what a page is made from; of the files beside the sound, their state is enough."""
    prefix = f"{folder / EPISODES_FOLDER}{os.sep}"
    return repr([(one, _beside(prefix, one)) for one in page.episodes])


def _beside(prefix: str, one: NumberedEpisode) -> tuple[object, ...]:
    """Ask the disk, as a show of 10,000 episodes does 20,000 times; a Path each would add a third of a second."""
    stem = prefix + one.episode.episode_id
    try:
        chapters = os.stat(f"{stem}.chapters.json")  # noqa: PTH116
    except OSError:
        return (None, os.path.isfile(f"{stem}.jpg"))  # noqa: PTH113
    return (chapters.st_size, chapters.st_mtime_ns, os.path.isfile(f"{stem}.jpg"))  # noqa: PTH113


def _digest_of(path: Path) -> str | None:
    """Return the digest of a file's content; ``None``, which is no file's, when there is none."""
    try:
        return sha256_of(path)
    except FileNotFoundError:
        return None


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()


@cache
def _program() -> str:
    """Say by which program a file was made: pages of an older one are made anew, whatever changed in it."""
    here = Path(__file__).parent
    sources = sorted(path for path in here.rglob("*") if path.suffix in {".py", ".toml", ".html"})
    digest = hashlib.sha256(version_full_str.encode())
    for path in sources:
        digest.update(path.read_bytes())
    return digest.hexdigest()
