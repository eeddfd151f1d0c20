import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from podcast.article import extract_article
from podcast.article.markup import parse
from podcast.article.metadata import Metadata, read_metadata

_TITLE = "নদীর ধারে নতুন বাজার বসল"


def read(head: str = "", body: str = "<p>x</p>", url: str | None = "https://www.barta.example/news/12") -> Metadata:
    markup = parse(f"<!doctype html><html lang='bn'><head>{head}</head><body>{body}</body></html>")
    assert markup is not None
    return read_metadata(markup, url)


def meta(name: str, content: str) -> str:
    return f'<meta property="{name}" content="{content}">'


@pytest.mark.parametrize(
    ("head", "body"),
    [
        (meta("og:title", _TITLE), f"<h1>সবার আগে সব খবর</h1><h1>{_TITLE}</h1>"),
        (meta("og:title", f"{_TITLE} | বার্তা"), f"<h1>{_TITLE}</h1>"),
        (f"<title>বার্তা - {_TITLE}</title>", f"<h1>{_TITLE}</h1>"),
        (
            f'<script type="application/ld+json">{{"@type":["NewsArticle"],"headline":"{_TITLE}"}}</script>',
            "<h1>খেলা জেলা দেশ</h1>",
        ),
        (
            (
                '<script type="application/ld+json">[{"@type":"WebPage"},'
                f'{{"@type":"NewsArticle","headline":"{_TITLE}"}}]</script>'
            ),
            "",
        ),
    ],
)
def test_a_headline_two_sources_agree_on_or_linked_data_names_is_taken(head: str, body: str) -> None:
    assert read(head, body).headline == _TITLE


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("", f"<h1>{_TITLE}</h1>"),
        (meta("og:title", f"{_TITLE} | দৈনিক বার্তা"), ""),
        (meta("og:site_name", "দৈনিক বার্তা") + f"<title>{_TITLE} - দৈনিক বার্তা</title>", ""),
        (f"<title>{_TITLE} | জেলা | দৈনিক বার্তা</title>", ""),
    ],
)
def test_a_single_source_is_a_guess_without_the_site(head: str, body: str) -> None:
    found = read(head, body)
    assert (found.headline, found.guesses) == (None, (_TITLE,))


@pytest.mark.parametrize(
    "head",
    [
        "<title>Details</title>",
        "<title>Article</title>",
        "<title>Details | barta.example</title>",
        meta("og:title", "barta.example") + meta("og:site_name", "barta.example"),
    ],
)
def test_generic_words_and_the_site_name_are_no_headline(head: str) -> None:
    found = read(head)
    assert (found.headline, found.guesses) == (None, ())


def test_broken_linked_data_is_skipped() -> None:
    scripts = '<script type="application/ld+json">{"@type": "NewsArticle", </script>'
    scripts += f'<script type="application/ld+json">{{"@type":"NewsArticle","headline":"{_TITLE}","x":"a\nb"}}</script>'
    assert read(scripts).headline == _TITLE


@pytest.mark.parametrize(
    ("head", "address"),
    [
        ("", "https://www.barta.example/news/12"),
        ('<link rel="canonical" href="https://barta.example/news/12-market">', "https://barta.example/news/12-market"),
        ('<link rel="canonical" href="/news/12-market#top">', "https://www.barta.example/news/12-market"),
        (meta("og:url", "https://m.barta.example/news/12-market"), "https://m.barta.example/news/12-market"),
        ('<link rel="canonical" href="https://other.example/news/12">', "https://www.barta.example/news/12"),
        ('<link rel="canonical" href="https://barta.example/">', "https://www.barta.example/news/12"),
        ('<link rel="canonical" href="javascript:void(0)">', "https://www.barta.example/news/12"),
        ('<link rel="canonical" href="http://[bad/">', "https://www.barta.example/news/12"),
        ('<link rel="canonical" href="">', "https://www.barta.example/news/12"),
    ],
)
def test_the_canonical_address_is_taken_when_it_can_be_this_page(head: str, address: str) -> None:
    assert read(head).url == address


