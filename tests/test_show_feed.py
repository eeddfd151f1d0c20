import io
import locale
import re
import sys
import threading
import unicodedata
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import feedparser
import podcastparser
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from show_samples import BASE_URL, HOSTILE_TEXTS, PODCAST_GUID, make_episode, make_show

from podcast.errors import PublishError
from podcast.fitting import one_line
from podcast.model import Chapter, Episode
from podcast.settings import Disclosure, Funding, Person, Show
from podcast.show.companions import Companions
from podcast.show.feed import build_feed
from podcast.show.notes import describe_episode
from podcast.show.wording import written_disclosure

NAMESPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "content": "http://purl.org/rss/1.0/modules/content/",
}
AI_VOICE_NOTE = written_disclosure(make_show())
ANY_TEXT = st.text(st.characters(), max_size=400) | st.sampled_from(HOSTILE_TEXTS)


def build(*episodes: Episode, show: Show | None = None, guid: str | None = PODCAST_GUID) -> bytes:
    return build_feed(show or make_show(), episodes, base_url=BASE_URL, podcast_guid=guid)


def channel_of(document: bytes) -> etree._Element:
    return etree.fromstring(document, etree.XMLParser(resolve_entities=False)).find("channel")


def items_of(document: bytes) -> list[etree._Element]:
    return channel_of(document).findall("item")


def texts(element: etree._Element, path: str) -> list[str | None]:
    return [found.text for found in element.findall(path, NAMESPACES)]


def attributes(element: etree._Element, path: str) -> list[dict[str, str]]:
    return [dict(found.attrib) for found in element.findall(path, NAMESPACES)]


def test_the_channel_has_every_tag_that_directories_require_once() -> None:
    channel = channel_of(build(make_episode()))
    assert texts(channel, "title") == ["নদীর খবর"]
    assert texts(channel, "link") == [f"{BASE_URL}index.html"]
    assert texts(channel, "description") == [f"নদীপাড়ের মানুষের কথা, রোজ সকালে। {AI_VOICE_NOTE}"]
    assert texts(channel, "language") == ["bn"]
    assert attributes(channel, "itunes:image") == [{"href": f"{BASE_URL}cover.jpg"}]
    assert texts(channel, "itunes:explicit") == ["false"]
    assert texts(channel, "itunes:author") == ["নদী প্রকাশনা"]
    assert texts(channel, "itunes:owner/itunes:email") == ["patro@khobor.example"]
    assert attributes(channel, "itunes:category") == [{"text": "News"}]
    assert attributes(channel, "itunes:category/itunes:category") == [{"text": "Daily News"}]
    assert attributes(channel, "atom:link") == [
        {"href": f"{BASE_URL}feed.xml", "rel": "self", "type": "application/rss+xml"}
    ]


def test_the_channel_has_its_podcasting_tags() -> None:
    channel = channel_of(build(make_episode()))
    assert texts(channel, "podcast:guid") == [PODCAST_GUID]
    assert texts(channel, "podcast:medium") == ["podcast"]
    assert texts(channel, "podcast:locked") == ["yes"]
    assert attributes(channel, "podcast:locked") == [{"owner": "patro@khobor.example"}]
    assert texts(channel, "podcast:txt[@purpose='ai-content']") == ["true"]


def test_what_the_show_does_not_say_is_left_out() -> None:
    show = make_show(owner=None, author=None, category=("News",))
    channel = channel_of(build(make_episode(), show=show, guid=None))
    said = ("person", "funding", "updateFrequency", "block", "guid")
    for path in (
        "itunes:owner",
        "itunes:block",
        "itunes:new-feed-url",
        "copyright",
        *(f"podcast:{tag}" for tag in said),
    ):
        assert texts(channel, path) == []
    assert attributes(channel, "podcast:locked") == [{}]
    assert attributes(channel, "itunes:category/itunes:category") == []
    assert texts(channel, "itunes:author") == ["নদীর খবর"]


