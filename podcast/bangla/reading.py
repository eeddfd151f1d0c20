"""Turn written Bengali into what a newsreader says."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from podcast.bangla.classes import CLASSES
from podcast.bangla.lexicon import Lexicon, merge_lexicons, shipped_lexicon
from podcast.bangla.locale import Locale, find_locale
from podcast.bangla.scan import Found, Scanner, apply
from podcast.bangla.unicode import clean_text
from podcast.model import Sentence

_SCANNER = Scanner(CLASSES)


def read_sentence(
    text: str, *, locale: str = "bn-IN", lexicon: Lexicon | None = None, keep_latin: bool = False
) -> Sentence:
    """Return *text*, cleaned, beside what is said for it, with the rewrites that lead from one to the other.

    The entries of *lexicon* go before those that ship. *keep_latin* leaves words in Latin letters to the voice. An
    unknown *locale* is a :class:`ValueError`.

    >>> read_sentence("আয় ১৫% বেড়েছে।").rewrites[0]
    Rewrite(start=4, end=7, semiotic_class='percent', written='১৫%', spoken='পনেরো শতাংশ', rule='measures.percent')
    """
    words, standard = _style(locale, lexicon, keep_latin)
    written = clean_text(text)
    entries = (
        Found(match.start, match.end, "lexicon", match.spoken, match.entry.place) for match in words.matches(written)
    )
    rewrites = tuple(_SCANNER.scan(written, standard, entries))
    return Sentence(written, apply(written, rewrites), rewrites)


@lru_cache(maxsize=32)
def _style(locale: str, lexicon: Lexicon | None, keep_latin: bool) -> tuple[Lexicon, Locale]:  # noqa: FBT001 - a cache's key
    standard = find_locale(locale)
    own = lexicon or Lexicon()
    words = own if keep_latin else merge_lexicons(own, shipped_lexicon())
    return words, replace(standard, readings=words, keeps_latin=keep_latin)


def verbalize(text: str, *, locale: str = "bn-IN") -> str:
    """Return *text* as it is said: numbers, dates, money, signs, abbreviations and Latin words in Bengali words.

    The author's own words stay; *locale* (``bn-IN`` or ``bn-BD``) decides only what digits and signs become.
    Safe on any string; no digit of any script and no Latin letter is left. An unknown *locale* is a
    :class:`ValueError`.

    >>> verbalize("সকাল ১০:৩০ মিনিটে ৫টি বাসে ১২০ জন।")
    'সকাল দশটা ত্রিশ মিনিটে পাঁচটি বাসে একশো কুড়ি জন।'
    >>> verbalize("দাম ₹১,২৮০ কোটি", locale="bn-BD")
    'দাম এক হাজার দুইশো আশি কোটি রুপি'
    >>> verbalize("ChatGPT-র গ্রাহক কমছে")
    'চ্যাটজিপিটির গ্রাহক কমছে'
    """
    return read_sentence(text, locale=locale).spoken
