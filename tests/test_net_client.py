import ipaddress
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from fake_clock import FakeClock
from loopback_site import Answer, Site, running_site

from podcast import net
from podcast.errors import SourceError
from podcast.net.values import Order

_HERE = ipaddress.ip_address("127.0.0.1")


def from_here(url: str, **limits: int) -> net.Fetched:
    return net.Client(delay_s=0, timeout_s=10, clock=FakeClock().clock).fetch(url, allow_private=True, **limits)


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


def test_every_redirect_is_checked_against_its_own_address() -> None:
    answers = {"/a": Answer(status=302, headers={"Location": "http://127.0.0.2:9/inside"})}
    with running_site(answers) as site:
        order = Order(site.url("/a"), 100, 10, lambda address: address == _HERE)
        with pytest.raises(SourceError, match=r"127\.0\.0\.2 is not a public address"):
            net.Client(delay_s=0)._follow(order)
        assert site.paths == ["/a"]


def test_a_server_that_keeps_silent_times_out() -> None:
    release = threading.Event()
    with running_site({"/a": Answer(b"x", wait_for=lambda: release.wait(20))}) as site:
        with pytest.raises(SourceError, match=r"timed out; no whole answer within 0\.3 s"):
            net.fetch(site.url("/a"), allow_private=True, timeout_s=0.3)
        release.set()


def asked(answers: Mapping[str, Answer | Sequence[Answer]], path: str, **options: bool) -> tuple[str, FakeClock, Site]:
    """Return what a client of its own says of *path*: the text, or the message; its waits and the site."""
    time = FakeClock()
    with running_site(answers) as site:
        client = net.Client(delay_s=0, clock=time.clock, **options)
        try:
            return client.fetch(site.url(path), allow_private=True).content.decode(), time, site
        except SourceError as error:
            return str(error).removeprefix(site.url(path)), time, site


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_server_that_is_busy_is_asked_again(status: int) -> None:
    said, time, _ = asked({"/a": (Answer(status=status), Answer(b"here"))}, "/a")
    assert (said, time.waits) == ("here", [1.0])


@pytest.mark.parametrize(
    "trouble", [Answer(b"x" * 100, breaks_off=True), Answer(hangs_up=True)], ids=["within", "before"]
)
def test_a_connection_that_breaks_off_is_made_again(trouble: Answer) -> None:
    said, time, _ = asked({"/a": (trouble, trouble, Answer(b"here"))}, "/a")
    assert (said, time.waits) == ("here", [1.0, 2.0])


def test_the_third_try_is_the_last_and_the_message_counts_them() -> None:
    said, time, site = asked({"/a": Answer(status=503)}, "/a")
    assert said == ": the server answered HTTP 503 Service Unavailable; tried 3 times"
    assert (time.waits, len(site.requests)) == ([1.0, 2.0], 3)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 501, 505])
def test_what_will_not_pass_is_tried_once(status: int) -> None:
    said, time, site = asked({"/a": Answer(status=status)}, "/a")
    assert f"HTTP {status}" in said
    assert "tried" not in said
    assert (time.waits, len(site.requests)) == ([], 1)


def test_a_failure_of_another_kind_ends_the_tries_and_is_told_with_their_number() -> None:
    said, _, _ = asked({"/a": (Answer(status=500), Answer(status=404))}, "/a")
    assert said == ": the server answered HTTP 404 Not Found; tried 2 times"


@pytest.mark.parametrize(("is_unattended", "longest_s"), [(False, 30), (True, 120)])
def test_a_server_that_asks_for_more_patience_than_there_is_ends_it(*, is_unattended: bool, longest_s: int) -> None:
    busy = Answer(status=503, headers={"Retry-After": str(longest_s + 1)})
    said, time, site = asked({"/a": busy}, "/a", is_unattended=is_unattended)
    assert f"and no more than {longest_s} s are waited here" in said
    assert (time.waits, site.paths.count("/a")) == ([], 1)
    busy = Answer(status=503, headers={"Retry-After": str(longest_s)})
    said, time, _ = asked({"/a": (busy, Answer(b"here"))}, "/a", is_unattended=is_unattended)
    assert (said, time.waits) == ("here", [longest_s])


