"""Words in Latin letters: every kind as a newspaper spells it, nothing Latin left whatever comes in."""

from __future__ import annotations

import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from podcast.bangla.arpabet import match_letters, write_sounds
from podcast.bangla.english import find_sounds, is_compound_part
from podcast.bangla.latin import transliterate
from podcast.bangla.latin_letters import fold_latin, is_latin
from podcast.bangla.letter_sounds import read_letters
from podcast.bangla.lexicon import parse_lexicon
from podcast.bangla.tsv import read_rows

FOLDER = Path(__file__).parent / "data" / "latin"
LEAST_CASES = 150
ENDINGS = ["", "-র", "-এর", "-কে", "-তে", "-এ", "-ই", "-ও", "-টি", "-দের", "-গুলি", "র", "এর", "-কেও", "-রা"]


def cases() -> list[tuple[str, str]]:
    rows = []
    for path in sorted(FOLDER.glob("*.tsv")):
        lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
        assert lines, f"{path.name} has no cases"
        rows += [(written, spoken) for written, spoken in (line.split("\t") for line in lines)]
    return rows


def latin_words() -> st.SearchStrategy[str]:
    letters = st.text("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.'&éüß", min_size=1, max_size=14)
    return st.builds(str.__add__, letters, st.sampled_from(ENDINGS))


def test_there_are_cases_of_every_kind() -> None:
    assert len(cases()) == len(set(cases())) >= LEAST_CASES


@pytest.mark.parametrize(("written", "spoken"), cases())
def test_a_word_is_written_as_a_newspaper_writes_it(written: str, spoken: str) -> None:
    assert transliterate(written) == unicodedata.normalize("NFC", spoken)


@given(st.text())
def test_no_latin_letter_is_left_in_any_text(text: str) -> None:
    said = transliterate(text)

    assert not [char for char in said if is_latin(char)]


@given(latin_words())
def test_a_latin_word_is_read_once_and_for_all(word: str) -> None:
    said = transliterate(word)

    assert transliterate(said) == said
    assert unicodedata.is_normalized("NFC", said)
    assert not [char for char in said if is_latin(char)]


@given(st.from_regex("[A-Za-z]{2,12}", fullmatch=True), st.sampled_from(["কলকাতায়", "বললেন,", "১২"]))
def test_the_text_around_a_word_stays(word: str, beside: str) -> None:
    assert transliterate(f"{beside} {word} {beside}") == f"{beside} {transliterate(word)} {beside}"


def test_text_without_latin_letters_comes_back_unchanged() -> None:
    text = "বৃষ্টিতে ১২টি গাছ পড়েছে, দাম ৩.৫%, ‘কাল’ আবার।"
    assert transliterate(text) == text


def test_every_latin_letter_of_unicode_is_known_as_one() -> None:
    letters = [chr(code) for code in range(0x110000) if unicodedata.name(chr(code), "").startswith("LATIN ")]
    missed = [char for char in letters if unicodedata.category(char)[0] == "L" and not is_latin(char)]

    assert not missed
    assert not [char for char in letters if not fold_latin(char).isascii() and is_latin(char)]


def test_a_reading_from_the_lexicon_comes_before_the_rules() -> None:
    lexicon = parse_lexicon(["Meta\tমেটা\tcompany\tMeta-র দফতর", "SIT\tসিট\tacronym\tSIT তদন্তে"], "own.tsv")

    assert transliterate("Meta-র SIT, MetaSIT", lexicon) == "মেটার সিট, মেটাসিট"
    assert transliterate("SIT") == "এসআইটি"


def test_a_full_stop_that_ends_a_sentence_stays() -> None:
    assert transliterate("বলল OpenAI. Mr. Khan চুপ।") == "বলল ওপেনএআই. মিস্টার খান চুপ।"


@pytest.mark.parametrize("run", ["news", "Mc", "a'", "A.", "bh", "a-", "aB", "B2", "ā"])
def test_a_hostile_run_takes_linear_time(run: str) -> None:
    started = time.process_time()
    transliterate(run * 10_000)
    assert time.process_time() - started < 10


@pytest.mark.parametrize("row", read_rows("arpabet.tsv"), ids=lambda row: f"{row[0]}-{row[5]}")
def test_a_row_of_the_sound_table_writes_its_example(row: tuple[str, ...]) -> None:
    *_, word, written = row
    assert write_sounds(word, find_sounds(word)) == written


@pytest.mark.parametrize("row", read_rows("letter_sounds.tsv"), ids=lambda row: f"{row[0]}-{row[5]}")
def test_a_row_of_the_letter_table_writes_its_example(row: tuple[str, ...]) -> None:
    *_, word, written = row
    assert read_letters(word) == written


def test_every_sound_of_the_dictionary_has_letters_and_a_row_that_always_fits() -> None:
    rows = {row[0].rstrip("012") for row in read_rows("arpabet.tsv") if row[1:4] == ("*", "*", "*")}
    assert rows == {row[0] for row in read_rows("arpabet_spellings.tsv")}


def test_all_letters_of_a_word_are_matched_with_sounds() -> None:
    for word in ("knight", "tsunami", "queue", "mcdonald's", "colonel", "xylophone", "psychology", "one"):
        assert "".join(match_letters(word, find_sounds(word))) == word


def test_a_part_of_compounds_is_a_word_of_the_dictionary() -> None:
    parts = [part for row in read_rows("compound_parts.tsv") for part in row[0].split()]
    assert all(map(is_compound_part, parts))
    assert not [part for part in parts if not find_sounds(part)]


@pytest.mark.parametrize("word", ["aaa", "zurich", "a's", "stilton", "sepulveda", "sepultura", "'bout", "zywicki"])
def test_a_word_is_found_wherever_it_stands_in_the_dictionary(word: str) -> None:
    assert find_sounds(word)


@pytest.mark.parametrize("word", ["", "qqqq", "zzzzzzz", "openai", "(2)", "é"])
def test_a_word_that_is_not_in_the_dictionary_has_no_sounds(word: str) -> None:
    assert find_sounds(word) == ()
