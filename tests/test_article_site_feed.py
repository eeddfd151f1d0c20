import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from podcast.article.site_feed import MAX_ENTRIES, FeedEntry, SiteFeed, is_site_feed, read_site_feed, whole_body
from podcast.errors import NoArticleError, PodcastError

_FEEDS = Path(__file__).parent / "data" / "site_feeds"
_SAMPLES = sorted(_FEEDS.iterdir())
_PARAGRAPHS = tuple(
    f"গ্রামের {number} নম্বর ঘাটে সোমবার সকাল থেকে নৌকা ভিড়েছে। মাঝিরা বলেছেন, জল না নামা পর্যন্ত পারাপার চলবে। "
    f"যাত্রীরা ঘাটের ছাউনিতে অপেক্ষা করেছেন, ভাড়া লেগেছে {number} টাকা।"
    for number in ("এক", "দুই", "তিন", "চার", "পাঁচ", "ছয়", "সাত")
)
_in_time = pytest.mark.timeout(60)
"""Six times what the slowest case takes on a busy core; what these guard against takes minutes and hours."""


def sample(name: str, url: str | None = "https://site.example/feed.xml") -> SiteFeed:
    return read_site_feed((_FEEDS / name).read_bytes(), url=url)


def rss(*items: str, head: str = "", attributes: str = "") -> bytes:
    return f'{head}<rss version="2.0" {attributes}><channel><title>খবর</title>{"".join(items)}</channel></rss>'.encode()


def item(inner: str = "", number: int = 1) -> str:
    return f"<item><title>খবর</title><link>https://site.example/{number}</link>{inner}</item>"


def entry(*paragraphs: str, summary: str | None = None, end: str = "") -> FeedEntry:
    body = "".join(f"<p>{text}</p>" for text in paragraphs) + end
    return FeedEntry("https://site.example/1", "খবর", None, "1", body, summary)


def hour(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


@pytest.mark.parametrize("path", _SAMPLES, ids=lambda path: path.name)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_a_feed_is_known_and_read_in_every_encoding(path: Path, encoding: str) -> None:
    content = path.read_text(encoding="utf-8").replace("utf-8", encoding).encode(encoding)
    assert is_site_feed(content)
    assert read_site_feed(content, url="https://site.example/") == sample(path.name, "https://site.example/")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<!doctype html><html><body><p>rss</p><rss></rss></body></html>",
        b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"></html>',
        b'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>https://a.example/</loc></url></urlset>',
        b'<?xml version="1.0"?><sitemapindex/>',
        b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description/></rdf:RDF>',
        b"<feed><entry/></feed>",
        b"<rssfeed/>",
        b"<!-- <rss> -->",
        "খবর <rss> নিয়ে একটি লেখা।".encode(),
        b'{"version": "https://jsonfeed.org/version/1.1"}',
    ],
)
def test_other_documents_are_no_feeds(content: bytes) -> None:
    assert not is_site_feed(content)
    with pytest.raises(NoArticleError, match="not an RSS or Atom feed"):
        read_site_feed(content, url=None)


def test_a_wordpress_feed_gives_its_stories_newest_first() -> None:
    feed = sample("wordpress.xml")
    assert feed.title == "চরের কথা"
    assert [(each.url, each.title, each.entry_id) for each in feed.entries] == [
        ("https://char.example/2026/03/library/", "চরের পাঠাগার আবার খুলল", "https://char.example/?p=42"),
        ("https://char.example/2026/03/ferry/", "নতুন ফেরি ‘বলাকা’", "https://char.example/?p=41"),
    ]
    assert [each.published_at for each in feed.entries] == [
        hour("2026-03-15T03:45:10+00:00"),
        hour("2026-03-14T10:30:00+06:00"),
    ]


