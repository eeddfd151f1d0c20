"""The texts that lie beside an episode's sound."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from podcast.files import sync_file
from podcast.model import Episode
from podcast.settings import Show
from podcast.show.draft import Draft
from podcast.show.kept import describe_kept
from podcast.show.pages import render_episode, render_transcript
from podcast.show.proof import EpisodeProof
from podcast.show.transcripts.captions import linger
from podcast.show.transcripts.chapters import render_chapters
from podcast.show.transcripts.transcript import render_json, render_srt, render_vtt, render_words


def write_texts(stage: Path, show: Show, episode: Episode, draft: Draft, proof: EpisodeProof) -> dict[str, Path]:
    """Write the texts of *draft* into *stage* and return their paths, by the endings they get."""
    cues = linger(draft.cues, draft.duration_ms)
    texts: dict[str, Callable[[], str | Iterator[str]]] = {
        # put in place first: until the row is committed, its key tells that the files are of two versions
        "words.json": lambda: render_words(
            episode, draft.content_key, draft.words, draft.article, describe_kept(draft, proof)
        ),
        "html": lambda: render_episode(show, episode, passages=draft.passages, chapters=draft.chapters, cues=cues),
        "vtt": lambda: render_vtt(cues, draft.words),
        "srt": lambda: render_srt(cues, draft.words),
        "json": lambda: render_json(cues),
        "transcript.html": lambda: render_transcript(show, episode, passages=draft.passages, cues=cues),
        "chapters.json": lambda: render_chapters(draft.chapters),
    }
    # one after the other: together those of five hours take 20 MB
    return {ending: _write(stage / f"new.{ending}", render()) for ending, render in texts.items()}


def _write(path: Path, text: str | Iterator[str]) -> Path:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines([text] if isinstance(text, str) else text)
    sync_file(path)
    return path
