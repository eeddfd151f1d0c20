import gzip
import ipaddress
import socket
import threading
import zlib
from pathlib import Path

import pytest
from loopback_site import Answer, running_site

from podcast import net
from podcast.errors import SourceError
from podcast.net.client import _follow
from podcast.net.values import Order

_HERE = ipaddress.ip_address("127.0.0.1")
_ROWS = [
    line.split("\t")
    for line in (Path(__file__).parent / "data/net_addresses.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]
_HTML = {"Content-Type": "text/html; charset=UTF-8"}


@pytest.fixture(autouse=True)
def _no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


def from_here(url: str, **limits: int) -> net.Fetched:
    return net.fetch(url, allow_private=True, timeout_s=10, **limits)


@pytest.mark.parametrize(("address", "verdict"), _ROWS)
def test_only_addresses_of_the_open_internet_are_public(address: str, verdict: str) -> None:
    assert net.is_public(ipaddress.ip_address(address)) is (verdict == "public")


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


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_followed_and_the_last_address_is_told(status: int) -> None:
    answers = {"/old": Answer(status=status, headers={"Location": "/new?x=1"}), "/new?x=1": Answer(b"here")}
    with running_site(answers) as site:
        fetched = from_here(site.url("/old"))
    assert (fetched.content, fetched.url) == (b"here", site.url("/new?x=1"))


def test_a_redirect_loop_ends() -> None:
    with running_site({"/a": Answer(status=302, headers={"Location": "/a"})}) as site:
        with pytest.raises(SourceError, match="redirects more than 10 times"):
            from_here(site.url("/a"))
        assert len(site.requests) == net.MAX_REDIRECTS + 1


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://example.org/a", "javascript:alert(1)", "http://[::1"])
def test_a_redirect_to_what_is_not_a_web_address_is_refused(target: str) -> None:
    with (
        running_site({"/a": Answer(status=302, headers={"Location": target})}) as site,
        pytest.raises(SourceError, match="is not a web address"),
    ):
        from_here(site.url("/a"))


@pytest.mark.parametrize(
    "url", ["ftp://example.org/a", "file:///etc/passwd", "http://", "http://[::1", "নদী", "http://a b/"]
)
def test_what_is_not_a_web_address_is_refused(url: str) -> None:
    with pytest.raises(SourceError, match="web address"):
        net.fetch(url)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "2130706433", "127.1", "0"])
def test_private_addresses_are_refused_however_they_are_written(host: str) -> None:
    with pytest.raises(SourceError, match=r"not a public address; --allow-private"):
        net.fetch(f"http://{host}:9/", timeout_s=10)


def test_no_request_reaches_a_private_address() -> None:
    with running_site({"/a": Answer(b"secret")}) as site:
        with pytest.raises(SourceError, match="not a public address"):
            net.fetch(site.url("/a"))
        assert site.requests == []


def test_every_redirect_is_checked_against_its_own_address() -> None:
    answers = {"/a": Answer(status=302, headers={"Location": "http://127.0.0.2:9/inside"})}
    with running_site(answers) as site:
        order = Order(site.url("/a"), 100, 10, lambda address: address == _HERE)
        with pytest.raises(SourceError, match=r"127\.0\.0\.2 is not a public address"):
            _follow(order)
        assert [path for path, _ in site.requests] == ["/a"]


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


@pytest.mark.parametrize("says_length", [True, False])
def test_a_page_over_the_limit_is_refused(*, says_length: bool) -> None:
    answer = Answer(b"x" * 1001, says_length=says_length)
    with running_site({"/a": answer}) as site, pytest.raises(SourceError, match=r"too large.*1,000 bytes is the limit"):
        from_here(site.url("/a"), max_bytes=1000)


def test_a_page_of_exactly_the_limit_is_taken() -> None:
    with running_site({"/a": Answer(b"x" * 1000)}) as site:
        assert len(from_here(site.url("/a"), max_bytes=1000).content) == 1000


@pytest.mark.parametrize(("encoding", "squeeze"), [("gzip", gzip.compress), ("deflate", zlib.compress)])
def test_compressed_pages_are_unpacked(encoding: str, squeeze: object) -> None:
    text = "নদী ".encode() * 500
    with running_site({"/a": Answer(squeeze(text), headers={"Content-Encoding": encoding})}) as site:
        assert from_here(site.url("/a")).content == text


def test_a_gzip_bomb_is_stopped_at_the_limit() -> None:
    bomb = gzip.compress(b"\0" * 30_000_000, mtime=0)
    with (
        running_site({"/a": Answer(bomb, headers={"Content-Encoding": "gzip"})}) as site,
        pytest.raises(SourceError, match="too large"),
    ):
        from_here(site.url("/a"), max_bytes=100_000)


@pytest.mark.parametrize("body", [b"not gzip at all", gzip.compress(b"x" * 5000, mtime=0)[:-30]], ids=["plain", "cut"])
def test_broken_compression_is_refused(body: bytes) -> None:
    with (
        running_site({"/a": Answer(body, headers={"Content-Encoding": "gzip"})}) as site,
        pytest.raises(SourceError, match="compress"),
    ):
        from_here(site.url("/a"))


@pytest.mark.parametrize("encoding", ["br", "gzip, gzip"])
def test_compression_that_was_not_asked_for_is_refused(encoding: str) -> None:
    with (
        running_site({"/a": Answer(b"x", headers={"Content-Encoding": encoding})}) as site,
        pytest.raises(SourceError, match="was not asked for"),
    ):
        from_here(site.url("/a"))


def test_a_server_that_keeps_silent_times_out() -> None:
    release = threading.Event()
    with running_site({"/a": Answer(b"x", wait_for=lambda: release.wait(20))}) as site:
        with pytest.raises(SourceError, match=r"timed out; no whole answer within 0\.3 s"):
            net.fetch(site.url("/a"), allow_private=True, timeout_s=0.3)
        release.set()


def test_an_answer_that_is_not_http_says_so() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def answer() -> None:
            connection, _ = listener.accept()
            with connection:
                connection.recv(65536)
                connection.sendall(b"220 mail.example ready\r\n")

        thread = threading.Thread(target=answer)
        thread.start()
        with pytest.raises(SourceError, match="broke off or was not HTTP"):
            from_here(f"http://127.0.0.1:{listener.getsockname()[1]}/")
        thread.join()


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
