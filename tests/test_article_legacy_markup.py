"""Pages in Bijoy."""

from __future__ import annotations

from typing import Any

import pytest
from bijoy_encoder import to_bijoy
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from podcast.article.decoding import decode
from podcast.article.legacy_markup import convert_markup, read_fonts

BENGALI = "নদীর ধারে আজ থেকে শুরু হয়েছে নতুন বইয়ের মেলা।"
BIJOY = to_bijoy(BENGALI)


def converted(body: str, head: str = "") -> tuple[Any, bool]:
    root = html.document_fromstring(f"<html><head>{head}</head><body>{body}</body></html>")
    return root, convert_markup(root)


@pytest.mark.parametrize(
    "element",
    [
        "<font face='SutonnyMJ'>{}</font>",
        "<font face='Sutonny MJ, Arial'>{}</font>",
        "<p style=\"color: red; font-family: 'SutonnyMJ', serif\">{}</p>",
        "<p style='font: bold 14px/1.2 SutonnyMJ'>{}</p>",
        "<p style='FONT-FAMILY: sutonnymj !important'>{}</p>",
        "<div class='lead SutonnyMJ'><p><b>{}</b></p></div>",
        "<font face='PadmaMJ'>{}</font>",
        "<font face='Kalpurush ANSI'>{}</font>",
        "<font face='Arial'><font face='SutonnyMJ'>{}</font></font>",
    ],
)
def test_in_a_bijoy_font_even_a_word_that_looks_english_is_read(element: str) -> None:
    root, has_changed = converted(element.format("image"))
    assert has_changed
    assert root.text_content() == "রসধমব"


@pytest.mark.parametrize(
    "element",
    [
        "<p>{}</p>",
        "<font face='SutonnyOMJ'>{}</font>",
        "<font face='SolaimanLipi, SutonnyMJ'>{}</font>",
        "<p style='font-family: Kalpurush, SutonnyMJ'>{}</p>",
        "<p class='Nikosh'>{}</p>",
        "<font face='SutonnyMJ'><span style='font-family: Arial'>{}</span></font>",
        "<p style='mso-bidi-font-family: SutonnyMJ'>{}</p>",
        "<p title='SutonnyMJ'>{}</p>",
        "<script>{}</script>",
        "<style>{}</style>",
    ],
)
def test_elsewhere_such_a_word_stays(element: str) -> None:
    root, has_changed = converted(element.format("image"))
    assert not has_changed
    assert root.text_content() == "image"


def test_a_font_ends_where_its_element_ends() -> None:
    root, _ = converted("<p><font face='SutonnyMJ'>image</font> image <i style='font-family:SutonnyMJ'>b</i>c</p>")
    assert root.text_content() == "রসধমব image নc"


def test_without_a_font_a_paragraph_is_judged_whole() -> None:
    first, second, rest = BIJOY.split(" ", 2)
    root, has_changed = converted(f"<p>{first} <b>{second}</b> {rest}</p><p>By the river, a fair.</p>")
    assert has_changed
    assert [" ".join(p.text_content().split()) for p in root.iter("p")] == [BENGALI, "By the river, a fair."]


def test_the_titles_are_read() -> None:
    title = to_bijoy("মেলা শুরু হয়েছে")
    head = f'<title>{title}</title><meta property="og:title" content="{title}"><meta name="author" content="{title}">'
    root, has_changed = converted("<p>By the river.</p>", head)
    assert has_changed
    assert root.findtext("head/title") == "মেলা শুরু হয়েছে"
    assert [meta.get("content") for meta in root.iter("meta")] == ["মেলা শুরু হয়েছে", title]


def test_scripts_and_styles_are_untouched_and_what_follows_them_is_not() -> None:
    body = f"<script>{BIJOY}</script><style>{BIJOY}</style><!-- {BIJOY} -->{BIJOY}"
    root, has_changed = converted(body)
    assert has_changed
    assert root.text_content() == BIJOY + BIJOY + BENGALI


def test_a_page_that_only_kept_its_old_font_is_unicode() -> None:
    body = f"<div style='font-family: SutonnyMJ'><p>{BENGALI}</p><p>Copyright</p></div>"
    root, has_changed = converted(body)
    assert not has_changed
    assert root.text_content() == f"{BENGALI}Copyright"


def test_an_english_page_is_unchanged() -> None:
    assert not converted("<h1>The fair</h1><p>The fair is by the river, and it is big.</p><p>A § B · C © 2012</p>")[1]


@pytest.mark.parametrize("declared", ["windows-1252", "iso-8859-1", "x-user-defined", "utf-8", None])
@pytest.mark.parametrize("inside", ["windows-1252", "utf-8", "utf-16", "x-user-defined"])
def test_a_page_in_windows_1252_is_read_whatever_it_says_of_itself(declared: str | None, inside: str) -> None:
    page = f"<html><head><meta charset='{inside}'></head><body><p>{BIJOY}</p></body></html>".encode("cp1252")
    root = html.document_fromstring(decode(page, declared))
    assert convert_markup(root)
    assert root.text_content() == BENGALI


def test_a_second_pass_changes_nothing() -> None:
    root, has_changed = converted(f"<p>{BIJOY}</p>")
    assert has_changed
    assert not convert_markup(root)


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60))
def test_any_text_can_stand_in_a_page(text: str) -> None:
    root = html.Element("div")
    try:
        root.text = text
    except ValueError:  # a control that no tree can hold
        return
    before = root.text_content()
    assert convert_markup(root) == (root.text_content() != before)


@pytest.mark.no_cover
def test_a_page_of_many_paragraphs_costs_no_more_than_its_length() -> None:
    root, has_changed = converted(f"<p>{BIJOY}<b>{BIJOY}</b></p>" * 1000)
    assert has_changed
    assert root.text_content() == BENGALI * 2000


def test_every_font_is_named_once_and_of_a_known_encoding() -> None:
    names = [pattern for _, pattern in read_fonts()]
    assert len(set(names)) == len(names)
    assert {encoding for encoding, _ in read_fonts()} == {"bijoy", "unicode"}
