"""A daily show of a folder of articles, written for the tests."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

from podcast import pipeline
from podcast.pipeline import daily
from podcast.pipeline.daily.reports import Report

NOW = datetime(2026, 11, 26, 1, 0, tzinfo=UTC)
STORIES = {
    "ghat.md": (
        "নতুন ঘাটে প্রথম নৌকা ভিড়ল",
        "নদীর পশ্চিম পারে নতুন ঘাট তৈরি শেষ হয়েছে। সোমবার ভোরে সেখানে প্রথম নৌকাটি ভেড়ে, আর তাতে ছিলেন ১২ জন যাত্রী।",
        "ঘাটের খরচ ৩ কোটি টাকা। রেলিং আর আলো বসেছে, বর্ষায় কাদা পেরোতে হবে না। মাঝিরা জানান, ভাড়া আগের মতোই থাকছে।",
    ),
    "pathagar.md": (
        "পাড়ার পাঠাগারে রাত জাগছে আলো",
        "পরীক্ষার আগে পাড়ার পাঠাগার খোলা থাকছে রাত ১০টা পর্যন্ত। গ্রন্থাগারিক বললেন, ৪০টি চেয়ারের একটিও খালি থাকে না।",
        "ছাত্রছাত্রীদের জন্য চা দেন পাশের দোকানি, পয়সা নেন না। তাঁর কথায়, ‘‘ওরা পাশ করলেই আমার দাম উঠে যাবে।’’",
    ),
    "mela.md": (
        "কুমোরপাড়ার মেলায় মাটির বাঁশি ফিরল",
        "কুড়ি বছর পর কুমোরপাড়ার মেলায় আবার বিক্রি হচ্ছে মাটির বাঁশি। প্রবীণ কারিগর নিতাই পাল একাই গড়েছেন ৩০০টি।",
        "প্রতিটির দাম ১৫ টাকা। প্রথম দিনেই শেষ হয়ে গিয়েছে অর্ধেক। শিশুরা বাঁশি বাজিয়ে মাঠ মাথায় তুলেছে।",
    ),
}
SHOW = """title = "ভোরের খেয়া"
description = "রোজ সকালে খবর।"
language = "bn-BD"
{more}
[edition]
{edition}

[[sources]]
name = "খেয়াঘাট"
kind = "folder"
path = "lekha"
"""


def write_story(place: Path, name: str, text: tuple[str, ...] | None = None) -> None:
    title, *paragraphs = STORIES[name] if text is None else text
    (place / "lekha").mkdir(exist_ok=True)
    (place / "lekha" / name).write_text("\n\n".join([f"# {title}", *paragraphs]) + "\n", encoding="utf-8")


def write_show(place: Path, *, more: str = "", edition: str = "", sources: str = "") -> str:
    """Write the show ``kheya`` and return its file; *sources* are added to the folder of articles."""
    path = place / "kheya.toml"
    path.write_text(SHOW.format(more=more, edition=edition) + sources, encoding="utf-8")
    return str(path)


def make(
    place: Path,
    *,
    now: datetime = NOW,
    day: date | None = None,
    rebuild: bool = False,
    rehearse: bool = False,
    voice: str = "silent",
    private: bool = False,
) -> Report:
    """Make the edition of the show in *place* as ``podcast daily`` does."""
    job = pipeline.plan(show=str(place / "kheya.toml"), voice=voice, out=place / "show")
    reader = daily.unattended_reader(job, allow_private=private)
    task = daily.assign(job, reader, now=now, day=day, is_rebuild=rebuild, is_rehearsal=rehearse)
    return daily.run_daily(task)


def titles(report: Report) -> set[str]:
    return {story.title for story in report.stories}


def reasons(report: Report) -> Mapping[str, str]:
    """Return why stories were left out, by title."""
    return {one.title: one.reason for one in report.left_out}
