"""Shows: how a podcast presents itself, who reads it and where it is published."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import AfterValidator, Field
from pydantic.dataclasses import dataclass

from podcast.colors import Colors
from podcast.editions import EditionRules, Hooks, NewsSource
from podcast.settings.categories import check_category
from podcast.settings.files import find_file, names_of, read_file
from podcast.sounding import MUSIC_KEYS, OWN_MUSIC, STRICT, Music, Pauses

UNSET_BASE_URL = "http://127.0.0.1:8000/"
"""Stands in a feed until the show has a public address; ``podcast serve`` answers with the address it was asked by."""


_OWN_COPYRIGHT_MARK = re.compile(r"copyright|©|ⓒ|কপিরাইট|[0-9০-৯]{4}", re.IGNORECASE)


def _check_category(category: tuple[str, ...]) -> tuple[str, ...]:
    check_category(category)
    return category


def _check_copyright(holder: str) -> str:
    """Refuse what directories add themselves (PSP-1)."""
    mark = _OWN_COPYRIGHT_MARK.search(holder)
    if mark:
        raise ValueError(f"expected only who holds the rights, without “{mark[0]}”")
    return holder


def _check_address(url: str) -> str:
    if not re.match(r"https?://[^\s/]+", url):
        raise ValueError(f"“{url}” is not a web address; expected one like https://example.org/khobor/")
    return url


def _check_folder_address(url: str) -> str:
    if not re.fullmatch(r"https?://[^\s/?#@]+(/[^\s?#@]*)?", url):
        raise ValueError(f"“{url}” is not the web address of a folder; expected one like https://example.org/khobor/")
    return url


def _check_email(email: str) -> str:
    if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", email):
        raise ValueError(f"“{email}” is not an email address; expected one like patro@example.org")
    return email


def _check_role(role: str) -> str:
    if not re.fullmatch(r"[a-z]+( [a-z]+)*", role):
        raise ValueError(f"“{role}” is not a role; expected one of podcasttaxonomy.com in small letters, such as host")
    return role


_WebAddress: TypeAlias = Annotated[str, AfterValidator(_check_address)]
_FolderAddress: TypeAlias = Annotated[str, AfterValidator(_check_folder_address)]
_Email: TypeAlias = Annotated[str, AfterValidator(_check_email)]
_Category: TypeAlias = Annotated[tuple[str, ...], AfterValidator(_check_category)]
_Holder: TypeAlias = Annotated[str, Field(min_length=1, max_length=255), AfterValidator(_check_copyright)]


@dataclass(frozen=True, config=STRICT)
class Owner:
    """Whom a directory may write to about the show."""

    name: str
    email: _Email


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
class Person:
    """Someone who makes the show, as apps name them."""

    name: str = Field(min_length=1, max_length=128)
    role: Annotated[str, Field(max_length=64), AfterValidator(_check_role)] = "host"
    """One of podcasttaxonomy.com, in small letters, such as ``host``, ``editor`` or ``producer``."""
    url: _WebAddress | None = None
    image: _WebAddress | None = None


@dataclass(frozen=True, config=STRICT)
class Funding:
    """Where listeners can support the show."""

    url: _WebAddress
    text: str = Field(min_length=1, max_length=128)
    """On the button that leads there."""


@dataclass(frozen=True, config=STRICT)
class Disclosure:
    """How a show words that a synthetic voice reads. What the feed says of it to programs is no matter of choice."""

    spoken: str | None = Field(default=None, max_length=500)
    """Said at the end of every episode; ``None`` is the program's own sentence, an empty one nothing."""
    written: str | None = Field(default=None, min_length=1, max_length=255)
    """The end of the show's description; ``None`` is the program's own sentence."""
    unspoken_because: str | None = Field(default=None, min_length=1)
    """Why nothing is said, such as that the show's own intro says it; for whoever asks, never published."""

    def __post_init__(self) -> None:
        """Refuse silence without a reason, and what cannot be said."""
        if self.spoken == "" and self.unspoken_because is None:
            raise ValueError(
                "an empty spoken needs unspoken_because = “…”: directories ask that a synthetic voice be named in the"
                " sound of every episode, so say where it is named instead"
            )
        for key in ("spoken", "written"):
            wording = getattr(self, key)
            if wording and not any(letter.isalnum() for letter in wording):
                raise ValueError(f"{key} = “{wording}” holds no word")
        if self.spoken != "" and self.unspoken_because is not None:
            raise ValueError("unspoken_because belongs to an empty spoken")


@dataclass(frozen=True, config=STRICT)
class Keep:
    """How many episodes a show keeps, or for how long; whichever is reached first."""

    episodes: int | None = Field(default=None, ge=1)
    days: int | None = Field(default=None, ge=1)

    def __post_init__(self) -> None:
        """Refuse what keeps everything, which is what a show without it does."""
        if self.episodes is None and self.days is None:
            raise ValueError("expected how many episodes are kept, or for how many days: { episodes = 100 }")


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
    category: _Category = ("News",)
    """One of Apple's categories, and optionally one of its sub-categories."""
    copyright: _Holder | None = None
    """Who holds the rights in the episodes."""
    people: tuple[Person, ...] = ()
    funding: tuple[Funding, ...] = ()
    updates: Literal["daily", "weekdays", "weekly", "biweekly", "monthly"] | None = None
    """How often there is a new episode."""
    disclosure: Disclosure = Field(default_factory=Disclosure)
    private: bool = False
    """Kept out of directories and search engines; whoever has the address can listen."""
    locked: bool = True
    """Whether other hosts must not import the feed."""
    base_url: _FolderAddress | None = None
    out: Path | None = None
    keep: Keep | None = None
    """What is older than this is removed after a conversion; ``None`` keeps everything."""
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
    sources: tuple[NewsSource, ...] = ()
    """Where ``podcast daily`` finds its stories."""
    edition: EditionRules = Field(default_factory=EditionRules)
    hooks: Hooks = Field(default_factory=Hooks)

    def folder(self, out: Path | None = None) -> Path:
        """Return the folder that the show is published in: *out*, else its own, else ``./public/NAME``."""
        return out or self.out or Path("public") / self.name

    def __post_init__(self) -> None:
        """Refuse two sources of one name: credits and reports would mean either."""
        names = [source.name for source in self.sources]
        twice = {name for name in names if names.count(name) > 1}
        if twice:
            raise ValueError(f"sources: “{min(twice)}” is the name of two; expected each to have its own")


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
    sources = tuple(replace(source, path=_beside(path, source.path)) for source in show.sources)
    lexicon, cover = _beside(path, show.lexicon), _beside(path, show.cover)
    return replace(show, music=music, lexicon=lexicon, cover=cover, sources=sources)


def _beside(path: Path, file: Path | None) -> Path | None:
    return file if file in {None, OWN_MUSIC} else path.parent / file
