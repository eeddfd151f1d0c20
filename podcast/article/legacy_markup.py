"""Pages in Bijoy: their text nodes in Unicode, by what the page says of its fonts, else by the look of a paragraph."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from lxml import etree

from podcast.article.bijoy import find_words
from podcast.article.legacy import bijoy_font_to_unicode, bijoy_to_unicode, count_bengali, is_bijoy

_INLINE = frozenset(
    (  # noqa: SIM905 - a list of thirty strings is harder to read
        "a abbr acronym b bdi bdo big br cite code del dfn em font i ins kbd label mark nobr q s samp small span "
        "strike strong sub sup time tt u var wbr"
    ).split()
)
_UNTOUCHED = frozenset({"script", "style", "template", "textarea", "noscript", "svg", "math"})
_TITLES = frozenset({"title", "og:title", "twitter:title", "dc.title"})
_FAMILY = re.compile(r"(?:^|;)\s*font-family\s*:\s*([^;]+)|(?:^|;)\s*font\s*:[^;]*?\d[^\s;]*\s+([^;]+)", re.IGNORECASE)
_LONGEST_STYLE = 2000
"""A bound: the pattern is not linear in it."""
_NEUTRAL = frozenset({"", "inherit", "initial", "unset"})


@dataclass(slots=True)
class _Piece:
    """One text of the tree."""

    element: Any
    is_tail: bool
    is_bijoy_font: bool

    @property
    def text(self) -> str:
        return str((self.element.tail if self.is_tail else self.element.text) or "")

    def write(self, text: str) -> None:
        setattr(self.element, "tail" if self.is_tail else "text", text)


def convert_markup(root: Any) -> bool:  # noqa: ANN401 - an lxml element
    """Put the Bijoy in the tree below *root* into Unicode, in place; say whether anything was changed.

    Text in an element whose ``face``, ``style`` or ``class`` names a Bijoy font (``bijoy_fonts.tsv``) is converted
    whole, other paragraphs where :func:`podcast.article.legacy.is_bijoy` says so, and the titles in the page's head
    likewise. Where the elements in such fonts hold more Unicode Bengali than anything else, the fonts are what is left
    of an older page and count for nothing. Scripts and styles stay, and so do rules in style sheets.

    >>> from lxml import html
    >>> page = html.fromstring("<div><p>b`xi av‡i †gjv</p><p>By the river</p><font face='SutonnyMJ'>image</font></div>")
    >>> convert_markup(page), page.text_content()
    (True, 'নদীর ধারে মেলাBy the riverরসধমব')
    """
    paragraphs = list(_paragraphs(root))
    trusts_fonts = _are_fonts_true(piece.text for pieces in paragraphs for piece in pieces if piece.is_bijoy_font)
    has_changed = False
    for pieces in paragraphs:
        shown = [piece for piece in pieces if piece.is_bijoy_font] if trusts_fonts else []
        other = [piece for piece in pieces if not (trusts_fonts and piece.is_bijoy_font)]
        has_changed |= _rewrite(shown, bijoy_font_to_unicode)
        if is_bijoy("".join(piece.text for piece in other)):
            has_changed |= _rewrite(other, bijoy_to_unicode)
    return _convert_titles(root) or has_changed


def _rewrite(pieces: Iterable[_Piece], convert: Callable[[str], str]) -> bool:
    has_changed = False
    for piece in pieces:
        before = piece.text
        after = convert(before) if before.strip() else before
        if after != before:
            piece.write(after)
            has_changed = True
    return has_changed


def _convert_titles(root: Any) -> bool:  # noqa: ANN401
    has_changed = False
    for element in root.iter("meta"):
        name = (element.get("property") or element.get("name") or "").lower()
        content = element.get("content") or ""
        if name in _TITLES and is_bijoy(content):
            element.set("content", bijoy_to_unicode(content))
            has_changed = True
    return has_changed


def _paragraphs(root: Any) -> Iterator[list[_Piece]]:  # noqa: ANN401
    """Yield the texts of the tree, those together that no block border parts; does not recurse."""
    pieces: list[_Piece] = []
    fonts: list[bool] = [False]
    silent = 0
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        tag = element.tag if isinstance(element.tag, str) else ""
        is_end = event != "start"
        if tag and tag not in _INLINE:
            yield pieces
            pieces = []
        if event == "start":
            fonts.append(_font_of(element, fonts[-1]))
            silent += tag in _UNTOUCHED
        elif event == "end":
            fonts.pop()
            silent -= tag in _UNTOUCHED
        text = element.tail if is_end else element.text
        if text and not silent and not (is_end and element is root):
            pieces.append(_Piece(element, is_end, fonts[-1]))
    yield pieces


def _font_of(element: Any, inherited: bool) -> bool:  # noqa: ANN401, FBT001 - state of the walk
    """Tell whether the text of *element* is shown in a Bijoy font."""
    for found in _FAMILY.finditer((element.get("style") or "")[:_LONGEST_STYLE]):
        encoding = _encoding_of(found[1] or found[2])
        if encoding is not None:
            return encoding == "bijoy"
    for name in (element.get("face"), *(element.get("class") or "").split()):
        encoding = _encoding_of(name) if name == element.get("face") else _known(_folded(name or ""))
        if encoding is not None:
            return encoding == "bijoy"
    return inherited


def _encoding_of(families: str | None) -> str | None:
    """Return the encoding of the first font of a list, the one that is shown; ``None`` where it says nothing."""
    first = _folded((families or "").split(",")[0])
    return None if first in _NEUTRAL else _known(first) or "other"


def _folded(name: str) -> str:
    return re.sub(r"""[\s"'_]|!important""", "", name).lower()


@lru_cache(maxsize=1024)
def _known(name: str) -> str | None:
    return next((encoding for encoding, pattern in read_fonts() if fnmatchcase(name, pattern)), None)


@cache
def read_fonts() -> tuple[tuple[str, str], ...]:
    """Return the lines of ``bijoy_fonts.tsv``: encoding, pattern of the name."""
    table = files("podcast.article").joinpath("bijoy_fonts.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines() if line and not line.startswith("#"))
    return tuple((encoding, pattern) for encoding, pattern in rows)


def _are_fonts_true(texts: Iterable[str]) -> bool:
    bengali = bijoy = 0
    for text in texts:
        bengali += count_bengali(text)
        bijoy += sum(len(found[0]) for found in find_words(text))
    return bijoy >= bengali
