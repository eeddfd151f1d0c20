import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

import pytest
from fake_clock import FakeClock
from loopback_site import Answer, Site, running_site

from podcast.errors import SourceError
from podcast.net import Download, download

BODY = bytes(range(256)) * 4_000
WHOLE = Answer(BODY, resumes=True)


def stopping(after: int) -> Answer:
    return Answer(BODY, resumes=True, stops_after=after)


def fetch(site: Site, path: Path, *, size: int = len(BODY), clock: FakeClock | None = None, **more: object) -> None:
    wanted = Download(site.url("/big"), path, size)
    download(wanted, allow_private=True, clock=(clock or FakeClock()).clock, **more)


def ranges(site: Site) -> list[str | None]:
    return [headers.get("Range") for _, headers in site.requests]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "big.part"


def test_a_file_is_received_whole_with_its_progress(path: Path) -> None:
    steps: list[tuple[int, int]] = []
    with running_site({"/big": WHOLE}) as site:
        fetch(site, path, on_progress=lambda *step: steps.append(step))
    assert path.read_bytes() == BODY
    assert steps == sorted(steps)
    assert (steps[0], steps[-1]) == ((0, len(BODY)), (len(BODY), len(BODY)))


def test_what_an_earlier_run_received_is_not_asked_for_again(path: Path) -> None:
    path.write_bytes(BODY[:700_000])
    with running_site({"/big": WHOLE}) as site:
        fetch(site, path)
        assert ranges(site) == ["bytes=700000-"]
    assert path.read_bytes() == BODY


def test_nothing_is_asked_for_when_everything_is_there(path: Path) -> None:
    path.write_bytes(BODY)
    with running_site({"/big": WHOLE}) as site:
        fetch(site, path)
        assert site.requests == []


def test_a_file_that_is_larger_than_it_can_be_is_begun_anew(path: Path) -> None:
    path.write_bytes(BODY + b"x")
    with running_site({"/big": WHOLE}) as site:
        fetch(site, path)
        assert ranges(site) == [None]
    assert path.read_bytes() == BODY


def test_a_connection_that_breaks_off_goes_on_where_it_broke(path: Path) -> None:
    clock = FakeClock()
    with running_site({"/big": (stopping(300_000), stopping(400_000), WHOLE)}) as site:
        fetch(site, path, clock=clock)
        assert ranges(site) == [None, "bytes=300000-", "bytes=700000-"]
    assert path.read_bytes() == BODY
    assert clock.waits == [1.0, 2.0]


def test_a_server_that_does_not_tell_the_length_and_ends_early_is_noticed(path: Path) -> None:
    early = Answer(BODY, stops_after=300_000, says_length=False)
    with running_site({"/big": (early, WHOLE)}) as site:
        fetch(site, path)
    assert path.read_bytes() == BODY


def test_tries_are_limited_and_what_came_is_kept(path: Path) -> None:
    with (
        running_site({"/big": stopping(1_000)}) as site,
        pytest.raises(SourceError, match=r"/big: .*broke off.*; tried 3 times"),
    ):
        fetch(site, path)
    assert path.read_bytes() == BODY[:3_000]


def test_tries_begin_again_while_it_gets_on(path: Path) -> None:
    body = bytes(7_000_000)
    stops = Answer(body, resumes=True, stops_after=1_000_000)
    with running_site({"/big": stops}) as site:
        fetch(site, path, size=len(body))
        assert len(site.requests) == 7
    assert path.read_bytes() == body


@pytest.mark.parametrize(
    "confused",
    [
        Answer(b"", status=416),
        Answer(BODY, resumes=True, headers={"Content-Range": f"bytes 5-{len(BODY) - 1}/{len(BODY)}"}),
        Answer(BODY, resumes=True, headers={"Content-Range": "bytes 700000-9/77"}),
        Answer(BODY, status=206),
    ],
    ids=["cannot", "from elsewhere", "of another file", "without saying"],
)
def test_a_server_that_cannot_go_on_sends_the_whole(path: Path, confused: Answer) -> None:
    path.write_bytes(BODY[:700_000])
    with running_site({"/big": (confused, Answer(BODY))}) as site:
        fetch(site, path)
        assert ranges(site) == ["bytes=700000-", None]
    assert path.read_bytes() == BODY


