"""What a conversion needs besides the article: show, voices, folder, pronunciations; read and checked beforehand."""

from __future__ import annotations

import logging
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from podcast.bangla.lexicon import Lexicon, parse_lexicon
from podcast.errors import SettingsError
from podcast.pipeline.ladder import Ladders, build_ladders
from podcast.settings import Show, load_show

_log = logging.getLogger(__name__)


class Listener(Protocol):
    """Whoever watches a conversion: the command line, or a program that calls :func:`convert`."""

    def note(self, message: str) -> None:
        """Hear something a person should know, such as which voice speaks and why."""

    def progress(self, stage: str, done: int, total: int, left_s: float | None = None) -> None:
        """Hear that *done* of *total* steps of *stage* are done, and in how many seconds the rest will be, if known."""


class LoggingListener:
    """Passes everything to the log; the default."""

    def note(self, message: str) -> None:
        """Log *message*."""
        _log.info("%s", message)

    def progress(self, stage: str, done: int, total: int, left_s: float | None = None) -> None:
        """Log the step."""
        _log.debug("%s: %d of %d, %s s left", stage, done, total, "?" if left_s is None else f"{left_s:.0f}")


@dataclass(frozen=True, slots=True)
class Job:
    """Everything a conversion needs besides the article, read and checked before any work begins."""

    show: Show
    ladders: Ladders
    """Who reads; the next rung reads the whole episode when one cannot."""
    folder: Path
    base_url: str | None
    listener: Listener
    lexicon: Lexicon | None = None
    """The show's own pronunciations."""
    cache_folder: Path | None = None
    """Where clips are kept; ``None`` is the platform's cache folder."""

    @property
    def locale(self) -> str:
        """How numbers and symbols are spoken: the show's country, else that of the first voice."""
        return self.ladders.usual[0].first.locale if self.show.language == "bn" else self.show.language


def plan(
    *,
    show: str = "default",
    voice: str | None = None,
    out: str | os.PathLike[str] | None = None,
    base_url: str | None = None,
    listener: Listener | None = None,
) -> Job:
    """Read the show and the voices of a conversion; raise before anything is fetched or written.

    Raises:
        UsageError: no such show or voice.
        SettingsError: their files cannot be used.
    """
    the_show = load_show(show)
    if the_show.cover is not None:
        from podcast.pictures.own_cover import check_own_cover

        check_own_cover(the_show.cover)
    folder = Path(out) if out is not None else published_folder(show)
    return Job(
        show=the_show,
        ladders=build_ladders(voice or the_show.voice, the_show),
        folder=folder,
        base_url=base_url or the_show.base_url,
        listener=listener or LoggingListener(),
        lexicon=read_lexicon(the_show.lexicon) if the_show.lexicon else None,
    )


def read_lexicon(path: Path) -> Lexicon:
    """Read a lexicon file.

    Raises:
        SettingsError: it cannot be read, or a line of it cannot be used; file, line and reason are named.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise SettingsError(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise SettingsError(f"{path}: is not UTF-8 text (byte {error.start})") from error
    return parse_lexicon(lines, str(path))


def published_folder(show: str, out: Path | None = None) -> Path:
    """Return the folder that *show* is published in: *out*, else the show's own, else ``./public/SHOW``."""
    return load_show(show).folder(out)
