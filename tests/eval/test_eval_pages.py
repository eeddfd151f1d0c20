"""Pages written for this project as real sites build them, and how well they are read: ``floor.toml`` cannot sink.

``pages/NAME.html`` and ``pages/NAME.txt`` have their gold in ``NAME.json``. Every HTML article is read a second time as
a browser saves it as text. A change that reads them better raises the floor in the same commit; none lowers it.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from page_scores import Score, score, words

from podcast.article import extract_article
from podcast.article.markup import parse
from podcast.errors import NoArticleError

_HERE = Path(__file__).parent
_PAGES = sorted(path for path in (_HERE / "pages").iterdir() if path.suffix in {".html", ".txt"})
_FLOOR = tomllib.loads((_HERE / "floor.toml").read_text(encoding="utf-8"))
_ACCEPTED = {"listing": {"non_tag.html"}}
"""Not told from an article yet: a topic page that opens with five sentences of its own."""


def gold_of(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    return found


def as_dump(path: Path) -> str:
    markup = parse(path.read_text(encoding="utf-8"))
    assert markup is not None
    return "\n".join(chunk.written for chunk in markup.chunks)


def documents(form: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield name, document and gold of every article of *form*."""
    for path in _PAGES:
        gold = gold_of(path)
        if "refused" in gold:
            continue
        if (path.suffix == ".html" and form == "html") or (path.suffix == ".txt" and form == "text"):
            yield path.name, path.read_text(encoding="utf-8"), gold
        elif path.suffix == ".html" and form == "dump":
            yield path.name, as_dump(path), shown(gold, as_dump(path))


def shown(gold: dict[str, Any], dump: str) -> dict[str, Any]:
    """Leave out of *gold* what the page does not show as text, such as a headline only in linked data."""
    text = f" {' '.join(words(dump))} "
    kept = [one for one in gold["paragraphs"] if f" {' '.join(words(one))} " in text]
    title = gold["title"] if " ".join(words(gold["title"])) in text else ""
    return {**gold, "paragraphs": kept, "title": title}


@cache
def scores(form: str) -> dict[str, Score]:
    found = {}
    for name, document, gold in documents(form):
        try:
            article = extract_article(document)
            found[name] = score(gold, article.title, article.paragraphs)
        except NoArticleError:
            found[name] = score(gold, "", ())
        if not gold["title"]:
            found[name] = Score(
                found[name].f1, found[name].leaked, found[name].lost, found[name].doubled, has_headline=True
            )
    return found


@pytest.mark.parametrize("form", ["html", "text", "dump"])
def test_pages_are_read_no_worse_than_before(form: str) -> None:
    found = scores(form)
    number = len(found)
    mean = {
        "f1": sum(one.f1 for one in found.values()) / number,
        "headline": sum(one.has_headline for one in found.values()) / number,
        "leaked": sum(len(one.leaked) for one in found.values()) / number,
        "lost": sum(len(one.lost) for one in found.values()) / number,
        "doubled": sum(one.doubled for one in found.values()) / number,
    }
    floor = _FLOOR[form]
    assert number >= floor["documents"]
    for key in ("f1", "headline"):
        assert round(mean[key], 4) >= floor[key], mean
    for key in ("leaked", "lost", "doubled"):
        assert round(mean[key], 4) <= floor[key], mean


@pytest.mark.parametrize("path", [pytest.param(path, id=path.name) for path in _PAGES if "refused" in gold_of(path)])
def test_a_page_that_is_no_article_is_refused(path: Path) -> None:
    if path.name in _ACCEPTED["listing"]:
        pytest.xfail("read as the article it opens with")
    with pytest.raises(NoArticleError, match="no article was found"):
        extract_article(path.read_bytes())
