"""Script -> Chunks: whole sentences packed into requests an engine reads well.

Sizes are XML-escaped UTF-8 bytes, as speech services count them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import zip_longest

from podcast.bangla.clauses import SMALLEST_LIMIT, cut_sentence, escaped_bytes
from podcast.bangla.sentences import split_sentences
from podcast.model import BlockKind, Chunk, Passage, PauseKind, Piece, Script

_PAUSE_AFTER = {
    BlockKind.TITLE: PauseKind.TITLE,
    BlockKind.SUBHEAD: PauseKind.SUBHEAD,
    BlockKind.PARAGRAPH: PauseKind.PARAGRAPH,
    BlockKind.VERSE: PauseKind.PARAGRAPH,
    BlockKind.NOTICE: PauseKind.PARAGRAPH,
    BlockKind.HEADLINE: PauseKind.SUBHEAD,
}


@dataclass(frozen=True, slots=True)
class _Spoken:
    """A sentence, or one part of a sentence that had to be cut, on its way into a chunk."""

    text: str
    sentence: int
    glued: bool
    """Continues the word before it: no space between them."""
    reader: int = 0


def pack_text(text: str, limit: int) -> list[str]:
    """Pack the sentences of *text* into as few strings of at most *limit* bytes as their order allows.

    Sentences are joined with one space; only one that is over the limit by itself is cut. Nothing but white space is
    lost or added.

    >>> pack_text("বৃষ্টি হল। রোদ উঠল। পাখি ডাকল।", 60)
    ['বৃষ্টি হল। রোদ উঠল।', 'পাখি ডাকল।']

    Raises:
        ValueError: *limit* cannot hold every character.
    """
    _check(limit, limit)
    spoken = (part for index, sentence in enumerate(split_sentences(text)) for part in _cut(sentence, index, limit))
    return [_chunk(group, PauseKind.NONE).text for group in _pack(spoken, limit, limit)]


def chunk_script(
    script: Script, *, best_bytes: int, max_bytes: int, second_reader: Collection[int] = ()
) -> tuple[Chunk, ...]:
    """Pack the sentences of *script* into chunks: up to *best_bytes*, never across a passage, none over *max_bytes*.

    A sentence between the two sizes stands alone; one over *max_bytes* is cut where a reader would breathe. A sentence
    with nothing to say (neither letter nor digit) gets no piece. No chunks come of a script that says nothing. The
    sentences whose places are in *second_reader* are said by the second reader, in chunks of their own.

    Raises:
        ValueError: the sizes are not ``8 <= best_bytes <= max_bytes``.
    """
    _check(best_bytes, max_bytes)
    chunks: list[Chunk] = []
    first = 0
    for passage, following in zip_longest(script.passages, script.passages[1:]):
        pause = _pause_between(passage.kind, following.kind if following else None)
        parts = _sayable_parts(passage, first, max_bytes, second_reader)
        chunks += _passage_chunks(list(_pack(parts, best_bytes, max_bytes)), pause)
        first += len(passage.sentences)
    if chunks:
        chunks[-1] = replace(chunks[-1], pause_after=PauseKind.NONE)
    return tuple(chunks)


def _pause_between(kind: BlockKind, following: BlockKind | None) -> PauseKind:
    if following is BlockKind.HEADLINE:
        return PauseKind.STORY
    return PauseKind.VERSE if kind is following is BlockKind.VERSE else _PAUSE_AFTER[kind]


def _passage_chunks(groups: list[tuple[_Spoken, ...]], pause_at_end: PauseKind) -> Iterator[Chunk]:
    # a sentence cut inside a long run of marks can leave a group of marks alone, which no engine can say
    sayable = [group for group in groups if any(_is_sayable(part.text) for part in group)]
    for group, following in zip_longest(sayable, sayable[1:]):
        if following is None:
            pause = pause_at_end
        elif following[0].sentence == group[-1].sentence:
            pause = PauseKind.NONE
        else:
            pause = PauseKind.SENTENCE
        yield _chunk(group, pause)


def _check(best_bytes: int, max_bytes: int) -> None:
    if not SMALLEST_LIMIT <= best_bytes <= max_bytes:
        raise ValueError(f"sizes must be {SMALLEST_LIMIT} <= best <= max bytes, not {best_bytes} and {max_bytes}")


def _is_sayable(text: str) -> bool:
    return any(character.isalnum() for character in text)


def _sayable_parts(passage: Passage, first: int, max_bytes: int, second_reader: Collection[int]) -> Iterator[_Spoken]:
    for index, sentence in enumerate(passage.sentences, start=first):
        if _is_sayable(sentence.spoken):
            yield from _cut(sentence.spoken, index, max_bytes, reader=int(index in second_reader))


def _cut(sentence: str, index: int, max_bytes: int, reader: int = 0) -> Iterator[_Spoken]:
    for part in cut_sentence(sentence, max_bytes):
        yield _Spoken(sentence[part.start : part.end], index, part.glued, reader)


def _pack(parts: Iterable[_Spoken], best_bytes: int, max_bytes: int) -> Iterator[tuple[_Spoken, ...]]:
    """Group neighbours of one reader while they fit in *best_bytes*; a part that says nothing up to *max_bytes*."""
    group: list[_Spoken] = []
    size = 0
    for part in parts:
        part_size = escaped_bytes(part.text)
        joined_size = size + part_size + (0 if part.glued else 1)
        fits = joined_size <= best_bytes or (joined_size <= max_bytes and not _is_sayable(part.text))
        if group and fits and group[-1].reader == part.reader:
            group.append(part)
            size = joined_size
        else:
            if group:
                yield tuple(group)
            group, size = [part], part_size
    if group:
        yield tuple(group)


def _chunk(group: tuple[_Spoken, ...], pause_after: PauseKind) -> Chunk:
    text = ""
    pieces: list[Piece] = []
    for part in group:
        if text and not part.glued:
            text += " "
        start = len(text)
        text += part.text
        if pieces and pieces[-1].sentence == part.sentence:
            pieces[-1] = Piece(part.sentence, pieces[-1].start, len(text))
        else:
            pieces.append(Piece(part.sentence, start, len(text)))
    return Chunk(text, tuple(pieces), pause_after, group[0].reader)
