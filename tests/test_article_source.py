import io
import sys
from pathlib import Path

import pytest
from loopback_site import Answer, running_site

from podcast.article import read_source
from podcast.article.source import MAX_BYTES, describe_binary
from podcast.errors import SourceError


class _StandardInput:
    def __init__(self, content: bytes) -> None:
        self.buffer = io.BytesIO(content)


def test_a_file_is_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "খবর.html"
    path.write_bytes("নদী".encode())
    page = read_source(str(path))
    assert (page.content, page.name, page.url, page.media_type) == ("নদী".encode(), str(path), None, "text/html")


def test_a_dash_is_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", _StandardInput("নদী".encode()))
    page = read_source("-")
    assert (page.content, page.name, page.url) == ("নদী".encode(), "-", None)


def test_an_empty_standard_input_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", _StandardInput(b" \n"))
    with pytest.raises(SourceError, match="standard input: is empty"):
        read_source("-")


def test_a_web_address_is_fetched_and_keeps_what_the_server_says() -> None:
    answers = {
        "/old": Answer(status=301, headers={"Location": "/new"}),
        "/new": Answer("নদী".encode(), headers={"Content-Type": "text/html; charset=utf-8"}),
    }
    with running_site(answers) as site:
        page = read_source(site.url("/old"), allow_private=True)
        assert (page.name, page.url) == (site.url("/old"), site.url("/new"))
    assert (page.content, page.media_type, page.charset) == ("নদী".encode(), "text/html", "utf-8")


def test_a_private_address_needs_permission() -> None:
    with pytest.raises(SourceError, match="--allow-private"):
        read_source("http://127.0.0.1:9/")


@pytest.mark.parametrize("source", ["ftp://example.org/a", "s3://bucket/key"])
def test_another_scheme_is_not_taken_for_a_path(source: str) -> None:
    with pytest.raises(SourceError, match=f"{source}.*http:// or https://"):
        read_source(source)


def test_a_missing_file_is_named() -> None:
    with pytest.raises(SourceError, match=r"no-such\.html: there is no such file$"):
        read_source("no-such.html")


def test_an_address_without_its_scheme_gets_a_hint() -> None:
    with pytest.raises(SourceError, match="a web address begins with https://"):
        read_source("www.example.org/news/1")


def test_a_folder_is_not_a_source(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="is a folder"):
        read_source(str(tmp_path))


def test_a_path_that_cannot_exist_is_an_error_a_person_can_read() -> None:
    with pytest.raises(SourceError, match="cannot be read"):
        read_source("a\0b")
    with pytest.raises(SourceError, match="cannot be read"):
        read_source("খ" * 5000)


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "empty.txt"
    path.touch()
    with pytest.raises(SourceError, match=r"empty\.txt: is empty"):
        read_source(str(path))


def test_a_file_over_the_limit_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "big.txt"
    path.write_bytes(b"a" * (MAX_BYTES + 1))
    with pytest.raises(SourceError, match="10,000,000 bytes"):
        read_source(str(path))


def test_a_page_that_is_no_text_is_named_for_what_it_is() -> None:
    with running_site({"/a": Answer(b"%PDF-1.7\n")}) as site, pytest.raises(SourceError, match="is a PDF document"):
        read_source(site.url("/a"), allow_private=True)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "a JPEG picture"),
        (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
        (b"ID3\x04\x00", "an MP3 sound"),
        (b"\xff\xfb\x90\x00", "an MP3 sound"),
        (b"PK\x03\x04\x14", "a ZIP archive or an office document"),
        (b"\x00\x00\x00 ftypM4A ", "an MP4 or M4A file"),
        (b"\x00" * 257 + b"ustar", "a TAR archive"),
        (bytes(range(32)) * 8, "binary data"),
    ],
)
def test_binary_files_are_told_by_their_first_bytes(content: bytes, kind: str) -> None:
    assert describe_binary(content) == kind


@pytest.mark.parametrize(
    "content",
    [
        "নদী".encode(),
        "<p>নদী".encode("utf-16"),
        "<p>নদী</p>".encode("utf-16-le"),
        b"caf\xe9",
        "ÿûx".encode("latin-1")[2:],
    ],
)
def test_text_in_any_encoding_is_not_binary(content: bytes) -> None:
    assert describe_binary(content) is None
