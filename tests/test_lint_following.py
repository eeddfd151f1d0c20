"""What the linter finds between two feeds, between a feed and what its folder remembers, and between its pages."""

import re
from collections.abc import Callable

import pytest
from lint_samples import BASE_URL
from show_samples import PODCAST_GUID, make_episode, make_show

from podcast.lint.findings import Finding
from podcast.lint.following import Known
from podcast.lint.linting import Feed, compare, lint, read_feed
from podcast.model import Episode
from podcast.show.companions import Companions
from podcast.show.feed import build_feed
from podcast.show.identity import podcast_guid
from podcast.show.paging import ONLY_PAGE, Place

EPISODES = tuple(make_episode(number) for number in range(1, 5))
GUID = podcast_guid(f"{BASE_URL}feed.xml")


def write(episodes: tuple[Episode, ...] = EPISODES, place: Place = ONLY_PAGE, guid: str | None = GUID) -> bytes:
    beside = {episode.episode_id: Companions() for episode in episodes}
    return build_feed(make_show(), episodes, base_url=BASE_URL, podcast_guid=guid, companions=beside, place=place)


def feed_of(*documents: bytes) -> Feed:
    names = ("feed.xml", "feed-3.xml", "feed-2.xml")
    return read_feed(dict(zip(names, documents, strict=False)).get)


def rules_of(findings: tuple[Finding, ...]) -> list[str]:
    return [finding.rule for finding in findings]


def without(pattern: str, replacement: str = "", count: int = 1) -> Callable[[bytes], bytes]:
    def edit(document: bytes) -> bytes:
        spoilt, times = re.subn(pattern.encode(), replacement.encode(), document, count=count, flags=re.DOTALL)
        assert times
        return spoilt

    return edit


def test_the_same_feed_and_one_with_an_episode_more_are_no_worse() -> None:
    assert compare(feed_of(write()), feed_of(write())) == ()
    assert compare(feed_of(write(EPISODES[:2])), feed_of(write())) == ()


WORSE: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "an episode is gone": ("guid-vanished", without(r"    <item>.*?</item>\n")),
    "a guid is another one": ("guid-changed", without(r'(<guid isPermaLink="false">)[^<]*', r"\1new")),
    "a sound has moved": ("enclosure-moved", without(r'(<enclosure url="[^"]*/)[^"/]*', r"\1new.mp3")),
    "the show has another guid": (
        "podcast-guid-drift",
        without(r"<podcast:guid>[^<]*", f"<podcast:guid>{PODCAST_GUID}"),
    ),
    "the show has no guid any more": ("podcast-guid-drift", without(r"<podcast:guid>[^<]*</podcast:guid>")),
    "there is a new mistake": ("explicit-form", without("<itunes:explicit>false", "<itunes:explicit>no")),
    "an episode has a new mistake": ("duration-form", without("<itunes:duration>61", "<itunes:duration>61 s")),
    "it is no feed any more": ("xml-well-formed", without("</rss>")),
}


@pytest.mark.parametrize("case", WORSE)
def test_a_feed_that_is_worse_is_found_so_by_one_rule(case: str) -> None:
    rule, edit = WORSE[case]
    assert rules_of(compare(feed_of(write()), feed_of(edit(write())))) == [rule]


def test_a_mistake_that_was_there_before_is_no_reason_to_keep_a_feed() -> None:
    bad = without("<itunes:explicit>false", "<itunes:explicit>no")(write(EPISODES[:3]))
    worse = without("<itunes:explicit>false", "<itunes:explicit>no")(write())
    assert compare(feed_of(bad), feed_of(worse)) == ()


def test_what_should_be_is_no_reason_to_keep_a_feed() -> None:
    edit = without(r"<itunes:author>[^<]*</itunes:author>")
    assert compare(feed_of(write()), feed_of(edit(write()))) == ()


def test_an_episode_that_was_removed_on_purpose_may_be_gone() -> None:
    old, new = feed_of(write()), feed_of(write(EPISODES[1:]))
    assert rules_of(compare(old, new)) == ["guid-vanished"]
    assert compare(old, new, removed={EPISODES[0].guid}) == ()


def test_a_show_that_moves_as_a_whole_keeps_its_sounds() -> None:
    moved = write().replace(BASE_URL.encode(), b"https://ghat.example/elsewhere/")
    assert compare(feed_of(write()), feed_of(moved)) == ()


def test_an_episode_on_an_older_page_is_not_gone() -> None:
    old = feed_of(write())
    assert compare(old, feed_of(*paged())) == ()
    first_alone = write(EPISODES[2:], Place(1, None, 2, 2))
    assert rules_of(compare(old, feed_of(first_alone))) == ["guid-vanished"] * 2


def paged() -> tuple[bytes, bytes, bytes]:
    return (
        write(EPISODES[3:], Place(1, None, 3, 2)),
        write(EPISODES[2:3], Place(3, 1, 2, 2)),
        write(EPISODES[:2], Place(2, 3, None, 2)),
    )


def test_pages_that_lead_to_each_other_have_no_mistakes() -> None:
    feed = feed_of(*paged())
    assert [len(page.items) for page in feed.pages] == [1, 1, 2]
    assert rules_of(lint(feed)) == []


PAGES: dict[str, tuple[str, int, Callable[[bytes], bytes]]] = {
    "a page leads back to itself": ("page-link", 1, without(r'feed-2\.xml" rel="next"', 'feed-3.xml" rel="next"')),
    "a page leads back to the first": (
        "page-link",
        2,
        without("<docs>", f'<atom:link href="{BASE_URL}feed.xml" rel="next"/><docs>'),
    ),
    "a page does not lead back": ("page-link", 1, without(r'<atom:link href="[^"]*" rel="prev"[^>]*>')),
    "a page leads back too far": ("page-link", 2, without(r'feed-3\.xml" rel="prev"', 'feed.xml" rel="prev"')),
    "a page names another last one": ("page-link", 0, without(r'feed-2\.xml" rel="last"', 'feed-9.xml" rel="last"')),
    "a page has no first one": ("page-link", 1, without(r'<atom:link href="[^"]*" rel="first"[^>]*>')),
    "a page has another guid": ("page-guid", 2, without(r"<podcast:guid>[^<]*", f"<podcast:guid>{PODCAST_GUID}")),
    "an episode stands twice": ("guid-repeated", 2, without(EPISODES[0].guid, EPISODES[3].guid)),
}


@pytest.mark.parametrize("case", PAGES)
def test_a_mistake_between_pages_is_found(case: str) -> None:
    rule, number, edit = PAGES[case]
    documents = list(paged())
    documents[number] = edit(documents[number])
    assert set(rules_of(lint(feed_of(*documents)))) == {rule}


def test_what_a_folder_remembers_is_compared_with_its_feed() -> None:
    feed = feed_of(write(guid=PODCAST_GUID))
    guids = frozenset(episode.guid for episode in EPISODES)
    assert rules_of(lint(feed)) == ["podcast-guid-origin"]
    assert lint(feed, known=Known(PODCAST_GUID, guids)) == ()
    assert rules_of(lint(feed, known=Known(GUID, guids))) == ["podcast-guid-drift"]
    assert rules_of(lint(feed, known=Known(PODCAST_GUID, guids | {"gone"}))) == ["guid-vanished"]


def test_what_was_no_feed_before_keeps_nothing_back() -> None:
    assert compare(feed_of(b"<html>"), feed_of(write())) == ()
    assert compare(read_feed({}.get), feed_of(write())) == ()
