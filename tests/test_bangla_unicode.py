from __future__ import annotations

import re
import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from strategies import bengali_words, messy_text, paragraphs

from podcast.bangla.unicode import clean_text

DATA = Path(__file__).parent / "data" / "unicode.tsv"


def unescape(text: str) -> str:
    return re.sub(r"\\(u[0-9a-f]{4}|[nrt])", lambda match: _escape(match[1]), text)


def _escape(code: str) -> str:
    return {"n": "\n", "r": "\r", "t": "\t"}.get(code) or chr(int(code[1:], 16))


def cases() -> list[list[str]]:
    lines = DATA.read_text(encoding="utf-8").splitlines()
    return [[unescape(cell) for cell in line.split("\t")] for line in lines if not line.startswith("#")]


@pytest.mark.parametrize(("found", "cleaned", "shows"), cases(), ids=[case[2] for case in cases()])
def test_a_slip_of_encoding_is_mended(found: str, cleaned: str, shows: str) -> None:
    assert ascii(clean_text(found)) == ascii(unicodedata.normalize("NFC", cleaned)), shows


@given(messy_text())
def test_any_string_is_cleaned_once_and_for_all(text: str) -> None:
    cleaned = clean_text(text)

    assert clean_text(cleaned) == cleaned
    assert unicodedata.is_normalized("NFC", cleaned)
    cleaned.encode()  # no half of a surrogate pair is left


@given(messy_text())
def test_composed_and_decomposed_text_give_the_same(text: str) -> None:
    assert clean_text(unicodedata.normalize("NFD", text)) == clean_text(unicodedata.normalize("NFC", text))


@given(bengali_words())
def test_a_well_formed_word_stays_as_it_is(word: str) -> None:
    assert clean_text(word) == unicodedata.normalize("NFC", word)


@given(paragraphs())
def test_as_many_lines_come_out_as_went_in(text: str) -> None:
    assert clean_text(text).count("\n") == text.count("\n")


def test_a_hostile_run_of_signs_takes_linear_time() -> None:
    runs = ["\u09bc", "\u09cd", "\u200d\u200c", "\u0981\u09be", "\u09be\u09c7", "য\u09cd\u09bc", "ঁ\u09bf\u09be", "।৷"]
    started = time.process_time()
    for run in runs:
        clean_text("ক" + run * 50_000)
    assert time.process_time() - started < 10
