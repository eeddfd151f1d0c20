"""Measure how fast an article is taken out of a page beside other packages: ``python tests/bench/bench_article.py``.

CPU time of one process, in turns, the best of several rounds; the pages are those of ``tests/eval``. The other packages
come with the extra ``bench``. The exit code is 1 when extraction costs more than twice trafilatura alone.
"""

from __future__ import annotations

import importlib
import sys
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from podcast.article import extract_article  # noqa: E402 - runs in an environment that holds only the peers
from podcast.errors import NoArticleError  # noqa: E402

PAGES = sorted((ROOT / "tests/eval/pages").glob("a*.html"))
ROUNDS = 5
MOST = 2.0
"""Times trafilatura alone."""

Tool = Callable[[str], object]


def ours(page: str) -> object:
    try:
        return extract_article(page)
    except NoArticleError:
        return None


def trafilatura() -> Tool:
    extract = importlib.import_module("trafilatura").bare_extraction
    return lambda page: extract(page, favor_precision=True, include_comments=False, with_metadata=True)


def newspaper4k() -> Tool:
    article = importlib.import_module("newspaper").Article

    def read(page: str) -> object:
        one = article("https://barta.example/1", language="bn", fetch_images=False)
        one.download(input_html=page)
        one.parse()
        return one

    return read


def readability() -> Tool:
    document = importlib.import_module("readability").Document
    return lambda page: document(page).summary()


def best_s(tool: Tool, pages: list[str]) -> float:
    times = []
    for _ in range(ROUNDS):
        start = time.process_time()
        for page in pages:
            tool(page)
        times.append(time.process_time() - start)
    return min(times)


def main() -> int:
    pages = [path.read_text(encoding="utf-8") for path in PAGES]
    base = trafilatura()
    for page in pages:  # the first page costs every tool its imports and its compiled patterns
        base(page)
        ours(page)
    base_s, ours_s = best_s(base, pages), best_s(ours, pages)
    sys.stdout.write(f"{len(pages)} pages; times trafilatura {version('trafilatura')} alone\n")
    sys.stdout.write(f"bangla-podcast      {ours_s / base_s:5.2f}  (at most {MOST})\n")
    for package, load in {"newspaper4k": newspaper4k, "readability-lxml": readability}.items():
        try:
            tool = load()
            tool(pages[0])
        except Exception as error:  # noqa: BLE001 - a peer that cannot run is reported, whatever ails it
            sys.stdout.write(f"{package:<18}  not run: {error}\n")
        else:
            sys.stdout.write(f"{package:<18} {best_s(tool, pages) / base_s:6.2f}  {version(package)}\n")
    return int(ours_s > MOST * base_s)


if __name__ == "__main__":
    sys.exit(main())
