"""What feedgen 1.0 cannot write, as one extension of it.

That is: ``podcast:`` tags, chapters in the form of Podlove, links to other pages of the feed, ``itunes:explicit`` and
``itunes:block`` in the form that is valid today, notes in both their places as CDATA, and no date of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from feedgen.util import xml_elem
from lxml.etree import CDATA

from podcast.model import Chapter
from podcast.show.transcripts import chapters

_ATOM = "http://www.w3.org/2005/Atom"
_CONTENT = "http://purl.org/rss/1.0/modules/content/"
_ITUNES = "http://www.itunes.com/dtds/podcast-1.0.dtd"
_PODCAST = "https://podcastindex.org/namespace/1.0"
_PSC = "http://podlove.org/simple-chapters"
_SQUARE = {"aspect-ratio": "1/1"}


class _Extension:
    """Elements added one by one, written in that order."""

    def __init__(self) -> None:
        self._elements: list[tuple[str, str, dict[str, str]]] = [(f"{{{_ITUNES}}}explicit", "false", {})]

    def extend_ns(self) -> dict[str, str]:
        """Name the namespaces for feedgen."""
        return {"itunes": _ITUNES, "podcast": _PODCAST, "psc": _PSC}

    def add(self, tag: str, text: str | None, **attributes: str) -> None:
        """Add a ``podcast:`` element."""
        self._elements.append((f"{{{_PODCAST}}}{tag}", text or "", attributes))

    def add_image(self, url: str, alt: str, **attributes: str) -> None:
        """Add a square JPEG; *alt* says what it shows."""
        self.add("image", None, href=url, alt=alt, type="image/jpeg", purpose="artwork", **_SQUARE, **attributes)

    def _write(self, parent: Any) -> None:  # noqa: ANN401 - an lxml element, handed over by feedgen
        for tag, text, attributes in self._elements:
            xml_elem(tag, parent, **attributes).text = text or None


class ItemTags(_Extension):
    """Of one episode."""

    def __init__(self) -> None:
        super().__init__()
        self._chapters: tuple[Chapter, ...] = ()
        self._notes: tuple[str, str] | None = None

    def add_chapters(self, marks: Sequence[Chapter]) -> None:
        """Add them in the form of Podlove, which apps read without fetching another file."""
        self._chapters = chapters.tidy_chapters(marks)

    def add_notes(self, description: str, full: str) -> None:
        """Add HTML: what fits into a description, and all of it."""
        self._notes = (description, full)

    def extend_rss(self, item: Any) -> None:  # noqa: ANN401 - an lxml element, handed over by feedgen
        """Write the elements into *item*."""
        if self._notes is not None:
            description, full = self._notes
            xml_elem("description", item).text = CDATA(description)
            xml_elem(f"{{{_CONTENT}}}encoded", item).text = CDATA(full)
        self._write(item)
        if self._chapters:
            parent = xml_elem(f"{{{_PSC}}}chapters", item, version="1.2")
            for chapter in self._chapters:
                xml_elem(f"{{{_PSC}}}chapter", parent, **chapters.psc_attributes(chapter))


class ChannelTags(_Extension):
    """Of the show."""

    def __init__(self) -> None:
        super().__init__()
        self._is_dated = True

    def add_page_link(self, relation: str, url: str) -> None:
        """Add a link to another page of the feed."""
        attributes = {"href": url, "rel": relation, "type": "application/rss+xml"}
        self._elements.append((f"{{{_ATOM}}}link", "", attributes))

    def block(self) -> None:
        """Ask every directory to leave the show out; Apple takes no other word than ``Yes``."""
        self._elements.append((f"{{{_ITUNES}}}block", "Yes", {}))
        self.add("block", "yes")

    def drop_build_date(self) -> None:
        """Leave out ``lastBuildDate``, for which feedgen would read the clock."""
        self._is_dated = False

    def extend_rss(self, rss: Any) -> None:  # noqa: ANN401 - an lxml element, handed over by feedgen
        """Write the elements into the channel of *rss*."""
        channel = rss[0]
        self._write(channel)
        for date in [] if self._is_dated else channel.findall("lastBuildDate"):
            channel.remove(date)
