"""The one guarded HTTP client: what a stranger's page may make this program do is decided here. The home of httpx.

Only ``http`` and ``https``. Every hop's name is resolved here, every address it has must be public, and the request
is sent to one of those very addresses, so that a name cannot change its meaning between the check and the connection.
Size, time and redirects are limited; the size is counted after decompression. Proxies of the environment are used for
public addresses, and then the proxy resolves and connects; addresses of the own network are always reached directly.
"""

from __future__ import annotations

import contextlib
import http
import ipaddress
import queue
import socket
import ssl
import threading
import time
import urllib.request
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias, TypeVar

import httpx

import podcast
from podcast.errors import SourceError

MAX_REDIRECTS = 10

IPAddress: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address

_T = TypeVar("_T")
_HEADERS = {
    "User-Agent": f"bangla-podcast/{podcast.__version__} (+reads one article aloud for the person who asked)",
    "Accept": "text/html,application/xhtml+xml,text/plain;q=0.9,*/*;q=0.1",
    "Accept-Language": "bn,en;q=0.5",
    "Accept-Encoding": "gzip",
}
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_MAPPINGS = (_NAT64, ipaddress.IPv6Network("::/96"), ipaddress.IPv6Network("::ffff:0:0:0/96"))
"""Networks whose last 32 bits are an IPv4 address that the packet ends up at."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a web address gave."""

    content: bytes
    """Decompressed."""
    url: str
    """Where it was found, after redirects."""
    media_type: str | None
    """Lower case, without parameters; ``None`` when the server did not say."""
    charset: str | None
    """As the server says."""


def fetch(url: str, *, allow_private: bool = False, max_bytes: int = 10_000_000, timeout_s: float = 20.0) -> Fetched:
    """Get *url*, following redirects; *timeout_s* covers everything from looking up the name to the last byte.

    *allow_private* lets addresses that are not public be fetched: loopback, the local network, reserved ranges.

    Raises:
        SourceError: it could not be had, and why.
    """
    is_allowed = _any_address if allow_private else is_public
    request = _Request(url, max_bytes, time.monotonic() + timeout_s, timeout_s, is_allowed)
    return _within(timeout_s, lambda: _follow(request), url)


def is_public(address: IPAddress) -> bool:
    """Tell whether *address* belongs to the open internet; an IPv4 address inside an IPv6 one is judged as itself.

    >>> is_public(ipaddress.ip_address("100.64.0.1")), is_public(ipaddress.ip_address("::ffff:127.0.0.1"))
    (False, False)
    """
    inner = _embedded(address)
    if inner is not None:
        return is_public(inner)
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def _embedded(address: IPAddress) -> ipaddress.IPv4Address | None:
    if isinstance(address, ipaddress.IPv4Address):
        return None
    if address.teredo is not None:
        return address.teredo[1]
    if any(address in network for network in _MAPPINGS) and int(address) > 1:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour


def _any_address(_address: IPAddress) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class _Request:
    url: str
    max_bytes: int
    deadline: float
    timeout_s: float
    is_allowed: Callable[[IPAddress], bool]

    def remaining_s(self) -> float:
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise _timed_out(self.url, self.timeout_s)
        return left


def _within(timeout_s: float, work: Callable[[], _T], url: str) -> _T:
    """Run *work* beside us and stop waiting at the limit.

    Looking up a name cannot be interrupted, and a server that sends a byte now and then resets every other limit.
    """
    outcome: queue.SimpleQueue[tuple[_T | None, BaseException | None]] = queue.SimpleQueue()

    def run() -> None:
        try:
            outcome.put((work(), None))
        except BaseException as error:  # noqa: BLE001 - carried to the caller's thread and raised there
            outcome.put((None, error))

    threading.Thread(target=run, name="fetch", daemon=True).start()
    try:
        value, error = outcome.get(timeout=timeout_s)
    except queue.Empty:
        raise _timed_out(url, timeout_s) from None
    if error is not None:
        raise error
    assert value is not None
    return value


def _follow(request: _Request) -> Fetched:
    address = _parse(request.url, request.url)
    for _hop in range(MAX_REDIRECTS + 1):
        answer = _get(address, request)
        if isinstance(answer, Fetched):
            return answer
        address = answer
    raise SourceError(f"{request.url}: redirects more than {MAX_REDIRECTS} times")


def _parse(text: str, source: str) -> httpx.URL:
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


def _get(url: httpx.URL, request: _Request) -> Fetched | httpx.URL:
    """Ask once; return the answer, or where it redirects to."""
    proxy = _proxy(url)
    addresses = _resolve(url, request) if proxy is None else _literal(url, request)
    last: httpx.HTTPError | None = None
    for address in addresses or (None,):
        try:
            return _ask(url, address, proxy, request)
        except httpx.ConnectError as error:
            last = error
        except httpx.TimeoutException as error:
            raise _timed_out(request.url, request.timeout_s) from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise SourceError(f"{request.url}: the server's answer broke off or was not HTTP ({error})") from error
    assert last is not None
    raise SourceError(f"{request.url}: {_why_not_connected(last, url)}") from last


def _proxy(url: httpx.URL) -> str | None:
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


def _literal(url: httpx.URL, request: _Request) -> tuple[IPAddress, ...]:
    """Check an address that is written out; names are the proxy's to resolve."""
    try:
        address = ipaddress.ip_address(url.host)
    except ValueError:
        return ()
    _check(url, address, request)
    return ()


def _resolve(url: httpx.URL, request: _Request) -> tuple[IPAddress, ...]:
    host = url.raw_host.decode("ascii").strip("[]")
    port = url.port or (443 if url.scheme == "https" else 80)
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise SourceError(f"{request.url}: the name {url.host} does not resolve; is it spelled right?") from error
    addresses = tuple(dict.fromkeys(ipaddress.ip_address(entry[4][0]) for entry in found))
    for address in addresses:
        _check(url, address, request)
    return addresses


