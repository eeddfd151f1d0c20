"""A show as the program publishes it, with everything a show file can say, for tests of the linter to spoil."""

import os
import shutil
from pathlib import Path

import podcast

BASE_URL = "https://ghat.example/khobor/"
SHOW = f"""title = "ঘাটের খবর"
description = "নদীর ঘাটে যা ঘটে, রোজ সকালে।"
author = "ঘাট প্রকাশনা"
owner = {{ name = "ঘাট প্রকাশনা", email = "patro@ghat.example" }}
category = ["News", "Daily News"]
copyright = "ঘাট প্রকাশনা"
updates = "daily"
base_url = "{BASE_URL}"
people = [{{ name = "মিতা", role = "editor", url = "https://ghat.example/mita" }}]
funding = [{{ text = "পাশে থাকুন", url = "https://ghat.example/dan" }}]
"""
ARTICLES = (
    """# ঘাটে নতুন সিঁড়ি

নদীর ঘাটে নতুন সিঁড়ি তৈরি হয়েছে। পুরনো সিঁড়ি ভেঙে পড়েছিল গত বর্ষায়।

## কাজ কেমন হল

মিস্ত্রিরা ২১ দিনে কাজ শেষ করেছেন। এখন আর কাদায় নামতে হয় না।
""",
    """# খেয়ার ভাড়া কমল

খেয়া পারাপারের ভাড়া কমে হল ৫ টাকা। মাঝিরা রাজি হয়েছেন বৈঠকে বসে।
""",
)


def make_show_folder(place: Path, settings: str = SHOW, articles: tuple[str, ...] = ARTICLES) -> Path:
    """Publish *articles* in ``place/show`` as a person does, spoken by the silent voice."""
    place.mkdir(parents=True, exist_ok=True)
    (place / "ghat.toml").write_text(settings, encoding="utf-8")
    for number, article in enumerate(articles):
        source = place / f"article-{number}.md"
        source.write_text(article, encoding="utf-8")
        podcast.convert(source, out=place / "show", show=str(place / "ghat.toml"), voice="silent")
    return place / "show"


def copy_of(folder: Path, copy: Path) -> Path:
    """Return a copy that costs no room: files are the same until :func:`rewrite` replaces one."""
    return Path(shutil.copytree(folder, copy, copy_function=os.link))


def rewrite(path: Path, content: bytes) -> None:
    """Replace a file of a copy, and only there."""
    path.unlink(missing_ok=True)
    path.write_bytes(content)