def test_what_the_show_says_of_itself_is_there() -> None:
    show = make_show(
        people=(Person(name="রুমা দত্ত", url="https://khobor.example/রুমা"), Person(name="সমীর", role="cover art designer")),
        funding=(Funding(url="https://khobor.example/dan?a=1&b=2", text="পাশে থাকুন"),),
        copyright="নদী প্রকাশনা",
        updates="weekdays",
        private=True,
        locked=False,
    )
    channel = channel_of(build(make_episode(), show=show))
    assert [(person.text, dict(person.attrib)) for person in channel.findall("podcast:person", NAMESPACES)] == [
        ("রুমা দত্ত", {"role": "host", "href": "https://khobor.example/%E0%A6%B0%E0%A7%81%E0%A6%AE%E0%A6%BE"}),
        ("সমীর", {"role": "cover art designer"}),
    ]
    assert texts(channel, "podcast:funding") == ["পাশে থাকুন"]
    assert attributes(channel, "podcast:funding") == [{"url": "https://khobor.example/dan?a=1&b=2"}]
    assert texts(channel, "copyright") == ["নদী প্রকাশনা"]
    assert texts(channel, "podcast:updateFrequency") == ["সোম থেকে শুক্রবার"]
    assert attributes(channel, "podcast:updateFrequency") == [{"rrule": "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"}]
    assert texts(channel, "itunes:block") == ["Yes"]
    assert texts(channel, "podcast:block") == ["yes"]
    assert texts(channel, "podcast:locked") == ["no"]


@pytest.mark.parametrize("updates", ["daily", "weekdays", "weekly", "biweekly", "monthly"])
def test_every_frequency_has_words_and_a_rule(updates: str) -> None:
    channel = channel_of(build(show=make_show(updates=updates)))
    assert texts(channel, "podcast:updateFrequency") != [None]
    assert attributes(channel, "podcast:updateFrequency")[0]["rrule"].startswith("FREQ=")


def test_pictures_are_there_for_apps_of_both_kinds() -> None:
    episode = make_episode(1)
    beside = {episode.episode_id: Companions(has_picture=True)}
    channel = channel_of(build_feed(make_show(), [episode], base_url=BASE_URL, podcast_guid=None, companions=beside))
    square = {"type": "image/jpeg", "purpose": "artwork", "aspect-ratio": "1/1"}
    assert attributes(channel, "podcast:image") == [{"href": f"{BASE_URL}cover.jpg", "alt": "নদীর খবর", **square}]
    picture = f"{BASE_URL}episodes/{episode.episode_id}.jpg"
    assert attributes(channel, "item/itunes:image") == [{"href": picture}]
    assert attributes(channel, "item/podcast:image") == [
        {"href": picture, "alt": episode.title, "width": "1400", **square}
    ]


@pytest.mark.parametrize("written", [None, "লেখা মানুষের, কণ্ঠ কম্পিউটারের।"])
def test_the_mark_of_a_synthetic_voice_is_no_matter_of_choice(written: str | None) -> None:
    silent = Disclosure(spoken="", written=written, unspoken_because="ভূমিকায় বলা হয়।")
    channel = channel_of(build(make_episode(), show=make_show(disclosure=silent, private=True)))
    for path in ("podcast:txt[@purpose='ai-content']", "item/podcast:txt[@purpose='ai-content']"):
        assert texts(channel, path) == ["true"]
    (description,) = texts(channel, "description")
    assert description.endswith(written or AI_VOICE_NOTE)
    assert "কৃত্রিম কণ্ঠ" in texts(channel, "item/description")[0]


def test_the_disclosure_follows_the_shows_country() -> None:
    (description,) = texts(channel_of(build(show=make_show(language="bn-BD"))), "description")
    assert "লেখাগুলো" in description


def test_namespaces_are_declared_at_the_root_under_their_usual_names() -> None:
    root = etree.fromstring(build())
    assert {name: root.nsmap[name] for name in NAMESPACES} == NAMESPACES


def test_an_item_has_every_tag_that_apps_need() -> None:
    episode = make_episode(7)
    (item,) = items_of(build(episode))
    stem = f"{BASE_URL}episodes/{episode.episode_id}"
    assert texts(item, "title") == [episode.title]
    assert texts(item, "link") == [f"{stem}.html"]
    assert texts(item, "guid") == [episode.guid]
    assert attributes(item, "guid") == [{"isPermaLink": "false"}]
    assert attributes(item, "enclosure") == [{"url": f"{stem}.mp3", "length": "480007", "type": "audio/mpeg"}]
    assert parsedate_to_datetime(texts(item, "pubDate")[0]) == episode.published_at
    assert texts(item, "itunes:duration") == ["61"]
    assert texts(item, "itunes:explicit") == ["false"]
    assert texts(item, "podcast:txt[@purpose='ai-content']") == ["true"]
    assert attributes(item, "podcast:chapters") == [
        {"url": f"{stem}.chapters.json", "type": "application/json+chapters"}
    ]
    assert [(t["url"], t["type"], t["language"]) for t in attributes(item, "podcast:transcript")] == [
        (f"{stem}.vtt", "text/vtt", "bn"),
        (f"{stem}.srt", "application/x-subrip", "bn"),
        (f"{stem}.json", "application/json", "bn"),
    ]


