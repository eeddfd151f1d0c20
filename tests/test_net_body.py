import gzip
import zlib

import pytest
from fake_clock import FakeClock
from loopback_site import Answer, running_site

from podcast import net
from podcast.errors import SourceError


def from_here(url: str, **limits: int) -> net.Fetched:
    return net.Client(delay_s=0, timeout_s=10, clock=FakeClock().clock).fetch(url, allow_private=True, **limits)


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


def test_what_unpacks_far_beyond_its_size_is_refused_before_it_is_too_large() -> None:
    bomb = gzip.compress(b"\0" * 5_000_000, mtime=0)
    with (
        running_site({"/a": Answer(bomb, headers={"Content-Encoding": "gzip"})}) as site,
        pytest.raises(SourceError, match=r"/a: unpacks to more than 200 times its size.*decompression bomb"),
    ):
        from_here(site.url("/a"))


def test_a_small_page_may_be_mostly_white_space() -> None:
    page = b" " * 1_000_000
    with running_site({"/a": Answer(gzip.compress(page, mtime=0), headers={"Content-Encoding": "gzip"})}) as site:
        assert from_here(site.url("/a")).content == page


def test_blocks_that_hold_nothing_end_at_the_limit() -> None:
    squeeze = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    start = zlib.compress(b"")[:2]
    nothing = squeeze.flush(zlib.Z_FULL_FLUSH) * 100
    answers = {
        "/a": Answer(start + nothing, headers={"Content-Encoding": "deflate"}),
        "/b": Answer(start + nothing * 10, headers={"Content-Encoding": "deflate"}, says_length=False),
    }
    with running_site(answers) as site:
        with pytest.raises(SourceError, match="ends before its compressed data does"):
            from_here(site.url("/a"), max_bytes=1000)
        with pytest.raises(SourceError, match="too large: more than that, still compressed"):
            from_here(site.url("/b"), max_bytes=1000)


def test_what_follows_the_end_of_a_compressed_page_is_not_waited_for() -> None:
    page = Answer(
        gzip.compress("নদী".encode(), mtime=0), headers={"Content-Encoding": "gzip"}, says_length=False, is_endless=True
    )
    with running_site({"/a": page}) as site:
        assert from_here(site.url("/a")).content == "নদী".encode()
