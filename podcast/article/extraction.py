"""Page -> Article: the stage's own line, from bytes to what an editor would read aloud."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from podcast.article.dates import local_offset, read_date
from podcast.article.decoding import decode
from podcast.article.dump import Found, find_in_lines, find_in_plain
from podcast.article.furniture import find_rule
from podcast.article.gate import check_bengali, check_free, check_page, check_size, check_tags, check_text
from podcast.article.html import find_in_html, looks_like_html
from podcast.article.legacy import bijoy_to_unicode, is_bijoy
from podcast.article.markdown import html_of, is_markdown
from podcast.article.markup import Markup, parse
from podcast.article.metadata import Metadata, read_metadata
from podcast.article.mojibake import describe_mojibake
from podcast.article.plain import is_saved, read_plain
from podcast.article.prose import has_letters, is_prose
from podcast.article.repeats import folded
from podcast.article.sites import prune, rules_for, text_at
from podcast.article.wholeness import why_cut_short
from podcast.bangla.unicode import clean_text, normalize_text
from podcast.errors import NoArticleError
from podcast.model import Article, Block, Dropped, Page
from podcast.settings import Editing, SiteRules, load_sites

_FEED = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!DOCTYPE\s+(?!html)[^\[>]*(?:\[.*?\]\s*)?>\s*)?(?:<!--.*?-->\s*)*"
    r"<(?:rss|feed|rdf:RDF|urlset|sitemapindex)\b",
    re.DOTALL,
)
_DOCUMENT = "the document"


@dataclass(frozen=True, slots=True)
class Reading:
    """What became of a page, for whoever wants to know why."""

    article: Article | None
    refusal: NoArticleError | None
    """Why there is no article."""
    dropped: tuple[Dropped, ...]
    """Everything on the page that is not read, in the page's order, with the rule that left it out."""


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
    return _Taking(text, url, url or _DOCUMENT, Editing()).article(require_bengali=require_bengali)


def article_from_page(page: Page, *, require_bengali: bool = True, editing: Editing | None = None) -> Article:
    """Take the article out of *page*, as :func:`extract_article` does; messages name the page."""
    return _taking(page, editing).article(require_bengali=require_bengali)


def explain_page(page: Page, *, require_bengali: bool = True, editing: Editing | None = None) -> Reading:
    """Take the article out of *page* and say what was left out, and by which rule."""
    taking = _taking(page, editing)
    try:
        article = taking.article(require_bengali=require_bengali)
    except NoArticleError as refusal:
        return Reading(None, refusal, taking.left_out())
    return Reading(article, None, taking.left_out())


def _taking(page: Page, editing: Editing | None) -> _Taking:
    name = "standard input" if page.name == "-" else page.name
    return _Taking(decode(page.content, page.charset), page.url, name, editing or Editing())


