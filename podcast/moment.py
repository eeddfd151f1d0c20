"""What the time is, for whatever is published."""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime

from podcast.errors import SettingsError

EPOCH_VARIABLE = "SOURCE_DATE_EPOCH"
"""Seconds since 1970 that stand for the present in what is written, as https://reproducible-builds.org/specs has it."""

_SECONDS = re.compile(r"[0-9]+")


def publication_time() -> datetime:
    """Return the present, or what ``SOURCE_DATE_EPOCH`` says in its place: then two runs write the same bytes.

    Raises:
        SettingsError: the variable is set to something else than seconds since 1970.
    """
    epoch = os.environ.get(EPOCH_VARIABLE)
    if not epoch:
        return datetime.now(UTC)
    if not _SECONDS.fullmatch(epoch):
        raise _refusal(epoch)
    try:
        return datetime.fromtimestamp(int(epoch), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise _refusal(epoch) from error


def _refusal(epoch: str) -> SettingsError:
    return SettingsError(f"{EPOCH_VARIABLE} = “{epoch}” is not a time; expected seconds since 1970")
