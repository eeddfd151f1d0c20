"""What is wrong with the HTML of a description. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser

from podcast.lint.findings import Fault
from podcast.lint.forms import shorten

_DESCRIPTION = frozenset(["p", "ol", "ul", "li", "a", "br", "b", "i", "strong", "em"])
"""What Apple shows; other tags are taken out, or seen."""
_SCRIPTED = ("script", "style", "iframe", "object", "embed", "applet", "frame", "frameset", "svg")
_NEVER = frozenset((*_SCRIPTED, "form", "input", "button", "base", "meta", "link"))
_EMPTY = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
)
_OPTIONAL = frozenset(["p", "li", "dt", "dd", "option", "tr", "td", "th", "thead", "tbody"])
"""Elements that end without an end tag."""
_SCHEMES = ("http:", "https:", "mailto:", "tel:")


def check_notes(name: str, html: str) -> Iterator[Fault]:
    """Find what apps refuse or show wrongly in the *html* of the element *name*.

    >>> [fault.wrong for fault in check_notes("description", "<p>নৌকা <a href='javascript:x()'>এখানে</a></p>")]
    ['its description has a link to “javascript:x()”']
    """
    reader = _Reader()
    # html.parser fails an assertion on marked sections that it does not know, such as <![foo[
    reader.feed(html.replace("<![", "&lt;!["))
    reader.close()
    for what in reader.unsafe:
        yield Fault("html-unsafe", f"its {name} has {what}")
    strange = sorted(reader.tags - _DESCRIPTION - _NEVER)
    if strange and name != "content:encoded":
        yield Fault("html-tags", f"its {name} has <{strange[0]}>")
    left = [tag for tag in reader.open if tag not in _OPTIONAL]
    if left or reader.crossed:
        yield Fault("html-open", f"its {name} does not close <{(left or reader.crossed)[0]}> where it should")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.unsafe: list[str] = []
        self.open: list[str] = []
        self.crossed: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag in _NEVER:
            self.unsafe.append(f"<{tag}>")
        for name, value in attrs:
            if name.startswith("on") or name == "style":
                self.unsafe.append(f"the attribute {name}")
            elif name in {"href", "src", "action"} and not _is_safe(value or ""):
                self.unsafe.append(f"a link to {shorten(value or '')}")
        if tag not in _EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in _EMPTY:
            return
        while self.open and self.open[-1] != tag and self.open[-1] in _OPTIONAL:
            self.open.pop()
        if self.open and self.open[-1] == tag:
            self.open.pop()
        else:
            self.crossed.append(tag)


def _is_safe(address: str) -> bool:
    scheme, colon, _ = address.strip().partition(":")
    return not colon or "/" in scheme or f"{scheme.lower()}:" in _SCHEMES
