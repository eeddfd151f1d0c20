"""Whole documents with what must be read of them: ``data/pages/NAME.html`` (or .txt, .md) with ``NAME.json``."""

import json
from pathlib import Path
from typing import Any

import pytest

from podcast.article import extract_article
from podcast.article.markup import parse
from podcast.errors import NoArticleError
from podcast.model import BlockKind

_PAGES = Path(__file__).parent / "data" / "pages"
_DOCUMENTS = sorted(path for path in _PAGES.iterdir() if path.suffix != ".json")
_NOT_IN_THE_TEXT = {"client-side.html", "headline-in-linked-data.html", "bare-body.html"}
"""Their body, headline or structure is nowhere in the visible page's lines."""


def gold(path: Path) -> dict[str, Any]:
    return json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))


def named(paths: list[Path], *, refused: bool) -> list[Any]:
    return [pytest.param(path, id=path.name) for path in paths if ("refused" in gold(path)) is refused]


def as_dump(path: Path) -> str:
    """The page as a browser saves it as text, one block a line."""
    markup = parse(path.read_text(encoding="utf-8"))
    return "\n".join(chunk.text for chunk in markup.chunks)


_WITH_DUMP = [path for path in _DOCUMENTS if path.suffix == ".html" and path.name not in _NOT_IN_THE_TEXT]


@pytest.mark.parametrize("path", named(_DOCUMENTS, refused=False))
def test_headline_and_body_are_taken_and_nothing_else(path: Path) -> None:
    article = extract_article(path.read_bytes())
    assert article.title == gold(path)["title"]
    assert list(article.paragraphs) == gold(path)["paragraphs"]


@pytest.mark.parametrize("path", named(_DOCUMENTS, refused=False))
def test_sub_heads_are_told_from_paragraphs(path: Path) -> None:
    article = extract_article(path.read_bytes())
    subheads = [block.text for block in article.blocks if block.kind is BlockKind.SUBHEAD]
    assert subheads == gold(path).get("subheads", [])


@pytest.mark.parametrize("path", named(_WITH_DUMP, refused=False))
def test_the_same_page_saved_as_text_gives_the_same_article(path: Path) -> None:
    article = extract_article(as_dump(path))
    assert article.title == gold(path)["title"]
    assert list(article.paragraphs) == gold(path)["paragraphs"]


@pytest.mark.parametrize("path", named(_DOCUMENTS, refused=True))
def test_a_page_without_an_article_is_refused_and_the_reason_told(path: Path) -> None:
    with pytest.raises(NoArticleError, match=gold(path)["refused"]):
        extract_article(path.read_bytes())


@pytest.mark.parametrize("path", named(_WITH_DUMP, refused=True))
def test_its_text_is_refused_too(path: Path) -> None:
    with pytest.raises(NoArticleError):
        extract_article(as_dump(path))


@pytest.mark.parametrize("path", named(_DOCUMENTS, refused=False))
def test_taking_the_article_of_an_article_changes_nothing(path: Path) -> None:
    once = extract_article(path.read_bytes())
    again = extract_article("\n\n".join((once.title, *once.paragraphs)))
    if path.name != "paragraph.txt":  # it has no headline of its own
        assert (again.title, again.paragraphs) == (once.title, once.paragraphs)
