"""The semiotic classes, in order of priority: where two match the same characters, the earlier one reads them.

To add a class: write its recogniser and its verbalizer in a module here, and put its name in :data:`CLASSES`.
"""

from __future__ import annotations

from podcast.bangla.classes.abbreviations import ABBREVIATIONS
from podcast.bangla.classes.cardinals import CARDINALS, LEFTOVERS, RANGES
from podcast.bangla.classes.dates import DATES
from podcast.bangla.classes.electronic import ELECTRONIC
from podcast.bangla.classes.fractions import FRACTIONS
from podcast.bangla.classes.latin import LATIN_WORDS
from podcast.bangla.classes.measures import MEASURES
from podcast.bangla.classes.money import CURRENCY_SIGNS, MONEY
from podcast.bangla.classes.names import NAMES
from podcast.bangla.classes.ordinals import ORDINALS
from podcast.bangla.classes.roman import ROMAN
from podcast.bangla.classes.scores import SCORES
from podcast.bangla.classes.serials import SERIALS
from podcast.bangla.classes.symbols import SYMBOLS, SYMBOLS_IN_CONTEXT
from podcast.bangla.classes.times import TIMES
from podcast.bangla.classes.years import YEARS
from podcast.bangla.scan import SemioticClass

CLASSES: tuple[SemioticClass, ...] = (
    *ELECTRONIC,  # editor@example.com
    *NAMES,  # টি-২০, ৫জি
    *DATES,  # ২৬/০১/২০২৫, ১৫ই আগস্ট ১৯৪৭
    *TIMES,  # ১০:৩০, সকাল ৬.৩০-এ
    *SERIALS,  # ০১৭১১-২৩৪৫৬৭
    *MONEY,  # ₹৫০০, ৯৯/-
    *MEASURES,  # ৪০%, ৮০ কিমি/ঘণ্টা
    *YEARS,  # ১৯৭১ সালে, ২০২৩-২৪
    *SCORES,  # ৩-২ গোলে
    *FRACTIONS,  # ১½, ২/৩ অংশ
    *ORDINALS,  # ২১শ, ৭৫তম
    *RANGES,  # ২০-৩০
    *CARDINALS,  # ১,২৩৪.৫, ৫টি, ৩০-এর
    *ABBREVIATIONS,  # ড., প্রা. লি.
    *ROMAN,  # ফেজ-IV
    *SYMBOLS_IN_CONTEXT,  # ৪ × ৬, A+
    *LATIN_WORDS,  # BJP, OpenAI-এর
    *CURRENCY_SIGNS,  # $
    *SYMBOLS,  # &, •
    *LEFTOVERS,  # any digit still unread
)
