"""When each sentence and each written word is heard in the finished episode."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import partial

from podcast.model import BlockKind, Chapter, Clip, Cue, Passage, Piece, Recording, Script, Sentence, TimedWord, Trim
from podcast.show.transcripts.chapters import tidy_chapters

BODY_TITLE = "মূল লেখা"
"""Names the chapter after the headline where the article has no sub-heads to name it by."""
_FEWEST_SUBHEADS = 2
_MOST_STORY_CHAPTERS = 20
"""Of an edition, sub-heads among them; with more, a listener looks for the next story in vain."""
_SHORTEST_CHAPTER_MS = 1000
_CAPTION_CHARACTERS = 16
"""No caption but a sentence's last has fewer: two lines of 32 hold twice that, however long the words are."""

_TOKEN = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Heard:
    """One piece of a sentence, placed in the episode."""

    sentence: int
    text: str
    span_ms: tuple[int, int] | None
    """First word's start to last word's end in the episode; ``None`` when nothing in it is said."""
    words: tuple[tuple[int, int, int, int], ...]
    """Of each word: start and end in *text*, start and end in the episode (milliseconds)."""


def pieces_heard(clips: Sequence[Clip], recording: Recording) -> Iterator[Heard]:
    """Place every piece in the episode, in speaking order."""
    trims = recording.trims or (Trim(0, 0),) * len(clips)
    for clip, start_ms, trim in zip(clips, recording.starts_ms, trims, strict=True):
        place = partial(_place_ms, start_ms=start_ms, trim=trim, duration_ms=clip.duration_ms)
        for piece in clip.chunk.pieces:
            words = tuple(
                (
                    word.start - piece.start,
                    min(word.end, piece.end) - piece.start,
                    place(word.start_ms),
                    place(word.end_ms),
                )
                for word in clip.words
                if piece.start <= word.start < piece.end
            )
            text = clip.chunk.text[piece.start : piece.end]
            span_ms = (
                (min(w[2] for w in words), max(w[3] for w in words))
                if words
                else _share_ms(clip, piece, start_ms, trim)
            )
            yield Heard(piece.sentence, text, span_ms, words)


def _place_ms(at_ms: int, *, start_ms: int, trim: Trim, duration_ms: int) -> int:
    """Say when a moment of a clip is heard; what was taken off its ends is heard at the ends of the rest."""
    return start_ms + max(0, min(at_ms, duration_ms - trim.tail_ms) - trim.lead_ms)


