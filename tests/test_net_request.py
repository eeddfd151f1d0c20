import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import httpx
import pytest
from fake_clock import FakeClock
from loopback_site import Answer, running_site

from podcast import net
from podcast.errors import SourceError
from podcast.net.request import Question, ask
from podcast.net.values import Order

_HTML = {"Content-Type": "text/html; charset=UTF-8"}


def from_here(url: str, **limits: int) -> net.Fetched:
    return net.Client(delay_s=0, timeout_s=10, clock=FakeClock().clock).fetch(url, allow_private=True, **limits)


def test_a_page_comes_with_its_type_and_charset() -> None:
    body = "নদী".encode()
    with running_site({"/a": Answer(body, headers=_HTML)}) as site:
        fetched = from_here(site.url("/a#top"))
    assert fetched == net.Fetched(body, site.url("/a"), "text/html", "utf-8")


def test_what_the_server_does_not_say_is_none() -> None:
    with running_site({"/a": Answer(b"x")}) as site:
        fetched = from_here(site.url("/a"))
    assert (fetched.media_type, fetched.charset) == (None, None)


def test_the_request_says_who_asks_and_for_which_host() -> None:
    with running_site({"/a": Answer(b"x")}) as site:
        from_here(site.url("/a").replace("127.0.0.1", "localhost"))
    path, headers = site.requests[0]
    assert path == "/a"
    assert headers["User-Agent"].startswith("bangla-podcast/")
    assert headers["Host"] == site.address.removeprefix("http://").replace("127.0.0.1", "localhost")


def test_a_bengali_path_and_query_arrive_percent_encoded() -> None:
    with running_site({"/%E0%A6%A8%E0%A6%A6%E0%A7%80?q=%E0%A6%9C%E0%A6%B2": Answer(b"x")}) as site:
        assert from_here(site.url("/নদী?q=জল")).content == b"x"


def test_no_request_reaches_a_private_address() -> None:
    with running_site({"/a": Answer(b"secret")}) as site:
        with pytest.raises(SourceError, match="not a public address"):
            net.fetch(site.url("/a"))
        assert site.requests == []


def test_a_name_that_does_not_resolve_says_so() -> None:
    with pytest.raises(SourceError, match=r"https://no-such-host\.invalid/x: the name .* does not resolve"):
        net.fetch("https://no-such-host.invalid/x")


def test_a_refused_connection_says_so() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
        with pytest.raises(SourceError, match=f"refused the connection.*{port}"):
            from_here(f"http://127.0.0.1:{port}/")


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (404, "HTTP 404 Not Found"),
        (403, "HTTP 403 Forbidden"),
        (500, "HTTP 500 Internal"),
        (204, "HTTP 204"),
        (799, "799"),
    ],
)
def test_a_status_is_told_with_its_number_and_words(status: int, words: str) -> None:
    with running_site({"/a": Answer(status=status)}) as site, pytest.raises(SourceError, match=words):
        from_here(site.url("/a"))


@contextmanager
def three_connections(answer: Callable[[socket.socket], object]) -> Iterator[str]:
    """Take three connections, as many as there are tries, and end each after *answer*; give host and port."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def take() -> None:
            for _try in range(3):
                connection, _ = listener.accept()
                with connection:
                    connection.recv(65536)
                    answer(connection)

        threading.Thread(target=take, daemon=True).start()
        yield f"127.0.0.1:{listener.getsockname()[1]}"


def test_an_answer_that_is_not_http_says_so() -> None:
    with (
        three_connections(lambda connection: connection.sendall(b"220 mail.example ready\r\n")) as host,
        pytest.raises(SourceError, match=r"broke off or was not HTTP .*; tried 3 times$"),
    ):
        from_here(f"http://{host}/")


def close(_connection: socket.socket) -> None:
    """Hang up and say so."""


def reset(connection: socket.socket) -> None:
    """Hang up and say nothing: to linger for 0 s is to reset."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


@pytest.mark.parametrize("hang_up", [close, reset])
def test_a_secure_connection_that_breaks_off_while_it_is_made_is_made_again(
    hang_up: Callable[[socket.socket], None],
) -> None:
    with (
        three_connections(hang_up) as host,
        pytest.raises(SourceError, match=r"127\.0\.0\.1 broke the connection off \(.*\); tried 3 times$"),
    ):
        from_here(f"https://{host}/")


def test_a_secure_connection_that_fails_says_so() -> None:
    with running_site({}) as site, pytest.raises(SourceError, match="the secure connection to localhost failed"):
        from_here(site.url("/").replace("http://127.0.0.1", "https://localhost"))


def test_a_public_name_goes_through_the_proxy_and_the_own_network_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    with running_site({"http://news.invalid/a": Answer(b"by proxy"), "/b": Answer(b"direct")}) as proxy:
        monkeypatch.setenv("http_proxy", proxy.address)
        assert net.fetch("http://news.invalid/a", timeout_s=10).content == b"by proxy"
        assert from_here(proxy.url("/b")).content == b"direct"


def test_a_proxy_is_not_asked_for_a_private_address(monkeypatch: pytest.MonkeyPatch) -> None:
    with running_site({}) as proxy:
        monkeypatch.setenv("http_proxy", proxy.address)
        with pytest.raises(SourceError, match="not a public address"):
            net.fetch("http://169.254.169.254/latest", timeout_s=10)
        assert proxy.requests == []


def test_a_304_that_was_not_asked_for_says_so() -> None:
    with (
        running_site({"/a": Answer(status=304)}) as site,
        pytest.raises(SourceError, match=r"/a: the server answered HTTP 304 Not Modified, though it was not asked"),
    ):
        from_here(site.url("/a"))


def test_the_address_that_answered_is_judged_again() -> None:
    verdicts = iter((True, False))
    with running_site({"/a": Answer(b"secret")}) as site:
        question = Question(
            httpx.URL(site.url("/a")),
            Order(site.url("/a"), 100, 10, lambda _address: next(verdicts)),
            known=None,
            deadline=time.monotonic() + 10,
        )
        with pytest.raises(SourceError, match=r"127\.0\.0\.1 is not a public address"):
            ask(question)
    assert list(verdicts) == []