def test_a_whole_body_keeps_its_markup_and_loses_the_line_under_it() -> None:
    body = whole_body(sample("wordpress.xml").entries[0])
    assert body is not None
    assert body.count("<p>") == 5
    assert body.endswith("পাঠাগারে যাওয়া যায়।</p>")


def test_a_short_body_is_not_taken_for_the_whole() -> None:
    short = sample("wordpress.xml").entries[1]
    assert short.body is not None
    assert "appeared first on" in short.body
    assert whole_body(short) is None


def test_summaries_are_plain_text_and_relative_links_are_resolved() -> None:
    feed = sample("summaries.xml", "https://nodi.example.in/rss/all.xml")
    assert [(each.url, each.body, each.summary) for each in feed.entries] == [
        ("https://nodi.example.in/rss/khobor/2?a=1&b=2", None, "বাজারে ইলিশের দাম কমেছে।"),
        ("https://nodi.example.in/khobor/1", None, "দক্ষিণ পাড়ের বাঁধ সারানোর কাজ সোমবার শুরু হয়েছে।"),
    ]


def test_a_date_written_for_readers_is_in_the_time_of_the_site() -> None:
    assert sample("summaries.xml", "https://nodi.example.in/rss").entries[0].published_at == hour(
        "2026-03-10T21:05:00+05:30"
    )


def test_without_an_address_links_are_resolved_against_the_site_the_feed_names() -> None:
    assert sample("summaries.xml", None).entries[1].url == "https://nodi.example.in/khobor/1"


def test_atom_is_read() -> None:
    feed = sample("atom.xml")
    first, second = feed.entries
    assert (feed.title, first.title, first.url) == ("পাহাড়ের চিঠি", "চা বাগানে উৎসব", "https://pahar.example/cha/7")
    assert (first.entry_id, first.summary) == ("tag:pahar.example,2026:7", None)
    assert first.published_at == hour("2026-03-11T18:30:00+05:30")
    assert (whole_body(first) or "").count("<p>") == 5
    assert second.published_at == hour("2026-03-10T01:00:00+00:00")
    assert second.summary == "ভোরের ট্রেন দুই ঘণ্টা দেরিতে এসেছে।"
    assert whole_body(second) is None


def test_rss_1_0_is_read() -> None:
    (only,) = sample("rss-1.0.xml").entries
    assert (only.url, only.published_at) == ("https://mela.example/1", hour("2026-03-13T00:00:00+00:00"))


def test_wrong_dates_are_no_dates_and_come_last_in_the_order_of_the_feed() -> None:
    entries = sample("wrong-dates.xml").entries
    assert [each.title for each in entries] == [f"খবর {number}" for number in (5, 7, 2, 1, 3, 4, 6)]
    assert [each.published_at for each in entries[:3]] == [
        hour("2026-03-13T09:30:00+06:00"),
        hour("2026-03-12T14:30:00+00:00"),
        hour("2026-03-12T09:30:00+06:00"),
    ]
    assert {each.published_at for each in entries[3:]} == {None}


def test_the_zone_of_the_computer_does_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    before = sample("wrong-dates.xml")
    monkeypatch.setenv("TZ", "Asia/Kolkata")
    time.tzset()
    try:
        assert sample("wrong-dates.xml") == before
    finally:
        monkeypatch.delenv("TZ")
        time.tzset()


def test_what_has_no_page_is_left_out_and_what_comes_twice_comes_once() -> None:
    entries = sample("no-dates.xml").entries
    assert [each.url for each in entries] == [f"https://din.example/{number}" for number in (1, 2, 3, 7)]
    assert entries[3].title == "খবর ৭"


def test_cdata_is_read_as_it_stands_and_pictures_are_not_the_story() -> None:
    feed = sample("cdata.xml")
    (only,) = feed.entries
    assert (feed.title, only.title) == ("বাজার & হাট", "হাটে নতুন ধান, দাম ৫ < ৭ টাকা")
    assert only.url == "https://hat.example/?id=1&lang=bn"
    assert only.summary == "ধান উঠেছে & হাট জমেছে।"
    assert (only.body or "").startswith("<p>ধান উঠেছে।</p>")


