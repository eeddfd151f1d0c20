"""Clock times, with a colon or a dot, and durations in hours, minutes and seconds."""

from __future__ import annotations

import re

from podcast.bangla.context import is_before, text_before, words_of
from podcast.bangla.joining import CASE, LETTER, WORD_ENDS, join_case
from podcast.bangla.locale import Locale
from podcast.bangla.numbers import say_cardinal
from podcast.bangla.scan import DIGIT, SemioticClass

_UNIT = f"(?:\\s?(?P<unit>টা|টো|টে|মিনিট|ঘটিকা)(?P<unit_case>য়|র|ের|ে)?{WORD_ENDS})"
_TAIL = rf"(?:{_UNIT}|{CASE})?"
_DAY_PART_BEFORE = re.compile(rf"(?<![{LETTER}]){words_of('day_part')} $")
_LAST_HOUR, _LAST_MINUTE = 24, 59


def _say_clock(hour: int, minute: int, locale: Locale, *, with_unit: bool) -> str | None:
    if hour > _LAST_HOUR or minute > _LAST_MINUTE:
        return None
    said = locale.say_hour(hour, say_cardinal(hour, locale)) if hour else "রাত বারোটা"
    if not minute:
        return said
    return f"{said} {say_cardinal(minute, locale)}" + (" মিনিট" if with_unit else "")


def _clock(match: re.Match[str], locale: Locale) -> str | None:
    case = match["unit_case"] or match["case"]
    said = _say_clock(int(match["hour"]), int(match["minute"]), locale, with_unit=True)
    if said is None:
        return None
    if not int(match["hour"]) and is_before("day_part", match):
        said = said.removeprefix("রাত ")
    return join_case(said, case) if case else said


def _dotted(match: re.Match[str], locale: Locale) -> str | None:
    """Read ``৬.৩০`` as a time only where টা, মিনিটে or a part of the day says so: it is a decimal elsewhere."""
    hour_said = match["unit"] in {"টা", "টো", "টে"} or (match["unit"] == "মিনিট" and match["unit_case"] == "ে")
    if not hour_said and not is_before("day_part", match):
        return None
    return _clock(match, locale)


def _dashed(match: re.Match[str], locale: Locale) -> str | None:
    """Read ``সকাল ৭-৩০ মিনিটে``; in ``রাতে ১০-১৫ মিনিটের`` it is a range."""
    return _clock(match, locale) if _DAY_PART_BEFORE.search(text_before(match)) else None


def _span(match: re.Match[str], locale: Locale) -> str | None:
    start = _say_clock(int(match["hour"]), int(match["minute"]), locale, with_unit=False)
    end = _say_clock(int(match["end_hour"]), int(match["end_minute"]), locale, with_unit=True)
    if start is None or end is None:
        return None
    case = match["unit_case"] or match["case"]
    return f"{start} থেকে {join_case(end, case) if case else end}"


def _hours_span(match: re.Match[str], locale: Locale) -> str | None:
    start, end = int(match["hour"]), int(match["end_hour"])
    if start > _LAST_HOUR or end > _LAST_HOUR:
        return None
    return f"{say_cardinal(start, locale)}{match['start_unit']} থেকে {say_cardinal(end, locale)}{match['end_unit']}"


def _duration(match: re.Match[str], locale: Locale) -> str | None:
    names = ("ঘণ্টা", "মিনিট", "সেকেন্ড")
    said = " ".join(
        f"{say_cardinal(int(match[group]), locale)} {name}"
        for group, name in zip(("hour", "minute", "second"), names, strict=True)
        if int(match[group])
    )
    return join_case(said, match["case"]) if said and match["case"] else said or None


_HOUR_UNIT = "(?:টার|টায়|টেয়|টোয়|টা|টে|টো)"
TIMES = (
    SemioticClass(
        "time",
        (DIGIT,),
        re.compile(rf"(?P<hour>\d{{1,3}}):(?P<minute>\d{{2}}):(?P<second>\d{{2}})(?:\.\d+)?(?!\d|:){CASE}?"),
        _duration,
    ),
    SemioticClass(
        "time",
        (DIGIT,),
        re.compile(
            rf"(?P<hour>\d{{1,2}})[:.](?P<minute>\d{{2}})(?:\s?[-–—]\s?)(?P<end_hour>\d{{1,2}}):(?P<end_minute>\d{{2}})(?!\d|:\d){_TAIL}"
        ),
        _span,
    ),
    SemioticClass(
        "time",
        (DIGIT,),
        re.compile(
            rf"(?P<hour>\d{{1,2}})(?P<start_unit>{_HOUR_UNIT})\s?[-–—]\s?(?P<end_hour>\d{{1,2}})(?P<end_unit>{_HOUR_UNIT}){WORD_ENDS}"
        ),
        _hours_span,
    ),
    SemioticClass("time", (DIGIT,), re.compile(rf"(?P<hour>\d{{1,2}}):(?P<minute>\d{{2}})(?!\d|:\d){_TAIL}"), _clock),
    SemioticClass(
        "time",
        (DIGIT,),
        re.compile(
            rf"(?P<hour>\d{{1,2}})[-–](?P<minute>[0-5০-৫]\d) (?P<unit>মিনিট)(?P<unit_case>ের|ে)(?P<case>){WORD_ENDS}"
        ),
        _dashed,
    ),
    SemioticClass(
        "time", (DIGIT,), re.compile(rf"(?P<hour>\d{{1,2}})\.(?P<minute>\d{{2}})(?![\d%]|\.\d){_TAIL}"), _dotted
    ),
)
