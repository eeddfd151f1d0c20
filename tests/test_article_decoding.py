import pytest
from hypothesis import given
from hypothesis import strategies as st

from podcast.article.decoding import decode

_TEXT = "<html><head><meta charset='{}'></head><p>নদীর ধারে মেলা।</p>"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_wins_over_what_the_server_says(encoding: str) -> None:
    assert decode("নদী".encode(encoding), "iso-8859-1") == "নদী"


@pytest.mark.parametrize("declared", [None, "utf-8", "iso-8859-1", "no-such-charset", "base64", "rot13"])
def test_valid_utf_8_is_utf_8_whatever_is_declared(declared: str | None) -> None:
    assert decode("নদী".encode(), declared) == "নদী"


def test_the_server_is_believed_where_the_bytes_are_not_utf_8() -> None:
    assert decode("নদীর ধার".encode("utf-16-le"), "utf-16-le") == "নদীর ধার"


def test_a_page_can_declare_its_own_charset() -> None:
    page = _TEXT.format("koi8-r").replace("নদীর ধারে মেলা।", "река")
    assert decode(page.encode("koi8-r")) == page


def test_a_broken_character_does_not_cost_the_page() -> None:
    assert decode(("নদীর ধারে মেলা। " * 40).encode()[:-2], "utf-8").startswith("নদীর ধারে মেলা।")


def test_anything_else_is_read_as_windows_1252_and_never_fails() -> None:
    assert decode(b"caf\xe9 \x96 na\xefve") == "café – naïve"


@pytest.mark.parametrize("slip", [b"\xff", b"\0", b"\xed\xa0\x80", b"\xe0\xa6"])
def test_one_slip_does_not_make_bengali_another_encoding(slip: bytes) -> None:
    text = "নদীর উপর নতুন সেতু খুলে দেওয়া হয়েছে। সকাল থেকেই মানুষের ভিড়।"
    assert text[:30] in decode(text.encode() + slip)


_PROSE = "নদীর উপর নতুন সেতু খুলে দেওয়া হয়েছে। সকাল থেকেই মানুষের ভিড়। " * 20
_BIJOY = "b`xi Dci bZzb †mZz Ly‡j †`Iqv n‡q‡Q| mKvj †_‡KB gvby‡li wfo|"


@pytest.mark.parametrize("declared", [None, "utf-8", "iso-8859-1", "windows-1252", "utf-16"])
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [_TEXT.format("utf-8"), "নদীর ধার", "<p>By the river</p>"])
def test_utf_16_is_told_by_its_pattern(text: str, encoding: str, declared: str | None) -> None:
    assert decode(text.encode(encoding), declared) == text


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_that_is_cut_in_a_character_keeps_the_rest(encoding: str) -> None:
    assert decode(_PROSE.encode(encoding)[:-1], "utf-8").startswith(_PROSE[:-1])


def test_tabs_are_not_the_pattern_of_utf_16() -> None:
    assert decode(b"1\t2\t3\t4\t5\t6\t7\t8\t") == "1\t2\t3\t4\t5\t6\t7\t8\t"


@pytest.mark.parametrize("declared", ["utf-16", "utf-16-le", "utf-32", "ucs-2"])
def test_a_page_of_ascii_is_not_utf_16_whatever_is_declared(declared: str) -> None:
    assert decode(_BIJOY.encode("cp1252"), declared) == _BIJOY
    assert decode(b"By the river.", declared) == "By the river."


@pytest.mark.parametrize("cut", range(1, 6))
def test_utf_8_cut_in_a_character_loses_that_character(cut: int) -> None:
    content = _PROSE.strip().encode()
    assert _PROSE.startswith(decode(content[:-cut], "iso-8859-1"))
    assert _PROSE.strip().endswith(decode(content[cut:], "iso-8859-1"))
    assert "\ufffd" not in decode(content[cut:-cut])


@pytest.mark.parametrize("declared", [None, "utf-8", "iso-8859-1"])
def test_a_footer_in_another_encoding_does_not_cost_the_page(declared: str | None) -> None:
    text = decode(_PROSE.encode() + b"\xa9 2012 caf\xe9 \x96 na\xefve", declared)
    assert text.startswith(_PROSE)


@pytest.mark.parametrize("declared", [None, "utf-8", "UTF_8", "iso-8859-1", "us-ascii", "x-user-defined", "cp1252"])
@pytest.mark.parametrize("inside", ["utf-8", "iso-8859-1", "x-user-defined", "utf-16", "windows-1252"])
def test_bijoy_keeps_its_codes_whatever_is_declared(declared: str | None, inside: str) -> None:
    page = f"<meta charset='{inside}'>" + "<div class='menu'></div>" * 400 + f"<p>{_BIJOY}</p>"
    assert decode(page.encode("cp1252"), declared) == page


def test_the_codes_that_windows_1252_leaves_free_are_controls() -> None:
    assert decode(b"caf\xe9 \x81\x8d\x8f\x90\x9d", "windows-1252") == "café \x81\x8d\x8f\x90\x9d"


@pytest.mark.parametrize("content", [b"caf\xe9", b"\x93quoted\x94", b"\x96", b"na\xefve"])
def test_a_code_at_the_end_of_a_latin_page_is_not_half_a_character(content: bytes) -> None:
    assert decode(content, "utf-8") == content.decode("cp1252")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("times", [1, 2, 3])
def test_byte_order_marks_are_not_text_however_many(encoding: str, times: int) -> None:
    assert decode(("\ufeff" * times + "নদী").encode(encoding), "iso-8859-1") == "নদী"


@given(st.binary(max_size=80), st.sampled_from([None, "utf-8", "utf-16", "utf-32-le", "koi8-r", "x-user-defined", "?"]))
def test_any_bytes_are_read(content: bytes, declared: str | None) -> None:
    assert isinstance(decode(content, declared), str)


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufeff")))
def test_utf_8_is_read_as_it_was_written(text: str) -> None:
    assert decode(text.encode(), "iso-8859-1") == text
