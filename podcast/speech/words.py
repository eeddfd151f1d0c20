"""What in a text is said, and where its words are."""

from __future__ import annotations

import re

_UNSPEAKABLE = re.compile(
    "[\x00-\x1f\x7f-\x9f"  # controls; espeak takes U+0001 for a command, U+0000 ends its text
    "\ud800-\udfff\ue000-\uf8ff"  # surrogates cannot be encoded, private use means nothing to a voice
    "\u20e3\u2600-\u27bf\u2b00-\u2bff\ufe0e\ufe0f\U0001f000-\U0001faff\U000e0020-\U000e007f]"  # emoji, read out by name
)
_TOKEN = re.compile(r"\S+")


def speakable(text: str) -> str:
    r"""Return *text*, as long as it was, with a space for each character that no voice should be handed.

    >>> speakable("বই\n📚 পড়ি")
    'বই   পড়ি'
    """
    return _UNSPEAKABLE.sub(" ", text)


def word_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Return where the words of *text* are: what stands between white space and holds a letter or a digit.

    >>> word_spans("বই — ১২টি 📚।")
    ((0, 2), (5, 9))
    """
    tokens = _TOKEN.finditer(speakable(text))
    return tuple(token.span() for token in tokens if any(letter.isalnum() for letter in token[0]))


def beginning(text: str, most_characters: int = 40) -> str:
    """Return the first characters of *text*, in quotation marks, to name it by in a message.

    >>> beginning("আজ সকালে শহরে বৃষ্টি", most_characters=8)
    '“আজ সকালে…”'
    """
    return f"“{text}”" if len(text) <= most_characters else f"“{text[:most_characters]}…”"
