"""Who is who: guids and ids that stay the same however often an episode or a feed is made again."""

from __future__ import annotations

import base64
import hashlib
import re
import unicodedata
import uuid
from urllib.parse import urlsplit, urlunsplit

from podcast.model import Article
from podcast.show.addresses import web_link

_TEXT_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "tag:bangla-podcast,2026:article-text")
_PODCAST_NAMESPACE = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
"""Fixed by the Podcasting 2.0 ``guid`` tag's specification."""
_ID_LETTERS = 10
"""50 bits: a show of 10,000 episodes holds two of one id with a chance of 1 in 20 million."""

_TRACKING = re.compile(
    r"(?:utm_\w+|(?:fb|g|dc|ms|yandex)cl(?:id|src)|gbraid|wbraid|igshid|igsh|mc_[ce]id|mkt_tok|_ga|_gl|ref_src)(?:=|$)",
    re.ASCII | re.IGNORECASE,
)
"""A query parameter that says how a reader came to the page, not which page it is."""


def episode_guid(article: Article) -> str:
    """Return the article's guid: made from where it is published, else from its words.

    The same page gives the same guid with or without a fragment and tracking parameters, and however its Bengali
    letters are escaped.
    """
    address = same_page(article.url)
    if address is not None:
        return str(uuid.uuid5(uuid.NAMESPACE_URL, address))
    words = "\n".join((article.title, *article.paragraphs))
    words = unicodedata.normalize("NFC", words).encode("utf-8", "replace").decode()
    return str(uuid.uuid5(_TEXT_NAMESPACE, "\n".join(" ".join(line.split()) for line in words.splitlines())))


def same_page(url: str | None) -> str | None:
    """Return what names the page at *url*, without fragment and tracking parameters; ``None`` for no web address."""
    address = web_link(url)
    if address is None:
        return None
    parts = urlsplit(address)
    query = "&".join(item for item in parts.query.split("&") if item and not _TRACKING.match(item))
    return urlunsplit(parts._replace(query=query, fragment=""))


def episode_id(guid: str) -> str:
    """Return the stem of an episode's files: ten ASCII letters and digits made from its guid.

    >>> episode_id("b1946ac9-2492-5d23-a1c5-6f2a1f4c2f5e")
    'hi75bviulr'
    """
    digest = hashlib.sha256(guid.encode()).digest()
    return base64.b32encode(digest).decode().lower()[:_ID_LETTERS]


def podcast_guid(feed_url: str) -> str:
    """Return the show's Podcasting 2.0 guid, made from the feed's address without scheme and trailing slashes.

    It is assigned once and kept when the feed moves.

    >>> podcast_guid("https://podnews.net/rss")
    '9b024349-ccf0-5f69-a609-6b82873eab3c'
    """
    return str(uuid.uuid5(_PODCAST_NAMESPACE, re.sub(r"^\w+://", "", feed_url).rstrip("/")))
