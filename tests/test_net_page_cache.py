import os
from dataclasses import replace
from pathlib import Path

import platformdirs
import pytest

from podcast.net.page_cache import _APP_NAME, PageCache
from podcast.net.values import Answer
from podcast.settings import APP_NAME

_URL = "https://example.org/খবর"
_PAGE = Answer("নদী".encode(), "text/html", "utf-8", etag='W/"1"', last_modified="Mon, 14 Apr 2025 06:00:00 GMT")


def test_a_page_comes_back_as_it_was_stored(tmp_path: Path) -> None:
    PageCache(tmp_path / "pages").store(_URL, _PAGE)
    assert PageCache(tmp_path / "pages").find(_URL) == _PAGE


def test_another_address_is_another_page(tmp_path: Path) -> None:
    cache = PageCache(tmp_path)
    cache.store(_URL, _PAGE)
    assert cache.find(_URL + "?") is None


def test_it_lies_in_the_platforms_cache_folder() -> None:
    assert _APP_NAME == APP_NAME
    assert PageCache().folder == platformdirs.user_cache_path(APP_NAME) / "pages"


@pytest.mark.parametrize("page", [replace(_PAGE, may_be_stored=False), replace(_PAGE, etag=None, last_modified=None)])
def test_an_answer_that_is_not_kept_makes_the_older_one_forgotten(page: Answer, tmp_path: Path) -> None:
    cache = PageCache(tmp_path)
    cache.store(_URL, _PAGE)
    cache.store(_URL, page)
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_page_is_a_miss_wherever_the_damage_is(tmp_path: Path) -> None:
    cache = PageCache(tmp_path)
    cache.store(_URL, _PAGE)
    (path,) = tmp_path.iterdir()
    whole = path.read_bytes()
    damaged = [whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :] for at in range(len(whole))]
    for content in [*damaged, *(whole[:length] for length in range(len(whole))), whole + b"x"]:
        path.write_bytes(content)
        assert cache.find(_URL) is None


def test_a_page_under_the_name_of_another_is_a_miss(tmp_path: Path) -> None:
    cache = PageCache(tmp_path)
    cache.store(_URL, _PAGE)
    (path,) = tmp_path.iterdir()
    cache.store("https://example.org/other", replace(_PAGE, content=b"other"))
    (other,) = set(tmp_path.iterdir()) - {path}
    other.replace(path)
    assert cache.find(_URL) is None


def test_what_is_no_file_is_a_miss_and_costs_only_the_caching(tmp_path: Path) -> None:
    cache = PageCache(tmp_path)
    cache._path(_URL).mkdir()
    cache.store(_URL, _PAGE)
    assert cache.find(_URL) is None
    assert [path.name for path in tmp_path.iterdir()] == [cache._path(_URL).name]


def test_a_folder_that_cannot_be_written_costs_only_the_caching(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    cache = PageCache(tmp_path / "file" / "pages")
    cache.store(_URL, _PAGE)
    assert cache.find(_URL) is None


def test_the_pages_that_were_not_used_for_longest_make_room(tmp_path: Path) -> None:
    cache = PageCache(tmp_path, max_total_bytes=3500)
    (tmp_path / "not ours").write_bytes(b"x" * 10_000)
    (tmp_path / ".page-left-behind").write_bytes(b"x" * 1000)
    os.utime(tmp_path / ".page-left-behind", (1, 1))
    urls = [f"https://example.org/{number}" for number in range(4)]
    for age, url in enumerate(urls[:3]):
        cache.store(url, replace(_PAGE, content=b"x" * 900))
        os.utime(cache._path(url), (age + 2, age + 2))
    assert cache.find(urls[0]) is not None  # used, so the second is now the oldest
    cache.store(urls[3], replace(_PAGE, content=b"x" * 900))
    assert [cache.find(url) is not None for url in urls] == [True, False, True, True]
    assert sorted(path.name for path in tmp_path.iterdir() if len(path.name) < 64) == ["not ours"]
