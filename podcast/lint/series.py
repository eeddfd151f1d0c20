"""What is wrong between the episodes of a feed, and between its pages. Pure."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from itertools import chain, pairwise

from podcast.lint.channel import self_address
from podcast.lint.findings import Fault, Finding
from podcast.lint.items import Item
from podcast.lint.pages import Page, said_of


def check_series(pages: Sequence[Page]) -> Iterator[Finding]:
    """Find what two episodes share that only one may have, on whatever page, and dates out of order."""
    items = tuple(chain.from_iterable(page.items for page in pages))
    for item, first in _repeated(items, lambda item: item.guid or None):
        yield said_of(item, Fault("guid-repeated", f"has the guid of {first.where}"))
    for item, first in _repeated(items, lambda item: item.sound or None):
        yield said_of(item, Fault("enclosure-repeated", f"has the sound of {first.where}"))
    dated = [(item, date) for item in items if (date := item.date) is not None]
    dates = {id(item): date for item, date in dated}
    for item, first in _repeated(items, lambda item: dates.get(id(item))):
        yield said_of(item, Fault("date-repeated", f"has the date of {first.where}"))
    for (newer, date), (older, following) in pairwise(dated):
        if date < following:
            yield said_of(older, Fault("date-order", f"is newer than {newer.where}, which stands above it"))


def _repeated(items: Sequence[Item], key: Callable[[Item], Hashable]) -> Iterator[tuple[Item, Item]]:
    """Yield each item whose key an earlier one has, with that one."""
    seen: dict[Hashable, Item] = {}
    for item in items:
        value = key(item)
        if value is None:
            continue
        if value in seen:
            yield item, seen[value]
        else:
            seen[value] = item


def check_paging(pages: Sequence[Page]) -> Iterator[Finding]:
    """Find links between *pages*, which are in the order of ``next``, that lead elsewhere than they should."""
    addresses = [self_address(page.channel) or "" for page in pages]
    for number, page in enumerate(pages):
        expected = {
            "prev": addresses[number - 1] if number else None,
            "next": addresses[number + 1] if number + 1 < len(pages) else None,
        }
        if len(pages) > 1:
            expected |= {"first": addresses[0], "last": addresses[-1]}
        for relation, right in expected.items():
            wrong = [url for url in page.links(relation) if url != right]
            # a next that leads to no page is found by following it
            if wrong and (relation != "next" or right is not None):
                yield page.said(
                    Fault("page-link", f'rel="{relation}" leads to {wrong[0]}, not to {right or "nothing"}')
                )
            elif right is not None and len(page.links(relation)) != 1:
                count = len(page.links(relation)) or "no"
                yield page.said(Fault("page-link", f'has {count} links of rel="{relation}"'))
    guid = pages[0].channel.value("podcast:guid") if pages else ""
    for page in pages[1:]:
        if page.channel.value("podcast:guid") != guid:
            yield page.said(Fault("page-guid", f"podcast:guid is not that of {pages[0].name}"))
