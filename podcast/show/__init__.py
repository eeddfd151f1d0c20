"""Recording -> Episode: the published folder, its library, feed, transcripts, chapters and pages."""

from podcast.library import Library, library_path
from podcast.show.addresses import web_link
from podcast.show.checking import Checked, check_folder
from podcast.show.cover_file import CoverInTheMaking, draw_picture
from podcast.show.draft import Draft
from podcast.show.folder import publication_date, publish_episode, refresh_folder
from podcast.show.identity import episode_guid, episode_id, podcast_guid, same_page
from podcast.show.kept import Kept, read_edits, read_kept
from podcast.show.known import check_not_removed, choose_episodes, find_episode, guid_for
from podcast.show.life.bringing import Origin
from podcast.show.life.edits import Edits
from podcast.show.life.feed_reading import PublishedItem
from podcast.show.life.removing import outlived, remove_episodes
from podcast.show.life.restoring import (
    Publication,
    Restored,
    has_library_of,
    read_publication,
    restore_folder,
)
from podcast.show.proof import EpisodeProof, Spoken, sha256_of, spoken_sentences
from podcast.show.published import Standing, base_url_of, describe_standing, episode_file, find_standing, show_name_of
from podcast.show.staging import staging
from podcast.show.stored import read_stored_article
from podcast.show.transcripts.chapters import tidy_chapters
from podcast.show.transcripts.timeline import mark_chapters, time_sentences, time_words

__all__ = [
    "Checked",
    "CoverInTheMaking",
    "Draft",
    "Edits",
    "EpisodeProof",
    "Kept",
    "Library",
    "Origin",
    "Publication",
    "PublishedItem",
    "Restored",
    "Spoken",
    "Standing",
    "base_url_of",
    "check_folder",
    "check_not_removed",
    "choose_episodes",
    "describe_standing",
    "draw_picture",
    "episode_file",
    "episode_guid",
    "episode_id",
    "find_episode",
    "find_standing",
    "guid_for",
    "has_library_of",
    "library_path",
    "mark_chapters",
    "outlived",
    "podcast_guid",
    "publication_date",
    "publish_episode",
    "read_edits",
    "read_kept",
    "read_publication",
    "read_stored_article",
    "refresh_folder",
    "remove_episodes",
    "restore_folder",
    "same_page",
    "sha256_of",
    "show_name_of",
    "spoken_sentences",
    "staging",
    "tidy_chapters",
    "time_sentences",
    "time_words",
    "web_link",
]
