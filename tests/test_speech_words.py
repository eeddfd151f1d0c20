import sys

from hypothesis import given
from hypothesis import strategies as st

from podcast.speech.words import speakable, word_spans


@given(st.text())
def test_what_is_speakable_is_as_long_and_can_be_encoded(text: str) -> None:
    assert len(speakable(text)) == len(text)
    assert speakable(text).encode() is not None
    assert "\0" not in speakable(text)


def test_every_bengali_character_is_speakable() -> None:
    bengali = "".join(map(chr, range(0x980, 0xA00))) + "।॥\u200c\u200d₹"
    assert speakable(bengali) == bengali


def test_an_emoji_between_two_words_parts_them() -> None:
    assert [*word_spans("বই📚পড়া ❤️‍🔥 ১")] == [(0, 2), (3, 7), (13, 14)]


@given(st.text(alphabet=st.characters(max_codepoint=sys.maxunicode)))
def test_every_letter_that_can_be_spoken_is_in_a_word(text: str) -> None:
    inside = {place for start, end in word_spans(text) for place in range(start, end)}
    letters = {place for place, letter in enumerate(speakable(text)) if letter.isalnum()}
    assert letters <= inside
