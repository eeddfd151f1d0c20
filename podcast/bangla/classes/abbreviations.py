"""Abbreviations in Bengali letters, whole words only, and dotted initials."""

from __future__ import annotations

import re
from collections.abc import Iterator

from podcast.bangla.context import words_of
from podcast.bangla.joining import CASE, LETTER, WORD_ENDS, WORD_STARTS, join_case
from podcast.bangla.locale import Locale
from podcast.bangla.patterns import one_of
from podcast.bangla.scan import LATIN, SYMBOL, WORD, SemioticClass
from podcast.bangla.tsv import read_pairs

_BEFORE_CHRIST = "খ্রিস্টপূর্ব"
_NUMBER_AFTER = re.compile(r"\s*\d")
_LETTER_NAMES = dict(read_pairs("letters.tsv"))
# units that are plain without an amount: কি.মি. প্রতি
_UNITS = [row for row in read_pairs("units.tsv") if re.match(rf"[{LETTER}]+\.\s?[{LETTER}].*\.$", row[0])]
_INTERJECTION = re.compile(rf"[আউ]ঃ(?:\s?(?:$|[!,।?;…]|[’”](?!\d))|\s(?:কী|কি|মা|বাবা|আর){WORD_ENDS})")


def _forms(written: str) -> Iterator[str]:
    """Yield the ways to write an abbreviation: a visarga or a colon does for its dots; where they stand, space may."""
    spaced = re.sub(rf"\.(?=[{LETTER}])", ". ", written)
    yield spaced
    yield spaced.replace(".", "ঃ")
    if not re.fullmatch(words_of("no_colon_after"), written.removesuffix(".")):
        yield spaced.replace(".", ":")


_FORMS = {form: said for written, said in [*_UNITS, *read_pairs("abbreviations.tsv")] for form in _forms(written)}
_BY_LETTERS = {"".join(form.split()): said for form, said in _FORMS.items()}


def _abbreviation(match: re.Match[str], _locale: Locale) -> str | None:
    if _INTERJECTION.match(match.string, match.start()):
        return None
    said = _BY_LETTERS["".join(match["written"].split())]
    if said == _BEFORE_CHRIST and not _NUMBER_AFTER.match(match.string, match.end()):
        said += "াব্দ"
    return join_case(said, match["case"]) if match["case"] else said


def _initials(match: re.Match[str], _locale: Locale) -> str | None:
    if match[0].isascii() and " " not in match[0]:
        return None  # U.S.A. is one word
    return " ".join(_LETTER_NAMES.get(initial, initial) for initial in re.findall(rf"[{LETTER}]+|[A-Z]", match[0]))


def _is_marked(written: str) -> bool:
    """Tell an abbreviation that shows it is one, by a dot, colon, visarga or bracket."""
    return written[-1] in ".:ঃ)"


_MARKED = one_of([written for written in _FORMS if _is_marked(written)])
_BARE = one_of([written for written in _FORMS if not _is_marked(written)])
# the ও of এম. ও বি. is "and"
_BENGALI_NAME = one_of([name for name in _LETTER_NAMES.values() if name != "ও"])
_NAMED = one_of([*_LETTER_NAMES, *_LETTER_NAMES.values()])
ABBREVIATIONS = (
    SemioticClass(
        "abbreviation",
        (WORD, SYMBOL),
        re.compile(
            rf"{WORD_STARTS}(?:(?P<written>{_MARKED}|{_BARE}(?={WORD_ENDS}|{CASE.replace('?P<case>', '?:')}))){CASE}?"
        ),
        _abbreviation,
        one_of(sorted({written.split(" ")[0] for written in _FORMS if written[0] != "("})),
    ),
    SemioticClass(
        "abbreviation",
        (WORD, LATIN),
        re.compile(rf"(?:{_NAMED}\. ?)+(?:{_NAMED}\.|(?:{_BENGALI_NAME}{WORD_ENDS}|[A-Z])(?![A-Za-z]))"),
        _initials,
        rf"{_NAMED}\.",
    ),
)
