"""Tell prose from labels by its surface: sentence marks, length, words. No list of words is needed for that."""

from __future__ import annotations

import re
from collections.abc import Iterable

_MARK = re.compile(r"[।॥৷?!]+|(?<=[A-Za-z\u0980-\u09ff)’”\"']{3})\.(?=\s|$)")
_DANDA = re.compile("[।॥৷]")
_ENDS_IN_MARK = re.compile("(?:[।॥৷?!…]|\\.{3}|(?<=[A-Za-z\u0980-\u09ff)’”\"']{3})\\.)\\s*[\"'’”)\\]]*$")
_TOKEN = re.compile("[\u0980-\u09ff]+|[^\\W_\u0964\u0965]+")
_LETTER = re.compile(r"[^\W\d_]|[\u0981-\u0983\u09bc-\u09d7]")
_BENGALI = re.compile("[\u0981-\u09e3]")

_LONG_LINE = 80
_SHORT_SENTENCE = 40
_UNMARKED_LINE = 90
_UNMARKED_WORDS = 14
_SHINGLE = 3


def tokens(text: str) -> tuple[str, ...]:
    """Return the words and numbers of *text*, folded, for comparing.

    >>> tokens("সেতু ‘খুলল’, বলল PWD।")
    ('সেতু', 'খুলল', 'বলল', 'pwd')
    """
    return tuple(_TOKEN.findall(text.casefold()))


def count_marks(text: str) -> int:
    """Return how many sentences seem to end in *text*; runs of marks count once, ``ড.`` and decimals do not."""
    return len(_MARK.findall(text))


def ends_in_mark(text: str) -> bool:
    """Tell whether *text* ends as a sentence does, closing quotes and brackets aside."""
    return _ENDS_IN_MARK.search(text) is not None


def is_prose(text: str) -> bool:
    """Tell a paragraph from a headline, label or menu item by its marks and its length.

    >>> is_prose("সেতুটি চালু হওয়ায় দুই পারের মানুষের যাতায়াতের সময় অর্ধেক হয়েছে।")
    True
    >>> is_prose("চালু হল সেতু! অর্ধেক হবে যাতায়াতের সময়"), is_prose("আরও পড়ুন")
    (False, False)
    """
    length = len(text)
    closed = ends_in_mark(text)
    if _DANDA.search(text) and (length >= _LONG_LINE or (length >= _SHORT_SENTENCE and closed)):
        return True
    return closed and count_marks(text) > 1 and length >= _SHORT_SENTENCE


def is_long_line(text: str) -> bool:
    """Tell a line too long for a headline: prose that lost its end mark."""
    return len(text) >= _UNMARKED_LINE and len(text.split()) >= _UNMARKED_WORDS


def shingles(words: tuple[str, ...]) -> frozenset[tuple[str, ...]]:
    """Return every run of three words; the whole when there are fewer."""
    if len(words) < _SHINGLE:
        return frozenset((words,))
    return frozenset(words[i : i + _SHINGLE] for i in range(len(words) - _SHINGLE + 1))


def has_letters(texts: Iterable[str]) -> bool:
    """Tell whether any of *texts* holds a letter of any script."""
    return any(_LETTER.search(text) for text in texts)


def bengali_share(texts: Iterable[str]) -> float:
    """Return what part of the letters of *texts* is Bengali script, 0 to 1; 0 when there is no letter."""
    letters = bengali = 0
    for text in texts:
        letters += len(_LETTER.findall(text))
        bengali += len(_BENGALI.findall(text))
    return min(1.0, bengali / letters) if letters else 0.0
