"""What lies beside an episode's sound in the folder and is told of in the feed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from podcast.model import Chapter, Episode
from podcast.show.transcripts.chapters import parse_chapters


@dataclass(frozen=True, slots=True)
class Companions:
    """An episode's chapters, and whether it has a picture and a page of its transcript.

    Those of an older program's episodes have none, and the feed must name nothing that is not there.
    """

    chapters: tuple[Chapter, ...] = ()
    has_picture: bool = False
    has_transcript_page: bool = False


def read_companions(folder: Path, episodes: Iterable[Episode]) -> dict[str, Companions]:
    """Return what stands in *folder* beside each of *episodes*, by its id.

    A file of chapters that is missing or damaged is as good as none: ``podcast check`` tells of it.
    """
    return {
        episode.episode_id: Companions(
            _chapters(folder / f"{episode.episode_id}.chapters.json"),
            (folder / f"{episode.episode_id}.jpg").is_file(),
            (folder / f"{episode.episode_id}.transcript.html").is_file(),
        )
        for episode in episodes
    }


def _chapters(path: Path) -> tuple[Chapter, ...]:
    try:
        return parse_chapters(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return ()
