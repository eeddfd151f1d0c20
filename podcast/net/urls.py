"""Web addresses as they are written: what is one, and where a redirect leads."""

from __future__ import annotations

import httpx

from podcast.errors import SourceError


def parse_url(text: str, source: str) -> httpx.URL:
    """Return *text* as an address; *source* is where it came from: itself, or the page that led to it.

    Raises:
        SourceError: it is not ``http`` or ``https``, or names no host.
    """
    try:
        url = httpx.URL(text)
    except (httpx.InvalidURL, ValueError) as error:
        raise SourceError(f"{source}: “{text}” is not a web address: {error}") from error
    if url.scheme not in {"http", "https"}:
        led = "" if text == source else f" leads to “{text}”, which"
        raise SourceError(f"{source}:{led} is not a web address; http:// or https:// was expected")
    if not url.host or b"%" in url.raw_host:
        raise SourceError(f"{source}: “{text}” is not a web address: it names no host")
    return url


def redirected(url: httpx.URL, location: str, source: str) -> httpx.URL:
    """Return where *url*'s answer leads by its *location*, which may be relative.

    Raises:
        SourceError: to nothing that is a web address.
    """
    try:
        target = str(url.join(location))
    except (httpx.InvalidURL, ValueError):
        target = location  # let the parser say what is wrong with it
    return parse_url(target, source)
