"""One request: sent to an address that was checked, its answer judged and read."""

from __future__ import annotations

import contextlib
import http
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

import httpx

import podcast
from podcast.errors import SourceError
from podcast.net.addresses import IPAddress
from podcast.net.body import read_body
from podcast.net.failures import bad_status, broke_off, not_connected, timed_out
from podcast.net.guard import check_literal, check_peer, find_proxy, resolve
from podcast.net.robots import PRODUCT
from podcast.net.urls import redirected
from podcast.net.values import Answer, Order

_T = TypeVar("_T")
_HEADERS = {
    "User-Agent": f"{PRODUCT}/{podcast.__version__} (+reads one article aloud for the person who asked)",
    "Accept": "text/html,application/xhtml+xml,text/plain;q=0.9,*/*;q=0.1",
    "Accept-Language": "bn,en;q=0.5",
    "Accept-Encoding": "gzip",
}
_VALIDATOR = re.compile(r"[!-~]([ -~]*[!-~])?")
"""What can be sent back as it came; anything else is not a header's value (RFC 9110, 5.5)."""


@dataclass(frozen=True, slots=True)
class Question:
    """One address to be asked for an order."""

    url: httpx.URL
    order: Order
    known: Answer | None
    """What it answered before; the server is asked whether that still holds."""
    deadline: float
    """On the monotonic clock."""
    stall_s: float | None = None
    """The longest the server may send nothing, where that is less than the time to the deadline."""
    method: Literal["GET", "HEAD", "POST"] = "GET"
    content: bytes | None = None
    """What is sent along."""


def ask(question: Question) -> Answer | httpx.URL:
    """Ask once; return the answer, the *known* one itself when it still holds, or the address it redirects to.

    Raises:
        SourceError: there is no answer, or it is none of these.
    """
    return send(question, _conditions(question.known), lambda response: _judge(response, question))


def send(question: Question, headers: Mapping[str, str], read: Callable[[httpx.Response], _T]) -> _T:
    """Ask once, with these *headers* besides the usual ones, and return what *read* makes of the response.

    Raises:
        SourceError: there is no response, or *read* says so.
    """
    url, order = question.url, question.order
    proxy = find_proxy(url)
    addresses: tuple[IPAddress | None, ...] = (None,)
    if proxy is None:
        addresses = resolve(url, order)
    else:
        check_literal(url, order)
    last: httpx.ConnectError | None = None
    for address in addresses:
        try:
            return _send(question, address, proxy, headers, read)
        except httpx.ConnectError as error:
            last = error
        except httpx.TimeoutException as error:
            raise timed_out(order.source, order.timeout_s) from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise broke_off(order, error) from error
    assert last is not None
    raise not_connected(order, url, last) from last


def _send(
    question: Question,
    address: IPAddress | None,
    proxy: str | None,
    more_headers: Mapping[str, str],
    read: Callable[[httpx.Response], _T],
) -> _T:
    """Send one request to *address* (to the proxy, or the name it resolves, when ``None``)."""
    url, order = question.url, question.order
    target, headers = url, {**_HEADERS, **more_headers}
    extensions: dict[str, Any] = {}
    if address is not None:
        target = url.copy_with(host=f"[{address}]" if address.version == 6 else str(address))  # noqa: PLR2004 - IPv6
        headers["Host"] = url.netloc.decode("ascii")
        extensions["sni_hostname"] = url.raw_host.decode("ascii").strip("[]")
    left_s = question.deadline - time.monotonic()
    if left_s <= 0:
        raise timed_out(order.source, order.timeout_s)
    extensions["timeout"] = httpx.Timeout(left_s if question.stall_s is None else question.stall_s).as_dict()
    # the transport alone: a client would judge redirects and keep cookies by the bare address
    with httpx.HTTPTransport(
        verify=httpx.create_ssl_context(trust_env=True), proxy=proxy, trust_env=False
    ) as transport:
        response = transport.handle_request(
            httpx.Request(question.method, target, headers=headers, content=question.content, extensions=extensions)
        )
        with contextlib.closing(response):
            if address is not None:
                check_peer(url, response, order)
            return read(response)


def _conditions(known: Answer | None) -> dict[str, str]:
    if known is None:
        return {}
    pairs = (("If-None-Match", known.etag), ("If-Modified-Since", known.last_modified))
    return {name: value for name, value in pairs if value is not None}


def _judge(response: httpx.Response, question: Question) -> Answer | httpx.URL:
    order = question.order
    if response.has_redirect_location:
        return redirected(question.url, response.headers["location"], order.source)
    if response.status_code == http.HTTPStatus.NOT_MODIFIED:
        if question.known is None:
            raise SourceError(
                f"{order.source}: the server answered HTTP 304 Not Modified, though it was not asked whether the page "
                f"has changed; a page was expected"
            )
        return question.known
    if response.status_code != http.HTTPStatus.OK:
        raise bad_status(order, response)
    headers = response.headers
    return Answer(
        read_body(response, order, question.deadline),
        media_type=headers.get("content-type", "").partition(";")[0].strip().lower() or None,
        charset=response.charset_encoding,
        etag=_validator(headers.get("etag")),
        last_modified=_validator(headers.get("last-modified")),
        may_be_stored="no-store" not in re.split(r"[\s,]+", headers.get("cache-control", "").lower()),
    )


def _validator(value: str | None) -> str | None:
    return value if value is not None and _VALIDATOR.fullmatch(value) else None