def test_a_file_takes_the_address_its_page_names() -> None:
    head = '<link rel="canonical" href="https://barta.example/news/12">'
    assert read(head, url=None).url == "https://barta.example/news/12"
    assert read('<link rel="canonical" href="https://barta.example/">', url=None).url is None
    assert read('<link rel="canonical" href="/news/12">', url=None).url is None


def test_site_language_and_kind_are_read() -> None:
    found = read(meta("og:site_name", "দৈনিক বার্তা") + meta("og:type", "article"))
    assert (found.site_name, found.language, found.is_article) == ("দৈনিক বার্তা", "bn", True)


def test_the_publisher_of_linked_data_stands_in_for_the_site_name() -> None:
    found = read('<script type="application/ld+json">{"@type":"NewsArticle","publisher":{"name":"বার্তা"}}</script>')
    assert (found.site_name, found.is_article) == ("বার্তা", True)


def graph(*items: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@graph": items})}</script>'


def data(**fields: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **fields})}</script>'


@pytest.mark.parametrize(
    ("declared", "language"),
    [
        ("bn", "bn"),
        ("BN", "bn"),
        ("bn-BD", "bn-BD"),
        ("bn_IN", "bn-IN"),
        ("bn-in", "bn-IN"),
        ("bn-Beng-BD", "bn-BD"),
        ("bn_BD.UTF-8", "bn-BD"),
        ("ben", "bn"),
        ("Bengali", "bn"),
        ("bn-GB", "bn"),
        ("en-US", "en-US"),
        ("bnt", "bnt"),
    ],
)
def test_bengali_has_one_name_and_other_languages_keep_theirs(declared: str, language: str) -> None:
    markup = parse(f"<html lang='{declared}'><body><p>x</p></body></html>")
    assert markup is not None
    assert read_metadata(markup, None).language == language


def test_the_language_is_also_told_by_og_locale_and_linked_data() -> None:
    for head in (meta("og:locale", "bn_IN"), data(inLanguage="bn-IN")):
        markup = parse(f"<html><head>{head}</head><body><p>x</p></body></html>")
        assert markup is not None
        assert read_metadata(markup, None).language == "bn-IN"