def test_the_transcript_page_is_named_where_there_is_one() -> None:
    episode = make_episode(7)
    beside = {episode.episode_id: Companions(has_transcript_page=True)}
    document = build_feed(make_show(), [episode], base_url=BASE_URL, podcast_guid=None, companions=beside)
    (item,) = items_of(document)
    assert [t["type"] for t in attributes(item, "podcast:transcript")] == [
        "text/vtt",
        "application/x-subrip",
        "application/json",
        "text/html",
    ]
    assert attributes(item, "podcast:transcript")[-1] == {
        "url": f"{BASE_URL}episodes/{episode.episode_id}.transcript.html",
        "type": "text/html",
        "language": "bn",
    }


def test_notes_are_html_in_cdata_with_a_link_to_the_source_in_both_places() -> None:
    document = build(make_episode(3))
    assert b"<description><![CDATA[<p>" in document
    assert b"<content:encoded><![CDATA[<p>" in document
    assert texts(items_of(document)[0], "content:encoded") == texts(items_of(document)[0], "description")
    (description,) = texts(items_of(document)[0], "description")
    assert '<a href="https://khobor.example/nodi/3">নদীর খবর</a>' in description
    assert "কৃত্রিম কণ্ঠ: তানিশা" in description


def test_whose_article_it_is_is_said_before_where_it_stood() -> None:
    notes = describe_episode(make_episode(3, byline="রুমা <দত্ত>"))
    assert "<p>লেখা: রুমা &lt;দত্ত&gt;</p><p>সূত্র: <a" in notes
    assert "লেখা:" not in describe_episode(make_episode(3))


def test_notes_that_are_too_long_for_a_description_are_whole_in_their_own_place() -> None:
    episode = make_episode(1, summary="ঘাটে ভিড় জমল। " * 100)
    marks = tuple(Chapter(start_ms, f"নদীর {start_ms} কথা") for start_ms in range(0, 3_600_000, 60_000))
    document = build_feed(
        make_show(), [episode], base_url=BASE_URL, podcast_guid=None, companions={episode.episode_id: Companions(marks)}
    )
    (item,) = items_of(document)
    (description,), (notes,) = texts(item, "description"), texts(item, "content:encoded")
    assert len(description.encode()) <= 4000 < len(notes.encode())
    assert [f"<p>00:{minute:02}:00 নদীর {minute * 60_000} কথা</p>" in notes for minute in range(60)] == [True] * 60
    assert episode.summary.strip() in notes
    assert "সূত্র: <a" in description


@pytest.mark.parametrize("url", [None, "javascript:alert(1)", "/nodi/3"])
def test_only_a_web_address_becomes_a_link(url: str | None) -> None:
    description = describe_episode(make_episode(source_url=url))
    assert "<a" not in description
    assert "সূত্র: নদীর খবর" in description


def test_items_come_newest_first_whatever_order_they_are_given_in() -> None:
    episodes = [make_episode(number) for number in (2, 5, 1, 4, 3)]
    items = items_of(build(*episodes))
    assert [texts(item, "guid")[0] for item in items] == [make_episode(number).guid for number in (5, 4, 3, 2, 1)]


def test_dates_come_from_the_newest_episode_and_never_from_the_clock() -> None:
    channel = channel_of(build(make_episode(1), make_episode(2)))
    for path in ("pubDate", "lastBuildDate"):
        assert [parsedate_to_datetime(text) for text in texts(channel, path)] == [make_episode(2).published_at]


def test_two_builds_are_byte_identical() -> None:
    assert build(make_episode(1), make_episode(2)) == build(make_episode(2), make_episode(1))


@pytest.fixture
def process_locale() -> Iterator[str]:
    before = locale.setlocale(locale.LC_ALL)
    interval = sys.getswitchinterval()
    locale.setlocale(locale.LC_CTYPE, "C.UTF-8")
    sys.setswitchinterval(1e-6)
    yield locale.setlocale(locale.LC_ALL)
    sys.setswitchinterval(interval)
    locale.setlocale(locale.LC_ALL, before)


