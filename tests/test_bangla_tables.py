"""The tables of Bengali knowledge: in NFC, well-formed, without two entries for one thing."""

import unicodedata
from importlib.resources import files

import pytest

from podcast.bangla.tsv import read_rows

TABLES = sorted(path.name for path in files("podcast.bangla").iterdir() if path.name.endswith(".tsv"))
_UNIQUE = """abbreviations acronyms bangla_months currencies english_number_names letters months names
number_names numbered_kinds numbered_names ordinals rate_units scales units weekdays"""
UNIQUE_FIRST = _UNIQUE.split()


def text_of(name: str) -> str:
    return files("podcast.bangla").joinpath(name).read_text(encoding="utf-8")


def test_there_are_tables() -> None:
    assert len(TABLES) > len(UNIQUE_FIRST)


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_nfc(name: str) -> None:
    assert unicodedata.is_normalized("NFC", text_of(name))


@pytest.mark.parametrize("name", TABLES)
def test_a_table_has_entries_and_ends_its_last_line(name: str) -> None:
    assert read_rows(name)
    assert text_of(name).endswith("\n")


@pytest.mark.parametrize("name", TABLES)
def test_no_cell_has_space_around_it(name: str) -> None:
    assert not [cell for row in read_rows(name) for cell in row if cell != cell.strip()]


@pytest.mark.parametrize("name", UNIQUE_FIRST)
def test_every_row_has_the_columns_its_heading_names(name: str) -> None:
    heading = text_of(f"{name}.tsv").split("\n", 1)[0]
    assert heading.startswith("# ")
    widths = {len(row) for row in read_rows(f"{name}.tsv")}
    assert widths == {heading.count("\t") + 1}
    assert all(cell for row in read_rows(f"{name}.tsv") for cell in row)


@pytest.mark.parametrize("name", UNIQUE_FIRST)
def test_nothing_is_written_twice(name: str) -> None:
    firsts = [row[0] for row in read_rows(f"{name}.tsv")]
    assert sorted(set(firsts)) == sorted(firsts)


def test_number_names_are_all_there_and_differ() -> None:
    rows = read_rows("number_names.tsv")
    assert [int(number) for number, _ in rows] == list(range(100))
    assert len({name for _, name in rows}) == 100


@pytest.mark.parametrize("name", ["abbreviations", "acronyms", "names", "numbered_kinds", "symbols", "units"])
def test_what_is_said_has_no_digit_and_no_latin_letter(name: str) -> None:
    column = 0 if name == "symbols" else 1
    said = "".join(row[column] for row in read_rows(f"{name}.tsv"))
    assert not [char for char in said if char.isnumeric() or (char.isascii() and char.isalpha()) or char == "।"]
