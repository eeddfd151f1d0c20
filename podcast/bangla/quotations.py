"""Which sentences stand in quotation marks as a whole, so that another voice can read them.

Only what certainly is a quotation counts: both marks must be there, of one kind, in one paragraph.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

_CLOSING = {"“": "”", "‘": "’", '"': '"'}
_APOSTROPHE = "’"
_OPENS_AFTER = '([{-–—“‘"'


def find_quoted(sentences: Sequence[str]) -> frozenset[int]:
    """Return which of a paragraph's *sentences* have every letter and digit between “…”, ‘…’ or "…".

    A sentence in which someone else speaks too is none: who reads it reads all of it.

    >>> sorted(find_quoted(["মাঝি বললেন, ‘জল বাড়ছে।", "নৌকা তুলুন।’", "সবাই ছুটল।", "“কোথায়?”"]))
    [1, 3]
    """
    text = " ".join(sentences)
    spans = list(_quoted_spans(text))
    quoted: set[int] = set()
    start = 0
    for index, sentence in enumerate(sentences):
        said = [place for place, letter in enumerate(sentence, start) if letter.isalnum()]
        if said and all(any(begin < place < end for begin, end in spans) for place in said):
            quoted.add(index)
        start += len(sentence) + 1
    return frozenset(quoted)


def _quoted_spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield the places of each outermost pair of marks."""
    place = 0
    while place < len(text):
        end = _closing_place(text, place) if _opens(text, place) else None
        if end is not None:
            yield place, end
            place = end
        place += 1


def _opens(text: str, place: int) -> bool:
    """Tell a mark that opens; a straight one does so only where a word may begin."""
    mark = text[place]
    before = text[place - 1] if place else " "
    return mark in "“‘" or (mark == '"' and (before.isspace() or before in _OPENS_AFTER))


def _closing_place(text: str, opening: int) -> int | None:
    """Return where the mark is that closes the one at *opening*; ``None`` when there is none."""
    opener, closer = text[opening], _CLOSING[text[opening]]
    depth = 1
    for place in range(opening + 1, len(text)):
        if text[place] == closer and not _is_apostrophe(text, place):
            depth -= 1
        elif text[place] == opener:
            depth += 1
        if depth == 0:
            return place
    return None


def _is_apostrophe(text: str, place: int) -> bool:
    """Tell the mark of a dropped letter or century, as in ক’জন and ’৭১, from one that closes."""
    if text[place] != _APOSTROPHE or place + 1 == len(text):
        return False
    before, after = text[place - 1], text[place + 1]
    is_inside_word = _is_of_a_word(before) and _is_of_a_word(after)
    is_before_year = after.isdigit() and (before.isspace() or before in _OPENS_AFTER)
    return is_inside_word or is_before_year


def _is_of_a_word(letter: str) -> bool:
    return letter.isalnum() or "\u0980" <= letter <= "\u0983" or "\u09bc" <= letter <= "\u09d7"
