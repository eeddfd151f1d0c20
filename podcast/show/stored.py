"""The article of an episode, kept among the published files so that the episode can be spoken again.

It is stored as it came out of its source, not as it was read: rewrites are computed anew, so that a better rule is
heard too.
"""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime
from pathlib import Path
from typing import Any

from podcast.errors import PublishError
from podcast.fitting import clean_text
from podcast.model import Article, Block, BlockKind
from podcast.show.published import episode_file, read_words

_MOMENTS = ("published_at", "modified_at")


def describe_article(article: Article) -> dict[str, Any]:
    """Return *article* as plain values; what no file can carry is dropped from its texts."""
    plain: dict[str, Any] = {}
    for field in fields(Article):
        value = getattr(article, field.name)
        if field.name == "blocks":
            plain["blocks"] = [_describe_block(block) for block in value]
        elif value is not None:
            plain[field.name] = value.isoformat() if field.name in _MOMENTS else clean_text(value)
    return plain


def _describe_block(block: Block) -> dict[str, str]:
    plain = {"kind": block.kind.value, "text": clean_text(block.text)}
    return plain if block.url is None else plain | {"url": clean_text(block.url)}


def read_stored_article(folder: Path, stem: str) -> Article | None:
    """Return the article of the episode of id *stem*; ``None`` when it was published before articles were stored.

    Raises:
        PublishError: the file that holds it is missing or damaged.
    """
    plain = read_words(folder, stem).get("article")
    if plain is None:
        return None
    try:
        return _article(plain)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        path = episode_file(folder, stem, "words.json")
        raise PublishError(f"{path}: the article in it is damaged: {error!r}") from error


def _article(plain: Any) -> Article:  # noqa: ANN401 - whatever the file holds
    values: dict[str, Any] = {name: _text(value) for name, value in plain.items() if name != "blocks"}
    values |= {name: datetime.fromisoformat(values[name]) for name in _MOMENTS if name in values}
    blocks = tuple(
        Block(BlockKind(block["kind"]), _text(block["text"]), _text(block["url"]) if "url" in block else None)
        for block in plain["blocks"]
    )
    return Article(blocks=blocks, **values)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is not a text")
    return value
