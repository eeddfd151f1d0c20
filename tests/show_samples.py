"""A show, episodes and drafts to test with. The sentences were written for this project."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from podcast.library import Library, ShowState, library_path
from podcast.model import (
    Article,
    Block,
    BlockKind,
    Chapter,
    Cue,
    Episode,
    Passage,
    Sentence,
    TimedWord,
)
from podcast.settings import Owner, Show
from podcast.show import Draft, episode_guid, episode_id
from podcast.show.transcripts.chapters import render_chapters

NOW = datetime(2026, 3, 14, 9, 26, 53, 589_793, tzinfo=UTC)
BASE_URL = "https://khobor.example/porun/"
PODCAST_GUID = "917393e3-1b1e-5cef-ace4-edaa54e1f810"

SAID_OF_THE_VOICE = "এই লেখাটি মানুষ নয়, কম্পিউটারের তৈরি কৃত্রিম কণ্ঠ পড়ে শোনাল।"
"""By default, at the end of each episode of a show for no country in particular."""

HOSTILE_TEXTS = (
    "<script>alert('ক')</script>",
    '"><img src=x onerror=alert(1)>',
    "]]></description><item/>",
    "&amp; &#x26; &nosuch; %s {{ 7*7 }} {% raw %}",
    "</script></style></title><svg/onload=alert(1)>",
    "' onmouseover='alert(1)' style='x' javascript:alert(1)",
    "ঘুড়ি\x00\x0b\x1b\ud83d উড়ল\ufffe\u2028আজ",
    "--> 00:00:01.000 --> 00:00:02.000\n\nNOTE ছুটি",
)


def make_show(**changes: object) -> Show:
    values: dict[str, object] = {
        "name": "nodi",
        "title": "নদীর খবর",
        "description": "নদীপাড়ের মানুষের কথা, রোজ সকালে।",
        "author": "নদী প্রকাশনা",
        "owner": Owner(name="নদী প্রকাশনা", email="patro@khobor.example"),
        "category": ("News", "Daily News"),
    }
    return Show(**{**values, **changes})


def make_article(number: int = 1) -> Article:
    return Article(
        title=f"খেয়াঘাটে নতুন নৌকা {number}",
        blocks=(Block(BlockKind.PARAGRAPH, "ঘাটে ভিড় জমল।"),),
        url=f"https://khobor.example/nodi/{number}",
        site_name="নদীর খবর",
    )


def make_episode(number: int = 1, **changes: object) -> Episode:
    article = make_article(number)
    guid = episode_guid(article)
    values: dict[str, object] = {
        "episode_id": episode_id(guid),
        "guid": guid,
        "title": article.title,
        "source_url": article.url,
        "site_name": article.site_name,
        "voice": "তানিশা",
        "published_at": datetime(2026, 3, 14, 9, number // 60, number % 60, tzinfo=UTC),
        "duration_ms": 61_499,
        "size_bytes": 480_000 + number,
        "summary": "ঘাটে ভিড় জমল। মাঝিরা খুশি।",
    }
    return Episode(**{**values, **changes})


def make_draft(stage: Path, number: int = 1, sound: bytes = b"\xff\xf3sound", **changes: object) -> Draft:
    article = make_article(number)
    audio = stage / f"audio-{number}.mp3"
    audio.write_bytes(sound)
    first, second = Sentence("ঘাটে ভিড় জমল।", "ঘাটে ভিড় জমল।"), Sentence("মাঝিরা খুশি।", "মাঝিরা খুশি।")
    values: dict[str, object] = {
        "guid": episode_guid(article),
        "article": article,
        "title": article.title,
        "source_url": article.url,
        "site_name": article.site_name,
        "voice": "তানিশা",
        "audio": audio,
        "duration_ms": 4000,
        "passages": (
            Passage(BlockKind.TITLE, (Sentence(article.title, article.title),)),
            Passage(BlockKind.SUBHEAD, (Sentence("ঘাটের কথা", "ঘাটের কথা"),)),
            Passage(BlockKind.PARAGRAPH, (first, second)),
        ),
        "cues": (Cue(0, 1500, article.title), Cue(2000, 3000, first.written), Cue(3000, 4000, second.written)),
        "chapters": (Chapter(0, article.title), Chapter(2000, "মূল লেখা")),
        "picture": b"\xff\xd8\xff picture",
        "words": (TimedWord("ঘাটে", 2, 2000, 2300), TimedWord("ভিড়", 2, 2300, 2600)),
        "summary": "ঘাটে ভিড় জমল। মাঝিরা খুশি।",
        "content_key": f"key-{number}",
    }
    return Draft(**{**values, **changes})


def fill_folder(folder: Path, count: int, first: int = 1000) -> None:
    """Put *count* episodes of nothing but a row, chapters and a picture into *folder*; sound would take an hour."""
    (folder / "episodes").mkdir(parents=True)
    library_path(folder).parent.mkdir()
    start = make_episode(0)
    with Library.open(folder, create=True) as library, library.writing() as writer:
        writer.put_show_state(ShowState(created_at=NOW))
        for number in range(first, first + count):
            article = make_article(number)
            stem = episode_id(guid := episode_guid(article))
            marks = [Chapter(start_ms, f"ঘাটের কথা {start_ms}", article.url) for start_ms in range(0, 240_000, 60_000)]
            values = {"guid": guid, "episode_id": stem, "title": article.title, "source_url": article.url}
            published_at = start.published_at + timedelta(hours=number)
            writer.put_episode(replace(start, **values, published_at=published_at), f"key-{number}")
            (folder / "episodes" / f"{stem}.chapters.json").write_text(render_chapters(marks), encoding="utf-8")
            (folder / "episodes" / f"{stem}.jpg").write_bytes(b"\xff\xd8\xff picture")


def draw_nothing(title: str, author: str | None) -> bytes:
    """Stand in for the cover's renderer: bytes that differ as the title and author do."""
    return b"\xff\xd8\xff" + f"{title}|{author}".encode("utf-8", "replace")
