"""Sentence boundaries in Bengali text: the danda in all its shapes, quotations, abbreviations and line ends.

A mark that can be read two ways ends nothing. The words that decide are in ``sentence_words.tsv``.
"""

from __future__ import annotations

import re
import unicodedata

from podcast.bangla.tsv import read_rows

_DANDA = "।॥৷"
_STOP = f"{_DANDA}?!？！‼⁇⁈⁉"
_CLOSERS = "’”»'\")\\]}"
_QUOTES = "’”»'\"‘“"
_OPENERS = "‘“«'\"(\\[{"
_NEWLINE = "\n\r\v\f\x1c-\x1e\x85\u2028\u2029"
_LETTER = "\u0985-\u09b9\u09ce\u09dc-\u09e1\u09f0\u09f1"

_CANDIDATE = re.compile(
    # marks that stand together are one mark: ?!, ।।, ।৷
    f"(?P<stop>[{_STOP}](?:[.…]*[ \\xa0]*[{_STOP}])*[.…]*)"
    # what closes after them belongs to the sentence: quotation marks, brackets, a reference such as [৩]
    f"(?P<close>(?:[{_CLOSERS}]|\\[[0-9০-৯]+\\]|[‘“](?=\\s|$)|[ \\xa0][’”»](?=\\s|$))*)"
    f"|(?<![.…])\\.(?![.…])(?P<dot_close>[{_CLOSERS}]*)(?=\\s|(?<=[A-Za-z]\\.)[{_LETTER}])"
    f"|[{_NEWLINE}]+"
)
_SAYABLE = re.compile(r"[^\W_]")
_LIST_MARK = re.compile(r"\s*[(\[]?(?:[0-9০-৯]{1,2}|[ক-হa-zA-Z])")
_MORE = re.compile(r"[ \t\xa0]*[,;:]")
_DASH = re.compile(r"[ \t\xa0]*[-–—]")
_NEXT_WORD = re.compile(r"[ \t\xa0]*([\u0980-\u09fe]+)")
_LAST_WORD = re.compile(r"([\u0980-\u09fe]+)[ \xa0]*$")
_NEXT_CHAR = re.compile(r"\s*(\S)")

_WORD_BEFORE = re.compile(r"[^\s(){}\[\]‘’“”\"',;:!?।॥৷/–—]+$")
_LATIN_WORD = re.compile(r"(?=.*[A-Za-z])[A-Za-z0-9&+-]+")
_SMALL_ROMAN = re.compile(r"x{0,3}(?:ix|iv|v?i{0,3})")
_NUMBER = re.compile(r"[0-9০-৯]+%?")
_ADDRESS = re.compile(r"(?:https?:|www\.|\S@)\S*|\S+\.(?:com|org|net|gov|edu|info|bd|in|io|tv|news|ai)", re.IGNORECASE)
_ADDRESS_ENDING = re.compile(r"কম|বাংলা|ভারত|অর্গ|নেট")
_SYLLABLE_SIGN = re.compile(f"(?<!\u09cd)[{_LETTER}]|[A-Za-z]")
_BEGINS_SENTENCE = re.compile(f"[{_LETTER}A-Z{_OPENERS}]")
_SHORT_WORD = 2
"""Shortened Bengali words have one or two syllable signs (অ্যাড., ব্রি., মোহা.), list numbers one or two digits."""
_WORD_REACH = 60
"""How far back the word before a mark is sought; no abbreviation or address ending is longer."""

_ROLES: dict[str, frozenset[str]] = {
    role: frozenset(word for word, its_role in read_rows("sentence_words.tsv") if its_role == role)
    for role in ("abbreviation", "latin", "ending", "tail", "question_tail", "pointer", "suffix")
}


def split_sentences(text: str) -> list[str]:
    """Split *text* into sentences; joined again they are the text, white space aside.

    Works on text as found, cleaned or not. A line break always ends a sentence. A stretch of marks with nothing to say
    stays with the sentence before it on the same line.

    >>> split_sentences("ড. মো. রহিম ৩.৫ লাখ টাকা দিলেন।তিনি বললেন, ‘আর নেই।’ সবাই চুপ।")
    ['ড. মো. রহিম ৩.৫ লাখ টাকা দিলেন।', 'তিনি বললেন, ‘আর নেই।’', 'সবাই চুপ।']
    >>> split_sentences("‘কে?’ বলে সে থামল। বাজারে এল OpenAI. সেই থেকে শুরু।")
    ['‘কে?’ বলে সে থামল।', 'বাজারে এল OpenAI.', 'সেই থেকে শুরু।']
    """
    spans: list[tuple[int, int]] = []
    start = 0
    fresh_line = True
    for match in _CANDIDATE.finditer(text):
        end = _boundary(text, start, match)
        if end is None:
            continue
        _add(text, spans, (start, end), fresh_line=fresh_line)
        start = end
        fresh_line = match["stop"] is None and match["dot_close"] is None
    _add(text, spans, (start, len(text)), fresh_line=fresh_line)
    return [text[begin:end].strip() for begin, end in spans]


def _add(text: str, spans: list[tuple[int, int]], span: tuple[int, int], *, fresh_line: bool) -> None:
    piece = text[span[0] : span[1]]
    if not piece or piece.isspace():
        return
    if spans and not fresh_line and not _SAYABLE.search(piece):
        spans[-1] = (spans[-1][0], span[1])
    else:
        spans.append(span)


def _boundary(text: str, start: int, match: re.Match[str]) -> int | None:
    """Return where the sentence that begins at *start* ends if *match* ends it."""
    if match["stop"] is not None:
        return _stop_boundary(text, start, match)
    if match["dot_close"] is not None:
        return match.end() if _dot_ends(text, start, match) else None
    return match.end()


