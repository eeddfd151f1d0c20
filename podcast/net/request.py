"""One request: sent to an address that was checked, its answer judged and read."""

from __future__ import annotations

import contextlib
import http
import time
from typing import Any

import httpx

import podcast
from podcast.net.addresses import IPAddress
from podcast.net.body import read_body
from podcast.net.failures import bad_status, broke_off, not_connected, timed_out
from podcast.net.guard import check_literal, check_peer, find_proxy, resolve
from podcast.net.urls import redirected
from podcast.net.values import Fetched, Order

_HEADERS = {
    "User-Agent": f"bangla-podcast/{podcast.__version__} (+reads one article aloud for the person who asked)",
    "Accept": "text/html,application/xhtml+xml,text/plain;q=0.9,*/*;q=0.1",
    "Accept-Language": "bn,en;q=0.5",
    "Accept-Encoding": "gzip",
}


def ask(url: httpx.URL, order: Order, deadline: float) -> Fetched | httpx.URL:
    """Ask once for *url*; return the answer, or where it redirects to. *deadline* is on the monotonic clock.

    Raises:
        SourceError: there is no answer, or it is neither.
    """
    proxy = find_proxy(url)
    addresses: tuple[IPAddress | None, ...] = (None,)
    if proxy is None:
        addresses = resolve(url, order)
    else:
        check_literal(url, order)
    last: httpx.ConnectError | None = None
    for address in addresses:
        try:
            return _send(url, address, proxy, order, deadline)
        except httpx.ConnectError as error:
            last = error
        except httpx.TimeoutException as error:
            raise timed_out(order.source, order.timeout_s) from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise broke_off(order, error) from error
    assert last is not None
    raise not_connected(order, url, last) from last


def _send(
    url: httpx.URL, address: IPAddress | None, proxy: str | None, order: Order, deadline: float
) -> Fetched | httpx.URL:
    """Send one request to *address* (to the proxy, or the name it resolves, when ``None``)."""
    target, headers = url, dict(_HEADERS)
    extensions: dict[str, Any] = {}
    if address is not None:
        target = url.copy_with(host=f"[{address}]" if address.version == 6 else str(address))  # noqa: PLR2004 - IPv6
        headers["Host"] = url.netloc.decode("ascii")
        extensions["sni_hostname"] = url.raw_host.decode("ascii").strip("[]")
    left_s = deadline - time.monotonic()
    if left_s <= 0:
        raise timed_out(order.source, order.timeout_s)
    extensions["timeout"] = httpx.Timeout(left_s).as_dict()
    # the transport alone: a client would judge redirects and keep cookies by the bare address
    with httpx.HTTPTransport(
        verify=httpx.create_ssl_context(trust_env=True), proxy=proxy, trust_env=False
    ) as transport:
        response = transport.handle_request(httpx.Request("GET", target, headers=headers, extensions=extensions))
        with contextlib.closing(response):
            if address is not None:
                check_peer(url, response, order)
            return _judge(response, url, order, deadline)


def _judge(response: httpx.Response, url: httpx.URL, order: Order, deadline: float) -> Fetched | httpx.URL:
    if response.has_redirect_location:
        return redirected(url, response.headers["location"], order.source)
    if response.status_code != http.HTTPStatus.OK:
        raise bad_status(order, response)
    kind = response.headers.get("content-type", "").partition(";")[0].strip().lower() or None
    content = read_body(response, order, deadline)
    return Fetched(content, str(url.copy_with(fragment=None)), kind, response.charset_encoding)
