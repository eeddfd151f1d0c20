from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from podcast.errors import SourceError
from podcast.net.addresses import is_any, is_public
from podcast.net.failures import StatusError
from podcast.net.robots import MAX_ROBOTS_BYTES, RobotsKeeper, RobotsTxt
from podcast.net.values import Order

_PAGE = "https://example.org/খবর/নদী"


def order(source: str = _PAGE) -> Order:
    return Order(source, 1000, 10, is_public)


@pytest.mark.parametrize(
    ("text", "is_allowed"),
    [
        ("", True),
        ("User-agent: *\nDisallow:", True),
        ("User-agent: *\nDisallow: /", False),
        ("User-agent: *\nDisallow: /খবর", False),
        ("User-agent: *\nDisallow: /%E0%A6%96", False),
        ("User-agent: *\nDisallow: /*নদী$", False),
        ("User-agent: *\nDisallow: /*নদ$", True),
        ("User-agent: *\nDisallow: /\nAllow: /খবর/", True),
        ("User-agent: Bangla-Podcast\nDisallow: /\n\nUser-agent: *\nAllow: /", False),
        ("User-agent: bangla-podcast\nAllow: /\n\nUser-agent: *\nDisallow: /", True),
        ("User-agent: otherbot\nDisallow: /", True),
        ("\ufeffUser-agent: *\nDisallow: /", False),
        ("<!DOCTYPE html><title>পাতাটি নেই</title>", True),
    ],
)
def test_the_longest_rule_for_this_program_decides(text: str, is_allowed: bool) -> None:  # noqa: FBT001 - a table's column
    assert RobotsTxt.parse(text.encode()).allows(_PAGE) is is_allowed


@pytest.mark.parametrize(("value", "delay_s"), [("2.5", 2.5), ("86400", 30), ("-1", 0), ("inf", 0), ("নান", 0)])
def test_a_delay_is_granted_up_to_30_s(value: str, delay_s: float) -> None:
    assert RobotsTxt.parse(f"User-agent: *\nCrawl-delay: {value}".encode()).delay_s == delay_s


def test_each_site_is_asked_once_at_its_root() -> None:
    asked: list[Order] = []

    def read(wanted: Order) -> bytes:
        asked.append(wanted)
        return b""

    keeper = RobotsKeeper(read)
    for url in (
        "https://example.org/a?b",
        "https://me:pw@example.org:443/c#d",
        "http://example.org/",
        "https://example.org:8443/",
    ):
        keeper.check(httpx.URL(url), order(url))
    assert [wanted.source for wanted in asked] == [
        "https://example.org/robots.txt",
        "http://example.org/robots.txt",
        "https://example.org:8443/robots.txt",
    ]
    assert {wanted.max_bytes for wanted in asked} == {MAX_ROBOTS_BYTES}


def test_threads_ask_a_site_once() -> None:
    others_are_kept_waiting = []

    def read(_wanted: Order) -> bytes:
        (site,) = keeper._sites.values()
        others_are_kept_waiting.append(site.lock.locked())
        return b""

    keeper = RobotsKeeper(read)

    def check(_number: int) -> float:
        return keeper.check(httpx.URL(_PAGE), order())

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(check, range(20)))
    assert others_are_kept_waiting == [True]


def test_what_one_may_not_reach_is_not_remembered_for_another() -> None:
    def read(wanted: Order) -> bytes:
        if wanted.is_allowed is is_public:
            raise SourceError("is not a public address")
        return b""

    keeper = RobotsKeeper(read)
    with pytest.raises(SourceError, match="is not a public address"):
        keeper.check(httpx.URL(_PAGE), order())
    assert keeper.check(httpx.URL(_PAGE), Order(_PAGE, 1000, 10, is_any)) == 0


@pytest.mark.parametrize("status", [204, 401, 403, 404, 410])
def test_where_there_is_none_all_is_allowed(status: int) -> None:
    def read(_wanted: Order) -> bytes:
        raise StatusError("no", status)

    assert RobotsKeeper(read).check(httpx.URL(_PAGE), order()) == 0


@pytest.mark.parametrize("error", [StatusError("HTTP 501", 501), SourceError("timed out")])
def test_where_it_cannot_be_known_nothing_is_allowed(error: SourceError) -> None:
    def read(_wanted: Order) -> bytes:
        raise error

    keeper = RobotsKeeper(read)
    for _ in range(2):
        with pytest.raises(SourceError, match=f"^{_PAGE}: its site's robots.txt, .*, is not to be had: {error}$"):
            keeper.check(httpx.URL(_PAGE), order())


def test_a_page_that_was_led_to_is_named_as_well() -> None:
    keeper = RobotsKeeper(lambda _wanted: b"User-agent: *\nDisallow: /")
    with pytest.raises(
        SourceError, match=r"^https://short\.example/1: leads to https://example\.org/a; its site's robots"
    ):
        keeper.check(httpx.URL("https://example.org/a"), order("https://short.example/1"))
