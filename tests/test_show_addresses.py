from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from podcast.errors import PublishError
from podcast.settings import UNSET_BASE_URL
from podcast.show.addresses import is_set, public_address, web_link

CASES = [
    line.split("\t")
    for line in (Path(__file__).parent / "data" / "show_links.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


@pytest.mark.parametrize(("url", "link"), CASES)
def test_only_web_addresses_become_links_and_links_are_ascii(url: str, link: str) -> None:
    assert web_link(url) == (None if link == "-" else link)


@given(st.text(st.characters()).map(lambda text: f"https://khobor.example/{text}") | st.text(st.characters()))
def test_a_link_can_stand_in_an_attribute_whatever_it_was_made_of(url: str) -> None:
    link = web_link(url)
    if link is not None:
        assert link.isascii()
        assert not set(link) & set('<>"\\ \t\r\n')
        assert web_link(link) == link


def test_a_folders_address_ends_with_a_slash() -> None:
    assert public_address("https://khobor.example") == "https://khobor.example/"
    assert public_address("https://khobor.example/নদী") == "https://khobor.example/%E0%A6%A8%E0%A6%A6%E0%A7%80/"


@pytest.mark.parametrize(
    "url", ["khobor.example", "ftp://khobor.example/", "https://a.example/?x", "https://a.example/#"]
)
def test_what_is_no_folders_address_is_refused_by_name(url: str) -> None:
    with pytest.raises(PublishError, match="expected one like") as caught:
        public_address(url)
    assert url in str(caught.value)


def test_the_stand_in_is_not_an_address() -> None:
    assert not is_set(UNSET_BASE_URL)
    assert not is_set(None)
    assert is_set("https://khobor.example/")
