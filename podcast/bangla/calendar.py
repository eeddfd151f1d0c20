"""Dates as a newsreader's script has them, in the Gregorian and in the Bangla calendar.

What is returned is written text, with Bengali digits: :func:`podcast.bangla.verbalize` says it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from podcast.bangla.digits import write_number
from podcast.bangla.locale import BANGLADESH, find_locale
from podcast.bangla.tsv import read_pairs, read_rows

_REFORM = date(2019, 10, 17)
"""১ কার্তিক ১৪২৬, the first day that the older rules (five months of 31 days) would have called otherwise."""
_ERA = 593
"""Years between the two calendars, from the first of বৈশাখ on."""

# The months begin on the same Gregorian day each year, so the leap day falls into ফাল্গুন by itself.
_MONTHS = tuple(
    (name, int(begins[:2]), int(begins[3:]), season) for name, begins, season in read_rows("bangla_months.tsv")
)
_GREGORIAN_MONTHS = {
    int(number): spoken for _, spoken, number, calendar in reversed(read_rows("months.tsv")) if calendar == "gregorian"
}
_WEEKDAYS = {int(number): name for name, number in read_pairs("weekdays.tsv")}
_FIRST_DAY = "পহেলা"
"""As Bangladesh says it; the rules of reading say পয়লা for ১লা everywhere."""
_MARKS = {2: "রা", 3: "রা", 4: "ঠা"}
_LAST_DAY_IN_I = 18


@dataclass(frozen=True, slots=True)
class BanglaDate:
    """A day of the Bangla calendar as Bangladesh has kept it since October 2019."""

    day: int
    month: int
    """1 is বৈশাখ."""
    year: int
    """Of the বঙ্গাব্দ."""

    @property
    def month_name(self) -> str:
        """Name of the month, as months.tsv spells it."""
        return _MONTHS[self.month - 1][0]

    @property
    def season(self) -> str:
        """One of the six seasons, two months each.

        >>> BanglaDate(1, 1, 1433).season
        'গ্রীষ্ম'
        """
        return _MONTHS[self.month - 1][3]


def write_date(day: date) -> str:
    """Write *day* with its weekday.

    >>> write_date(date(2026, 11, 26))
    '২৬ নভেম্বর ২০২৬, বৃহস্পতিবার'
    """
    return f"{write_day(day)}, {name_weekday(day)}"


def write_day(day: date) -> str:
    """Write *day* without its weekday.

    >>> write_day(date(2026, 11, 26))
    '২৬ নভেম্বর ২০২৬'
    """
    return f"{write_number(day.day)} {_GREGORIAN_MONTHS[day.month]} {write_number(day.year)}"


def name_weekday(day: date) -> str:
    """Return the name of the day of the week.

    >>> name_weekday(date(2026, 11, 26))
    'বৃহস্পতিবার'
    """
    return _WEEKDAYS[day.isoweekday()]


def find_bangla_date(day: date, locale: str) -> BanglaDate | None:
    """Return *day* in the Bangla calendar of *locale*; ``None`` where it is not known for certain.

    That is West Bengal, whose almanac follows the sun and is no rule of whole days (no library that is kept up
    computes it), and Bangladesh before its reform of October 2019.

    Raises:
        ValueError: the locale is not known.

    >>> find_bangla_date(date(2026, 11, 26), "bn-BD")
    BanglaDate(day=11, month=8, year=1433)
    >>> find_bangla_date(date(2026, 11, 26), "bn-IN") is None
    True
    """
    if find_locale(locale) is not BANGLADESH or day < _REFORM:
        return None
    begun = [(first, number) for number in range(1, len(_MONTHS) + 1) if (first := _first_day(number, day.year)) <= day]
    first, number = max(begun) if begun else (_first_day(9, day.year - 1), 9)
    new_year = _first_day(1, day.year)
    return BanglaDate((day - first) // timedelta(days=1) + 1, number, day.year - _ERA - (day < new_year))


def _first_day(number: int, year: int) -> date:
    """Return when the month called *number* begins in the Gregorian *year*."""
    _, month, day, _ = _MONTHS[number - 1]
    return date(year, month, day)


def write_bangla_date(day: date, locale: str) -> str | None:
    """Write *day* in the Bangla calendar of *locale*, with the ending that a date has; ``None`` as above.

    >>> write_bangla_date(date(2026, 11, 26), "bn-BD"), write_bangla_date(date(2027, 4, 14), "bn-BD")
    ('১১ই অগ্রহায়ণ ১৪৩৩ বঙ্গাব্দ', 'পহেলা বৈশাখ ১৪৩৪ বঙ্গাব্দ')

    Raises:
        ValueError: the locale is not known.
    """
    found = find_bangla_date(day, locale)
    if found is None:
        return None
    return f"{_write_day_of_month(found.day)} {found.month_name} {write_number(found.year)} বঙ্গাব্দ"


def _write_day_of_month(day: int) -> str:
    if day == 1:
        return _FIRST_DAY
    return write_number(day) + _MARKS.get(day, "ই" if day <= _LAST_DAY_IN_I else "শে")