@pytest.mark.parametrize(
    ("head", "body", "byline"),
    [
        (data(author={"@type": "Person", "name": "রফিক উদ্দিন"}), "", "রফিক উদ্দিন"),
        (data(author=[{"name": "রফিক উদ্দিন"}, {"name": "মালতী দাস"}]), "", "রফিক উদ্দিন, মালতী দাস"),
        (data(author="নিজস্ব প্রতিবেদক"), "", "নিজস্ব প্রতিবেদক"),
        (data(author=["রফিক উদ্দিন", "রফিক উদ্দিন"]), "", "রফিক উদ্দিন"),
        (data(author={"name": ["রফিক উদ্দিন"]}), "", "রফিক উদ্দিন"),
        (
            graph({"@type": "Person", "@id": "#p", "name": "মালতী দাস"}, {"@type": "Article", "author": {"@id": "#p"}}),
            "",
            "মালতী দাস",
        ),
        (data(author={"name": "দৈনিক বার্তা"}) + meta("author", "মালতী দাস"), "", "মালতী দাস"),
        (data(author={"name": "admin"}), "<h1>নদীর ধারে নতুন বাজার</h1><p>স্টাফ রিপোর্টার</p>", "স্টাফ রিপোর্টার"),
        (data(author={"name": "rafiq_82"}), "", None),
        (data(author={"url": "https://barta.example/a"}), "", None),
        (data(author=7), "", None),
        (meta("article:author", "https://facebook.example/rafiq") + meta("author", "  "), "", None),
        (meta("author", "রফিক উদ্দিন"), "", "রফিক উদ্দিন"),
        ("<meta itemprop='author' content='রফিক উদ্দিন'>", "", "রফিক উদ্দিন"),
        ("", "<a rel='author' href='/a'>রফিক উদ্দিন</a>", "রফিক উদ্দিন"),
        ("", "<span itemprop='author'><span itemprop='name'>রফিক উদ্দিন</span></span>", "রফিক উদ্দিন"),
        ("", "<div class='post-author'><p>লেখক: রফিক উদ্দিন</p><p>১২ মার্চ ২০২৬</p></div>", "রফিক উদ্দিন"),
        ("", "<div class='byline'>By Rafiq Uddin | 12 March 2026</div>", "Rafiq Uddin"),
        ("", "<div class='comment-author'>অতিথি লেখক</div><div class='author-image'>ছবি এক</div>", None),
        ("", "<div class='authority'>রাজউক কর্তৃপক্ষ</div>", None),
        ("", "<h1>নদীর ধারে নতুন বাজার</h1><p>নিজস্ব প্রতিবেদক, ঢাকা</p>", "নিজস্ব প্রতিবেদক, ঢাকা"),
        ("", "<h1>নদীর ধারে নতুন বাজার</h1><p>প্রতিবেদক: রফিক উদ্দিন</p>", "রফিক উদ্দিন"),
        (
            "",
            "<h1>নদীর ধারে নতুন বাজার</h1><p>নিজস্ব প্রতিবেদক আপডেট: ১১ জুন ২০২৬ রবিবার</p>",
            "নিজস্ব প্রতিবেদক",
        ),
        ("", "<h1>নদীর ধারে নতুন বাজার</h1><p>শেয়ার করুন</p>", None),
        ("", "<p>নিজস্ব প্রতিবেদক, ঢাকা</p>", None),
    ],
)
def test_the_byline_is_what_is_printed_and_names_somebody(head: str, body: str, byline: str | None) -> None:
    assert read(meta("og:site_name", "দৈনিক বার্তা") + head, body).byline == byline


_HEAD = "<h1>নদীর ধারে নতুন বাজার</h1>"
_NOON = datetime(2026, 3, 12, 6, tzinfo=UTC)


@pytest.mark.parametrize(
    ("head", "body"),
    [
        (data(datePublished="2026-03-12T12:00:00+06:00"), ""),
        (data(datePublished="কাল") + data(datePublished="2026-03-12 12:00"), ""),
        (data(datePublished="2026-03-12T06:00:00Z") + meta("article:published_time", "2020-01-01"), ""),
        (meta("article:published_time", "2026-03-12T12:00:00+06:00"), "<time datetime='2020-01-01'>x</time>"),
        (meta("og:published_time", "2026-03-12T06:00:00Z"), ""),
        (meta("datepublished", "2026-03-12T06:00:00Z"), ""),
        ("<meta itemprop='datePublished' content='2026-03-12T06:00:00Z'>", ""),
        ("<meta name='DC.Date.Issued' content='2026-03-12 12:00'>", ""),
        (
            '<script type="application/ld+json">{"@type":"WebPage","datePublished":"2026-03-12T06:00:00Z"}</script>',
            "",
        ),
        ("", f"<time datetime='2020-01-01'>আজ</time>{_HEAD}<time datetime='2026-03-12T12:00'>x</time>"),
        ("", "<time class='entry-date published updated' datetime='2026-03-12T12:00'>x</time>"),
        ("", "<time itemprop='datePublished' datetime='2026-03-12T12:00'>x</time>"),
        ("", f"<p>ঢাকা, ১ জানুয়ারি ২০২৬</p>{_HEAD}<p>প্রকাশ: ১২ মার্চ ২০২৬, দুপুর ১২টা</p>"),
        ("", f"{_HEAD}<p>রফিক উদ্দিন</p><p>১২ মার্চ ২০২৬, ১২:০০</p><p>ফাইল ছবি, ৪ মে ২০১৯</p>"),
        ("", f"{_HEAD}<p>নিজস্ব প্রতিবেদক ১২ মার্চ ২০২৬, ১২:০০ পিএম</p>"),
        ("", f"<p>প্রকাশিত : ১২:০০, ১২ মার্চ ২০২৬</p>{_HEAD}<p>খবর</p>"),
        ("", "<h2>একটি খবর</h2><p>প্রকাশিত : ১২:০০, ১২ মার্চ ২০২৬</p>"),
    ],
)
def test_the_date_of_publication_is_found(head: str, body: str) -> None:
    assert read(head, body).published_at == _NOON


