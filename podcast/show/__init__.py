"""Recording -> Episode: the published folder, its library, feed, transcripts, chapters and pages."""

from podcast.show.checking import Checked, check_folder
from podcast.show.cover_file import CoverInTheMaking, draw_picture
from podcast.show.draft import Draft
from podcast.show.folder import publication_date, publish_episode, refresh_folder
from podcast.show.identity import episode_guid, episode_id, podcast_guid
from podcast.show.library import Library, library_path
from podcast.show.proof import EpisodeProof, Spoken, spoken_sentences
from podcast.show.published import Standing, base_url_of, episode_file, find_standing, show_name_of
from podcast.show.staging import staging
from podcast.show.stored import read_stored_article
from podcast.show.timeline import mark_chapters, time_sentences, time_words

__all__ = [
    "Checked",
    "CoverInTheMaking",
    "Draft",
    "EpisodeProof",
    "Library",
    "Spoken",
    "Standing",
    "base_url_of",
    "check_folder",
    "draw_picture",
    "episode_file",
    "episode_guid",
    "episode_id",
    "find_standing",
    "library_path",
    "mark_chapters",
    "podcast_guid",
    "publication_date",
    "publish_episode",
    "read_stored_article",
    "refresh_folder",
    "show_name_of",
    "spoken_sentences",
    "staging",
    "time_sentences",
    "time_words",
]
