import re
from datetime import UTC, datetime

import pytest
from lxml import html
from show_samples import BASE_URL, HOSTILE_TEXTS, make_episode, make_show

from podcast.fitting import one_line
from podcast.model import BlockKind, Chapter, Cue, Episode, Passage, Sentence
from podcast.settings import UNSET_BASE_URL, Show
from podcast.show.pages import render_episode, render_index, render_transcript

PASSAGES = (
    Passage(BlockKind.TITLE, (Sentence("খেয়াঘাটে নতুন নৌকা ১", ""),)),
    Passage(BlockKind.PARAGRAPH, (Sentence("ঘাটে ভিড় জমল।", ""), Sentence("মাঝিরা খুশি।", ""))),
    Passage(BlockKind.SUBHEAD, (Sentence("যাত্রীর কথা", ""),)),
)
CHAPTERS = (Chapter(0, "শুরু"), Chapter(62_500, "যাত্রীর কথা"))
CUES = (Cue(0, 1900, "খেয়াঘাটে নতুন নৌকা ১", sentence=0), Cue(2000, 3250, "ঘাটে ভিড় জমল।", sentence=1))
OWN_TAGS = {
    *("html", "head", "meta", "title", "link", "script", "body", "header", "main", "section", "footer", "nav"),
    *("article", "h1", "h2", "h3", "p", "a", "img", "ol", "ul", "li", "small", "span", "time", "audio", "div"),
    *("button", "label", "select", "option", "code", "figure", "figcaption", "svg", "path"),
}
SCRIPT = {"player.js", "../player.js"}


def episode_page(episode: Episode, show: Show | None = None, passages: tuple[Passage, ...] = PASSAGES) -> str:
    return render_episode(show or make_show(), episode, passages=passages, chapters=CHAPTERS, cues=CUES)


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
    assert [p.text_content() for p in tree.xpath("//article/p")] == ["ঘাটে ভিড় জমল। মাঝিরা খুশি।"]
    assert [h.text_content() for h in tree.xpath("//article/h2")] == ["যাত্রীর কথা"]
    assert tree.xpath("//a[@download]/@href") == [f"{episode.episode_id}.mp3"]
    assert tree.xpath("//footer//a[@rel]/@href") == ["https://khobor.example/nodi/1"]
    assert "কৃত্রিম কণ্ঠে পড়া: তানিশা" in tree.text_content()


def test_each_sentence_that_is_heard_says_when() -> None:
    tree = html.document_fromstring(episode_page(make_episode(title="খেয়াঘাটে নতুন নৌকা ১")))
    found = [(span.text, span.get("data-start"), span.get("data-end")) for span in tree.xpath("//*[@data-start]")]
    assert found == [("খেয়াঘাটে নতুন নৌকা ১", "0.000", "1.900"), ("ঘাটে ভিড় জমল।", "2.000", "3.250")]


def test_a_page_of_an_edition_links_each_headline_to_its_story() -> None:
    passages = (
        Passage(BlockKind.HEADLINE, (Sentence("নতুন <নৌকা>", ""),), "https://khobor.example/২"),
        Passage(BlockKind.HEADLINE, (Sentence("পুরোনো ঘাট", ""),), "javascript:alert(1)"),
    )
    tree = html.document_fromstring(episode_page(make_episode(), passages=passages))
    assert tree.xpath("//article/h2/a/@href") == ["https://khobor.example/%E0%A7%A8"]
    assert [h2.text_content().split("\n")[0] for h2 in tree.xpath("//article/h2")] == ["নতুন <নৌকা> মূল লেখা", "পুরোনো ঘাট"]


def test_pages_ask_nothing_of_any_other_host() -> None:
    loading = "//script/@src | //img/@src | //audio/@src | //link[@rel!='canonical']/@href"
    for page in pages(source_url=None):
        tree = html.document_fromstring(page)
        assert not [address for address in addresses(page) if re.match(r"(?:\w+:|//|/)", address)]
        assert {address.removeprefix("../") for address in tree.xpath(loading)} <= {
            *("style.css", "player.js", "icon.svg", "feed.xml", "cover.jpg", f"{make_episode().episode_id}.mp3")
        }
        assert not tree.xpath("//style | //@style | //iframe | //object | //form | //base")
        assert "url(" not in page
        assert "@import" not in page


def test_the_only_script_of_a_page_is_a_file_beside_it() -> None:
    for page in pages():
        tree = html.document_fromstring(page)
        assert [script.get("src") in SCRIPT and not script.text for script in tree.iter("script")] == [True]


def test_pages_have_what_a_phone_needs() -> None:
    for page in pages():
        assert '<meta name="viewport" content="width=device-width, initial-scale=1">' in page
        assert '<meta name="color-scheme" content="light dark">' in page
        assert page.startswith("<!DOCTYPE html>\n")


