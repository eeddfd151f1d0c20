"""Whether what was found is an article at all; when it is not, what was seen instead."""

from __future__ import annotations

import re
from collections.abc import Sequence

from podcast.article.body import prose_length
from podcast.article.dump import Found
from podcast.article.furniture import judge, says_missing
from podcast.article.markup import Chunk
from podcast.article.metadata import Metadata
from podcast.article.prose import bengali_share, count_marks, ends_in_mark, is_prose
from podcast.errors import NoArticleError, NotBengaliError

_SHORTEST_PAGE = 250
_SHORTEST_DECLARED = 120
_FEWEST_SENTENCES = 3
_SHORTEST_TEXT = 15
_LEAST_BENGALI = 0.2
_LONGEST_STUB = 1000
_LONGEST_APOLOGY = 120
_LINKED_SHARE = 0.5
_CUT_SHARE = 0.4
_LISTING_LINKS = 8
_LISTING_LINES = 16
_FEWEST_TEASERS = 3
_HEADED_SHARE = 0.6
_HEADLINE_WORDS = 3
_LOOK_BACK = 2
_MOST_TAGS = 50_000
_LONGEST_TAG = 10_000
"""Outside quotes; libxml2's time grows with the square of the number of attributes."""
_LONGEST_TAGS = 2_000_000
_MOST_PIECES = 5_000
_MOST_LINES = 50_000
"""Blank ones too."""
_MOST_CHARACTERS = 300_000
"""About six hours of speech. With those above it bounds what a stranger's page can cost: about two seconds."""
_TAG = re.compile(r"""<[A-Za-z/](?:[^<>"']++|"[^"]*+"|'[^']*+')*+""")
_QUOTED = re.compile(r"""\"[^"]*+"|'[^']*+'""")
_CUT_SHORT = re.compile(r"(?:…|\.\.\.)\W*$")
_FORCE = "--force goes on with any language"


def check_tags(document: str, *, name: str) -> None:
    """Raise when a web page has so much markup that taking it apart would take long.

    Raises:
        NoArticleError: says how much.
    """
    total, longest, tags = 0, 0, document.count("<")
    if tags <= _MOST_TAGS:
        for found in _TAG.finditer(document):
            total += len(found[0])
            longest = max(longest, len(_QUOTED.sub("", found[0]))) if len(found[0]) > _LONGEST_TAG else longest
    for amount, most, what in (
        (tags, _MOST_TAGS, "tags of HTML"),
        (total, _LONGEST_TAGS, "characters of tags"),
        (longest, _LONGEST_TAG, "characters in one tag"),
    ):
        if amount > most:
            raise NoArticleError(f"{name}: no article was found: {amount:,} {what}; at most {most:,} are read")


def check_size(pieces: Sequence[str], *, name: str) -> None:
    """Raise when a document of *pieces*, its lines or blocks, holds more than an episode can.

    Raises:
        NoArticleError: says how much.
    """
    characters, filled = sum(map(len, pieces)), sum(bool(piece.strip()) for piece in pieces)
    for amount, most, what in (
        (characters, _MOST_CHARACTERS, "characters of text"),
        (filled, _MOST_PIECES, "lines or blocks of text"),
        (len(pieces), _MOST_LINES, "lines"),
    ):
        if amount > most:
            raise NoArticleError(
                f"{name}: is too long for one episode: {amount:,} {what}; divide it, {most:,} are read"
            )


def check_page(found: Found, chunks: Sequence[Chunk], *, is_declared: bool, name: str) -> None:
    """Raise when a web page holds no article: a listing, a front page, “not found”, a page of captions.

    *is_declared* is the page's own claim to be an article; a short news item needs it.

    Raises:
        NoArticleError: says what was seen.
    """
    prose = [block.text for block in found.blocks if is_prose(block.text)]
    length, marks = sum(map(len, prose)), sum(map(count_marks, prose))
    heads = (chunk.text for chunk in chunks if chunk.tag == "h1")
    missing = next((text for text in heads if says_missing(text) and len(text) < _LONGEST_APOLOGY), None)
    if missing is not None and length < _LONGEST_STUB:
        raise NoArticleError(f"{name}: no article was found: the page says “{missing}”")
    is_enough = length >= _SHORTEST_PAGE and marks >= _FEWEST_SENTENCES
    if not is_enough and not (is_declared and length >= _SHORTEST_DECLARED):
        raise NoArticleError(f"{name}: no article was found: {_seen(chunks, length)}")
    if len(prose) > 1 and (_is_cut_short(prose) or _is_linked(prose, chunks)):
        raise NoArticleError(f"{name}: no article was found: the page is {_listing(chunks)}")


