"""What a person is told, and what a server sees, when a web address is read: everything that servers do."""

import gzip
import random
import threading
from collections.abc import Mapping, Sequence
from dataclasses import replace
from email.utils import format_datetime
from pathlib import Path

import pytest
from fake_clock import BEGINNING, FakeClock
from loopback_site import Answer, running_site

from podcast import net
from podcast.article import article_from_page, read_source
from podcast.errors import NoArticleError, SourceError
from podcast.model import Page

_PROSE = (
    "আজ সকালে নদীর উপর নতুন সেতুটি সকলের জন্য খুলে দেওয়া হয়েছে। গ্রামের মানুষ ফুল হাতে ভোর থেকেই পথের ধারে ছিলেন। "
    "আগে ওপারের হাটে যেতে নৌকায় এক ঘণ্টা লাগত, এখন হেঁটেই দশ মিনিটে পৌঁছনো যাবে। "
    "স্কুলের ছেলেমেয়েরাও প্রথম দিন সেতু পেরিয়ে ক্লাসে গিয়েছে। "
    "বর্ষার আগে দুই পাড়ের বাঁধও সারানো হবে বলে জানিয়েছেন পঞ্চায়েতের প্রধান।"
)
_HTML = (
    f"<!DOCTYPE html><html lang='bn'><title>সেতু খুলল</title><h1>সেতু খুলল</h1><article><p>{_PROSE}</p></article></html>"
).encode()
_PAGE = Answer(_HTML, headers={"Content-Type": "text/html; charset=utf-8"})
_GZIP = {"Content-Encoding": "gzip"}

Answers = Mapping[str, Answer | Sequence[Answer]]


class Reading:
    """One reading of ``/a``: the page, or what the person is told; what the server saw and what was waited."""

    def __init__(self, answers: Answers, *, timeout_s: float = 20, is_unattended: bool = False) -> None:
        self.time = FakeClock()
        self.page: Page | None = None
        self.message = ""
        with running_site(answers) as self.site:
            client = net.Client(is_unattended=is_unattended, timeout_s=timeout_s, clock=self.time.clock)
            try:
                self.page = read_source(self.site.url("/a"), allow_private=True, client=client)
            except SourceError as error:
                self.message = str(error).replace(self.site.address, "http://site")


def test_a_page_that_is_well_is_an_article() -> None:
    reading = Reading({"/a": _PAGE})
    assert reading.page is not None
    article = article_from_page(reading.page)
    assert (article.title, article.paragraphs) == ("সেতু খুলল", (_PROSE,))
    assert reading.site.paths == ["/a"]


def test_a_server_that_falls_silent() -> None:
    released = threading.Event()
    reading = Reading({"/a": replace(_PAGE, wait_for=lambda: released.wait(20))}, timeout_s=0.3)
    released.set()
    assert reading.message == "http://site/a: timed out; no whole answer within 0.3 s"


def test_a_page_that_does_not_end() -> None:
    reading = Reading({"/a": Answer(b"x" * 65_536, is_endless=True, says_length=False)})
    assert reading.message == "http://site/a: is too large: more than that, where 10,000,000 bytes is the limit"


def test_a_server_that_fails_once() -> None:
    reading = Reading({"/a": (Answer(status=500), _PAGE)})
    assert reading.page is not None
    assert reading.page.content == _HTML
    assert reading.time.waits == [1.0]


def test_a_server_that_goes_on_failing() -> None:
    reading = Reading({"/a": Answer(status=500)})
    assert reading.message == "http://site/a: the server answered HTTP 500 Internal Server Error; tried 3 times"


def test_a_connection_that_goes_on_breaking_off() -> None:
    reading = Reading({"/a": replace(_PAGE, breaks_off=True)})
    assert reading.message.startswith("http://site/a: the server's answer broke off or was not HTTP (")
    assert reading.message.endswith("; tried 3 times")


@pytest.mark.parametrize("wait", ["20", format_datetime(BEGINNING.replace(second=20), usegmt=True)])
def test_a_server_that_says_when_to_come_back(wait: str) -> None:
    reading = Reading({"/a": (Answer(status=429, headers={"Retry-After": wait}), _PAGE)})
    assert reading.page is not None
    assert reading.time.waits == [20]


def test_a_server_that_wants_to_be_left_alone() -> None:
    reading = Reading({"/a": Answer(status=429, headers={"Retry-After": "3600"})})
    assert reading.message == (
        "http://site/a: the server answered HTTP 429 Too Many Requests; try again later; "
        "it asks to be left alone for 60 minutes, and no more than 30 s are waited here"
    )


