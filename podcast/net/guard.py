"""The way to a server: which addresses a name has, whether they may be connected to, and through which proxy."""

from __future__ import annotations

import ipaddress
import socket
import urllib.request

import httpx

from podcast.errors import SourceError
from podcast.net.addresses import IPAddress, is_public
from podcast.net.values import Order


def find_proxy(url: httpx.URL) -> str | None:
    """Return the environment's proxy for *url*; none for what a proxy could not mean the same by."""
    host = url.host
    try:
        is_outside = is_public(ipaddress.ip_address(host))
    except ValueError:
        is_outside = host != "localhost" and not host.endswith(".localhost")
    if not is_outside or urllib.request.proxy_bypass(host):
        return None
    proxies = urllib.request.getproxies()
    return proxies.get(url.scheme) or proxies.get("all")


def resolve(url: httpx.URL, order: Order) -> tuple[IPAddress, ...]:
    """Look up the addresses of *url*'s host and check every one.

    Raises:
        SourceError: the name does not resolve, or to an address that is not allowed.
    """
    host = url.raw_host.decode("ascii").strip("[]")
    port = url.port or (443 if url.scheme == "https" else 80)
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise SourceError(f"{order.source}: the name {url.host} does not resolve; is it spelled right?") from error
    addresses = tuple(dict.fromkeys(ipaddress.ip_address(entry[4][0]) for entry in found))
    for address in addresses:
        check_address(url, address, order)
    return addresses


def check_literal(url: httpx.URL, order: Order) -> None:
    """Check an address that is written out, on the way to a proxy; names are the proxy's to resolve.

    Raises:
        SourceError: it is not allowed.
    """
    try:
        address = ipaddress.ip_address(url.host)
    except ValueError:
        return
    check_address(url, address, order)


def check_peer(url: httpx.URL, response: httpx.Response, order: Order) -> None:
    """Look at the address that was really reached, whatever happened on the way.

    Raises:
        SourceError: it is not allowed, or cannot be told.
    """
    stream = response.extensions.get("network_stream")
    peer = stream.get_extra_info("server_addr") if stream is not None else None
    if peer is None:
        raise SourceError(f"{order.source}: cannot tell which address answered")
    check_address(url, ipaddress.ip_address(peer[0]), order)


def check_address(url: httpx.URL, address: IPAddress, order: Order) -> None:
    """Refuse an *address* of *url*'s host that the order does not allow.

    Raises:
        SourceError: it is not allowed.
    """
    if not order.is_allowed(address):
        where = url.host if url.host == str(address) else f"{url.host} ({address})"
        raise SourceError(
            f"{order.source}: {where} is not a public address; --allow-private lets your own network be read"
        )
