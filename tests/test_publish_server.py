import email.policy
import gzip
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from email import message_from_bytes
from email.utils import formatdate, parsedate_to_datetime
from pathlib import Path

import feedparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from show_samples import BASE_URL
from show_server import SOUND, Answer, Site, make_folder, running

from podcast.errors import PublishError
from podcast.publish.server import Answered, create_app, serve
from podcast.settings import UNSET_BASE_URL

DATA = Path(__file__).parent / "data"
REFUSED = [line for line in (DATA / "server_refused.tsv").read_text(encoding="utf-8").splitlines() if line[0] != "#"]
RANGES = [
    line.split("\t")
    for line in (DATA / "server_ranges.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]
HOSTILE = {
    kind: words.split(" ")
    for kind, words in (
        line.split("\t")
        for line in (DATA / "server_hostile.tsv").read_text(encoding="utf-8").splitlines()
        if not line.startswith("#")
    )
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    outer = tmp_path_factory.mktemp("outer")
    folder = make_folder(outer / "show")
    (outer / "secret.html").write_text("secret")
    (folder / ".hidden.html").write_text("secret")
    (folder / "notes.txt").write_text("secret")
    (folder / "outside.html").symlink_to(outer / "secret.html")
    (folder / "outside").symlink_to(outer)
    (folder / "inside.sqlite3").symlink_to(folder / ".podcast" / "library.sqlite3")
    (folder / ".podcast" / "report.html").write_text("secret")
    (folder / "private.html").symlink_to(folder / ".podcast" / "report.html")
    (folder / "circle.html").symlink_to(folder / "circle.html")
    (folder / "linked.html").symlink_to(folder / "index.html")
    with running(folder) as port:
        yield Site(folder, port)


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/index.html", "text/html; charset=utf-8"),
        ("/feed.xml", "application/rss+xml; charset=utf-8"),
        ("/cover.jpg", "image/jpeg"),
        ("/episodes/one.mp3", "audio/mpeg"),
        ("/episodes/one.vtt", "text/vtt; charset=utf-8"),
        ("/episodes/one.srt", "application/x-subrip; charset=utf-8"),
        ("/episodes/one.json", "application/json; charset=utf-8"),
        ("/episodes/one.words.json", "application/json; charset=utf-8"),
        ("/episodes/one.chapters.json", "application/json+chapters; charset=utf-8"),
        ("/episodes/one.html", "text/html; charset=utf-8"),
        ("/linked.html", "text/html; charset=utf-8"),
    ],
)
def test_every_file_of_a_show_has_its_type_and_head_says_what_get_does(site: Site, path: str, media_type: str) -> None:
    got, head = site.ask(path), site.ask(path, "HEAD")
    assert (got.status, head.status) == (200, 200)
    assert got.headers["content-type"] == media_type
    assert got.headers["content-length"] == str(len(got.body))
    assert got.headers["accept-ranges"] == "bytes"
    assert got.headers["access-control-allow-origin"] == "*"
    assert got.headers["x-content-type-options"] == "nosniff"
    assert got.headers["etag"].startswith('"')
    assert head.body == b""
    assert {k: v for k, v in head.headers.items() if k != "date"} == {
        k: v for k, v in got.headers.items() if k != "date"
    }


@pytest.mark.parametrize("path", REFUSED)
def test_nothing_that_is_not_part_of_the_show_is_given_away(site: Site, path: str) -> None:
    answer = site.ask(path)
    assert answer.status == 404
    assert b"secret" not in answer.body
    assert b"private" not in answer.body


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_nothing_can_be_changed(site: Site, method: str) -> None:
    answer = site.ask("/feed.xml", method, content_length="0")
    assert answer.status == 405
    assert "GET" in answer.headers["allow"]


def test_a_players_preflight_is_allowed(site: Site) -> None:
    answer = site.ask("/episodes/one.mp3", "OPTIONS", origin="https://player.example")
    assert answer.status == 204
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "Range" in answer.headers["access-control-allow-headers"]


def parts_of(answer: Answer) -> list[tuple[str, str, bytes]]:
    """Read a multipart answer with the standard library's parser of mail."""
    head = f"Content-Type: {answer.headers['content-type']}\r\n\r\n".encode()
    message = message_from_bytes(head + answer.body, policy=email.policy.HTTP)
    assert message.get_content_type() == "multipart/byteranges"
    assert not message.defects
    return [
        (part.get_content_type(), part["content-range"], part.get_payload(decode=True)) for part in message.iter_parts()
    ]


@pytest.mark.parametrize(("wanted", "status", "part"), RANGES)
def test_byte_ranges(site: Site, wanted: str, status: str, part: str) -> None:
    answer = site.ask("/episodes/one.mp3", range=wanted)
    assert answer.status == int(status)
    if answer.status == 416:
        assert answer.headers["content-range"] == "bytes */100"
    elif part == "all":
        assert answer.body == SOUND
        assert "content-range" not in answer.headers
    elif "," in part:
        assert "content-range" not in answer.headers
        assert answer.headers["content-length"] == str(len(answer.body))
        spans = [tuple(map(int, span.split("-"))) for span in part.split(",")]
        assert parts_of(answer) == [
            ("audio/mpeg", f"bytes {first}-{last}/100", SOUND[first : last + 1]) for first, last in spans
        ]
    else:
        first, last = map(int, part.split("-"))
        assert answer.body == SOUND[first : last + 1]
        assert answer.headers["content-range"] == f"bytes {first}-{last}/100"
        assert answer.headers["content-length"] == str(last + 1 - first)


def test_a_range_of_the_feed_is_a_range_of_what_is_sent(site: Site) -> None:
    whole = site.ask("/feed.xml").body
    assert site.ask("/feed.xml", range="bytes=100-199").body == whole[100:200]


def test_head_ignores_ranges(site: Site) -> None:
    answer = site.ask("/episodes/one.mp3", "HEAD", range="bytes=0-9")
    assert (answer.status, answer.headers["content-length"]) == (200, "100")


def test_a_download_goes_on_only_with_the_same_file(site: Site) -> None:
    etag = site.ask("/episodes/one.mp3").headers["etag"]
    modified = site.ask("/episodes/one.mp3").headers["last-modified"]
    for same in (etag, modified):
        assert site.ask("/episodes/one.mp3", range="bytes=50-", if_range=same).body == SOUND[50:]
    for other in ('"another"', f"W/{etag}", formatdate(0, usegmt=True)):
        answer = site.ask("/episodes/one.mp3", range="bytes=50-", if_range=other)
        assert (answer.status, answer.body) == (200, SOUND)


@pytest.mark.parametrize("path", ["/feed.xml", "/episodes/one.mp3", "/"])
def test_what_a_client_already_has_is_not_sent_again(site: Site, path: str) -> None:
    etag = site.ask(path).headers["etag"]
    for known in (etag, f'"x", {etag}', f"W/{etag}", "*"):
        answer = site.ask(path, if_none_match=known)
        assert (answer.status, answer.body) == (304, b"")
        assert answer.headers["etag"] == etag
    assert site.ask(path, if_none_match='"another"').status == 200


def test_dates_are_compared_when_there_is_no_etag(site: Site) -> None:
    modified = site.ask("/episodes/one.mp3").headers["last-modified"]
    moment = parsedate_to_datetime(modified).timestamp()
    assert site.ask("/episodes/one.mp3", if_modified_since=modified).status == 304
    assert site.ask("/episodes/one.mp3", if_modified_since=formatdate(moment - 1, usegmt=True)).status == 200
    assert site.ask("/episodes/one.mp3", if_modified_since="yesterday").status == 200
    answer = site.ask("/episodes/one.mp3", if_modified_since=modified, if_none_match='"another"')
    assert answer.status == 200


def test_a_file_has_a_date_once_no_other_version_can_have_the_same(site: Site) -> None:
    path = site.folder / "episodes" / "one.vtt"
    path.write_bytes(path.read_bytes())
    now_s = time.time()
    os.utime(path, (now_s + 1, now_s + 1))
    assert "last-modified" not in site.ask("/episodes/one.vtt").headers
    os.utime(path, (now_s - 2, now_s - 2))
    assert site.ask("/episodes/one.vtt").headers["last-modified"] == formatdate(int(now_s - 2), usegmt=True)


def test_a_file_rewritten_in_the_same_second_has_another_etag(site: Site) -> None:
    path = site.folder / "episodes" / "one.vtt"
    before = path.stat()
    first = site.ask("/episodes/one.vtt").headers["etag"]
    new = path.with_suffix(".new")
    new.write_bytes(path.read_bytes().replace(b"v", b"V", 1))
    os.utime(new, ns=(before.st_atime_ns, before.st_mtime_ns))
    new.replace(path)
    assert path.stat().st_mtime_ns == before.st_mtime_ns
    assert path.stat().st_size == before.st_size
    second = site.ask("/episodes/one.vtt").headers["etag"]
    assert first != second


def test_the_same_bytes_written_again_keep_their_etag(site: Site) -> None:
    path = site.folder / "episodes" / "one.srt"
    first = site.ask("/episodes/one.srt").headers["etag"]
    new = path.with_suffix(".new")
    new.write_bytes(path.read_bytes())
    new.replace(path)
    assert site.ask("/episodes/one.srt").headers["etag"] == first


def test_a_feed_without_a_public_address_has_the_one_it_was_asked_by(site: Site) -> None:
    here = f"http://192.168.1.7:{site.port}/"
    answer = site.ask("/feed.xml", host=here.removeprefix("http://").removesuffix("/"))
    parsed = feedparser.parse(answer.body)
    assert not parsed.bozo
    assert parsed.entries[0].enclosures[0].href.startswith(f"{here}episodes/")
    assert parsed.feed.image.href == f"{here}cover.jpg"
    assert UNSET_BASE_URL.encode() not in answer.body
    assert answer.headers["content-length"] == str(len(answer.body))
    assert answer.headers["etag"] != site.ask("/feed.xml").headers["etag"]


@pytest.mark.parametrize("host", ['a"><script>', "a b", "a/b", "user@a", "a:b", "[::1", "a:8000:1", "-", "ঘাট"])
def test_a_host_that_is_no_host_is_refused(site: Site, host: str) -> None:
    answer = site.ask("/feed.xml", host=host.encode().decode("latin-1"))
    assert answer.status == 400
    assert host.encode() not in answer.body


@pytest.mark.parametrize("host", ["khobor.example", "KHOBOR.example:80", "[::1]:8000", "10.0.0.1"])
def test_a_good_host_is_taken(site: Site, host: str) -> None:
    assert f'href="http://{host}/feed.xml"'.encode() in site.ask("/feed.xml", host=host).body


def test_a_feed_with_a_public_address_is_sent_byte_for_byte(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "show", BASE_URL)
    with running(folder) as port:
        assert Site(folder, port).ask("/feed.xml").body == (folder / "feed.xml").read_bytes()


def test_pages_may_load_nothing_from_elsewhere(site: Site) -> None:
    policy = site.ask("/").headers["content-security-policy"]
    assert policy == site.ask("/feed.xml").headers["content-security-policy"]
    parts = dict(part.split(" ", 1) for part in policy.split("; "))
    assert parts["default-src"] == "'none'"
    assert {name: value for name, value in parts.items() if value not in {"'none'", "'self'"}} == {}


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "application/xml"),
        ("application/rss+xml, application/xml;q=0.8, */*;q=0.1", "application/rss+xml"),
        ("*/*", "application/rss+xml"),
    ],
)
@pytest.mark.parametrize("encoding", ["gzip", "identity"])
def test_a_browser_is_sent_the_feed_as_something_it_shows(
    site: Site, accept: str, media_type: str, encoding: str
) -> None:
    answer = site.ask("/feed.xml", accept=accept, accept_encoding=encoding)
    assert answer.headers["content-type"] == f"{media_type}; charset=utf-8"
    assert answer.headers["vary"] == "Accept, Accept-Encoding"
    plain = gzip.decompress(answer.body) if encoding == "gzip" else answer.body
    assert plain == site.ask("/feed.xml").body


