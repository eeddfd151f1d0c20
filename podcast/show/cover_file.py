"""The pictures of a published folder: whose the cover is, whether it has to be made, and each episode's."""

from __future__ import annotations

import contextlib
import hashlib
import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import astuple
from datetime import datetime
from pathlib import Path
from typing import Self

from podcast.errors import SettingsError
from podcast.library import Library
from podcast.pictures.cover import DESIGN, draw_cover, draw_episode_cover
from podcast.pictures.drawn_covers import draw_once, find_drawn, keep_drawn
from podcast.pictures.own_cover import convert_own_cover
from podcast.settings import Show
from podcast.show.pages import local_date

COVER_NAME = "cover.jpg"

DrawCover = Callable[[str, str | None], bytes]
"""Takes the show's title, and its author if it names one, and gives a JPEG."""

_IN_A_PROCESS = """
import json, sys
from podcast.colors import Colors
from podcast.pictures.cover import draw_cover
title, author, colors = json.load(sys.stdin)
sys.stdout.buffer.write(draw_cover(title, author, colors and Colors(*colors)))
"""
"""Loads nothing but what draws."""


def draw_picture(show: Show, title: str, published_at: datetime) -> bytes:
    """Draw the picture of the episode *title* of *show*, with the day where it is heard; a JPEG."""
    date = local_date(show, published_at)
    made_from = repr((DESIGN, show.title, title, date, show.colors))
    return draw_once(
        _digest(made_from.encode("utf-8", "replace")), lambda: draw_episode_cover(show.title, title, date, show.colors)
    )


def draw_cover_of(show: Show) -> bytes:
    """Draw the cover that *show* has unless it names a picture of its own; a JPEG."""
    return draw_once(_made_from(show), lambda: draw_cover(show.title, show.author, show.colors))


class CoverInTheMaking:
    """The cover that a folder will have, drawn by another process while the episode is being spoken.

    Drawing takes a second, and memory that an episode never needs.
    """

    def __init__(self, folder: Path, show: Show) -> None:
        """Begin to draw, if *folder* has no cover for *show*, and *show* has none of its own."""
        self._show = show
        self._process: subprocess.Popen[bytes] | None = None
        self._drawn: bytes | None = None
        if show.cover is not None:
            return
        with Library.open(folder) as library:
            is_wanted = wants_cover(folder, show, library)
        self._drawn = find_drawn(_made_from(show)) if is_wanted else None
        if is_wanted and self._drawn is None:
            with contextlib.suppress(OSError):  # no room for another process: it is drawn here when it is asked for
                self._process = subprocess.Popen(  # noqa: S603 - this Python, and words of our own
                    [sys.executable, "-c", _IN_A_PROCESS],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                )

    def __enter__(self) -> Self:
        if self._process is not None and self._process.stdin is not None:
            colors = None if self._show.colors is None else astuple(self._show.colors)
            with contextlib.suppress(OSError):
                self._process.stdin.write(json.dumps([self._show.title, self._show.author, colors]).encode())
                self._process.stdin.close()
        return self

    def __exit__(self, *_: object) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            for pipe in (self._process.stdin, self._process.stdout):
                if pipe is not None:
                    with contextlib.suppress(OSError):
                        pipe.close()

    def draw(self, title: str, author: str | None) -> bytes:
        """Return the cover as drawn; it is drawn here if another is asked for or the process has failed."""
        if (title, author) != (self._show.title, self._show.author):
            return draw_cover(title, author, self._show.colors)
        if self._drawn is None:
            self._drawn = self._received()
            if self._drawn is None:
                self._drawn = draw_cover_of(self._show)
            else:
                keep_drawn(_made_from(self._show), self._drawn)
        return self._drawn

    def _received(self) -> bytes | None:
        """Return what the process has drawn, once it has; ``None`` if it failed or there is none."""
        if self._process is None or self._process.stdout is None:
            return None
        drawn = self._process.stdout.read()
        return drawn if self._process.wait() == 0 else None


def wants_cover(folder: Path, show: Show, library: Library) -> bool:
    """Say whether a cover has to be made: there is none, or ours is of another title, author, colours or picture.

    A picture that was put there by hand stays, unless the show file names one.

    Raises:
        SettingsError: the picture that the show file names cannot be read.
    """
    path = folder / COVER_NAME
    if not path.is_file():
        return True
    state = library.show_state()
    made_from, _, made = ((state.cover_key if state else None) or "").partition(":")
    if made != _digest(path.read_bytes()):  # it is not ours
        return show.cover is not None
    return made_from != _made_from(show)


def make_if_wanted(folder: Path, show: Show, library: Library, draw: DrawCover | None) -> bytes | None:
    """Make the cover where :func:`wants_cover`, with *draw* if one is given; else return ``None``.

    Raises:
        SettingsError: the picture that the show file names cannot be used.
    """
    if not wants_cover(folder, show, library):
        return None
    if show.cover is not None:
        return convert_own_cover(show.cover, show.colors.background if show.colors else None)
    return draw(show.title, show.author) if draw else draw_cover_of(show)


def cover_key(show: Show, cover: bytes) -> str:
    """Say from what *cover* was made, and which picture it is."""
    return f"{_made_from(show)}:{_digest(cover)}"


def _made_from(show: Show) -> str:
    if show.cover is None:
        return _digest(f"{DESIGN}\n{show.title}\n{show.author or ''}\n{show.colors}".encode("utf-8", "replace"))
    try:
        return _digest(show.cover.read_bytes() + str(show.colors).encode())
    except OSError as error:
        raise SettingsError(f"{show.cover}: the cover cannot be read: {error.strerror}") from error


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:32]
