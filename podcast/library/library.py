"""What a folder has published: a SQLite library that survives crashes and any number of publishers at once."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from podcast.errors import PublishError
from podcast.library.rows import (
    EPISODE_COLUMNS,
    SHOW_COLUMNS,
    Listed,
    Run,
    SharedState,
    ShowState,
    ToldStory,
    to_episode,
    to_moment,
    to_run,
    to_seconds,
    to_told_story,
)
from podcast.library.versions import migrate, telling, version_of
from podcast.library.writing import Writer
from podcast.model import Episode

PRIVATE_FOLDER = ".podcast"
"""What is nobody else's business: never served, never published."""
LIBRARY_NAME = "library.sqlite3"

_BUSY_TIMEOUT_S = 60.0
"""A publisher holds the library for the milliseconds it takes to move files and write a feed."""

_SELECT_EPISODE = f"SELECT {EPISODE_COLUMNS} FROM episode"  # noqa: S608 - put together from constants


def library_path(folder: Path) -> Path:
    """Return where the library of *folder* is, or would be."""
    return folder / PRIVATE_FOLDER / LIBRARY_NAME


class Library:
    """The library of one folder, open for reading; :meth:`writing` is the only way to change it."""

    def __init__(self, path: Path, connection: sqlite3.Connection, *, is_writable: bool) -> None:
        """Use :meth:`open`."""
        self._path = path
        self._connection = connection
        self._is_writable = is_writable
        self._file: os.stat_result | None = None
        if is_writable:
            connection.execute("PRAGMA user_version").close()  # makes the file, if it was not there
            self._file = path.stat()

    @classmethod
    def open(cls, folder: Path, *, create: bool = False) -> Self:
        """Open the library of *folder*; one that is not there reads as empty, and nothing is created.

        With *create* it is made if need be, and can be written.

        Raises:
            PublishError: it is damaged, locked for a minute, or of a newer version of this program.
        """
        path = library_path(folder)
        with telling(path):
            is_there = create or path.is_file()
            target = f"{path.absolute().as_uri()}?mode={'rwc' if create else 'rw'}" if is_there else ":memory:"
            connection = sqlite3.connect(target, uri=is_there, timeout=_BUSY_TIMEOUT_S, isolation_level=None)
            with contextlib.ExitStack() as undo:
                undo.callback(connection.close)
                library = cls(path, connection, is_writable=create)
                undo.push(library.__exit__)
                migrate(connection, path)
                undo.pop_all()
        return library

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is not None and self._is_writable:
                self._discard_if_empty()
        finally:
            self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def show_state(self) -> ShowState | None:
        """Return what is remembered of the show; ``None`` before its first episode."""
        rows = self._select(f"SELECT {SHOW_COLUMNS} FROM show")  # noqa: S608 - put together from constants
        if not rows:
            return None
        created_at_s, *values, is_private = rows[0]
        return replace(ShowState(to_moment(created_at_s), *values), is_private=bool(is_private))

    def episodes(self) -> tuple[Episode, ...]:
        """Return every episode, the newest first."""
        return tuple(map(to_episode, self._select(f"{_SELECT_EPISODE} ORDER BY published_at_s DESC")))

    def listing(self) -> tuple[Listed, ...]:
        """Return what tells every episode from any other, the newest first; ten times as fast as the episodes."""
        rows = self._select(
            f"SELECT position, episode_id, content_key, {EPISODE_COLUMNS} FROM episode"  # noqa: S608 - from constants
            " ORDER BY published_at_s DESC"
        )
        return tuple(Listed(row[0], row[1], row[2:]) for row in rows)

    def episodes_at(self, positions: Sequence[int]) -> tuple[Episode, ...]:
        """Return the episodes at *positions*, the newest first."""
        marks = ", ".join("?" * len(positions))
        query = f"{_SELECT_EPISODE} WHERE position IN ({marks}) ORDER BY published_at_s DESC"
        return tuple(map(to_episode, self._select(query, *positions)))

    def writes_of_others(self) -> int:
        """Return a number that stays while no one else has written to the library."""
        return int(self._select("PRAGMA data_version")[0][0])

    def shared_files(self) -> dict[str, SharedState]:
        """Return what is known of the files that episodes share, by name."""
        rows = self._select("SELECT name, made_from, sha256 FROM shared_file")
        return {name: SharedState(made_from, digest) for name, made_from, digest in rows}

    def find(self, guid: str) -> Episode | None:
        """Return the episode of *guid*."""
        rows = self._select(f"{_SELECT_EPISODE} WHERE guid = ?", guid)
        return to_episode(rows[0]) if rows else None

    def dated(self, moment: datetime) -> Episode | None:
        """Return the episode of that date."""
        rows = self._select(f"{_SELECT_EPISODE} WHERE published_at_s = ?", to_seconds(moment))
        return to_episode(rows[0]) if rows else None

    def content_key(self, guid: str) -> str | None:
        """Say from what the episode of *guid* was made."""
        rows = self._select("SELECT content_key FROM episode WHERE guid = ?", guid)
        return str(rows[0][0]) if rows else None

    def revision(self, guid: str) -> int:
        """Return how often the episode of *guid* was put here; 0 when it is not."""
        rows = self._select("SELECT revision FROM episode WHERE guid = ?", guid)
        return int(rows[0][0]) if rows else 0

    def removed(self) -> dict[str, datetime]:
        """Return the guids of episodes that were taken out and not published again, and when they were."""
        rows = self._select("SELECT guid, removed_at_s FROM removed ORDER BY removed_at_s, guid")
        return {guid: to_moment(seconds) for guid, seconds in rows}

    def removed_at(self, guid: str) -> datetime | None:
        """Return when the episode of *guid* was taken out; ``None`` if it was not, or was published again."""
        rows = self._select("SELECT removed_at_s FROM removed WHERE guid = ?", guid)
        return to_moment(rows[0][0]) if rows else None

    def guid_of(self, own: str) -> str:
        """Return the guid of the episode that the article of guid *own* is read in: its own unless it replaced one."""
        rows = self._select("SELECT episode_guid FROM alias WHERE guid = ?", own)
        return str(rows[0][0]) if rows else own

    def untold(self) -> tuple[tuple[Episode, str], ...]:
        """Return the episodes of which it is not yet remembered what they tell, and what they were made from."""
        rows = self._select(
            f"SELECT {EPISODE_COLUMNS}, content_key FROM episode AS e WHERE NOT EXISTS"  # noqa: S608 - from constants
            " (SELECT 1 FROM told_episode AS t WHERE t.guid = e.guid AND t.content_key = e.content_key)"
            " ORDER BY published_at_s"
        )
        return tuple((to_episode(row[:-1]), str(row[-1])) for row in rows)

    def told_stories(self, *, besides: str, since: datetime | None = None) -> tuple[ToldStory, ...]:
        """Return what episodes told, removed ones too, but for the episode of guid *besides*; the oldest first."""
        rows = self._select(
            "SELECT url, content_id, title, paragraphs, is_edition FROM told_story JOIN told_episode USING (guid)"
            " WHERE guid != ? AND told_at_s >= ? ORDER BY told_at_s, told_story.rowid",
            besides,
            0 if since is None else to_seconds(since),
        )
        return tuple(map(to_told_story, rows))

    def runs(self, show_name: str, *, day: date | None = None, most: int = -1) -> tuple[Run, ...]:
        """Return the runs of a show that have ended, the newest first: *most* of them, all or those of one *day*."""
        days = ("0000", "9999") if day is None else (day.isoformat(),) * 2
        rows = self._select(
            "SELECT number, show_name, day, outcome, report FROM run WHERE show_name = ? AND day BETWEEN ? AND ?"
            " ORDER BY number DESC LIMIT ?",
            show_name,
            *days,
            most,
        )
        return tuple(map(to_run, rows))

    def run(self, number: int) -> Run | None:
        """Return the run of that number."""
        rows = self._select("SELECT number, show_name, day, outcome, report FROM run WHERE number = ?", number)
        return to_run(rows[0]) if rows else None

    def newest_at(self) -> datetime | None:
        """Return when the newest episode was published."""
        rows = self._select("SELECT max(published_at_s) FROM episode")
        return None if rows[0][0] is None else to_moment(rows[0][0])

    @contextmanager
    def writing(self) -> Iterator[Writer]:
        """Keep every other writer out until the block ends; it is kept whole, or on an exception not at all.

        Raises:
            PublishError: it cannot be written, or someone else wrote for a minute.
        """
        if not self._is_writable:
            raise ValueError("this library was opened for reading; open it with create=True to write")
        with telling(self._path):
            self._connection.execute("BEGIN IMMEDIATE")
        try:
            self._check_in_place()
            yield Writer(self._path, self._connection)
            with telling(self._path):
                self._connection.execute("COMMIT")
        except BaseException:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise

    def _check_in_place(self) -> None:
        """Refuse to write to a file that has been taken away: what is written there would be lost in silence."""
        try:
            is_in_place = self._file is not None and os.path.samestat(self._file, self._path.stat())
        except FileNotFoundError:
            is_in_place = False
        if not is_in_place:
            raise PublishError(f"{self._path}: the show's library was removed while it was in use; run again")

    def _discard_if_empty(self) -> None:
        """Remove a library in which nothing was ever kept, so that a failed first episode leaves nothing behind."""
        with contextlib.suppress(sqlite3.Error, OSError, PublishError):
            self._connection.execute("BEGIN EXCLUSIVE")
            self._check_in_place()
            version_of(self._connection, self._path)  # a newer one is never touched
            tables = self._connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
            if not tables or (("show",) in tables and self._is_empty()):
                self._path.unlink()
            self._connection.execute("ROLLBACK")

    def _is_empty(self) -> bool:
        return self.show_state() is None and not self._select("SELECT 1 FROM run LIMIT 1")

    def _select(self, query: str, *values: str | int) -> list[Any]:
        with telling(self._path):
            return self._connection.execute(query, values).fetchall()
