"""Source -> Page -> Article: reading a source and taking out of it what an editor would read aloud."""

from __future__ import annotations

from podcast.article.extraction import Reading, article_from_page, explain_page, extract_article
from podcast.article.listing import find_links
from podcast.article.site_feed import FeedEntry, is_site_feed, read_site_feed, whole_body
from podcast.article.source import read_source

__all__ = [
    "FeedEntry",
    "Reading",
    "article_from_page",
    "explain_page",
    "extract_article",
    "find_links",
    "is_site_feed",
    "read_site_feed",
    "read_source",
    "whole_body",
]