def test_a_large_file_arrives_whole_while_it_is_being_replaced(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "show")
    path = folder / "episodes" / "one.mp3"
    old, new = b"a" * 3_000_000, b"b" * 2_000_000
    path.write_bytes(old)
    with running(folder) as port:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        connection.request("GET", "/episodes/one.mp3")
        response = connection.getresponse()
        first = response.read(1000)
        path.with_suffix(".new").write_bytes(new)
        path.with_suffix(".new").replace(path)
        assert first + response.read() == old
        connection.request("GET", "/episodes/one.mp3")
        assert connection.getresponse().read() == new
        connection.close()


@pytest.mark.parametrize("start", [create_app, serve])
def test_what_is_no_show_is_refused_by_name(tmp_path: Path, start: object) -> None:
    with pytest.raises(PublishError, match=r"missing: there is no such folder"):
        start(tmp_path / "missing")
    with pytest.raises(PublishError, match=r"holds no feed\.xml"):
        start(tmp_path)


def test_a_port_that_is_taken_is_named(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "show")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(PublishError, match=rf"port {port} on 127\.0\.0\.1 cannot be taken: Address already in use"):
            serve(folder, port=port)


SERVE = """
import sys
from pathlib import Path
from podcast.publish.server import serve
try:
    serve(Path(sys.argv[1]), port=0, on_ready=lambda address: print(address, flush=True))
except KeyboardInterrupt:
    sys.exit(130)
"""