def test_a_server_that_knows_no_ranges_sends_the_whole(path: Path) -> None:
    path.write_bytes(b"?" * 700_000)
    with running_site({"/big": Answer(BODY)}) as site:
        fetch(site, path)
    assert path.read_bytes() == BODY


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ([Answer(status=404)], "HTTP 404 Not Found"),
        ([Answer(BODY + b"x")], r"is 1,024,001 bytes long, where 1,024,000 were expected"),
        ([Answer(BODY[1:])], r"is 1,023,999 bytes long"),
        ([Answer(BODY + b"x", says_length=False)], "too large"),
        ([Answer(BODY, headers={"Content-Encoding": "gzip"})], "compressed as “gzip”"),
        ([Answer(BODY, status=206, headers={"Content-Range": "bytes 0-9/10"})], "HTTP 206"),
    ],
    ids=["absent", "longer", "shorter", "longer than told", "compressed", "part unasked"],
)
def test_what_is_not_the_file_is_refused_at_once(path: Path, answers: Sequence[Answer], said: str) -> None:
    with running_site({"/big": answers}) as site:
        with pytest.raises(SourceError, match=said):
            fetch(site, path)
        assert len(site.requests) == 1


def test_redirects_are_followed_and_take_the_range_along(path: Path) -> None:
    path.write_bytes(BODY[:10])
    answers = {"/big": Answer(status=302, headers={"Location": "/there#x"}), "/there": WHOLE}
    with running_site(answers) as site:
        fetch(site, path)
        assert site.paths == ["/big", "/there"]
        assert ranges(site)[1] == "bytes=10-"
    assert path.read_bytes() == BODY


def test_a_redirect_loop_ends(path: Path) -> None:
    with (
        running_site({"/big": Answer(status=302, headers={"Location": "/big"})}) as site,
        pytest.raises(SourceError, match="redirects more than 10 times"),
    ):
        fetch(site, path)


def test_addresses_of_the_own_network_are_refused(path: Path) -> None:
    with running_site({"/big": WHOLE}) as site:
        with pytest.raises(SourceError, match=r"127\.0\.0\.1 is not a public address"):
            download(Download(site.url("/big"), path, len(BODY)))
        assert site.requests == []
    assert not path.exists()


def test_a_server_that_sends_nothing_more_is_asked_again(path: Path) -> None:
    release = threading.Event()
    silent = Answer(BODY, wait_for=lambda: release.wait(20))
    with running_site({"/big": (silent, WHOLE)}) as site:
        fetch(site, path, stall_s=0.3)
        release.set()
    assert path.read_bytes() == BODY


def test_an_interrupt_keeps_what_came(path: Path) -> None:
    def interrupt(done: int, _total: int) -> None:
        if done > 500_000:
            raise KeyboardInterrupt

    with running_site({"/big": WHOLE}) as site:
        with pytest.raises(KeyboardInterrupt):
            fetch(site, path, on_progress=interrupt)
        kept = path.read_bytes()
        assert 500_000 < len(kept) < len(BODY)
        fetch(site, path)
        assert ranges(site)[1] == f"bytes={len(kept)}-"
    assert path.read_bytes() == BODY


@pytest.mark.skipif(os.name != "posix", reason="limits of processes are POSIX")
def test_a_disk_that_is_full_is_an_error_and_what_fits_is_kept(path: Path) -> None:
    program = (
        "import resource, sys; from pathlib import Path; from podcast.net import Download, download;"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, 600_000));"
        "download(Download(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])), allow_private=True)"
    )
    with running_site({"/big": WHOLE}) as site:
        done = subprocess.run(
            [sys.executable, "-c", program, site.url("/big"), str(path), str(len(BODY))],
            capture_output=True,
            text=True,
            check=False,
        )
        assert "OSError: [Errno 27]" in done.stderr
        assert path.read_bytes() == BODY[:600_000]
        fetch(site, path)
    assert path.read_bytes() == BODY
