from __future__ import annotations

import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from strategies import messy_text, paragraphs, sentences

from podcast.bangla.sentences import split_sentences
from podcast.bangla.tsv import read_rows
from podcast.bangla.unicode import clean_text

DATA = Path(__file__).parent / "data" / "sentences.tsv"


def cases() -> list[tuple[str, list[str]]]:
    lines = DATA.read_text(encoding="utf-8").splitlines()
    texts = [line.split("\t")[1] for line in lines if not line.startswith("#")]
    texts = [text.replace("\\n", "\n").replace("\\r", "\r") for text in texts]
    return [(text.replace("‖", ""), [sentence.strip() for sentence in text.split("‖")]) for text in texts]


def without_space(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize(("text", "expected"), cases())
def test_text_is_cut_where_its_sentences_end(text: str, expected: list[str]) -> None:
    assert split_sentences(text) == expected


@pytest.mark.parametrize(("text", "expected"), cases())
def test_text_with_decomposed_letters_is_cut_at_the_same_places(text: str, expected: list[str]) -> None:
    decomposed = split_sentences(unicodedata.normalize("NFD", text))

    assert [unicodedata.normalize("NFC", sentence) for sentence in decomposed] == [
        unicodedata.normalize("NFC", sentence) for sentence in expected
    ]


@given(messy_text())
def test_the_sentences_of_any_string_join_back_to_it(text: str) -> None:
    found = split_sentences(text)

    assert without_space("".join(found)) == without_space(text)
    assert all(sentence and sentence == sentence.strip() for sentence in found)


@given(paragraphs())
def test_no_sentence_reaches_over_a_line_break(text: str) -> None:
    assert not any("\n" in sentence for sentence in split_sentences(text))


@given(paragraphs())
def test_cleaning_the_text_first_moves_no_boundary(text: str) -> None:
    cleaned = [clean_text(sentence) for sentence in split_sentences(text)]

    assert split_sentences(clean_text(text)) == cleaned


@given(sentences())
def test_a_sentence_stands_apart_from_the_one_after_a_danda(sentence: str) -> None:
    assert split_sentences(f"{sentence} আজ রোদ উঠেছে। পাখিরা ডাকছে")[-1] == "পাখিরা ডাকছে"


@pytest.mark.no_cover
@pytest.mark.parametrize("hostile", ["ক. ", "ক?", "(?) ", "‘ক?’ ", 'ক।"খ', "। ", "! .", "১। ", "a.", "‘", "ক...", " ’"])
def test_a_hostile_run_takes_linear_time(hostile: str) -> None:
    started = time.process_time()
    split_sentences("ক" + hostile * 50_000)
    assert time.process_time() - started < 5


def test_the_table_gives_no_word_a_role_twice() -> None:
    rows = read_rows("sentence_words.tsv")

    assert len(rows) == len(set(rows))
