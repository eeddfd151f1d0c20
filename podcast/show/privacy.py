"""Pages of a private show: search engines are asked to leave them out, also those that were written before."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from podcast.show.published import EPISODES_FOLDER

_AFTER = b'<meta name="generator" content="bangla-podcast">\n'
_MARK = b'<meta name="robots" content="noindex, nofollow">\n'
"""As ``templates/base.html`` writes it; in an article's own text it would be escaped."""


def mark_page(page: bytes, *, is_private: bool) -> bytes:
    r"""Return *page* with the mark that search engines look for, or without it.

    >>> mark_page(b'<meta name="generator" content="bangla-podcast">\n<title>', is_private=True).splitlines()[1:]
    [b'<meta name="robots" content="noindex, nofollow">', b'<title>']
    """
    bare = page.replace(_MARK, b"", 1)
    return bare.replace(_AFTER, _AFTER + _MARK, 1) if is_private else bare


def remarked_pages(folder: Path, *, is_private: bool) -> Iterator[tuple[Path, bytes]]:
    """Yield every page of an episode in *folder* that says otherwise, and what it should be."""
    for path in sorted((folder / EPISODES_FOLDER).glob("*.html")):
        page = path.read_bytes()
        marked = mark_page(page, is_private=is_private)
        if marked != page:
            yield path, marked
