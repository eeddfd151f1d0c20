import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from podcast.speech.engines.edge_service import Boundary
from podcast.speech.engines.edge_words import MissingWordError, time_words
from podcast.speech.words import word_spans

DATA = (Path(__file__).parent / "data" / "edge_words.tsv").read_text(encoding="utf-8")
CASES = [line.split("\t") for line in DATA.splitlines() if not line.startswith("#")]
BENGALI_WORDS = st.lists(
    st.text(alphabet="কখগঘািেো্ংঁ১২", min_size=2, max_size=6).map(lambda word: f"ন{word}"), min_size=1, max_size=12
)


def _boundaries(said: str) -> list[Boundary]:
    parts = re.findall(r"(.+?)=(\d+)-(\d+)(?: |$)", said)
    return [Boundary(text, int(start), int(end)) for text, start, end in parts]


def test_the_table_is_nfc() -> None:
    assert unicodedata.is_normalized("NFC", DATA)


@pytest.mark.parametrize(("text", "said", "expected"), CASES)
def test_words_take_the_time_of_their_boundaries(text: str, said: str, expected: str) -> None:
    if expected.startswith("missing: "):
        with pytest.raises(MissingWordError, match=expected.removeprefix("missing: ")):
            time_words(text, _boundaries(said))
    else:
        words = time_words(text, _boundaries(said))
        assert " ".join(f"{word.start_ms}-{word.end_ms}" for word in words) == expected
        assert tuple((word.start, word.end) for word in words) == word_spans(text)


def test_a_composed_letter_is_the_same_as_a_decomposed_one() -> None:
    assert time_words("হ\u09dfনি", [Boundary("হ\u09af\u09bcনি", 5, 9)])[0].end_ms == 9


@given(BENGALI_WORDS)
def test_each_word_reported_is_each_word_timed(words: list[str]) -> None:
    boundaries = [Boundary(word, 100 * place, 100 * place + 90) for place, word in enumerate(words)]
    timings = time_words(" ".join(words), boundaries)
    assert [timing.start_ms for timing in timings] == [100 * place for place in range(len(words))]


@given(BENGALI_WORDS, st.data())
def test_a_word_that_is_not_reported_is_missed(words: list[str], data: st.DataObject) -> None:
    lost = data.draw(st.integers(0, len(words) - 1))
    boundaries = [Boundary(word, 100 * n, 100 * n + 90) for n, word in enumerate(words) if n != lost]
    with pytest.raises(MissingWordError):
        time_words(" ".join(words), boundaries)
