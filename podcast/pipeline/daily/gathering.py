"""The show's sources -> candidates: every story they offer, read, or why it was not."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from pathlib import Path

from podcast import article as article_stage
from podcast.daily.candidates import Candidate
from podcast.daily.ranking import age_hours
from podcast.daily.skipping import find_skip_word
from podcast.editions import EditionRules, NewsSource
from podcast.errors import NoArticleError, PodcastError, SourceError
from podcast.model import Article, Block
from podcast.pipeline.reading import Reader, promise_entry, promise_page
from podcast.show import same_page

MOST_STORIES = 30
"""Of one source that are looked at; an edition has room for a few."""
SOURCE_TIME_S = 240.0
"""After which no further story of a source is begun; those that were read count."""
_AT_ONCE = 8
_FEW = 2
_FILES = (".html", ".htm", ".txt", ".md")
_LETTERS_PER_S = 14.0
_PAUSE_S = 0.8
"""Of one block: a sentence's speed, and the pauses around it, as the embedded voice has them."""


@dataclass(frozen=True, slots=True)
class SourceReport:
    """What became of one source."""

    name: str
    address: str
    listed: int
    """Stories it offers, of those that are looked at."""
    read: int
    """Articles that were read whole."""
    failure: str | None
    """Why nothing could be had of it, or why not all."""
    seconds: float


@dataclass(frozen=True, slots=True)
class Gathered:
    """What all sources offer."""

    candidates: tuple[Candidate, ...]
    """By source as the show file has them, then as the source has them."""
    articles: dict[str, Article]
    """By the address of the candidate."""
    sources: tuple[SourceReport, ...]


@dataclass(frozen=True, slots=True)
class Newsroom:
    """How the sources of one run are read."""

    rules: EditionRules
    reader: Reader
    known: frozenset[str]
    """Addresses of stories that were told before: they are not fetched again."""
    now: datetime
    is_past: bool = False
    """Whether *now* is the end of an earlier day: later stories are none of its edition."""
    clock: Callable[[], float] = time.monotonic


def gather(sources: Sequence[NewsSource], newsroom: Newsroom, on_progress: Callable[[int], None]) -> Gathered:
    """Read what *sources* offer, several of them at once; one that fails loses only itself.

    *on_progress* hears how many sources are done.
    """
    desks = [_Desk(source, newsroom) for source in sources]
    done = 0
    with ThreadPoolExecutor(max_workers=max(1, min(_AT_ONCE, len(desks))), thread_name_prefix="source") as pool:
        for _ in pool.map(_Desk.work, desks):
            done += 1
            on_progress(done)
    return Gathered(
        candidates=tuple(candidate for desk in desks for candidate in desk.candidates),
        articles={address: article for desk in reversed(desks) for address, article in desk.articles.items()},
        sources=tuple(desk.report for desk in desks),
    )


@dataclass(frozen=True, slots=True)
class _Offer:
    """A story that a source lists."""

    address: str
    read: Callable[[], Article]
    published_at: datetime | None = None
    title: str = ""


