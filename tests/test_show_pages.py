import re
from datetime import UTC, datetime

import pytest
from lxml import html
from show_samples import HOSTILE_TEXTS, make_episode, make_show

from podcast.model import BlockKind, Chapter, Cue, Episode, Passage, Sentence
from podcast.settings import Show
from podcast.show.fitting import one_line
from podcast.show.pages import render_episode, render_index, render_transcript

PASSAGES = (
    Passage(BlockKind.TITLE, (Sentence("খেয়াঘাটে নতুন নৌকা ১", ""),)),
    Passage(BlockKind.PARAGRAPH, (Sentence("ঘাটে ভিড় জমল।", ""), Sentence("মাঝিরা খুশি।", ""))),
    Passage(BlockKind.SUBHEAD, (Sentence("যাত্রীর কথা", ""),)),
)
CHAPTERS = (Chapter(0, "শুরু"), Chapter(62_500, "যাত্রীর কথা"))
OWN_TAGS = {
    *("html", "head", "meta", "title", "link", "style", "body", "header", "main", "footer", "nav", "article"),
    *("h1", "h2", "h3", "p", "a", "img", "ol", "li", "small", "span", "time", "audio"),
}


def episode_page(episode: Episode, show: Show | None = None, passages: tuple[Passage, ...] = PASSAGES) -> str:
    return render_episode(show or make_show(), episode, passages=passages, chapters=CHAPTERS)


def pages(**changes: object) -> list[str]:
    episode = make_episode(**changes)
    return [render_index(make_show(), [episode]), episode_page(episode)]


def addresses(page: str) -> set[str]:
    tree = html.document_fromstring(page)
    return {value for name in ("href", "src", "srcset", "data", "poster") for value in tree.xpath(f"//@{name}")}


def test_the_front_page_shows_the_show_and_its_episodes_in_order() -> None:
    tree = html.document_fromstring(render_index(make_show(), [make_episode(2), make_episode(1)]))
    assert tree.get("lang") == "bn"
    assert tree.findtext(".//h1") == "নদীর খবর"
    assert [link.text for link in tree.xpath("//h3/a")] == [make_episode(2).title, make_episode(1).title]
    assert tree.xpath("//h3/a/@href")[0] == f"episodes/{make_episode(2).episode_id}.html"
    assert tree.xpath("//link[@rel='alternate'][@type='application/rss+xml']/@href") == ["feed.xml"]


def test_an_episodes_page_has_player_chapters_text_and_source() -> None:
    episode = make_episode()
    tree = html.document_fromstring(episode_page(episode))
    assert tree.xpath("//audio[@controls]/@src") == [f"{episode.episode_id}.mp3"]
    assert tree.xpath("//nav//a/@href") == [f"{episode.episode_id}.mp3#t=0.0", f"{episode.episode_id}.mp3#t=62.5"]
    assert [p.text for p in tree.xpath("//article/p")] == ["ঘাটে ভিড় জমল। মাঝিরা খুশি।"]
    assert [h.text for h in tree.xpath("//article/h2")] == ["যাত্রীর কথা"]
    assert tree.xpath("//footer//a[@rel]/@href") == ["https://khobor.example/nodi/1"]
    assert "কৃত্রিম কণ্ঠে পড়া: তানিশা" in tree.text_content()


def test_a_page_of_an_edition_links_each_headline_to_its_story() -> None:
    passages = (
        Passage(BlockKind.HEADLINE, (Sentence("নতুন <নৌকা>", ""),), "https://khobor.example/২"),
        Passage(BlockKind.HEADLINE, (Sentence("পুরোনো ঘাট", ""),), "javascript:alert(1)"),
    )
    tree = html.document_fromstring(episode_page(make_episode(), passages=passages))
    assert tree.xpath("//article/h2/a/text()") == ["নতুন <নৌকা>"]
    assert tree.xpath("//article/h2/a/@href") == ["https://khobor.example/%E0%A7%A8"]
    assert tree.xpath("//article/h2/text()") == ["পুরোনো ঘাট"]


def test_pages_ask_nothing_of_any_other_host() -> None:
    for page in pages(source_url=None):
        assert not [address for address in addresses(page) if re.match(r"(?:\w+:|//|/)", address)]
        assert "url(" not in page
        assert "@import" not in page
        assert "<script" not in page


