"""Numbers in Bengali words. Digits of any script are understood, one number may mix them."""

from __future__ import annotations

from podcast.bangla.locale import INDIA, Locale
from podcast.bangla.tsv import read_rows

_NAMES = tuple(name for _, name in read_rows("number_names.tsv"))
_ENGLISH = {int(number): name for number, name in read_rows("english_number_names.tsv")}
_ORDINALS = {int(number): name for number, name in read_rows("ordinals.tsv")}
_DAYS = {1: "পয়লা", 2: "দোসরা", 3: "তেসরা", 4: "চৌঠা"}

_TWENTY, _HUNDRED, _THOUSAND, _LAKH, _CRORE = 20, 100, 1000, 100_000, 10_000_000
_FIRST_YEAR_IN_HUNDREDS, _LAST_YEAR_IN_HUNDREDS = 1100, 1999
_LAST_DAY_IN_I = 18
_LONGEST = 21
"""Digits in the longest number said as an amount; longer ones are said digit by digit."""


def say_digits(digits: str) -> str:
    """Return *digits* said one by one.

    >>> say_digits("০৯১")
    'শূন্য নয় এক'
    """
    return " ".join(_NAMES[int(digit)] for digit in digits)


def say_cardinal(number: int, locale: Locale = INDIA) -> str:
    """Return a whole number in words; above a crore, crores are counted again, as Bengali news does.

    >>> say_cardinal(76396165)
    'সাত কোটি তেষট্টি লক্ষ ছিয়ানব্বই হাজার একশো পঁয়ষট্টি'
    >>> from podcast.bangla.locale import BANGLADESH
    >>> say_cardinal(10**12), say_cardinal(10**12, BANGLADESH), say_cardinal(120), say_cardinal(120, BANGLADESH)
    ('এক লক্ষ কোটি', 'এক লাখ কোটি', 'একশো কুড়ি', 'একশো বিশ')
    """
    if number < 0:
        return "মাইনাস " + say_cardinal(-number, locale)
    if number < _HUNDRED:
        return locale.twenty if number == _TWENTY else _NAMES[number]
    scales = ((_CRORE, " কোটি"), (_LAKH, f" {locale.lakh}"), (_THOUSAND, " হাজার"), (_HUNDRED, "শো"))
    size, word = next(scale for scale in scales if number >= scale[0])
    count, rest = divmod(number, size)
    return say_cardinal(count, locale) + word + (" " + say_cardinal(rest, locale) if rest else "")


def say_number(written: str, locale: Locale = INDIA) -> str:
    """Return *written*, digits with optional grouping commas and one decimal point, in words.

    >>> say_number("১,২৩,৪৫০.০৯")
    'এক লক্ষ তেইশ হাজার চারশো পঞ্চাশ দশমিক শূন্য নয়'
    """
    whole, _, decimals = written.replace(",", "").partition(".")
    said = [] if not whole else [say_digits(whole) if len(whole) > _LONGEST else say_cardinal(int(whole), locale)]
    if decimals:
        said += ["দশমিক", say_digits(decimals)]
    return " ".join(said)


def say_year(number: int, locale: Locale = INDIA) -> str:
    """Return a year in words: 1100 to 1999 in hundreds, the others as any number.

    >>> say_year(1757), say_year(1900), say_year(2023)
    ('সতেরোশো সাতান্ন', 'উনিশশো', 'দুই হাজার তেইশ')
    """
    if not _FIRST_YEAR_IN_HUNDREDS <= number <= _LAST_YEAR_IN_HUNDREDS:
        return say_cardinal(number, locale)
    hundreds, rest = divmod(number, _HUNDRED)
    return f"{_NAMES[hundreds]}শো" + (f" {say_cardinal(rest, locale)}" if rest else "")


def say_ordinal(number: int, locale: Locale = INDIA) -> str:
    """Return an ordinal: the Sanskrit one to the thirty-first, then the number with তম.

    >>> say_ordinal(4), say_ordinal(75)
    ('চতুর্থ', 'পঁচাত্তরতম')
    """
    return _ORDINALS.get(number) or say_cardinal(number, locale) + "তম"


def has_ordinal(number: int) -> bool:
    """Tell whether *number* has an ordinal of its own, one that is not made with তম."""
    return number in _ORDINALS


def say_day(number: int) -> str:
    """Return a day of the month as a date has it.

    >>> [say_day(day) for day in (1, 4, 8, 21)]
    ['পয়লা', 'চৌঠা', 'আটই', 'একুশে']
    """
    return _DAYS.get(number) or _NAMES[number] + ("ই" if number <= _LAST_DAY_IN_I else "ে")


def say_english(written: str) -> str:
    """Return a number as English says it, in Bengali letters, for names such as টি-২০.

    Up to 99, round hundreds and thousands as numbers; others digit by digit.

    >>> say_english("২০"), say_english("৩.৫"), say_english("737")
    ('টোয়েন্টি', 'থ্রি পয়েন্ট ফাইভ', 'সেভেন থ্রি সেভেন')
    """
    whole, _, decimals = written.partition(".")
    said = _say_english_whole(whole)
    return " ".join([said, "পয়েন্ট", *(_ENGLISH[int(digit)] for digit in decimals)]) if decimals else said


def _say_english_whole(digits: str) -> str:
    number = int(digits) if len(digits) <= _LONGEST else -1
    if len(digits) > len(str(number)) or number < 0:
        return " ".join(_ENGLISH[int(digit)] for digit in digits)
    if number in _ENGLISH and number < _HUNDRED:
        return _ENGLISH[number]
    if number < _HUNDRED:
        return f"{_ENGLISH[number // 10 * 10]} {_ENGLISH[number % 10]}"
    for size in (_THOUSAND, _HUNDRED):
        if number % size == 0 and number // size < _HUNDRED:
            return f"{_say_english_whole(str(number // size))} {_ENGLISH[size]}"
    return " ".join(_ENGLISH[int(digit)] for digit in digits)
