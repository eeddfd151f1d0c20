import pytest
from hypothesis import given
from hypothesis import strategies as st
from show_samples import BASE_URL, HOSTILE_TEXTS, PODCAST_GUID, make_episode, make_show

from podcast.errors import PublishError
from podcast.show.feed import build_feed
from podcast.show.life.feed_reading import read_feed
from podcast.show.paging import Place

FEED = build_feed(make_show(), [make_episode(2), make_episode(1)], base_url=BASE_URL, podcast_guid=PODCAST_GUID)


def test_a_feed_of_ours_is_read_back() -> None:
    feed = read_feed(FEED, "feed.xml")
    assert (feed.title, feed.base_url, feed.podcast_guid) == ("নদীর খবর", BASE_URL, PODCAST_GUID)
    assert (feed.is_moved, feed.is_private, feed.older) == (False, False, None)
    newest = make_episode(2)
    assert [item.guid for item in feed.items] == [newest.guid, make_episode(1).guid]
    assert (feed.items[0].episode_id, feed.items[0].folder_url) == (newest.episode_id, BASE_URL)


def test_what_a_show_and_its_place_add_is_read_too() -> None:
    show, place = make_show(private=True), Place(number=3, newer=1, older=2, oldest=2)
    page = build_feed(show, [make_episode(1)], base_url=BASE_URL, podcast_guid=None, place=place)
    feed = read_feed(page, "feed-3.xml")
    assert (feed.is_private, feed.older, feed.base_url, feed.podcast_guid) == (True, "feed-2.xml", BASE_URL, None)
    first = build_feed(show, [], base_url=BASE_URL, podcast_guid=None, is_moved=True)
    assert read_feed(first, "feed.xml").is_moved is True


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_hostile_titles_break_nothing(text: str) -> None:
    feed = build_feed(make_show(), [make_episode(1, title=text)], base_url=BASE_URL, podcast_guid=None)
    assert [item.guid for item in read_feed(feed, "feed.xml").items] == [make_episode(1).guid]


@pytest.mark.parametrize(
    "place",
    ["episodes/../../etc/passwd.mp3", "episodes/UPPERCASE1.mp3", "episodes/ab.mp3", "elsewhere/abcdefghij.mp3", "x"],
)
def test_a_sound_in_another_place_has_no_id(place: str) -> None:
    ours = f"episodes/{make_episode(1).episode_id}.mp3"
    feed = read_feed(FEED.replace(ours.encode(), place.encode()), "feed.xml")
    assert [item.episode_id is None for item in feed.items] == [False, True]


@pytest.mark.parametrize(
    ("document", "said"),
    [
        (b"", "not a feed"),
        (b"<html><body>404</body></html>", "no channel"),
        (b"\xff\xfe<\x00r\x00", "not a feed"),
        (FEED[:500], "not a feed"),
        (FEED.replace(b"<rss", b'<!DOCTYPE rss [<!ENTITY a "b">]><rss', 1), "has a DTD"),
    ],
)
def test_another_document_is_refused_in_one_sentence(document: bytes, said: str) -> None:
    with pytest.raises(PublishError, match=rf"^F: .*{said}"):
        read_feed(document, "F")


@given(st.integers(0, len(FEED)), st.binary(max_size=40))
def test_a_feed_with_anything_in_it_is_read_or_refused(at: int, junk: bytes) -> None:
    try:
        feed = read_feed(FEED[:at] + junk + FEED[at:], "F")
    except PublishError:
        return
    assert len(feed.items) <= 3
