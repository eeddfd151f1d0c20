"""The frozen values that pass between the stages, in the order they come into being.

Source -> :class:`Page` -> :class:`Article` -> :class:`Script` -> :class:`Chunk` -> :class:`Clip` -> :class:`Episode`

Conventions: text is Unicode NFC; times in audio are whole milliseconds (``_ms``); times in the world are aware UTC
``datetime``; character offsets count code points; sequences are tuples.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Page:
    """What a source gave, before anyone has judged it."""

    content: bytes
    name: str
    """What the person called it, for messages: a URL, a path, or ``-`` for standard input."""
    url: str | None = None
    """Where it was found after redirects; ``None`` for files and standard input."""
    media_type: str | None = None
    """As the server or the file's ending says, such as ``text/html``; ``None`` when nobody said."""
    charset: str | None = None
    """As the server says; the page itself may disagree."""


class BlockKind(StrEnum):
    """What a block of an article is, and so how it is read and how long the pause after it is."""

    TITLE = "title"
    PARAGRAPH = "paragraph"
    SUBHEAD = "subhead"
    VERSE = "verse"
    """One line of a poem or song."""
    NOTICE = "notice"
    """What the show says of itself, such as that a synthetic voice reads; no article holds one."""
    HEADLINE = "headline"
    """Here another story of an edition begins, or its closing; no article holds one."""


@dataclass(frozen=True, slots=True)
class Block:
    """One block of an article as the newsroom wrote it, furniture removed."""

    kind: BlockKind
    text: str
    url: str | None = None
    """Of a headline: where its story can be read."""


@dataclass(frozen=True, slots=True)
class Article:
    """A page's article: what an editor would read aloud, and where it came from."""

    title: str
    blocks: tuple[Block, ...]
    """Body in reading order; the title is not among them."""
    url: str | None = None
    """Canonical URL; ``None`` when the source has none."""
    site_name: str | None = None
    language: str | None = None
    """As the page declares it, such as ``bn`` or ``bn-IN``."""
    byline: str | None = None
    """Whose article it is, a person or a desk, as printed; several names are joined by commas."""
    published_at: datetime | None = None
    """As the page says, in UTC; midnight at the site's place when it names a day and no time."""
    modified_at: datetime | None = None
    """As the page says, in UTC; never before *published_at*."""
    image_url: str | None = None
    """The page's picture for links to it: an absolute http or https address."""
    section: str | None = None
    """Where the site files it, as printed."""
    cut_short: str | None = None
    """Why this seems to be only the beginning of the article; ``None`` when it seems whole."""

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The body's blocks as plain text, sub-heads included."""
        return tuple(block.text for block in self.blocks)


@dataclass(frozen=True, slots=True)
class Dropped:
    """Text of a page that is not read."""

    text: str
    rule: str
    """Its kind, a colon, and what decided it, for whoever wants to change it."""

    @property
    def kind(self) -> str:
        """The first word of the rule, such as ``caption`` or ``repeat``."""
        return self.rule.partition(":")[0]


@dataclass(frozen=True, slots=True)
class Rewrite:
    """One span of written text and what is said for it."""

    start: int
    end: int
    """``written[start:end]`` of the sentence it stands in."""
    semiotic_class: str
    """The class that claimed the span, such as ``cardinal`` or ``date``."""
    written: str
    spoken: str
    rule: str = ""
    """What decided it, for whoever wants to change it: a verbalizer, or a line of a lexicon file."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as the newsroom wrote it and as it is said; *rewrites* tie the two together, left to right."""

    written: str
    spoken: str
    rewrites: tuple[Rewrite, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """One block of the article turned into sentences to be said."""

    kind: BlockKind
    sentences: tuple[Sentence, ...]
    url: str | None = None
    """Of a headline: where its story can be read."""


@dataclass(frozen=True, slots=True)
class Script:
    """What will be said: the title first, then every block of the body."""

    title: str
    passages: tuple[Passage, ...]

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """Every sentence in speaking order; a :class:`Piece` counts along this."""
        return tuple(sentence for passage in self.passages for sentence in passage.sentences)


class PauseKind(StrEnum):
    """What stands between two chunks; a voice or show says how many milliseconds of silence that is."""

    NONE = "none"
    SENTENCE = "sentence"
    VERSE = "verse"
    PARAGRAPH = "paragraph"
    SUBHEAD = "subhead"
    TITLE = "title"
    STORY = "story"
    """Between two stories of one episode; the show's sting, if it has one, is heard here."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence, or part of one that was too long, inside a chunk."""

    sentence: int
    """Index into ``Script.sentences``."""
    start: int
    end: int
    """``chunk.text[start:end]``, spoken text."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """Spoken text for one request to an engine, and the pause that follows it."""

    text: str
    pieces: tuple[Piece, ...]
    pause_after: PauseKind
    reader: int = 0
    """Which of an episode's readers says it: the first (0) or the second (1); a chunk is never said by two."""


@dataclass(frozen=True, slots=True)
class WordTiming:
    """When one word of a text was said."""

    start: int
    end: int
    """``text[start:end]`` of the spoken text handed to the engine."""
    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True)
