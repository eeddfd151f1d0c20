"""The published folder over HTTP, as podcast apps and directories expect it. The one home of starlette and uvicorn.

Unlike a plain file server it answers byte ranges and conditional requests, tells files apart by content rather than
by the second they were written in, and gives away nothing that is not part of the show.
"""

from __future__ import annotations

import hashlib
import os
import re
import socket
import stat
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.utils import formatdate, parsedate_to_datetime
from io import BufferedReader
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from podcast.errors import PublishError
from podcast.settings import UNSET_BASE_URL

FEED_NAME = "feed.xml"
INDEX_NAME = "index.html"

_TYPES = {
    "feed.xml": "application/rss+xml; charset=utf-8",
    ".chapters.json": "application/json+chapters; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".vtt": "text/vtt; charset=utf-8",
    ".srt": "application/x-subrip; charset=utf-8",
    ".xml": "application/xml; charset=utf-8",
    ".mp3": "audio/mpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
}
"""Media type by the end of a file's name, the first that fits; nothing else belongs to a show."""

_EVERY_ANSWER = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Accept-Ranges, Content-Length, Content-Range, ETag, Last-Modified",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
_PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "If-Match, If-Modified-Since, If-None-Match, If-Range, Range",
    "Access-Control-Max-Age": "86400",
}
_PAGE_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; media-src 'self'; "
    "base-uri 'none'; form-action 'none'"
)

_BLOCK_BYTES = 64 * 1024
_HOST = re.compile(r"(?:[A-Za-z0-9](?:[A-Za-z0-9._-]{0,252})|\[[0-9A-Fa-f:.]{2,45}\])(?::[0-9]{1,5})?")
_RANGE = re.compile(r"bytes=[ \t]*([0-9]{0,18})-([0-9]{0,18})[ \t]*", re.IGNORECASE)
_SHUTDOWN_S = 3


def create_app(folder: Path) -> Starlette:
    """Make the application that serves the published *folder*.

    Raises:
        PublishError: *folder* is missing or holds no feed.
    """
    if not folder.is_dir():
        raise PublishError(f"{folder}: there is no such folder; expected a published show")
    if not (folder / FEED_NAME).is_file():
        raise PublishError(f"{folder}: holds no {FEED_NAME}; expected a published show")
    server = _Server(folder.resolve())
    return Starlette(routes=[Route("/{path:path}", server.answer, methods=["GET", "HEAD", "OPTIONS"])])


def serve(
    folder: Path, *, host: str = "127.0.0.1", port: int = 8000, on_ready: Callable[[str], None] | None = None
) -> None:
    """Serve the published *folder* until interrupted; *on_ready* is told the address once it is taken.

    *port* 0 takes any free one.

    Raises:
        PublishError: *folder* is no published show, or *host* and *port* cannot be taken.
    """
    app = create_app(folder)
    with _listen(host, port) as listener:
        if on_ready is not None:
            name = f"[{host}]" if ":" in host else host
            on_ready(f"http://{name}:{listener.getsockname()[1]}/")
        config = uvicorn.Config(
            app,
            access_log=False,
            lifespan="off",
            log_config=None,
            server_header=False,
            timeout_graceful_shutdown=_SHUTDOWN_S,
            ws="none",
        )
        uvicorn.Server(config).run(sockets=[listener])


def _listen(host: str, port: int) -> socket.socket:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind, protocol)
    except (OSError, OverflowError) as error:
        raise PublishError(f"{host}: is not an address of this computer: {error}") from error
    try:
        if os.name != "nt":  # there it would let two servers take one port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise PublishError(
            f"port {port} on {host} cannot be taken: {error.strerror}; choose another with --port"
        ) from error
    return listener


@dataclass(frozen=True, slots=True)
class _Resource:
    """What one address stands for at this moment: an open file, or bytes made for whoever asked."""

    headers: dict[str, str]
    size_bytes: int
    modified_s: int
    body: BufferedReader | bytes

    @property
    def etag(self) -> str:
        return self.headers["ETag"]

    def close(self) -> None:
        if not isinstance(self.body, bytes):
            self.body.close()


