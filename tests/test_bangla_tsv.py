from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from podcast.bangla.tsv import TABLES, read_rows


@pytest.mark.parametrize("table", sorted(TABLES.glob("*.tsv")), ids=lambda path: path.name)
def test_every_table_is_nfc(table: Path) -> None:
    # NFC spells য় as two characters: a table typed the other way would silently never match
    text = table.read_text(encoding="utf-8")

    assert [line for line in text.splitlines() if not unicodedata.is_normalized("NFC", line)] == []


@pytest.mark.parametrize("table", sorted(TABLES.glob("*.tsv")), ids=lambda path: path.name)
def test_rows_hold_neither_remarks_nor_stray_spaces_at_the_ends_of_cells(table: Path) -> None:
    rows = read_rows(table.name)

    assert rows
    assert not [row for row in rows if row[0].startswith("#")]
    assert not [cell for row in rows for cell in row if cell != cell.strip(" \r")]
