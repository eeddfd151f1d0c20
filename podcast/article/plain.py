"""What programs do to a page they save as text, undone: lines broken at a width, numbered links, addresses."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from podcast.article.prose import count_marks

_WIDTHS = range(45, 133)
_FULL_SHARE = 0.75
_FEWEST_BREAKS = 2
_BULLET = re.compile(r"(?:[•●▪■◦‣·*+o-]|[0-9০-৯]{1,3}[.)।])\s")
_ADDRESS = re.compile(r"\s*<(?:https?|mailto):[^<>\s]{1,2000}>")
_NUMBER = re.compile(r"\[[0-9]{1,4}\]")
_FEWEST_NUMBERS = 5
_REFERENCES = re.compile(r"^\s{0,8}References\s{1,8}(?:Visible links|1\. )", re.MULTILINE)
_PLACEHOLDER = re.compile(r"^(?:\[[A-Za-z][\w .-]{0,40}\]|\(BUTTON\))\s*", re.ASCII)
"""The name of a picture or a button that stands in its place."""


@dataclass(frozen=True, slots=True)
class Plain:
    """The lines of a text as its author had them, white space squeezed and blank ones left out."""

    lines: tuple[str, ...]
    links: frozenset[str]
    """Those that are nothing but a link."""
    alone: frozenset[str]
    """Those with blank lines around them, below lines that have none between them, as below a list."""


def is_saved(text: str) -> bool:
    """Tell the text of a page by the addresses or numbers its links were saved with."""
    return len(_ADDRESS.findall(text)) >= _FEWEST_NUMBERS or len(set(_NUMBER.findall(text))) >= _FEWEST_NUMBERS


def read_plain(text: str) -> Plain:
    r"""Take *text* out of the layout that lynx, w3m, a mail program or an editor gave it.

    >>> read_plain("  * সেতু <https://setu.example/1>\n\nসেতুটি আজ খুলেছে।").lines
    ('* সেতু', 'সেতুটি আজ খুলেছে।')
    """
    is_numbered = len(set(_NUMBER.findall(text))) >= _FEWEST_NUMBERS
    references = _REFERENCES.search(text) if is_numbered else None
    text = _ADDRESS.sub("<>", text[: references.start()] if references else text)
    parts = [[line.rstrip() for line in part.split("\n") if line.strip()] for part in re.split(r"\n\s*\n", text)]
    fits = _layout_of(parts)
    lines: list[str] = []
    links: set[str] = set()
    alone: set[str] = set()
    above = 0
    for part in parts:
        begun = len(lines)
        for line in _joined(part, fits):
            written = _PLACEHOLDER.sub("", line) if is_numbered or fits else line
            shown = " ".join((_NUMBER.sub("", written) if is_numbered else written).replace("<>", "").split())
            if shown:
                lines.append(shown)
            if shown and (written.endswith("<>") or (is_numbered and _is_one_link(written))):
                links.add(shown)
        if len(lines) == begun + 1 and above > 1:
            alone.add(lines[-1])
        above = len(lines) - begun or above
    return Plain(tuple(lines), frozenset(links), frozenset(alone))


def _is_one_link(line: str) -> bool:
    text = _BULLET.sub("", line.lstrip(), count=1)
    return _NUMBER.match(text) is not None and len(_NUMBER.findall(text)) == 1


def _joined(part: Sequence[str], fits: Callable[[str, str], bool] | None) -> Iterator[str]:
    """Yield the lines of *part*, each with those that it was broken into."""
    whole = ""
    before = ""
    for line in part:
        text = " ".join(line.split())
        if whole and text != "<>" and (fits is None or _BULLET.match(text) or fits(before, text)):
            yield whole
            whole = text
        else:
            whole = f"{whole} {text}".strip()
        before = line
    if whole:
        yield whole


def _layout_of(parts: Sequence[Sequence[str]]) -> Callable[[str, str], bool] | None:
    """Return a function that tells whether a line and the next one's first word would fit the text's width.

    ``None`` when lines are not broken at a width. Some programs count characters, others columns, which the signs
    above and below a letter do not take.
    """
    prose = [part for part in parts if count_marks(" ".join(part)) and not _BULLET.match(part[0].lstrip())]
    breaks = [
        (line, following)
        for part in prose
        for line, following in pairwise(part)
        if not _BULLET.match(following.lstrip())
    ]
    for measure in (len, _characters, _columns):
        width = max((measure(line) for line, _ in breaks), default=0)

        def fits(line: str, following: str, measure: Callable[[str], int] = measure, width: int = width) -> bool:
            return measure(line) + 1 + measure(following.split(maxsplit=1)[0]) <= width

        full = sum(not fits(line, following) for line, following in breaks)
        if width in _WIDTHS and full >= max(_FEWEST_BREAKS, _FULL_SHARE * len(breaks)):
            return fits
    return None


def _characters(text: str) -> int:
    return len(text) - text.count("\u09bc")  # য়, ড় and ঢ় were one before the text was normalised


def _columns(text: str) -> int:
    return sum(unicodedata.category(character) not in {"Mn", "Me", "Cf"} for character in text)
