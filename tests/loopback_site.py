"""A loopback web server for tests that plays scripted answers."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True)
class Answer:
    """What the server sends for one path."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    wait_for: Callable[[], object] | None = None
    """Called after the headers and before the body; a test's way to keep the client waiting."""
    says_length: bool = True
    is_endless: bool = False
    """The body is sent again and again until the client leaves."""
    hangs_up: bool = False
    """Nothing is sent at all."""
    breaks_off: bool = False
    """More is announced than is sent."""
    stops_after: int | None = None
    """So many bytes of the body are sent, then the connection ends."""
    resumes: bool = False
    """A request for the rest of the body is answered with it."""

    def holds_for(self, asked: Mapping[str, str]) -> bool:
        """Say whether the request brings back this answer's ETag, or its date when there is no ETag."""
        pairs = (("ETag", "If-None-Match"), ("Last-Modified", "If-Modified-Since"))
        for mine, theirs in pairs:
            if mine in self.headers:
                return asked.get(theirs) == self.headers[mine]
        return False


@dataclass
class Site:
    """A running server; :attr:`requests` are the request headers by path, in order."""

    address: str
    requests: list[tuple[str, Mapping[str, str]]]
    bodies: list[bytes] = field(default_factory=list)
    """What was sent with requests that are POST."""

    def url(self, path: str) -> str:
        return f"{self.address}{path}"

    @property
    def paths(self) -> list[str]:
        """What was asked for, in order."""
        return [path for path, _ in self.requests]


class _Handler(BaseHTTPRequestHandler):
    answers: Mapping[str, Answer | Sequence[Answer]]
    requests: list[tuple[str, Mapping[str, str]]]
    bodies: list[bytes]

    def do_GET(self) -> None:
        answer = self._turn()
        self.requests.append((self.path, dict(self.headers)))
        if answer.hangs_up:
            self.close_connection = True
            return
        try:
            if answer.holds_for(self.headers):
                self.send_response(304)
                self.end_headers()
            else:
                self._send(answer)
        except ConnectionError:
            self.close_connection = True

    def do_POST(self) -> None:
        self.bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
        self.do_GET()

    do_HEAD = do_GET  # noqa: N815 - http.server looks for it by this name

    def _turn(self) -> Answer:
        """Return the answer whose turn it is; the last of a sequence stays."""
        answer = self.answers.get(self.path, Answer(status=404, body=b"not here"))
        if isinstance(answer, Answer):
            return answer
        turn = sum(path == self.path for path, _ in self.requests)
        return answer[min(turn, len(answer) - 1)]

    def _send(self, answer: Answer) -> None:
        body, status, headers = answer.body, answer.status, dict(answer.headers)
        asked = self.headers.get("Range")
        if answer.resumes and asked is not None:
            start = int(asked.removeprefix("bytes=").removesuffix("-"))
            headers.setdefault("Content-Range", f"bytes {start}-{len(body) - 1}/{len(body)}")
            body, status = body[start:], 206
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if answer.says_length and not answer.is_endless:
            self.send_header("Content-Length", str(len(body) + answer.breaks_off))
        self.end_headers()
        if self.command == "HEAD":
            return
        if answer.wait_for is not None:
            self.wfile.flush()
            answer.wait_for()
        self.wfile.write(body if answer.stops_after is None else body[: answer.stops_after])
        if answer.stops_after is not None:
            self.close_connection = True
        while answer.is_endless:
            self.wfile.write(body)

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@contextmanager
def running_site(answers: Mapping[str, Answer | Sequence[Answer]], host: str = "127.0.0.1") -> Iterator[Site]:
    """Serve *answers* by path on a free port of the loopback address *host*, those of a sequence by turn.

    Anything else is 404. An answer with an ETag or a Last-Modified is 304 to a request that brings it back.
    """
    requests: list[tuple[str, Mapping[str, str]]] = []
    bodies: list[bytes] = []
    handler = type("Handler", (_Handler,), {"answers": answers, "requests": requests, "bodies": bodies})
    server = ThreadingHTTPServer((host, 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield Site(f"http://{host}:{server.server_address[1]}", requests, bodies)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
