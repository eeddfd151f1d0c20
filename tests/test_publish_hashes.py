import io
import os
from pathlib import Path

import pytest

from podcast.publish.hashes import PART_BYTES, Digests, Hashes, digest

EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@pytest.mark.parametrize(
    ("content", "etag"),
    [  # as Amazon's documentation forms them: MD5, or the MD5 of the parts' MD5s, and how many there are
        (b"", "d41d8cd98f00b204e9800998ecf8427e"),
        (b"a", "0cc175b9c0f1b6a831c399e269772661"),
        (bytes(PART_BYTES - 1), None),
        (bytes(PART_BYTES), "-1"),
        (bytes(PART_BYTES + 1), "-2"),
        (bytes(PART_BYTES * 2), "-2"),
    ],
)
def test_a_large_files_etag_counts_its_parts(content: bytes, etag: str | None) -> None:
    file = io.BytesIO(content)
    found = digest(file)
    assert file.tell() == 0
    if etag is None:
        assert "-" not in found.etag
    else:
        assert found.etag.endswith(etag)
    assert (found.sha256 == EMPTY) == (content == b"")


def test_a_file_is_read_again_only_when_it_has_changed(tmp_path: Path) -> None:
    path = tmp_path / "one.mp3"
    path.write_bytes(b"one")
    before = path.stat()

    def ask() -> Digests:
        hashes = Hashes(tmp_path, tmp_path / "cache")
        with path.open("rb") as file:
            found = hashes.of("one.mp3", file)
        hashes.save(["one.mp3"])
        return found

    first = ask()
    with path.open("r+b") as file:  # what no program does: other bytes, and all that is looked at the same
        file.write(b"ONE")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert ask() == first
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns + 1))
    assert ask() == digest(io.BytesIO(b"ONE"))


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"one.mp3": 1}', '{"one.mp3": [["x"], ["a", "b"]]}'])
def test_a_damaged_memory_is_an_empty_one(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "one.mp3"
    path.write_bytes(b"one")
    for again in (False, True):
        hashes = Hashes(tmp_path, tmp_path / "cache")
        with path.open("rb") as file:
            assert hashes.of("one.mp3", file) == digest(io.BytesIO(b"one"))
        hashes.save(["one.mp3"])
        if not again:
            (memory,) = (tmp_path / "cache" / "published").iterdir()
            memory.write_text(damage)


def test_files_that_are_gone_are_forgotten(tmp_path: Path) -> None:
    path = tmp_path / "one.mp3"
    path.write_bytes(b"one")
    hashes = Hashes(tmp_path, tmp_path / "cache")
    with path.open("rb") as file:
        hashes.of("one.mp3", file)
    hashes.save([])
    (memory,) = (tmp_path / "cache" / "published").iterdir()
    assert memory.read_text() == "{}"
