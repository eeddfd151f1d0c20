"""Chunks -> Clips: the engines behind one protocol, the clip cache, and the check that nothing was lost."""

from podcast.speech.cache import ClipCache
from podcast.speech.engine import ENGINES, Engine, Limits, open_engine
from podcast.speech.synthesis import Spoken, speak_chunks

__all__ = ["ENGINES", "ClipCache", "Engine", "Limits", "Spoken", "open_engine", "speak_chunks"]
