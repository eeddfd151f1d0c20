"""When a page says it was published: the dates of Bengali news sites, as machines and as editors write them.

Nothing is searched for: a date that is not written out whole, day, month and year, is no date.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from importlib.resources import files
from urllib.parse import urlsplit

from podcast.bangla.digits import ascii_digits
from podcast.bangla.tsv import read_rows
from podcast.bangla.unicode import clean_text

DHAKA = timezone(timedelta(hours=6))
KOLKATA = timezone(timedelta(hours=5, minutes=30))
"""Neither has had summer time since 2009: a fixed offset needs no time zone data."""

_YEARS = range(1971, 2071)
"""What a web page can have been published in; 1970 is a clock that was never set."""
_LONGEST = 300
_BEFORE, _AFTER = r"(?<![0-9A-Za-z\u0980-\u09ff])", r"(?![0-9A-Za-z\u0980-\u09ff])"
_DAY = r"(?P<day>\d{1,2})(?:ই|শে|লা|রা|ঠা|এ|st|nd|rd|th)?"
_YEAR = r"(?P<year>\d{4})(?!\d)"
_GAP = r"[\s,.’'/-]{0,4}"
_QUARTERS = {"সাড়ে": 30, "সোয়া": 15, "পৌনে": -15}
_NOON = 12
_DECEMBER = 12


@dataclass(frozen=True, slots=True)
class _DayPart:
    """Which hours of the twelve-hour clock a word such as রাত moves into the afternoon, and what its 12 is."""

    afternoon: range
    twelve: int


@dataclass(frozen=True, slots=True)
class _Words:
    dates: tuple[re.Pattern[str], ...]
    clock: re.Pattern[str]
    zone: re.Pattern[str]
    updated: re.Pattern[str]
    published: re.Pattern[str]
    published_inside: re.Pattern[str]
    months: dict[str, int]
    parts: dict[str, _DayPart]
    zones: dict[str, str]


def local_offset(url: str | None, language: str | None) -> timezone:
    """Return the zone of a time that names none, on a page at *url* that declares *language*.

    A host under ``.bd`` or ``.in`` decides, then a language with its country, ``bn-BD`` or ``bn-IN``. Nothing else is
    sure: sites of both countries live under ``.com``, with dollars in them and news from both. The rest is taken for
    Bangladesh, +06:00, which has most of the Bengali sites; half an hour is what an error costs.

    >>> str(local_offset("https://barta.example.in/1", "bn")), str(local_offset(None, "bn"))
    ('UTC+05:30', 'UTC+06:00')
    """
    try:
        host = urlsplit(url or "").hostname or ""
    except ValueError:
        host = ""
    country = host.rpartition(".")[2].lower()
    if country not in {"bd", "in"}:
        country = (language or "").replace("_", "-").rpartition("-")[2].lower()
    return KOLKATA if country == "in" else DHAKA


def read_date(text: str, *, offset: timezone) -> datetime | None:
    """Read the first date in *text*, and the time of day beside it; the answer is in UTC.

    A time that names no zone is in *offset*; a date without a time is its midnight, in the zone it names or *offset*.
    Digits of both scripts, months by name or number (day first, unless only the month can be first), day parts such
    as রাত, and what machines write are understood. ``None`` for what is no date or not a whole one, for days that do
    not exist, years no page can have, the Bengali calendar alone, and “an hour ago”.

    >>> read_date("প্রকাশ: ০৪ মার্চ ২০২৬, ০৯:১৫ পিএম", offset=DHAKA).isoformat()
    '2026-03-04T15:15:00+00:00'
    >>> read_date("১৪ মিনিট আগে", offset=DHAKA) is read_date("২৫ চৈত্র ১৪৩২", offset=DHAKA) is None
    True
    """
    line = ascii_digits(" ".join(clean_text(text[:_LONGEST]).split())).lower()
    found = _first_date(line)
    if found is None:
        return None
    year, month, day, start, end = found
    try:
        hour, minute, second, zone = _time_beside(line, start, end)
        return datetime(year, month, day, hour, minute, second, tzinfo=zone or offset).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def read_both(text: str, *, offset: timezone) -> tuple[datetime | None, datetime | None]:
    """Read a line that names when its page was published, when it was updated, or both.

    >>> both = read_both("প্রকাশ: ৪ মার্চ ২০২৬ | আপডেট: ৫ মার্চ ২০২৬, ১০:৩০", offset=DHAKA)
    >>> [each.isoformat() for each in both]
    ['2026-03-03T18:00:00+00:00', '2026-03-05T04:30:00+00:00']
    """
    line = clean_text(text[:_LONGEST])
    label = _words().updated.search(line)
    if label is None:
        return read_date(line, offset=offset), None
    return read_date(line[: label.start()], offset=offset), read_date(line[label.end() :], offset=offset)


def _first_date(line: str) -> tuple[int, int, int, int, int] | None:
    """Return year, month, day, and where they are written."""
    matches = [match for pattern in _words().dates if (match := pattern.search(line))]
    if not matches:
        return None
    match = min(matches, key=lambda match: match.start())
    year, day = int(match["year"]), int(match["day"])
    month = _words().months.get(match["month"]) or int(match["month"])
    if month > _DECEMBER >= day and match.start("day") < match.start("month"):
        month, day = day, month
    return (year, month, day, match.start(), match.end()) if year in _YEARS else None


def _time_beside(line: str, start: int, end: int) -> tuple[int, int, int, timezone | None]:
    """Return hour, minute, second and zone of the time after the date, else before it, else midnight.

    Raises:
        ValueError: there is no such time.
    """
    words = _words()
    after = line[end:]
    others = [match.start() for pattern in (*words.dates, words.updated) if (match := pattern.search(after))]
    after = after[: min(others)] if others else after
    match = words.clock.search(after) or words.clock.search(line[:start])
    if match is None:
        return 0, 0, 0, _zone(after) if after.startswith(("+", "z")) else None
    hour, minute = int(match["hour"]), int(match["minute"] or match["dotted"] or match["minutes"] or 0)
    part = words.parts.get(match["before"] or match["after"] or "")
    if part is not None and hour <= _NOON:
        hour = part.twelve if hour == _NOON else hour + _NOON * (hour in part.afternoon)
    quarter = _QUARTERS.get(match["quarter"] or "", 0)
    if quarter < 0:
        hour, quarter = hour - 1, 60 + quarter
    zone = _zone(match.string[match.end() :]) or _zone(match["place"] or "")
    return hour, minute + quarter, int(match["second"] or 0), zone


def _zone(text: str) -> timezone | None:
    """Return the zone *text* begins with; ``None`` when it begins with none."""
    match = _words().zone.match(text)
    if match is None:
        return None
    written = match["ahead"] or _words().zones[match["name"]]
    hours, minutes = int(written[1:3]), int(written[3:].replace(":", "") or 0)
    ahead = timedelta(hours=hours, minutes=minutes)
    return timezone(-ahead if written[0] in "-−" else ahead)


def before_date(text: str) -> str:
    """Return what stands before the first date of *text* or the label of one; all of it when there is none.

    >>> before_date("নিজস্ব প্রতিবেদক আপডেট: ১১ জুন ২০২৬")
    'নিজস্ব প্রতিবেদক'
    """
    line = " ".join(clean_text(text[:_LONGEST]).split())
    folded = ascii_digits(line).lower()
    words = _words()
    patterns = (words.updated, words.published_inside, *words.dates)
    starts = [match.start() for pattern in patterns if (match := pattern.search(folded))]
    return line[: min(starts)].rstrip(" ,|:–—-") if starts else line


def says_published(text: str) -> bool:
    """Tell whether *text* begins with a label such as প্রকাশ or “Published”."""
    return _words().published.match(text.lower()) is not None


@cache
def _words() -> _Words:
    table = files("podcast.article").joinpath("date_words.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in table.splitlines() if line and not line.startswith("#")]
    months = {row[0].lower(): int(row[2]) for row in read_rows("months.tsv") if row[3] == "gregorian"}
    months |= {row[1]: int(row[2]) for row in rows if row[0] == "month"}
    parts = {row[1]: _day_part(row[2]) for row in rows if row[0] == "daypart"}
    zones = {row[1]: row[2] for row in rows if row[0] == "zone"}
    published = _any(row[1] for row in rows if row[0] == "published")
    return _Words(
        dates=_date_patterns(_any(months)),
        clock=_clock_pattern(_any(parts), _any(name for name in zones if " " in name)),
        zone=re.compile(
            r"[\s(,]*(?:(?:gmt|utc)?\s?(?P<ahead>[+−-](?:0\d|1[0-4]):?(?:[0-5]\d)?)(?!\d)"
            rf"|(?P<name>{_any(zones)}){_AFTER})"
        ),
        updated=re.compile(rf"{_BEFORE}(?i:{_any(row[1] for row in rows if row[0] == 'updated')}){_AFTER}"),
        published=re.compile(rf"\s*(?:{published}){_AFTER}"),
        published_inside=re.compile(rf"{_BEFORE}(?:{published})\s*[:–-]"),
        months=months,
        parts=parts,
        zones=zones,
    )


def _date_patterns(months: str) -> tuple[re.Pattern[str], ...]:
    month = rf"(?<![A-Za-z\u0980-\u09e5])(?P<month>{months}){_AFTER}"
    return (
        re.compile(rf"{_BEFORE}{_DAY}{_GAP}{month}{_GAP}{_YEAR}"),
        re.compile(rf"{month}\.?\s?{_DAY}[\s,-]{{1,3}}{_YEAR}"),
        re.compile(rf"(?<!\d){_YEAR}(?P<mark>[-/.])(?P<month>\d{{1,2}})(?P=mark)(?P<day>\d{{1,2}})(?!\d)"),
        re.compile(rf"(?<!\d)(?P<day>\d{{1,2}})(?P<mark>[-/.])(?P<month>\d{{1,2}})(?P=mark){_YEAR}"),
    )


def _clock_pattern(parts: str, places: str) -> re.Pattern[str]:
    """Return the pattern of a time: ``09:30:15.000``, ``9:30 pm``, রাত ৯টা ৫ মিনিট, সাড়ে ৯টা; 9.30 with a day part."""
    return re.compile(
        rf"(?<![0-9.:+])(?:(?P<place>{places})[\s:,]*)?(?:(?P<before>{parts})[\s:,]*)?(?:(?P<quarter>{_any(_QUARTERS)})\s*)?"
        r"(?P<hour>\d{1,2})(?:\s?:\s?(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d{1,9})?)?(?!\d)"
        rf"|\.(?P<dotted>\d{{2}})(?!\d)(?(before)|(?=\s*(?:{parts}|মিনিট)))"
        r"|\s*টা(?:য়)?(?:[\s,]*(?P<minutes>\d{1,2})(?=\s*মিনিট|[\s,]*$))?|(?=\s*[ap]\.?m))"
        rf"(?:\s*(?P<after>{parts})(?![a-z\u0980-\u09ff]))?"
    )


def _day_part(value: str) -> _DayPart:
    hours, twelve = value.split()
    first, _, last = hours.partition("-")
    return _DayPart(range(int(first), int(last) + 1) if first else range(0), int(twelve))


def _any(words: Iterable[str]) -> str:
    """Return a pattern for any of *words*, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
