"""The scanner itself, with classes made for these tests."""

import re

from podcast.bangla.locale import find_locale
from podcast.bangla.scan import DIGIT, LATIN, SYMBOL, WORD, Scanner, SemioticClass, apply

LOCALE = find_locale("bn-IN")


def make(starts: str, pattern: str, spoken: str | None, leads: str = "") -> SemioticClass:
    return SemioticClass("made", (starts,), re.compile(pattern), lambda _match, _locale: spoken, leads)


def say(classes: list[SemioticClass], text: str) -> str:
    return apply(text, tuple(Scanner(classes).scan(text, LOCALE)))


def test_the_longest_match_wins_over_an_earlier_class() -> None:
    short, long = make(DIGIT, r"\d", "ছোট"), make(DIGIT, r"\d+%", "বড়")
    assert say([short, long], "ক ১২%") == "ক বড়"


def test_the_earlier_class_wins_between_equal_matches() -> None:
    first, second = make(DIGIT, r"\d+", "আগে"), make(DIGIT, r"\d\d", "পরে")
    assert say([first, second], "১২") == "আগে"


def test_a_class_that_declines_leaves_the_part_to_the_next() -> None:
    picky = make(DIGIT, r"\d+ জন", None)
    assert say([picky, make(DIGIT, r"\d+", "সংখ্যা")], "১২ জন") == "সংখ্যা জন"


def test_what_no_class_reads_stays() -> None:
    assert say([make(DIGIT, r"\d+", "সংখ্যা")], "abc $ ক") == "abc $ ক"


def test_a_word_begins_a_part_only_where_a_word_begins() -> None:
    word = make(WORD, "নং", "নম্বর", "নং")
    assert say([word], "নং মানং নং") == "নম্বর মানং নম্বর"


def test_what_was_said_is_not_read_again() -> None:
    digit, latin = make(DIGIT, r"\d", "ABC"), make(LATIN, "[A-Z]+", "বর্ণ")
    assert say([digit, latin], "১, AB") == "ABC, বর্ণ"


def test_words_that_would_touch_are_set_apart() -> None:
    digit, latin = make(DIGIT, r"\d+", "সংখ্যা"), make(LATIN, "[A-Z]+", "বর্ণ")
    assert say([digit, latin], "ক১২খAB৩ঘ") == "ক সংখ্যা খ বর্ণ সংখ্যা ঘ"


def test_what_is_left_out_does_not_join_its_neighbours() -> None:
    dropped = make(SYMBOL, r"\*", "")
    assert say([dropped], "ক*খ গ* *ঘ *") == "ক খ গ ঘ "
