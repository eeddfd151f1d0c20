"""Bengali digits, as pages, pictures and scripts are written with."""

from __future__ import annotations

_BENGALI = str.maketrans("0123456789", "০১২৩৪৫৬৭৮৯")


def bengali_digits(text: str) -> str:
    """Return *text* with its ASCII digits as Bengali ones.

    >>> bengali_digits("1:05")
    '১:০৫'
    """
    return text.translate(_BENGALI)


def write_number(number: int) -> str:
    """Return a whole number in Bengali digits.

    >>> write_number(1433)
    '১৪৩৩'
    """
    return bengali_digits(str(number))
