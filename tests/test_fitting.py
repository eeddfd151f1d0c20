import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from podcast.fitting import clean_text, fit, fit_characters, graphemes, one_line, wrap

CASES = [
    line
    for line in (Path(__file__).parent / "data" / "show_graphemes.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]
ANY_TEXT = st.text(st.characters())
BENGALI = st.text(st.sampled_from("কখগঙতনপমযরলশসহড়া িীুূেোৌ্ঁংঃৎ০৯। \u200c\u200d👍aé\n"), max_size=120)


@pytest.mark.parametrize("case", CASES)
def test_text_is_cut_between_the_letters_a_reader_sees(case: str) -> None:
    parts = unicodedata.normalize("NFC", case).split("|")
    assert list(graphemes("".join(parts))) == parts


@given(ANY_TEXT | BENGALI)
def test_graphemes_join_back_to_the_text(text: str) -> None:
    assert "".join(graphemes(text)) == text


@given(ANY_TEXT)
def test_clean_text_can_be_written_and_is_stable(text: str) -> None:
    cleaned = clean_text(text)
    cleaned.encode()
    assert not [letter for letter in cleaned if unicodedata.category(letter) in {"Cc", "Cs"} and letter not in "\t\n"]
    assert clean_text(cleaned) == cleaned


@given(ANY_TEXT)
def test_one_line_has_no_break_of_any_kind(text: str) -> None:
    line = one_line(text)
    assert len(line.splitlines()) <= 1
    assert line == line.strip()
    assert "  " not in line


@given(BENGALI, st.integers(0, 60))
def test_fitted_text_keeps_the_limit_and_whole_letters(text: str, limit: int) -> None:
    fitted = fit(text, limit)
    assert len(fitted.encode()) <= limit
    if fitted != text and fitted:
        kept = list(graphemes(fitted.removesuffix("…")))
        assert kept == list(graphemes(text))[: len(kept)]


def test_text_at_the_limit_is_left_alone() -> None:
    assert fit_characters("নৌকা", 4) == "নৌকা"
    assert fit("নৌকা", 12) == "নৌকা"


@given(BENGALI, st.integers(4, 70))
def test_wrapped_lines_hold_every_word_and_keep_the_width(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    for line in lines:
        assert len(line) <= width or len(list(graphemes(line))) == 1


def test_a_word_longer_than_a_line_is_cut_between_letters() -> None:
    word = "স্বাস্থ্য" * 12
    assert [part for line in wrap(word, 20) for part in graphemes(line)] == list(graphemes(word))
