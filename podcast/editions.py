"""What a show file says of its sources and of the edition that is made of them each day."""

from __future__ import annotations

import re
import unicodedata
import uuid
from dataclasses import field
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Literal, TypeAlias
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, ConfigDict, Field
from pydantic.dataclasses import dataclass

_STRICT = ConfigDict(extra="forbid", str_strip_whitespace=True)
_TIME_ZONES = {"bn-IN": "Asia/Kolkata", "bn-BD": "Asia/Dhaka"}
_USUAL_LOCALE = "bn-IN"
_GUID_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "tag:bangla-podcast,2026:edition")

Weekday: TypeAlias = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
WEEKDAYS: tuple[Weekday, ...] = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def _check_time_zone(name: str | None) -> str | None:
    if name is not None:
        try:
            ZoneInfo(name)
        except (KeyError, ValueError, OSError) as error:
            raise ValueError(f"“{name}” is not a time zone; expected a name such as Asia/Dhaka") from error
    return name


def _check_clock(time: str | None) -> str | None:
    if time is not None and not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", time, re.ASCII):
        raise ValueError(f"“{time}” is not a time of day; expected one from 00:00 to 23:59, such as 06:30")
    return time


def _check_links(pattern: str | None) -> str | None:
    if pattern is not None:
        try:
            re.compile(pattern)
        except re.error as error:
            raise ValueError(f"“{pattern}” is not a regular expression: {error}") from error
    return pattern


_Words: TypeAlias = tuple[Annotated[str, Field(min_length=1, max_length=100)], ...]
_TimeZone: TypeAlias = Annotated[str | None, AfterValidator(_check_time_zone)]
_Clock: TypeAlias = Annotated[str | None, AfterValidator(_check_clock)]
_Links: TypeAlias = Annotated[str | None, AfterValidator(_check_links)]


@dataclass(frozen=True, config=_STRICT)
class NewsSource:
    """Where articles come from, and how much its choice counts."""

    name: str = Field(min_length=1, max_length=128)
    """As listeners hear it credited."""
    url: str | None = Field(default=None, pattern=r"^https?://[^\s/]+")
    path: Path | None = None
    """A folder of files or a file, relative to the show file."""
    kind: Literal["feed", "listing", "page", "folder"] = "feed"
    """A site's RSS or Atom feed, a page that links to articles, one article, a folder of files."""
    links: _Links = None
    """Regular expression for the addresses of the articles that a listing links to."""
    weight: float = Field(default=1.0, gt=0, le=10)
    """Twice the weight is worth about half a day of freshness."""
    category: str | None = Field(default=None, min_length=1)
    """Of all its articles, where they name none themselves."""
    limit: int | None = Field(default=None, ge=1, le=100)
    """Most stories of one edition."""
    max_age_hours: float | None = Field(default=None, gt=0, le=24 * 31)
    """In place of the edition's."""
    skip_words: _Words = ()
    """Besides the edition's."""

    def __post_init__(self) -> None:
        """Refuse a source that is nowhere, in two places, or cannot be what it is called."""
        if (self.url is None) == (self.path is None):
            raise ValueError(f"source “{self.name}”: expected one of url and path")
        if (self.kind == "folder") != (self.path is not None):
            raise ValueError(f"source “{self.name}”: a path goes with kind = “folder”, a url with the others")
        if self.links is not None and self.kind != "listing":
            raise ValueError(f"source “{self.name}”: links belongs to kind = “listing”")


