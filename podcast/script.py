"""Article -> Script: what will be said, sentence by sentence, beside what was written."""

from __future__ import annotations

from podcast.bangla import read_sentence, split_sentences
from podcast.model import Article, Block, BlockKind, Passage, Script


def write_script(article: Article, *, locale: str = "bn-IN") -> Script:
    """Turn *article* into sentences to be said, the title first.

    Sentences are split before numbers are verbalized, so a full stop inside ``৩.৫`` never ends one. What stands in
    both the title and the beginning of the body is said once: a first block that is the title again is left out, and
    so is a title that was taken from the body's first words.
    """
    title = Block(BlockKind.TITLE, article.title)
    body = article.blocks
    if body and _folded(body[0].text) == _folded(article.title):
        body = body[1:]
    blocks = body if body and _begins_with(body[0].text, article.title) else (title, *body)
    passages = tuple(_read_block(block, locale) for block in blocks)
    return Script(title=article.title, passages=tuple(passage for passage in passages if passage.sentences))


def _read_block(block: Block, locale: str) -> Passage:
    sentences = tuple(read_sentence(written, locale=locale) for written in split_sentences(block.text))
    return Passage(kind=block.kind, sentences=sentences)


def _begins_with(text: str, title: str) -> bool:
    """Tell whether *title* is the first sentence of *text*, or the beginning of it broken off with an ellipsis."""
    if title.endswith("…"):
        return _folded(text).startswith(_folded(title).rstrip("…"))
    return any(_folded(sentence) == _folded(title) for sentence in split_sentences(text)[:1])


def _folded(text: str) -> str:
    return "".join(text.split()).casefold().rstrip("।?!")
