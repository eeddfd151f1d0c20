"""Changing a library: what is only possible while nobody else writes to it."""

from __future__ import annotations

import sqlite3
from dataclasses import astuple
from datetime import datetime
from pathlib import Path
from typing import Any

from podcast.model import Episode
from podcast.show.library_rows import EPISODE_COLUMNS, SHOW_COLUMNS, SharedState, ShowState, to_seconds
from podcast.show.library_versions import telling


class Writer:
    """The right to change a library, for as long as its transaction lasts."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        """Use :meth:`Library.writing`."""
        self._path = path
        self._connection = connection

    def put_show_state(self, state: ShowState) -> None:
        """Remember *state* in place of what was remembered."""
        self._execute(
            f"INSERT OR REPLACE INTO show (only_row, {SHOW_COLUMNS}) VALUES (1, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608
            (to_seconds(state.created_at), *astuple(state)[1:]),
        )

    def put_episode(self, episode: Episode, content_key: str, position: int | None = None) -> None:
        """Add *episode*, or replace the one of its guid and keep that one's id, date and position.

        A new one comes last in the order of publication, or at *position*; it is no longer remembered as removed.
        """
        values = [to_seconds(value) if isinstance(value, datetime) else value for value in astuple(episode)]
        marks = ", ".join("?" * (len(values) + 2))
        kept = {"episode_id", "guid", "published_at_s"}
        updates = ", ".join(f"{c} = excluded.{c}" for c in EPISODE_COLUMNS.split(", ") if c not in kept)
        self._execute(
            f"INSERT INTO episode ({EPISODE_COLUMNS}, content_key, position) VALUES ({marks})"  # noqa: S608 - from constants
            f" ON CONFLICT (guid) DO UPDATE SET {updates}, content_key = excluded.content_key, revision = revision + 1",
            (*values, content_key, position),
        )
        self._execute("DELETE FROM removed WHERE guid = ?", (episode.guid,))

    def redate_episode(self, guid: str, published_at: datetime) -> None:
        """Give the episode of *guid* another date, which no other episode may have."""
        self._execute("UPDATE episode SET published_at_s = ? WHERE guid = ?", (to_seconds(published_at), guid))

    def remove_episode(self, episode: Episode, removed_at: datetime) -> None:
        """Take *episode* out, and remember that."""
        self._execute("DELETE FROM episode WHERE guid = ?", (episode.guid,))
        self.put_removed(episode.guid, removed_at)

    def put_removed(self, guid: str, removed_at: datetime) -> None:
        """Remember that the episode of *guid* was taken out."""
        self._execute("INSERT OR REPLACE INTO removed VALUES (?, ?)", (guid, to_seconds(removed_at)))

    def put_alias(self, alias: str, guid: str) -> None:
        """Remember that the article whose own guid is *alias* is read in the episode of *guid*."""
        self._execute("INSERT OR REPLACE INTO alias VALUES (?, ?)", (alias, guid))

    def put_shared_file(self, name: str, state: SharedState) -> None:
        """Remember from what the file *name* was made."""
        self._execute("INSERT OR REPLACE INTO shared_file VALUES (?, ?, ?)", (name, state.made_from, state.sha256))

    def forget_shared_file(self, name: str) -> None:
        """Forget a file that is no longer there."""
        self._execute("DELETE FROM shared_file WHERE name = ?", (name,))

    def _execute(self, statement: str, values: tuple[Any, ...]) -> None:
        with telling(self._path):
            self._connection.execute(statement, values)
