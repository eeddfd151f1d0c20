from __future__ import annotations

import itertools
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import bengali_words, messy_text, sentences

from podcast.bangla.clauses import SMALLEST_LIMIT, cut_sentence, escaped_bytes, is_grapheme_boundary


def cut(text: str, limit: int) -> list[str]:
    return [text[part.start : part.end] for part in cut_sentence(text, limit)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ভোরে উঠি, হাত ধুই; চা খাই, কাগজ পড়ি।", ["ভোরে উঠি, হাত ধুই;", "চা খাই, কাগজ পড়ি।"]),
        ("তিন জেলা, দুই শহর — সব জায়গায়, সব ঘরে আলো", ["তিন জেলা, দুই শহর —", "সব জায়গায়, সব ঘরে আলো"]),
        ("নদী শান্ত হল ভোরে, তবু কেউ ঘাটে নামল না", ["নদী শান্ত হল ভোরে,", "তবু কেউ ঘাটে নামল না"]),
        ("মাঠে ধান পেকেছে কিন্তু কাটার লোক নেই", ["মাঠে ধান পেকেছে", "কিন্তু কাটার লোক নেই"]),
        ("লাল নীল সবুজ হলুদ কমলা বেগুনি", ["লাল নীল সবুজ", "হলুদ কমলা বেগুনি"]),
        ("সকাল ১০:৩০,১০:৪৫ ও ১১:০০,১১:১৫ মিনিটে", ["সকাল ১০:৩০,১০:৪৫", "ও ১১:০০,১১:১৫ মিনিটে"]),
        ("না; গাছে গাছে নতুন পাতা এসেছে এবার", ["না; গাছে গাছে নতুন", "পাতা এসেছে এবার"]),
    ],
    ids=["semicolon", "dash", "comma", "conjunction", "words", "no-cut-in-numbers", "no-crumbs"],
)
def test_a_sentence_is_cut_at_the_best_place_near_its_middle(text: str, expected: list[str]) -> None:
    assert cut(text, escaped_bytes(text) - 1) == expected


def test_parts_are_as_few_as_the_limit_allows_and_about_equal() -> None:
    text = " ".join(["কলম"] * 30)  # 299 bytes

    assert [escaped_bytes(part) for part in cut(text, 110)] == [99, 99, 99]


def test_a_word_over_the_limit_is_cut_between_graphemes() -> None:
    assert cut("ক্ষ্ম্য" * 3, 30) == ["ক্ষ্ম্য"] * 3


def test_what_fits_is_left_whole_and_trimmed() -> None:
    assert cut("  এক দুই।\n", 100) == ["এক দুই।"]
    assert cut(" \n", 100) == []


def test_a_limit_too_small_for_a_character_is_refused() -> None:
    with pytest.raises(ValueError, match="7 bytes"):
        cut_sentence("ক", SMALLEST_LIMIT - 1)


@given(messy_text(), st.integers(SMALLEST_LIMIT, 60))
def test_no_string_loses_a_character_or_passes_the_limit(text: str, limit: int) -> None:
    parts = cut_sentence(text, limit)

    assert "".join("".join(cut(text, limit)).split()) == "".join(text.split())
    assert all(0 < escaped_bytes(text[part.start : part.end]) <= limit for part in parts)
    assert all(before.end <= after.start for before, after in itertools.pairwise(parts))
    assert all(part.glued == (part.start > 0 and not text[part.start - 1].isspace()) for part in parts[1:])


@given(sentences(30), st.integers(100, 400))
def test_words_that_fit_are_not_cut(text: str, limit: int) -> None:
    assert [word for part in cut(text, limit) for word in part.split()] == text.split()


@given(st.lists(bengali_words(), min_size=20, max_size=60).map("".join), st.integers(60, 200))
def test_no_part_of_a_cut_word_begins_with_a_sign_or_ends_in_a_hasanta(word: str, limit: int) -> None:
    parts = cut(word, limit)

    assert all(unicodedata.category(part[0]) == "Lo" for part in parts)
    assert not any(part.endswith("\u09cd") for part in parts)


@pytest.mark.parametrize(
    ("cluster", "after"), [("র\u200d\u09cd\u09afা", "ব"), ("দ\u09cd\u200cরো", "গ"), ("👩🏽\u200d🌾", "ক"), ("🇧🇩", "ক")]
)
def test_signs_written_as_one_are_not_parted(cluster: str, after: str) -> None:
    text = cluster + after

    assert [index for index in range(1, len(text)) if is_grapheme_boundary(text, index)] == [len(cluster)]
