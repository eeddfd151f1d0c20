"""Read the tables that lie beside this module: one entry a line, columns between tabs, ``#`` begins a remark."""

from __future__ import annotations

from pathlib import Path

TABLES = Path(__file__).parent


def read_rows(name: str) -> tuple[tuple[str, ...], ...]:
    """Return the entries of the table called *name*, in file order; empty lines and remarks are left out."""
    text = (TABLES / name).read_text(encoding="utf-8")
    return tuple(tuple(line.split("\t")) for line in text.splitlines() if line and not line.startswith("#"))


def read_pairs(name: str) -> tuple[tuple[str, str], ...]:
    """Return the entries of the table called *name*, each of which must have two columns."""
    return tuple((first, second) for first, second in read_rows(name))