def test_threads_building_at_once_do_not_disturb_one_another(process_locale: str) -> None:
    expected = build(make_episode())
    together = threading.Barrier(4)

    def build_often(_: int) -> set[bytes]:
        together.wait()
        return {build(make_episode()) for _ in range(100)}

    with ThreadPoolExecutor(4) as pool:
        assert set().union(*pool.map(build_often, range(4))) == {expected}
    assert locale.setlocale(locale.LC_ALL) == process_locale


def test_a_show_without_episodes_has_a_valid_feed_without_dates() -> None:
    channel = channel_of(build())
    assert texts(channel, "title") == ["নদীর খবর"]
    assert texts(channel, "item") == texts(channel, "pubDate") == texts(channel, "lastBuildDate") == []
    assert build() == build()


def test_a_date_of_another_zone_is_the_same_moment() -> None:
    dhaka = datetime.fromisoformat("2026-03-14T15:00:00+06:00")
    (item,) = items_of(build(make_episode(published_at=dhaka)))
    assert parsedate_to_datetime(texts(item, "pubDate")[0]) == dhaka.astimezone(UTC)


def test_feedparser_reads_it_without_complaint() -> None:
    parsed = feedparser.parse(io.BytesIO(build(*map(make_episode, range(1, 4)))))
    assert not parsed.bozo
    assert parsed.feed.title == "নদীর খবর"
    assert [entry.title for entry in parsed.entries] == [make_episode(number).title for number in (3, 2, 1)]
    assert parsed.entries[0].enclosures[0].length == "480003"


def test_podcastparser_reads_it_as_a_podcast_app_does() -> None:
    parsed = podcastparser.parse(f"{BASE_URL}feed.xml", io.BytesIO(build(*map(make_episode, range(1, 4)))))
    assert parsed["cover_url"] == f"{BASE_URL}cover.jpg"
    assert parsed["explicit"] is False
    episode = parsed["episodes"][0]
    assert episode["guid"] == make_episode(3).guid
    assert episode["total_time"] == 61
    assert episode["enclosures"][0]["file_size"] == 480_003
    assert episode["published"] == make_episode(3).published_at.timestamp()


@given(title=ANY_TEXT, summary=ANY_TEXT, site_name=ANY_TEXT, url=ANY_TEXT)
def test_no_text_breaks_the_feed(title: str, summary: str, site_name: str, url: str) -> None:
    hostile = make_episode(2, title=title, summary=summary, site_name=site_name, source_url=url, voice=title)
    # a show file is UTF-8, so its values hold no lone surrogates
    said = [text.encode("utf-8", "ignore").decode() for text in (one_line(title)[:255], summary, site_name)]
    show = make_show(title=said[0] or "খবর", description=said[1].strip() or "খবর", author=said[2].strip() or None)
    document = build(make_episode(1), hostile, make_episode(3), show=show)
    items = items_of(document)
    assert [texts(item, "guid")[0] for item in items] == [make_episode(number).guid for number in (3, 2, 1)]
    (found,) = texts(items[1], "title")
    assert found.removesuffix("…") in (one_line(title) or "শিরোনামহীন")
    assert not feedparser.parse(io.BytesIO(document)).bozo
    for description in [*texts(channel_of(document), "description"), *texts(items[1], "description")]:
        assert len(description.encode()) <= 4000


def readable(text: str) -> str:
    """What of *text* XML 1.0 and a line can hold, in NFC."""
    held = (letter for letter in text if unicodedata.category(letter) not in {"Cs", "Cc"} or letter in "\t\n\r")
    kept = "".join(
        letter for letter in held if (ord(letter) & 0xFFFE) != 0xFFFE and not 0xFDD0 <= ord(letter) <= 0xFDEF
    )
    return " ".join(unicodedata.normalize("NFC", kept).split())


