"""How much of the Latin text of whole articles is read by knowledge, not by a guess at its letters.

The articles in ``data/latin_articles`` were written apart from the lexicon and are kept aside: a word is never added
to a table because it stands in them.
"""

import re
from pathlib import Path

from conftest import DATA

from podcast.bangla import read_sentence
from podcast.bangla.english import write_english
from podcast.bangla.latin_letters import is_latin

ARTICLES = sorted((DATA / "latin_articles").glob("*.txt"))
FEWEST_ARTICLES, FEWEST_TOKENS, LEAST_COVERED = 10, 500, 0.9

_TOKEN = re.compile(r"[A-Za-z\u00c0-\u024f][A-Za-z\u00c0-\u024f0-9'’.&-]*")
_PART = re.compile("[A-Z]+(?![a-z])|[A-Z]?[a-z]+")


def is_known(token: str) -> bool:
    """Tell a token of capitals and dictionary words from one whose letters had to be guessed at."""
    parts = _PART.findall(token)
    in_parts = bool(parts) and all(part.isupper() or write_english(part.lower()) for part in parts)
    return in_parts or write_english(token.lower()) is not None


def tokens_of(article: Path) -> list[tuple[str, bool]]:
    found = []
    for line in article.read_text(encoding="utf-8").splitlines():
        for rewrite in read_sentence(line).rewrites:
            by_class = rewrite.semiotic_class != "latin"
            found += [(token, by_class or is_known(token)) for token in _TOKEN.findall(rewrite.written)]
    return found


def test_nine_tenths_of_the_latin_tokens_of_kept_aside_articles_are_known() -> None:
    tokens = [token for article in ARTICLES for token in tokens_of(article)]
    assert len(ARTICLES) >= FEWEST_ARTICLES
    assert len(tokens) >= FEWEST_TOKENS
    assert sum(known for _, known in tokens) >= LEAST_COVERED * len(tokens)


def test_a_guess_is_not_taken_for_knowledge() -> None:
    assert [is_known(token) for token in ("OpenAI", "startup", "Zorblat", "NMC")] == [True, True, False, True]


def test_no_latin_letter_of_an_article_is_left() -> None:
    for article in ARTICLES:
        spoken = " ".join(read_sentence(line).spoken for line in article.read_text(encoding="utf-8").splitlines())
        assert not [char for char in spoken if is_latin(char)]
