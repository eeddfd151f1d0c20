"""The files that all episodes share, brought to what the library says: feed and front page, cover, and its address."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from podcast.files import sync_folder, write_synced
from podcast.library import Library, SharedState, ShowState, Writer
from podcast.settings import Show
from podcast.show.addresses import is_set, public_address
from podcast.show.cover_file import COVER_NAME, cover_key
from podcast.show.feed import FEED_NAME
from podcast.show.identity import podcast_guid
from podcast.show.privacy import remarked_pages
from podcast.show.proof import sha256_of
from podcast.show.shared import Staged, changed_files, plan_shared_files, stale_pages


def refresh_shared(  # noqa: PLR0913 - a folder, its show, and what was opened and drawn for it
    folder: Path,
    show: Show,
    library: Library,
    stage: Path,
    *,
    address: str | None,
    cover: bytes | None,
    made: Staged | None = None,
) -> None:
    """Write what is made from *library* while no one else can change it, so that no episode is ever left out.

    What was *made* already is made again only if someone else has written to the library since.
    """
    with library.writing() as writer:
        write_shared(folder, show, library, writer, stage, address=address, cover=cover, made=made)


def write_shared(  # noqa: PLR0913 - as above
    folder: Path,
    show: Show,
    library: Library,
    writer: Writer,
    stage: Path,
    *,
    address: str | None,
    cover: bytes | None,
    made: Staged | None = None,
) -> None:
    """Do what :func:`refresh_shared` does, as a part of what *writer* changes; nothing before the first episode."""
    state = library.show_state()
    if state is None:
        return
    known = known_state(state, show, address, cover)
    if known != state:
        writer.put_show_state(known)
    if known.is_private != state.is_private:
        for path, page in remarked_pages(folder, is_private=known.is_private):
            write_synced(stage / path.name, page).replace(path)
    if cover is not None:
        _replace_if_new(folder / COVER_NAME, write_synced(stage / COVER_NAME, cover))
    is_current = made is not None and made.writes == library.writes_of_others()
    plan = made.plan if made is not None and is_current else plan_shared_files(folder, show, library, known)
    staged = made.files if made is not None else {}
    before = library.shared_files()
    for file in changed_files(folder, plan, before):
        new = staged.get(file.made_from) or write_synced(stage / file.name, file.render())
        writer.put_shared_file(file.name, SharedState(file.made_from, sha256_of(new)))
        _replace_if_new(folder / file.name, new)
    for path in stale_pages(folder, plan, before):
        path.unlink()
        writer.forget_shared_file(path.name)


def stage_changed(folder: Path, show: Show, library: Library, state: ShowState, stage: Path) -> Staged:
    """Make what has to be made anew and keep it in *stage*."""
    plan = plan_shared_files(folder, show, library, state)
    changed = changed_files(folder, plan, library.shared_files())
    files = {file.made_from: write_synced(stage / file.name, file.render()) for file in changed}
    return Staged(plan, files, library.writes_of_others())


def known_state(state: ShowState, show: Show, address: str | None, cover: bytes | None) -> ShowState:
    """Return what is remembered of the show from now on."""
    known = replace(_addressed(state, address), show_name=show.name, is_private=show.private)
    return known if cover is None else replace(known, cover_key=cover_key(show, cover))


def address_of(show: Show, base_url: str | None) -> str | None:
    """Return *base_url*, else the show's own, as an address of a folder.

    Raises:
        PublishError: it is none.
    """
    address = base_url or show.base_url
    return public_address(address) if address else None


def _addressed(state: ShowState, address: str | None) -> ShowState:
    """Remember the folder's address, the one before it, and the guid that the first public one gives for good."""
    if not is_set(address):
        return state
    guid = state.podcast_guid or podcast_guid(f"{address}{FEED_NAME}")
    former = state.base_url if state.base_url not in {None, address} else state.former_base_url
    return replace(state, base_url=address, podcast_guid=guid, former_base_url=former)


def _replace_if_new(path: Path, made: Path) -> None:
    if path.is_file() and path.read_bytes() == made.read_bytes():
        return
    made.replace(path)
    sync_folder(path.parent)
