"""Clips -> Recording: levelled, joined with pauses and music, mastered in one streaming pass, encoded, tagged."""

from podcast.audio.recording import record
from podcast.audio.tags import Tags, write_tags

__all__ = ["Tags", "record", "write_tags"]
