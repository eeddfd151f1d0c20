"""Web addresses: made ASCII for feeds, compared for identity, refused where a browser should not follow them."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import SplitResult, quote, urlsplit, urlunsplit

from podcast.errors import PublishError
from podcast.settings import UNSET_BASE_URL

_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_ESCAPE = re.compile(r"%[0-9A-Fa-f]{2}")
_PATH_SAFE = "/%:@!$&'()*+,;=~-._"
_DEFAULT_PORTS = {"http": 80, "https": 443}


@lru_cache(maxsize=1024)  # the chapters of an episode have one address, in three forms
def web_link(url: str | None) -> str | None:
    """Return *url* in ASCII if it is an http or https address, else ``None``: what may stand in a link.

    >>> web_link("https://khobor.example/খবর?id=১")
    'https://khobor.example/%E0%A6%96%E0%A6%AC%E0%A6%B0?id=%E0%A7%A7'
    >>> web_link("javascript:alert(1)") is None
    True
    """
    if url is None:
        return None
    try:
        parts = urlsplit(url.strip())
        if parts.scheme.lower() not in _DEFAULT_PORTS or not parts.hostname:
            return None
        return urlunsplit(_ascii(parts))
    except ValueError:  # an IPv6 address left open, a port out of range, a label that is no host name
        return None


def _ascii(parts: SplitResult) -> SplitResult:
    scheme = parts.scheme.lower()
    host = str(parts.hostname)
    host = f"[{quote(host, safe=':.')}]" if ":" in host else quote(host.encode("idna").decode(), safe="-._~")
    user = quote(parts.netloc.rpartition("@")[0], safe="%:!$&'()*+,;=~-._")
    port = "" if parts.port in {None, _DEFAULT_PORTS[scheme]} else f":{parts.port}"
    netloc = f"{user}@{host}{port}" if user else f"{host}{port}"
    path, query, fragment = (
        _escaped(parts.path or "/", _PATH_SAFE),
        _escaped(parts.query, _PATH_SAFE + "?"),
        _escaped(parts.fragment, _PATH_SAFE + "?"),
    )
    return SplitResult(scheme, netloc, path, query, fragment)


def _escaped(text: str, safe: str) -> str:
    quoted = quote(_STRAY_PERCENT.sub("%25", text), safe=safe, errors="replace")
    return _ESCAPE.sub(lambda escape: escape[0].upper(), quoted)


def public_address(base_url: str) -> str:
    """Return the folder's public address in ASCII with a slash at its end.

    Raises:
        PublishError: it is not an http or https address of a folder.

    >>> public_address("https://example.org/khobor")
    'https://example.org/khobor/'
    """
    address = web_link(base_url)
    if address is None or any(mark in base_url.strip() for mark in "?#@ "):
        raise PublishError(
            f"base URL “{base_url}” is not the address of a folder; expected one like https://example.org/khobor/"
        )
    return address if address.endswith("/") else f"{address}/"


def is_set(base_url: str | None) -> bool:
    """Say whether the folder has a public address, rather than the one that stands in until it does."""
    return base_url is not None and base_url != UNSET_BASE_URL