@pytest.mark.parametrize(
    "body",
    [
        "<p>ঢাকা, ১২ মার্চ ২০২৬</p>",
        f"<p>ঢাকা, ১২ মার্চ ২০২৬</p>{_HEAD}<p>খবর</p>",
        f"{_HEAD}<p>সেতুটি ১২ মার্চ ২০২৬, দুপুর ১২:০০ মিনিটে খুলেছে। সকাল থেকেই সেখানে ভিড় ছিল।</p>",
        f"{_HEAD}<p>২৫ চৈত্র ১৪৩২</p><p>১৪ মিনিট আগে</p>",
        "<time datetime='2026-03-12'>x</time>",
    ],
)
def test_a_date_that_may_be_another_is_not_taken(body: str) -> None:
    assert read("", body).published_at is None


def test_when_it_was_changed_is_read_and_is_never_before_its_publication() -> None:
    late = data(datePublished="2026-03-12T06:00:00Z", dateModified="2026-03-13T06:00:00Z")
    early = data(datePublished="2026-03-12T06:00:00Z", dateModified="2026-03-11T06:00:00Z")
    assert read(late).modified_at == datetime(2026, 3, 13, 6, tzinfo=UTC)
    assert read(early).modified_at is None
    assert read(meta("og:updated_time", "2026-03-13T06:00:00Z")).modified_at == datetime(2026, 3, 13, 6, tzinfo=UTC)
    line = f"{_HEAD}<p>প্রকাশ: ১২ মার্চ ২০২৬, ১২:০০ | আপডেট: ১৩ মার্চ ২০২৬, ১২:০০</p>"
    assert read("", line).modified_at == datetime(2026, 3, 13, 6, tzinfo=UTC)


def test_a_time_without_a_zone_is_the_time_of_the_site() -> None:
    head = data(datePublished="2026-03-12 12:00")
    assert read(head, url="https://barta.example.in/1").published_at == datetime(2026, 3, 12, 6, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("head", "image"),
    [
        (meta("og:image", "https://cdn.example/a.jpg"), "https://cdn.example/a.jpg"),
        (meta("og:image", "/a.jpg"), "https://www.barta.example/a.jpg"),
        (meta("og:image", "data:image/png;base64,AA") + data(image="//cdn.example/b.jpg"), "https://cdn.example/b.jpg"),
        (data(image={"@type": "ImageObject", "url": "https://cdn.example/c.jpg"}), "https://cdn.example/c.jpg"),
        (data(image={"contentUrl": "https://cdn.example/c.jpg"}), "https://cdn.example/c.jpg"),
        (data(image=["https://cdn.example/d.jpg", "https://cdn.example/e.jpg"]), "https://cdn.example/d.jpg"),
        (data(image=[{"url": ["https://cdn.example/f.jpg"]}, 7]), None),
        (data(image=[{"url": "https://cdn.example/f.jpg"}]), "https://cdn.example/f.jpg"),
        (meta("og:image", "http://[bad/") + meta("twitter:image", "ftp://cdn.example/a.jpg"), None),
        (data(image=None), None),
    ],
)
def test_the_picture_is_an_absolute_web_address(head: str, image: str | None) -> None:
    assert read(head).image_url == image


_CRUMBS = {"@type": "BreadcrumbList", "itemListElement": [{"name": "প্রচ্ছদ"}, {"item": {"name": "জেলা"}}]}


