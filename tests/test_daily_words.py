import unicodedata
from importlib.resources import files

import pytest
from hypothesis import given
from strategies import messy_text

from podcast.daily.words import fold_words, graphemes, stem


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("সাড়ে তিন লক্ষ", ("350000",)),
        ("৩.৫ লক্ষ", ("350000",)),
        ("এক লক্ষ ২০ হাজার", ("120000",)),
        ("১,২০,০০০", ("120000",)),
        ("দেড় কোটি", ("15000000",)),
        ("১১ হাজার ২০৬", ("11206",)),
        ("১১ হাজার, ২০৬", ("11000", "206")),
        ("২০ কোটি ৫০ কোটি", ("200000000", "500000000")),
        ("তিনশো", ("300",)),
        ("দু’জন", ("2", "জন")),
        ("৮ জন", ("8", "জন")),
        ("আটজনের", ("8", "জন")),
        ("১৩.২ ডিগ্রি", ("13.2", "ডিগ্রি")),
        ("তৃতীয়", ("3.",)),
        ("সাড়ে আটটা", ("সাড়ে", "8", "টা")),
        ("এক ব্যক্তি", ("এক", "ব্যক্তি")),
        ("", ()),
    ],
)
def test_numbers_are_the_same_however_they_are_written(text: str, expected: tuple[str, ...]) -> None:
    assert fold_words(text) == tuple(unicodedata.normalize("NFC", word) for word in expected)


@pytest.mark.parametrize(
    "forms",
    ["নাটোর নাটোরে নাটোরের নাটোরকে", "বৈঠক বৈঠকে বৈঠকের", "কাটোয়া কাটোয়ায় কাটোয়ার", "প্রভাত প্রভাতে", "মূর্তি মূর্তিগুলির"],
)
def test_the_forms_of_a_word_have_one_stem(forms: str) -> None:
    assert len({stem(form) for form in forms.split()}) == 1


@given(messy_text())
def test_any_text_is_cut_into_letters_that_join_back(text: str) -> None:
    assert "".join(graphemes(text)) == text


@given(messy_text())
def test_any_text_can_be_folded(text: str) -> None:
    assert all(fold_words(text))


@pytest.mark.parametrize("name", ["places.tsv", "synonyms.txt", "name_cues.txt"])
def test_a_list_is_nfc_and_names_nothing_twice(name: str) -> None:
    text = files("podcast.daily").joinpath(name).read_text(encoding="utf-8")
    assert unicodedata.is_normalized("NFC", text)
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    words = [word for line in lines for word in (line.split("\t")[:1] if name.endswith("tsv") else line.split())]
    assert sorted(set(words)) == sorted(words)
    assert all(words)


def test_two_desks_words_for_one_thing_are_one() -> None:
    assert fold_words("পুলিশ দুজনকে গ্রেপ্তার করেছে") == fold_words("পুলিশ ২ জনকে আটক করেছে")
