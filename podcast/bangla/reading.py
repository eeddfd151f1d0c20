"""Turn written Bengali into what a newsreader says."""

from __future__ import annotations

from podcast.bangla.classes import CLASSES
from podcast.bangla.locale import find_locale
from podcast.bangla.scan import Scanner, apply
from podcast.bangla.unicode import clean_text
from podcast.model import Sentence

_SCANNER = Scanner(CLASSES)


def read_sentence(text: str, *, locale: str = "bn-IN") -> Sentence:
    """Return *text*, cleaned, beside what is said for it, with the rewrites that lead from one to the other.

    An unknown *locale* is a :class:`ValueError`.

    >>> read_sentence("আয় ১৫% বেড়েছে।").rewrites[0]
    Rewrite(start=4, end=7, semiotic_class='percent', written='১৫%', spoken='পনেরো শতাংশ')
    """
    standard = find_locale(locale)
    written = clean_text(text)
    rewrites = tuple(_SCANNER.scan(written, standard))
    return Sentence(written, apply(written, rewrites), rewrites)


def verbalize(text: str, *, locale: str = "bn-IN") -> str:
    """Return *text* as it is said: numbers, dates, money, signs and abbreviations in words.

    The author's own words stay; *locale* (``bn-IN`` or ``bn-BD``) decides only what digits and signs become.
    Safe on any string; no digit of any script is left. An unknown *locale* is a :class:`ValueError`.

    >>> verbalize("সকাল ১০:৩০ মিনিটে ৫টি বাসে ১২০ জন।")
    'সকাল দশটা ত্রিশ মিনিটে পাঁচটি বাসে একশো কুড়ি জন।'
    >>> verbalize("দাম ₹১,২৮০ কোটি", locale="bn-BD")
    'দাম এক হাজার দুইশো আশি কোটি রুপি'
    """
    return read_sentence(text, locale=locale).spoken
