"""Voice and show files: found by name, read, checked.

``voices/README.md`` and ``feeds/README.md`` are the format references. A key that is not in them is an error, never
ignored; so is a value of the wrong kind. Names are sought in ``./voices`` (or ``./feeds``), then in the user's
configuration folder, then in what ships with the program; anything with a path separator or ending in ``.toml`` is
a path and is taken as it is.
"""

from __future__ import annotations

import difflib
import tomllib
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, TypeAlias, TypeVar

import platformdirs
from pydantic import Field, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass

from podcast.colors import Colors
from podcast.errors import SettingsError, UsageError
from podcast.shipped import data_dir
from podcast.sounding import MUSIC_KEYS, OWN_MUSIC, STRICT, Music, Pauses

APP_NAME = "bangla-podcast"
UNSET_BASE_URL = "http://127.0.0.1:8000/"
"""Stands in a feed until the show has a public address; ``podcast serve`` answers with the address it was asked by."""


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


@dataclass(frozen=True, config=STRICT)
class SiteRules:
    """How the pages of some sites are read, where the general rules misread them; selectors are CSS."""

    name: str
    """The file's stem; a user's file of the same name replaces the one that ships."""
    hosts: tuple[str, ...] = Field(min_length=1)
    """Host names, their sub-domains counting; ``*`` is every site."""
    prune: tuple[str, ...] = ()
    """Left out before anything is looked for."""
    keep: tuple[str, ...] = ()
    """Where the body stands, in place of looking for it."""
    title: str | None = None
    byline: str | None = None
    date: str | None = None


_File = TypeVar("_File")
_Kind: TypeAlias = Literal["voices", "models", "feeds", "sites"]


def search_path(kind: _Kind) -> tuple[Path, ...]:
    """Return the folders in which a name is sought, nearest first; models lie in a folder of the voices'."""
    if kind == "models":
        return tuple(folder / "models" for folder in search_path("voices"))
    own = (platformdirs.user_config_path(APP_NAME) / kind, data_dir(kind))
    return own if kind == "sites" else (Path(kind), *own)  # many a project has a folder “sites” of another kind


def voice_names() -> tuple[str, ...]:
    """Return every voice name that :func:`load_voice` would find, sorted."""
    return names_of("voices")


def show_names() -> tuple[str, ...]:
    """Return every show name that :func:`load_show` would find, sorted."""
    return names_of("feeds")


def names_of(kind: Literal["voices", "models", "feeds"]) -> tuple[str, ...]:
    """Return the name of every file of *kind*, sorted."""
    return tuple(sorted({path.stem for folder in search_path(kind) for path in folder.glob("*.toml")}))


def load_named(kind: Literal["voices", "models", "feeds"], name: str, noun: str, of: type[_File]) -> _File:
    """Read the file of *kind* that *name*, a name or a path, stands for; messages call it a *noun*.

    Raises:
        UsageError: there is none; the nearest name is suggested.
        SettingsError: the file is there but cannot be used.
    """
    return _read(_find(kind, name, noun), of)


def load_voice(name: str) -> Voice:
    """Read a voice by name or path; the path of a program is made relative to the voice file's folder.

    Raises:
        UsageError: no such voice; the nearest name is suggested.
        SettingsError: the file is there but cannot be used.
    """
    path = _find("voices", name, "voice", extra=("auto",))
    return _with_program(path, _read(path, Voice))


def load_show(name: str) -> Show:
    """Read a show by name or path; paths of music, lexicon and cover are made relative to the show file's folder.

    Raises:
        UsageError: no such show; the nearest name is suggested.
        SettingsError: the file is there but cannot be used.
    """
    path = _find("feeds", name, "show")
    show = _read(path, Show)
    files: dict[str, Any] = {key: _beside(path, getattr(show.music, key)) for key in MUSIC_KEYS}
    music = replace(show.music, **files)
    return replace(show, music=music, lexicon=_beside(path, show.lexicon), cover=_beside(path, show.cover))


def _beside(path: Path, file: Path | None) -> Path | None:
    return file if file in {None, OWN_MUSIC} else path.parent / file


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


def load_sites() -> tuple[SiteRules, ...]:
    """Read every file of site rules; of files of one name the nearest on the search path counts.

    Raises:
        SettingsError: a file cannot be used.
    """
    nearest: dict[str, Path] = {}
    for folder in search_path("sites"):
        for path in sorted(folder.glob("*.toml")):
            nearest.setdefault(path.stem, path)
    return tuple(_read_site(path, path.stat().st_mtime_ns) for _, path in sorted(nearest.items()))


@lru_cache(maxsize=256)
def _read_site(path: Path, _changed_ns: int) -> SiteRules:
    return _read(path, SiteRules)


def _find(kind: Literal["voices", "models", "feeds"], name: str, noun: str, extra: tuple[str, ...] = ()) -> Path:
    if name.endswith(".toml") or "/" in name or "\\" in name:
        path = Path(name)
        if not path.is_file():
            raise UsageError(f"{path}: there is no such {noun} file")
        return path
    for folder in search_path(kind):
        path = folder / f"{name}.toml"
        if path.is_file():
            return path
    known = (*names_of(kind), *extra)
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    hint = f"did you mean “{near[0]}”?" if near else f"known: {', '.join(known)}"
    raise UsageError(f"“{name}” is not a {noun}; {hint}")


def _read(path: Path, kind: type[_File]) -> _File:
    try:
        data: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsError(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise SettingsError(f"{path}: is not UTF-8 text (byte {error.start})") from error
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{path}: is not TOML: {error}") from error
    if "name" in data:
        raise SettingsError(f"{path}: name is not a key; the file's own name is the name")
    try:
        return TypeAdapter(kind).validate_python({"name": path.stem, **data})
    except ValidationError as error:
        raise SettingsError(f"{path}: {_explain(error, kind)}") from error


def _explain(error: ValidationError, kind: type[Any]) -> str:
    lines = []
    for problem in error.errors(include_url=False):
        key = ".".join(str(part) for part in problem["loc"])
        if problem["type"] in {"unexpected_keyword_argument", "extra_forbidden"}:
            known = [field for field in kind.__dataclass_fields__ if field != "name"]
            near = difflib.get_close_matches(key, known, n=1)
            lines.append(f"{key} is not a key" + (f"; did you mean “{near[0]}”?" if near else ""))
        elif problem["type"] == "missing":
            lines.append(f"{key} is missing")
        else:
            lines.append(f"{key} = {problem['input']!r}: {problem['msg']}")
    return "; ".join(lines)
