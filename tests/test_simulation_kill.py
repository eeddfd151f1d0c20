"""``kill -9`` at random moments of a conversion: the next run ends in the bytes of one that nobody disturbed.

The time of publication, which is in the tags, the pages, the feed and the library, is pinned by ``SOURCE_DATE_EPOCH``.
The library is compared by what it holds: SQLite counts the transactions of a file in it, also those rolled back.
The folder has a cover from the beginning: drawing one would be half of so short a run.
"""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

KILLS, KILLS_EACH_TIME = 30, 5
SEED = 20260314
ARTICLE = """ঘাটের নতুন জেটি

নদীর পশ্চিম পারে নতুন জেটি তৈরি শেষ হয়েছে। আগামী সোমবার থেকে সেখানে লঞ্চ ভিড়বে। খরচ হয়েছে ৩ কোটি টাকা।

এত দিন যাত্রীদের কাদা পেরিয়ে নৌকায় উঠতে হত। বর্ষায় বহু বার দুর্ঘটনাও ঘটেছে। এ বার রেলিং আর আলো বসেছে।

মাঝিদের আশঙ্কা, তাঁদের রোজগার কমবে। পুরসভা জানিয়েছে, তাঁদের জন্য ১২টি নতুন দোকানঘর রাখা হয়েছে।

জেটির পাশে একটি ছোট পাঠাগারও খুলছে। সেখানে বিনা খরচে খবরের কাগজ পড়া যাবে। ছাত্রছাত্রীরা তাতে খুশি।
"""


@dataclass(frozen=True)
class Undisturbed:
    """What a run leaves that is let be."""

    source: Path
    files: dict[str, bytes]
    library: list[str]
    clips: dict[str, bytes]
    taken_s: float


def start(source: Path, home: Path) -> subprocess.Popen[str]:
    (home / "out").mkdir(exist_ok=True)
    (home / "out" / "cover.jpg").write_bytes(b"the owner's own")
    environment = {**os.environ, "XDG_CACHE_HOME": str(home / "cache"), "SOURCE_DATE_EPOCH": "1773480413"}
    command = [sys.executable, "-m", "podcast", "convert", str(source), "--voice", "espeak", "--out", str(home / "out")]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env=environment)


def finish(source: Path, home: Path) -> None:
    process = start(source, home)
    _, said = process.communicate()
    assert process.returncode == 0, said


def files_in(folder: Path) -> dict[str, bytes]:
    """Every file, also hidden and temporary ones, but the library."""
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != "library.sqlite3")
    return {str(path.relative_to(folder)): path.read_bytes() for path in paths}


def dump(folder: Path) -> list[str]:
    """Everything in the library; of shared files not when what they were made from was written."""
    with closing(sqlite3.connect(folder / ".podcast" / "library.sqlite3")) as library:
        library.execute("UPDATE shared_file SET made_from = ''")
        return list(library.iterdump())


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Undisturbed:
    home = tmp_path_factory.mktemp("undisturbed")
    source = home / "jeti.txt"
    source.write_text(ARTICLE, encoding="utf-8")
    warm = tmp_path_factory.mktemp("warm")
    finish(source, warm)  # byte code and the system's own caches; its time counts for nothing
    begun = time.monotonic()
    finish(source, home)
    taken_s = time.monotonic() - begun
    found = Undisturbed(source, files_in(home / "out"), dump(home / "out"), files_in(home / "cache"), taken_s)
    assert files_in(warm / "out") == found.files, "two undisturbed runs differ already"
    return found


@pytest.mark.timeout(120)
@pytest.mark.parametrize(
    "number", [pytest.param(n, marks=[pytest.mark.full] * (n >= KILLS_EACH_TIME)) for n in range(KILLS)]
)
def test_a_run_after_one_that_was_killed_ends_as_if_nothing_had_been(
    number: int, undisturbed: Undisturbed, tmp_path: Path
) -> None:
    moment_s = random.Random(SEED + number).uniform(0, undisturbed.taken_s)
    with start(undisturbed.source, tmp_path) as process:
        try:
            process.wait(timeout=moment_s)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
    finish(undisturbed.source, tmp_path)
    assert files_in(tmp_path / "out") == undisturbed.files
    assert dump(tmp_path / "out") == undisturbed.library
    assert files_in(tmp_path / "cache") == undisturbed.clips


def test_the_moments_are_spread_over_the_whole_run() -> None:
    for count in (KILLS_EACH_TIME, KILLS):
        shares = sorted(random.Random(SEED + number).uniform(0, 1) for number in range(count))
        gaps = [after - before for before, after in zip([0, *shares], [*shares, 1], strict=True)]
        assert max(gaps) < 3 / count + 0.1
