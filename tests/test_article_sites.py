from datetime import UTC, datetime
from pathlib import Path

import platformdirs
import pytest

from podcast.article import explain_page, extract_article
from podcast.errors import SettingsError
from podcast.model import Page
from podcast.settings import APP_NAME, load_sites

_BODY = (
    "নদীর ধারে নতুন বাজার বসেছে। সেখানে দোকান আছে ৪২টি, আর রোজ হাজার মানুষ আসেন কেনাকাটা করতে।",
    "বাজার কমিটির হিসাবে প্রথম মাসেই বিক্রি হয়েছে ১২ লক্ষ টাকার জিনিস। কমিটি চায়, ঘাট পর্যন্ত রাস্তা পাকা হোক।",
    "ব্যবসায়ী অলোক নাথ বলেন, আগে জিনিস নিয়ে শহরে যেতে হত। এখন ক্রেতাই আসছেন গ্রামে, তাতে খরচ কমেছে।",
)
_NOTE = "এই বাক্যটি পাঠকের জন্য একটি ঘোষণা, প্রতিবেদনের অংশ নয়। তবু দেখতে অনুচ্ছেদের মতোই লাগে।"
_TWEET = "<blockquote class='twitter-tweet'><p>আজ বাজারে গিয়ে দারুণ লাগল! সবাই একবার ঘুরে আসুন, ভালো লাগবেই।</p></blockquote>"


def page(inside: str = "", head: str = "<h1>নদীর ধারে নতুন বাজার</h1>") -> str:
    body = "".join(f"<p>{text}</p>" for text in _BODY)
    return (
        f"<html lang='bn'><body>{head}<div class='story'>{body}{inside}<p>{_BODY[0][:40]} আবার।</p></div></body></html>"
    )


def rule(name: str, text: str) -> None:
    folder = platformdirs.user_config_path(APP_NAME) / "sites"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.toml").write_text(text, encoding="utf-8")


def test_what_ships_reads_and_holds_for_every_page() -> None:
    assert "*" in {host for site in load_sites() for host in site.hosts}
    reading = explain_page(Page(page(_TWEET).encode(), "a.html"))
    assert reading.article is not None
    assert not any("ঘুরে আসুন" in text for text in reading.article.paragraphs)
    assert [one.rule for one in reading.dropped if "ঘুরে আসুন" in one.text] == [
        "site: sites/every.toml prunes blockquote.twitter-tweet"
    ]


def test_a_rule_of_ones_own_prunes_on_its_host_and_the_hosts_under_it() -> None:
    rule("barta", 'hosts = ["barta.example"]\nprune = [".note"]\n')
    document = page(f"<p class='note'>{_NOTE}</p>")
    assert _NOTE not in extract_article(document, url="https://m.barta.example/1").paragraphs
    assert _NOTE in extract_article(document, url="https://otherbarta.example/1").paragraphs


def test_a_rule_says_where_headline_byline_date_and_body_stand() -> None:
    rule(
        "barta",
        'hosts = ["barta.example"]\nkeep = [".story"]\ntitle = ".name"\nbyline = ".who"\ndate = "time"\n',
    )
    head = (
        "<h1>দৈনিক বার্তা পত্রিকা</h1><i class='name'>হাট বসল নদীর ধারে</i><b class='who'>রেবা সেন</b>"
        "<time datetime='2026-03-04T09:15:00+06:00'>আজ</time>"
    )
    article = extract_article(page(head=head), url="https://barta.example/1")
    assert (article.title, article.byline) == ("হাট বসল নদীর ধারে", "রেবা সেন")
    assert article.published_at == datetime(2026, 3, 4, 3, 15, tzinfo=UTC)
    assert article.paragraphs[:3] == _BODY


def test_a_file_of_the_same_name_replaces_what_ships() -> None:
    rule("every", 'hosts = ["*"]\n')
    assert any("ঘুরে আসুন" in text for text in extract_article(page(_TWEET)).paragraphs)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('hosts = ["*"]\nprune = ["p:::"]\n', r"sites/wrong\.toml: “p:::” is not a CSS selector"),
        ('hosts = ["*"]\npruned = []\n', r"wrong\.toml: pruned is not a key; did you mean “prune”\?"),
        ("prune = []\n", r"wrong\.toml: hosts is missing"),
    ],
)
def test_a_file_that_cannot_be_used_is_named(text: str, message: str) -> None:
    rule("wrong", text)
    with pytest.raises(SettingsError, match=message):
        extract_article(page())


def test_every_key_of_a_rule_is_in_the_format_reference() -> None:
    reference = (Path(__file__).parents[1] / "docs/reading-pages.md").read_text(encoding="utf-8")
    for key in ("hosts", "prune", "keep", "title", "byline", "date"):
        assert f"`{key}`" in reference