def test_the_newest_of_two_entries_with_one_address_is_kept() -> None:
    older, newer = (
        item(f"<pubDate>Thu, {day} Mar 2026 09:30:00 +0600</pubDate><guid>{day}</guid>") for day in (12, 14)
    )
    (only,) = read_site_feed(rss(older, newer), url=None).entries
    assert only.entry_id == "14"


def test_a_feed_that_lists_nothing_has_no_entries() -> None:
    assert read_site_feed(rss(), url=None) == SiteFeed("খবর", ())


@pytest.mark.parametrize(
    "end",
    [
        "",
        "<p>The post <a href='/1'>খবর</a> appeared first on <a href='/'>সাইট</a>.</p>",
        "<p>সূত্র: ঘাট সমিতি</p>",
        "<p>আরও পড়ুন: <a href='/2'>কাল খুলছে সেতু</a></p>",
    ],
)
def test_a_whole_article_is_taken_whatever_stands_under_it(end: str) -> None:
    body = whole_body(entry(*_PARAGRAPHS, summary=_PARAGRAPHS[0], end=end))
    assert body is not None
    assert body.startswith(f"<p>{_PARAGRAPHS[0]}</p>")
    assert _PARAGRAPHS[-1] in body
    assert "appeared first" not in body


@pytest.mark.parametrize(
    "end",
    [
        "<p>মাঝিদের সমিতি জানিয়েছে, আগামী সপ্তাহে আরও দুটি নৌকা…</p>",
        "<p>মাঝিদের সমিতি জানিয়েছে। আগামী সপ্তাহে আরও দুটি নৌকা আসবে, তবে তার আগে ঘাটের [&hellip;]</p>",
        "<p>মাঝিদের সমিতি জানিয়েছে […]</p><p>The post <a href='/1'>খবর</a> appeared first on <a href='/'>সাইট</a>.</p>",
        "<p>মাঝিদের সমিতি জানিয়েছে...</p>",
        "<a href='/1'>Continue reading <span>খবর</span></a>",
        "<p><a href='/1'>বিস্তারিত পড়ুন</a></p>",
        "<p><a href='/1'>আরও পড়ুন »</a></p>",
        "<p><a href='/1'>Read more</a></p>",
        "<p>বাকি অংশ পড়তে ক্লিক করুন</p>",
        "<p>মাঝিদের সমিতি জানিয়েছে, আগামী সপ্তাহে নৌকা আসবে। বিস্তারিত জানতে ক্লিক করুন।</p>",
    ],
)
def test_a_text_that_goes_on_elsewhere_is_not_the_whole(end: str) -> None:
    assert whole_body(entry(*_PARAGRAPHS, end=end)) is None


@pytest.mark.parametrize(
    "partial",
    [
        entry(),
        entry("<img src='/a.jpg'>"),
        entry(*_PARAGRAPHS[:2]),
        entry(" ".join(_PARAGRAPHS)),
        entry(*_PARAGRAPHS, summary=" ".join(_PARAGRAPHS)),
        entry(*(f"<a href='/{number}'>কাল খুলছে সেতু {number}</a>" for number in range(60))),
        FeedEntry("https://site.example/1", "খবর", None, "1", None, " ".join(_PARAGRAPHS)),
    ],
    ids=["empty", "picture", "short", "one paragraph", "the summary again", "links", "no body"],
)
def test_in_doubt_a_body_is_not_the_whole(partial: FeedEntry) -> None:
    assert whole_body(partial) is None


