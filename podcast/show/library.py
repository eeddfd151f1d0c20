"""What a folder has published: a SQLite library that survives crashes and any number of publishers at once."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import astuple, dataclass, fields, replace
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from podcast.errors import PublishError
from podcast.model import Episode
from podcast.show.library_versions import migrate, telling, version_of

PRIVATE_FOLDER = ".podcast"
"""What is nobody else's business: never served, never published."""
LIBRARY_NAME = "library.sqlite3"

_BUSY_TIMEOUT_S = 60.0
"""A publisher holds the library for the milliseconds it takes to move files and write a feed."""

_EPISODE_COLUMNS = (
    "episode_id, guid, title, source_url, site_name, voice, published_at_s, duration_ms, size_bytes, summary,"
    " wanted_voice, byline"
)
"""In the order of :class:`Episode`'s fields."""

_SHOW_COLUMNS = "created_at_s, base_url, podcast_guid, cover_key, show_name, former_base_url, is_private"
"""In the order of :class:`ShowState`'s fields."""

_SELECT_EPISODE = f"SELECT {_EPISODE_COLUMNS} FROM episode"  # noqa: S608 - put together from constants


@dataclass(frozen=True, slots=True)
class ShowState:
    """What is remembered of the show itself."""

    created_at: datetime
    base_url: str | None = None
    """The folder's public address."""
    podcast_guid: str | None = None
    """Assigned once, at the first public address, and kept when the feed moves."""
    cover_key: str | None = None
    """Says from what the cover was drawn and that it is ours."""
    show_name: str | None = None
    """Stem of the show file that was published last."""
    former_base_url: str | None = None
    """The public address before this one; directories that know it are told the new one."""
    is_private: bool = False
    """Whether the pages ask search engines to leave them out."""


@dataclass(frozen=True, slots=True)
class Listed:
    """An episode's place among all that were ever published, and what tells it from any other."""

    position: int
    """From 1, in the order of publication; it stays when others are removed."""
    episode_id: str
    state: tuple[object, ...]
    """All that is known of it; only good for comparing."""


@dataclass(frozen=True, slots=True)
class SharedState:
    """A file that episodes share, such as the feed, as it was written last."""

    made_from: str
    """Says from what: the same means that writing it again would change nothing."""
    sha256: str


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
        rows = self._select(f"SELECT {_SHOW_COLUMNS} FROM show")  # noqa: S608 - put together from constants
        if not rows:
            return None
        created_at_s, *values, is_private = rows[0]
        return replace(ShowState(_moment(created_at_s), *values), is_private=bool(is_private))

    def episodes(self) -> tuple[Episode, ...]:
        """Return every episode, the newest first."""
        return tuple(map(_episode, self._select(f"{_SELECT_EPISODE} ORDER BY published_at_s DESC")))

    def listing(self) -> tuple[Listed, ...]:
        """Return what tells every episode from any other, the newest first; ten times as fast as the episodes."""
        rows = self._select(
            f"SELECT position, episode_id, content_key, {_EPISODE_COLUMNS} FROM episode"  # noqa: S608 - from constants
            " ORDER BY published_at_s DESC"
        )
        return tuple(Listed(row[0], row[1], row[2:]) for row in rows)

    def episodes_at(self, positions: Sequence[int]) -> tuple[Episode, ...]:
        """Return the episodes at *positions*, the newest first."""
        marks = ", ".join("?" * len(positions))
        query = f"{_SELECT_EPISODE} WHERE position IN ({marks}) ORDER BY published_at_s DESC"
        return tuple(map(_episode, self._select(query, *positions)))

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
        return _episode(rows[0]) if rows else None

    def content_key(self, guid: str) -> str | None:
        """Say from what the episode of *guid* was made."""
        rows = self._select("SELECT content_key FROM episode WHERE guid = ?", guid)
        return str(rows[0][0]) if rows else None

    def newest_at(self) -> datetime | None:
        """Return when the newest episode was published."""
        rows = self._select("SELECT max(published_at_s) FROM episode")
        return None if rows[0][0] is None else _moment(rows[0][0])

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
            if not tables or (("show",) in tables and self.show_state() is None):
                self._path.unlink()
            self._connection.execute("ROLLBACK")

    def _select(self, query: str, *values: str | int) -> list[Any]:
        with telling(self._path):
            return self._connection.execute(query, values).fetchall()


class Writer:
    """The right to change a library, for as long as its transaction lasts."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        """Use :meth:`Library.writing`."""
        self._path = path
        self._connection = connection

    def put_show_state(self, state: ShowState) -> None:
        """Remember *state* in place of what was remembered."""
        self._execute(
            f"INSERT OR REPLACE INTO show (only_row, {_SHOW_COLUMNS}) VALUES (1, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608
            (_seconds(state.created_at), *astuple(state)[1:]),
        )

    def put_episode(self, episode: Episode, content_key: str) -> None:
        """Add *episode*, or replace the one of its guid and keep that one's position."""
        values = [_seconds(value) if isinstance(value, datetime) else value for value in astuple(episode)]
        marks = ", ".join("?" * (len(values) + 1))
        kept = {"episode_id", "guid", "published_at_s"}
        updates = ", ".join(f"{c} = excluded.{c}" for c in _EPISODE_COLUMNS.split(", ") if c not in kept)
        self._execute(
            f"INSERT INTO episode ({_EPISODE_COLUMNS}, content_key) VALUES ({marks})"  # noqa: S608 - from constants
            f" ON CONFLICT (guid) DO UPDATE SET {updates}, content_key = excluded.content_key",
            (*values, content_key),
        )

    def put_shared_file(self, name: str, state: SharedState) -> None:
        """Remember from what the file *name* was made."""
        self._execute("INSERT OR REPLACE INTO shared_file VALUES (?, ?, ?)", (name, state.made_from, state.sha256))

    def forget_shared_file(self, name: str) -> None:
        """Forget a file that is no longer there."""
        self._execute("DELETE FROM shared_file WHERE name = ?", (name,))

    def _execute(self, statement: str, values: tuple[Any, ...]) -> None:
        with telling(self._path):
            self._connection.execute(statement, values)


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, tz=UTC)


def _episode(row: Any) -> Episode:  # noqa: ANN401 - a row of SQLite has no better type
    values = dict(zip((field.name for field in fields(Episode)), row, strict=True))
    values["published_at"] = _moment(values["published_at"])
    return Episode(**values)
