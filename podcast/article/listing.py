"""A page that links to articles -> their addresses, in the page's order."""

from __future__ import annotations

import re
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from podcast.article.decoding import decode
from podcast.article.markup import parse
from podcast.bangla.unicode import clean_text
from podcast.model import Page

_LEAST_HEADLINE = 15
"""Characters of a link's text; names of sections and days are shorter."""
_MOST_LINKS = 2_000
_LONGEST_ADDRESS = 4_000


def find_links(page: Page, pattern: str | None = None) -> tuple[str, ...]:
    r"""Return the web addresses that *page* links to and that hold *pattern*, a regular expression; each once.

    Addresses are tried as they are written and with their Bengali letters in clear. Without a pattern those are taken
    that lie on the page's own site and whose link reads like a headline.

    >>> page = Page('<p><a href="/khobor/12">নদীর পাড়ে নতুন পাঠাগার খুলল</a> <a href="/tag/nodi">নদী</a>'.encode(),
    ...             "the listing", url="https://ghat.example/")
    >>> find_links(page), find_links(page, r"/tag/\w+$")
    (('https://ghat.example/khobor/12',), ('https://ghat.example/tag/nodi',))
    """
    markup = parse(decode(page.content, page.charset))
    if markup is None:
        return ()
    root = markup.root
    base = next((urljoin(page.url or "", href) for href in root.xpath("//base/@href")), page.url or "")
    wanted = re.compile(pattern) if pattern is not None else None
    found: dict[str, None] = {}
    for link in root.xpath("//a[@href]")[:_MOST_LINKS]:
        address = _address(base, link.get("href"))
        if address is None:
            continue
        text = clean_text(" ".join("".join(link.itertext()).split()))
        if _is_wanted(address, wanted) if wanted else _is_story(address, text, page.url):
            found[address] = None
    return tuple(found)


def _address(base: str, href: str) -> str | None:
    try:
        address = urldefrag(urljoin(base, href.strip())).url
        is_web = urlsplit(address).scheme in {"http", "https"} and bool(urlsplit(address).hostname)
    except ValueError:
        return None
    return address if is_web and len(address) <= _LONGEST_ADDRESS else None


def _is_wanted(address: str, wanted: re.Pattern[str]) -> bool:
    return bool(wanted.search(address) or wanted.search(unquote(address)))


def _is_story(address: str, text: str, page_url: str | None) -> bool:
    here = urlsplit(page_url or address)
    there = urlsplit(address)
    is_page = there.path.strip("/") != "" and address != urldefrag(page_url or "").url
    return there.hostname == here.hostname and is_page and len(text) >= _LEAST_HEADLINE
