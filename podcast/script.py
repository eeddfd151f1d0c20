"""Article -> Script: what will be said, sentence by sentence, beside what was written."""

from __future__ import annotations

from podcast.bangla import read_sentence, split_sentences
from podcast.model import Article, Block, BlockKind, Passage, Script


def write_script(article: Article, *, locale: str = "bn-IN") -> Script:
    """Turn *article* into sentences to be said, the title first.

    Sentences are split before numbers are verbalized, so a full stop inside ``৩.৫`` never ends one. A first block
    that only repeats the title is left out, so that no headline is heard twice.
    """
    title = Block(BlockKind.TITLE, article.title)
    body = article.blocks
    if body and _folded(body[0].text) == _folded(article.title):
        body = body[1:]
    passages = tuple(_read_block(block, locale) for block in (title, *body))
    return Script(title=article.title, passages=tuple(passage for passage in passages if passage.sentences))


def _read_block(block: Block, locale: str) -> Passage:
    sentences = tuple(read_sentence(written, locale=locale) for written in split_sentences(block.text))
    return Passage(kind=block.kind, sentences=sentences)


def _folded(text: str) -> str:
    return "".join(text.split()).casefold()
