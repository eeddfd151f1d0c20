"""What an engine is. A new one is a module in ``engines/`` with a class of these members, and a line in ``ENGINES``."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import Protocol

from podcast.errors import EngineUnavailableError
from podcast.model import Speech
from podcast.settings import Voice


@dataclass(frozen=True, slots=True)
class Limits:
    """What one request to an engine may hold, in XML-escaped UTF-8 bytes, and how many may run at once."""

    max_bytes: int
    """A longer text is refused."""
    best_bytes: int
    """The size that reads well and costs little to repeat."""
    concurrency: int = 1


class Engine(Protocol):
    """Something that speaks. Implementations are safe to call from several threads."""

    limits: Limits

    @property
    def version(self) -> str:
        """Changes whenever the same text and voice could sound different; part of a clip's cache key."""

    def synthesize(self, text: str, voice: Voice) -> Speech:
        """Speak the whole of *text*, or raise.

        Raises:
            EngineUnavailableError: the engine cannot speak at all now.
            SpeechError: this text could not be spoken whole.
        """

    def probe(self, voice: Voice, timeout_s: float) -> None:
        """Return when *voice* can speak now.

        Raises:
            EngineUnavailableError: it cannot, or did not answer in *timeout_s*.
        """


ENGINES = {
    "edge": ("podcast.speech.engines.edge", "EdgeEngine"),
    "espeak": ("podcast.speech.engines.espeak", "EspeakEngine"),
    "piper": ("podcast.speech.engines.piper", "PiperEngine"),
    "command": ("podcast.speech.engines.command", "CommandEngine"),
    "silent": ("podcast.speech.engines.silent", "SilentEngine"),
}
"""Engine name in a voice file -> module and class, imported when first used."""

ONLINE_ENGINES = frozenset({"edge"})
"""Engines that hand the text to a service on the internet."""


def open_engine(name: str) -> Engine:
    """Import and make the engine called *name*.

    Raises:
        EngineUnavailableError: its library is missing or broken on this machine.
    """
    module, class_name = ENGINES[name]
    try:
        engine: Engine = getattr(import_module(module), class_name)()
    except (ImportError, OSError) as error:
        raise EngineUnavailableError(f"engine “{name}” cannot be loaded: {error}") from error
    return engine
