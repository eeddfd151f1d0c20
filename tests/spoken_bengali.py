"""The page ``docs/spoken-bengali.md``, made of the cases in ``data/verbalize`` and the reasons beside them.

``python tests/spoken_bengali.py --write`` writes it; without ``--write`` it goes to standard output.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from pathlib import Path

DATA = Path(__file__).parent / "data"
PAGE = Path(__file__).parents[1] / "docs" / "spoken-bengali.md"
COMMAND = "python tests/spoken_bengali.py --write"
DEFAULT_LOCALE = "bn-IN"
MOST_CASES = 12
_INTRODUCTION = f"""\
<!-- Made by `{COMMAND}`; do not edit. -->

# Spoken Bengali

What is said for what a newspaper prints, class by class, and why. The examples are test cases: each line of the tables
stands in `tests/data/verbalize/` and is checked with every change, so this page shows what the program does.

- The author's own words stay. Only figures, signs, abbreviations and Latin letters are put into words.
- The reading is that of West Bengal (`bn-IN`) unless the last column says `bn-BD`, Bangladesh. The two differ only in
  what figures and signs become: কুড়ি or বিশ, লক্ষ or লাখ, তিনটে or তিনটা, and what ₹ is called.
- `podcast verbalize --explain` shows the class of every part of a text of your own.

To correct a reading, change or add a line in the file named under its class; the reasons are in
`tests/data/spoken_bengali.tsv`.
"""


@dataclass(frozen=True, slots=True)
class Case:
    """One line of a file of cases."""

    written: str
    spoken: str
    locale: str = DEFAULT_LOCALE


@dataclass(frozen=True, slots=True)
class Reason:
    """Why the cases of one file are said as they are."""

    name: str
    """Of the file of cases, without ``.tsv``."""
    title: str
    why: str
    source: str


def read_cases(path: Path) -> list[Case]:
    return [Case(*line.split("\t")) for line in path.read_text(encoding="utf-8").splitlines()]


def read_reasons(data: Path = DATA) -> list[Reason]:
    lines = (data / "spoken_bengali.tsv").read_text(encoding="utf-8").splitlines()
    return [Reason(*line.split("\t")) for line in lines if not line.startswith("#")]


def choose_cases(cases: list[Case], most: int = MOST_CASES) -> list[Case]:
    """Return at most *most* of the *cases*: of those that bring a new shape, some spread evenly over the file.

    Where they are too many, the first case of the other standard, if there is one, comes last.
    """
    seen: set[str] = set()
    new: list[Case] = []
    for case in cases:
        shapes = _shapes(case)
        if shapes - seen:
            new.append(case)
            seen |= shapes
    if len(new) <= most:
        return new
    elsewhere = [case for case in new if case.locale != DEFAULT_LOCALE][:1]
    here = [case for case in new if case.locale == DEFAULT_LOCALE]
    room = most - len(elsewhere)
    return [here[place * (len(here) - 1) // (room - 1)] for place in range(room)] + elsewhere


def _shapes(case: Case) -> set[str]:
    """Return the words of *case* that are not said as they are written, all digits alike.

    Where those are bare numbers, what stands around them is what tells the case from others.
    """
    spoken = set(case.spoken.split())
    words = {re.sub(r"\d+", "0", word) for word in case.written.split() if word not in spoken} - {"0"}
    return {f"{case.locale} {word}" for word in words or {re.sub(r"\d+", "0", case.written)}}


def make_page(data: Path = DATA) -> str:
    """Return the page; a file of cases without a reason, or a reason without cases, is a :class:`ValueError`."""
    reasons = read_reasons(data)
    files = {path.stem: path for path in (data / "verbalize").glob("*.tsv")}
    if unmatched := files.keys() ^ {reason.name for reason in reasons}:
        raise ValueError(f"only one of the file of cases and the line in spoken_bengali.tsv: {sorted(unmatched)}")
    contents = "\n".join(f"- [{reason.title}](#{_anchor(reason.title)})" for reason in reasons)
    sections = [_section(reason, choose_cases(read_cases(files[reason.name]))) for reason in reasons]
    return "\n".join([_INTRODUCTION, contents, "", "\n".join(sections)])


def _anchor(title: str) -> str:
    return re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-")


def _section(reason: Reason, cases: list[Case]) -> str:
    columns = ["written", "said"]
    rows = [[_code(case.written), _said(case)] for case in cases]
    if any(case.locale != DEFAULT_LOCALE for case in cases):
        columns.append("standard")
        rows = [[*row, case.locale] for row, case in zip(rows, cases, strict=True)]
    table = "\n".join(f"| {' | '.join(row)} |" for row in [columns, ["---"] * len(columns), *rows])
    more = f"[`{reason.name}.tsv`](../tests/data/verbalize/{reason.name}.tsv)"
    source = f"*Source.* {_escape(reason.source)} *More cases:* {more}."
    return f"## {reason.title}\n\n{_escape(reason.why)}\n\n{table}\n\n{source}\n"


def _said(case: Case) -> str:
    return "*as written*" if case.written == case.spoken else _escape(case.spoken.strip())


def _code(text: str) -> str:
    before, after = ("`` ", " ``") if "`" in text else ("`", "`")
    return before + text.replace("|", "\\|") + after


def _escape(text: str) -> str:
    return re.sub(r"([\\`*_\[\]<>|~#&])", r"\\\1", text)


def write_page(page: Path = PAGE) -> None:
    page.parent.mkdir(exist_ok=True)
    partial = page.with_suffix(".partial")
    partial.write_text(make_page(), encoding="utf-8", newline="\n")
    partial.replace(page)


def main() -> int:
    if sys.argv[1:] == ["--write"]:
        write_page()
    elif sys.argv[1:]:
        sys.stderr.write(f"usage: {COMMAND}\n")
        return 2
    else:
        sys.stdout.write(make_page())
    return 0


if __name__ == "__main__":
    sys.exit(main())
