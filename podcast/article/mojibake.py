"""Text that was read in the wrong encoding: it is named, not repaired, and never read aloud."""

from __future__ import annotations

import re

_SPACE = re.compile(r"\s")
_FEWEST = 3
_SHARE = 0.2
"""Of the characters that are not white space. A page with one broken menu is still a page."""
_LOST_SHARE = 0.05
_QUESTION_SHARE = 0.3

# Every Bengali character begins with the bytes E0 A6 or E0 A7 in UTF-8: à¦ or à§ in Windows-1252.
_ONCE = re.compile("à[¦§].?")
_ONCE_RAW = re.compile("à[¦§][\x80\x82-\x8c\x8e\x91-\x9c\x9e\x9f]")
"""With a control for which Windows-1252 has a character."""
# Encoded again, à is C3 A0 and ¦ is C2 A6: Ã, a space that does not break, Â¦. Clean-up may have taken the space.
_TWICE = re.compile("Ã[\xa0 ]?Â[¦§](?:Â.|[âÅÆË].{0,2})?")
_OFTEN = re.compile("Ãƒ.{0,4}?Ã(?:‚|\x82)Â[¦§](?:.{0,6}?(?=Ã|$))?")
_QUESTIONS = re.compile(r"(?<![^\s(\[“‘\"'])\?{2,}(?![^\s.,;:!।)\]”’\"'-])")

_LONGEST_SAMPLE = 200_000
"""Characters that are looked at."""


def describe_mojibake(text: str) -> str | None:
    """Say in words what has happened to *text*, ``None`` when it is sound.

    Bengali whose UTF-8 was read as Windows-1252 or ISO-8859-1, once or more often; text full of replacement
    characters; text whose letters became question marks. Bijoy is sound: :mod:`podcast.article.legacy` reads it.

    >>> describe_mojibake("আমি".encode().decode("cp1252"))
    'Bengali in UTF-8 that was read as Windows-1252'
    >>> describe_mojibake("??? ????? ?? ????")
    'letters that were lost and became question marks'
    >>> describe_mojibake("সত্যি???") is None
    True
    """
    text = text[:_LONGEST_SAMPLE]
    visible = len(text) - len(_SPACE.findall(text))
    if _fills(_OFTEN, text, visible):
        return "Bengali in UTF-8 that was read as Windows-1252 and encoded again, more than twice"
    if _fills(_TWICE, text, visible):
        return "Bengali in UTF-8 that was read as Windows-1252, encoded again and so encoded twice"
    if _fills(_ONCE, text, visible):
        charset = "ISO-8859-1" if _ONCE_RAW.search(text) else "Windows-1252"
        return f"Bengali in UTF-8 that was read as {charset}"
    lost = text.count("\ufffd")
    if lost >= _FEWEST and lost >= _LOST_SHARE * visible:
        return "letters that were lost and became replacement characters (�)"
    if _is_questions(text, visible):
        return "letters that were lost and became question marks"
    return None


def is_misread(text: str) -> bool:
    """Tell text in any language whose UTF-8 was read as Windows-1252 or ISO-8859-1, such as ``cafÃ©``.

    Bijoy is not: its bytes are valid UTF-8 by chance only here and there.

    >>> is_misread("cafÃ© dÃ©jÃ  vu"), is_misread("evsjv‡`k"), is_misread("café")
    (True, False, False)
    """
    told = _BIJOY.sub("", text)
    sound = len(_SEQUENCE.findall(told))
    return sound > 0 and sound >= len(_BEYOND_ASCII.findall(_SEQUENCE.sub("", told)))


def _read_as(first: int, last: int) -> str:
    """Return what the bytes *first* to *last* are in ISO-8859-1 and in Windows-1252, for a set of characters."""
    codes = range(first, last + 1)
    characters = {chr(code) for code in codes} | {bytes([code]).decode("cp1252", errors="ignore") for code in codes}
    return re.escape("".join(sorted(characters)))


_BIJOY = re.compile("[Ä-ß][†‡ˆ‰©¨š›¯®¤•\x86-\x89\x95\x9a\x9b]")
"""Sequences that are common in Bijoy, as in ``cÖ‡ek``, and count for nothing."""
_BEYOND_ASCII = re.compile("[^\x00-\x7f]")
_TAIL = f"[{_read_as(0x80, 0xBF)}]"
_SEQUENCE = re.compile(
    f"[{_read_as(0xC2, 0xDF)}]{_TAIL}|[{_read_as(0xE0, 0xEF)}]{_TAIL}{{2}}|[{_read_as(0xF0, 0xF4)}]{_TAIL}{{3}}"
)


def _fills(pattern: re.Pattern[str], text: str, visible: int) -> bool:
    found = [len(match[0]) for match in pattern.finditer(text)]
    return len(found) >= _FEWEST and sum(found) >= _SHARE * visible


def _is_questions(text: str, visible: int) -> bool:
    """Tell words that are nothing but question marks, of different lengths as words are."""
    words = [match[0] for match in _QUESTIONS.finditer(text)]
    return (
        len(words) >= _FEWEST and len(set(words)) > 1 and sum(len(word) for word in words) >= _QUESTION_SHARE * visible
    )
