"""The cover in a published folder: whose it is, and whether it has to be drawn."""

from __future__ import annotations

import contextlib
import hashlib
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Self

from podcast.settings import Show
from podcast.show.library import Library

COVER_NAME = "cover.jpg"

DrawCover = Callable[[str, str | None], bytes]
"""Takes the show's title, and its author if it names one, and gives a JPEG."""

_IN_A_PROCESS = """
import importlib.util, json, sys
spec = importlib.util.spec_from_file_location("cover", sys.argv[1])
sys.modules["cover"] = cover = importlib.util.module_from_spec(spec)
spec.loader.exec_module(cover)
sys.stdout.buffer.write(cover.draw_cover(*json.load(sys.stdin)))
"""
"""Loads that one file: the rest of the package takes as long to import as a quarter of the drawing."""


class CoverInTheMaking:
    """The cover that a folder has or will have, drawn by another process while the episode is being spoken.

    Drawing takes a second, and memory that an episode never needs.
    """

    def __init__(self, folder: Path | None, show: Show) -> None:
        """Begin to draw, if *folder* (``None``: no folder at all) has no cover for *show*."""
        self._show = show
        self._path = None if folder is None else folder / COVER_NAME
        self._process: subprocess.Popen[bytes] | None = None
        if folder is None:
            is_wanted = True
        else:
            with Library.open(folder) as library:
                is_wanted = wants_cover(folder, show, library)
        if is_wanted:
            with contextlib.suppress(OSError):  # no room for another process: it is drawn here when it is asked for
                self._process = subprocess.Popen(  # noqa: S603 - this Python, and words of our own
                    [sys.executable, "-c", _IN_A_PROCESS, str(Path(__file__).with_name("cover.py"))],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                )
        self._drawn: bytes | None = None
        self._is_wanted = is_wanted

    def __enter__(self) -> Self:
        if self._process is not None and self._process.stdin is not None:
            with contextlib.suppress(OSError):
                self._process.stdin.write(json.dumps([self._show.title, self._show.author]).encode())
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
        """Return the cover; it is drawn here should the process have failed, or have drawn another."""
        if (title, author) == (self._show.title, self._show.author) and self._process is not None:
            if self._drawn is None and self._process.stdout is not None:
                self._drawn = self._process.stdout.read()
            if self._process.wait() == 0 and self._drawn:
                return self._drawn
        from podcast.show.cover import draw_cover  # its renderer and font load only when a cover is drawn

        return draw_cover(title, author)

    def small(self, size_px: int) -> bytes | None:
        """Return it with sides of *size_px*, for a sound file; ``None`` if the owner's own picture is not readable."""
        from podcast.show.cover import shrink_cover

        try:
            if self._is_wanted or self._path is None:
                return shrink_cover(self.draw(self._show.title, self._show.author), size_px)
            return shrink_cover(self._path.read_bytes(), size_px)
        except OSError:
            return None


def wants_cover(folder: Path, show: Show, library: Library) -> bool:
    """Say whether a cover has to be drawn: there is none, or ours is of another title or author.

    A picture of the owner's own stays.
    """
    path = folder / COVER_NAME
    if not path.is_file():
        return True
    state = library.show_state()
    if state is None or state.cover_key is None:
        return False
    drawn_for, _, _ = state.cover_key.partition(":")
    is_ours = state.cover_key == f"{drawn_for}:{_digest(path.read_bytes())}"
    return is_ours and drawn_for != _drawn_for(show)


def draw_if_wanted(folder: Path, show: Show, library: Library, draw_cover: DrawCover | None) -> bytes | None:
    """Draw the cover, with *draw_cover* if one is given, where :func:`wants_cover`; else return ``None``."""
    if not wants_cover(folder, show, library):
        return None
    if draw_cover is not None:
        return draw_cover(show.title, show.author)
    from podcast.show import cover  # its renderer and font load only when a cover is drawn

    return cover.draw_cover(show.title, show.author)


def cover_key(show: Show, cover: bytes) -> str:
    """Say from what *cover* was drawn, and which picture it is."""
    return f"{_drawn_for(show)}:{_digest(cover)}"


def _drawn_for(show: Show) -> str:
    return _digest(f"{show.title}\n{show.author or ''}".encode("utf-8", "replace"))


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:32]