def test_everything_that_works_by_script_is_hidden_without_one() -> None:
    for page in pages():
        tree = html.document_fromstring(page)
        buttons = tree.xpath("//button | //select/parent::label")
        assert buttons
        assert all(button.get("hidden") is not None for button in buttons)


def test_pages_can_be_used_by_keyboard_and_ear() -> None:
    for page in pages():
        tree = html.document_fromstring(page)
        skip = tree.xpath("//body/*[1][self::a]/@href")
        assert [target.get("tabindex") for target in tree.xpath(f"//*[@id='{skip[0][1:]}']")] == ["-1"]
        assert len(tree.xpath("//h1")) == 1
        assert len(tree.xpath("//main")) == 1
        for button in tree.xpath("//button | //select"):
            assert (button.get("aria-label") or button.text_content()).strip()
        assert not [one for one in tree.xpath("//@tabindex") if int(one) > 0]
        labelled = tree.xpath("//nav | //section")
        names = [one.get("aria-label") or tree.xpath(f"//*[@id='{one.get('aria-labelledby')}']") for one in labelled]
        assert all(names)
        ids = tree.xpath("//@id")
        assert len(ids) == len(set(ids))


def test_verse_keeps_its_lines() -> None:
    verse = tuple(Passage(BlockKind.VERSE, (Sentence(line, ""),)) for line in ("নদী বয়,", "নৌকা রয়।"))
    tree = html.document_fromstring(episode_page(make_episode(), passages=verse))
    assert [p.text_content().split("\n") for p in tree.xpath("//article/p[@class='verse']")] == [["নদী বয়,", "নৌকা রয়।"]]
    assert len(tree.xpath("//article/p/br")) == 1


def test_a_private_shows_pages_ask_search_engines_to_stay_away() -> None:
    show, episode = make_show(private=True), make_episode()
    private = [
        render_index(show, [episode]),
        render_episode(show, episode, passages=PASSAGES, chapters=()),
        render_transcript(show, episode, passages=PASSAGES, cues=CUES),
    ]
    robots = "//meta[@name='robots']/@content"
    assert [html.document_fromstring(page).xpath(robots) for page in private] == [["noindex, nofollow"]] * 3
    assert not any(html.document_fromstring(page).xpath(robots) for page in pages())


def test_a_public_show_opens_in_podcast_apps_and_has_a_code_of_its_page() -> None:
    tree = html.document_fromstring(render_index(make_show(), [make_episode()], base_url=BASE_URL))
    links = {link.text: link.get("href") for link in tree.xpath("//ul[@class='apps']//a")}
    assert links["Overcast"] == "overcast://x-callback-url/add?url=https%3A%2F%2Fkhobor.example%2Fporun%2Ffeed.xml"
    assert {"AntennaPod", "Apple Podcasts", "Pocket Casts"} < set(links)
    assert tree.xpath("//ul[@class='apps']//a[last()]/@href")[-1] == "feed.xml"
    assert tree.xpath("//code/text()") == [f"{BASE_URL}feed.xml"]
    assert len(tree.xpath("//figure[@class='code']//*[local-name()='svg']")) == 1


@pytest.mark.parametrize("base_url", [None, UNSET_BASE_URL, "http://192.168.1.7:8000/", "https://nas.local/show/"])
def test_a_show_that_only_its_own_house_can_reach_has_the_plain_feed_alone(base_url: str | None) -> None:
    tree = html.document_fromstring(render_index(make_show(), [make_episode()], base_url=base_url))
    assert tree.xpath("//ul[@class='apps']//a/@href") == ["feed.xml"]


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_hostile_text_is_only_text(text: str) -> None:
    show = make_show(title=one_line(text), description=text.encode("utf-8", "ignore").decode())
    episode = make_episode(title=text, summary=text, site_name=text, voice=text)
    passages = (Passage(BlockKind.PARAGRAPH, (Sentence(text, ""),)), Passage(BlockKind.SUBHEAD, (Sentence(text, ""),)))
    cues = [Cue(0, 900, text, sentence=0), Cue(900, 1000, text, sentence=1)]
    made = [
        render_index(show, [episode], base_url=BASE_URL),
        render_episode(show, episode, passages=passages, chapters=[Chapter(0, text)], cues=cues),
    ]
    for page in made:
        page.encode()
        tree = html.document_fromstring(page)
        assert {element.tag for element in tree.iter()} <= OWN_TAGS
        assert len(tree.xpath("//script | //img")) <= 2
        assert set(tree.xpath("//script/@src")) <= SCRIPT
        assert not [one for one in addresses(page) if one.lower().startswith(("javascript:", "data:"))]
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
    assert "<style" not in document


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
