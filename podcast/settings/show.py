"""Shows: how a podcast presents itself, who reads it and where it is published."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

from pydantic import Field
from pydantic.dataclasses import dataclass

from podcast.colors import Colors
from podcast.settings.files import find_file, names_of, read_file
from podcast.sounding import MUSIC_KEYS, OWN_MUSIC, STRICT, Music, Pauses

UNSET_BASE_URL = "http://127.0.0.1:8000/"
"""Stands in a feed until the show has a public address; ``podcast serve`` answers with the address it was asked by."""


@dataclass(frozen=True, config=STRICT)
class Owner:
    """Whom a directory may write to about the show."""

    name: str
    email: str = Field(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")


@dataclass(frozen=True, config=STRICT)
class Editing:
    """What a show reads of the lines that newsrooms put around a text."""

    datelines: Literal["read", "skip"] = "read"
    """``নয়াদিল্লি:`` or ``নিজস্ব সংবাদদাতা, কাটোয়া:`` before the lead."""
    sources: Literal["read", "skip"] = "skip"
    """Agency tags and ``সূত্র: …`` after the text."""
    photo_credits: Literal["read", "skip"] = "skip"
    """Captions and credits of pictures that stand in the text."""


@dataclass(frozen=True, config=STRICT)
class SecondVoice:
    """Another reader, and what it reads."""

    name: str
    """A voice's name, or ``auto``: another one of the first reader's engine."""
    reads: Literal["quotations", "alternate"] = "quotations"
    """Sentences that stand in quotation marks as a whole, or about every other article."""


@dataclass(frozen=True, config=STRICT)
class Show:
    """A podcast: how it presents itself, who reads it and where it is published."""

    name: str
    """The show file's stem; what ``--show`` takes."""
    title: str = Field(min_length=1, max_length=255)
    description: str = Field(min_length=1)
    language: Literal["bn", "bn-IN", "bn-BD"] = "bn"
    author: str | None = None
    owner: Owner | None = None
    category: tuple[str, ...] = ("News",)
    """One of Apple's categories, and optionally one of its sub-categories."""
    base_url: str | None = Field(default=None, pattern=r"^https?://[^\s/]+")
    out: Path | None = None
    publish: str | None = None
    """Where ``podcast publish`` brings the published folder: a folder's path or ``s3://bucket/prefix``."""
    voice: str = "auto"
    second_voice: SecondVoice | None = None
    pauses: Pauses = Field(default_factory=Pauses)
    music: Music = Field(default_factory=Music)
    loudness: float = Field(default=-16.0, ge=-24.0, le=-14.0)
    """Of a whole episode, integrated, in LUFS."""
    format: Literal["standard", "light"] = "standard"
    """``standard`` is what directories advise; ``light`` is half the size, for mobile data."""
    editing: Editing = Field(default_factory=Editing)
    lexicon: Path | None = None
    """Pronunciations of the show's own, in the format of ``voices/lexicon``; they go before those that ship."""
    cover: Path | None = None
    """The show's own picture, in place of one that is drawn; relative to the show file."""
    colors: Colors | None = None
    """Of the pictures that are drawn; ``None`` takes those that belong to the title."""


def show_names() -> tuple[str, ...]:
    """Return every show name that :func:`load_show` would find, sorted."""
    return names_of("feeds")


def load_show(name: str) -> Show:
    """Read a show by name or path; paths of music, lexicon and cover are made relative to the show file's folder.

    Raises:
        UsageError: no such show; the nearest name is suggested.
        SettingsError: the file is there but cannot be used.
    """
    path = find_file("feeds", name, "show")
    show = read_file(path, Show)
    files: dict[str, Any] = {key: _beside(path, getattr(show.music, key)) for key in MUSIC_KEYS}
    music = replace(show.music, **files)
    return replace(show, music=music, lexicon=_beside(path, show.lexicon), cover=_beside(path, show.cover))


def _beside(path: Path, file: Path | None) -> Path | None:
    return file if file in {None, OWN_MUSIC} else path.parent / file
