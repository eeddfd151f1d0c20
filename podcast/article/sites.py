"""Site rules as data: what a page's markup gives away on every site, and on sites that the general rules misread.

A rule file names hosts and CSS selectors; ``docs/reading-pages.md`` is the format reference. The home of cssselect.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from cssselect import HTMLTranslator, SelectorError
from lxml import etree

from podcast.errors import SettingsError
from podcast.model import Dropped
from podcast.settings import SiteRules

EVERY_HOST = "*"


def rules_for(url: str | None, rules: Iterable[SiteRules]) -> tuple[SiteRules, ...]:
    """Return those of *rules* that hold for the page at *url*, the ones for every host first.

    A host's rules hold for its sub-domains too.
    """
    host = (urlsplit(url).hostname or "") if url else ""
    own = [rule for rule in rules if any(_is_under(host, name) for name in rule.hosts)]
    return (*(rule for rule in rules if EVERY_HOST in rule.hosts), *own)


def prune(root: Any, rules: Iterable[SiteRules]) -> tuple[Dropped, ...]:  # noqa: ANN401 - an lxml element
    """Take the elements that *rules* prune out of the tree, in place; return their text and the selectors."""
    dropped: list[Dropped] = []
    for rule in rules:
        for selector in rule.prune:
            for element in find(root, selector, rule):
                if element.getparent() is None:
                    continue
                text = " ".join(" ".join(element.itertext()).split())
                element.drop_tree()
                if text:
                    dropped.append(Dropped(text, f"site: sites/{rule.name}.toml prunes {selector}"))
    return tuple(dropped)


def text_at(root: Any, selector: str | None, rule: SiteRules) -> str | None:  # noqa: ANN401 - an lxml element
    """Return the text of the first element that *selector* finds; of a ``<time>`` or ``<meta>``, what it declares."""
    for element in find(root, selector, rule) if selector else ():
        declared = element.get("datetime") or element.get("content")
        text = " ".join((declared or " ".join(element.itertext())).split())
        if text:
            return text
    return None


def find(root: Any, selector: str, rule: SiteRules) -> list[Any]:  # noqa: ANN401 - an lxml element
    """Return the elements that *selector* finds, in the page's order.

    Raises:
        SettingsError: it is not a selector; file and selector are named.
    """
    try:
        return list(_compiled(selector)(root))
    except SelectorError as error:
        raise SettingsError(f"sites/{rule.name}.toml: “{selector}” is not a CSS selector: {error}") from error


@lru_cache(maxsize=512)
def _compiled(selector: str) -> Any:  # noqa: ANN401 - lxml has no types
    return etree.XPath(HTMLTranslator().css_to_xpath(selector, prefix="descendant-or-self::"))


def _is_under(host: str, name: str) -> bool:
    return host == name or host.endswith(f".{name}")
