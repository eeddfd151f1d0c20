"""Voices: who speaks, and how the engine is set."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Literal

from pydantic import Field
from pydantic.dataclasses import dataclass

from podcast.errors import SettingsError
from podcast.settings.files import find_file, names_of, read_file
from podcast.sounding import STRICT, Pauses


@dataclass(frozen=True, config=STRICT)
class Voice:
    """Who speaks: an engine and how it is set."""

    name: str
    """The voice file's stem; what ``--voice`` takes."""
    title: str
    engine: Literal["edge", "espeak", "piper", "command", "silent"]
    speaker: str
    """The engine's own name for the voice, such as ``bn-IN-TanishaaNeural``, ``bn+f2`` or ``bn-google/4811``."""
    locale: Literal["bn-IN", "bn-BD"]
    gender: Literal["female", "male", "none"] = "none"
    rate_percent: int = Field(default=0, ge=-50, le=100)
    """Faster (positive) or slower than the voice's own pace."""
    pitch_hz: int = Field(default=0, ge=-100, le=100)
    """Higher or lower than the voice's own pitch; ``edge`` only."""
    volume_percent: int = Field(default=0, ge=-50, le=50)
    latin: Literal["transliterate", "keep"] = "transliterate"
    """Whether words in Latin letters are spoken as Bengali spells them or left for the voice to read."""
    command: tuple[str, ...] = ()
    """The program that speaks and its arguments; ``command`` only, and always there."""
    timeout_s: int = Field(default=60, ge=1, le=3600)
    """How long the program may take for one chunk; ``command`` only."""
    pauses: Pauses = Field(default_factory=Pauses)
    """What suits this voice; a show's own pauses go before them."""


def voice_names() -> tuple[str, ...]:
    """Return every voice name that :func:`load_voice` would find, sorted."""
    return names_of("voices")


def load_voice(name: str) -> Voice:
    """Read a voice by name or path; the path of a program is made relative to the voice file's folder.

    Raises:
        UsageError: no such voice; the nearest name is suggested.
        SettingsError: the file is there but cannot be used.
    """
    path = find_file("voices", name, "voice", extra=("auto",))
    return _with_program(path, read_file(path, Voice))


def _with_program(path: Path, voice: Voice) -> Voice:
    """Say where the program of a ``command`` voice is: a path is beside the voice file, a bare name is on the PATH."""
    if voice.engine != "command":
        if voice.command:
            raise SettingsError(
                f"{path}: command is a key of voices with engine = “command” only, not “{voice.engine}”"
            )
        return voice
    if not voice.command or not voice.command[0]:
        raise SettingsError(f"{path}: command is missing; engine = “command” needs the program and its arguments")
    folder = path.parent.absolute()
    program, *arguments = (part.replace("{folder}", str(folder)) for part in voice.command)
    if "/" in program or "\\" in program:
        program = str(folder / program)
    return replace(voice, command=(program, *arguments))