@pytest.mark.parametrize(
    ("head", "body", "section"),
    [
        (meta("article:section", "জেলা"), "", "জেলা"),
        (data(articleSection=["জেলা", "নদী"]), "", "জেলা"),
        (data() + f'<script type="application/ld+json">{json.dumps(_CRUMBS)}</script>', "", "জেলা"),
        (
            f'<script type="application/ld+json">{json.dumps({"@type": "WebPage", "breadcrumb": _CRUMBS})}</script>',
            "",
            "জেলা",
        ),
        ("", f"<ul class='breadcrumb'><li><a>হোম</a></li><li><a>জেলা</a></li><li><a>{_TITLE}</a></li></ul>", "জেলা"),
        ("", "<ul class='breadcrumb'><li><a>হোম</a></li></ul>", None),
        ("", "", None),
    ],
)
def test_the_section_is_declared_or_the_last_step_to_the_page(head: str, body: str, section: str | None) -> None:
    assert read(head + meta("og:title", _TITLE), f"<h1>{_TITLE}</h1>{body}").section == section


@pytest.mark.parametrize(
    ("value", "count"),
    [
        *((450, 450), ("450", 450), ("1,450", 1450), ("৪৫০ শব্দ", 450), ("450 words", 450)),
        *((value, None) for value in (0, True, "-5", "বহু", None, ["450"], 10**12)),
    ],
)
def test_words_are_counted_by_linked_data(value: object, count: int | None) -> None:
    assert read(data(wordCount=value)).word_count == count


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"isAccessibleForFree": True}, True),
        ({"isAccessibleForFree": "True"}, True),
        ({"isAccessibleForFree": "False"}, False),
        ({"isAccessibleForFree": "http://schema.org/False"}, False),
        ({"isAccessibleForFree": False, "hasPart": {"isAccessibleForFree": False}}, False),
        ({"hasPart": [{"cssSelector": ".x", "isAccessibleForFree": "false"}]}, False),
        ({"isAccessibleForFree": True, "hasPart": [{"isAccessibleForFree": False}]}, False),
        ({"isAccessibleForFree": "হয়তো"}, None),
        ({}, None),
    ],
)
def test_linked_data_says_whether_reading_costs_money(fields: dict[str, object], expected: object) -> None:
    assert read(data(**fields)).is_free is expected


_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=5)
    | st.sampled_from(["2026-03-12", "https://a.example/"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["name", "url", "@id", "item"]), inner),
    max_leaves=8,
)
_KEYS = (
    "headline author datePublished dateModified image articleSection wordCount isAccessibleForFree hasPart publisher"
)


@given(st.dictionaries(st.sampled_from([*_KEYS.split(), "@id", "name", "breadcrumb", "itemListElement"]), _JSON))
def test_linked_data_of_any_shape_is_read(fields: dict[str, object]) -> None:
    found = read(data(**fields))
    assert found.is_article
    assert found.word_count is None or found.word_count > 0


def test_an_article_carries_what_its_page_says() -> None:
    texts = (
        "নদীর ধারে নতুন বাজার বসেছে। সেখানে দোকান আছে ৪২টি, আর রোজ হাজার মানুষ আসেন কেনাকাটা করতে।",
        "বাজার কমিটি চায়, ঘাট পর্যন্ত রাস্তা পাকা হোক। বর্ষায় কাদা ভেঙে আসতে হয় সবাইকে, গাড়ি চলে না।",
    )
    head = data(author={"name": "রফিক উদ্দিন"}, datePublished="2026-03-12T06:00:00Z", articleSection="জেলা")
    body = f"<h1>{_TITLE}</h1><p>{texts[0]}</p><p>{texts[1]}</p>"
    article = extract_article(f"<html><head>{head}{meta('og:image', 'https://a.example/1.jpg')}</head><body>{body}")
    assert (article.byline, article.published_at, article.modified_at) == ("রফিক উদ্দিন", _NOON, None)
    assert (article.image_url, article.section) == ("https://a.example/1.jpg", "জেলা")
