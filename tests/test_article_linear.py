"""No shape of page may cost the square of its length: what a stranger's server sends must not hang a run."""

import contextlib
import itertools
import time
from collections.abc import Callable

import pytest

from podcast.article import extract_article
from podcast.article.furniture import find_rule
from podcast.errors import NoArticleError, PodcastError

_PROSE = "নদীর উপর নতুন সেতু খুলে দেওয়া হয়েছে আজ সকালে, খরচ ২০ কোটি টাকা। "
_SMALL, _TIMES = 15_000, 6
_MOST = 2.5 * _TIMES
"""Times as long for a page six times as long; the square would be 36."""

_SHAPES: dict[str, tuple[str, Callable[[int], str]]] = {
    "labels": ("", lambda _: "সর্বশেষ\n"),
    "labels and headlines": ("", lambda i: f"সর্বশেষ সংবাদ\nখবর নম্বর {i} নদীর\n"),
    "teasers": ("", lambda i: f"খবর নম্বর {i} নদীর ধারে\n{_PROSE}{i} নম্বর।\n"),
    "markdown links": ("# সেতু\n\n", lambda i: f"[{i}](x) {_PROSE}\n\n"),
    "paragraphs": ("<html><body>", lambda i: f"<p>{_PROSE}{i}।</p>"),
    "line breaks": ("<html><body><div>", lambda i: f"লাইন {i} ক<br>"),
    "list items": (f"<html><body>{_PROSE * 4}<ul>", lambda i: f"<li>পদ {i} এক দুই"),
    "text between breaks": ("<html><body><div>", lambda i: f"{_PROSE}{i}।<br><br><b>{i}</b>"),
    "links": ("<html><body>", lambda i: f"<a href=x>খবর নম্বর {i} নদীর</a><p>{_PROSE}{i}</p>"),
    "nested": ("<html><body>", lambda _: "<div>"),
}


def page(shape: str, size: int) -> str:
    top, piece = _SHAPES[shape]
    pieces, length = [], 0
    for number in itertools.count():
        pieces.append(piece(number))
        length += len(pieces[-1])
        if length >= size:
            return top + "".join(pieces)
    raise AssertionError


def cost_s(document: str) -> float:
    costs = []
    for _ in range(2):
        find_rule.cache_clear()  # lines of a short page would all be remembered from the round before
        start = time.process_time()
        with contextlib.suppress(PodcastError):
            extract_article(document, require_bengali=False)
        costs.append(time.process_time() - start)
    return min(costs)


@pytest.mark.no_cover
@pytest.mark.parametrize("shape", _SHAPES)
def test_a_page_six_times_as_long_costs_about_six_times_as_much(shape: str) -> None:
    small, large = page(shape, _SMALL), page(shape, _TIMES * _SMALL)
    cost_s(small)  # imports and compiled patterns
    assert cost_s(large) <= _MOST * max(cost_s(small), 0.005)


_BODY = "<html><body><p>" + _PROSE * 5


@pytest.mark.parametrize(
    ("document", "seen"),
    [
        (_PROSE * 5_000, "characters of text"),
        ("পদ এক\n" * 6_000, "lines or blocks of text"),
        ("\n" * 60_000, "lines"),
        ("<html><body>" + f"<p>{_PROSE}</p>" * 5_000, "characters of text"),
        ("<html><body>" + "<li>পদ এক" * 6_000, "lines or blocks of text"),
        (_BODY + "<b></b>" * 30_000, "tags of HTML"),
        (_BODY + "<p " + " ".join(f"a{number}=b" for number in range(5_000)) + ">", "characters in one tag"),
        (_BODY + f"<p data-page='{'x' * 2_100_000}'>", "characters of tags"),
    ],
    ids=lambda value: value if len(value) < 30 else "",
)
def test_what_is_longer_than_an_episode_can_be_is_refused_at_once(document: str, seen: str) -> None:
    with pytest.raises(NoArticleError, match=f"[0-9,]+ {seen}"):
        extract_article(document)


def test_data_in_an_attribute_costs_an_article_nothing() -> None:
    article = extract_article(f"<html><body><h1>সেতু</h1><p class='{'caption ' * 100_000}'>{_PROSE * 5}</p>")
    assert article.paragraphs == ((_PROSE * 5).strip(),)


def test_json_that_is_longer_than_any_page_describes_is_not_parsed() -> None:
    data = "[" + '{"a":[1]},' * 200_000 + '{"@type":"NewsArticle","headline":"ভুল"}]'
    page = f"<html><head><script type='application/ld+json'>{data}</script></head><body><h1>সেতু খুলল</h1><p>"
    assert extract_article(page + _PROSE * 5).title == "সেতু খুলল"
