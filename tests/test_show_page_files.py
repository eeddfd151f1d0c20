"""What the pages and the feed of a show load: style, script and icon."""

import io
import re

import podcastparser
import pytest
from lxml import etree
from show_samples import BASE_URL, make_episode, make_show

from podcast.colors import LEAST_TEXT_CONTRAST, contrast
from podcast.publish.media_types import kind_of
from podcast.show.feed import build_feed
from podcast.show.pages import TEMPLATES

LOADED = ("style.css", "player.js", "feed.css", "icon.svg")
STYLES = ("style.css", "feed.css")
PAIRS = [
    *(("ink", "paper"), ("ink", "card"), ("ink", "mark"), ("soft", "paper"), ("soft", "card"), ("soft", "mark")),
    *(("link", "paper"), ("link", "card"), ("on-link", "link")),
]


def read(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", LOADED)
def test_publishing_knows_every_file(name: str) -> None:
    assert kind_of(name) is not None


def test_the_feed_names_the_style_that_browsers_show_it_in_and_nothing_else_changes() -> None:
    feed = build_feed(make_show(), [make_episode()], base_url=BASE_URL, podcast_guid=None)
    root = etree.fromstring(feed)
    assert root.tag == "rss"
    (instruction,) = root.itersiblings(preceding=True)
    assert (instruction.target, instruction.get("type")) == ("xml-stylesheet", "text/css")
    assert instruction.get("href") in LOADED
    assert feed.startswith(b"<?xml version='1.0' encoding='UTF-8'?>\n<?xml-stylesheet ")
    assert podcastparser.parse(BASE_URL, io.BytesIO(feed))["episodes"][0]["title"] == make_episode().title


@pytest.mark.parametrize("name", [*STYLES, "player.js"])
def test_what_pages_load_loads_nothing_itself(name: str) -> None:
    text = read(name)
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
    for colors in palettes(read(name)):
        assert {"ink", "soft", "paper", "card"} <= colors.keys()
        for text, ground in PAIRS:
            if {text, ground} <= colors.keys():
                assert contrast(colors[text], colors[ground]) >= LEAST_TEXT_CONTRAST, (text, ground)


@pytest.mark.parametrize("name", STYLES)
def test_colours_are_named_in_the_palette_alone(name: str) -> None:
    text = read(name)
    assert not re.search(r"(?<!-)\bcolor: (?!var\(|light)", text)
    assert not re.search(r"background(?:-color)?: (?!var\()", text.replace("transition: background 0.15s", ""))


def test_whoever_asks_for_little_motion_gets_none() -> None:
    assert "prefers-reduced-motion" in read("style.css")
    assert "prefers-reduced-motion" in read("player.js")