@dataclass(frozen=True, config=_STRICT)
class EditionRules:
    """What an edition is made of, and when."""

    publishes: Literal["edition", "articles", "both"] = "edition"
    """One episode of all stories, each story whole as an episode of its own, or these and the edition."""
    max_articles: int = Field(default=10, ge=1, le=50)
    min_articles: int = Field(default=1, ge=1, le=50)
    """With fewer there is no edition that day."""
    max_minutes: float = Field(default=30.0, ge=1, le=240)
    """Of all stories together; an article is never cut to fit."""
    story_minutes: float | None = Field(default=None, ge=0.5, le=60)
    """Of a longer article its first paragraphs are read, and it is said that there is more; ``None`` reads it whole."""
    max_age_hours: float = Field(default=36.0, gt=0, le=24 * 31)
    """Older articles are left out; those without a date are not."""
    order: Literal["rank", "category", "time"] = "rank"
    """How the chosen stories follow one another: the best first, by *categories*, or the oldest first."""
    categories: _Words = ()
    """Those that are wanted, in their order; none means all."""
    unwanted_categories: _Words = ()
    skip_words: _Words = ()
    """Articles that hold one are left out: whole words, those of three letters and more with any case ending."""
    quiet_days: tuple[Weekday, ...] = ()
    time_zone: _TimeZone = None
    """``None`` is that of the show's country."""
    deadline: _Clock = None
    """Local time by which the edition is to be there."""
    wording: dict[str, str] = field(default_factory=dict)
    """Sentences of the show's own in place of those of ``daily/wording.toml``."""

    def __post_init__(self) -> None:
        """Refuse what no edition can fulfil."""
        if self.min_articles > self.max_articles:
            raise ValueError(f"min_articles = {self.min_articles} is more than max_articles = {self.max_articles}")
        both = {folded(name) for name in self.categories} & {folded(name) for name in self.unwanted_categories}
        if both:
            raise ValueError(f"category “{min(both)}” is both wanted and unwanted")

    def zone(self, locale: str) -> ZoneInfo:
        """Return the time zone of the show, else of the country of *locale*."""
        return ZoneInfo(self.time_zone or _TIME_ZONES.get(locale, _TIME_ZONES[_USUAL_LOCALE]))

    def day_of(self, now: datetime, locale: str) -> date:
        """Return the day of the edition that is made at *now*, an aware time.

        >>> from datetime import UTC
        >>> late = datetime(2026, 11, 25, 18, 1, tzinfo=UTC)
        >>> EditionRules().day_of(late, "bn-BD").day, EditionRules().day_of(late, "bn-IN").day
        (26, 25)
        """
        if now.tzinfo is None:
            raise ValueError("expected a time with its zone")
        return now.astimezone(self.zone(locale)).date()

    def is_quiet(self, day: date) -> bool:
        """Tell whether there is no edition on *day*."""
        return WEEKDAYS[day.weekday()] in self.quiet_days


@dataclass(frozen=True, config=_STRICT)
class Hooks:
    """What is done after a run of a daily show: a program and its arguments, or a web address that is told."""

    success: tuple[str, ...] = ()
    failure: tuple[str, ...] = ()
    """Also when some of it failed and the rest was published."""

    def __post_init__(self) -> None:
        """Refuse what is neither a program nor one address."""
        for key in ("success", "failure"):
            hook: tuple[str, ...] = getattr(self, key)
            if hook and (not hook[0].strip() or (is_web_address(hook[0]) and len(hook) > 1)):
                raise ValueError(f"{key}: expected a program and its arguments, or one web address alone")


def is_web_address(text: str) -> bool:
    """Tell whether *text* is a web address and no program.

    >>> is_web_address("https://hooks.example/khobor"), is_web_address("notify-send")
    (True, False)
    """
    return text.startswith(("https://", "http://"))


def edition_guid(show_name: str, day: date) -> str:
    """Return the guid of a show's edition of *day*: the same whatever it tells, and however often it is made.

    >>> edition_guid("sokal", date(2026, 11, 26))
    '9d6af2a0-033b-5d13-b1f0-74c589b35dc7'
    """
    name = unicodedata.normalize("NFC", show_name)
    return str(uuid.uuid5(_GUID_NAMESPACE, f"{name}\n{day.isoformat()}"))


def folded(name: str) -> str:
    """Return the name of a category as it is compared: one space between words, no matter of capitals.

    >>> folded(" Daily  News ")
    'daily news'
    """
    return " ".join(name.split()).casefold()
