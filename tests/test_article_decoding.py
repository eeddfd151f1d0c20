import pytest

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
