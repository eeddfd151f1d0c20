"""Publishers killed at every point: ``python tests/killed_publisher.py new|again FOLDER``.

Each publishes an episode in a fresh copy of the show. Then this process looks with the feed linter at what listeners
have, publishes another episode there and says what it finds wrong.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import feedparser
from killing import kill_before_each_step
from show_samples import NOW, draw_nothing, make_draft, make_show

from podcast.library import Library
from podcast.lint.linting import lint, open_feed
from podcast.model import Episode
from podcast.show import publish_episode, staging
from podcast.show.published import EPISODE_ENDINGS

BEFORE, ASKED = 1, 2
"""Numbers of the episode that is there already, and of the one that is published in the end."""


def publish(folder: Path, number: int, **changes: object) -> Episode:
    with staging(folder) as stage:
        draft = make_draft(stage, number, **changes)
        return publish_episode(folder, make_show(), draft, base_url=None, now=NOW, draw_cover=draw_nothing)


def problems(folder: Path) -> list[str]:
    with Library.open(folder) as library:
        episodes = library.episodes()
        keys = {episode.guid: library.content_key(episode.guid) for episode in episodes}
    found = []
    stems = {path.name.partition(".")[0] for path in (folder / "episodes").iterdir()}
    if stems != {episode.episode_id for episode in episodes}:
        found.append(f"files of {stems}, rows of {episodes}")
    listed = [entry.id for entry in feedparser.parse((folder / "feed.xml").read_bytes()).entries]
    if listed != [episode.guid for episode in episodes]:
        found.append(f"the feed lists {listed}")
    for episode in episodes:
        files = {path.name: path.read_bytes() for path in (folder / "episodes").glob(f"{episode.episode_id}.*")}
        if len(files) != len(EPISODE_ENDINGS):
            found.append(f"{episode.episode_id} has {sorted(files)}")
        elif len(files[f"{episode.episode_id}.mp3"]) != episode.size_bytes:
            found.append(f"{episode.episode_id}.mp3 is of another version than the row")
        elif f'"{keys[episode.guid]}"'.encode() not in files[f"{episode.episode_id}.words.json"]:
            found.append(f"{episode.episode_id}.words.json is of another version than the row")
    private = sorted(path.name for path in (folder / ".podcast").iterdir())
    if private != ["library.sqlite3"]:
        found.append(f"left: {private}")
    return found


def unfit(folder: Path, *, is_again: bool) -> list[str]:
    """What the feed linter finds in what a dead publisher has left; the sounds and pictures here are none.

    A sound that is spoken again keeps its address, so until the feed follows it has another length than the feed says.
    """
    excused = {"art-format", "enclosure-sound", *(["enclosure-bytes"] if is_again else [])}
    return [str(finding) for finding in lint(open_feed(str(folder))) if finding.is_must and finding.rule not in excused]


def main() -> int:
    number = {"new": 7, "again": BEFORE}[sys.argv[1]]
    scratch = Path(sys.argv[2])
    publish(scratch / "before", BEFORE)

    def begin(step: int) -> Path:
        return Path(shutil.copytree(scratch / "before", scratch / f"show-{step}"))

    def look(folder: Path) -> Iterator[str]:
        yield from (f"listeners have: {finding}" for finding in unfit(folder, is_again=sys.argv[1] == "again"))
        publish(folder, ASKED)
        yield from problems(folder)

    def change(folder: Path) -> Episode:
        return publish(folder, number, sound=b"another sound", content_key="another")

    return kill_before_each_step(begin, change, look)


if __name__ == "__main__":
    sys.exit(main())
