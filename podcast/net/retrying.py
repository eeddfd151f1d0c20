"""Whether and when a failed fetch is tried again; nothing here waits."""

from __future__ import annotations

import math
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from podcast.errors import SourceError
from podcast.net.failures import PassingError

_PAUSES_S = (1.0, 2.0)
"""Before the second try and the third, which is the last."""
_LONGEST_REQUEST_S = 366 * 86_400.0
"""Longer ones are read as this: it is only told, never waited."""


def pause_before_retry(error: SourceError, tries: int, longest_s: float, now: datetime) -> float | None:
    """Return the seconds to wait before the try after *tries* failed with *error*; ``None`` when there is none.

    1 s, then 2 s, unless the server says how long; then that.

    Raises:
        SourceError: the server asks for longer than *longest_s*.
    """
    if not isinstance(error, PassingError) or tries > len(_PAUSES_S):
        return None
    asked_s = None if error.retry_after is None else parse_retry_after(error.retry_after, now)
    if asked_s is None:
        return _PAUSES_S[tries - 1]
    if asked_s > longest_s:
        longest = f"no more than {longest_s:g} s are waited here"
        raise SourceError(
            f"{error}; it asks to be left alone for {_in_words(asked_s)}, and {longest}{told_tries(tries)}"
        ) from error
    return asked_s


def parse_retry_after(value: str, now: datetime) -> float | None:
    """Return the seconds from *now* that a ``Retry-After`` asks for; ``None`` for what is neither seconds nor a date.

    >>> now = datetime(2025, 4, 14, 6, 0, tzinfo=UTC)
    >>> parse_retry_after("20", now), parse_retry_after("Mon, 14 Apr 2025 06:01:00 GMT", now)
    (20.0, 60.0)
    """
    value = value.strip()
    if value.isascii() and value.isdigit():
        return min(float(value), _LONGEST_REQUEST_S)
    try:
        date = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):  # what email.utils raises for what is no date
        return None
    if date.tzinfo is None:
        date = date.replace(tzinfo=UTC)  # HTTP's dates are in GMT, written out or not (RFC 9110, 5.6.7)
    return min(max((date - now).total_seconds(), 0.0), _LONGEST_REQUEST_S)


def told_tries(tries: int) -> str:
    """Return how a message ends that is the end of *tries*; nothing is said of a single one."""
    return f"; tried {tries} times" if tries > 1 else ""


def _in_words(duration_s: float) -> str:
    for unit, size_s in (("days", 86_400), ("hours", 3_600), ("minutes", 60)):
        if duration_s > 2 * size_s:
            return f"{math.ceil(duration_s / size_s)} {unit}"
    return f"{math.ceil(duration_s)} s"
