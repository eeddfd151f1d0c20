"""What is wrong with a feed that takes the place of another one. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from podcast.lint.channel import guid_of, self_address
from podcast.lint.findings import Fault, Finding
from podcast.lint.forms import is_show_guid, shorten
from podcast.lint.items import Item
from podcast.lint.pages import Page, said_of


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a show from elsewhere than its feed."""

    podcast_guid: str | None = None
    guids: frozenset[str] = frozenset()
    """Of the episodes that it has."""


def check_known(pages: Sequence[Page], known: Known | None) -> Iterator[Finding]:
    """Find a show's guid that is not the one it was given, and episodes that the feed does not name.

    Without anything *known*, the show's guid is compared with the one that its feed's address makes, unless the feed
    says that it has moved.
    """
    if not pages:
        return
    channel = pages[0].channel
    guid, address = channel.value("podcast:guid"), self_address(channel)
    if known is not None and known.podcast_guid is not None:
        if guid and guid != known.podcast_guid:
            yield pages[0].said(
                Fault("podcast-guid-drift", f"podcast:guid is {shorten(guid)}, not {known.podcast_guid}")
            )
    elif is_show_guid(guid) and address and guid != guid_of(address) and not channel.value("itunes:new-feed-url"):
        wrong = f"podcast:guid is {shorten(guid)}, where {address} makes {guid_of(address)}"
        yield pages[0].said(Fault("podcast-guid-origin", wrong))
    if known is not None:
        there = {item.guid for page in pages for item in page.items}
        for one in sorted(known.guids - there):
            yield pages[0].said(Fault("guid-vanished", f"does not name the episode of guid {one}"))


def check_following(
    old: Sequence[Page], new: Sequence[Page], removed: Collection[str] = frozenset()
) -> Iterator[Finding]:
    """Find what makes *new* worse for the listeners of *old*; *removed* are the guids that are to be gone."""
    if not old or not new:
        return
    before, now = (pages[0].channel.value("podcast:guid") for pages in (old, new))
    if before and before != now:
        yield new[0].said(Fault("podcast-guid-drift", f"podcast:guid was {before} and is {now or 'gone'}"))
    here = {item.guid: item for page in new for item in page.items}
    sounds = {_path(item.sound, page): item for page in new for item in page.items}
    for page in old:
        for item in page.items:
            if item.guid and item.guid not in removed:
                yield from _check_one(item, page, here.get(item.guid), sounds, new[0])


def _check_one(item: Item, page: Page, heir: Item | None, sounds: dict[str, Item], first: Page) -> Iterator[Finding]:
    path = _path(item.sound, page)
    if heir is None:
        same = sounds.get(path)
        if same is not None:
            yield said_of(same, Fault("guid-changed", f"its guid was {item.guid} and is {same.guid}"))
        else:
            title = shorten(item.element.value("title"))
            yield first.said(Fault("guid-vanished", f"does not name {title} of guid {item.guid} any more"))
    elif item.sound and _path(heir.sound, first) != path:
        yield said_of(heir, Fault("enclosure-moved", f"its sound was at {item.sound} and is at {heir.sound}"))


def _path(url: str, page: Page) -> str:
    """Return where in the show's folder a file is, so that a show that moves as a whole stays the same."""
    folder = (self_address(page.channel) or "").rpartition("/")[0]
    return url.removeprefix(f"{folder}/") if folder else url