def test_a_page_that_leads_to_itself() -> None:
    reading = Reading(
        {"/a": Answer(status=302, headers={"Location": "/b"}), "/b": Answer(status=302, headers={"Location": "/a"})}
    )
    assert reading.message == "http://site/a: redirects more than 10 times"
    assert len(reading.site.requests) == 11


def test_a_public_page_that_leads_into_the_own_network(monkeypatch: pytest.MonkeyPatch) -> None:
    with running_site({"/secret": Answer(b"secret")}) as inside:
        outside = {"http://news.invalid/a": Answer(status=302, headers={"Location": inside.url("/secret")})}
        with running_site(outside) as proxy:
            monkeypatch.setenv("http_proxy", proxy.address)
            with pytest.raises(SourceError) as caught:
                read_source("http://news.invalid/a", client=net.Client(clock=FakeClock().clock))
        assert proxy.paths == ["http://news.invalid/a"]
        assert inside.requests == []
    assert str(caught.value) == (
        "http://news.invalid/a: 127.0.0.1 is not a public address; --allow-private lets your own network be read"
    )


def test_a_gzip_bomb_that_is_too_large() -> None:
    content = b"".join(random.Random(seed).randbytes(500) + b"\0" * 20_000 for seed in range(500))
    bomb = gzip.compress(content, mtime=0)
    assert 10_000_000 < len(content) < 200 * len(bomb)
    reading = Reading({"/a": Answer(bomb, headers=_GZIP)})
    assert reading.message == "http://site/a: is too large: more than that, where 10,000,000 bytes is the limit"


def test_a_gzip_bomb_that_unpacks_too_well() -> None:
    reading = Reading({"/a": Answer(gzip.compress(b" " * 9_000_000, mtime=0), headers=_GZIP)})
    assert reading.message == (
        "http://site/a: unpacks to more than 200 times its size, as no page does; it is refused as a decompression bomb"
    )


@pytest.mark.parametrize("kind", ["text/html; charset=ISO-8859-1", "image/jpeg", "text/html; charset=no-such"])
def test_a_page_that_is_called_what_it_is_not_is_read_for_what_it_is(kind: str) -> None:
    reading = Reading({"/a": replace(_PAGE, headers={"Content-Type": kind})})
    assert reading.page is not None
    assert article_from_page(reading.page).paragraphs == (_PROSE,)


def test_a_picture_that_is_called_a_page_is_refused_for_what_it_is() -> None:
    reading = Reading({"/a": Answer(b"\xff\xd8\xff\xe0\0\x10JFIF", headers={"Content-Type": "text/html"})})
    assert reading.message == "http://site/a: is a JPEG picture; text or HTML was expected"


def test_a_page_that_says_not_found_with_the_status_of_one_that_is() -> None:
    html = "<title>পাতাটি পাওয়া যায়নি</title><h1>৪০৪</h1><p>দুঃখিত, পাতাটি খুঁজে পাওয়া যায়নি। অন্য কিছু খুঁজে দেখুন।</p>"
    reading = Reading({"/a": replace(_PAGE, body=html.encode())})
    assert reading.page is not None
    with pytest.raises(NoArticleError) as caught:
        article_from_page(reading.page)
    assert str(caught.value) == f"{reading.page.name}: no article was found: the page says “৪০৪”"


@pytest.mark.parametrize(
    ("sent", "brought"),
    [
        ({"ETag": 'W/"খ"'.encode().decode("latin-1")}, {}),
        ({"ETag": '"v1"'}, {"If-None-Match": '"v1"'}),
        ({"Last-Modified": "Mon, 14 Apr 2025 06:00:00 GMT"}, {"If-Modified-Since": "Mon, 14 Apr 2025 06:00:00 GMT"}),
    ],
    ids=["a tag that cannot be sent", "tag", "date"],
)
def test_a_page_that_was_read_before(sent: dict[str, str], brought: dict[str, str], tmp_path: Path) -> None:
    with running_site({"/a": replace(_PAGE, headers={**_PAGE.headers, **sent})}) as site:
        clients = [net.Client(cache=net.PageCache(tmp_path), clock=FakeClock().clock) for _ in range(2)]
        first, second = (read_source(site.url("/a"), allow_private=True, client=client) for client in clients)
        had = net.Client(cache=net.PageCache(tmp_path)).fetch(site.url("/a"), allow_private=True)
    assert first == second
    assert had.content == first.content
    assert had.is_unchanged is bool(brought)
    seen = [
        {name: headers[name] for name in ("If-None-Match", "If-Modified-Since") if name in headers}
        for _, headers in site.requests
    ]
    assert seen == [{}, brought, brought]


