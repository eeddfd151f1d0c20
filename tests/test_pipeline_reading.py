import json
from pathlib import Path

import pytest
from fake_clock import FakeClock
from loopback_site import Answer, running_site
from typer.testing import CliRunner

from podcast import net, pipeline
from podcast.cli import app
from podcast.errors import NoArticleError, PodcastError, SourceError, UsageError
from podcast.settings import Editing

_LEAD = "কাটোয়া: নদীর উপর নতুন সেতু আজ খুলে দেওয়া হয়েছে। সেতুটি লম্বায় ২৪০ মিটার, খরচ হয়েছে ১২ কোটি টাকা।"
_MORE = (
    "সেতু খোলায় দুই পারের মানুষের যাতায়াতের সময় অর্ধেক হয়ে গেল। আগে ভরসা ছিল খেয়া, ঝড়ের দিনে তাও বন্ধ থাকত।",
    "পূর্ত দফতরের বাস্তুকার অনিমেষ রায় বলেন, কাজ শেষ হয়েছে সময়ের আগেই। রেলিংয়ের রং করা বাকি আছে।",
    "গ্রামের প্রধান সবিতা মণ্ডল জানান, সেতুর মুখে আলো বসানো হবে। সে জন্য টাকা চাওয়া হয়েছে জেলা পরিষদের কাছে।",
    "প্রথম দিনেই সেতু পেরিয়েছে হাজার চারেক মানুষ। ভিড় সামলাতে নামানো হয়েছিল সিভিক ভলান্টিয়ার।",
)


def page(title: str, *paragraphs: str) -> bytes:
    body = "".join(f"<p>{text}</p>" for text in paragraphs)
    head = f"<title>{title}</title><meta property='og:title' content='{title}'>"
    return f"<!doctype html><html lang='bn'><head>{head}</head><body><h1>{title}</h1>{body}</body></html>".encode()


def feed(*items: str) -> bytes:
    namespace = "http://purl.org/rss/1.0/modules/content/"
    top = f"<rss version='2.0' xmlns:content='{namespace}'><channel><title>বার্তা</title>"
    return f"{top}{''.join(items)}</channel></rss>".encode()


def item(link: str, title: str, day: int, body: str = "") -> str:
    whole = f"<content:encoded><![CDATA[{body}]]></content:encoded>" if body else ""
    date = f"<pubDate>{day:02} Mar 2026 06:00:00 +0600</pubDate>"
    return f"<item><title>{title}</title><link>{link}</link>{date}<description>ছোট করে।</description>{whole}</item>"


def reader(**options: object) -> pipeline.Reader:
    clock = FakeClock()
    return pipeline.Reader(allow_private=True, client=net.Client(clock=clock.clock), **options)


def written(folder: Path, name: str, content: bytes) -> str:
    path = folder / name
    path.write_bytes(content)
    return str(path)


def test_a_feed_gives_its_newest_stories_from_the_feed_or_from_their_pages() -> None:
    whole = "".join(f"<p>{text}</p>" for text in (_LEAD, *_MORE, *(f"{text} আরও খবর আসছে শিগগির।" for text in _MORE)))
    answers: dict[str, Answer] = {}
    with running_site(answers) as site:
        items = (
            item(site.url("/old"), "পুরনো খবর এটি", 1),
            item(site.url("/two"), "সেতু খুলল কাটোয়ায় আজ সকালে", 3),
            item(site.url("/three"), "নদীর উপর সেতু খুলল এবার", 4, whole),
        )
        answers["/feed"] = Answer(feed(*items))
        answers["/two"] = Answer(page("সেতু খুলল কাটোয়ায় আজ সকালে", _LEAD, *_MORE))
        opened = pipeline.open_source(site.url("/feed"), reader(newest=2))
        articles = [one.read() for one in opened]
        asked = [path for path, _ in site.requests]
    assert [one.name for one in opened] == [site.url("/three"), site.url("/two")]
    assert [article.title for article in articles] == ["নদীর উপর সেতু খুলল এবার", "সেতু খুলল কাটোয়ায় আজ সকালে"]
    assert articles[0].published_at is not None
    assert asked == ["/feed", "/two"]


def test_an_entity_bomb_is_refused_and_named() -> None:
    entities = b'<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">'
    bomb = b"<?xml version='1.0'?><!DOCTYPE rss [" + entities + b"]><rss><channel>&b;</channel></rss>"
    with running_site({"/feed": Answer(bomb)}) as site, pytest.raises(NoArticleError, match="entit"):
        pipeline.open_source(site.url("/feed"), reader())


def test_a_feed_with_a_document_type_is_still_named_as_one(tmp_path: Path) -> None:
    content = b'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "b">]><rss><channel><item/></channel></rss>'
    with pytest.raises(NoArticleError, match="is a feed or sitemap of 1 entries"):
        pipeline.read_article(written(tmp_path, "feed.xml", content))