def _stop_boundary(text: str, start: int, match: re.Match[str]) -> int | None:
    end = _own_closers(text, start, match)
    closers = text[match.end("stop") : end]
    if end == len(text) or text[end] in "\n\r":
        return end
    is_danda = any(mark in _DANDA for mark in match["stop"])
    if is_danda:
        if not closers and _LIST_MARK.fullmatch(text, start, match.start()):
            return None
    elif (
        _is_inside_word(text, match)
        or _is_aside(text, start, match, closers)
        or (closers and _is_quoted_name(text, start, match.start()))
    ):
        return None
    if _MORE.match(text, end):
        return None
    if closers:
        return None if _carries_on(text, end, closers, is_danda=is_danda) else end
    return None if not is_danda and text[end] in "-–—" else end


def _own_closers(text: str, start: int, match: re.Match[str]) -> int:
    """Return where the marks that close after a stop end, leaving out one that opens the next sentence."""
    end = match.end()
    if end >= len(text) or not text[end].isalnum() or text[end - 1] not in "'\"’" or end == match.end("stop"):
        return end
    mark = text[end - 1]
    if mark == "’":
        # an apostrophe before a year: ।’৭১ সালে
        is_opening = text[end].isdigit() and text.count("‘", start, end) < text.count("’", start, end)
    else:
        is_opening = text.count(mark, start, end) % 2 == 1
    return end - 1 if is_opening else end


def _is_inside_word(text: str, match: re.Match[str]) -> bool:
    """Tell ``?`` in an address and ``!`` in a name: ``/watch?v=1``, ``Yahoo! is``."""
    end = match.end()
    following = text[end : end + 2]
    if not text[max(0, match.start() - 1)].isascii():
        word = _tail(text, match.start()).rsplit(maxsplit=1)[-1:]
        return bool(word) and "://" in word[0] and not following[:1].isspace()
    if following[0] == " ":
        return following[1:].isascii() and following[1:].islower()
    return following[0].isascii() and (following[0].isalnum() or following[0] in "=&#%/_")


def _is_aside(text: str, start: int, match: re.Match[str], closers: str) -> bool:
    """Tell a bracketed aside within a sentence: (কেন?), (!)."""
    if ")" not in closers:
        return False
    opening = text.rfind("(", start, match.start())
    return opening >= 0 and bool(_SAYABLE.search(text, start, opening))


def _is_quoted_name(text: str, start: int, end: int) -> bool:
    """Tell a name in quotation marks within a sentence, such as a book’s ‘কে তুমি?’, from speech."""
    opening = max(text.rfind("‘", start, end), text.rfind("“", start, end))
    before = _LAST_WORD.search(_tail(text, opening, start)) if opening > start else None
    if before is None:
        return False
    word = unicodedata.normalize("NFC", before[1])
    return not any(word in _ROLES[role] for role in ("tail", "question_tail", "ending"))


def _carries_on(text: str, end: int, closers: str, *, is_danda: bool) -> bool:
    """Tell whether the sentence goes on after a closing quotation mark: ‘…?’—কিশোরী, ‘…?’ বলে, ‘…?’র."""
    if not any(mark in _QUOTES for mark in closers):
        return False
    if _DASH.match(text, end):
        return True
    found = _NEXT_WORD.match(text, end)
    if found is None:
        return False
    word = unicodedata.normalize("NFC", found[1])
    if found.start(1) == end:
        return word in _ROLES["suffix"]
    if is_danda:
        return word in _ROLES["tail"]
    if word in _ROLES["pointer"] and (found := _NEXT_WORD.match(text, found.end())):
        word = unicodedata.normalize("NFC", found[1])
    return word in _ROLES["tail"] or word in _ROLES["question_tail"]


def _tail(text: str, end: int, start: int = 0) -> str:
    return text[max(start, end - _WORD_REACH) : end]


def _dot_ends(text: str, start: int, match: re.Match[str]) -> bool:
    """Tell whether a full stop ends a sentence; nearly always it shortens a word."""
    found = _WORD_BEFORE.search(_tail(text, match.start(), start))
    following = _NEXT_CHAR.match(text, match.end())
    if found is None or ")" in match["dot_close"]:
        return False
    if following is None:
        return True
    if not _BEGINS_SENTENCE.match(following[1]):
        return False
    word = unicodedata.normalize("NFC", found[0])
    if not text[match.end()].isspace():
        is_address = _ADDRESS_ENDING.match(text, match.end())
        return len(word) > _SHORT_WORD and not is_address and _latin_word_ends(word)
    if _NUMBER.fullmatch(word):
        return _number_ends(text, start, match.start() - len(found[0]), word)
    return _latin_word_ends(word) or _bengali_word_ends(word) or bool(_ADDRESS.fullmatch(word))


def _latin_word_ends(word: str) -> bool:
    lower = word.lower()
    return (
        bool(_LATIN_WORD.fullmatch(word))
        and len(word) > 1
        and lower not in _ROLES["latin"]
        and not _SMALL_ROMAN.fullmatch(word)
    )


def _bengali_word_ends(word: str) -> bool:
    if "." in word or _LATIN_WORD.fullmatch(word):
        return False
    if word in _ROLES["ending"]:
        return True
    return word not in _ROLES["abbreviation"] and len(_SYLLABLE_SIGN.findall(word)) > _SHORT_WORD


def _number_ends(text: str, start: int, end: int, number: str) -> bool:
    """Tell a *number* at *end* that ends a sentence from one that numbers a list."""
    if not _SAYABLE.search(text, start, end):
        return False
    before = _tail(text, end, start).rstrip()[-1:]
    return len(number) > _SHORT_WORD or (before.isascii() and before.isalpha())