def check_free(found: Found, metadata: Metadata, *, name: str) -> None:
    """Raise when a page shows only the beginning of an article to those who do not pay.

    Raises:
        NoArticleError: says so.
    """
    length = prose_length(found.blocks)
    is_walled = metadata.is_free is False or any(one.kind == "paywall" for one in found.dropped)
    if is_walled and length < _LONGEST_STUB:
        raise NoArticleError(
            f"{name}: no article was found: only the first {length} characters of one, the rest is for subscribers"
        )


def check_text(found: Found, *, name: str) -> None:
    """Raise when a plain text holds no article.

    Raises:
        NoArticleError: says what was seen.
    """
    texts = [block.text for block in found.blocks]
    has_prose = any(is_prose(text) or (ends_in_mark(text) and len(text) >= _SHORTEST_TEXT) for text in texts)
    missing = says_missing(found.title) and sum(map(len, texts)) < _SHORTEST_PAGE
    if missing:
        raise NoArticleError(f"{name}: no article was found: the text says “{found.title}”")
    length = prose_length(found.blocks)
    if length < _SHORTEST_PAGE and found.lines >= _LISTING_LINES:
        raise NoArticleError(
            f"{name}: no article was found: {found.lines} lines,"
            f" of which no more than {length} characters belong together"
        )
    if _is_cut_short([text for text in texts if is_prose(text)]):
        raise NoArticleError(f"{name}: no article was found: a listing of stories that are cut short")
    if not has_prose and not (len(texts) == found.lines == 1 and len(texts[0]) >= _SHORTEST_PAGE):
        lines = f"{found.lines} short line{'s' * (found.lines != 1)}"
        raise NoArticleError(
            f"{name}: no article was found: {lines}, no paragraph of prose;"
            " sentences of 40 characters or more that end in a mark were expected"
        )


def check_bengali(texts: Sequence[str], *, name: str) -> None:
    """Raise when hardly any of *texts* is in Bengali script.

    Raises:
        NotBengaliError: says how much is.
    """
    share = bengali_share(texts)
    if share < _LEAST_BENGALI:
        raise NotBengaliError(f"{name}: only {share:.0%} of its letters are Bengali; {_FORCE}")


def _seen(chunks: Sequence[Chunk], length: int) -> str:
    headings = [chunk.text for chunk in chunks if chunk.tag in {"h1", "h2", "title"}]
    missing = next((text for text in (*headings, *(chunk.text for chunk in chunks)) if says_missing(text)), None)
    if missing is not None and len(missing) < _SHORTEST_PAGE:
        return f"the page says “{missing}”"
    captions = sum(chunk.is_caption for chunk in chunks)
    if captions > 1 and not length:
        return f"only the captions of {captions} pictures"
    if _links(chunks) >= _LISTING_LINKS:
        return f"the page is {_listing(chunks)}"
    if not length:
        return f"{len(chunks)} piece{'s' * (len(chunks) != 1)} of text, no paragraph of prose"
    return f"{length} characters of prose, too little for an article of a page that does not call itself one"


def _links(chunks: Sequence[Chunk]) -> int:
    return len({chunk.text for chunk in chunks if chunk.is_link})


def _listing(chunks: Sequence[Chunk]) -> str:
    return f"a listing of {_links(chunks)} links, not an article; give the address of one of them"


def _is_cut_short(prose: Sequence[str]) -> bool:
    """Tell teasers from paragraphs: most of them break off."""
    cut = sum(bool(_CUT_SHORT.search(text)) for text in prose)
    return len(prose) > 1 and cut > _CUT_SHARE * len(prose)


def _is_linked(prose: Sequence[str], chunks: Sequence[Chunk]) -> bool:
    """Tell whether the paragraphs are links themselves, or each stands under a linked headline of its own."""
    wanted = set(prose)
    linked = sum(len(chunk.text) for chunk in chunks if chunk.is_link and chunk.text in wanted)
    if linked > _LINKED_SHARE * sum(map(len, prose)):
        return True
    under = [place for place, chunk in enumerate(chunks) if chunk.text in wanted and not chunk.is_link]
    headed = sum(_stands_under_link(chunks, place) for place in under)
    return len(under) >= _FEWEST_TEASERS and headed > _HEADED_SHARE * len(under)


def _stands_under_link(chunks: Sequence[Chunk], place: int) -> bool:
    for chunk in reversed(chunks[max(0, place - _LOOK_BACK) : place]):
        if chunk.is_link and len(chunk.text.split()) >= _HEADLINE_WORDS and judge(chunk.text) is None:
            return True
        if is_prose(chunk.text):
            return False
    return False
