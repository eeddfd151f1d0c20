from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

import pytest
from espeak_phonemes import comparable, say_phonemes

from podcast.bangla.aksharas import INHERENT, compose, split_aksharas
from podcast.bangla.notation import parse_phonemes
from podcast.bangla.phonemes import WORDS, read_word
from podcast.bangla.pronounce import respell
from podcast.bangla.tsv import read_rows
from podcast.bangla.unicode import clean_text

DATA = Path(__file__).parent / "data" / "pronunciations.tsv"
ROWS = [line.split("\t") for line in DATA.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
EXPECTED = {word: comparable(phonemes.split()) for word, phonemes in ROWS}
TABLES = ("pronounced_words", "endings", "verb_endings", "compound_members", "verb_roots", "clusters", "inherent")


def read(word: str) -> tuple[str, ...]:
    return comparable(read_word(compose(clean_text(word))))


@pytest.mark.parametrize("word", EXPECTED)
def test_a_word_is_read_as_people_say_it(word: str) -> None:
    assert read(word) == EXPECTED[word]


def test_espeak_says_the_respelled_words_as_people_do() -> None:
    said = dict(zip(EXPECTED, say_phonemes([respell(word) for word in EXPECTED]), strict=True))

    assert said == EXPECTED


def test_the_list_is_long_and_espeak_by_itself_misreads_many_of_it() -> None:
    said = dict(zip(EXPECTED, say_phonemes(list(EXPECTED)), strict=True))

    assert len(EXPECTED) >= 150
    assert sum(said[word] != phonemes for word, phonemes in EXPECTED.items()) >= 80


def test_a_listed_word_is_one_that_the_rules_misread() -> None:
    needless = []
    for word, said in WORDS.items():
        others = {other: phonemes for other, phonemes in WORDS.items() if other != word}
        if comparable(read_word(word, others)) == comparable(said):
            needless.append(word)

    assert not needless


def test_a_listed_word_keeps_its_nasal_vowels() -> None:
    assert not [word for word, said in WORDS.items() if word.count("ঁ") != "".join(said).count("~")]


@pytest.mark.parametrize(
    ("stem", "forms"),
    [
        ("কেন্দ্র", "কেন্দ্রে কেন্দ্রের কেন্দ্রটি কেন্দ্রগুলোকে কেন্দ্রও"),
        ("দশক", "দশকে দশকের দশকটি দশকগুলোতে"),
        ("উপন্যাস", "উপন্যাসে উপন্যাসের উপন্যাসটিকে উপন্যাসই"),
        ("মানুষ", "মানুষের মানুষকে মানুষেরা মানুষজন মানুষগুলি"),
        ("শহর", "শহরে শহরের শহরটিতে শহরও"),
        ("মহাসচিব", "মহাসচিবের মহাসচিবকে মহাসচিবেরাও"),
    ],
)
def test_a_stem_is_read_the_same_in_all_its_forms(stem: str, forms: str) -> None:
    beginning = read(stem)
    beginning = beginning[:-1] if beginning[-1] == "o" else beginning

    assert [form for form in forms.split() if read(form)[: len(beginning)] != beginning] == []


@pytest.mark.parametrize(
    ("word", "phonemes"),
    [
        ("হৃদ্\u200cরোগ", "h r i d r o g"),
        ("সিরিজ়", "sh i r i j"),
        ("র\u200d্যালি", "r E l i"),
        ("পুনঃ", "p u n o"),
        ("আঃ", "a h"),
        ("ৎ", "t"),
        ("য়ে", "i e"),
    ],
)
def test_rare_spellings_are_read(word: str, phonemes: str) -> None:
    assert " ".join(read_word(compose(clean_text(word)))) == phonemes


@pytest.mark.parametrize("name", TABLES)
def test_a_table_has_the_columns_its_rows_need_and_nothing_twice(name: str) -> None:
    rows = read_rows(f"{name}.tsv")

    assert len({len(row) for row in rows}) == 1
    assert all(cell for row in rows for cell in row)
    assert len(set(rows)) == len(rows)


@pytest.mark.parametrize(
    ("name", "columns"),
    [
        ("pronounced_words", (1,)),
        ("endings", (1,)),
        ("verb_endings", (1,)),
        ("compound_members", (2,)),
        ("verb_roots", (1, 2)),
    ],
)
def test_what_a_table_says_is_phonemes(name: str, columns: tuple[int, ...]) -> None:
    for row in read_rows(f"{name}.tsv"):
        for column in columns:
            assert row[column] == "-" or parse_phonemes(row[column])


@pytest.mark.parametrize(
    ("name", "keys"), [("pronounced_words", 1), ("verb_roots", 1), ("verb_endings", 1), ("compound_members", 2)]
)
def test_a_table_has_one_reading_of_each_entry(name: str, keys: int) -> None:
    entries = [row[:keys] for row in read_rows(f"{name}.tsv")]

    assert sorted(set(entries)) == sorted(entries)


@pytest.mark.parametrize("row", [row for row in read_rows("inherent.tsv") if not row[0].startswith("inside")])
def test_a_pattern_fits_its_example(row: tuple[str, ...]) -> None:
    kind, pattern, example = row
    search = re.search if kind.startswith("final") else re.match
    end = "$" if kind.startswith("final") else ""

    assert search(f"(?:{compose(pattern)}){end}", compose(example))


@pytest.mark.parametrize("row", [row for row in read_rows("inherent.tsv") if row[0].startswith("inside")])
def test_a_pattern_of_the_inside_fits_its_example_at_an_unwritten_vowel(row: tuple[str, ...]) -> None:
    _, pattern, example = row
    aksharas = split_aksharas(compose(example))
    tails = [
        "".join(one.cluster + (one.sign or "-") for one in aksharas[place:])
        for place, akshara in enumerate(aksharas)
        if akshara.vowel == INHERENT
    ]

    assert any(re.match(compose(pattern), tail) for tail in tails), tails


def test_notation_with_anything_else_in_it_is_refused() -> None:
    with pytest.raises(ValueError, match="'kaX' is not phonemes"):
        parse_phonemes("kaX")


def test_every_table_tells_what_its_columns_are() -> None:
    for name in TABLES:
        assert files("podcast.bangla").joinpath(f"{name}.tsv").read_text(encoding="utf-8").startswith("# ")
