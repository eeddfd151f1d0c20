"""The pages in ``docs`` that are made from data: up to date, and what makes them."""

import unicodedata
from pathlib import Path

import pytest
from spoken_bengali import COMMAND, DATA, MOST_CASES, PAGE, Case, choose_cases, make_page, read_cases, read_reasons

FILES = sorted((DATA / "verbalize").glob("*.tsv"))


def write_data(folder: Path, *, reasons: str, cases: str) -> Path:
    (folder / "verbalize").mkdir()
    (folder / "verbalize" / "sign.tsv").write_text(cases, encoding="utf-8")
    (folder / "spoken_bengali.tsv").write_text(reasons, encoding="utf-8")
    return folder


def test_the_page_of_spoken_bengali_is_what_the_cases_give() -> None:
    assert PAGE.read_text(encoding="utf-8") == make_page(), f"out of date: run `{COMMAND}`"


def test_every_file_of_cases_has_a_reason_and_every_reason_its_cases() -> None:
    assert sorted(reason.name for reason in read_reasons()) == [path.stem for path in FILES]


def test_the_reasons_are_complete_and_in_nfc() -> None:
    assert unicodedata.is_normalized("NFC", (DATA / "spoken_bengali.tsv").read_text(encoding="utf-8"))
    for reason in read_reasons():
        cells = (reason.name, reason.title, reason.why, reason.source)
        assert all(cell and cell == cell.strip() for cell in cells)
        assert reason.why.endswith(".")
        assert reason.source.endswith(".")


def test_a_file_of_cases_without_a_reason_is_refused_by_name(tmp_path: Path) -> None:
    data = write_data(tmp_path, reasons="# nothing yet\n", cases="২+\tদুই প্লাস\n")
    with pytest.raises(ValueError, match="'sign'"):
        make_page(data)


def test_what_markdown_would_take_for_its_own_is_shown_as_written(tmp_path: Path) -> None:
    reasons = "sign\tSigns\tA sign_of_the_times is said.\tUsage.\n"
    data = write_data(tmp_path, reasons=reasons, cases="ক|খ `গ`\tক খ গ\n২*\tদুই*\nযেমন\tযেমন\nদাম ৪০\tদাম চল্লিশ\tbn-BD\n")
    lines = make_page(data).splitlines()
    assert r"| `` ক\|খ `গ` `` | ক খ গ | bn-IN |" in lines
    assert r"| `২*` | দুই\* | bn-IN |" in lines
    assert "| `যেমন` | *as written* | bn-IN |" in lines
    assert "| `দাম ৪০` | দাম চল্লিশ | bn-BD |" in lines
    assert r"A sign\_of\_the\_times is said." in lines
    assert "- [Signs](#signs)" in lines


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_class_shows_its_first_case_and_no_more_than_fit(path: Path) -> None:
    cases = read_cases(path)
    chosen = choose_cases(cases)
    assert cases[0] in chosen
    assert len(chosen) == len(set(chosen)) <= MOST_CASES
    assert {case.locale for case in chosen} == {case.locale for case in cases}


def test_cases_that_differ_in_figures_alone_are_shown_once() -> None:
    cases = [Case("₹৫", "পাঁচ টাকা"), Case("₹৭০", "সত্তর টাকা"), Case("৳৫", "পাঁচ টাকা"), Case("দাম ৳৯", "দাম নয় টাকা")]
    assert choose_cases(cases) == [cases[0], cases[2]]


def test_a_case_of_the_other_standard_is_never_left_out() -> None:
    cases = [Case("₹৫", "পাঁচ রুপি", "bn-BD"), *(Case(f"৫ {letter}", f"পাঁচ {letter}") for letter in "কখগঘঙচছজঝঞ")]
    assert choose_cases(cases, most=3) == [cases[1], cases[10], cases[0]]
