"""Bengali digits and ASCII ones, the one as the other."""

from __future__ import annotations

_BENGALI = str.maketrans("0123456789", "০১২৩৪৫৬৭৮৯")
_ASCII = str.maketrans("০১২৩৪৫৬৭৮৯", "0123456789")


def bengali_digits(text: str) -> str:
    """Return *text* with its ASCII digits as Bengali ones.

    >>> bengali_digits("1:05")
    '১:০৫'
    """
    return text.translate(_BENGALI)


def ascii_digits(text: str) -> str:
    """Return *text* with its Bengali digits as ASCII ones.

    >>> ascii_digits("১:০৫")
    '1:05'
    """
    return text.translate(_ASCII)


def write_number(number: int) -> str:
    """Return a whole number in Bengali digits.

    >>> write_number(1433)
    '১৪৩৩'
    """
    return bengali_digits(str(number))