def unattended(robots: Answer | Sequence[Answer], **answers: Answer) -> Reading:
    return Reading(
        {"/robots.txt": robots, "/a": _PAGE, **{f"/{name}": answer for name, answer in answers.items()}},
        is_unattended=True,
    )


def text(rules: str) -> Answer:
    return Answer(rules.encode(), headers={"Content-Type": "text/plain"})


_DENIED = "http://site/a: its site's robots.txt (http://site/robots.txt) asks programs not to read it"
_UNKNOWN = "http://site/a: its site's robots.txt, which says whether programs may read it, is not to be had: "


@pytest.mark.parametrize(
    "rules",
    ["User-agent: *\nDisallow: /a", "User-agent: bangla-podcast\nDisallow: /*a$", "User-agent: *\nDisallow: /*"],
)
def test_a_site_that_asks_programs_to_stay_away(rules: str) -> None:
    reading = unattended(text(rules))
    assert reading.message == _DENIED
    assert reading.site.paths == ["/robots.txt"]


def test_a_person_who_asks_for_one_page_is_no_robot() -> None:
    reading = Reading({"/robots.txt": text("User-agent: *\nDisallow: /"), "/a": _PAGE})
    assert reading.page is not None
    assert reading.site.paths == ["/a"]


@pytest.mark.parametrize(
    "robots",
    [
        text("User-agent: *\nDisallow: /*b\nAllow: /"),
        Answer(status=404),
        Answer(status=403),
        Answer(status=301, headers={"Location": "/gone"}),
    ],
    ids=["rules", "none", "forbidden", "led to none"],
)
def test_a_site_that_lets_programs_read(robots: Answer) -> None:
    reading = unattended(robots)
    assert reading.page is not None
    assert reading.site.paths[-1] == "/a"


@pytest.mark.parametrize(
    ("robots", "reason"),
    [
        (Answer(status=500), "the server answered HTTP 500 Internal Server Error; tried 3 times"),
        (Answer(status=429), "the server answered HTTP 429 Too Many Requests; try again later; tried 3 times"),
        (Answer(status=501), "the server answered HTTP 501 Not Implemented"),
        (Answer(status=302, headers={"Location": "/robots.txt"}), "redirects more than 10 times"),
    ],
    ids=["failing", "busy", "unable", "loop"],
)
def test_a_site_that_cannot_say(robots: Answer, reason: str) -> None:
    reading = unattended(robots)
    assert reading.message == f"{_UNKNOWN}http://site/robots.txt: {reason}"
    assert "/a" not in reading.site.paths


def test_a_site_that_can_say_at_the_second_try() -> None:
    assert unattended((Answer(status=503), text("User-agent: *\nDisallow: /a"))).message == _DENIED


def test_of_a_long_robots_txt_the_first_500_kib_count() -> None:
    filling = "# এখানে কিছু নেই\n" * 30_000
    reading = unattended(text(f"User-agent: *\nDisallow: /a\n{filling}Allow: /a"))
    assert reading.message == _DENIED


@pytest.mark.parametrize(("asked", "waited_s"), [("0.5", 1), ("7", 7), ("600", 30)])
def test_a_site_that_wants_to_be_read_slowly(asked: str, waited_s: float) -> None:
    reading = unattended(
        text(f"User-agent: *\nCrawl-delay: {asked}"), a=Answer(status=302, headers={"Location": "/b"}), b=_PAGE
    )
    assert reading.page is not None
    assert reading.time.waits == [waited_s, waited_s]
    assert reading.site.paths == ["/robots.txt", "/a", "/b"]


def test_a_page_that_leads_to_one_that_programs_should_not_read() -> None:
    reading = unattended(text("User-agent: *\nDisallow: /b"), a=Answer(status=302, headers={"Location": "/b"}), b=_PAGE)
    assert reading.message == (
        "http://site/a: leads to http://site/b; its site's robots.txt (http://site/robots.txt) "
        "asks programs not to read it"
    )
    assert reading.site.paths == ["/robots.txt", "/a"]


def test_what_a_site_asks_of_programs_is_not_kept_for_the_next_run(tmp_path: Path) -> None:
    robots = replace(text("User-agent: *\nAllow: /"), headers={"ETag": '"v1"'})
    with running_site({"/robots.txt": robots, "/a": replace(_PAGE, headers={"ETag": '"v1"'})}) as site:
        for _run in range(2):
            client = net.Client(is_unattended=True, cache=net.PageCache(tmp_path), clock=FakeClock().clock)
            read_source(site.url("/a"), allow_private=True, client=client)
        seen = [(path, headers.get("If-None-Match")) for path, headers in site.requests]
    assert seen == [("/robots.txt", None), ("/a", None), ("/robots.txt", None), ("/a", '"v1"')]