class _Desk:
    """One source, read from top to bottom."""

    def __init__(self, source: NewsSource, newsroom: Newsroom) -> None:
        self.candidates: list[Candidate] = []
        self.articles: dict[str, Article] = {}
        self.report = SourceReport(source.name, str(source.path or source.url), 0, 0, None, 0.0)
        self._source = source
        self._room = newsroom
        self._most_hours = source.max_age_hours or newsroom.rules.max_age_hours

    def work(self) -> None:
        """Read the source; what goes wrong is in the report."""
        begun = self._room.clock()
        failure: str | None = None
        listed, faults = 0, list[PodcastError]()
        try:
            offers = tuple(islice(self._offers(), MOST_STORIES))
            listed = len(offers)
            for position, offer in enumerate(offers):
                if self._room.clock() - begun > SOURCE_TIME_S:
                    failure = f"took more than {SOURCE_TIME_S:.0f} s; {listed - position} of its stories were not read"
                    break
                faults += self._take(offer, position)
        except PodcastError as error:
            failure = str(error)
        failure = failure or self._why_lost(listed, faults)
        seconds = round(self._room.clock() - begun, 1)
        self.report = replace(self.report, listed=listed, read=len(self.articles), failure=failure, seconds=seconds)

    def _why_lost(self, listed: int, faults: Sequence[PodcastError]) -> str | None:
        """Say that nothing could be had of the source; one or two beginnings of articles are no such thing."""
        are_beginnings = all(isinstance(fault, NoArticleError) for fault in faults)
        if not faults or len(faults) < listed or (are_beginnings and listed <= _FEW and self._source.kind != "page"):
            return None
        return str(faults[0]) if listed == 1 else f"none of its {listed} stories could be read; the first: {faults[0]}"

    def _offers(self) -> Iterator[_Offer]:
        """List the stories.

        Raises:
            PodcastError: the source cannot be read, or lists nothing.
        """
        source, reader = self._source, self._room.reader
        if source.path is not None:
            yield from _files(source.path, reader)
            return
        url = str(source.url)
        if source.kind == "page":
            yield _Offer(url, promise_page(url, reader).read)
            return
        page = article_stage.read_source(url, allow_private=reader.allow_private, client=reader.client)
        if source.kind == "listing":
            links = article_stage.find_links(page, source.links)
            if not links:
                wanted = f" whose address holds “{source.links}”" if source.links else " that reads like a headline"
                raise NoArticleError(f"{url}: has no link{wanted}")
            yield from (_Offer(link, promise_page(link, reader).read) for link in links)
            return
        entries = article_stage.read_site_feed(page.content, url=page.url).entries
        if not entries:
            raise NoArticleError(f"{url}: is a feed that lists no story")
        yield from (
            _Offer(entry.url, promise_entry(entry, reader).read, entry.published_at, entry.title) for entry in entries
        )

    def _take(self, offer: _Offer, position: int) -> tuple[PodcastError, ...]:
        """Read a story unless it is known or too old; return what was wrong with it."""
        address = same_page(offer.address) or f"{self._source.name}: {offer.address}"
        reason = self._why_not_read(address, offer)
        if reason is not None:
            self._leave_out(address, offer, position, reason)
            return ()
        try:
            article = offer.read()
        except PodcastError as error:
            self._leave_out(address, offer, position, str(error))
            return (error,)
        blocks = _body(article)
        address = same_page(article.url) or address
        published_at = offer.published_at or article.published_at
        word = find_skip_word((article.title, *(block.text for block in blocks)), self._source.skip_words)
        self.articles.setdefault(address, article)
        self.candidates.append(
            Candidate(
                source=self._source.name,
                url=address,
                title=article.title,
                blocks=blocks,
                seconds=reading_seconds(article.title, blocks),
                position=position,
                published_at=published_at,
                category=article.section,
                skipped_because=self._of_another_time(published_at)
                or (f"“{word}” is a word to skip" if word else None),
            )
        )
        return ()

    def _leave_out(self, address: str, offer: _Offer, position: int, reason: str) -> None:
        title = offer.title or offer.address
        self.candidates.append(
            Candidate(self._source.name, address, title, (), 0.0, position, offer.published_at, skipped_because=reason)
        )

    def _why_not_read(self, address: str, offer: _Offer) -> str | None:
        if address in self._room.known:
            return f"an earlier edition had it, from {address}"
        return self._of_another_time(offer.published_at)

    def _of_another_time(self, published_at: datetime | None) -> str | None:
        if published_at is None:
            return None
        if self._room.is_past and published_at > self._room.now:
            return "it is of a later day"
        hours = age_hours(published_at, self._room.now)
        return f"it is {hours:.0f} hours old, more than {self._most_hours:g}" if hours > self._most_hours else None


def reading_seconds(title: str, blocks: Sequence[Block]) -> float:
    """Return about how long it takes to read a story."""
    texts = (title, *(block.text for block in blocks))
    return sum(map(len, texts)) / _LETTERS_PER_S + len(texts) * _PAUSE_S


def _files(folder: Path, reader: Reader) -> Iterator[_Offer]:
    """List the files of *folder*, the newest first.

    Raises:
        SourceError: there are none.
    """
    paths = [folder] if folder.is_file() else [path for path in folder.rglob("*") if _is_text(path, folder)]
    if not paths:
        raise SourceError(f"{folder}: holds no article; expected files ending in {', '.join(_FILES)}")
    paths.sort(key=lambda path: (-path.stat().st_mtime, str(path)))
    for path in paths:
        name = path.name if folder.is_file() else path.relative_to(folder).as_posix()
        yield _Offer(name, promise_page(str(path), reader).read)


def _is_text(path: Path, folder: Path) -> bool:
    is_hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
    return path.suffix.lower() in _FILES and not is_hidden and path.is_file()


def _body(article: Article) -> tuple[Block, ...]:
    """Return the body without a first block that is the title again."""
    first = article.blocks[0].text if article.blocks else ""
    return article.blocks[1:] if "".join(first.split()) == "".join(article.title.split()) else article.blocks
