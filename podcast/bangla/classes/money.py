"""Amounts of money: the sign may stand on either side, the word is said after the amount and its হাজার or কোটি."""

from __future__ import annotations

import re

from podcast.bangla.context import words_of
from podcast.bangla.joining import CASE, LETTER, WORD_ENDS, join_case, join_ending
from podcast.bangla.locale import LOCALES, Locale
from podcast.bangla.numbers import say_cardinal, say_number
from podcast.bangla.patterns import AMOUNT, NUMBER, SCALES, SIGN, one_of, say_amount
from podcast.bangla.scan import DIGIT, LATIN, SYMBOL, WORD, SemioticClass
from podcast.bangla.tsv import read_rows

_CURRENCIES = {written: dict(zip(LOCALES, spoken, strict=True)) for written, *spoken in read_rows("currencies.tsv")}
_SIGN_OF_MONEY = one_of(list(_CURRENCIES)) + "(?![A-Za-z])"
_BENGALI_SIGNS = one_of([sign for sign in _CURRENCIES if "\u0980" <= sign[0] <= "\u09ef"]) + r"\s?(?=\d)"
_BENGALI_SCALES = one_of([scale for scale in SCALES if not scale.isascii()])
_LATIN_SCALES = one_of([scale for scale in SCALES if scale.isascii()])
_SCALE = rf"(?:\s?{_BENGALI_SCALES}(?={WORD_ENDS}|{CASE.replace('?P<case>', '?:')})|\s?{_LATIN_SCALES}(?![A-Za-z]))"
_PAISA = {"টাকা": "পয়সা", "রুপি": "পয়সা", "ডলার": "সেন্ট", "মার্কিন ডলার": "সেন্ট", "পাউন্ড": "পেনি", "ইউরো": "সেন্ট"}
_WORD_AFTER = re.compile(rf"\s?(?:টাকা|রুপি|রুপী|ডলার|মার্কিন ডলার|পাউন্ড|ইউরো|ইয়েন)(?![{LETTER}]*লো)")


def _say_scales(written: str, locale: Locale) -> str:
    parts = re.findall(rf"{NUMBER}|{_BENGALI_SCALES}|{_LATIN_SCALES}", written)
    return "".join(" " + (SCALES.get(part) or say_number(part, locale)) for part in parts)


def _say_money(match: re.Match[str], name: str, locale: Locale) -> str:
    amount = say_amount(match, locale)
    scales = _say_scales(match["scales"] + (match.groupdict().get("hundreds") or ""), locale)
    whole, _, decimals = match["low"].partition(".")
    if len(decimals) == len("৫০") and not scales and not match["high"] and name in _PAISA:
        amount = say_amount(match, locale).removesuffix(say_number(match["low"], locale))
        amount += say_number(whole, locale)
        if int(decimals):
            return f"{amount} {name} {say_cardinal(int(decimals), locale)} {_PAISA[name]}"
    if _WORD_AFTER.match(match.string, match.end()):
        return amount + scales
    return f"{amount}{scales} {name}"


def _money(match: re.Match[str], locale: Locale) -> str:
    name = _CURRENCIES[match["currency"]][locale.name] if match["currency"] in _CURRENCIES else "টাকা"
    return join_ending(_say_money(match, name, locale), match)


def _taka_and_paisa(match: re.Match[str], locale: Locale) -> str:
    sign = "মাইনাস " if match["sign"] else ""
    taka = f"{sign}{say_number(match['whole'], locale)} টাকা"
    paisa = int(match["decimals"])
    return join_ending(f"{taka} {say_cardinal(paisa, locale)} পয়সা" if paisa else taka, match)


def _sign_alone(match: re.Match[str], locale: Locale) -> str:
    said = _CURRENCIES[match["currency"]][locale.name]
    return join_case(said, match["case"]) if match["case"] else said


_ALL = (SYMBOL, LATIN, WORD)
_SCALES = rf"(?P<scales>(?:{_SCALE}+(?:\s{NUMBER}{_SCALE}+)*)?)"
_HUNDREDS = rf"(?P<hundreds>(?<=হাজার)\s\d{{1,3}}(?![\d.,:/%-]|\s?{words_of('quantity_after')}))?"
"""The rest of ৳১ হাজার ৫০০."""
MONEY = (
    SemioticClass(
        "money",
        _ALL,
        re.compile(
            rf"{SIGN}(?<![A-Za-z])(?P<currency>{_SIGN_OF_MONEY})\s?{AMOUNT}{_SCALES}{_HUNDREDS}(?:/[-–=])?{CASE}?"
        ),
        _money,
        _BENGALI_SIGNS,
    ),
    SemioticClass(
        "money",
        (DIGIT, SYMBOL),
        re.compile(
            rf"{SIGN}{AMOUNT}{_SCALES}\s?(?:(?P<currency>{_SIGN_OF_MONEY})(?!\s?{NUMBER})(?:{CASE}|{WORD_ENDS})|/[-–=](?![\d]))"
        ),
        _money,
    ),
    SemioticClass(
        "money",
        (DIGIT, SYMBOL),
        re.compile(rf"{SIGN}(?P<whole>\d[\d,]{{0,14}})\.(?P<decimals>\d\d)\s?টাকা(?P<case>(?:য়|র|কে)?[ওই]?){WORD_ENDS}"),
        _taka_and_paisa,
    ),
)
CURRENCY_SIGNS = (
    SemioticClass(
        "money",
        (SYMBOL,),
        re.compile(rf"(?P<currency>[$¢£¤¥৳\u09f2\u20a0-\u20cf]){CASE}?"),
        lambda m, locale: _sign_alone(m, locale) if m["currency"] in _CURRENCIES else "",
    ),
)
"""Signs of money that have no amount beside them; they come last."""
