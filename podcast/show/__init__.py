"""Recording -> Episode: the published folder, its library, feed, transcripts, chapters and pages."""

from podcast.show.checking import Checked, check_folder
from podcast.show.cover_file import CoverInTheMaking, draw_picture
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
from podcast.show.proof import Proof, Spoken, spoken_sentences
from podcast.show.staging import staging
from podcast.show.timeline import mark_chapters, time_sentences, time_words

__all__ = [
    "Checked",
    "CoverInTheMaking",
    "Draft",
    "Library",
    "Proof",
    "Spoken",
    "base_url_of",
    "check_folder",
    "current_episode",
    "draw_picture",
    "episode_guid",
    "episode_id",
    "mark_chapters",
    "podcast_guid",
    "publication_date",
    "publish_episode",
    "refresh_folder",
    "spoken_sentences",
    "staging",
    "time_sentences",
    "time_words",
]
