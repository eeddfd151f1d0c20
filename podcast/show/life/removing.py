"""Episodes taken out of the show: out of the feed first, their files after that, also when the process is killed.

The feed without them is put in place and their rows go in one step of the library; nobody else can publish meanwhile.
Then their files are removed. A note in the staging folder, written before all that, lets whoever clears it away after a
crash remove what is left of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from podcast.errors import PublishError
from podcast.library import Library
from podcast.model import Episode
from podcast.settings import Keep, Show
from podcast.show.cover_file import DrawCover, make_if_wanted
from podcast.show.life.removal import finish_removal, note_removal
from podcast.show.refreshing import address_of, write_shared
from podcast.show.staging import staging, telling_os_errors


def remove_episodes(  # noqa: PLR0913 - as publish_episode, which it undoes
    folder: Path,
    show: Show,
    episodes: Sequence[Episode],
    *,
    base_url: str | None,
    now: datetime,
    draw_cover: DrawCover | None = None,
) -> None:
    """Take *episodes* out of *folder*: all of them or, on an error before the feed is written, none.

    They are remembered, so that the next run of the same articles does not publish them again. *now* is aware.

    Raises:
        PublishError: *folder* cannot be written, or one of them is not there any more.
    """
    address = address_of(show, base_url)
    with staging(folder) as stage, telling_os_errors(folder), Library.open(folder, create=True) as library:
        cover = make_if_wanted(folder, show, library, draw_cover)
        with library.writing() as writer:
            for episode in episodes:
                if library.find(episode.guid) is None:
                    raise PublishError(f"{folder}: “{episode.title}” was removed by another run meanwhile")
                writer.remove_episode(episode, now)
            note_removal(stage, folder, episodes)
            write_shared(folder, show, library, writer, stage, address=address, cover=cover)
        finish_removal(folder, stage)


def outlived(newest_first: Sequence[Episode], keep: Keep, now: datetime) -> tuple[Episode, ...]:
    """Return those that a show that keeps so much has no more room for: too many, or too old; never the newest."""
    oldest_at = None if keep.days is None else now - timedelta(days=keep.days)
    return tuple(
        episode
        for place, episode in enumerate(newest_first)
        if place > 0
        and ((keep.episodes is not None and place >= keep.episodes) or (oldest_at and episode.published_at < oldest_at))
    )
