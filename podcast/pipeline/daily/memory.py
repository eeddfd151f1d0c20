"""What the show has told before, read back from what it has published.

The library's memory of stories is made from the published episodes themselves, so it cannot be lost between publishing
and remembering, and comes back with ``podcast shows restore``.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from podcast import show as show_stage
from podcast.daily.candidates import Remembered, Told, identify_content
from podcast.errors import PublishError
from podcast.library import Library, ToldStory
from podcast.model import Article, Block, BlockKind, Episode
from podcast.pipeline.episode_plan import is_edition

_RECENT = timedelta(days=10)
"""As long a story is recognised in other words; later, by its address or its text."""


def catch_up(folder: Path) -> None:
    """Read into the library of *folder* what its episodes tell that is not remembered yet.

    Raises:
        PublishError: the library cannot be used.
    """
    with Library.open(folder) as library:
        episodes = library.untold()
    if not episodes:
        return
    told = [(episode, key, tuple(_stories_of(folder, episode))) for episode, key in episodes]
    with Library.open(folder, create=True) as library, library.writing() as writer:
        for episode, key, stories in told:
            writer.put_told(episode, key, stories)


def remember(folder: Path, *, besides: str, of_editions: bool, now: datetime) -> Remembered:
    """Return what episodes told, without that of guid *besides*: the stories of editions, or the single articles."""
    with Library.open(folder) as library:
        ever = [one for one in library.told_stories(besides=besides) if one.is_edition == of_editions]
        lately = library.told_stories(besides=besides, since=now - _RECENT)
    recent = [one for one in lately if one.is_edition == of_editions and one.paragraphs]
    return Remembered(
        urls=frozenset(one.url for one in ever if one.url),
        content_ids=frozenset(one.content_id for one in ever),
        recent=tuple(Told(one.title, one.paragraphs) for one in recent),
    )


def forget_old(folder: Path, now: datetime) -> None:
    """Forget the paragraphs of stories that were told too long ago to be compared."""
    with Library.open(folder, create=True) as library, library.writing() as writer:
        writer.shorten_told(now - _RECENT)


def _stories_of(folder: Path, episode: Episode) -> Iterator[ToldStory]:
    try:
        article = show_stage.read_stored_article(folder, episode.episode_id)
    except PublishError:  # a file that is damaged is told by `podcast check`; the address is known all the same
        article = None
    if article is None:
        url = show_stage.same_page(episode.source_url) or ""
        yield ToldStory(url, identify_content(episode.title, ()), episode.title, (), is_edition=False)
    elif is_edition(article):
        yield from _edition_stories(article)
    else:
        yield _story(show_stage.same_page(article.url) or "", article.title, article.blocks, is_edition=False)


def _edition_stories(article: Article) -> Iterator[ToldStory]:
    """Yield what stands under each headline that leads somewhere; the closing does not."""
    headline: Block | None = None
    blocks: list[Block] = []
    for block in (*article.blocks, Block(BlockKind.HEADLINE, "")):
        if block.kind is BlockKind.HEADLINE:
            if headline is not None and headline.url is not None:
                yield _story(headline.url, headline.text, blocks, is_edition=True)
            headline, blocks = block, []
        elif block.kind is not BlockKind.NOTICE:
            blocks.append(block)


def _story(url: str, title: str, blocks: tuple[Block, ...] | list[Block], *, is_edition: bool) -> ToldStory:
    paragraphs = tuple(block.text for block in blocks)
    return ToldStory(url, identify_content(title, paragraphs), title, paragraphs, is_edition=is_edition)
