"""Sizes as people write them."""

from __future__ import annotations

import re

from podcast.errors import UsageError

_UNITS = {
    "B": 1,
    "kB": 1000,
    "KB": 1000,
    "MB": 1000**2,
    "GB": 1000**3,
    "TB": 1000**4,
    "KiB": 1024,
    "MiB": 1024**2,
    "GiB": 1024**3,
    "TiB": 1024**4,
}
_SIZE = re.compile(r"([0-9]+(?:\.[0-9]+)?) ?([A-Za-z]+)")


def parse_size(text: str) -> int:
    """Return the bytes that *text* means: a number and a unit; only 0 needs no unit.

    >>> [parse_size(size) for size in ("500MB", "1.5 GiB", "0")]
    [500000000, 1610612736, 0]

    Raises:
        UsageError: it is no size.
    """
    match = _SIZE.fullmatch(text)
    if text == "0":
        return 0
    if match is None or match[2] not in _UNITS:
        raise UsageError(f"“{text}” is not a size; expected a number and a unit ({', '.join(_UNITS)}), such as 500MB")
    return int(float(match[1]) * _UNITS[match[2]])


def describe_size(size_bytes: int) -> str:
    """Say *size_bytes* in the unit that suits it.

    >>> [describe_size(size) for size in (12, 45_600, 2_100_000_000)]
    ['12 B', '45.6 kB', '2.1 GB']
    """
    for unit in ("TB", "GB", "MB", "kB"):
        if size_bytes >= _UNITS[unit]:
            return f"{size_bytes / _UNITS[unit]:.1f} {unit}"
    return f"{size_bytes} B"