@given(texts_of=st.lists(ANY_TEXT, min_size=8, max_size=8))
def test_no_text_of_the_show_breaks_the_feed_and_all_of_it_comes_back(texts_of: list[str]) -> None:
    # a show file is UTF-8, so its values hold no lone surrogates; they are never empty
    said = [text.encode("utf-8", "ignore").decode().strip()[:120] or "খবর" for text in texts_of]
    show = make_show(
        title=said[0],
        description=said[1],
        author=said[2],
        people=(Person(name=said[3], url=f"https://khobor.example/{said[4]}"),),
        funding=(Funding(url=f"https://khobor.example/{said[5]}", text=said[6]),),
        disclosure=Disclosure(written=f"{said[7]} কণ্ঠ"),
    )
    document = build(make_episode(), show=show)
    assert not feedparser.parse(io.BytesIO(document)).bozo
    channel = channel_of(document)
    assert texts(channel, "title") == [readable(said[0]) or "শিরোনামহীন"]
    assert texts(channel, "description") == [" ".join(f"{readable(said[1])} {readable(said[7])} কণ্ঠ".split())]
    assert texts(channel, "itunes:author") == [readable(said[2]) or readable(said[0]) or "শিরোনামহীন"]
    assert texts(channel, "podcast:person") == [readable(said[3]) or "শিরোনামহীন"]
    assert texts(channel, "podcast:funding") == [readable(said[6]) or "শিরোনামহীন"]
    for element in channel.iter():
        for name in ("url", "href"):
            assert re.match("https?://|$", element.get(name, ""))


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_hostile_text_is_only_text(text: str) -> None:
    (item,) = items_of(build(make_episode(title=text, summary=text)))
    assert texts(item, "title") == [one_line(text)]
    fragment = etree.fromstring(f"<div>{texts(item, 'description')[0]}</div>", etree.XMLParser(resolve_entities=False))
    assert fragment.find("p").text == one_line(text)
    assert {element.tag for element in fragment.iter()} <= {"div", "p", "a"}


def test_long_values_are_cut_between_letters() -> None:
    long = "স্রোতস্বিনী " * 600
    show = make_show(description=long)
    document = build(make_episode(title=long, summary=long, site_name=long), show=show)
    (item,) = items_of(document)
    assert len(texts(item, "title")[0]) <= 255
    (notes,) = texts(item, "description")
    (about,) = texts(channel_of(document), "description")
    assert 3900 < len(notes.encode()) <= 4000
    assert 3900 < len(about.encode()) <= 4000
    assert about.endswith(AI_VOICE_NOTE)
    assert "স্রোতস্বিনী…" in notes


def test_addresses_are_ascii() -> None:
    document = build_feed(make_show(), [make_episode()], base_url="https://খবর.example/নদী", podcast_guid=None)
    for element in etree.fromstring(document).iter():
        for name in ("url", "href"):
            assert element.get(name, "").isascii()
    assert texts(channel_of(document), "link")[0].isascii()


def test_what_is_no_address_is_refused() -> None:
    with pytest.raises(PublishError, match="base URL"):
        build_feed(make_show(), [], base_url="khobor.example", podcast_guid=None)


def test_a_year_of_episodes_stays_small() -> None:
    start = make_episode(0)
    episodes = [replace(start, guid=str(n), published_at=start.published_at + timedelta(days=n)) for n in range(365)]
    assert len(build(*episodes)) < 365 * 2500


def test_a_fallback_is_explained_in_one_line_and_nothing_else_is() -> None:
    fallback = describe_episode(make_episode(voice="ইস্পিক", wanted_voice="তনিশা & <কোং>"))
    assert fallback.endswith(
        "<p>কৃত্রিম কণ্ঠ: ইস্পিক</p><p>পর্বটি “তনিশা &amp; &lt;কোং&gt;” কণ্ঠে পড়ার কথা ছিল; তখন সেই কণ্ঠ পাওয়া যায়নি,"
        " তাই “ইস্পিক” পড়েছে।</p>"
    )
    assert "পড়ার কথা ছিল" not in describe_episode(make_episode())


def test_however_long_the_voices_are_called_the_description_keeps_its_limit() -> None:
    episode = make_episode(voice="ক্ষ" * 300, wanted_voice="<" * 300, summary="ঘাটে ভিড়। " * 500)
    assert len(describe_episode(episode).encode()) <= 4000


@pytest.mark.parametrize("length", [1, 100, 700, 5000])
@pytest.mark.parametrize("letter", ['"', "ক্ষ", "&", "'"])
def test_however_much_is_escaped_the_description_keeps_its_limit(letter: str, length: int) -> None:
    long = letter * length
    names = dict.fromkeys(("voice", "wanted_voice", "site_name", "byline", "summary"), long)
    episode = make_episode(**names, source_url=f"https://khobor.example/?{long}")
    marks = [Chapter(start_ms, long) for start_ms in range(0, 600_000, 60_000)]
    description = describe_episode(episode, marks)
    assert len(description.encode()) <= 4000
    assert "কৃত্রিম কণ্ঠ: " in description
