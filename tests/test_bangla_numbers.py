"""Numbers in words, read back by a parser that shares nothing with the code."""

import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from indic_numtowords import num2words

from podcast.bangla.locale import BANGLADESH
from podcast.bangla.numbers import say_cardinal, say_day, say_digits, say_english, say_number, say_ordinal, say_year

# typed apart from the program's table on purpose; lines of words are easier to check than a list of strings
_NAMES = """শূন্য এক দুই তিন চার পাঁচ ছয় সাত আট নয় দশ এগারো বারো তেরো চৌদ্দ পনেরো ষোলো সতেরো আঠারো উনিশ বিশ একুশ বাইশ
তেইশ চব্বিশ পঁচিশ ছাব্বিশ সাতাশ আটাশ উনত্রিশ ত্রিশ একত্রিশ বত্রিশ তেত্রিশ চৌত্রিশ পঁয়ত্রিশ ছত্রিশ সাঁইত্রিশ আটত্রিশ উনচল্লিশ চল্লিশ
একচল্লিশ বিয়াল্লিশ তেতাল্লিশ চুয়াল্লিশ পঁয়তাল্লিশ ছেচল্লিশ সাতচল্লিশ আটচল্লিশ উনপঞ্চাশ পঞ্চাশ একান্ন বায়ান্ন তিপ্পান্ন চুয়ান্ন
পঞ্চান্ন ছাপ্পান্ন সাতান্ন আটান্ন উনষাট ষাট একষট্টি বাষট্টি তেষট্টি চৌষট্টি পঁয়ষট্টি ছেষট্টি সাতষট্টি আটষট্টি উনসত্তর সত্তর একাত্তর
বাহাত্তর তিয়াত্তর চুয়াত্তর পঁচাত্তর ছিয়াত্তর সাতাত্তর আটাত্তর উনআশি আশি একাশি বিরাশি তিরাশি চুরাশি পঁচাশি ছিয়াশি সাতাশি আটাশি
উননব্বই নব্বই একানব্বই বিরানব্বই তিরানব্বই চুরানব্বই পঁচানব্বই ছিয়ানব্বই সাতানব্বই আটানব্বই নিরানব্বই"""
UNITS = _NAMES.split()


def say_in_dhaka(number: int) -> str:
    return say_cardinal(number, BANGLADESH)


def parse(words: str) -> int:
    """Return the number that *words* say."""
    whole, part = 0, 0
    for word in words.split():
        if word == "কোটি":
            whole, part = (whole + part) * 10**7, 0
        elif word in {"লক্ষ", "লাখ", "হাজার"}:
            whole, part = whole + part * (1000 if word == "হাজার" else 10**5), 0
        elif word.endswith("শো"):
            part += UNITS.index(word.removesuffix("শো")) * 100
        else:
            part += UNITS.index("বিশ" if word == "কুড়ি" else word)
    return whole + part


def test_names_below_a_hundred_are_the_ones_we_mean() -> None:
    assert [say_in_dhaka(number) for number in range(100)] == UNITS
    assert [say_cardinal(number) for number in range(100)] == ["কুড়ি" if unit == "বিশ" else unit for unit in UNITS]


SPELLINGS = dict(
    pair.split("=")
    for pair in unicodedata.normalize(
        "NFC",
        "ষোল=ষোলো ঊনিশ=উনিশ বিশ=কুড়ি আঠাশ=আটাশ ঊনত্রিশ=উনত্রিশ ঊনচল্লিশ=উনচল্লিশ ঊনপঞ্চাশ=উনপঞ্চাশ বাহান্ন=বায়ান্ন "
        "ঊনষাট=উনষাট ঊনসত্তর=উনসত্তর ঊনআশি=উনআশি অষ্টআশি=আটাশি ঊননব্বই=উননব্বই লাখ=লক্ষ দুশো=দুইশো ছশো=ছয়শো নশো=নয়শো",
    ).split()
)
"""What indic-numtowords spells otherwise -> what is spelled here; both are in use."""


def test_cardinals_agree_with_another_package() -> None:
    numbers = [*range(100), *range(100, 10_000, 37), 100_000, 5_46_000, 7_63_96_165]
    for number in numbers:
        other = unicodedata.normalize("NFC", num2words(number, lang="bn")).split()
        assert say_cardinal(number).split() == [SPELLINGS.get(word, word) for word in other]


def test_every_number_below_a_hundred_thousand_is_read_back() -> None:
    assert [parse(say_cardinal(number)) for number in range(100_000)] == list(range(100_000))


def test_sampled_numbers_up_to_a_lakh_crore_are_read_back() -> None:
    draw = random.Random(7)
    chosen = [draw.randrange(10 ** draw.randint(5, 12)) for _ in range(20_000)]
    assert [parse(say_cardinal(number)) for number in chosen] == chosen


@given(st.integers(0, 10**12))
def test_a_number_is_read_back(number: int) -> None:
    assert parse(say_cardinal(number)) == number


@given(st.integers(1, 10**12))
def test_a_number_below_zero_is_its_opposite_after_minus(number: int) -> None:
    assert say_cardinal(-number) == "মাইনাস " + say_cardinal(number)


@given(st.integers(0, 10**9))
def test_both_ways_of_grouping_say_the_same(number: int) -> None:
    western = f"{number:,}"
    plain = str(number)
    head, tail = plain[:-3], plain[-3:]
    pairs = [head[max(0, end - 2) : end] for end in range(len(head), 0, -2)][::-1]
    assert say_number(western) == say_number(",".join([*pairs, tail])) == say_cardinal(number)


@given(st.integers(1100, 1999))
def test_years_from_1100_to_1999_are_said_in_hundreds(year: int) -> None:
    assert parse(say_year(year)) == year
    assert "হাজার" not in say_year(year)


@given(st.one_of(st.integers(1, 1099), st.integers(2000, 3000)))
def test_other_years_are_said_as_numbers(year: int) -> None:
    assert say_year(year) == say_cardinal(year)


@given(st.text("০১২৩৪৫৬৭৮৯", min_size=1))
def test_digits_are_said_one_by_one(digits: str) -> None:
    assert [UNITS.index(word) for word in say_digits(digits).split()] == [int(digit) for digit in digits]


def test_a_number_longer_than_any_amount_is_said_digit_by_digit() -> None:
    assert say_number("৯" * 5_000).split() == ["নয়"] * 5_000


@pytest.mark.parametrize(
    ("number", "ordinal"), [(1, "প্রথম"), (6, "ষষ্ঠ"), (16, "ষোড়শ"), (19, "ঊনবিংশ"), (31, "একত্রিংশ"), (32, "বত্রিশতম")]
)
def test_ordinals_are_sanskrit_up_to_the_thirty_first(number: int, ordinal: str) -> None:
    assert say_ordinal(number) == ordinal


def test_days_of_the_month_have_their_endings() -> None:
    said = [say_day(day) for day in range(1, 33)]
    assert said[:4] == ["পয়লা", "দোসরা", "তেসরা", "চৌঠা"]
    assert said[4:18] == [name + "ই" for name in UNITS[5:19]]
    assert said[18:] == [name + "ে" for name in UNITS[19:33]]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("৭", "সেভেন"),
        ("১৯", "নাইন্টিন"),
        ("৪৭", "ফর্টি সেভেন"),
        ("৪০০", "ফোর হান্ড্রেড"),
        ("৩২০", "থ্রি টু জিরো"),
        ("০৭", "জিরো সেভেন"),
    ],
)
def test_english_numbers_in_names(written: str, said: str) -> None:
    assert say_english(written) == said
