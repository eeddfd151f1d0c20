"""Source -> Page -> Article: reading a source and taking out of it what an editor would read aloud."""

from __future__ import annotations

from podcast.article.extraction import Reading, article_from_page, explain_page, extract_article
from podcast.article.source import read_source

__all__ = ["Reading", "article_from_page", "explain_page", "extract_article", "read_source"]
