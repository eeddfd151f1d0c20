"""The lexicon: whole words with their endings, and files that are wrong refused by line and reason."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import messy_text, sentences

from podcast.bangla.lexicon import Lexicon, check_lexicon, merge_lexicons, parse_lexicon
from podcast.errors import SettingsError

LINES = [
    "# written	spoken	class	example",
    "",
    "দল	দলো	word	দলের বৈঠক আজ",
    "New York	নিউ ইয়র্ক	place	বরফে ঢাকা New York",
    "New York Times	নিউ ইয়র্ক টাইমস	company	খবর ছেপেছে New York Times",
    "NATO	ন্যাটো	acronym	NATO-র সেনা সরল",
    "Meta	মেটা	company	Meta-র নতুন দফতর",
    "Wi-Fi	ওয়াইফাই	product	ট্রেনে মিলবে Wi-Fi",
    "Levi's	লিভাইস	company	নতুন দোকান Levi's-এর",
    "র‍্যাব	র‍্যাব বাহিনী	body	র‍্যাবের অভিযান",
]
LEXICON = parse_lexicon(LINES, "own.tsv")


def found(text: str) -> list[tuple[str, str]]:
    return [(text[match.start : match.end], match.spoken) for match in LEXICON.matches(text)]


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("দল", "দলো"),
        ("দলের", "দলোর"),
        ("দলে", "দলোতে"),
        ("দলকে", "দলোকে"),
        ("দলটি", "দলোটি"),
        ("দলগুলির", "দলোগুলির"),
        ("দলও", "দলোও"),
        ("New York-এর", "নিউ ইয়র্কের"),
        ("new york", "নিউ ইয়র্ক"),
        ("New York Times-এ", "নিউ ইয়র্ক টাইমসে"),
        ("NATO-তে", "ন্যাটোতে"),
        ("NATOর", "ন্যাটোর"),
        ("META", "মেটা"),
        ("meta-কে", "মেটাকে"),
        ("Wi‑Fi-তে", "ওয়াইফাইতে"),
        ("Levi’s", "লিভাইস"),
        ("র‍্যাবকেও", "র‍্যাব বাহিনীকেও"),
    ],
)
def test_an_entry_is_found_with_its_ending(written: str, spoken: str) -> None:
    assert found(f"আজ {written}, কাল") == [(written, spoken)]


@pytest.mark.parametrize(
    "text", ["দলিল", "বদল", "কোন্দল", "দলীয়", "Metaverse", "nato", "Nato", "MyNATO", "NATO2", "New Yorker", "éMeta"]
)
def test_an_entry_is_not_found_inside_another_word(text: str) -> None:
    assert found(text) == []


def test_entries_do_not_overlap_and_the_longest_holds() -> None:
    assert found("New York New York Times, দল-Meta") == [
        ("New York", "নিউ ইয়র্ক"),
        ("New York Times", "নিউ ইয়র্ক টাইমস"),
        ("দল", "দলো"),
        ("Meta", "মেটা"),
    ]


def test_a_word_as_a_whole_is_found_in_any_case_unless_it_is_an_acronym() -> None:
    assert (LEXICON.find("meta"), LEXICON.find("NATO"), LEXICON.find("nato")) == ("মেটা", "ন্যাটো", None)


def test_the_first_of_merged_lexicons_holds() -> None:
    own = parse_lexicon(["Meta	মিটা	company	Meta-র দফতর"], "mine.tsv")

    assert merge_lexicons(own, LEXICON).find("Meta") == "মিটা"
    assert [match.spoken for match in merge_lexicons(own, LEXICON).matches("Meta")] == ["মিটা"]


def test_an_empty_lexicon_finds_nothing() -> None:
    assert list(Lexicon().matches("NATO দল")) == []


@given(st.one_of(messy_text(), sentences(), st.text("দলের -NATOMetanewyork'’", max_size=30)))
def test_matches_lie_in_order_inside_the_text(text: str) -> None:
    end = 0
    for match in LEXICON.matches(text):
        assert end <= match.start < match.end <= len(text)
        assert text[match.start : match.end].endswith(match.suffix)
        end = match.end


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Meta	মেটা	company", "3 columns, expected 4"),
        ("Meta	মেটা	company	Meta	Meta", "5 columns, expected 4"),
        ("Meta		company	Meta-র দফতর", "spoken is empty"),
        ("Meta	মেটা	 	Meta-র দফতর", "class is empty"),
        ("Meta 	মেটা	company	Meta-র দফতর", "written begins or ends with a space"),
        ("Meta	মেটা" + chr(0x09DF) + "	company	Meta-র দফতর", "spoken is not in Unicode's composed form"),
        ("Meta	মেটা AI	company	Meta-র দফতর", "has a digit or a Latin letter"),
        ("U-19	আন্ডার ১৯	sport	U-19 বিশ্বকাপ", "has a digit or a Latin letter"),
        ("Meta	মেটা	company	Metaverse-এর কথা", "does not hold"),
        ("দল	দলো	word	দলিল লেখা হল", "does not hold"),
        ("!	বিস্ময়	sign	!", "does not begin with a letter or digit"),
    ],
)
def test_a_line_that_cannot_be_used_is_refused_by_file_line_and_reason(line: str, reason: str) -> None:
    with pytest.raises(SettingsError) as refused:
        parse_lexicon(["# a remark", line], "own.tsv")

    assert str(refused.value).startswith("own.tsv:2: ")
    assert reason in str(refused.value)


def test_checking_a_good_file_finds_nothing() -> None:
    assert check_lexicon([("own.tsv", [line for line in LINES if line.startswith(("#", "দল", "Meta", "র"))])]) == ()


def test_checking_tells_everything_that_is_to_be_put_right() -> None:
    first = ["Meta	মেটা	company	Meta-র দফতর", "Meta", "Google	গুগল	company	Google-এর দফতর"]
    second = [
        "meta	মিটা	company	meta-র দফতর",
        "York	ইয়র্ক শহর	place	আজ New York বন্ধ",
        "New York	নিউইয়র্ক	place	New York-এ তুষার",
    ]

    findings = check_lexicon([("a.tsv", first), ("b.tsv", second)])

    assert [(one.source, one.line, one.written, one.problem) for one in findings] == [
        ("a.tsv", 2, "Meta", "1 columns, expected 4 with a tab between them: written, spoken, class, example"),
        ("a.tsv", 3, "Google", "is what the rules give anyway"),
        ("b.tsv", 1, "meta", 'is written already in a.tsv:1, spoken "মেটা"'),
        ("b.tsv", 2, "York", 'is not what its own example finds, but "New York"'),
    ]


def test_text_in_which_nothing_is_found_costs_little() -> None:
    text = "বৃষ্টি থামলেও জল নামেনি, ভোগান্তি চলছেই। " * 5_000
    started = time.process_time()
    assert list(LEXICON.matches(text)) == []
    assert time.process_time() - started < 5