class Speech:
    """What an engine returns for one text."""

    pcm: bytes
    """Mono, signed 16-bit little-endian samples."""
    rate_hz: int
    words: tuple[WordTiming, ...]

    @property
    def duration_ms(self) -> int:
        """Length of the audio, rounded to whole milliseconds."""
        return round(len(self.pcm) // 2 * 1000 / self.rate_hz)


@dataclass(frozen=True, slots=True)
class Proof:
    """What was measured of a clip when it was spoken: why it is taken for the whole of its text."""

    words: int
    """Of the text: what stands between white space and holds a letter or a digit."""
    timed_words: int
    """Words that have a time inside the audio."""
    letters: int
    """Letters and digits of the words, vowel signs not counted."""
    duration_ms: int
    last_word_ms: int
    """When the last word ends; 0 if there is none."""
    silence_percent: int
    """Share of the audio in which nothing is heard."""
    requests: int
    """How often the engine was asked; one is the rule."""
    is_split: bool
    """Spoken in two halves, since the engine did not speak it whole."""

    @property
    def ms_per_letter(self) -> float:
        """Pace of the reading."""
        return self.duration_ms / self.letters if self.letters else 0.0


@dataclass(frozen=True, slots=True)
class Clip:
    """A chunk that has been spoken. The samples stay on disk until they are needed."""

    chunk: Chunk
    duration_ms: int
    words: tuple[WordTiming, ...]
    load: Callable[[], Speech] = field(repr=False, compare=False)
    """Read the samples; they are the same on every call."""
    voice: str = ""
    """Name of the voice that spoke it; levels are matched where an episode has two."""
    proof: Proof | None = None
    """``None`` when nothing was measured."""


@dataclass(frozen=True, slots=True)
class Cue:
    """A sentence as written, and when it is heard in the finished episode."""

    start_ms: int
    end_ms: int
    text: str
    speaker: str | None = None
    """Title of the voice that says it; ``None`` in an episode with one reader."""
    sentence: int | None = None
    """Index into ``Script.sentences``; ``None`` where it is not known."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A place in the episode a listener can jump to."""

    start_ms: int
    title: str
    url: str | None = None
    """Where to read more of what is heard from here on."""


@dataclass(frozen=True, slots=True)
class TimedWord:
    """A word as written, and when it is heard in the finished episode."""

    text: str
    sentence: int
    """Index into ``Script.sentences``."""
    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True)
class Trim:
    """Silence of the engine's own that was taken off both ends of a clip."""

    lead_ms: int
    tail_ms: int


@dataclass(frozen=True, slots=True)
class Recording:
    """A finished sound file and where each clip begins in it."""

    path: Path
    duration_ms: int
    """From the samples that were encoded, not from a header."""
    starts_ms: tuple[int, ...]
    """Where each clip is first heard, in the order the clips were given."""
    trims: tuple[Trim, ...] = ()
    """What was taken off each clip; empty when nothing was taken off any."""


@dataclass(frozen=True, slots=True)
class Episode:
    """A published episode, as the library keeps it and the feed shows it."""

    episode_id: str
    """Short, unique and stable: the stem of its files."""
    guid: str
    title: str
    source_url: str | None
    site_name: str | None
    voice: str
    """Title of the voice that speaks, or of both."""
    published_at: datetime
    """When it was first published, whole seconds UTC, later than every older episode's."""
    duration_ms: int
    size_bytes: int
    """Of the mp3 file."""
    summary: str
    """First sentences of the body as written, for lists and the feed."""
    wanted_voice: str | None = None
    """Title of the voice that should have spoken, where another one had to; ``podcast upgrade`` asks it again."""
    byline: str | None = None
    """Whose article it is, as printed."""
