"""Which addresses belong to the open internet; nothing is looked up here."""

from __future__ import annotations

import ipaddress
from typing import TypeAlias

IPAddress: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_MAPPINGS = (_NAT64, ipaddress.IPv6Network("::/96"), ipaddress.IPv6Network("::ffff:0:0:0/96"))
"""Networks whose last 32 bits are an IPv4 address that the packet ends up at."""


def is_public(address: IPAddress) -> bool:
    """Tell whether *address* belongs to the open internet; an IPv4 address inside an IPv6 one is judged as itself.

    >>> is_public(ipaddress.ip_address("100.64.0.1")), is_public(ipaddress.ip_address("::ffff:127.0.0.1"))
    (False, False)
    """
    inner = _embedded(address)
    if inner is not None:
        return is_public(inner)
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def is_any(_address: IPAddress) -> bool:
    """Tell that any address will do: what stands in for :func:`is_public` where the own network may be read."""
    return True


def _embedded(address: IPAddress) -> ipaddress.IPv4Address | None:
    if isinstance(address, ipaddress.IPv4Address):
        return None
    if address.teredo is not None:
        return address.teredo[1]
    if any(address in network for network in _MAPPINGS) and int(address) > 1:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour
