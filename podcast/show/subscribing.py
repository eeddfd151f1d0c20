"""Links that hand a show's feed to a podcast app, as ``apps.toml`` lists them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import quote, urlsplit

from podcast.show.addresses import web_link

_PREFIX = "https://"
_LOCAL_ENDINGS = (".localhost", ".local", ".lan", ".home.arpa", ".internal")


@dataclass(frozen=True, slots=True)
class SubscribeLink:
    """An app's name and the link that opens it at the feed."""

    name: str
    address: str


def subscribe_links(feed_address: str | None) -> tuple[SubscribeLink, ...]:
    """Return a link for each app to the feed at *feed_address*; none unless that is a public https address.

    Apps are handed the address without its scheme and take it for https, and some of them fetch it through a server
    of their own: a feed on this machine or in a home network would be an error there.

    >>> for link in subscribe_links("https://khobor.example/নদী/feed.xml"):
    ...     print(link.address)
    https://antennapod.org/deeplink/subscribe?url=https%3A%2F%2Fkhobor.example%2F%25E0%25A6%25A8%25E0%25A6%25A6%25E0%25A7%2580%2Ffeed.xml
    podcast://khobor.example/%E0%A6%A8%E0%A6%A6%E0%A7%80/feed.xml
    overcast://x-callback-url/add?url=https%3A%2F%2Fkhobor.example%2F%25E0%25A6%25A8%25E0%25A6%25A6%25E0%25A7%2580%2Ffeed.xml
    pktc://subscribe/khobor.example/%E0%A6%A8%E0%A6%A6%E0%A7%80/feed.xml
    >>> subscribe_links("http://192.168.1.4:8000/feed.xml")
    ()
    """
    address = web_link(feed_address)
    if address is None or not is_public_https(address):
        return ()
    encoded, bare = quote(address, safe=""), address.removeprefix(_PREFIX)
    return tuple(SubscribeLink(name, link.format(encoded=encoded, bare=bare)) for name, link in _apps())


def is_public_https(address: str) -> bool:
    """Say whether *address* is an https one that a stranger could reach, as far as its name tells.

    >>> is_public_https("https://khobor.example/"), is_public_https("https://127.0.0.1/"), is_public_https("https://pi/")
    (True, False, False)
    """
    host = urlsplit(address).hostname if address.startswith(_PREFIX) else None
    if not host:
        return False
    try:
        return ip_address(host).is_global
    except ValueError:
        return "." in host and not host.endswith(_LOCAL_ENDINGS)


@cache
def _apps() -> tuple[tuple[str, str], ...]:
    document = tomllib.loads((Path(__file__).parent / "apps.toml").read_text(encoding="utf-8"))
    return tuple((app["name"], app["link"]) for app in document["app"])
