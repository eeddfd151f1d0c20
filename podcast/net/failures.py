"""What goes wrong between here and a server, in words a person can act on."""

from __future__ import annotations

import http
import ssl

import httpx

from podcast.errors import SourceError
from podcast.net.values import Order

_HINTS = {401: "; it wants a login", 403: "; it refuses readers like this one", 429: "; try again later"}
_PASSING_STATUSES = frozenset({429, 500, 502, 503, 504})


class StatusError(SourceError):
    """An answer that is no page."""

    def __init__(self, message: str, status: int) -> None:
        """Keep the HTTP *status* besides the *message* that tells it."""
        super().__init__(message)
        self.status = status


class PassingError(SourceError):
    """A failure that may have passed in a second: worth another try."""

    def __init__(self, message: str, retry_after: str | None = None) -> None:
        """Keep what the server wrote as ``Retry-After``, when it answered and did."""
        super().__init__(message)
        self.retry_after = retry_after


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
    message = f"{order.source}: the server answered HTTP {code} {words}{_HINTS.get(code, '')}"
    if code in _PASSING_STATUSES:
        return PassingError(message, response.headers.get("retry-after"))
    return StatusError(message, code)


def broke_off(order: Order, error: httpx.HTTPError | httpx.InvalidURL) -> SourceError:
    """Return the error of an answer that began and did not end, or was none."""
    message = f"{order.source}: the server's answer broke off or was not HTTP ({error})"
    # httpx has one error for a server that hangs up and one that does not speak HTTP
    is_passing = isinstance(error, httpx.NetworkError | httpx.RemoteProtocolError)
    return PassingError(message) if is_passing else SourceError(message)


def not_connected(order: Order, url: httpx.URL, error: httpx.ConnectError) -> SourceError:
    """Return the error of a server that could not be reached at any of its addresses."""
    for cause in _causes(error):
        if isinstance(cause, ConnectionResetError | ssl.SSLEOFError):
            return PassingError(f"{order.source}: {url.host} broke the connection off ({cause})")
        if isinstance(cause, ssl.SSLError):
            return SourceError(f"{order.source}: the secure connection to {url.host} failed ({cause.reason or cause})")
        if isinstance(cause, ConnectionRefusedError):
            where = f"port {url.port or url.scheme}"
            return SourceError(f"{order.source}: {url.host} refused the connection; is the server running on {where}?")
    return SourceError(f"{order.source}: {url.host} cannot be reached ({error})")


def _causes(error: BaseException) -> list[BaseException]:
    chain: list[BaseException] = []
    cause: BaseException | None = error
    while cause is not None:
        chain.append(cause)
        cause = cause.__cause__ or cause.__context__
    return chain
