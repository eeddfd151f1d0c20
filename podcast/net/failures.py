"""What goes wrong between here and a server, in words a person can act on."""

from __future__ import annotations

import http
import ssl

import httpx

from podcast.errors import SourceError
from podcast.net.values import Order

_HINTS = {401: "; it wants a login", 403: "; it refuses readers like this one", 429: "; try again later"}


def timed_out(source: str, timeout_s: float) -> SourceError:
    """Return the error of a try that took longer than it may."""
    return SourceError(f"{source}: timed out; no whole answer within {timeout_s:g} s")


def too_large(order: Order, size: str) -> SourceError:
    """Return the error of a body of *size*, in words, over the order's limit."""
    return SourceError(f"{order.source}: is too large: {size}, where {order.max_bytes:,} bytes is the limit")


def bad_status(order: Order, response: httpx.Response) -> SourceError:
    """Return the error of an answer that is no page, with its number and words."""
    code = response.status_code
    try:
        words = http.HTTPStatus(code).phrase
    except ValueError:
        words = response.reason_phrase or "an unknown status"
    return SourceError(f"{order.source}: the server answered HTTP {code} {words}{_HINTS.get(code, '')}")


def broke_off(order: Order, error: Exception) -> SourceError:
    """Return the error of an answer that began and did not end, or was none."""
    return SourceError(f"{order.source}: the server's answer broke off or was not HTTP ({error})")


def not_connected(order: Order, url: httpx.URL, error: httpx.ConnectError) -> SourceError:
    """Return the error of a server that could not be reached at any of its addresses."""
    return SourceError(f"{order.source}: {_why_not_connected(error, url)}")


def _why_not_connected(error: httpx.ConnectError, url: httpx.URL) -> str:
    chain: BaseException | None = error
    while chain is not None:
        if isinstance(chain, ssl.SSLError):
            return f"the secure connection to {url.host} failed ({chain.reason or chain})"
        if isinstance(chain, ConnectionRefusedError):
            return f"{url.host} refused the connection; is the server running on port {url.port or url.scheme}?"
        chain = chain.__cause__ or chain.__context__
    return f"{url.host} cannot be reached ({error})"