_BOMB = '<!DOCTYPE rss [<!ENTITY a "হাহা"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
_DECLARATIONS = [
    _BOMB,
    f'<!DOCTYPE rss [<!ENTITY a "{"হা" * 5000}">]>',
    '<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
    '<!DOCTYPE rss [<!ENTITY % p SYSTEM "http://127.0.0.1/x.dtd"> %p;]>',
    '<!-- ১ --><?x y?><!DOCTYPE rss PUBLIC "a>[" \'b]>\' [<!-- ]> --><!ELEMENT rss ANY><!ENTITY a "]>">]>',
    "<!DOCTYPE rss []><!DOCTYPE rss [<!ENTITY a 'b'>]>",
]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-7"])
@pytest.mark.parametrize("declaration", _DECLARATIONS, ids=range(len(_DECLARATIONS)))
def test_entities_are_refused_before_anything_is_parsed(declaration: str, encoding: str) -> None:
    head = f'<?xml version="1.0" encoding="{encoding.removesuffix("-sig")}"?>'
    document = rss(item("<description>&b;</description>"), head=declaration).decode()
    content = head.encode() + document.encode(encoding) if encoding == "utf-7" else (head + document).encode(encoding)
    with pytest.raises(NoArticleError, match=r"https://site\.example/feed: declares XML entities"):
        read_site_feed(content, url="https://site.example/feed")


def test_entities_of_a_dtd_that_never_ends_are_named_too() -> None:
    with pytest.raises(NoArticleError, match="declares XML entities"):
        read_site_feed(rss(item(), head='<!DOCTYPE rss [<!ENTITY a "b>'), url=None)


def test_a_dtd_in_the_middle_declares_nothing() -> None:
    content = rss("<!DOCTYPE rss [<!ENTITY a 'বোমা'>]>", item("<description>&a;</description>"))
    assert "বোমা" not in (read_site_feed(content, url=None).entries[0].summary or "")


def test_the_text_of_an_article_about_entities_is_read() -> None:
    content = rss(item('<description><![CDATA[<p>&lt;!ENTITY a "খ"&gt; লেখা যায়। <!ENTITY b "গ"></p>]]></description>'))
    assert len(read_site_feed(content, url=None).entries) == 1


def test_stray_ampersands_and_html_entities_cost_nothing() -> None:
    inner = "<description>ক & খ &nbsp;&ndash; &foo;গ &#8217;&#0;</description>"
    inner += f"<content:encoded><![CDATA[{''.join(f'<p>{text}&nbsp;</p>' for text in _PARAGRAPHS)}]]></content:encoded>"
    content = rss(item(inner), attributes='xmlns:content="http://purl.org/rss/1.0/modules/content/"')
    (only,) = read_site_feed(content, url=None).entries
    assert only.summary == "ক & খ – &foo;গ ’"
    assert whole_body(only) is not None


@pytest.mark.parametrize(
    "cut", ["</p>]]></content:encoded></item></channel></rss>", "</item></channel></rss>", "</rss>"]
)
def test_from_a_feed_that_breaks_off_entries_are_read_and_bodies_are_not(cut: str) -> None:
    body = f"<content:encoded><![CDATA[{''.join(f'<p>{text}</p>' for text in _PARAGRAPHS)}]]></content:encoded>"
    content = rss(item(body), item(body, 2), attributes='xmlns:content="http://purl.org/rss/1.0/modules/content/"')
    entries = read_site_feed(content.removesuffix(cut.encode()), url=None).entries
    assert [each.url for each in entries] == ["https://site.example/1", "https://site.example/2"]
    assert {each.body for each in entries} == {None}


def test_a_prefix_nobody_declared_is_understood() -> None:
    (only,) = read_site_feed(rss(item("<dc:date>2026-03-13T06:00:00Z</dc:date>")), url=None).entries
    assert only.published_at == hour("2026-03-13T06:00:00+00:00")


