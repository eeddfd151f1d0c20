"""Changing a library: what is only possible while nobody else writes to it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import astuple
from datetime import date, datetime
from pathlib import Path
from typing import Any

from podcast.library.rows import EPISODE_COLUMNS, SHOW_COLUMNS, SharedState, ShowState, ToldStory, to_seconds
from podcast.library.versions import telling
from podcast.model import Episode


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

    def put_told(self, episode: Episode, content_key: str, stories: Sequence[ToldStory]) -> None:
        """Remember what *episode*, made from *content_key*, tells, in place of what it told before."""
        self._execute("DELETE FROM told_episode WHERE guid = ?", (episode.guid,))
        told_at_s = to_seconds(episode.published_at)
        self._execute("INSERT INTO told_episode VALUES (?, ?, ?)", (episode.guid, content_key, told_at_s))
        for story in stories:
            paragraphs = json.dumps(story.paragraphs, ensure_ascii=False)
            self._execute(
                "INSERT INTO told_story VALUES (?, ?, ?, ?, ?, ?)",
                (episode.guid, story.is_edition, story.url, story.content_id, story.title, paragraphs),
            )

    def shorten_told(self, before: datetime) -> None:
        """Forget the paragraphs of stories that were told *before*; what names them stays."""
        self._execute(
            "UPDATE told_story SET paragraphs = '[]' WHERE paragraphs != '[]'"
            " AND guid IN (SELECT guid FROM told_episode WHERE told_at_s < ?)",
            (to_seconds(before),),
        )

    def put_run(self, show_name: str, day: date, outcome: str, report: str) -> None:
        """Keep what became of a run."""
        self._execute(
            "INSERT INTO run (show_name, day, outcome, report) VALUES (?, ?, ?, ?)",
            (show_name, day.isoformat(), outcome, report),
        )

    def forget_runs(self, most: int) -> None:
        """Keep the last *most* runs."""
        self._execute("DELETE FROM run WHERE number <= (SELECT max(number) FROM run) - ?", (most,))

    def _execute(self, statement: str, values: tuple[Any, ...]) -> None:
        with telling(self._path):
            self._connection.execute(statement, values)
