"""Pieces of the patterns that several classes share."""

from __future__ import annotations

import re

from podcast.bangla.locale import Locale
from podcast.bangla.numbers import say_number
from podcast.bangla.tsv import read_pairs

NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d{1,3}(?:,\d{2})*,\d{3}|\d+)(?!\d)(?:\.\d+(?!\d))?(?!\.\d)"
"""An amount: Indian or Western grouping, decimals."""
DASH = "[-‐‑‒–—−~]"
AMOUNT = rf"(?P<low>{NUMBER})(?:(?:{DASH}| {DASH} )(?P<high>{NUMBER}))?"
"""An amount or a range of amounts; for :func:`say_amount`."""
MINUS = "[-−‑–]"
SIGN = r"(?:(?<![^\s(\[‘“])(?:(?P<sign>[-−‑–+])|(?P<sign_apart>[±~])\s?))?"
"""A sign that belongs to the amount after it, not a hyphen: nothing but space or an opening bracket stands before."""

_SIGNS = {"+": "প্লাস ", "±": "প্লাস মাইনাস ", "~": "প্রায় "}

SCALES = dict(read_pairs("scales.tsv"))


def one_of(words: list[str] | tuple[str, ...]) -> str:
    """Return a pattern for any of *words*, the longest first; a space in one may be missing or double."""
    ordered = sorted(words, key=len, reverse=True)
    return "(?:" + "|".join(r"\s*".join(re.escape(part) for part in word.split(" ")) for word in ordered) + ")"


def say_amount(match: re.Match[str], locale: Locale, between: str = " থেকে ") -> str:
    """Return the sign, amount or range that :data:`SIGN` and :data:`AMOUNT` found, in words."""
    groups = match.groupdict()
    sign = groups.get("sign") or groups.get("sign_apart") or ""
    said = _SIGNS.get(sign, "মাইনাস ") if sign else ""
    said += say_number(groups["low"], locale)
    return said + between + say_number(groups["high"], locale) if groups.get("high") else said
