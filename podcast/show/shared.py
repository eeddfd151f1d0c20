"""The files that all episodes share: feed and front page, their older pages and what they load, made anew if need be.

From what a file was made, and what its bytes were, is remembered in the library. A file whose episodes, show and place
are the same as then, and whose bytes on the disk still are, is left alone: of 10,000 episodes, one more changes four
files of 68.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path

from feedgen.version import version_full_str

from podcast.library import Library, SharedState, ShowState
from podcast.model import Episode
from podcast.settings import UNSET_BASE_URL, Show
from podcast.show.companions import read_companions
from podcast.show.feed import FEED_NAME, build_feed
from podcast.show.pages import TEMPLATES, render_index
from podcast.show.paging import Page, page_name, split_pages
from podcast.show.proof import sha256_of
from podcast.show.published import EPISODES_FOLDER

INDEX_NAME = "index.html"
_LOADED = ("style.css", "player.js", "feed.css", "icon.svg")
REMOVED_NAME = "removed.json"

_FEED_PAGE = re.compile(r"feed-[0-9]+\.xml")


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
    What is planned is rendered from *library* as it is then, so both belong into one transaction.

    Raises:
        PublishError: the library cannot be read.
    """
    pages = split_pages(library.listing())
    base = repr((_program(), show, state.base_url, state.podcast_guid, state.former_base_url))
    fronts, feeds = [], []
    for page in pages:
        made_from = (base, repr(page.place), _contents_of(folder, page))
        front, feed = (page_name(name, page.place.number) for name in (INDEX_NAME, FEED_NAME))
        fronts.append(SharedFile(front, _digest(front, *made_from), partial(_render_front, show, library, state, page)))
        feeds.append(
            SharedFile(feed, _digest(feed, *made_from), partial(_render_feed, folder, show, library, state, page))
        )
    return (*_loaded_files(), *_removed(folder, library), *fronts[1:], *fronts[:1], *feeds[1:], *feeds[:1])


def _removed(folder: Path, library: Library) -> Iterator[SharedFile]:
    """Yield the list of what was removed, so that a library made anew knows it; none before there is anything."""
    removed = library.removed()
    if not removed and not (folder / REMOVED_NAME).exists():
        return
    content = render_removed(removed)
    yield SharedFile(REMOVED_NAME, _digest(REMOVED_NAME, content.decode()), lambda: content)


def render_removed(removed: Mapping[str, datetime]) -> bytes:
    r"""Write the guids of removed episodes and when they were; nothing else is told of them.

    >>> render_removed({"g": datetime.fromisoformat("2026-03-14T09:26:53+00:00")})
    b'{"version":1,"removed":{"g":"2026-03-14T09:26:53+00:00"}}\n'
    """
    told = {guid: removed_at.isoformat() for guid, removed_at in removed.items()}
    return json.dumps({"version": 1, "removed": told}, separators=(",", ":")).encode() + b"\n"


def parse_removed(document: bytes) -> dict[str, datetime]:
    """Read what :func:`render_removed` wrote.

    Raises:
        ValueError: it is something else.
    """
    try:
        told = json.loads(document)["removed"]
        return {str(guid): datetime.fromisoformat(removed_at).astimezone(UTC) for guid, removed_at in told.items()}
    except (KeyError, TypeError, AttributeError, OverflowError) as error:
        raise ValueError(f"not a list of removed episodes: {error!r}") from error


@dataclass(frozen=True, slots=True)
class Staged:
    """A plan that has been made, with the files it asks for."""

    plan: tuple[SharedFile, ...]
    files: Mapping[str, Path]
    """What had to be made anew, by what it was made from."""
    writes: int
    """How far the library was then; the plan holds until someone else writes to it."""


def changed_files(folder: Path, plan: tuple[SharedFile, ...], known: Mapping[str, SharedState]) -> Iterator[SharedFile]:
    """Yield those of *plan* that do not stand in *folder* as they should, in its order."""
    for file in plan:
        state = known.get(file.name)
        if state is None or state.made_from != file.made_from or _digest_of(folder / file.name) != state.sha256:
            yield file


def stale_pages(folder: Path, plan: tuple[SharedFile, ...], known: Mapping[str, SharedState]) -> Iterator[Path]:
    """Yield the older pages in *folder* that no episode is on any more; of the front page only those that are ours."""
    names = {file.name for file in plan}
    for path in sorted(folder.iterdir()):
        is_ours = path.name in known or _FEED_PAGE.fullmatch(path.name)
        if is_ours and path.name not in names:
            yield path


def _render_feed(folder: Path, show: Show, library: Library, state: ShowState, page: Page) -> bytes:
    episodes = _episodes_of(library, page)
    return build_feed(
        show,
        episodes,
        base_url=state.base_url or UNSET_BASE_URL,
        podcast_guid=state.podcast_guid,
        companions=read_companions(folder / EPISODES_FOLDER, episodes),
        place=page.place,
        is_moved=state.former_base_url is not None,
    )


def _render_front(show: Show, library: Library, state: ShowState, page: Page) -> bytes:
    return render_index(show, _episodes_of(library, page), page.place, base_url=state.base_url).encode()


def _loaded_files() -> Iterator[SharedFile]:
    """Yield what pages and feed load, which comes before them."""
    for name in _LOADED:
        content = (TEMPLATES / name).read_bytes()
        yield SharedFile(name, _digest(name, hashlib.sha256(content).hexdigest()), partial(bytes, content))


def _episodes_of(library: Library, page: Page) -> tuple[Episode, ...]:
    return library.episodes_at([one.position for one in page.episodes])


def _contents_of(folder: Path, page: Page) -> str:
    """Say what a page is made from; of the files beside the sound, their state is enough."""
    prefix = f"{folder / EPISODES_FOLDER}{os.sep}"
    return repr([(one.state, _beside(prefix + one.episode_id)) for one in page.episodes])


def _beside(stem: str) -> tuple[object, ...]:
    """Ask the disk, as a show of 10,000 episodes does 30,000 times; a Path each would add a third of a second."""
    shown = [os.path.isfile(f"{stem}.{ending}") for ending in ("jpg", "transcript.html")]  # noqa: PTH113
    try:
        chapters = os.stat(f"{stem}.chapters.json")  # noqa: PTH116
    except OSError:
        return (None, *shown)
    return (chapters.st_size, chapters.st_mtime_ns, *shown)


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
