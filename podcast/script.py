"""Article -> Script: what will be said, sentence by sentence, beside what was written."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from podcast.bangla import find_quoted, read_sentence, split_sentences, verbalize
from podcast.model import Article, Block, BlockKind, Passage, Script, Sentence

if TYPE_CHECKING:
    from collections.abc import Callable

    from podcast.bangla.lexicon import Lexicon

_LATIN_NAME = re.compile(r"[^\u0980-\u09ff]*[^\W\u0980-\u09ff]")
_SHORTENED = re.compile(r"(?<![\u0980-\u09e3.])[\u0985-\u09e3]{1,6}\.(?=[\s-]*[^\s-])")


def write_script(
    article: Article,
    *,
    locale: str = "bn-IN",
    lexicon: Lexicon | None = None,
    keep_latin: bool = False,
    notice: str | None = None,
) -> Script:
    """Turn *article* into sentences to be said, the title first; *notice* is what the show says after it.

    Sentences are split before numbers are verbalized, so a full stop inside ``৩.৫`` never ends one. What stands in
    both the title and the beginning of the body is said once: a first block that is the title again is left out, and
    so is a title that was taken from the body's first words. *lexicon* and *keep_latin* are as in
    :func:`podcast.bangla.read_sentence`.
    """
    title = Block(BlockKind.TITLE, article.title)
    body = article.blocks
    if body and _folded(body[0].text) == _folded(article.title):
        body = body[1:]
    blocks = body if body and _begins_with(body[0].text, article.title) else (title, *body)
    if notice is not None:
        blocks = (*blocks, Block(BlockKind.NOTICE, notice))
    read = partial(read_sentence, locale=locale, lexicon=lexicon, keep_latin=keep_latin)
    passages = tuple(_read_block(block, read) for block in blocks)
    return Script(title=article.title, passages=tuple(passage for passage in passages if passage.sentences))


def find_quotations(script: Script) -> frozenset[int]:
    """Return which of ``script.sentences`` are quotations as a whole; they stand in paragraphs of the body."""
    found: set[int] = set()
    first = 0
    for passage in script.passages:
        if passage.kind is BlockKind.PARAGRAPH:
            quoted = find_quoted([sentence.written for sentence in passage.sentences])
            found.update(first + index for index in quoted)
        first += len(passage.sentences)
    return frozenset(found)


def find_every_other_story(script: Script) -> frozenset[int]:
    """Return which of ``script.sentences`` stand in the second, fourth … story of an edition: for a second reader."""
    found: set[int] = set()
    first = stories = 0
    for passage in script.passages:
        stories += passage.kind is BlockKind.HEADLINE
        if stories and stories % 2 == 0:
            found.update(range(first, first + len(passage.sentences)))
        first += len(passage.sentences)
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class Unknown:
    """A word that no lexicon entry covers."""

    written: str
    spoken: str
    """What the rules make of it; an abbreviation without a reading is left as it is."""
    count: int


def find_unknown(script: Script) -> tuple[Unknown, ...]:
    """Return the Latin words and the abbreviations that no lexicon entry covered, the most frequent first.

    They are what an editor looks through: what the rules read wrongly is added to a lexicon.
    """
    counts: Counter[str] = Counter()
    spoken: dict[str, str] = {}
    for sentence in script.sentences:
        for rewrite in sentence.rewrites:
            name = _LATIN_NAME.match(rewrite.written) if rewrite.semiotic_class == "latin" else None
            if name:
                counts[name[0]] += 1
                spoken.setdefault(name[0], verbalize(name[0]))
        counts.update(_SHORTENED.findall(sentence.spoken))
    words = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return tuple(Unknown(written, spoken.get(written, written), count) for written, count in words)


def _read_block(block: Block, read: Callable[[str], Sentence]) -> Passage:
    return Passage(kind=block.kind, sentences=tuple(map(read, split_sentences(block.text))), url=block.url)


def _begins_with(text: str, title: str) -> bool:
    """Tell whether *title* is the first sentence of *text*, or the beginning of it broken off with an ellipsis."""
    if title.endswith("…"):
        return _folded(text).startswith(_folded(title).rstrip("…"))
    return any(_folded(sentence) == _folded(title) for sentence in split_sentences(text)[:1])


def _folded(text: str) -> str:
    return "".join(text.split()).casefold().rstrip("।?!")
