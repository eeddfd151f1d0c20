"""The library's tables, version by version, and what SQLite's refusals mean to a person."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from podcast.errors import PublishError

MIGRATIONS = (
    # 1: the first release
    """
    CREATE TABLE show (
        only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
        created_at_s INTEGER NOT NULL,
        base_url TEXT,
        podcast_guid TEXT,
        cover_key TEXT
    ) STRICT;
    CREATE TABLE episode (
        position INTEGER PRIMARY KEY,
        guid TEXT NOT NULL UNIQUE,
        episode_id TEXT NOT NULL UNIQUE,
        title TEXT NOT NULL,
        source_url TEXT,
        site_name TEXT,
        voice TEXT NOT NULL,
        published_at_s INTEGER NOT NULL UNIQUE,
        duration_ms INTEGER NOT NULL,
        size_bytes INTEGER NOT NULL,
        summary TEXT NOT NULL,
        content_key TEXT NOT NULL
    ) STRICT;
    """,
    # 2: an episode spoken by another voice than it should have been says so; the show file is remembered
    "ALTER TABLE episode ADD COLUMN wanted_voice TEXT; ALTER TABLE show ADD COLUMN show_name TEXT",
    # 3: whose article it is; where the show was before, and whether it is private; from what each shared file was made
    """
    ALTER TABLE episode ADD COLUMN byline TEXT;
    ALTER TABLE show ADD COLUMN former_base_url TEXT;
    ALTER TABLE show ADD COLUMN is_private INTEGER NOT NULL DEFAULT 0;
    CREATE TABLE shared_file (name TEXT PRIMARY KEY, made_from TEXT NOT NULL, sha256 TEXT NOT NULL) STRICT;
    """,
    # 4: what was removed is not published again by the next run; a corrected text stays in its episode
    """
    ALTER TABLE episode ADD COLUMN revision INTEGER NOT NULL DEFAULT 1;
    CREATE TABLE removed (guid TEXT PRIMARY KEY, removed_at_s INTEGER NOT NULL) STRICT;
    CREATE TABLE alias (guid TEXT PRIMARY KEY, episode_guid TEXT NOT NULL) STRICT;
    """,
    # 5: the stories that editions told, and what became of each run of a daily show
    """
    CREATE TABLE told_episode (guid TEXT PRIMARY KEY, content_key TEXT NOT NULL, told_at_s INTEGER NOT NULL) STRICT;
    CREATE TABLE told_story (
        guid TEXT NOT NULL REFERENCES told_episode ON DELETE CASCADE,
        is_edition INTEGER NOT NULL,
        url TEXT NOT NULL,
        content_id TEXT NOT NULL,
        title TEXT NOT NULL,
        paragraphs TEXT NOT NULL
    ) STRICT;
    CREATE INDEX told_story_of ON told_story (guid);
    CREATE TABLE run (
        number INTEGER PRIMARY KEY,
        show_name TEXT NOT NULL,
        day TEXT NOT NULL,
        outcome TEXT NOT NULL,
        report TEXT NOT NULL
    ) STRICT;
    """,
)
"""Statement n takes a library from version n to n + 1; one that has been released is never changed."""


@contextmanager
def telling(path: Path) -> Iterator[None]:
    """Say in a person's words what SQLite could not do with the library."""
    try:
        yield
    except sqlite3.OperationalError as error:
        raise PublishError(f"{path}: the show's library cannot be used: {error}") from error
    except sqlite3.IntegrityError as error:
        raise PublishError(f"{path}: the show's library refuses the episode: {error}") from error
    except sqlite3.DatabaseError as error:
        raise PublishError(f"{path}: the show's library is damaged: {error}") from error


def migrate(connection: sqlite3.Connection, path: Path) -> None:
    """Bring the library to this program's version; a newer one is refused, and left as it is."""
    connection.execute("PRAGMA foreign_keys = ON")
    if version_of(connection, path) == len(MIGRATIONS):
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        for version in range(version_of(connection, path), len(MIGRATIONS)):
            for statement in MIGRATIONS[version].split(";"):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {version + 1}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def version_of(connection: sqlite3.Connection, path: Path) -> int:
    """Return the version of the library at *path*.

    Raises:
        PublishError: it is newer than this program's.
    """
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if version > len(MIGRATIONS):
        raise PublishError(
            f"{path}: the show's library has version {version}, this program knows up to {len(MIGRATIONS)};"
            " it was written by a newer bangla-podcast, update this one"
        )
    return version