def test_fetch_tries_again_too() -> None:
    answers = {"/a": (Answer(status=503, headers={"Retry-After": "0"}), Answer(b"here"))}
    with running_site(answers) as site:
        assert net.fetch(site.url("/a"), allow_private=True).content == b"here"


def test_requests_to_one_host_keep_their_distance_and_redirects_count() -> None:
    time = FakeClock()
    client = net.Client(clock=time.clock)
    with running_site({"/a": Answer(status=302, headers={"Location": "/b"}), "/b": Answer(b"here")}) as site:
        client.fetch(site.url("/a"), allow_private=True)
        client.fetch(site.url("/b").replace("127.0.0.1", "localhost"), allow_private=True)
        assert time.waits == [1.0]
        client.fetch(site.url("/b"), allow_private=True)
        assert time.waits == [1.0, 1.0]


def test_waiting_out_of_politeness_takes_no_time_from_the_try() -> None:
    time = FakeClock()
    client = net.Client(clock=time.clock, delay_s=1000, timeout_s=10)
    with running_site({"/a": Answer(status=302, headers={"Location": "/b"}), "/b": Answer(b"here")}) as site:
        assert client.fetch(site.url("/a"), allow_private=True).content == b"here"
    assert time.waits == [1000]


def test_a_page_that_has_not_changed_comes_from_the_cache(tmp_path: Path) -> None:
    page = Answer(b"here", headers={"ETag": '"1"', "Content-Type": "text/html; charset=utf-8"})
    answers = {"/old": Answer(status=301, headers={"Location": "/a"}), "/a": page}
    with running_site(answers) as site:
        first, second = (
            net.Client(delay_s=0, cache=net.PageCache(tmp_path)).fetch(site.url(path), allow_private=True)
            for path in ("/old#top", "/a")
        )
        assert site.paths == ["/old", "/a", "/a"]
    assert second == replace(first, is_unchanged=True)
    assert not first.is_unchanged


def test_a_page_that_has_changed_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    client = net.Client(delay_s=0, cache=net.PageCache(tmp_path))
    pages = tuple(Answer(text, headers={"ETag": f'"{text.decode()}"'}) for text in (b"old", b"new", b"new"))
    with running_site({"/a": pages}) as site:
        had = [client.fetch(site.url("/a"), allow_private=True) for _ in pages]
    assert [(page.content, page.is_unchanged) for page in had] == [(b"old", False), (b"new", False), (b"new", True)]


@pytest.mark.parametrize(
    "page",
    [
        Answer(b"x", headers={"ETag": '"1"', "Cache-Control": "private, No-Store"}),
        Answer(b"x", headers={"ETag": "\xa0"}),
        Answer(b"x"),
        Answer(b"x", headers={"ETag": '"1"'}, status=203),
    ],
    ids=["forbidden", "unspeakable", "no validator", "not 200"],
)
def test_what_may_or_need_not_be_kept_is_not(page: Answer, tmp_path: Path) -> None:
    client = net.Client(delay_s=0, cache=net.PageCache(tmp_path))
    with running_site({"/a": page}) as site:
        for _ in range(2):
            with suppress(SourceError):
                client.fetch(site.url("/a"), allow_private=True)
        assert not any("If-None-Match" in headers for _, headers in site.requests)
    assert list(tmp_path.iterdir()) == []


def test_a_stored_page_over_the_limit_is_asked_for_anew_and_refused(tmp_path: Path) -> None:
    client = net.Client(delay_s=0, cache=net.PageCache(tmp_path))
    with running_site({"/a": Answer(b"x" * 100, headers={"ETag": '"1"'})}) as site:
        client.fetch(site.url("/a"), allow_private=True)
        with pytest.raises(SourceError, match="too large"):
            client.fetch(site.url("/a"), allow_private=True, max_bytes=99)