def test_serving_tells_its_address_and_ends_when_interrupted(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "show")
    with subprocess.Popen(
        [sys.executable, "-c", SERVE, folder], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        address = process.stdout.readline().strip()
        port = int(address.removesuffix("/").rpartition(":")[2])
        assert address == f"http://127.0.0.1:{port}/"
        assert Site(folder, port).ask("/episodes/one.mp3").body == SOUND
        process.send_signal(signal.SIGINT)
        output, errors = process.communicate()
    assert (process.returncode, output, errors) == (130, "", "")


def test_text_is_compressed_for_whoever_takes_it(site: Site) -> None:
    plain = site.ask("/feed.xml")
    packed = site.ask("/feed.xml", accept_encoding="br, gzip")
    assert gzip.decompress(packed.body) == plain.body
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.headers["vary"] == plain.headers["vary"] == "Accept, Accept-Encoding"
    assert packed.headers["etag"] != plain.headers["etag"]
    assert not packed.headers["etag"].startswith("W/")
    head = site.ask("/feed.xml", "HEAD", accept_encoding="gzip")
    assert {**head.headers, "date": ""} == {**packed.headers, "date": ""}


@pytest.mark.parametrize("accepted", ["identity", "gzip;q=0", "*;q=0, br", "gzip; q=0.0, *", "gzip;q=x", "br"])
def test_text_is_not_compressed_for_whoever_refuses_it(site: Site, accepted: str) -> None:
    answer = site.ask("/feed.xml", accept_encoding=accepted)
    assert "content-encoding" not in answer.headers
    assert feedparser.parse(answer.body).entries


@pytest.mark.parametrize("accepted", ["gzip", "GZIP;q=0.5", "*", "br;q=1.0, *;q=0.1"])
def test_every_way_of_taking_gzip_is_understood(site: Site, accepted: str) -> None:
    assert site.ask("/feed.xml", accept_encoding=accepted).headers["content-encoding"] == "gzip"


def test_sound_pictures_and_parts_are_never_compressed(site: Site) -> None:
    (site.folder / "episodes" / "long.mp3").write_bytes(b"a" * 5000)
    (site.folder / "large.jpg").write_bytes(b"a" * 5000)
    for path in ("/episodes/long.mp3", "/large.jpg"):
        answer = site.ask(path, accept_encoding="gzip")
        assert answer.body == b"a" * 5000
        assert "vary" not in answer.headers
    whole = site.ask("/feed.xml").body
    part = site.ask("/feed.xml", accept_encoding="gzip", range="bytes=0-99")
    assert (part.status, part.body) == (206, whole[:100])
    assert "content-encoding" not in part.headers


def test_a_compressed_feed_is_not_sent_again_and_not_mixed_with_the_plain_one(site: Site) -> None:
    etag = site.ask("/feed.xml", accept_encoding="gzip").headers["etag"]
    again = site.ask("/feed.xml", accept_encoding="gzip", if_none_match=etag)
    assert (again.status, again.body, again.headers["etag"]) == (304, b"", etag)
    assert again.headers["vary"] == "Accept, Accept-Encoding"
    rest = site.ask("/feed.xml", range="bytes=100-", if_range=etag)
    assert rest.status == 200


def test_a_file_that_has_changed_meanwhile_is_refused_to_who_says_so(site: Site) -> None:
    etag, modified = (site.ask("/episodes/one.mp3").headers[name] for name in ("etag", "last-modified"))
    for same in ({"if_match": etag}, {"if_match": "*"}, {"if_unmodified_since": modified}):
        assert site.ask("/episodes/one.mp3", **same).status == 200
    for other in ({"if_match": '"x"'}, {"if_match": f"W/{etag}"}, {"if_unmodified_since": formatdate(0, usegmt=True)}):
        assert site.ask("/episodes/one.mp3", **other).status == 412


def test_requests_in_the_forms_of_proxies_are_taken(site: Site) -> None:
    assert site.ask(f"http://127.0.0.1:{site.port}/episodes/one.mp3").body == SOUND
    assert site.ask("HTTPS://khobor.example/episodes/one.mp3").body == SOUND
    assert site.ask("http://127.0.0.1/../secret.html").status == 404
    assert site.ask("*", "OPTIONS").status == 204


def test_a_page_of_older_episodes_is_a_feed_too(site: Site) -> None:
    feed = (site.folder / "feed.xml").read_bytes().replace(b"feed.xml", b"feed-2.xml")
    (site.folder / "feed-2.xml").write_bytes(feed)
    answer = site.ask("/feed-2.xml")
    assert answer.headers["content-type"] == "application/rss+xml; charset=utf-8"
    assert UNSET_BASE_URL.encode() not in answer.body


def test_every_answer_is_told_in_words_that_no_client_can_make_a_terminal_obey(tmp_path: Path) -> None:
    told: list[Answered] = []
    folder = make_folder(tmp_path / "show")
    with running(folder, on_answer=told.append) as port:
        site = Site(folder, port)
        site.ask("/episodes/one.mp3", user_agent="AntennaPod\xe9\x9b1m", range="bytes=0-9")
        site.ask("/episodes/one.mp3", "HEAD", user_agent="x")
        site.ask("/%E0%A6%98?a=1")
    assert told == [
        Answered("127.0.0.1", "GET", "/episodes/one.mp3", 206, 10, r"AntennaPod\xe9\x9b1m"),
        Answered("127.0.0.1", "HEAD", "/episodes/one.mp3", 200, 0, "x"),
        Answered("127.0.0.1", "GET", "/%E0%A6%98", 404, 22, "-"),
    ]


TOKENS = st.text("!#$%&'*+-.^_`|~0123456789abcXYZ", min_size=1, max_size=12)
PATHS = st.one_of(
    st.sampled_from(["/", "/feed.xml", "/episodes/one.mp3", "*", "/episodes/one.html", *REFUSED]),
    st.lists(st.sampled_from(HOSTILE["path"]), max_size=8).map(lambda parts: "/" + "/".join(parts)),
    st.text(max_size=40).map(lambda text: "/" + text),
)
VALUES = st.one_of(
    st.text(st.characters(min_codepoint=1, max_codepoint=255), max_size=40),
    st.sampled_from(["bytes=" + "9" * 5000 + "-", "bytes=" + "0-0," * 900 + "1-1", *HOSTILE["value"]]),
)
NAMES = st.one_of(st.sampled_from(HOSTILE["header"]), TOKENS)
HOSTS = st.sampled_from([[], ["Host: khobor.example"]])
METHODS = st.one_of(st.sampled_from(["GET", "GET", "HEAD", "OPTIONS", "POST", "CONNECT", "get", "PRI"]), TOKENS)


@settings(max_examples=600)
@given(METHODS, PATHS, st.lists(st.tuples(NAMES, VALUES), max_size=5), HOSTS)
def test_whatever_is_asked_is_answered_without_failing_or_leaving_the_folder(
    site: Site, method: str, path: str, headers: list[tuple[str, str]], host: list[str]
) -> None:
    lines = [f"{method} {path} HTTP/1.1", *host]
    lines += [f"{name}: {value}" for name, value in headers]
    answer = send_raw(site.port, "\r\n".join(lines).encode("utf-8", "replace") + b"\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 "), answer[:80]
    assert answer[9:10] in b"234", answer[:200]
    assert b"secret" not in answer
    assert b"private" not in answer


@settings(max_examples=300)
@given(st.binary(min_size=1, max_size=300))
def test_bytes_that_are_no_request_are_no_failure(site: Site, sent: bytes) -> None:
    answer = send_raw(site.port, sent)
    assert answer == b"" or answer[9:10] in b"234", answer[:200]


def send_raw(port: int, request: bytes) -> bytes:
    """Send *request* and no more, and give everything that comes back."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.sendall(request)
        connection.shutdown(socket.SHUT_WR)
        received = bytearray()
        while block := connection.recv(65536):
            received += block
    return bytes(received)
