"""Recording -> Episode: the published folder, its library, feed, transcripts, chapters and pages."""

from podcast.show.cover_file import CoverInTheMaking
from podcast.show.draft import Draft
from podcast.show.folder import (
    base_url_of,
    current_episode,
    publication_date,
    publish_episode,
    refresh_folder,
)
from podcast.show.identity import episode_guid, episode_id, podcast_guid
from podcast.show.library import Library
from podcast.show.staging import staging
from podcast.show.timeline import mark_chapters, time_sentences, time_words

__all__ = [
    "CoverInTheMaking",
    "Draft",
    "Library",
    "base_url_of",
    "current_episode",
    "episode_guid",
    "episode_id",
    "mark_chapters",
    "podcast_guid",
    "publication_date",
    "publish_episode",
    "refresh_folder",
    "staging",
    "time_sentences",
    "time_words",
]
