"""What is said for what is written: cases by class in ``data/verbalize``, and what holds for every text."""

import re
import unicodedata
from pathlib import Path

import pytest
from conftest import DATA
from hypothesis import assume, given
from hypothesis import strategies as st
from strategies import bengali_words, sentences

from podcast.bangla import clean_text, read_sentence, verbalize
from podcast.bangla.classes import CLASSES
from podcast.bangla.latin_letters import is_latin
from podcast.bangla.lexicon import parse_lexicon
from podcast.bangla.locale import BANGLADESH
from podcast.bangla.numbers import say_cardinal
from podcast.bangla.tsv import read_pairs

FILES = sorted((DATA / "verbalize").glob("*.tsv"))
FEWEST_CASES = 25
UNMARKED = {written for written, _ in read_pairs("abbreviations.tsv") if re.fullmatch("[\u0980-\u09fe]+", written)}


def read_cases(path: Path) -> list[tuple[str, str, str]]:
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    return [(row[0], row[1], row[2] if len(row) > 2 else "bn-IN") for row in rows]


CASES = [pytest.param(*case, id=f"{path.stem}-{n}") for path in FILES for n, case in enumerate(read_cases(path), 1)]


@pytest.mark.parametrize(("written", "spoken", "locale"), CASES)
def test_a_written_case_is_said_as_its_line_says(written: str, spoken: str, locale: str) -> None:
    assert verbalize(written, locale=locale) == spoken


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_file_of_cases_has_enough_distinct_lines(path: Path) -> None:
    assert len({re.sub(r"\d+", "0", written) for written, *_ in read_cases(path)}) >= FEWEST_CASES


def test_every_class_has_cases_that_it_reads() -> None:
    written = [case[0] for path in FILES for case in read_cases(path)]
    used = {rewrite.semiotic_class for text in written for rewrite in read_sentence(text).rewrites}
    assert used == {one.name for one in CLASSES} | {"lexicon"}


def pieces() -> st.SearchStrategy[str]:
    """Whatever recognisers look for, in any order: digits of many scripts, signs, cues, abbreviations, Latin."""
    marks = "0123456789০১২৩৪৫৬৭৮৯٣५½¼²①Ⅷ৴ -–—+.,:/%$₹৳°×=~()'’\"&@#*<>|_•★👍️\nঃ়্াABXIVab।"
    words = (
        "টি টায় শে ম য় শ তম -র -এর এ গোলে সালে কাপ অংশ কিমি মি. লি. ড. "
        "প্রা. মো: নং হাজার কোটি মে জুলাই ফোন নম্বর থেকে Rs US$ kg www. .com"
    )
    return st.lists(st.one_of(st.sampled_from([*marks, *words.split()]), bengali_words()), max_size=12).map("".join)


ANY_TEXT = st.one_of(st.text(max_size=40), pieces(), sentences(8))


@given(ANY_TEXT)
def test_no_digit_of_any_script_is_left(text: str) -> None:
    assert not [char for char in verbalize(text) if unicodedata.category(char)[0] == "N"]


@given(ANY_TEXT)
def test_no_latin_letter_is_left(text: str) -> None:
    assert not [char for char in verbalize(text) if is_latin(char)]


@given(ANY_TEXT)
def test_latin_words_can_be_left_to_the_voice(text: str) -> None:
    words = re.findall("[A-Za-z]{3,}", f"{text} Example শহর")
    assert words[-1] in read_sentence(f"{text} Example শহর", keep_latin=True).spoken


def test_a_lexicon_of_ones_own_goes_before_the_shipped_one() -> None:
    own = parse_lexicon(["Meta\tমিটা\tcompany\tMeta-র অ্যাপ", "দল\tদলো\tword\tনতুন দলের সভা"], "own.tsv")
    assert read_sentence("Meta-র দলে ৫ জন, দলিল নেই", lexicon=own).spoken == "মিটার দলোতে পাঁচ জন, দলিল নেই"


@given(ANY_TEXT)
def test_no_danda_is_put_in(text: str) -> None:
    assert verbalize(text).count("।") <= clean_text(text).count("।")


@given(ANY_TEXT)
def test_what_is_said_is_not_read_again(text: str) -> None:
    spoken = verbalize(text)
    assert verbalize(spoken) == spoken


@given(ANY_TEXT, st.sampled_from(["NFC", "NFD"]))
def test_composed_and_decomposed_text_are_said_alike(text: str, form: str) -> None:
    composed = text.replace("য\u09bc", "\u09df").replace("ড\u09bc", "\u09dc").replace("ঢ\u09bc", "\u09dd")
    assert verbalize(composed) == verbalize(unicodedata.normalize(form, text))


@given(ANY_TEXT)
def test_rewrites_lead_from_the_written_to_the_spoken(text: str) -> None:
    sentence = read_sentence(text)
    assert sentence.written == clean_text(text)
    spoken, position = "", 0
    for rewrite in sentence.rewrites:
        assert position <= rewrite.start < rewrite.end
        assert sentence.written[rewrite.start : rewrite.end] == rewrite.written
        spoken += sentence.written[position : rewrite.start] + rewrite.spoken
        position = rewrite.end
    assert spoken + sentence.written[position:] == sentence.spoken


@given(st.lists(bengali_words(), min_size=1, max_size=12), st.sampled_from(["।", "?", "!", ",", ""]))
def test_prose_comes_back_unchanged(words: list[str], mark: str) -> None:
    assume(not UNMARKED.intersection(words) and "ঃ" not in "".join(words))
    text = " ".join(words) + mark
    assert verbalize(text) == clean_text(text)


@given(st.integers(0, 10**9 - 1), st.sampled_from("০0०٠"))
def test_an_amount_is_said_alike_in_every_script(number: int, zero: str) -> None:
    written = "".join(chr(ord(zero) + int(digit)) for digit in str(number))
    assert verbalize(f"মোট {written} গাছ", locale="bn-BD") == f"মোট {say_cardinal(number, BANGLADESH)} গাছ"


def test_every_numeric_character_has_a_reading() -> None:
    numeric = [char for char in map(chr, range(0x110000)) if unicodedata.category(char)[0] == "N"]
    spoken = verbalize(" ".join(numeric))
    assert not [char for char in spoken if unicodedata.category(char)[0] == "N"]


@pytest.mark.parametrize(
    "text", ["", "\ud800", "\x00", "১" * 10_000, "১-" * 2_000, "₹১" + " কোটি" * 2_000, "$" * 2_000]
)
def test_no_text_is_too_odd_to_be_read(text: str) -> None:
    assert isinstance(verbalize(text), str)


def test_an_unknown_locale_is_an_error_that_names_the_known_ones() -> None:
    with pytest.raises(ValueError, match=re.escape("'hi-IN' is not known; expected one of bn-IN, bn-BD")):
        verbalize("ক", locale="hi-IN")


def test_the_locale_leaves_the_authors_words_alone() -> None:
    text = "৩টে নৌকায় ২ লক্ষ রুপি, ৪টা নৌকায় ৫ লাখ টাকা"
    assert verbalize(text, locale="bn-BD") == verbalize(text, locale="bn-IN")
