"""Respelling for espeak-ng's Bengali rules: Bengali letters in, Bengali letters out, read as people say them.

Only what is handed to espeak (or to a voice trained on its phonemes) is respelled; never what a person reads. A word is
read as phonemes (``phonemes.py``), and those are spelled so that espeak says them (``respelling.py``).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from podcast.bangla.aksharas import compose, is_whole_word
from podcast.bangla.phonemes import read_word
from podcast.bangla.respelling import flatten, spell
from podcast.bangla.unicode import clean_text

Form = Literal["full", "structure"]

_BENGALI_WORD = re.compile("[\u0980-\u09e3\u09f0\u09f1\u09fc\u09fe\u200c\u200d]+")
_JOINERS = re.compile("[\u200c\u200d]+")
_COMPOSED = {"য\u09bc": "\u09df", "ড\u09bc": "\u09dc", "ঢ\u09bc": "\u09dd"}
_DECOMPOSED = str.maketrans({whole: parts for parts, whole in _COMPOSED.items()})
# espeak drops the vowel sign after a decomposed nukta (বিনিয়োগ is said "binig"); composed without one, য় at the end of
# a word gains an "o" (সময় "shomoyo"), so each is given the form it is read right in.
_NUKTA_BEFORE_VOWEL = re.compile("[যডঢ]\u09bc(?=[\u09be-\u09cc])")


def respell(text: str, form: Form = "full") -> str:
    """Return *text* spelled for espeak-ng's Bengali voice: one token in, one token out; Latin and digits untouched.

    *form* ``"structure"`` puts right which sounds there are, and leaves it to espeak whether an unwritten vowel is ɔ or
    o: for a voice that was trained on espeak's own phonemes.

    >>> respell("সূর্য উঠলে ChatGPT ৩টি খবর দেয়")
    'শুর্জো উঠ্লে ChatGPT ৩টি খবোর্ দ্যায়'
    >>> respell("করতে জন্য", "structure")
    'কর্তে জন্ন'
    """
    return _BENGALI_WORD.sub(lambda match: _respell_word(match[0], form), text)


@lru_cache(maxsize=16_384)
def _respell_word(written: str, form: Form) -> str:
    word = compose(clean_text(written))
    if not is_whole_word(word):
        return _mended(word) or written
    phonemes = read_word(word)
    if not any(phoneme[0] in "ieEaOou" for phoneme in phonemes):
        return _mended(word) or written
    return _mended(spell(phonemes) if form == "full" else spell(flatten(word, phonemes), keeps_first_vowel=False))


def forget_words() -> None:
    """Forget the words respelled so far; for measuring."""
    _respell_word.cache_clear()


def _mended(word: str) -> str:
    word = _JOINERS.sub("", word).translate(_DECOMPOSED)
    return _NUKTA_BEFORE_VOWEL.sub(lambda match: _COMPOSED[match[0]], word)
