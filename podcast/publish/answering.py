"""A request for a published file, answered: whole, in parts, compressed, or with why not."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterator, Mapping
from typing import BinaryIO

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.middleware.gzip import GZipResponder
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from podcast.publish.conditions import Verdict, accepts_gzip, gzip_etag, is_still, judge
from podcast.publish.ranges import Multipart, Span, wanted_spans
from podcast.publish.site import Resource, Site

_METHODS = "GET, HEAD, OPTIONS"
_EVERY_ANSWER = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Accept-Ranges, Content-Length, Content-Range, ETag, Last-Modified",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
_PREFLIGHT = {
    "Access-Control-Allow-Methods": _METHODS,
    "Access-Control-Allow-Headers": "If-Match, If-Modified-Since, If-None-Match, If-Range, Range",
    "Access-Control-Max-Age": "86400",
    "Allow": _METHODS,
}
_HOST = re.compile(r"(?:[A-Za-z0-9](?:[A-Za-z0-9._-]{0,252})|\[[0-9A-Fa-f:.]{2,45}\])(?::[0-9]{1,5})?")
_ABSOLUTE = re.compile(r"https?://[^/]*", re.IGNORECASE)
_BLOCK_BYTES = 64 * 1024
_FOR_BROWSERS = "application/xml; charset=utf-8"
"""A feed's type for one who asks for pages. As application/rss+xml Chromium 156 shows its source, unstyled, and Firefox
saves it to a file; podcast apps do not ask for text/html."""
_LEAST_GZIP_BYTES = 500
"""Compressing less saves no packet."""
_GZIP_LEVEL = 6


class Answering:
    """The ASGI application over a :class:`~podcast.publish.site.Site`."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; files are opened and read on threads."""
        response = await run_in_threadpool(self._answer, Request(scope))
        await response(scope, receive, send)

    def _answer(self, request: Request) -> ASGIApp:
        if request.method == "OPTIONS":
            return Response(status_code=204, headers={**_EVERY_ANSWER, **_PREFLIGHT})
        if request.method not in {"GET", "HEAD"}:
            return refuse(405, "a show can only be read", {"Allow": _METHODS})
        host = request.headers.get("host") or "{}:{}".format(*request.scope["server"])
        if not _HOST.fullmatch(host):
            return refuse(400, "the Host header is not a host name")
        address = _ABSOLUTE.sub("", request.scope["path"], count=1)  # RFC 9112, 3.2.2: a proxy may send all of it
        try:
            resource = self._site.open(address.removeprefix("/"), f"{request.scope['scheme']}://{host}/")
        except OSError:
            return refuse(503, "too many files are being read; try again", {"Retry-After": "5"})
        if resource is None:
            return refuse(404, "there is no such file")
        return _with_resource(request.method, request.headers, resource)


def refuse(status_code: int, reason: str, headers: Mapping[str, str] | None = None) -> Response:
    """Make an answer that says why there is no file in it."""
    return Response(
        f"{reason}\n",
        status_code=status_code,
        headers={**_EVERY_ANSWER, "Content-Type": "text/plain; charset=utf-8", **(headers or {})},
    )


def _with_resource(method: str, asked: Headers, resource: Resource) -> ASGIApp:
    headers = {**_EVERY_ANSWER, **resource.headers(), **_for_asker(asked, resource)}
    spans = None
    if method == "GET" and len(asked.getlist("range")) == 1 and is_still(asked, resource.etag, resource.last_modified):
        spans = wanted_spans(asked["range"], resource.size_bytes)
    is_gzip = (
        spans is None and resource.kind.is_text and resource.size_bytes >= _LEAST_GZIP_BYTES and accepts_gzip(asked)
    )
    if is_gzip:
        headers["ETag"] = gzip_etag(resource.etag)
    verdict = judge(asked, resource.etag, resource.modified_s)
    if is_gzip and verdict is Verdict.SEND:
        whole = _FileResponse(resource.body, _blocks(resource.body, 0, resource.size_bytes), 200, headers)
        return GZipResponder(whole, 0, compresslevel=_GZIP_LEVEL)  # which adds to Vary
    if resource.kind.is_text:
        headers["Vary"] = ", ".join(filter(None, (headers.get("Vary"), "Accept-Encoding")))
    if verdict is not Verdict.SEND:
        resource.body.close()
        if verdict is Verdict.FAILED:
            return refuse(412, "the file has changed")
        del headers["Content-Type"]
        return Response(status_code=304, headers=headers)
    if spans is None:
        headers["Content-Length"] = str(resource.size_bytes)
        if method == "HEAD":
            resource.body.close()
            return Response(status_code=200, headers=headers)
        return _FileResponse(resource.body, _blocks(resource.body, 0, resource.size_bytes), 200, headers)
    return _in_parts(resource, spans, headers)


def _for_asker(asked: Headers, resource: Resource) -> dict[str, str]:
    if not resource.kind.is_feed:
        return {}
    is_browser = "text/html" in asked.get("accept", "")
    return {"Vary": "Accept", **({"Content-Type": _FOR_BROWSERS} if is_browser else {})}


def _in_parts(resource: Resource, spans: tuple[Span, ...], headers: dict[str, str]) -> Response:
    if not spans:
        resource.body.close()
        return refuse(416, "the file is shorter", {"Content-Range": f"bytes */{resource.size_bytes}"})
    if len(spans) == 1:
        start, end = spans[0]
        headers["Content-Range"] = f"bytes {start}-{end - 1}/{resource.size_bytes}"
        headers["Content-Length"] = str(end - start)
        return _FileResponse(resource.body, _blocks(resource.body, start, end), 206, headers)
    frame = Multipart(spans, resource.size_bytes, headers["Content-Type"], secrets.token_hex(12))
    headers["Content-Type"] = frame.media_type
    headers["Content-Length"] = str(frame.size_bytes)
    return _FileResponse(resource.body, _parts(resource.body, spans, frame), 206, headers)


def _parts(file: BinaryIO, spans: tuple[Span, ...], frame: Multipart) -> Iterator[bytes]:
    for head, (start, end) in zip(frame.heads, spans, strict=True):
        yield head
        yield from _blocks(file, start, end)
    yield frame.tail


def _blocks(file: BinaryIO, start: int, end: int) -> Iterator[bytes]:
    file.seek(start)
    remaining = end - start
    while remaining > 0 and (block := file.read(min(_BLOCK_BYTES, remaining))):
        remaining -= len(block)
        yield block


class _FileResponse(StreamingResponse):
    """Sends blocks of an open file one at a time, and closes it however the sending ends."""

    def __init__(self, file: BinaryIO, blocks: Iterator[bytes], status_code: int, headers: dict[str, str]) -> None:
        super().__init__(blocks, status_code=status_code, headers=headers)
        self._close: Callable[[], None] = file.close

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._close()