def test_pages_have_what_a_phone_and_a_dark_room_need() -> None:
    for page in pages():
        assert '<meta name="viewport" content="width=device-width, initial-scale=1">' in page
        assert "prefers-color-scheme: dark" in page
        assert page.startswith("<!DOCTYPE html>\n")


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_hostile_text_is_only_text(text: str) -> None:
    show = make_show(title=one_line(text), description=text.encode("utf-8", "ignore").decode())
    episode = make_episode(title=text, summary=text, site_name=text, voice=text)
    passages = (Passage(BlockKind.PARAGRAPH, (Sentence(text, ""),)), Passage(BlockKind.SUBHEAD, (Sentence(text, ""),)))
    made = [
        render_index(show, [episode]),
        render_episode(show, episode, passages=passages, chapters=[Chapter(0, text)]),
    ]
    for page in made:
        page.encode()
        tree = html.document_fromstring(page)
        assert {element.tag for element in tree.iter()} <= OWN_TAGS
        assert not tree.xpath("//@*[starts-with(name(), 'on')]")
        assert one_line(tree.findtext(".//title")).startswith(one_line(text))
        assert one_line(text) in {one_line(element.text_content()) for element in tree.iter("h1", "h3")}


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", " JavaScript:alert(1)", "//a.example/"])
def test_only_web_addresses_are_linked(url: str) -> None:
    page = episode_page(make_episode(source_url=url))
    assert not {address for address in addresses(page) if ":" in address or address.startswith("//")}
    assert "সূত্র: নদীর খবর" in page


def test_the_day_is_that_of_the_shows_country() -> None:
    late = make_episode(published_at=datetime(2026, 3, 14, 18, 15, tzinfo=UTC))
    assert "১৪ মার্চ ২০২৬" in render_index(make_show(), [late])
    assert "১৫ মার্চ ২০২৬" in render_index(make_show(language="bn-BD"), [late])


def test_the_same_values_give_the_same_bytes() -> None:
    assert pages() == pages()


TITLE = Passage(BlockKind.TITLE, (Sentence("নতুন নৌকা", "নতুন নৌকা"),))
BODY = Passage(
    BlockKind.PARAGRAPH, (Sentence("মাঝি এলেন।", ""), Sentence("“জল বাড়ছে।”", ""), Sentence("তিনি গেলেন।", ""))
)


def said(document: str) -> list[tuple[str, str]]:
    """What stands below the heading of a transcript's page, tag by tag."""
    body = html.fromstring(document).body
    return [(element.tag, element.text_content()) for element in body if element.tag != "header"]


def test_a_transcripts_page_tells_block_by_block_what_is_said_and_when() -> None:
    greeting = Cue(0, 800, "নমস্কার।")
    cues = [Cue(900, 1900, "নতুন নৌকা", sentence=0)]
    cues += [Cue(61_000 + 1000 * n, 62_000 + 1000 * n, s.written, sentence=1 + n) for n, s in enumerate(BODY.sentences)]
    document = render_transcript(make_show(), make_episode(), passages=(TITLE, BODY), cues=[greeting, *cues])
    assert said(document) == [
        ("time", "0:00"),
        ("p", "নমস্কার।"),
        ("time", "0:00"),
        ("p", "নতুন নৌকা"),
        ("time", "1:01"),
        ("p", "মাঝি এলেন। “জল বাড়ছে।” তিনি গেলেন।"),
    ]
    assert '<html lang="bn' in document
    assert "<script" not in document


def test_a_transcripts_page_names_both_readers() -> None:
    speakers = ("তনিশা", "ভোলা <৩>", "তনিশা")
    cues = [
        Cue(1000 * number, 1000 * number + 900, sentence.written, speaker, number)
        for number, (sentence, speaker) in enumerate(zip(BODY.sentences, speakers, strict=True))
    ]
    document = render_transcript(make_show(), make_episode(), passages=(BODY,), cues=cues)
    assert [text for tag, text in said(document) if tag == "cite"] == ["তনিশা:", "ভোলা <৩>:", "তনিশা:"]


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_hostile_text_is_only_text_in_a_transcripts_page(text: str) -> None:
    document = render_transcript(
        make_show(),
        make_episode(title=text),
        passages=(),
        cues=[Cue(0, 900, text, text), Cue(900, 1000, " ")],
    )
    assert said(document) == [("cite", f"{one_line(text)}:"), ("time", "0:00"), ("p", one_line(text))]
