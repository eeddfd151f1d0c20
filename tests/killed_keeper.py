"""Keepers of a show killed at many points: ``python tests/killed_keeper.py CHANGE FOLDER EVERY``.

CHANGE is remove, edit, rebuild, restore or move. Each is killed in a fresh copy of the show. Then what the feed names
must be there, whole; this process runs the next thing, as anyone would, and says what it finds wrong.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import feedparser
from killed_publisher import problems, publish
from killing import kill_before_each_step
from own_origin import FolderOrigin
from show_samples import NOW, draw_nothing, make_draft, make_show

from podcast.library import Library
from podcast.show import Edits, publish_episode, read_publication, remove_episodes, restore_folder, staging

ONE, OTHER, ASKED = 1, 3, 2


def remove(folder: Path) -> None:
    with Library.open(folder) as library:
        (wanted,) = (episode for episode in library.episodes() if episode.source_url.endswith(f"/{ONE}"))
    remove_episodes(folder, make_show(), [wanted], base_url=None, now=NOW, draw_cover=draw_nothing)


def _make_anew(folder: Path, title: str | None) -> None:
    with Library.open(folder) as library:
        (wanted,) = (episode for episode in library.episodes() if episode.source_url.endswith(f"/{ONE}"))
    with staging(folder) as stage:
        sound = b"\xff\xf3sound, and another tag" if title else b"\xff\xf3SOUND"  # as long as before
        draft = make_draft(stage, ONE, sound=sound, title=title or wanted.title)
        draft = replace(draft, edits=Edits(title=title), replaces=wanted)
        publish_episode(folder, make_show(), draft, base_url=None, now=NOW, draw_cover=draw_nothing)


def edit(folder: Path) -> None:
    _make_anew(folder, "শোধরানো শিরোনাম")


def rebuild(folder: Path) -> None:
    _make_anew(folder, None)


def restore(folder: Path, source: Path | None = None) -> None:
    origin = FolderOrigin(source or folder)
    publication = read_publication(origin)
    restore_folder(folder, make_show(), publication, origin, now=NOW, draw=draw_nothing)


def move(folder: Path) -> None:
    restore(folder, folder.parent / "before")


CHANGES: dict[str, Callable[[Path], None]] = {
    "remove": remove,
    "edit": edit,
    "rebuild": rebuild,
    "restore": restore,
    "move": move,
}


def dangling(folder: Path) -> list[str]:
    """Say what the feed, as the dead process left it, names that is not there."""
    if not (folder / "feed.xml").exists():
        return []
    parsed = feedparser.parse((folder / "feed.xml").read_bytes())
    found = [] if not parsed.bozo else ["the feed is broken"]
    for entry in parsed.entries:
        name = entry.enclosures[0].href.rpartition("/")[2]
        if not (folder / "episodes" / name).is_file():
            found.append(f"the feed names {name}, which is not there")
    return found


def of_two_versions(folder: Path) -> list[str]:
    """Say which sound is not the one that the text beside it proves."""
    found = []
    for audio in (folder / "episodes").glob("*.mp3"):
        words = json.loads(audio.with_suffix(".words.json").read_bytes())
        if words["proof"]["sha256"] != hashlib.sha256(audio.read_bytes()).hexdigest():
            found.append(f"{audio.name} and its words are of two versions")
    return found


def next_run(what: str, folder: Path, before: Path) -> list[str]:
    """Do what is done after a crash; return what is wrong then."""
    if what in {"restore", "move"}:
        with Library.open(folder) as library:
            is_done = library.show_state() is not None
        if not is_done:
            CHANGES[what](folder)
        publish(folder, ONE)  # any run writes the feed anew
        publish(before, ONE)
        same = (folder / "feed.xml").read_bytes() == (before / "feed.xml").read_bytes()
        return problems(folder) + ([] if same else ["the feed is another one"])
    publish(folder, ASKED)
    return problems(folder) + of_two_versions(folder)


def main() -> int:
    what, scratch, every = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    before = scratch / "before"
    for number in (ONE, OTHER):
        publish(before, number)

    def begin(step: int) -> Path:
        folder = scratch / f"show-{step}"
        if what != "move":
            shutil.copytree(before, folder)
        if what == "restore":
            shutil.rmtree(folder / ".podcast")
        return folder

    def look(folder: Path) -> list[str]:
        return [*dangling(folder), *next_run(what, folder, before)]

    return kill_before_each_step(begin, CHANGES[what], look, every=every)


if __name__ == "__main__":
    sys.exit(main())
