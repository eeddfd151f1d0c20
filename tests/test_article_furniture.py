import re
import unicodedata
from pathlib import Path

import pytest

from podcast.article.furniture import Furniture, judge, read_rows, says_missing, strip_front, strip_tail
from podcast.bangla.unicode import clean_text

_DATA = Path(__file__).parent / "data"


def rows(name: str) -> list[list[str]]:
    lines = (_DATA / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]


@pytest.mark.parametrize(("kind", "line"), rows("furniture_lines.tsv"))
def test_a_line_is_judged_by_the_rules(kind: str, line: str) -> None:
    assert judge(line) == (None if kind == "-" else Furniture(kind))


@pytest.mark.parametrize(("before", "after"), rows("furniture_tails.tsv"))
def test_credits_and_sign_offs_are_cut_from_the_end_and_sentences_stay(before: str, after: str) -> None:
    assert strip_tail(before) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("প্রস্তাবিত খামার। ফাইল ছবি তিনি জানান, কাজ চলছে।", "তিনি জানান, কাজ চলছে।"),
        ("ঘাটে নৌকা। ছবি: সংগৃহীত এরপর সবাই ফেরেন।", "এরপর সবাই ফেরেন।"),
        ("তিনি ফাইল ছবি দেখিয়ে সব বোঝালেন।", "তিনি ফাইল ছবি দেখিয়ে সব বোঝালেন।"),
        ("ছবি তোলা তাঁর নেশা। রোজ তোলেন।", "ছবি তোলা তাঁর নেশা। রোজ তোলেন।"),
    ],
)
def test_a_caption_run_into_a_paragraph_is_cut_off(before: str, after: str) -> None:
    assert strip_front(before) == after


def test_a_paragraph_of_prose_is_not_taken_for_a_caption_because_of_its_credit() -> None:
    lead = "জেলা প্রশাসক জানান, নদীর পাড় বাঁধাইয়ের কাজ শেষ হবে জুনের মধ্যে। বাকি কাজের জন্য আরও ৪০ কোটি টাকা চাওয়া হয়েছে বলে তিনি জানান। "
    assert judge(lead + "ছবি: দীপ্তি সাহা") is None


@pytest.mark.parametrize("text", ["কিছু পাওয়া যায়নি", "Error 404", "৪০৪", "Page not found", "পাতাটি সরানো হয়েছে"])
def test_the_words_of_a_missing_page_are_known(text: str) -> None:
    assert says_missing(text)


@pytest.mark.parametrize("text", ["নিখোঁজ জেলের দেহ পাওয়া যায়নি", "১৪০৪ বঙ্গাব্দ", "৪০৪০ জন"])
def test_news_of_something_missing_is_not_a_missing_page(text: str) -> None:
    assert not says_missing(text)


def test_the_table_is_spelled_as_cleaned_text_is() -> None:
    for kind, match, text in read_rows():
        assert text == unicodedata.normalize("NFC", text)
        assert match == "pattern" or text == clean_text(text), (kind, text)


def test_every_rule_is_of_a_known_kind_and_compiles() -> None:
    known = {*(kind.value for kind in Furniture), "tail", "front", "missing", "dateword"}
    for kind, match, text in read_rows():
        assert kind in known
        assert match in {"line", "pattern"}
        if match == "pattern":
            re.compile(text.replace("[[d]]", "[0-9০-৯]"))


def test_no_line_rule_stands_twice() -> None:
    lines = [text.casefold() for kind, match, text in read_rows() if match == "line" and kind != "dateword"]
    assert len(lines) == len(set(lines))
