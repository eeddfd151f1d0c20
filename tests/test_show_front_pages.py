import io
import re
from pathlib import Path
from time import process_time

import podcastparser
import pytest
from lxml import etree, html
from show_samples import BASE_URL, make_episode, make_show

from podcast.colors import LEAST_TEXT_CONTRAST, contrast
from podcast.publish.media_types import kind_of
from podcast.publish.plan import is_ours
from podcast.show.feed import build_feed
from podcast.show.front_pages import PAGE_SIZE, render_front_pages, stale_pages

STYLES = ("style.css", "feed.css")
PAIRS = [
    *(("ink", "paper"), ("ink", "card"), ("ink", "mark"), ("soft", "paper"), ("soft", "card"), ("soft", "mark")),
    *(("link", "paper"), ("link", "card"), ("on-link", "link")),
]


def front_pages(count: int, size: int = 3) -> dict[str, bytes]:
    episodes = [make_episode(number) for number in range(count, 0, -1)]
    return render_front_pages(make_show(), episodes, base_url=BASE_URL, size=size)


def titles(page: bytes) -> list[str]:
    return [str(link.text) for link in html.document_fromstring(page.decode()).xpath("//h3/a")]


def test_a_small_show_has_one_page_and_what_it_loads() -> None:
    assert list(front_pages(5)) == ["style.css", "player.js", "feed.css", "icon.svg", "index.html"]


def test_older_episodes_are_a_page_away_each_way() -> None:
    pages = front_pages(11)
    name, seen, came_from = "index.html", [], None
    while name:
        tree = html.document_fromstring(pages[name].decode())
        assert tree.xpath("//a[@rel='prev']/@href") == ([came_from] if came_from else [])
        seen += titles(pages[name])
        came_from, name = name, next(iter(tree.xpath("//a[@rel='next']/@href")), None)
    assert seen == [make_episode(number).title for number in range(11, 0, -1)]
    assert came_from == "index-1.html"


def test_an_episode_more_touches_the_front_page_alone_until_a_page_is_full() -> None:
    changes = []
    for count in range(9, 13):
        before, after = front_pages(count), front_pages(count + 1)
        changes.append(sorted(name for name in after if after[name] != before.get(name)))
    assert changes == [["index.html"], ["index.html"], ["index-2.html", "index-3.html", "index.html"], ["index.html"]]


def test_an_older_page_that_stands_is_not_made_again_unless_something_it_shows_has_changed() -> None:
    episodes = [make_episode(number) for number in range(9, 0, -1)]
    first = render_front_pages(make_show(), episodes, base_url=None, size=3)
    kept = first["index-1.html"].replace("নতুন নৌকা".encode(), "পুরোনো নৌকা".encode())
    standing = {**first, "index-1.html": kept}
    again = render_front_pages(make_show(), episodes, base_url=None, size=3, standing=standing.get)
    assert again == standing
    corrected = [*episodes[:-1], make_episode(1, title="ঘাটের নতুন নাম")]
    for show, others in ((make_show(), corrected), (make_show(title="নদীর কথা"), episodes)):
        fresh = render_front_pages(show, others, base_url=None, size=3)
        assert render_front_pages(show, others, base_url=None, size=3, standing=standing.get) == fresh
    torn = {**first, "index-1.html": first["index-1.html"][:-20]}
    assert render_front_pages(make_show(), episodes, base_url=None, size=3, standing=torn.get) == first


def test_pages_that_are_no_longer_made_are_found(tmp_path: Path) -> None:
    for name in ("index.html", "index-1.html", "index-2.html", "index-3.html", "index-old.html", "index-01.html"):
        (tmp_path / name).touch()
    assert [path.name for path in stale_pages(tmp_path, tuple(front_pages(9)))] == ["index-3.html"]


def test_publishing_knows_every_file() -> None:
    for name in front_pages(11):
        assert kind_of(name) is not None
    assert is_ours("index-1.html")


def test_the_feed_names_the_style_that_browsers_show_it_in_and_nothing_else_changes() -> None:
    feed = build_feed(make_show(), [make_episode()], base_url=BASE_URL, podcast_guid=None)
    root = etree.fromstring(feed)
    assert root.tag == "rss"
    (instruction,) = root.itersiblings(preceding=True)
    assert (instruction.target, instruction.get("type")) == ("xml-stylesheet", "text/css")
    assert instruction.get("href") in front_pages(1)
    assert feed.startswith(b"<?xml version='1.0' encoding='UTF-8'?>\n<?xml-stylesheet ")
    assert podcastparser.parse(BASE_URL, io.BytesIO(feed))["episodes"][0]["title"] == make_episode().title


def test_a_long_shows_pages_stay_small() -> None:
    pages = front_pages(1_000, size=PAGE_SIZE)
    assert max(map(len, pages.values())) < 500_000
    assert len(titles(pages["index.html"])) < 2 * PAGE_SIZE


def test_an_episode_more_of_ten_thousand_makes_few_pages_again() -> None:
    episodes = [make_episode(number % 3000, episode_id=f"e{number}") for number in range(10_000)]
    started = process_time()
    pages = render_front_pages(make_show(), episodes, base_url=None)
    first_s = process_time() - started
    started = process_time()
    assert render_front_pages(make_show(), episodes, base_url=None, standing=pages.get) == pages
    again_s = process_time() - started
    assert len(pages) == 5 + 10_000 // PAGE_SIZE - 1
    assert again_s < first_s / 2
    assert first_s < 5


@pytest.mark.parametrize("name", [*STYLES, "player.js"])
def test_what_pages_load_loads_nothing_itself(name: str) -> None:
    text = front_pages(1)[name].decode()
    text = re.sub(r'@namespace \w+ url\("[^"]+"\);', "", text)
    assert "@import" not in text
    assert "url(" not in text
    assert not re.search(r"https?://[^/?]", text)
    assert not re.search(r"\b(?:fetch|XMLHttpRequest|sendBeacon|WebSocket|innerHTML|eval|import)\b", text)


def palettes(style: str) -> list[dict[str, str]]:
    """The colours by name: in the light, then in the dark."""
    light, dark = style.split("prefers-color-scheme: dark", 1)
    return [dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", part)) for part in (light, dark)]


@pytest.mark.parametrize("name", STYLES)
def test_all_text_can_be_read_in_both_lights(name: str) -> None:
    for colors in palettes(front_pages(1)[name].decode()):
        assert {"ink", "soft", "paper", "card"} <= colors.keys()
        for text, ground in PAIRS:
            if {text, ground} <= colors.keys():
                assert contrast(colors[text], colors[ground]) >= LEAST_TEXT_CONTRAST, (text, ground)


@pytest.mark.parametrize("name", STYLES)
def test_colours_are_named_in_the_palette_alone(name: str) -> None:
    text = front_pages(1)[name].decode()
    assert not re.search(r"(?<!-)\bcolor: (?!var\(|light)", text)
    assert not re.search(r"background(?:-color)?: (?!var\()", text.replace("transition: background 0.15s", ""))


def test_whoever_asks_for_little_motion_gets_none() -> None:
    files = front_pages(1)
    assert b"prefers-reduced-motion" in files["style.css"]
    assert b"prefers-reduced-motion" in files["player.js"]
