"""Source -> Page -> Article: reading a source and taking out of it what an editor would read aloud."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from podcast.article.decoding import decode
from podcast.article.dump import Found, find_in_text
from podcast.article.gate import check_bengali, check_page, check_text
from podcast.article.html import find_in_html, looks_like_html
from podcast.article.markdown import without_markdown
from podcast.article.markup import parse
from podcast.article.metadata import Metadata, read_metadata
from podcast.article.prose import has_letters
from podcast.article.source import read_source
from podcast.bangla.unicode import clean_text, normalize_text
from podcast.errors import NoArticleError
from podcast.model import Article, Block, Page

__all__ = ["article_from_page", "extract_article", "read_source"]

_FEED = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:rss|feed|rdf:RDF|urlset|sitemapindex)\b", re.DOTALL)
_DOCUMENT = "the document"


def extract_article(document: str | bytes, *, url: str | None = None, require_bengali: bool = True) -> Article:
    r"""Take the article out of *document*: HTML or plain text, told apart by content.

    The text stays as the newsroom wrote it, apart from Unicode clean-up and white space. *url* is where it was found.

    Raises:
        NoArticleError: a listing, a “not found” page, no prose; the message says what was seen.
        NotBengaliError: hardly any of it is Bengali, and *require_bengali* is true.

    >>> article = extract_article("সেতু খুলল\n\nনদীর উপর নতুন সেতুটি আজ খুলেছে। সকাল থেকেই ভিড় ছিল।")
    >>> article.title, article.paragraphs
    ('সেতু খুলল', ('নদীর উপর নতুন সেতুটি আজ খুলেছে। সকাল থেকেই ভিড় ছিল।',))
    """
    text = decode(document) if isinstance(document, bytes) else document
    return _take(text, url=url, name=url or _DOCUMENT, require_bengali=require_bengali)


def article_from_page(page: Page, *, require_bengali: bool = True) -> Article:
    """Take the article out of *page*, as :func:`extract_article` does; messages name the page."""
    name = "standard input" if page.name == "-" else page.name
    return _take(decode(page.content, page.charset), url=page.url, name=name, require_bengali=require_bengali)


def _take(text: str, *, url: str | None, name: str, require_bengali: bool) -> Article:
    _refuse_data(text, name)
    markup = parse(text) if looks_like_html(text) else None
    pieces = [chunk.text for chunk in markup.chunks] if markup else without_markdown(normalize_text(text)).split("\n")
    metadata = read_metadata(markup, url) if markup else Metadata(url=url)
    try:
        if markup is None:
            found = find_in_text(without_markdown(clean_text(text)))
            check_text(found, name=name)
        else:
            found = find_in_html(markup, metadata)
            check_page(found, markup.chunks, is_declared=metadata.is_article, name=name)
    except NoArticleError:
        if require_bengali and has_letters(pieces):  # of a page in another language that is the first thing to say
            check_bengali(pieces, name=name)
        raise
    if require_bengali:
        check_bengali((found.title, *(block.text for block in found.blocks)), name=name)
    return _article(found, metadata, pieces)


def _article(found: Found, metadata: Metadata, pieces: Iterable[str]) -> Article:
    """Make the article of what was *found*, each block spelled as in the piece of the page it is."""
    spelled = {_in_one_line(clean_text(piece)): _in_one_line(normalize_text(piece)) for piece in pieces}
    return Article(
        title=spelled.get(found.title, found.title),
        blocks=tuple(Block(block.kind, spelled.get(block.text, block.text)) for block in found.blocks),
        url=metadata.url,
        site_name=metadata.site_name,
        language=metadata.language,
        byline=metadata.byline,
        published_at=metadata.published_at,
        modified_at=metadata.modified_at,
        image_url=metadata.image_url,
        section=metadata.section,
    )


def _in_one_line(text: str) -> str:
    return " ".join(text.split())


def _refuse_data(text: str, name: str) -> None:
    """Say so when a document is made for programs; its strings could pass for prose."""
    if _FEED.match(text):
        items = len(re.findall(r"<(?:item|entry|loc)\b", text))
        raise NoArticleError(f"{name}: is a feed or sitemap of {items} entries; give the address of one of them")
    if text.lstrip()[:1] in {"{", "["}:
        try:
            json.loads(text)
        except (ValueError, RecursionError):
            return
        raise NoArticleError(f"{name}: is JSON data; HTML or plain text was expected")
