"""Whether what a folder publishes is whole: every episode against the proof that was kept with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from podcast.errors import PublishError, UsageError
from podcast.library import Library, library_path
from podcast.model import Episode
from podcast.show.proof import EpisodeProof, problems, proof_in
from podcast.show.published import EPISODE_ENDINGS, episode_file, read_words
from podcast.show.transcripts.chapters import parse_chapters
from podcast.show.transcripts.transcript_agreement import transcript_problems


@dataclass(frozen=True, slots=True)
class Checked:
    """An episode, and what is wrong with it."""

    episode: Episode
    problems: tuple[str, ...]
    sentences: int
    """How many were found proven; 0 for an episode without a proof."""
    length_ms: int | None = None
    """Of the sound as decoded, where there is no problem: what the proof says is then true."""


def check_folder(folder: Path) -> Iterator[Checked]:
    """Check every episode of *folder*, the newest first; its sound is decoded, which takes a second for ten minutes.

    Raises:
        UsageError: nothing was ever published there.
        PublishError: its library is damaged or of a newer version.
    """
    if not has_library(folder):
        raise UsageError(f"{folder}: nothing was published here; expected a folder that `podcast convert` wrote")
    with Library.open(folder) as library:
        episodes = library.episodes()
    for episode in episodes:
        words = _words_of(folder, episode)
        proof = proof_in(words)
        found = tuple(_problems(folder, episode, words, proof))
        length_ms = proof.duration_ms if proof is not None and not found else None
        yield Checked(episode, found, len(proof.sentences) if proof else 0, length_ms)


def known_to(folder: Path) -> tuple[str | None, frozenset[str]]:
    """Return the guid that the show of *folder* was given, if any, and those of its episodes.

    Raises:
        PublishError: its library is damaged or of a newer version.
    """
    with Library.open(folder) as library:
        state = library.show_state()
        guids = frozenset(episode.guid for episode in library.episodes())
    return (state.podcast_guid if state else None), guids


def removed_from(folder: Path) -> frozenset[str]:
    """Return the guids of the episodes that were removed from the show of *folder* on purpose; none without a library.

    Raises:
        PublishError: its library is damaged or of a newer version.
    """
    if not has_library(folder):
        return frozenset()
    with Library.open(folder) as library:
        return frozenset(library.removed())


def has_library(folder: Path) -> bool:
    """Say whether what was published in *folder* is remembered there."""
    return library_path(folder).is_file()


def _words_of(folder: Path, episode: Episode) -> dict[str, Any]:
    """Return what the words file holds; nothing when it cannot be read, which is told by what it lacks."""
    try:
        return read_words(folder, episode.episode_id)
    except PublishError:
        return {}


def _problems(folder: Path, episode: Episode, words: Mapping[str, Any], proof: EpisodeProof | None) -> Iterator[str]:
    files = {ending: episode_file(folder, episode.episode_id, ending) for ending in EPISODE_ENDINGS}
    missing = [path.name for path in files.values() if not path.is_file()]
    yield from (f"{name} is missing" for name in missing)
    if files["chapters.json"].name not in missing:
        yield from _in_chapters(files["chapters.json"], episode.duration_ms)
    yield from transcript_problems(files, episode.duration_ms)
    if files["mp3"].name in missing:
        return
    size_bytes = files["mp3"].stat().st_size
    if size_bytes != episode.size_bytes:
        yield f"{files['mp3'].name} has {size_bytes} bytes; the feed says {episode.size_bytes}"
    name = files["words.json"].name
    if proof is None:
        if name not in missing:
            yield f"{name} holds no proof; publish the episode again to have one"
        return
    if not proof.sentences:
        yield "the proof names no sentence"
    yield from problems(proof, files["mp3"])
    yield from _in_words(name, words, episode.duration_ms)


def _in_chapters(path: Path, duration_ms: int) -> Iterator[str]:
    """Check the chapters, from which the feed's are made: the first at the start, in order, inside the sound."""
    try:
        starts = [chapter.start_ms for chapter in parse_chapters(path.read_text(encoding="utf-8"))]
    except (OSError, ValueError) as error:
        yield f"{path.name} cannot be read: {error}"
        return
    if not starts or starts[0] != 0:
        yield f"{path.name}: the first chapter does not begin at the start"
    if any(following <= one for one, following in pairwise(starts)) or (starts and starts[-1] >= duration_ms):
        yield f"{path.name}: chapters are out of order, or begin after the sound ends"


def _in_words(name: str, document: Mapping[str, Any], duration_ms: int) -> Iterator[str]:
    """Check the words that the page highlights: in order, and inside the sound."""
    try:
        words = [(word["start_ms"], word["end_ms"], word["text"]) for word in document["words"]]
    except (KeyError, TypeError):
        yield f"{name} cannot be read"
        return
    for (one, _, _), (following, _, text) in pairwise(words):
        if following < one:
            yield f"{name}: “{text}” at {following} ms stands after a word at {one} ms"
    late = [text for _, end_ms, text in words if end_ms > duration_ms + 1]
    if late:
        yield f"{name}: {len(late)} words end after the sound does, “{late[0]}” is the first"
