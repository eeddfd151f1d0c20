"""Which pictures a folder needs: the show's, where there is none or ours is of another title, and each episode's."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from podcast.errors import SettingsError
from podcast.settings import Show
from podcast.show.cover import DESIGN, draw_cover, draw_episode_cover
from podcast.show.library import Library, ShowState
from podcast.show.own_cover import convert_own_cover
from podcast.show.pages import local_date

COVER_NAME = "cover.jpg"

DrawCover = Callable[[str, str | None], bytes]
"""Takes the show's title, and its author if it names one, and gives a JPEG."""


def draw_picture(folder: Path | None, show: Show, guid: str, title: str, now: datetime) -> bytes:
    """Draw the picture of the episode *guid*, dated as it is in *folder*, or *now* if it is new or in none; a JPEG.

    Raises:
        PublishError: the library is damaged or of a newer version.
    """
    earlier = None
    if folder is not None:
        with Library.open(folder) as library:
            earlier = library.find(guid)
    day = local_date(show, earlier.published_at if earlier else now)
    return draw_episode_cover(show.title, title, day, show.colors)


def needed_cover(folder: Path, show: Show, state: ShowState | None, draw: DrawCover | None) -> bytes | None:
    """Return the picture that *folder* is to have, ``None`` if the one that is there is right.

    A picture that was put there by hand stays, unless the show file names one.

    Raises:
        SettingsError: the picture that the show file names cannot be used.
    """
    path = folder / COVER_NAME
    if path.is_file():
        key = state.cover_key if state else None
        made_from, _, made = (key or "").partition(":")
        is_ours = bool(key) and made == _digest(path.read_bytes())
        if is_ours and made_from == _made_from(show):
            return None
        if not is_ours and show.cover is None:
            return None
    if show.cover is not None:
        return convert_own_cover(show.cover, show.colors.background if show.colors else None)
    return draw(show.title, show.author) if draw else draw_cover(show.title, show.author, show.colors)


def cover_key(show: Show, cover: bytes) -> str:
    """Say from what *cover* was made, and that it is ours."""
    return f"{_made_from(show)}:{_digest(cover)}"


def _made_from(show: Show) -> str:
    if show.cover is not None:
        return _digest(f"{_digest_file(show.cover)}\n{show.colors}".encode())
    return _digest(f"{DESIGN}\n{show.title}\n{show.author or ''}\n{show.colors}".encode("utf-8", "replace"))


def _digest_file(path: Path) -> str:
    try:
        return _digest(path.read_bytes())
    except OSError as error:
        raise SettingsError(f"{path}: the cover cannot be read: {error.strerror}") from error


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:32]
