"""What is kept of an episode beside its sound, so that all its texts can be made again without anyone speaking."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from podcast.errors import PublishError
from podcast.fitting import clean_text, one_line
from podcast.lint.transcript_reading import parse_json
from podcast.model import Article, BlockKind, Chapter, Cue, Episode, Passage, Sentence, TimedWord
from podcast.show.life.edits import Edits
from podcast.show.proof import EpisodeProof
from podcast.show.published import episode_file, read_words
from podcast.show.stored import read_stored_article
from podcast.show.transcripts.captions import LINGER_MS
from podcast.show.transcripts.chapters import parse_chapters

if TYPE_CHECKING:
    from pathlib import Path

    from podcast.show.draft import Draft

ReadAnew = Callable[[Article], tuple[Passage, ...]]
"""Splits an article into passages as it would be read now: for episodes of programs that did not keep them."""


@dataclass(frozen=True, slots=True)
class Kept:
    """An episode as the files beside its sound have it."""

    episode: Episode
    content_key: str
    article: Article
    edits: Edits
    passages: tuple[Passage, ...]
    """As written; what was said for it is not kept."""
    cues: tuple[Cue, ...]
    words: tuple[TimedWord, ...]
    chapters: tuple[Chapter, ...] | None
    """``None`` when their file is missing or damaged."""
    proof: EpisodeProof


def describe_kept(draft: Draft, proof: EpisodeProof) -> dict[str, Any]:
    """Return as plain values what :func:`read_kept` needs besides words and article."""
    passages = [
        {
            "kind": passage.kind.value,
            "sentences": [clean_text(one.written) for one in passage.sentences],
            **({"url": clean_text(passage.url)} if passage.url else {}),
        }
        for passage in draft.passages
    ]
    edited = draft.edits.as_json()
    return {
        **({"edited": edited} if edited else {}),
        "proof": proof.as_json(),
        "passages": passages,
        "cues": [_plain_cue(cue) for cue in draft.cues],
    }


def _plain_cue(cue: Cue) -> dict[str, Any]:
    told: dict[str, Any] = {"start_ms": cue.start_ms, "end_ms": cue.end_ms}
    told |= {"text": clean_text(cue.text)} if cue.sentence is None else {"sentence": cue.sentence}
    return told | ({"speaker": one_line(cue.speaker)} if cue.speaker else {})


def read_edits(folder: Path, stem: str, article: Article) -> Edits:
    """Return what was corrected of the episode of id *stem* and holds for *article*, of which it is made now.

    What cannot be read is nothing.
    """
    try:
        edits = Edits.from_json(read_words(folder, stem).get("edited", {}))
        before = read_stored_article(folder, stem)
    except (PublishError, TypeError, AttributeError):
        return Edits()
    return edits if before is None else edits.outliving(before, article)


def read_kept(folder: Path, episode: Episode, content_key: str, read_anew: ReadAnew) -> Kept:
    """Return what is kept of *episode* in *folder*; *read_anew* helps where an older program kept less.

    Raises:
        PublishError: a file is missing, damaged or of another version, or an older program kept too little.
    """
    stem = episode.episode_id
    words, article = read_words(folder, stem), read_stored_article(folder, stem)
    path = episode_file(folder, stem, "words.json")
    if article is None or "proof" not in words:
        raise PublishError(f"{path}: an older program kept too little to make “{episode.title}” anew; convert it again")
    try:
        if words["episode"]["content_key"] != content_key:
            raise PublishError(f"{path}: is of another version than the library knows; convert its source again")
        passages = _passages(words["passages"]) if "passages" in words else read_anew(article)
        kept = words.get("cues")
        cues = _cues(kept, passages) if kept is not None else _told_cues(folder, episode, passages)
        return Kept(
            episode=episode,
            content_key=content_key,
            article=article,
            edits=Edits.from_json(words.get("edited", {})),
            passages=passages,
            cues=cues,
            words=tuple(
                TimedWord(one["text"], int(one["sentence"]), int(one["start_ms"]), int(one["end_ms"]))
                for one in words["words"]
            ),
            chapters=_chapters(folder, stem),
            proof=EpisodeProof.from_json(words["proof"]),
        )
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        raise PublishError(f"{path}: is damaged: {error!r}; convert its source again") from error


def _passages(told: Iterable[Mapping[str, Any]]) -> tuple[Passage, ...]:
    return tuple(
        Passage(
            BlockKind(one["kind"]), tuple(Sentence(str(text), str(text)) for text in one["sentences"]), one.get("url")
        )
        for one in told
    )


def _cues(told: Iterable[Mapping[str, Any]], passages: Sequence[Passage]) -> tuple[Cue, ...]:
    texts = _texts(passages)
    return tuple(
        Cue(
            int(one["start_ms"]),
            int(one["end_ms"]),
            texts[one["sentence"]] if "sentence" in one else str(one["text"]),
            one.get("speaker"),
            one.get("sentence"),
        )
        for one in told
    )


def _told_cues(folder: Path, episode: Episode, passages: Sequence[Passage]) -> tuple[Cue, ...]:
    """Take the cues out of the JSON transcript, and find for each its sentence among *passages*.

    Captions stay after their last word where they can; less that time, and staying it again, they end where they did.
    """
    path = episode_file(folder, episode.episode_id, "json")
    try:
        told = parse_json(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise PublishError(f"{path}: cannot be read: {error.strerror}; convert its source again") from error
    texts = [one_line(text) for text in _texts(passages)]
    cues, place = [], 0
    for cue in told:
        place = texts.index(cue.text, place) + 1
        end_ms = max(cue.start_ms + 1, cue.end_ms - LINGER_MS)
        cues.append(Cue(cue.start_ms, end_ms, cue.text, cue.speaker, place - 1))
    return tuple(cues)


def _texts(passages: Sequence[Passage]) -> list[str]:
    return [sentence.written for passage in passages for sentence in passage.sentences]


def _chapters(folder: Path, stem: str) -> tuple[Chapter, ...] | None:
    try:
        return parse_chapters(episode_file(folder, stem, "chapters.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