class _Server:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._etags: dict[Path, tuple[tuple[int, ...], str]] = {}
        self._lock = threading.Lock()

    def answer(self, request: Request) -> Response:
        """Answer one request; starlette calls this on a thread of its own, for it reads files."""
        if request.method == "OPTIONS":
            return Response(status_code=204, headers={**_EVERY_ANSWER, **_PREFLIGHT})
        host = request.headers.get("host") or "{}:{}".format(*request.scope["server"])
        if not _HOST.fullmatch(host):
            return _refuse(400, "the Host header is not a host name")
        resource = self._open(request.path_params["path"], f"{request.url.scheme}://{host}/")
        if resource is None:
            return _refuse(404, "there is no such file")
        return _answer(request, resource)

    def _open(self, address: str, asked_by: str) -> _Resource | None:
        path = self._find(address or INDEX_NAME)
        media_type = next((kind for end, kind in _TYPES.items() if path and path.name.endswith(end)), None)
        if path is None or media_type is None:
            return None
        try:
            file = path.open("rb")
        except OSError:
            return None
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode):
            file.close()
            return None
        headers = {"Content-Type": media_type, "Cache-Control": "no-cache", "Accept-Ranges": "bytes"}
        if media_type.startswith("text/html"):
            headers["Content-Security-Policy"] = _PAGE_POLICY
        headers["Last-Modified"] = formatdate(status.st_mtime, usegmt=True)
        if path == self._folder / FEED_NAME:
            with file:
                feed = _readdress(file.read(), asked_by)
            headers["ETag"] = f'"{hashlib.sha256(feed).hexdigest()[:32]}"'
            return _Resource(headers, len(feed), int(status.st_mtime), feed)
        headers["ETag"] = self._etag(path, file, status)
        return _Resource(headers, status.st_size, int(status.st_mtime), file)

    def _find(self, address: str) -> Path | None:
        """Find the file that *address* names: inside the folder, through no dot name, wherever links lead."""
        parts = address.split("/")
        if any(part in {"", "."} or part.startswith(".") or set(part) & set("\\:\0") for part in parts):
            return None
        try:
            path = self._folder.joinpath(*parts).resolve(strict=True)
            inside = path.relative_to(self._folder)
        except (OSError, ValueError, RuntimeError):  # missing, outside, or links in a circle
            return None
        return None if any(part.startswith(".") for part in inside.parts) else path

    def _etag(self, path: Path, file: BufferedReader, status: os.stat_result) -> str:
        """Give the content's hash; a file is read for it once, until it changes."""
        state = (status.st_ino, status.st_size, status.st_mtime_ns)
        with self._lock:
            known = self._etags.get(path)
        if known is not None and known[0] == state:
            return known[1]
        etag = f'"{hashlib.file_digest(file, "sha256").hexdigest()[:32]}"'
        with self._lock:
            self._etags[path] = (state, etag)
        return etag


def _readdress(feed: bytes, asked_by: str) -> bytes:
    """Put the address asked by into a feed that has no public one; any other feed passes byte for byte."""
    unset = UNSET_BASE_URL.encode()
    if b'<atom:link href="' + unset + FEED_NAME.encode() + b'" rel="self"' not in feed:
        return feed
    here = asked_by.encode()
    return feed.replace(b'"' + unset, b'"' + here).replace(b">" + unset, b">" + here)


def _answer(request: Request, resource: _Resource) -> Response:
    headers = {**_EVERY_ANSWER, **resource.headers}
    if _is_unchanged(request, resource):
        resource.close()
        del headers["Content-Type"]
        return Response(status_code=304, headers=headers)
    start, end, status_code = 0, resource.size_bytes, 200
    wanted = _wanted_range(request, resource)
    if wanted is not None:
        start, end = wanted
        if start >= end:
            resource.close()
            return _refuse(416, "the file is shorter", {"Content-Range": f"bytes */{resource.size_bytes}"})
        status_code = 206
        headers["Content-Range"] = f"bytes {start}-{end - 1}/{resource.size_bytes}"
    headers["Content-Length"] = str(end - start)
    if request.method == "HEAD":
        resource.close()
        return Response(status_code=status_code, headers=headers)
    if isinstance(resource.body, bytes):
        return Response(resource.body[start:end], status_code=status_code, headers=headers)
    return StreamingResponse(_read(resource.body, start, end), status_code=status_code, headers=headers)


def _is_unchanged(request: Request, resource: _Resource) -> bool:
    """Say whether the client has what it would be sent (RFC 9110, 13.2.2); an ETag outweighs a date."""
    known = request.headers.get("if-none-match")
    if known is not None:
        tags = {tag.strip().removeprefix("W/") for tag in known.split(",")}
        return "*" in tags or resource.etag in tags
    since_s = _http_date_s(request.headers.get("if-modified-since"))
    return since_s is not None and resource.modified_s <= since_s


def _wanted_range(request: Request, resource: _Resource) -> tuple[int, int] | None:
    """Return the one byte range asked for, or ``None`` for the whole file; an empty one cannot be satisfied.

    Several ranges at once, or what is not a range at all, is answered with the whole file, as RFC 9110 allows.
    """
    match = _RANGE.fullmatch(request.headers.get("range", ""))
    if request.method != "GET" or match is None or match[0].rstrip().endswith("=-"):
        return None
    condition = request.headers.get("if-range")
    if condition is not None and condition not in {resource.etag, resource.headers["Last-Modified"]}:
        return None
    first, last = match[1], match[2]
    size_bytes = resource.size_bytes
    if not first:
        return max(0, size_bytes - int(last)), size_bytes
    if last and int(last) < int(first):
        return None
    return int(first), min(int(last) + 1, size_bytes) if last else size_bytes


def _http_date_s(text: str | None) -> int | None:
    if text is None:
        return None
    try:
        return int(parsedate_to_datetime(text).timestamp())
    except (ValueError, OverflowError):
        return None


def _read(file: BufferedReader, start: int, end: int) -> Iterator[bytes]:
    with file:
        file.seek(start)
        remaining = end - start
        while remaining > 0 and (block := file.read(min(_BLOCK_BYTES, remaining))):
            remaining -= len(block)
            yield block


def _refuse(status_code: int, reason: str, headers: dict[str, str] | None = None) -> Response:
    return Response(
        f"{reason}\n",
        status_code=status_code,
        headers={**_EVERY_ANSWER, "Content-Type": "text/plain; charset=utf-8", **(headers or {})},
    )
