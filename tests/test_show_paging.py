from hypothesis import given
from hypothesis import strategies as st

from podcast.library import Listed
from podcast.show.paging import Page, split_pages

SIZE = 5


def listed(positions: range | set[int]) -> list[Listed]:
    return [Listed(position, f"id{position}", (position,)) for position in sorted(positions, reverse=True)]


def pages_of(positions: range | set[int]) -> dict[int, Page]:
    return {page.place.number: page for page in split_pages(listed(positions), SIZE)}


def changed(before: dict[int, Page], after: dict[int, Page]) -> set[int]:
    return {number for number in before.keys() | after.keys() if before.get(number) != after.get(number)}


def test_a_show_without_episodes_has_one_page() -> None:
    (page,) = split_pages([])
    assert (page.place.number, page.place.newer, page.place.older, page.place.oldest) == (1, None, None, None)


def test_the_newest_are_on_page_one_and_the_oldest_on_page_two() -> None:
    pages = pages_of(range(1, 13))
    positions = {number: [one.position for one in page.episodes] for number, page in pages.items()}
    assert positions == {1: [12, 11, 10, 9, 8], 3: [7, 6], 2: [5, 4, 3, 2, 1]}


@given(st.sets(st.integers(1, 60)))
def test_every_episode_is_on_one_page_and_links_lead_past_all_of_them_in_order(positions: set[int]) -> None:
    pages = pages_of(positions)
    seen: list[int] = []
    number: int | None = 1
    newer = None
    while number is not None:
        page = pages[number]
        assert page.place.newer == newer
        assert page.place.oldest == (None if len(pages) == 1 else min(set(pages) - {1}))
        assert len(page.episodes) <= SIZE
        seen += [one.position for one in page.episodes]
        newer, number = number, page.place.older
    assert seen == sorted(positions, reverse=True)
    assert pages[1].episodes == tuple(listed(positions)[:SIZE])


@given(st.sets(st.integers(1, 60)))
def test_one_more_episode_changes_page_one_and_at_most_two_more(positions: set[int]) -> None:
    before = pages_of(positions)
    after = pages_of(positions | {max(positions, default=0) + 1})
    assert 1 in changed(before, after)
    if len(before) > 1:  # else page 2 may be the first that there is
        assert len(changed(before, after)) <= 3


@given(st.integers(11, 60), st.data())
def test_an_episode_that_goes_changes_its_own_page_and_page_one(count: int, data: st.DataObject) -> None:
    gone = data.draw(st.integers(1, count))
    before, after = pages_of(range(1, count + 1)), pages_of(set(range(1, count + 1)) - {gone})
    own = next(number for number, page in before.items() if any(one.position == gone for one in page.episodes))
    neighbours = {own, 1, before[1].place.older}
    if before.keys() == after.keys():
        assert changed(before, after) <= neighbours
