"""Measure what one more episode costs a long show: ``python tests/bench/bench_feed.py [EPISODES]``.

CPU seconds of this process for the feed and the front page with all their pages: made for the first time, looked over
when nothing has changed, and with one more episode, at 10,000 episodes and at a tenth of that. Beside them, what it
takes to write all episodes into one feed, as feedgen does and as this program did before it had pages. The exit code
is 1 when a target is missed.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[2]))

from feedgen.feed import FeedGenerator
from show_samples import BASE_URL, draw_nothing, fill_folder, make_draft, make_show

from podcast.library import Library
from podcast.model import Episode
from podcast.show import publish_episode, refresh_folder, staging
from podcast.show.companions import read_companions
from podcast.show.feed import build_feed

MOST_CPU_S = 1.0
"""For one more episode."""
ROUNDS = 3


def cpu_s(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def refresh(folder: Path) -> None:
    refresh_folder(folder, make_show(), base_url=BASE_URL, draw_cover=draw_nothing)


def add_s(folder: Path, number: int) -> float:
    with Library.open(folder) as library:
        now = library.newest_at()
    assert now is not None
    with staging(folder) as stage:
        draft = make_draft(stage, number)
        return cpu_s(
            lambda: publish_episode(folder, make_show(), draft, base_url=None, now=now, draw_cover=draw_nothing)
        )


def inodes(folder: Path) -> dict[str, int]:
    return {path.name: path.stat().st_ino for path in folder.iterdir() if path.is_file()}


def bare_feedgen(episodes: tuple[Episode, ...]) -> None:
    """Write what every feed has, and nothing of podcasts: no notes, chapters, transcripts or pictures."""
    feed = FeedGenerator()
    feed.title("নদীর খবর")
    feed.link(href=BASE_URL)
    feed.description("নদীপাড়ের কথা।")
    for episode in episodes:
        item = feed.add_entry(order="append")
        item.title(episode.title)
        item.guid(episode.guid)
        item.description(episode.summary)
        item.pubDate(episode.published_at)
        item.enclosure(f"{BASE_URL}episodes/{episode.episode_id}.mp3", str(episode.size_bytes), "audio/mpeg")
    feed.rss_str(pretty=True)


def one_feed(folder: Path, episodes: tuple[Episode, ...]) -> None:
    companions = read_companions(folder / "episodes", episodes)
    build_feed(make_show(), episodes, base_url=BASE_URL, podcast_guid=None, companions=companions)


def report(name: str, value: float, most: float, detail: str) -> bool:
    verdict = "reached" if value <= most else "MISSED"
    sys.stdout.write(f"  {name:<58} {value:7.2f}   target {most:g} {verdict}   ({detail})\n")
    sys.stdout.flush()
    return value <= most


def measure(count: int, scratch: Path) -> tuple[float, float, float, int, Path]:
    """Return the CPU seconds of a first build, of a look and of one more episode, and how many files that touched."""
    folder = scratch / str(count)
    fill_folder(folder, count, first=100_000)
    first = cpu_s(lambda: refresh(folder))
    idle = min(cpu_s(lambda: refresh(folder)) for _ in range(ROUNDS))
    before = inodes(folder)
    more = min(add_s(folder, number) for number in range(ROUNDS))
    touched = sum(before.get(name) != inode for name, inode in inodes(folder).items())
    return first, idle, more, touched, folder


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory() as scratch:
        few = measure(count // 10, Path(scratch))
        many = measure(count, Path(scratch))
        folder = many[-1]
        with Library.open(folder) as library:
            episodes = library.episodes()
        whole = cpu_s(lambda: one_feed(folder, episodes))
        bare = cpu_s(lambda: bare_feedgen(episodes))
        shared = len(inodes(folder))
    reached = report("first build, / ten times a tenth", many[0] / few[0] / 10, 1.5, f"{many[0]:.2f}, {few[0]:.2f} s")
    reached &= report(f"one more of {count}, CPU seconds", many[2], MOST_CPU_S, f"{few[2]:.2f} s at a tenth")
    reached &= report("one more / all in one feed", many[2] / whole, 0.25, f"{many[2]:.2f}, {whole:.2f} s")
    reached &= report("one more / bare feedgen, all in one feed", many[2] / bare, 2, f"{many[2]:.2f}, {bare:.2f} s")
    reached &= report("nothing changed / one more", many[1] / many[2], 1, f"{many[1]:.2f}, {many[2]:.2f} s")
    reached &= report("files that one more touches", many[3], 4, f"of {shared}, the cover among them")
    return 0 if reached else 1


if __name__ == "__main__":
    sys.exit(main())
