"""Clips -> Recording: joined in one streaming pass with pauses and music, encoded, tagged."""

from podcast.audio.recording import record
from podcast.audio.tags import Tags, write_tags
from podcast.audio.track import SoundTrack

__all__ = ["SoundTrack", "Tags", "record", "write_tags"]
