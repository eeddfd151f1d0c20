"""Pages that programs saved as text: what lynx, w3m and mail programs do to them is undone."""

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from podcast.article import extract_article
from podcast.article.plain import read_plain
from podcast.bangla.unicode import clean_text

PARAGRAPHS = (
    "গ্রামের পাশের খালের উপর নতুন সাঁকোটি বুধবার সকালে খুলে দেওয়া হয়েছে। দুই বছর ধরে এলাকার মানুষ এটির অপেক্ষায় ছিলেন।",
    "সাঁকো তৈরিতে খরচ হয়েছে বারো লক্ষ টাকা। কাজটি করেছেন গ্রামেরই মিস্ত্রিরা, কাঠ এসেছে পাশের জেলা থেকে।",
    "প্রধান শিক্ষিকা জানান, আগে বর্ষায় স্কুলে আসতে পারত না অর্ধেক ছাত্রী। এখন আর নৌকার জন্য বসে থাকতে হবে না।",
)


def columns(text: str, width: int, indent: str = "   ") -> str:
    """Break *text* as w3m does: at a width that signs above and below a letter do not count for."""
    lines, line = [], ""
    for word in text.split():
        wide = clean_text(f"{line} {word}")
        if line and sum(letter not in "\u0981\u09c1\u09c2\u09c3\u09cd\u09bc" for letter in wide) > width:
            lines.append(indent + line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return "\n".join([*lines, indent + line])


@pytest.mark.parametrize("width", [60, 72, 79])
@pytest.mark.parametrize("breaker", ["characters", "columns"])
def test_paragraphs_broken_at_a_width_are_whole_again(width: int, breaker: str) -> None:
    broken = [
        columns(text, width) if breaker == "columns" else textwrap.fill(text, width, initial_indent="   ")
        for text in PARAGRAPHS
    ]
    assert read_plain("\n\n".join(broken)).lines == tuple(PARAGRAPHS)


def test_paragraphs_on_lines_of_their_own_stay_apart() -> None:
    assert read_plain("\n".join(PARAGRAPHS)).lines == PARAGRAPHS


def test_numbered_links_and_their_addresses_go_and_the_article_stays() -> None:
    menu = "".join(f"     * [{number}]পাতা {number}\n" for number in range(1, 9))
    body = "\n\n".join(textwrap.fill(text, 72, initial_indent="   ", subsequent_indent="   ") for text in PARAGRAPHS)
    body = body.replace("মিস্ত্রিরা", "[9]মিস্ত্রিরা")
    found = "References\n\n   Visible links:\n   1. https://example.org/1\n   9. https://example.org/9\n"
    page = f"{menu}\nনতুন সাঁকো খুলল খালের উপর\n\n   [logo.png]\n\n{body}\n\n{found}"
    article = extract_article(page)
    assert article.title == "নতুন সাঁকো খুলল খালের উপর"
    assert article.paragraphs == PARAGRAPHS


def test_addresses_behind_links_go() -> None:
    plain = read_plain("  * ভিডিও\n    <https://example.org/v>\n\nসাঁকোটি <https://example.org/s> খুলেছে।")
    assert plain.lines == ("* ভিডিও", "সাঁকোটি খুলেছে।")
    assert plain.links == {"* ভিডিও"}


def test_a_heading_that_is_set_apart_is_not_of_the_list_above_it() -> None:
    page = ["নতুন সাঁকো খুলল", "", PARAGRAPHS[0], "", "আরও পড়ুন", "কাল থেকে মেলা শুরু", "হাটে আলুর দাম কমল", ""]
    article = extract_article("\n".join([*page, "খরচের হিসাব", "", PARAGRAPHS[1], "", PARAGRAPHS[2]]))
    assert [block.text for block in article.blocks] == [PARAGRAPHS[0], "খরচের হিসাব", PARAGRAPHS[1], PARAGRAPHS[2]]


@given(st.text(alphabet="কখ ািঁ।\n*[]0123<>:/", max_size=400))
def test_no_letter_of_a_text_without_links_is_lost(text: str) -> None:
    text = text.replace("[", "").replace("<", "")
    assert "".join("".join(read_plain(text).lines).split()) == "".join(text.split())
