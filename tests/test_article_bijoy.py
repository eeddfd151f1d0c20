"""The layout of Bijoy and the order its glyphs are read in."""

import re
import unicodedata
from importlib.resources import files

import pytest
from bijoy_encoder import clusters_of, to_bijoy
from hypothesis import given
from hypothesis import strategies as st
from own_sentences import own_sentences
from strategies import ZWNJ, bengali_words

from podcast.article.bijoy import find_words, is_spelled, read_marks, read_rows, read_word

CODES = "".join(sorted({row.code for row in read_rows() if len(row.code) == 1}))
_CLUSTER = re.compile("[ক-হ]়?(?:\u200d?্[ক-হ]়?)+")


@pytest.mark.parametrize("name", ["bijoy.tsv", "bijoy_english.tsv", "bijoy_fonts.tsv"])
def test_a_table_is_nfc_and_ends_its_last_line(name: str) -> None:
    text = files("podcast.article").joinpath(name).read_text(encoding="utf-8")
    assert unicodedata.is_normalized("NFC", text)
    assert text.endswith("\n")


def test_every_code_is_one_of_windows_1252_and_has_one_reading_in_one_place() -> None:
    places = [(row.code, row.after, row.before) for row in read_rows()]
    assert len(set(places)) == len(places)
    assert all(row.code.encode("cp1252") for row in read_rows())


def test_every_letter_and_sign_of_bengali_has_a_code() -> None:
    written = "".join(row.text for row in read_rows())
    assert not set("অআইঈউঊঋএঐওঔকখগঘঙচছজঝঞটঠডঢণতথদধনপফবভমযরলশষসহড়ঢ়য়ৎংঃঁ\u09be\u09bf\u09c0\u09c1\u09c2\u09c3") - set(
        written
    )


@pytest.mark.parametrize("older", [False, True])
def test_every_cluster_is_read_as_it_is_typed(older: bool) -> None:  # noqa: FBT001
    words = [f"ক{cluster}{sign}" for cluster in clusters_of(older=older) for sign in ("", "ি", "ো", "ী")]
    read = {word: read_word(to_bijoy(word, older=older)).replace(ZWNJ, "") for word in words}
    wrong = {word: reading for word, reading in read.items() if reading != word}
    assert not wrong


def test_every_cluster_of_our_own_text_is_among_them() -> None:
    found = {cluster for text in own_sentences() for cluster in _CLUSTER.findall(text)}
    simple = re.compile("্[যরব]$|^র্(?=[ক-হ])|\u200d")
    missing = {cluster for cluster in found if simple.sub("", simple.sub("", cluster)) not in clusters_of(older=False)}
    assert not {cluster for cluster in missing if "্" in simple.sub("", simple.sub("", cluster))}


@given(bengali_words())
def test_a_well_formed_word_comes_back(word: str) -> None:
    # a cluster that the fonts do not have is typed with a hasanta that shows
    assert read_word(to_bijoy(word)).replace(ZWNJ, "") == word


@pytest.mark.parametrize(
    "word", ["the", "use", "only", "river", "voice", "BBC", "oo", "‡", "K©©", "Kvx", "w", "K¯", "v", "K&y"]
)
def test_what_no_bengali_word_can_be_is_told(word: str) -> None:
    assert not is_spelled(read_word(word))


def test_what_stands_beside_a_word_decides_how_it_is_read() -> None:
    text = "iv¯Ív Ð Mwj"
    assert [read_word(text, *found.span()) for found in find_words(text)] == ["রাস্তা", "গলি"]


def test_digits_and_punctuation_are_read() -> None:
    assert read_marks("12, 30| ÔÕÒÓ Ñ") == "১২, ৩০। ‘’“” —"


@given(st.text(st.sampled_from(CODES), max_size=30))
def test_no_run_of_glyphs_fails_or_loses_a_letter(text: str) -> None:
    for found in find_words(text):
        word = read_word(text, *found.span())
        letters = sum(code in "KLMNPQRUVWXYZ_`abcdefghijlmn" for code in found[0])
        assert len(re.findall("[ক-হ]", word)) >= letters


@pytest.mark.no_cover
@pytest.mark.parametrize("unit", ["K", "¨", "s", "u", "‡", "‡u", "w", "v", "¯", "K©", "&K", "K&"])
def test_a_long_run_costs_no_more_than_its_length(unit: str) -> None:
    # a quadratic reading of fifty thousand glyphs does not end within the time limit of a test
    assert read_word(unit * 50_000)
