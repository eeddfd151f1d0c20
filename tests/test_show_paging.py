from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from podcast.show.paging import cut_into_pages

SIZES = st.integers(1, 7)


@given(st.integers(0, 60), SIZES)
def test_every_item_is_on_one_page_and_in_order(count: int, size: int) -> None:
    pages = cut_into_pages(range(count, 0, -1), size)
    listed = [*pages.front, *(item for page in reversed(pages.older) for item in page)]
    assert listed == list(range(count, 0, -1))


@given(st.integers(0, 60), SIZES)
def test_the_front_page_is_bounded_and_older_pages_are_full(count: int, size: int) -> None:
    pages = cut_into_pages(range(count, 0, -1), size)
    assert len(pages.front) < 2 * size
    assert len(pages.front) >= min(size, count)
    assert Counter(map(len, pages.older)) == Counter({size: len(pages.older)}) - Counter({size: 0})


@given(st.integers(0, 60), SIZES)
def test_an_item_more_changes_no_older_page(count: int, size: int) -> None:
    before = cut_into_pages(range(count, 0, -1), size).older
    after = cut_into_pages(range(count + 1, 0, -1), size).older
    assert after[: len(before)] == before
    assert len(after) - len(before) in {0, 1}


def test_a_page_without_room_is_wrong_use() -> None:
    with pytest.raises(ValueError, match="size = 0"):
        cut_into_pages([], 0)
