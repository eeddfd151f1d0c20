"""Scores of matches: said side by side, without থেকে."""

from __future__ import annotations

import re

from podcast.bangla.context import is_after, is_before, is_near, text_before, words_of
from podcast.bangla.joining import CASE, LETTER, WORD_ENDS, join_ending
from podcast.bangla.locale import Locale
from podcast.bangla.numbers import say_cardinal
from podcast.bangla.scan import DIGIT, SemioticClass

_PAIR = r"\d{1,3}\s?[-–]\s?\d{1,3}"
_CUE_AFTER = re.compile(
    rf"\)?(?:\s*\([^()]{{0,9}}\))?(?:,?\s*(?:ও|এবং)?\s*{_PAIR}(?:\s*\([^()]{{0,9}}\))?){{0,6}}[-\s]*(?:এ\s+)?{words_of('score_after')}(?:ে|ের|র|য়|এর)?{WORD_ENDS}"
)
_TEAM_BEFORE = re.compile(rf"(?<![{LETTER}]){words_of('team')}[\s:-]+(?:\d+ (?:ও|এবং) )?$")
_LEAST_RUNS, _WICKETS = 10, 10


def _pair(match: re.Match[str], locale: Locale) -> str | None:
    first, second = int(match["first"]), int(match["second"])
    scored = _CUE_AFTER.match(match.string, match.end()) or is_before("score_before", match)
    if first < second and not scored and (is_after("quantity_after", match) or (first and ":" not in match[0])):
        return None
    return join_ending(f"{say_cardinal(first, locale)}-{say_cardinal(second, locale)}", match)


def _wickets(match: re.Match[str], locale: Locale) -> str | None:
    runs, wickets = int(match["runs"]), int(match["wickets"])
    if wickets > _WICKETS or runs < max(_LEAST_RUNS, wickets):
        return None
    if not is_near("cricket", match) and not _TEAM_BEFORE.search(text_before(match)):
        return None
    if re.match(r"\s*উইকেট", match.string[match.end() : match.end() + 8]):
        return f"{say_cardinal(runs, locale)} রানে {say_cardinal(wickets, locale)}"
    return f"{say_cardinal(wickets, locale)} উইকেটে {say_cardinal(runs, locale)}"


def _row(match: re.Match[str], locale: Locale) -> str | None:
    return "-".join(say_cardinal(int(part), locale) for part in re.findall(r"\d+", match[0]))


SCORES = (
    SemioticClass(
        "score",
        (DIGIT,),
        re.compile(rf"(?P<first>\d{{1,3}})(?:[-–:]| [-–] )(?P<second>\d{{1,3}})(?!\d|[-–:.,/]\d|\s*=|[%টজ]){CASE}?"),
        _pair,
    ),
    SemioticClass("score", (DIGIT,), re.compile(r"(?P<runs>\d{1,3})/(?P<wickets>\d{1,2})(?!\d|[/.]\d)"), _wickets),
    SemioticClass("score", (DIGIT,), re.compile(r"\d{1,3}(?:[-–:]\d{1,3}){2,}(?!\d|[-–.,/]\d)"), _row),
)
