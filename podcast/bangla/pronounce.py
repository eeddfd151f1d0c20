"""Respelling for espeak-ng's Bengali rules: Bengali letters in, Bengali letters out, read more as people say them.

Only what is handed to espeak (or to a voice trained on its phonemes) is respelled; never what a person reads.
The rules are in ``respellings.tsv``, each checked against espeak-ng 1.52's own phonemes.
"""

from __future__ import annotations

import re
from functools import lru_cache

from podcast.bangla.tsv import read_rows
from podcast.bangla.unicode import clean_text

_BENGALI_WORD = re.compile("[\u0980-\u09e3\u09f0\u09f1\u09fc\u09fe\u200c\u200d]+")
_JOINERS = re.compile("[\u200c\u200d]+")
_COMPOSED = {"য\u09bc": "\u09df", "ড\u09bc": "\u09dc", "ঢ\u09bc": "\u09dd"}
# espeak drops the vowel sign after a decomposed nukta (বিনিয়োগ is said "binig"); composed without one, য় at the end of
# a word gains an "o" (সময় "shomoyo"), so each is given the form it is read right in.
_NUKTA_BEFORE_VOWEL = re.compile("[যডঢ]\u09bc(?=[\u09be-\u09cc])")

_WORDS: dict[str, str] = {}
_RULES: list[tuple[re.Pattern[str], str]] = []
for _kind, _written, _respelled, *_ in read_rows("respellings.tsv"):
    if _kind == "word":
        _WORDS[_written] = _respelled
    else:
        _RULES.append((re.compile(_written), _respelled))


def respell(text: str) -> str:
    """Return *text* spelled for espeak-ng's Bengali voice: one token in, one token out; Latin and digits untouched.

    >>> respell("সূর্য উঠলে ChatGPT ৩টি খবর দেয়")
    'সূর্জ উঠলে ChatGPT ৩টি খবর দেয়'
    """
    return _BENGALI_WORD.sub(lambda match: _respell_word(match[0]), text)


@lru_cache(maxsize=16_384)
def _respell_word(written: str) -> str:
    # Joiners stay until the rules have run: they tell the র্য of সূর্য from that of র‍্যাব. espeak reads one as a letter.
    word = clean_text(written)
    respelled = _WORDS.get(word)
    if respelled is None:
        respelled = word
        for pattern, replacement in _RULES:
            respelled = pattern.sub(replacement, respelled)
    respelled = _JOINERS.sub("", respelled)
    return _NUKTA_BEFORE_VOWEL.sub(lambda match: _COMPOSED[match[0]], respelled) or written
