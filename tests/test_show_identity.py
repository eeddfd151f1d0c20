import re
from dataclasses import replace
from pathlib import Path

import pytest
from show_samples import make_article

from podcast.model import Article, Block, BlockKind
from podcast.show import episode_guid, episode_id, podcast_guid

CASES = [
    line.split("\t")
    for line in (Path(__file__).parent / "data" / "show_same_page.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


@pytest.mark.parametrize(("one", "other", "verdict"), CASES)
def test_the_address_of_the_page_decides_the_guid(one: str, other: str, verdict: str) -> None:
    first, second = (episode_guid(replace(make_article(), url=url)) for url in (one, other))
    assert (first == second) is (verdict == "same")


def test_a_corrected_text_at_the_same_address_keeps_its_guid() -> None:
    article = make_article()
    corrected = replace(article, title="ভুল শোধরানো শিরোনাম", blocks=())
    assert episode_guid(corrected) == episode_guid(article)


def test_without_an_address_the_words_decide_however_they_are_composed() -> None:
    body = (Block(BlockKind.PARAGRAPH, "একে একে সবাই এল।"),)
    article = Article("খেয়া পারাপার", body)
    precomposed = replace(article, title="খে\u09dfা পারাপার")
    decomposed = replace(article, title="খে\u09af\u09bcা পারাপার")
    spaced = replace(article, title=" খেয়া  পারাপার")
    assert precomposed.title != decomposed.title
    assert {episode_guid(same) for same in (article, precomposed, decomposed, spaced)} == {episode_guid(article)}
    assert episode_guid(article) != episode_guid(replace(article, title="অন্য পড়া"))
    assert episode_guid(article) != episode_guid(replace(article, blocks=()))


def test_an_address_that_is_no_web_address_does_not_decide() -> None:
    assert episode_guid(replace(make_article(1), url="file:///tmp/a.html")) != episode_guid(
        replace(make_article(2), url="file:///tmp/a.html")
    )


def test_guids_do_not_change_between_releases() -> None:
    assert episode_guid(make_article()) == "df6ad50d-e236-58ea-89aa-ffad7041f208"
    assert episode_guid(replace(make_article(), url=None)) == "da560244-4db9-5c03-9d09-24c0cf5f6314"


def test_ids_are_short_ascii_and_differ() -> None:
    ids = {episode_id(episode_guid(make_article(number))) for number in range(2000)}
    assert len(ids) == 2000
    assert all(re.fullmatch(r"[a-z2-7]{10}", name) for name in ids)


@pytest.mark.parametrize(
    ("feed_url", "guid"),
    [
        ("https://podnews.net/rss", "9b024349-ccf0-5f69-a609-6b82873eab3c"),
        ("podnews.net/rss", "9b024349-ccf0-5f69-a609-6b82873eab3c"),
        ("http://podnews.net/rss//", "9b024349-ccf0-5f69-a609-6b82873eab3c"),
        ("https://mp3s.nashownotes.com/pc20rss.xml", "917393e3-1b1e-5cef-ace4-edaa54e1f810"),
    ],
)
def test_the_shows_guid_follows_the_podcasting_specification(feed_url: str, guid: str) -> None:
    assert podcast_guid(feed_url) == guid