def test_the_beginning_of_an_article_is_refused_unless_forced(tmp_path: Path) -> None:
    text = f"সেতু খুলল কাটোয়ায়\n\n{_LEAD}\n\n{_MORE[0]} কিন্তু কাজ এখনও … Continue reading সেতু খুলল কাটোয়ায়\n"
    source = written(tmp_path, "teaser.txt", text.encode())
    with pytest.raises(NoArticleError, match=r"only the beginning of an article: it ends in “… Continue reading"):
        pipeline.read_whole_article(source)
    assert pipeline.read_whole_article(source, force=True).cut_short is not None
    assert pipeline.read_article(source).paragraphs[0] == _LEAD


def test_a_list_names_more_sources(tmp_path: Path) -> None:
    path = written(tmp_path, "list.txt", "\ufeff# আজকের পাঠ\nএক.html\n\nদুই.html\nএক.html\n".encode())
    assert pipeline.list_sources(["শূন্য.html"], path) == ("শূন্য.html", "এক.html", "দুই.html")
    with pytest.raises(UsageError, match="there is no SOURCE"):
        pipeline.list_sources([], written(tmp_path, "empty.txt", b"# nothing\n"))
    with pytest.raises(UsageError, match="both read standard input"):
        pipeline.list_sources(["-"], "-")
    with pytest.raises(SourceError, match="cannot be read"):
        pipeline.list_sources([], str(tmp_path / "missing.txt"))
    with pytest.raises(SourceError, match="is not UTF-8"):
        pipeline.list_sources([], written(tmp_path, "latin.txt", b"caf\xe9"))


def test_one_bad_source_stops_no_other(tmp_path: Path) -> None:
    good = written(tmp_path, "good.html", page("সেতু খুলল কাটোয়ায় আজ", _LEAD, *_MORE))
    listed = written(tmp_path, "list.txt", f"{tmp_path}/missing.html\n{good}\n".encode())
    command = ["convert", "--list", listed, "--dry-run", "--json", "--out", str(tmp_path / "out")]
    result = CliRunner().invoke(app, command)
    assert result.exit_code == 3
    found = json.loads(result.stdout)
    assert [one["source"] for one in found["episodes"]] == [good]
    assert "there is no such file" in found["failed"][0]["error"]


def test_explain_names_the_rule_for_what_is_left_out(tmp_path: Path) -> None:
    source = written(tmp_path, "a.html", page("সেতু খুলল কাটোয়ায় আজ", _LEAD, "আরও পড়ুন: ফেরি বন্ধ", *_MORE))
    result = CliRunner().invoke(app, ["article", "--explain", "--json", source])
    assert result.exit_code == 0
    rules = {one["text"]: one["rule"] for one in json.loads(result.stdout)["dropped"]}
    assert rules["আরও পড়ুন: ফেরি বন্ধ"].startswith("related: furniture.tsv line ")


def test_explain_of_a_page_without_an_article_fails_and_still_explains(tmp_path: Path) -> None:
    source = written(tmp_path, "a.html", page("কিছু পাওয়া যায়নি", "বিজ্ঞাপন"))
    result = CliRunner().invoke(app, ["article", "--explain", source])
    assert result.exit_code == 1
    assert "no article was found" in result.stderr
    assert "label: furniture.tsv line" in result.stdout


@pytest.mark.parametrize(
    ("editing", "first", "last"),
    [
        (Editing(), _LEAD, _MORE[-1]),
        (Editing(datelines="skip"), _LEAD.removeprefix("কাটোয়া: "), _MORE[-1]),
        (Editing(sources="read"), _LEAD, f"{_MORE[-1]} সূত্র: বাসস"),
        (Editing(photo_credits="read"), _LEAD, _MORE[-1]),
    ],
    ids=["default", "datelines", "sources", "credits"],
)
def test_a_show_chooses_what_is_read_of_datelines_and_sources(
    tmp_path: Path, editing: Editing, first: str, last: str
) -> None:
    source = written(tmp_path, "a.html", page("সেতু খুলল কাটোয়ায় আজ", _LEAD, *_MORE[:-1], f"{_MORE[-1]} সূত্র: বাসস"))
    article = pipeline.read_article(source, editing=editing)
    assert article.paragraphs[0] == first
    assert article.paragraphs[-1] == last


def test_any_source_ends_in_an_article_or_an_error_for_a_person(tmp_path: Path) -> None:
    for name, content in {"a.txt": b"\xff\xfe\x00", "b.html": b"<html><p>\x00", "c.md": b"# x\n\n- y\n"}.items():
        with pytest.raises(PodcastError, match=name):
            pipeline.read_article(written(tmp_path, name, content))
