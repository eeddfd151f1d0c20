import pytest

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
