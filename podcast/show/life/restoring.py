"""A library made again from what is published: the feed says which episodes there are, their files all the rest."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from podcast.errors import PodcastError, PublishError
from podcast.library import Library, ShowState, Writer
from podcast.model import Episode
from podcast.settings import UNSET_BASE_URL, Show
from podcast.show.addresses import public_address
from podcast.show.cover_file import COVER_NAME, DrawCover, cover_key, draw_cover_of
from podcast.show.feed import FEED_NAME
from podcast.show.folder import refresh_folder
from podcast.show.identity import episode_guid
from podcast.show.life.bringing import Move, Origin, bring_episode
from podcast.show.life.feed_reading import PublishedFeed, PublishedItem, read_feed
from podcast.show.paging import PAGE_SIZE
from podcast.show.shared import REMOVED_NAME, parse_removed
from podcast.show.staging import staging, telling_os_errors
from podcast.show.stored import read_stored_article

_MOST_PAGES = 1_000
_PAGE_NUMBER_AT = slice(len("feed-"), -len(".xml"))


@dataclass(frozen=True, slots=True)
class Restored:
    """An episode that the feed names, and what became of it."""

    guid: str
    title: str
    episode: Episode | None
    """``None`` when it could not be restored, and is in the feed no more."""
    problem: str | None = None
    """What is not as it was published."""


@dataclass(frozen=True, slots=True)
class Publication:
    """All that a feed with its older pages says."""

    feed: PublishedFeed
    items: tuple[tuple[int, PublishedItem], ...]
    """The number of the page each is on, and the item; the newest first."""


def read_publication(origin: Origin) -> Publication:
    """Read the feed of *origin* and its older pages.

    Raises:
        PublishError: there is none, or it is not one that this program wrote.
    """
    name: str | None = FEED_NAME
    first: PublishedFeed | None = None
    items: dict[str, tuple[int, PublishedItem]] = {}
    seen: set[str] = set()
    while name is not None and name not in seen and len(seen) < _MOST_PAGES:
        seen.add(name)
        document = origin.read(name)
        if document is None:
            raise PublishError(f"{origin.name}: there is no {name}; expected what `podcast convert` published")
        page = read_feed(document, f"{origin.name}: {name}")
        first = first or page
        number = 1 if name == FEED_NAME else int(name[_PAGE_NUMBER_AT])
        for item in page.items:
            items.setdefault(item.guid, (number, item))
        name = page.older
    assert first is not None
    return Publication(first, tuple(items.values()))


def restore_folder(  # noqa: PLR0913 - what is restored, from where, to where, and how it is told
    folder: Path,
    show: Show,
    publication: Publication,
    origin: Origin,
    *,
    now: datetime,
    on_progress: Callable[[int, int], None] = lambda _done, _total: None,
    draw: DrawCover | None = None,
) -> tuple[Restored, ...]:
    """Make the library of *folder* again, with every episode of *publication* that is whole; the newest first.

    Files that *folder* lacks are brought from *origin*. Rows are put into the library all at once, so that a run that
    was cut short leaves none; files that it had brought are not brought again. Guids, dates and addresses are those
    that were published, and the same show file gives the same feed.

    Raises:
        PublishError: *folder* has a library already, or cannot be written, or nothing could be restored.
    """
    restored: list[Restored] = []
    rows: list[tuple[int, Episode, str]] = []
    with staging(folder) as stage, telling_os_errors(folder), Library.open(folder, create=True) as library:
        _check_empty(folder, library)
        for done, (page, item) in enumerate(publication.items):
            on_progress(done, len(publication.items))
            try:
                episode, key, problem = bring_episode(Move(folder, origin, stage), item)
            except PodcastError as error:
                restored.append(Restored(item.guid, item.title, None, str(error)))
            else:
                rows.append((page, episode, key))
                restored.append(Restored(item.guid, episode.title, episode, problem))
        if publication.items and not rows:
            raise PublishError(f"{origin.name}: no episode could be restored: {restored[0].problem}")
        cover = _bring_cover(folder, origin, stage)
        state = _state(publication.feed, show, now, cover, draw)
        removed = _removed(origin)
        with library.writing() as writer:
            _check_empty(folder, library)
            writer.put_show_state(state)
            _put_rows(folder, writer, rows)
            for guid, removed_at in removed.items():
                writer.put_removed(guid, removed_at)
    refresh_folder(folder, show, base_url=None, draw_cover=draw)
    return tuple(restored)


def has_library_of(folder: Path, publication: Publication) -> bool:
    """Say whether the library of *folder* has every episode of *publication* already.

    Raises:
        PublishError: it is damaged or of a newer version.
    """
    with Library.open(folder) as library:
        known = {episode.guid for episode in library.episodes()}
        return library.show_state() is not None and known >= {item.guid for _, item in publication.items}


def _check_empty(folder: Path, library: Library) -> None:
    if library.show_state() is not None:
        count = len(library.listing())
        raise PublishError(
            f"{folder}: has a library of {count} episodes already; give another --out, or remove its folder .podcast"
            " to have the library made again"
        )


def _bring_cover(folder: Path, origin: Origin, stage: Path) -> bytes | None:
    path = folder / COVER_NAME
    if path.is_file():
        return path.read_bytes()
    cover: bytes | None = None
    with contextlib.suppress(PodcastError):  # it is drawn again
        cover = origin.read(COVER_NAME)
    if cover is not None:
        (stage / COVER_NAME).write_bytes(cover)
        (stage / COVER_NAME).replace(path)
    return cover


def _state(feed: PublishedFeed, show: Show, now: datetime, cover: bytes | None, draw: DrawCover | None) -> ShowState:
    base_url = None if feed.podcast_guid is None or feed.base_url is None else public_address(feed.base_url)
    state = ShowState(
        created_at=now,
        base_url=None if base_url == UNSET_BASE_URL else base_url,
        podcast_guid=feed.podcast_guid,
        show_name=show.name,
        # which address it was is not known any more; that there was one is what the feed tells
        former_base_url=base_url if feed.is_moved else None,
        is_private=feed.is_private,
    )
    if cover is None or show.cover is not None:
        return state
    drawn = draw(show.title, show.author) if draw else draw_cover_of(show)
    return replace(state, cover_key=cover_key(show, cover)) if drawn == cover else state


def _removed(origin: Origin) -> dict[str, datetime]:
    """Return what was removed, as far as it is published; a damaged list is none."""
    with contextlib.suppress(PodcastError, ValueError):
        return parse_removed(origin.read(REMOVED_NAME) or b"")
    return {}


def _put_rows(folder: Path, writer: Writer, rows: Sequence[tuple[int, Episode, str]]) -> None:
    for position, episode, key in positions(rows):
        writer.put_episode(episode, key, position)
        article = read_stored_article(folder, episode.episode_id)
        if article is not None and episode_guid(article) != episode.guid:
            writer.put_alias(episode_guid(article), episode.guid)


def positions(rows: Sequence[tuple[int, Episode, str]]) -> Iterator[tuple[int, Episode, str]]:
    """Give each episode its place in the order of publication, so that older pages have the same numbers again."""
    position = 0
    for page, episode, key in sorted(rows, key=lambda row: row[1].published_at):
        position = max(position + 1, (page - 2) * PAGE_SIZE + 1)
        yield position, episode, key
