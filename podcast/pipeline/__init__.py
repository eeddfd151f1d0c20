"""The line, end to end. The only package that knows every stage."""

from __future__ import annotations

import os

from podcast.model import Episode
from podcast.pipeline.episode_plan import script_of
from podcast.pipeline.job import Job, Listener, LoggingListener, plan, published_folder
from podcast.pipeline.keeping import Rebuilt, edit_episode, rebuild_episodes, remove_episodes, retire_episodes
from podcast.pipeline.line import (
    Converted,
    Recorded,
    publish_article,
    record_file,
    rehearse,
)
from podcast.pipeline.reading import (
    Opened,
    Reader,
    explain_source,
    list_sources,
    open_source,
    read_article,
    read_whole_article,
)
from podcast.pipeline.restoring import Restoration, restore_show
from podcast.pipeline.upgrading import Upgraded, remembered_show, upgrade_episodes

__all__ = [
    "Converted",
    "Job",
    "Listener",
    "LoggingListener",
    "Opened",
    "Reader",
    "Rebuilt",
    "Recorded",
    "Restoration",
    "Upgraded",
    "convert",
    "edit_episode",
    "explain_source",
    "list_sources",
    "open_source",
    "plan",
    "publish_article",
    "published_folder",
    "read_article",
    "read_whole_article",
    "rebuild_episodes",
    "record_file",
    "rehearse",
    "remembered_show",
    "remove_episodes",
    "restore_show",
    "retire_episodes",
    "script_of",
    "upgrade_episodes",
]


def convert(  # noqa: PLR0913 - the public API: each is one option of the command
    source: str | os.PathLike[str],
    *,
    out: str | os.PathLike[str] | None = None,
    voice: str | None = None,
    show: str = "default",
    base_url: str | None = None,
    replaces: str | None = None,
    force: bool = False,
    allow_private: bool = False,
) -> Episode:
    """Convert one article and publish it in the folder *out*; return the episode.

    *source* is a URL, a path, or ``-`` for standard input. *voice* and *show* are names or paths of files as in
    ``voices/`` and ``feeds/``. *base_url* is the folder's public address and is remembered. *replaces* names
    the episode that this is the corrected text of, where the source has no URL to tell. *force* goes on with a text
    that is not Bengali or is only the beginning of an article, and with one that was removed; *allow_private* lets
    addresses of the own network be fetched. Converting the same article again changes nothing, unless a better voice
    can speak now than did then. What the show does not keep any longer is removed.

    Raises:
        RemovedError: the article's episode was removed.
        PublishError: it could not be published; or it was, and what the show keeps no longer could not be removed,
            which the next run does.
        PodcastError: nothing was published; the message says why and what was expected.
    """
    job = plan(show=show, voice=voice, out=out, base_url=base_url)
    editing = job.show.editing
    article = read_whole_article(os.fspath(source), force=force, allow_private=allow_private, editing=editing)
    episode = publish_article(article, job, replaces=replaces, is_forced=force).episode
    retire_episodes(job)
    return episode
