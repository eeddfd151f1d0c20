"""A town of twelve sources, in Dhaka and Kolkata: pairs of stories told by two desks, day by day, and what is wrong.

Each day has four of the pairs. Their two sides stand on sites of their own; some sites tell of the days before again,
under other addresses. One site has only beginnings, one breaks in another way each day, one is hostile, and one asks
robots to stay away.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import format_datetime
from html import escape

from loopback_site import Answer, Site, running_site
from story_pairs import Pair, Text, read_pairs

PAIRS_A_DAY = 4
FEED, PAGES, HOSTILE_TITLE = "/feed.xml", "/khobor/", "<script>alert(1)</script> ঘাটের ]]> খবর"
_NAMES = (
    "ভোরের ঘাট",
    "নদীপাড়ের খবর",
    "হাটবার্তা",
    "চরের ডাক",
    "পাহাড়তলি",
    "মেঘনা দর্পণ",
    "পুরনো পাতা",
    "শেষ প্রহর",
    "আধখানা",
    "ভাঙা আয়না",
    "অচেনা",
    "বন্ধ দরজা",
)
_TELLERS = 8
"""The first sites tell the sides of the pairs: the left of the first, the right of it, the left of the second …"""
TEASERS, BROKEN, HOSTILE, CLOSED = range(_TELLERS, 12)
_LISTINGS = {3: r"/khobor/\d", 4: None}
_MOVED = 6
_CHARSET = "text/html; charset=utf-8"


@dataclass(frozen=True)
class Told:
    """Where a side of a pair stands."""

    pair: Pair
    side: str


class Town:
    """The sites, set to one day after the other."""

    def __init__(self, sites: Sequence[Site], answers: Sequence[dict[str, Answer]]) -> None:
        self.sites = sites
        self.gold: dict[str, Told] = {}
        """By address."""
        self.teasers: set[str] = set()
        self._answers = answers
        self._pairs = sorted(read_pairs(), key=lambda pair: (int(pair.name[-2:]), pair.kind))

    def set_day(self, number: int, now: datetime) -> set[str]:
        """Have the sites tell day *number*, of which *now* is the morning; return which sources are broken then."""
        for answers in self._answers:
            answers.clear()
        today = self._pairs[number * PAIRS_A_DAY : (number + 1) * PAIRS_A_DAY]
        before = self._pairs[max(0, number - 1) * PAIRS_A_DAY : number * PAIRS_A_DAY]
        for place in range(_TELLERS):
            side = "left" if place % 2 == 0 else "right"
            stories = [(Told(today[place // 2], side), f"{PAGES}{number}{place}")]
            if before:  # yesterday's is still listed; one site has moved it meanwhile
                moved = (
                    f"/archive/{number - 1}{place}" if place == _MOVED else f"{PAGES}{number - 1}{place}?utm_source=x"
                )
                stories.append((Told(before[place // 2], side), moved))
            self._tell(place, stories, now)
        self._tease(number, now)
        self._break(number, now)
        is_failing = self._be_hostile(number, now)
        self._answers[CLOSED]["/robots.txt"] = Answer(b"User-agent: *\nDisallow: /\n")
        self._answers[CLOSED][FEED] = _feed([("খবর", self.sites[CLOSED].url("/1"))], now)
        return {_NAMES[BROKEN], _NAMES[CLOSED], *([_NAMES[HOSTILE]] if is_failing else [])}

    def show_file(self, more: str = "") -> str:
        """Return a show that reads the whole town."""
        lines = ['title = "নগরকীর্তন"', 'description = "রোজ সকালে খবর।"', 'language = "bn-BD"', more, "[edition]"]
        lines += ["max_articles = 6", "max_age_hours = 60"]
        for place, (name, site) in enumerate(zip(_NAMES, self.sites, strict=True)):
            kind = "listing" if place in _LISTINGS else "feed"
            lines += ["[[sources]]", f'name = "{name}"', f'kind = "{kind}"']
            lines += [f'url = "{site.url("/" if place in _LISTINGS else FEED)}"']
            if _LISTINGS.get(place):
                lines += [f"links = '{_LISTINGS[place]}'"]
        return "\n".join(lines) + "\n"

    def _tell(self, place: int, stories: Sequence[tuple[Told, str]], now: datetime) -> None:
        site, answers = self.sites[place], self._answers[place]
        listed = []
        for told, path in stories:
            text = told.pair.left if told.side == "left" else told.pair.right
            self.gold[site.url(path.partition("?")[0])] = told
            answers[path] = answers[path.partition("?")[0]] = _page(text, now)
            listed.append((text[0], site.url(path)))
        if place in _LISTINGS:
            links = "".join(f'<li><a href="{escape(url)}">{escape(title)}</a></li>' for title, url in listed)
            answers["/"] = _html(f"<html><body><h1>আজকের খবর</h1><ul>{links}</ul></body></html>")
        else:
            answers[FEED] = _feed(listed, now)

    def _tease(self, number: int, now: datetime) -> None:
        """Tell the beginning of a story only, which says that it is one in another way each day."""
        site, path = self.sites[TEASERS], f"{PAGES}{number}"
        title = f"ঘাটের {number + 1} নম্বর সিঁড়িতে কী ঘটল সে রাতে"
        lead = (
            "ঘাটের পুরনো সিঁড়িতে সে রাতে আলো ছিল না। মাঝিরা বলছেন, অন্ধকারে একটা নৌকা এসে ভিড়েছিল, তার পর আর কেউ তাকে দেখেনি।"
            " পরদিন সকালে সিঁড়িতে মিলেছে একটা ভেজা খাতা, তার পাতায় শুধু একটি নাম। সেই নামের মানুষটিকে খুঁজতে গিয়ে যা জানা গেল"
        )
        ends = ("…", "... Continue reading", "। বিস্তারিত পড়তে সাবস্ক্রাইব করুন")
        data = {"wordCount": 900} if number % 2 else {"isAccessibleForFree": False}
        self._answers[TEASERS][path] = _page((title, (lead + ends[number % len(ends)],)), now, data)
        self._answers[TEASERS][FEED] = _feed([(title, site.url(path))], now)
        self.teasers.add(site.url(path))

    def _break(self, number: int, now: datetime) -> None:
        whole = _feed([("খবর", self.sites[BROKEN].url("/1"))], now).body
        ways = (
            Answer(status=500, body=b"error"),
            Answer(b"<html><body><p>maintenance</p></body></html>", headers={"Content-Type": "text/html"}),
            _feed([], now),
            Answer(whole, breaks_off=True),
            Answer(b""),
            Answer(hangs_up=True),
            _feed([("নেই", self.sites[BROKEN].url("/gone"))], now),
        )
        self._answers[BROKEN][FEED] = ways[number % len(ways)]

    def _be_hostile(self, number: int, now: datetime) -> bool:
        """Attack in another way each day; return whether nothing can be had of it then."""
        site, answers = self.sites[HOSTILE], self._answers[HOSTILE]
        bomb = b'<!DOCTYPE rss [<!ENTITY a "aaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]><rss><channel>&b;</channel></rss>'
        ways = (
            Answer(bomb),
            Answer(status=302, headers={"Location": FEED}),
            Answer(status=302, headers={"Location": "file:///etc/passwd"}),
            Answer(gzip.compress(b" " * 30_000_000), headers={"Content-Encoding": "gzip"}),
            Answer(b"<p>" * 3_800_000),
        )
        if number % (len(ways) + 1) < len(ways):
            answers[FEED] = ways[number % (len(ways) + 1)]
            return True
        path = f"{PAGES}{number}"
        body = (
            "রাতের অন্ধকারে ঘাটে যে লেখা টাঙানো হয়েছিল, তাতে অচেনা চিহ্ন ছিল। <b onclick=x>সকালে</b> পুলিশ সেটি খুলে নিয়ে গিয়েছে।",
            f"দারোগা জানান, {number} জন সাক্ষীর সঙ্গে কথা হয়েছে। ‘‘ছাপাখানার কালি, হাতের লেখা নয়,’’ বলেন তিনি।",
            "তদন্ত চলছে, কাউকে ধরা হয়নি। ঘাটের আলো আজ সন্ধ্যায় আবার জ্বলবে।",
        )
        answers[path] = _page((f"{HOSTILE_TITLE} {number}", body), now)
        answers[FEED] = _feed([(f"{HOSTILE_TITLE} {number}", site.url(path)), ("x", "javascript:alert(1)")], now)
        return False


@contextmanager
def running_town() -> Iterator[Town]:
    """Serve the town on loopback addresses, a host for each site: requests to one host keep their distance."""
    with ExitStack() as stack:
        answers: list[dict[str, Answer]] = [{} for _ in _NAMES]
        sites = [stack.enter_context(running_site(one, f"127.0.0.{place + 2}")) for place, one in enumerate(answers)]
        yield Town(sites, answers)


def _html(text: str) -> Answer:
    return Answer(text.encode(), headers={"Content-Type": _CHARSET})


def _page(text: Text, now: datetime, more: dict[str, object] | None = None) -> Answer:
    title, paragraphs = text
    published = (now - timedelta(hours=2)).isoformat()
    data = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": title, "datePublished": published}
    said = json.dumps({**data, **(more or {})}, ensure_ascii=False).replace("<", "\\u003c")
    body = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs)
    return _html(
        f'<!DOCTYPE html><html lang="bn"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta property="og:title" content="{escape(title)}"><meta property="og:type" content="article">'
        f'<script type="application/ld+json">{said}</script></head>'
        f"<body><article><h1>{escape(title)}</h1>{body}</article></body></html>"
    )


def _feed(stories: Sequence[tuple[str, str]], now: datetime) -> Answer:
    date = format_datetime(now - timedelta(hours=2))
    items = "".join(
        f"<item><title>{escape(title)}</title><link>{escape(url)}</link><pubDate>{date}</pubDate></item>"
        for title, url in stories
    )
    document = (
        f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>খ</title>{items}</channel></rss>'
    )
    return Answer(document.encode(), headers={"Content-Type": "application/rss+xml"})
