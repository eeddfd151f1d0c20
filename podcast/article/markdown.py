"""Markdown's marks taken off a text that uses them; the words stay."""

from __future__ import annotations

import re

_HEADING = re.compile(r"^[ ]{0,3}#{1,6}[ ]+(.*?)[ ]*#*[ ]*$", re.MULTILINE)
_FRONT_MATTER = re.compile(r"\A---\n.*?\n(?:---|\.\.\.)\n", re.DOTALL)
_MARKS = (
    (re.compile(r"!\[[^\]\n]*\]\([^)\n]*\)"), ""),
    (re.compile(r"\[([^\]\n]+)\]\([^)\s\n]+(?:\s+\"[^\"\n]*\")?\)"), r"\1"),
    (re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<![*\w])\*(?=\S)([^*\n]+?)(?<=\S)\*(?!\*)"), r"\1"),
    (re.compile(r"^[ ]{0,3}>\s?", re.MULTILINE), ""),
    (re.compile(r"^[ ]{0,3}(?:[-*_][ ]?){3,}$", re.MULTILINE), ""),
)


def without_markdown(text: str) -> str:
    r"""Return *text* without Markdown's marks when it has a Markdown heading; any other text as it is.

    >>> without_markdown("# সেতু খুলল\n\n**নদীর উপর** [সেতু](https://example.com/) খুলেছে।")
    'সেতু খুলল\n\nনদীর উপর সেতু খুলেছে।'
    >>> without_markdown("৫ * ৩ * ২")
    '৫ * ৩ * ২'
    """
    body = _FRONT_MATTER.sub("", text)
    if not _HEADING.search(body):
        return text
    body = _HEADING.sub(r"\1", body)
    for pattern, replacement in _MARKS:
        body = pattern.sub(replacement, body)
    return body