_MEGABYTES = 9_900_000
_REFUSED = [
    (b"<rss>" + b" " * 10_000_000, "larger than 10,000,000 bytes"),
    (b"<rss><channel>", "broken XML"),
    (rss("<a>" * 100_000), "broken XML"),
    (rss("<" * _MEGABYTES), "broken XML"),
    (rss("<![CDATA[" * (_MEGABYTES // 9)), "broken XML"),
    (rss("&" * _MEGABYTES), "escaped characters"),
    (rss("<item/>" * (_MEGABYTES // 7)), "at most 5,000 are read"),
    (rss("<a/>" * (_MEGABYTES // 4)), "XML elements"),
    (rss(item("<description>" + "<a/>" * 200_000 + "</description>")), "XML elements"),
    (rss("<a " + "".join(f'a{number}="" ' for number in range(600_000)) + "/>"), "attributes"),
    (rss("<a " + "".join(f'xmlns:a{number}="u" ' for number in range(400_000)) + "/>"), "namespaces"),
    (b"<!DOCTYPE rss [" + b"<!--" * (_MEGABYTES // 4), "not an RSS or Atom feed"),
]


@pytest.mark.no_cover
@_in_time
@pytest.mark.parametrize(
    ("content", "reason"),
    [pytest.param(*case, marks=[pytest.mark.full] * (place in {4, 5, 7, 9})) for place, case in enumerate(_REFUSED)],
    ids=range(len(_REFUSED)),
)
def test_what_no_feed_is_like_is_refused_in_time(content: bytes, reason: str) -> None:
    with pytest.raises(NoArticleError, match=reason):
        read_site_feed(content, url=None)


_LARGE = [
    rss(*(item(f"<description>{_PARAGRAPHS[0]}</description>", number) for number in range(MAX_ENTRIES))),
    rss(item("<description><![CDATA[" + "<a " * 3_000_000 + "]]></description>")),
    rss(item("<pubDate>" + "1 " * (_MEGABYTES // 2 - 100) + "</pubDate>")),
    rss(item("<title>" + "x&lt;a" * 900_000 + "</title>")),
    rss(item("<category>x</category>" * 300_000)),
]


@pytest.mark.no_cover
@_in_time
@pytest.mark.parametrize("content", _LARGE, ids=range(len(_LARGE)))
def test_a_large_feed_is_read_in_time(content: bytes) -> None:
    assert read_site_feed(content, url=None).entries


_PIECES = st.sampled_from(
    "<rss> <channel> <item> </item> <link> </link> <guid> https://a.example/ <title> &amp; & <![CDATA[ ]]> <!-- --> <p>"
    " <pubDate> </pubDate> 2026-03-12 12/03/2026 </p> <entry> <x:y> খবর। \0 <feed/xmlns='http://www.w3.org/2005/Atom'>"
    " <content/type='xhtml'>".replace("/xmlns", "\txmlns")
    .replace("/type", "\ttype")
    .split(" ")
)


@given(st.one_of(st.binary(max_size=200), st.lists(_PIECES, max_size=25).map("".join).map(str.encode)))
def test_any_bytes_end_in_a_feed_or_an_error_for_a_person(content: bytes) -> None:
    for document in (content, b"<rss>" + content, b"<rss><channel><item><link>https://a.example/1</link>" + content):
        try:
            feed = read_site_feed(document, url="https://site.example/")
        except PodcastError as error:
            assert str(error)  # noqa: PT017 - either outcome is right
            continue
        assert is_site_feed(document)
        assert all(each.url.startswith(("http://", "https://")) and each.entry_id for each in feed.entries)
        assert all(each.published_at is None or each.published_at.tzinfo is UTC for each in feed.entries)
        dates = [each.published_at for each in feed.entries if each.published_at]
        assert dates == sorted(dates, reverse=True)
        assert all(whole_body(each) is None or each.body for each in feed.entries)


def test_what_feedparser_stumbles_over_is_an_error_for_a_person() -> None:
    with pytest.raises(NoArticleError, match="broken"):
        read_site_feed(b"<rss><channel><item><link>https://a.example/1</link><pubDate><link><entry", url=None)
