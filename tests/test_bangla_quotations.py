from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import bengali_words, messy_text

from podcast.bangla import find_quoted, split_sentences
from podcast.chunking import chunk_script
from podcast.model import Article, Block, BlockKind
from podcast.script import find_quotations, write_script

CASES = [
    line.split("\t")
    for line in (Path(__file__).parent / "data" / "quotations.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]
PAIRS = ("“”", "‘’", '""')


@pytest.mark.parametrize(("paragraph", "expected"), CASES, ids=[case[0] for case in CASES])
def test_sentences_that_stand_in_quotation_marks_as_a_whole_are_found(paragraph: str, expected: str) -> None:
    places = set() if expected == "-" else {int(place) for place in expected.split()}
    assert find_quoted(split_sentences(paragraph)) == places


def said() -> st.SearchStrategy[str]:
    """One sentence without a mark of quotation."""
    return st.lists(bengali_words(), min_size=1, max_size=4).map(lambda words: " ".join(words) + "।")


@given(st.lists(st.tuples(st.sampled_from(["", *PAIRS]), st.lists(said(), min_size=1, max_size=3)), max_size=5))
def test_exactly_what_was_put_between_marks_is_found(runs: list[tuple[str, list[str]]]) -> None:
    sentences: list[str] = []
    quoted: set[int] = set()
    for marks, run in runs:
        first = len(sentences)
        sentences += run
        if marks:
            sentences[first] = marks[0] + sentences[first]
            sentences[-1] += marks[1]
            quoted.update(range(first, len(sentences)))
    assert find_quoted(sentences) == quoted


@given(st.lists(st.tuples(st.sampled_from(["", *PAIRS]), st.lists(said(), min_size=1, max_size=3)), max_size=5))
def test_nothing_changes_for_a_reader_of_the_text(runs: list[tuple[str, list[str]]]) -> None:
    text = " ".join(marks[:1] + " ".join(run) + marks[1:] for marks, run in runs)
    script = write_script(Article("শিরোনাম", (Block(BlockKind.PARAGRAPH, text),)))
    quoted = find_quotations(script)
    alone, by_two = (
        chunk_script(script, best_bytes=2000, max_bytes=4000, second_reader=second) for second in ((), quoted)
    )
    assert " ".join(chunk.text for chunk in by_two) == " ".join(chunk.text for chunk in alone)
    readers = {piece.sentence: chunk.reader for chunk in by_two for piece in chunk.pieces}
    assert {sentence for sentence, reader in readers.items() if reader} == quoted


@given(st.lists(messy_text() | st.text('ক।“”‘’" ১', max_size=12), max_size=6))
def test_whatever_the_text_only_a_sentence_with_something_to_say_and_marks_around_it_is_found(texts: list[str]) -> None:
    found = find_quoted(texts)
    joined = " ".join(texts)
    for place in found:
        assert any(letter.isalnum() for letter in texts[place])
        before, after = len(" ".join(texts[:place])), len(joined) - len(" ".join(texts[place + 1 :]))
        inner = texts[place]
        assert any(pair[0] in joined[:before] + inner and pair[1] in inner + joined[after:] for pair in PAIRS), (
            texts,
            place,
        )