def _check(url: httpx.URL, address: IPAddress, request: _Request) -> None:
    if not request.is_allowed(address):
        where = url.host if url.host == str(address) else f"{url.host} ({address})"
        raise SourceError(
            f"{request.url}: {where} is not a public address; --allow-private lets your own network be read"
        )


def _ask(url: httpx.URL, address: IPAddress | None, proxy: str | None, request: _Request) -> Fetched | httpx.URL:
    """Send one request to *address* (to the proxy, or the name it resolves, when ``None``)."""
    target, headers = url, dict(_HEADERS)
    extensions: dict[str, Any] = {}
    if address is not None:
        target = url.copy_with(host=f"[{address}]" if address.version == 6 else str(address))  # noqa: PLR2004 - IPv6
        headers["Host"] = url.netloc.decode("ascii")
        extensions["sni_hostname"] = url.raw_host.decode("ascii").strip("[]")
    extensions["timeout"] = httpx.Timeout(request.remaining_s()).as_dict()
    # the transport alone: a client would judge redirects and keep cookies by the bare address
    with httpx.HTTPTransport(
        verify=httpx.create_ssl_context(trust_env=True), proxy=proxy, trust_env=False
    ) as transport:
        response = transport.handle_request(httpx.Request("GET", target, headers=headers, extensions=extensions))
        with contextlib.closing(response):
            return _judge(response, url, address, request)


def _judge(
    response: httpx.Response, url: httpx.URL, address: IPAddress | None, request: _Request
) -> Fetched | httpx.URL:
    if address is not None:
        _check_peer(url, response, request)
    if response.has_redirect_location:
        return _redirected(url, response.headers["location"], request.url)
    if response.status_code != http.HTTPStatus.OK:
        raise SourceError(f"{request.url}: the server answered {_status(response)}")
    kind, charset = _content_type(response)
    return Fetched(_read(response, request), str(url.copy_with(fragment=None)), kind, charset)


def _redirected(url: httpx.URL, location: str, source: str) -> httpx.URL:
    try:
        target = str(url.join(location))
    except (httpx.InvalidURL, ValueError):
        target = location  # let the parser say what is wrong with it
    return _parse(target, source)


def _check_peer(url: httpx.URL, response: httpx.Response, request: _Request) -> None:
    """Look at the address that was really reached, whatever happened on the way."""
    stream = response.extensions.get("network_stream")
    peer = stream.get_extra_info("server_addr") if stream is not None else None
    if peer is None:
        raise SourceError(f"{request.url}: cannot tell which address answered")
    _check(url, ipaddress.ip_address(peer[0]), request)


def _read(response: httpx.Response, request: _Request) -> bytes:
    declared = response.headers.get("content-length", "")
    if declared.isascii() and declared.isdigit() and int(declared) > request.max_bytes:
        raise _too_large(request, f"{int(declared):,} bytes")
    content = bytearray()
    for piece in _decompress(response, request):
        content += piece
        if len(content) > request.max_bytes:
            raise _too_large(request, "more than that")
        request.remaining_s()
    return bytes(content)


def _decompress(response: httpx.Response, request: _Request) -> Iterator[bytes]:
    """Yield the body, never more than the limit at once: a kilobyte of gzip can hold a megabyte of zeros."""
    encoding = response.headers.get("content-encoding", "identity").strip().lower()
    if encoding in {"identity", ""}:
        yield from response.iter_raw()
        return
    if encoding not in {"gzip", "x-gzip", "deflate"}:
        raise SourceError(f"{request.url}: is compressed as “{encoding}”, which was not asked for; gzip was")
    inflate = zlib.decompressobj(zlib.MAX_WBITS | 32)  # both headers, gzip's and zlib's
    try:
        for piece in response.iter_raw():
            yield inflate.decompress(piece, request.max_bytes + 1)
    except zlib.error as error:
        raise SourceError(f"{request.url}: its gzip compression is broken: {error}") from error
    if not inflate.eof and not inflate.unconsumed_tail:
        raise SourceError(f"{request.url}: the answer ends before its compressed data does")


def _content_type(response: httpx.Response) -> tuple[str | None, str | None]:
    value = response.headers.get("content-type", "")
    return value.partition(";")[0].strip().lower() or None, response.charset_encoding


def _status(response: httpx.Response) -> str:
    code = response.status_code
    try:
        words = http.HTTPStatus(code).phrase
    except ValueError:
        words = response.reason_phrase or "an unknown status"
    hint = {401: "; it wants a login", 403: "; it refuses readers like this one", 429: "; try again later"}.get(
        code, ""
    )
    return f"HTTP {code} {words}{hint}"


def _too_large(request: _Request, size: str) -> SourceError:
    return SourceError(f"{request.url}: is too large: {size}, where {request.max_bytes:,} bytes is the limit")


def _timed_out(url: str, timeout_s: float) -> SourceError:
    return SourceError(f"{url}: timed out; no whole answer within {timeout_s:g} s")


def _why_not_connected(error: httpx.HTTPError, url: httpx.URL) -> str:
    chain: BaseException | None = error
    while chain is not None:
        if isinstance(chain, ssl.SSLError):
            return f"the secure connection to {url.host} failed ({chain.reason or chain})"
        if isinstance(chain, ConnectionRefusedError):
            return f"{url.host} refused the connection; is the server running on port {url.port or url.scheme}?"
        chain = chain.__cause__ or chain.__context__
    return f"{url.host} cannot be reached ({error})"