def _share_ms(clip: Clip, piece: Piece, start_ms: int, trim: Trim) -> tuple[int, int] | None:
    """Give a piece its share, by letters, of a clip whose engine told no word's time at all."""
    text = clip.chunk.text
    if clip.words or not any(letter.isalnum() for letter in text[piece.start : piece.end]):
        return None
    heard_ms = clip.duration_ms - trim.lead_ms - trim.tail_ms
    begin_ms, end_ms = (heard_ms * place // len(text) for place in (piece.start, piece.end))
    return start_ms + begin_ms, start_ms + end_ms


def time_sentences(
    script: Script, clips: Sequence[Clip], recording: Recording, *, speakers: Mapping[str, str] | None = None
) -> tuple[Cue, ...]:
    """Return a cue for each sentence that is heard, as written, from its first word's start to its last one's end.

    A sentence spoken in several chunks is one cue; one in which nothing is said has none. Cues follow one another
    without overlapping, end before the sound does and last at least a millisecond for each caption they can be cut
    into. *speakers* gives the title of each clip's voice, where cues are to say who speaks.
    """
    voices = {piece.sentence: clip.voice for clip in clips for piece in clip.chunk.pieces}
    found: dict[int, tuple[int, int]] = {}
    for heard in pieces_heard(clips, recording):
        if heard.span_ms is not None:
            start_ms, end_ms = found.get(heard.sentence, heard.span_ms)
            found[heard.sentence] = min(start_ms, heard.span_ms[0]), max(end_ms, heard.span_ms[1])
    sentences = script.sentences
    indices = sorted(found)
    written = [sentences[index].written for index in indices]
    least_ms = [1 + len(text) // _CAPTION_CHARACTERS for text in written]
    spans_ms = _in_order([found[index] for index in indices], least_ms, recording)
    return tuple(
        Cue(start_ms, end_ms, text, speakers[voices[index]] if speakers else None, index)
        for index, text, (start_ms, end_ms) in zip(indices, written, spans_ms, strict=True)
    )


def _in_order(
    spans_ms: Sequence[tuple[int, int]], least_ms: Sequence[int], recording: Recording
) -> list[tuple[int, int]]:
    """Return *spans_ms* one after another, each as long as *least_ms* says it must be, none after the sound's end.

    Some engines tell times that overlap, or the same for two sentences.
    """
    ordered: list[tuple[int, int]] = []
    earliest_ms = 0
    nexts_ms = [*(start_ms for start_ms, _ in spans_ms[1:]), recording.duration_ms]
    for (start_ms, end_ms), next_ms, shortest_ms in zip(spans_ms, nexts_ms, least_ms, strict=False):
        begin_ms = max(start_ms, earliest_ms)
        earliest_ms = max(min(end_ms, next_ms), begin_ms + shortest_ms)
        ordered.append((begin_ms, earliest_ms))
    latest_ms = recording.duration_ms
    for place in reversed(range(len(ordered))):
        begin_ms, end_ms = ordered[place]
        end_ms = min(end_ms, latest_ms)
        latest_ms = min(begin_ms, end_ms - least_ms[place])
        ordered[place] = latest_ms, end_ms
    return ordered


def time_words(script: Script, clips: Sequence[Clip], recording: Recording) -> tuple[TimedWord, ...]:
    """Return when each word, as written, is heard; a word is what stands between white space.

    A written word that is said as several words spans them all, and the words of one rewrite share its time. A word
    that is not said (a lone dash, say) is not listed.
    """
    said: dict[int, list[Heard]] = {}
    for heard in pieces_heard(clips, recording):
        said.setdefault(heard.sentence, []).append(heard)
    sentences = script.sentences
    return tuple(word for index, pieces in sorted(said.items()) for word in _words_of(index, sentences[index], pieces))


def _words_of(index: int, sentence: Sentence, pieces: Sequence[Heard]) -> Iterator[TimedWord]:
    restated, origins = _restate(sentence)
    places = _align("".join(piece.text for piece in pieces), restated)
    tokens = [(match.start(), match.end(), match[0]) for match in _TOKEN.finditer(sentence.written)]
    times: dict[int, tuple[int, int]] = {}
    offset = 0
    for piece in pieces:
        for start, end, start_ms, end_ms in piece.words:
            spans = [origins[place] for place in places[offset + start : offset + end] if place is not None]
            if not spans:
                continue
            first, last = min(span[0] for span in spans), max(span[1] for span in spans)
            for number, (token_start, token_end, _) in enumerate(tokens):
                if token_start < last and first < token_end:
                    earliest_ms, latest_ms = times.get(number, (start_ms, end_ms))
                    times[number] = min(earliest_ms, start_ms), max(latest_ms, end_ms)
        offset += len(piece.text)
    for number, (start_ms, end_ms) in sorted(times.items()):
        yield TimedWord(tokens[number][2], index, start_ms, end_ms)


def _restate(sentence: Sentence) -> tuple[str, list[tuple[int, int]]]:
    """Write the sentence again with its rewrites put in, and say for each letter which written span it stands for."""
    parts: list[str] = []
    origins: list[tuple[int, int]] = []
    cursor = 0
    for rewrite in sentence.rewrites:
        parts += [sentence.written[cursor : rewrite.start], rewrite.spoken]
        origins += [(place, place + 1) for place in range(cursor, rewrite.start)]
        origins += [(rewrite.start, rewrite.end)] * len(rewrite.spoken)
        cursor = rewrite.end
    parts.append(sentence.written[cursor:])
    origins += [(place, place + 1) for place in range(cursor, len(sentence.written))]
    return "".join(parts), origins


def _align(said: str, restated: str) -> list[int | None]:
    """Say for each letter of *said* which letter of *restated* it is.

    White space and punctuation are passed over: they change where a sentence is cut into chunks or tidied for the
    voice. Should more differ, the longest common runs tie the two together.
    """
    said_at = [place for place, letter in enumerate(said) if _is_sounded(letter)]
    restated_at = [place for place, letter in enumerate(restated) if _is_sounded(letter)]
    bare_said = "".join(said[place] for place in said_at)
    bare_restated = "".join(restated[place] for place in restated_at)
    places: list[int | None] = [None] * len(said)
    runs = (
        [(0, 0, len(said_at))]
        if bare_said == bare_restated
        else SequenceMatcher(None, bare_said, bare_restated, autojunk=False).get_matching_blocks()
    )
    for said_start, restated_start, length in runs:
        for step in range(length):
            places[said_at[said_start + step]] = restated_at[restated_start + step]
    return places


def _is_sounded(letter: str) -> bool:
    return not letter.isspace() and not unicodedata.category(letter).startswith("P")


def mark_chapters(script: Script, cues: Sequence[Cue], url: str | None = None) -> tuple[Chapter, ...]:
    """Return the places a listener can jump to, in order; the first begins at 0 and has the article's title.

    In an edition each story begins a chapter that leads to it, and so do sub-heads as long as there are few. Of an
    article two or more sub-heads each begin a chapter; with fewer the body is one chapter. None is shorter than a
    second, which is the precision of some apps. *url* is where the article can be read. Titles are tidied as every
    form writes them.
    """
    starts = list(_passage_starts(script, cues))
    marks = _story_marks(starts) or [Chapter(start_ms, title, url) for start_ms, title in _article_marks(starts)]
    chapters = [Chapter(0, script.title, url)]
    for mark in marks:
        if mark.start_ms - chapters[-1].start_ms >= _SHORTEST_CHAPTER_MS:
            chapters.append(mark)
    return tidy_chapters(chapters)


def _article_marks(starts: Sequence[tuple[int, Passage]]) -> list[tuple[int, str]]:
    subheads = [(start_ms, _written(passage)) for start_ms, passage in starts if passage.kind is BlockKind.SUBHEAD]
    if len(subheads) >= _FEWEST_SUBHEADS:
        return subheads
    return [(start_ms, BODY_TITLE) for start_ms, passage in starts if passage.kind is not BlockKind.TITLE][:1]


def _story_marks(starts: Sequence[tuple[int, Passage]]) -> list[Chapter]:
    """Return a chapter for each headline of an edition, and for each sub-head under one; none for an article."""
    marks: list[tuple[BlockKind, Chapter]] = []
    for start_ms, passage in starts:
        if passage.kind is BlockKind.HEADLINE:
            marks.append((passage.kind, Chapter(start_ms, _written(passage), passage.url)))
        elif passage.kind is BlockKind.SUBHEAD and marks:
            marks.append((passage.kind, Chapter(start_ms, _written(passage), marks[-1][1].url)))
    is_all = len(marks) <= _MOST_STORY_CHAPTERS
    return [chapter for kind, chapter in marks if is_all or kind is BlockKind.HEADLINE]


def _written(passage: Passage) -> str:
    return " ".join(sentence.written for sentence in passage.sentences)


def _passage_starts(script: Script, cues: Sequence[Cue]) -> Iterator[tuple[int, Passage]]:
    """Find each passage's first cue; cues are the sentences in order, less those in which nothing is said."""
    places: dict[str, list[int]] = {}
    for place, cue in enumerate(cues):
        places.setdefault(cue.text, []).append(place)
    earliest = 0
    for passage in script.passages:
        start_ms = None
        for sentence in passage.sentences:
            found = places.get(sentence.written, [])
            index = bisect_left(found, earliest)
            if index < len(found):
                start_ms = cues[found[index]].start_ms if start_ms is None else start_ms
                earliest = found[index] + 1
        if start_ms is not None:
            yield start_ms, passage
