from urllib.parse import parse_qs, urlsplit

import pytest
from show_samples import BASE_URL

from podcast.show.subscribing import is_public_https, subscribe_links

FEED = f"{BASE_URL}feed.xml"


def test_every_app_is_handed_the_whole_address() -> None:
    for link in subscribe_links(FEED):
        parts = urlsplit(link.address)
        handed = parse_qs(parts.query).get("url", [f"https://{parts.netloc}{parts.path}".replace("//subscribe/", "//")])
        assert handed == [FEED]


def test_the_four_apps_have_their_buttons() -> None:
    names = [link.name for link in subscribe_links(FEED)]
    assert names == ["AntennaPod", "Apple Podcasts", "Overcast", "Pocket Casts"]


@pytest.mark.parametrize(
    "address",
    [
        *("http://khobor.example/feed.xml", "https://localhost/feed.xml", "https://show.localhost/feed.xml"),
        *("https://127.0.0.1/feed.xml", "https://10.1.2.3/feed.xml", "https://[::1]/feed.xml", "https://[fe80::1]/f"),
        *("https://nas.local/feed.xml", "https://router.lan/feed.xml", "https://pi/feed.xml", "javascript:alert(1)"),
        *("https://", ""),
    ],
)
def test_an_address_that_strangers_cannot_reach_is_handed_to_no_app(address: str) -> None:
    assert not is_public_https(address)
    assert subscribe_links(address) == ()


def test_a_name_in_bengali_is_handed_over_in_ascii() -> None:
    links = subscribe_links("https://খবর.example/feed.xml")
    assert links[1].address == "podcast://xn--q5b8bm.example/feed.xml"
    assert all(link.address.isascii() for link in links)


def test_a_hostile_address_stays_inside_its_place() -> None:
    for link in subscribe_links('https://khobor.example/"><script>&url=https://a.example/#x/feed.xml'):
        assert not set('"<> ') & set(link.address)
        assert link.address.count("url=") <= 2
