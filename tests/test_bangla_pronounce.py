from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from typing import get_args

import pytest
from espeak_phonemes import comparable, say, say_phonemes
from hypothesis import given
from strategies import messy_text, paragraphs
from test_bangla_unicode import unescape

from podcast.bangla.aksharas import compose
from podcast.bangla.phonemes import read_word
from podcast.bangla.pronounce import Form, respell
from podcast.bangla.unicode import clean_text

DATA = Path(__file__).parent / "data" / "respell.tsv"
TEXTS = [
    *(Path(__file__).parent / "data").rglob("*.*"),
    Path(__file__).parent / "bench" / "news.txt",
]
# অ্যা is one vowel; the glide of কেউ counts as the vowel it is written with
WRITTEN_VOWEL = re.compile("অ্যা|[\u0985-\u0994\u09be-\u09c4\u09c7\u09c8\u09cb\u09cc]")
SPOKEN_VOWEL = re.compile("(?:^|(?<=_))[iueaoO&Ewj]")
EXPECTED_VOWELS = ("বিনিয়োগ", "দায়ী", "দেউলিয়া", "পড়ুন", "কেউ", "আষাঢ়ে", "ইউরোপীয়", "হাইওয়ে")


def cases() -> list[tuple[str, str, str]]:
    lines = DATA.read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    return [(unescape(written), unescape(respelled), phonemes) for written, respelled, phonemes in rows]


def words_of_articles() -> list[str]:
    """Words of the articles among the test data, each once."""
    texts = [
        path.read_text(encoding="utf-8") for path in sorted(TEXTS) if path.suffix in {".txt", ".html", ".tsv", ".md"}
    ]
    return sorted({word for text in texts for word in re.findall(r"[\u0985-\u09e3]+", clean_text(text))})


@pytest.mark.parametrize(("written", "respelled"), [case[:2] for case in cases()])
def test_a_word_is_respelled_for_espeak(written: str, respelled: str) -> None:
    assert respell(written) == respelled


def test_espeak_says_every_respelled_word_as_meant() -> None:
    written = [case[0] for case in cases()]

    said = dict(zip(written, (said.replace("_", "") for said in say([respell(word) for word in written])), strict=True))

    assert said == {word: phonemes for word, _, phonemes in cases()}


def test_espeak_says_what_was_read_for_nearly_every_word() -> None:
    words = words_of_articles()
    meant = [comparable(read_word(compose(word))) for word in words]

    said = say_phonemes([respell(word) for word in words])

    odd = [word for word, one, other in zip(words, meant, said, strict=True) if one != other and len(word) > 1]
    assert len(words) > 2000
    assert len(odd) <= 0.03 * len(words), odd


@pytest.mark.parametrize("form", get_args(Form))
def test_no_written_vowel_is_lost(form: Form) -> None:
    words = [*words_of_articles(), *EXPECTED_VOWELS]
    written = [len(WRITTEN_VOWEL.findall(word)) for word in words]
    said = [len(SPOKEN_VOWEL.findall(spoken)) for spoken in say([respell(word, form) for word in words])]

    assert not [word for word, before, after in zip(words, written, said, strict=True) if after < before]


def test_the_structure_has_the_sounds_but_leaves_the_unwritten_vowel_to_espeak() -> None:
    text = "করতে জন্য বিশ্ব এখন ছিল সময় সংবিধান ভ্রমণ"

    assert respell(text, "structure") == "কর্তে জন্ন বিশ্শ অ্যাখন্ ছিলো শময় শংবিধান্ ভ্রমন্"


@given(messy_text())
def test_a_word_never_becomes_nothing_or_an_escape(text: str) -> None:
    for form in get_args(Form):
        respelled = respell(text, form)
        assert respelled.count("[[") == text.count("[[")
        assert [bool(token) for token in respelled.split()] == [bool(token) for token in text.split()]


@given(paragraphs())
def test_nasal_vowels_stay_nasal(text: str) -> None:
    assert respell(text).count("ঁ") == text.count("ঁ")


@given(messy_text())
def test_what_is_not_bengali_stays_in_its_place(text: str) -> None:
    other = re.compile(r"[\u0980-\u09e3\u09f0\u09f1\u09fc\u09fe\u200c\u200d-]+")

    assert other.split(respell(text)) == other.split(text)


@given(messy_text())
def test_a_token_comes_out_for_every_token_that_goes_in(text: str) -> None:
    assert len(respell(text).split()) == len(text.split())
    assert re.findall(r"\s", respell(text)) == re.findall(r"\s", text)


@given(paragraphs())
def test_composed_and_decomposed_text_are_respelled_alike(text: str) -> None:
    assert respell(unicodedata.normalize("NFD", text)) == respell(text)


@given(paragraphs())
def test_a_dot_stands_composed_exactly_where_a_vowel_sign_follows(text: str) -> None:
    respelled = respell(text)

    assert not re.search("[\u09df\u09dc\u09dd](?![\u09be-\u09cc])", respelled)
    assert not re.search("[যডঢ]\u09bc[\u09be-\u09cc]", respelled)


@pytest.mark.parametrize("text", ["OpenAI-র ১২.৫% ঁ", "café ৳৫০০ [[k'O]]", "\u200d", "ৎ ং ঃ", "۱۲ नमस्ते"])
def test_what_is_not_a_bengali_word_stays(text: str) -> None:
    assert respell(text) == text
