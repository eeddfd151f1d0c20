"""Markdown -> HTML, for articles written in it and pages that a tool saved as it. The home of markdown-it-py."""

from __future__ import annotations

import re

_HEADING = re.compile(r"^[ ]{0,3}#{1,6}[ ]+\S", re.MULTILINE)
_FRONT_MATTER = re.compile(r"\A---\n.*?\n(?:---|\.\.\.)\n", re.DOTALL)
_BROKEN_TARGET = re.compile(r"(\]\([^)\s]{1,500})\n([^)\s]{1,500}\))")
_MOST = 100_000
"""Characters; what is longer is no article, and brackets or stars without end cost more than their length."""


def is_markdown(text: str) -> bool:
    """Tell a text that has a Markdown heading.

    >>> is_markdown("# সেতু খুলল"), is_markdown("৫ * ৩ * ২")
    (True, False)
    """
    return len(text) <= _MOST and _HEADING.search(text) is not None


def html_of(text: str) -> str:
    """Return *text* as HTML; addresses that a tool broken over two lines are joined again.

    >>> html_of("# সেতু খুলল").strip()
    '<h1>সেতু খুলল</h1>'
    """
    from markdown_it import MarkdownIt

    body = _BROKEN_TARGET.sub(r"\1\2", _FRONT_MATTER.sub("", text))
    return str(MarkdownIt("commonmark", {"html": False}).render(body))