class _Taking:
    """One page on its way to an article."""

    def __init__(self, text: str, url: str | None, name: str, editing: Editing) -> None:
        self.name = name
        self._text = text
        self._url = url
        self._editing = editing
        self._pieces: tuple[str, ...] = ()
        self._found: Found | None = None
        self._pruned: tuple[Dropped, ...] = ()

    def article(self, *, require_bengali: bool) -> Article:
        """Return the article.

        Raises:
            NoArticleError: there is none.
        """
        _refuse_data(self._text, self.name)
        fault = describe_mojibake(self._text)
        if fault is not None:
            raise NoArticleError(f"{self.name}: no article was found: {fault}")
        markup = self._parsed() if looks_like_html(self._text) else None
        try:
            found, metadata = self._from_markup(markup) if markup else self._from_text()
        except NoArticleError:
            if require_bengali and has_letters(self._pieces):  # of another language that is the first thing to say
                check_bengali(self._pieces, name=self.name)
            raise
        if require_bengali:
            check_bengali((found.title, *(block.text for block in found.blocks)), name=self.name)
        return _article(found, metadata, self._pieces)

    def _parsed(self) -> Markup | None:
        check_tags(self._text, name=self.name)
        return parse(self._text)

    def left_out(self) -> tuple[Dropped, ...]:
        """Return what is not read of the page; all of it before :meth:`article` found something."""
        found = self._found or Found("", ())
        return (*self._pruned, *_left_out(self._pieces, found))

    def _from_markup(self, markup: Markup) -> tuple[Found, Metadata]:
        metadata = read_metadata(markup, self._url)
        rules = rules_for(metadata.url or self._url, load_sites())
        metadata = _with_rules(metadata, markup, rules)
        self._pruned = prune(markup.root, rules)
        if self._pruned:
            markup = Markup.of(markup.root)
        self._pieces = tuple(chunk.written for chunk in markup.chunks)
        check_size(self._pieces, name=self.name)
        self._found = find_in_html(markup, metadata, rules, self._editing)
        check_page(self._found, markup.chunks, is_declared=metadata.is_article, name=self.name)
        check_free(self._found, metadata, name=self.name)
        return self._found, metadata

    def _from_text(self) -> tuple[Found, Metadata]:
        check_size(self._text.splitlines(), name=self.name)
        text = _without_bijoy(self._text)
        metadata = Metadata(url=self._url)
        markup = parse(html_of(normalize_text(text))) if is_markdown(text) and not is_saved(text) else None
        if markup is None:
            plain = read_plain(normalize_text(text))
            self._pieces = plain.lines
            self._found = find_in_plain(plain, self._editing)
        else:
            self._pieces = tuple(chunk.written for chunk in markup.chunks)
            links = frozenset(chunk.text for chunk in markup.chunks if chunk.is_link and not is_prose(chunk.text))
            self._found = find_in_lines([chunk.text for chunk in markup.chunks], links, self._editing)
        check_text(self._found, name=self.name)
        return self._found, metadata


def _article(found: Found, metadata: Metadata, pieces: Sequence[str]) -> Article:
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
        cut_short=why_cut_short(found, metadata, pieces),
    )


def _left_out(pieces: Iterable[str], found: Found) -> Iterable[Dropped]:
    """Yield the pieces of the page that are not in the article, each with the reason that is nearest."""
    kept = {folded(found.title), *(folded(block.text) for block in found.blocks)}
    reasons = {folded(one.text): one for one in found.dropped}
    listed: set[str] = set()
    for piece in pieces:
        text = _in_one_line(clean_text(piece))
        name = folded(text)
        if not text or (name in kept and name not in listed and name not in reasons):
            continue
        listed.add(name)
        yield reasons.pop(name) if name in reasons else Dropped(text, _why_outside(text))
    yield from reasons.values()  # what was cut off a paragraph


def _why_outside(text: str) -> str:
    rule = find_rule(text)
    return str(rule) if rule is not None else "outside: not in what was found to be the main text"


def _with_rules(metadata: Metadata, markup: Markup, rules: Iterable[SiteRules]) -> Metadata:
    """Return *metadata* with what the rules of the page's site point at."""
    for rule in rules:
        title, byline, date = (
            text_at(markup.root, selector, rule) for selector in (rule.title, rule.byline, rule.date)
        )
        written = read_date(date, offset=local_offset(metadata.url, metadata.language)) if date else None
        metadata = replace(
            metadata,
            headline=" ".join(clean_text(title).split()) if title else metadata.headline,
            byline=byline or metadata.byline,
            published_at=written or metadata.published_at,
        )
    return metadata


def _without_bijoy(text: str) -> str:
    """Return *text* with its lines of Bijoy in Unicode."""
    return "".join(bijoy_to_unicode(line) if is_bijoy(line) else line for line in text.splitlines(keepends=True))


def _in_one_line(text: str) -> str:
    return " ".join(text.split())


def _refuse_data(text: str, name: str) -> None:
    """Say so when a document is made for programs; its strings could pass for prose."""
    if _FEED.match(text):
        items = len(re.findall(r"<(?:item|entry|loc)\b", text))
        raise NoArticleError(
            f"{name}: is a feed or sitemap of {items} entries; give the address of one of them"
            " (`podcast convert` takes the newest of a feed)"
        )
    if text.lstrip()[:1] in {"{", "["}:
        try:
            json.loads(text)
        except (ValueError, RecursionError):
            return
        raise NoArticleError(f"{name}: is JSON data; HTML or plain text was expected")
