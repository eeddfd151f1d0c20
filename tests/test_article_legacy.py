"""Which text is Bijoy, and what it says."""

import re
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from bijoy_encoder import as_controls, to_bijoy
from hypothesis import given
from hypothesis import strategies as st
from own_sentences import own_sentences
from strategies import messy_text, paragraphs

from podcast.article.legacy import bijoy_font_to_unicode, bijoy_to_unicode, is_bijoy

DATA = Path(__file__).parent / "data"
CASES = [line.split("\t") for line in (DATA / "bijoy.tsv").read_text(encoding="utf-8").splitlines()[1:]]
OTHERS = (DATA / "not_bijoy.txt").read_text(encoding="utf-8").splitlines()[1:]
ENGLISH = (DATA / "english_words.txt").read_text(encoding="utf-8").split()
DIGITS = str.maketrans("0123456789", "০১২৩৪৫৬৭৮৯")
ANYTHING = st.one_of(st.text(max_size=60), messy_text(), st.text(st.characters(max_codepoint=0xFF), max_size=60))


@pytest.mark.parametrize(("bijoy", "bengali"), CASES, ids=[bengali for _, bengali in CASES])
def test_bijoy_is_read(bijoy: str, bengali: str) -> None:
    assert bijoy_to_unicode(bijoy) == bengali


@pytest.mark.parametrize("older", [False, True])
def test_our_own_sentences_come_back_whole(older: bool) -> None:  # noqa: FBT001
    sentences = own_sentences()
    assert len(sentences) > 1000
    wrong = {
        text: bijoy_to_unicode(to_bijoy(text, older=older))
        for text in sentences
        if bijoy_to_unicode(to_bijoy(text, older=older)) != text.translate(DIGITS)
    }
    assert not wrong


@pytest.mark.parametrize("older", [False, True])
def test_nearly_every_sentence_in_bijoy_is_recognised(older: bool) -> None:  # noqa: FBT001
    written = [to_bijoy(text, older=older) for text in own_sentences()]
    missed = [text for text in written if not is_bijoy(text)]
    assert len(missed) <= 0.03 * len(written)
    assert not [text for text in missed if len(re.findall(r"[^\W\d]", text)) >= 40]


@pytest.mark.parametrize("text", OTHERS)
def test_nothing_else_is_bijoy(text: str) -> None:
    assert not is_bijoy(text)


def test_our_own_bengali_is_not_bijoy_and_stays() -> None:
    assert not [text for text in own_sentences() if is_bijoy(text)]
    assert not [text for text in own_sentences() if bijoy_to_unicode(text) != text]


@pytest.mark.parametrize(
    "text",
    [
        "evsjv‡`k",
        "Avwg evsjvq Mvb MvB",
        "†mvgevi XvKvq Bangladesh Bank Ges World Bank 12wU Pzw³ K‡i‡Q|",
        "b`xi av‡i, 2024 mv‡j: (www.example.com) Ñ ÔbZzbÕ †mZz!",
        "†hvMv‡hvM: desk@example.com wVKvbvq wjLyb, COVID-19 wb‡q cÖkœ _vK‡j",
    ],
)
def test_latin_words_and_digits_may_stand_in_it(text: str) -> None:
    assert is_bijoy(text)


@pytest.mark.parametrize("text", ["", " ", "K", "evsjv", "Mvb", "12 34", "©", "†", "10:30", "A", "I", "…", "Gi"])
def test_a_short_text_without_a_sign_of_its_own_could_be_anything(text: str) -> None:
    assert not is_bijoy(text)


@pytest.mark.parametrize("text", [bijoy for bijoy, _ in CASES])
def test_codes_that_came_as_controls_or_private_characters_are_the_same(text: str) -> None:
    # the first from a page that was read as ISO-8859-1, the second from one that was read as x-user-defined
    raw = as_controls(text)
    private = "".join(chr(0xF700 + ord(code)) if ord(code) > 0x7F else code for code in raw)
    assert bijoy_to_unicode(raw) == bijoy_to_unicode(private) == bijoy_to_unicode(text)
    assert is_bijoy(raw) == is_bijoy(private) == is_bijoy(text)


def test_english_stays_english() -> None:
    text = "The big game on the Internet: he and his son had fun at home and made an image of the BBC."
    assert bijoy_to_unicode(text) == text


def test_a_word_that_is_bengali_in_bijoy_is_bengali() -> None:
    assert bijoy_to_unicode("So Now me we.G.") == "ঝড় ঘড়ি সব বি.এ."


def test_a_line_with_bengali_letters_stays_and_the_next_is_read() -> None:
    assert bijoy_to_unicode("আমি evsjv‡`k\nAvwg") == "আমি evsjv‡`k\nআমি"


def test_in_a_bijoy_font_everything_is_bengali() -> None:
    assert bijoy_font_to_unicode("So the image, 12") == "ঝড় " + bijoy_font_to_unicode("the") + " রসধমব, ১২"


@given(st.lists(st.sampled_from(ENGLISH), max_size=40), st.sampled_from([str.lower, str.title, str.upper]))
def test_english_words_in_any_order_are_not_bijoy(words: list[str], case: Callable[[str], str]) -> None:
    assert not is_bijoy(case(" ".join(words)))


def test_the_english_words_are_many() -> None:
    assert len(set(ENGLISH)) == len(ENGLISH) > 1000


@given(ANYTHING)
def test_any_text_can_be_asked_and_read(text: str) -> None:
    assert is_bijoy(text) in {True, False}
    for convert in (bijoy_to_unicode, bijoy_font_to_unicode):
        assert convert(text).count("\n") >= text.count("\n")


@given(paragraphs())
def test_unicode_bengali_is_unchanged(text: str) -> None:
    lines = text.split("\n")
    read = bijoy_to_unicode(text).split("\n")
    assert [line for line, old in zip(read, lines, strict=True) if re.search("[ক-হ]", old)] == [
        line for line in lines if re.search("[ক-হ]", line)
    ]


@given(st.lists(st.sampled_from(own_sentences()), min_size=1, max_size=4).map(" ".join))
def test_what_was_read_is_nfc_and_reading_it_again_changes_nothing(text: str) -> None:
    read = bijoy_to_unicode(to_bijoy(text))
    assert unicodedata.is_normalized("NFC", read)
    assert bijoy_to_unicode(read) == read


@pytest.mark.no_cover
@pytest.mark.parametrize("unit", ["evsjv‡`k ", "1-", "a.", "a@", "K¨", "Ã", "?", "¯", "s", "\n", "A"])
def test_a_long_text_costs_no_more_than_its_length(unit: str) -> None:
    # a quadratic pass over fifty thousand characters does not end within the time limit of a test
    text = unit * (50_000 // len(unit))
    assert is_bijoy(text) in {True, False}
    assert bijoy_to_unicode(text)
