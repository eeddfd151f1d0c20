"""A loopback web server for tests that plays scripted answers."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
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


@dataclass
class Site:
    """A running server; :attr:`requests` are the request headers by path, in order."""

    address: str
    requests: list[tuple[str, Mapping[str, str]]]

    def url(self, path: str) -> str:
        return f"{self.address}{path}"


@contextmanager
def running_site(answers: Mapping[str, Answer]) -> Iterator[Site]:
    """Serve *answers* by path on a free loopback port; anything else is 404."""
    requests: list[tuple[str, Mapping[str, str]]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            requests.append((self.path, dict(self.headers)))
            answer = answers.get(self.path, Answer(status=404, body=b"not here"))
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            if answer.says_length:
                self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            if answer.wait_for is not None:
                self.wfile.flush()
                answer.wait_for()
            try:
                self.wfile.write(answer.body)
            except ConnectionError:
                self.close_connection = True

        def log_message(self, *_args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield Site(f"http://127.0.0.1:{server.server_address[1]}", requests)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
