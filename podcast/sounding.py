"""What a show or voice file says of pauses and music."""

from __future__ import annotations

from dataclasses import astuple
from pathlib import Path
from typing import Annotated, TypeAlias

from pydantic import ConfigDict, Field
from pydantic.dataclasses import dataclass

STRICT = ConfigDict(extra="forbid", str_strip_whitespace=True)
"""For whatever is read from a file a person wrote: a key that is not known is an error."""

MUSIC_KEYS = ("intro", "outro", "sting", "bed")
OWN_MUSIC = Path("default")
"""Stands in a show's music for what the program plays itself."""

_Pause: TypeAlias = Annotated[int, Field(ge=0, le=60_000)]


@dataclass(frozen=True, config=STRICT)
class Pauses:
    """Silence after what was said, in milliseconds; ``None`` where the file does not say."""

    sentence_ms: _Pause | None = None
    """Between sentences of one paragraph that were spoken in separate requests."""
    verse_ms: _Pause | None = None
    """Between two lines of a poem."""
    paragraph_ms: _Pause | None = None
    subhead_ms: _Pause | None = None
    title_ms: _Pause | None = None
    story_ms: _Pause | None = None
    """Between two stories of one episode, where the show has no sting."""

    def over(self, other: Pauses) -> Pauses:
        """Return these pauses, with those of *other* where these do not say."""
        pairs = zip(astuple(self), astuple(other), strict=True)
        return Pauses(*(theirs if mine is None else mine for mine, theirs in pairs))


USUAL_PAUSES = Pauses(sentence_ms=250, verse_ms=350, paragraph_ms=600, subhead_ms=500, title_ms=900, story_ms=1500)
"""What neither a show nor its voice says otherwise."""


@dataclass(frozen=True, config=STRICT)
class Music:
    """Sound files around the reading, relative to the show file; :data:`OWN_MUSIC` is the program's own music."""

    intro: Path | None = None
    outro: Path | None = None
    sting: Path | None = None
    """Between two stories of one episode."""
    bed: Path | None = None
    """Under the voice until the pause after the title ends."""
    fade_ms: int = Field(default=400, ge=0, le=10_000)
    gap_ms: int = Field(default=500, ge=0, le=10_000)
    """Silence between the music and the voice."""
