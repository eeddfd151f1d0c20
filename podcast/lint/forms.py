"""What a value of a feed must look like: dates, addresses, languages, lengths. Pure."""

from __future__ import annotations

import re
import uuid
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

MOST_CHARACTERS = 255
"""Of any value but a description (Apple, PSP-1)."""
MOST_IN_NAME = 128
"""Characters of a name or a button in the ``podcast:`` namespace."""
MOST_DESCRIPTION_BYTES = 4000

_LANGUAGE = re.compile(r"([a-z]{2})(?:-(?:[a-z]{2}|[0-9]{3}))?", re.IGNORECASE)
_DATE = re.compile(
    r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), )?[0-9]{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) [0-9]{4} "
    r"[0-9]{2}:[0-9]{2}(?::[0-9]{2})? (?:[+-][0-9]{4}|GMT|UT|UTC|[ECMP][SD]T)"
)
_WHOLE = re.compile(r"[0-9]{1,15}")
"""Of no more digits than a program can be trusted to count with."""
_CLOCK = re.compile(r"(?:([0-9]{1,9}):)?([0-5]?[0-9]):([0-5][0-9])")
_START = re.compile(r"(?:([0-9]{1,9}):)?([0-5]?[0-9]):([0-5][0-9])(?:\.([0-9]{1,3}))?")
_EMAIL = re.compile(r"[^@\s<>]+@[^@\s<>.]+(?:\.[^@\s<>.]+)+")
_NOT_IN_ADDRESS = re.compile(r"[^!-~]|[<>\"{}|\\^`]|%(?![0-9A-Fa-f]{2})")


def is_web_address(text: str) -> bool:
    """Say whether *text* is an http or https address in ASCII, as a feed may hold.

    >>> is_web_address("https://khobor.example/nodi"), is_web_address("https://khobor.example/নদী")
    (True, False)
    """
    if _NOT_IN_ADDRESS.search(text):
        return False
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        return False
    return parts.scheme.lower() in {"http", "https"} and bool(parts.hostname)


def host_of(address: str) -> str:
    """Return the host that *address* names, empty when it is no address."""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def file_name(address: str) -> str:
    """Return the last part of *address*'s path, empty when it is no address.

    >>> file_name("https://khobor.example/episodes/hi75bviulr.mp3?v=2")
    'hi75bviulr.mp3'
    """
    try:
        return urlsplit(address).path.rpartition("/")[2]
    except ValueError:
        return ""


def is_language(text: str) -> bool:
    """Say whether *text* is a language that Apple takes.

    >>> is_language("bn-BD"), is_language("bengali"), is_language("xx")
    (True, False, False)
    """
    match = _LANGUAGE.fullmatch(text)
    return match is not None and match[1].lower() in _languages()


@cache
def _languages() -> frozenset[str]:
    text = (Path(__file__).parent / "languages.txt").read_text(encoding="utf-8")
    return frozenset(code for line in text.splitlines() if not line.startswith("#") for code in line.split())


def read_date(text: str) -> datetime | None:
    """Return the time that *text* says as RFC 2822 has it, ``None`` when it does not.

    >>> read_date("Sat, 14 Mar 2026 09:26:53 +0600").isoformat()
    '2026-03-14T03:26:53+00:00'
    >>> read_date("2026-03-14T09:26:53Z") is None, read_date("Fri, 14 Mar 2026 09:26:53 +0000") is None
    (True, True)
    """
    if not _DATE.fullmatch(text):
        return None
    try:
        moment = parsedate_to_datetime(text)
        utc = moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)
    except (ValueError, OverflowError):  # no such day, or one before or after all that are counted
        return None
    if text[3:4] == "," and text[:3] != ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")[moment.weekday()]:
        return None
    return utc


def read_duration(text: str) -> int | None:
    """Return the seconds of an ``itunes:duration``, ``None`` when it is none.

    >>> read_duration("69"), read_duration("1:09"), read_duration("৬৯")
    (69, 69, None)
    """
    if _WHOLE.fullmatch(text):
        return int(text) or None
    match = _CLOCK.fullmatch(text)
    if match is None:
        return None
    hours, minutes, seconds = (int(part or 0) for part in match.groups())
    return (hours * 60 + minutes) * 60 + seconds or None


def read_start(text: str) -> int | None:
    """Return the milliseconds of a Podlove chapter's start, ``None`` when it is none.

    >>> read_start("01:02:05.040"), read_start("5 s")
    (3725040, None)
    """
    match = _START.fullmatch(text)
    if match is None:
        return None
    hours, minutes, seconds = (int(part or 0) for part in match.groups()[:3])
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + int((match[4] or "").ljust(3, "0"))


def is_whole_number(text: str) -> bool:
    """Say whether *text* is a whole number above 0, in ASCII digits."""
    return _WHOLE.fullmatch(text) is not None and int(text) > 0


def is_email(text: str) -> bool:
    """Say whether *text* can be an address that mail reaches."""
    return _EMAIL.fullmatch(text) is not None


def is_show_guid(text: str) -> bool:
    """Say whether *text* is a UUID made from a name, which a ``podcast:guid`` is.

    >>> is_show_guid("917393e3-1b1e-5cef-ace4-edaa54e1f810"), is_show_guid("nodi")
    (True, False)
    """
    try:
        found = uuid.UUID(text)
    except ValueError:
        return False
    return str(found) == text.lower() and found.version == 5  # noqa: PLR2004 - of names, by SHA-1


def shorten(text: str, most: int = 60) -> str:
    """Return *text* on one line, in quotation marks, cut after *most* characters."""
    line = " ".join(text.split())
    return f"“{line}”" if len(line) <= most else f"“{line[:most].rstrip()}…”"
