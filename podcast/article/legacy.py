"""Bengali of before Unicode: which text is Bijoy, and what it says in Unicode.

Bijoy is Bengali glyphs on Latin code points (``evsjv‡`k`` is বাংলাদেশ), so that nothing but the font, or the look of the
text, tells it from a Latin script. A word of a Bijoy text is Bengali unless it

- is part of an address (``www.example.com``, ``desk@example.com``),
- is spelled as no Bengali word is once it has been read (:func:`podcast.article.bijoy.is_spelled`), or
- has nothing but ASCII letters and is an English word of ``bijoy_english.tsv``, or three or more capitals.

Digits become Bengali ones, except those that touch a word that stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from podcast.article.bijoy import find_words, is_spelled, read_marks, read_word
from podcast.article.mojibake import is_misread
from podcast.bangla.unicode import clean_text

_BENGALI = re.compile("[\u0981-\u0983\u0985-\u09b9\u09bc-\u09ce\u09dc-\u09df]")
_TOKEN = re.compile(r"[^ \t\n\r\u00a0\u2000-\u200a\u3000]+")
_ADDRESS = re.compile(
    r"://|^www\.|^[\w.+-]+@[\w-]+\.|(?:^|[^a-z0-9-])[a-z0-9-]+\.(?:com|net|org|gov|edu|info|bd|in|uk|tv|html?|php|pdf)(?:$|[^a-z])",
    re.IGNORECASE,
)
_WINDOWS_1252 = {code: bytes([code]).decode("cp1252", errors="ignore") or chr(code) for code in range(0x80, 0x100)}
# a page read as ISO-8859-1 has the codes as controls, one read as x-user-defined has them in the private area
_SAME = _WINDOWS_1252 | {0xF700 + code: character for code, character in _WINDOWS_1252.items()}
_SIGNS = re.compile("[v-z~]")
_MARK = re.compile("[†‡ˆ‰Š‹Œ„•˜™¡¢£¤¥¦§¨©ª¬®¯±¶¸¼½¾¿]")
"""Codes that no Latin script has inside a word; not those that stand around or behind one, such as « and ², nor the ·
of Catalan."""
_INNER_MARK = re.compile(
    f"[^\\W\\d]{_MARK.pattern}+[^\\W\\d]|[`~]{_MARK.pattern}|{_MARK.pattern}[`~]|{_MARK.pattern}{{2}}"
)
_RISE = re.compile("[a-z~][A-ZÀ-ß]")
"""A capital behind a small letter: in Bijoy the two are different letters, and every third word has it."""
_INITIALS = re.compile("(?!GB|GKK|GKB|KZK|RMZ)[A-Z]{3,}")
"""The exceptions are words in nothing but capitals: এইচ and its like, একক, একই, কতক, জগত."""
_OTHER_LETTER = re.compile(
    "[\u0100-\u0151\u0154-\u015f\u0162-\u0177\u0179-\u0191\u0193-\u02c5\u02c7-\u1fff\u2c00-\ud7ff\uf900-\ufaff]"
)
"""Letters that Windows-1252 does not have."""
_NATURAL = re.compile("[A-Z]?[a-z]+|[A-Z]+")

_SHORT = 2
"""As many capitals are a Bengali word: ``GK`` is এক, ``MR`` is গজ."""
_FEWEST_WORDS = 3
_FEWEST_LETTERS = 10
_LONGEST_SAMPLE = 20_000
"""Characters that are looked at: a longer text is judged by its beginning."""
_MARKED_SHARE = 0.25
_MISSPELLED_SHARE = 0.2
_SIGN_SHARE = 0.15
"""In ASCII alone: Bijoy has 0.2 to 0.35 of its letters from v to z, English 0.06."""


def is_bijoy(text: str) -> bool:
    """Tell whether *text*, a line or a paragraph, is Bijoy; Latin words, digits and punctuation may stand in it.

    A very long one is judged by its beginning. What could be either is ``False``: a short text without a sign of its
    own, and any text with a Bengali letter in it.
    Measured: 98 % of 1,100 short Bengali sentences in Bijoy, all of those of 40 letters or more, and 15 of 2.4 million
    lines of manuals, messages and code in more than 60 languages, all 15 of them code.

    >>> is_bijoy("evsjv‡`k"), is_bijoy("Avwg evsjvq Mvb MvB")
    (True, True)
    >>> is_bijoy("ami banglay gan gai"), is_bijoy("Élève à l’école"), is_bijoy("gvb")
    (False, False, False)
    """
    if _BENGALI.search(text) or is_misread(text):
        return False
    count = _count(_with_one_code(text[:_LONGEST_SAMPLE]))
    if count.misspelled > _MISSPELLED_SHARE * count.bengali:
        return False
    is_alone = not (count.misspelled or count.latin) and count.signs >= _SIGN_SHARE * count.bengali
    if is_alone:
        is_long = count.words >= _FEWEST_WORDS and count.bengali >= _FEWEST_LETTERS
        return count.marked > 0 or (is_long and count.rising_letters > 0)
    told = count.marked_letters + count.rising_letters
    return (count.inner_marks > 0 or count.marked > 1) and told >= _MARKED_SHARE * (count.bengali + count.latin)


def bijoy_to_unicode(text: str) -> str:
    """Return *text*, which is Bijoy, in Unicode; words that are not Bijoy stay, by the rule of this module.

    A line that has Bengali letters already is returned as it is. Never fails.

    >>> bijoy_to_unicode("†mvgevi mKvj 10Uvq XvKv-PÆMÖvg gnvmo‡K Bangladesh Bank-Gi Kg©KZ©viv|")
    'সোমবার সকাল ১০টায় ঢাকা-চট্টগ্রাম মহাসড়কে Bangladesh Bank-এর কর্মকর্তারা।'
    """
    return _convert(text, is_certain=False)


def bijoy_font_to_unicode(text: str) -> str:
    """Return *text*, which its page shows in a Bijoy font, in Unicode: every word of it, whatever it looks like.

    >>> bijoy_font_to_unicode("image")
    'রসধমব'
    """
    return _convert(text, is_certain=True)


def count_bengali(text: str) -> int:
    """Return how many letters and signs of Unicode Bengali *text* has."""
    return len(_BENGALI.findall(text))


@dataclass(slots=True)
class _Count:
    """What speaks for and against Bijoy in a text; letters, except where it says otherwise."""

    words: int = 0
    bengali: int = 0
    """In words that can be Bengali."""
    latin: int = 0
    """In words that look like a Latin script's."""
    misspelled: int = 0
    """In words that look like neither."""
    marked: int = 0
    """Words with a code that no Latin script has."""
    marked_letters: int = 0
    inner_marks: int = 0
    """Words with such a code between two letters."""
    rising_letters: int = 0
    """In the other words, those with a capital behind a small letter."""
    signs: int = 0


def _count(text: str) -> _Count:
    count = _Count()
    for token in _TOKEN.finditer(text):
        if _ADDRESS.search(token[0]):
            count.latin += len(token[0])
            continue
        if _OTHER_LETTER.search(token[0]):
            count.latin += len(token[0])
            continue
        for found in find_words(token[0]):
            _weigh(count, found)
    return count


def _weigh(count: _Count, found: re.Match[str]) -> None:
    word = found[0]
    size = len(word)
    if _is_english(word):
        count.latin += size
    elif not _can_be_bengali(found, read_word(found.string, found.start(), found.end())):
        if _NATURAL.fullmatch(word):
            count.latin += size
        else:
            count.misspelled += size
    else:
        count.words += 1
        count.bengali += size
        count.signs += len(_SIGNS.findall(word))
        if _MARK.search(word) and size > 1:
            count.marked += 1
            count.marked_letters += size
            count.inner_marks += _INNER_MARK.search(word) is not None
        elif _RISE.search(word):
            count.rising_letters += size


def _is_english(word: str) -> bool:
    if _INITIALS.fullmatch(word):
        return True
    is_natural = _NATURAL.fullmatch(word) is not None and not (word.isupper() and len(word) <= _SHORT)
    return is_natural and word.lower() in _english_words()


@cache
def _english_words() -> frozenset[str]:
    table = files("podcast.article").joinpath("bijoy_english.tsv").read_text(encoding="utf-8")
    return frozenset(line for line in table.splitlines() if line and not line.startswith("#"))


def _with_one_code(text: str) -> str:
    """Return *text* with every code as the character it has in Windows-1252."""
    return text.translate(_SAME)


def _convert(text: str, *, is_certain: bool) -> str:
    return "\n".join(
        line if _BENGALI.search(line) else clean_text("".join(_pieces(_with_one_code(line), is_certain=is_certain)))
        for line in text.split("\n")
    )


def _pieces(line: str, *, is_certain: bool) -> Iterator[str]:
    done = 0
    for token in _TOKEN.finditer(line):
        yield line[done : token.start()]
        done = token.end()
        if is_certain or not _ADDRESS.search(token[0]):
            yield from _parts(token[0], is_certain=is_certain)
        else:
            yield token[0]
    yield line[done:]


def _parts(token: str, *, is_certain: bool) -> Iterator[str]:
    words = list(find_words(token))
    readings = [_read(found, is_certain=is_certain) for found in words]
    has_latin = None in readings
    done = 0
    for found, reading in zip(words, readings, strict=True):
        yield _between(token[done : found.start()], has_latin=has_latin)
        yield found[0] if reading is None else reading
        done = found.end()
    yield _between(token[done:], has_latin=has_latin)


def _between(text: str, *, has_latin: bool) -> str:
    return text if has_latin and any(character.isdigit() for character in text) else read_marks(text)


def _read(found: re.Match[str], *, is_certain: bool) -> str | None:
    """Return the word in Unicode, ``None`` where it stays."""
    if not is_certain and (_is_english(found[0]) or _is_symbol(found)):
        return None
    word = read_word(found.string, found.start(), found.end())
    return word if is_certain or _can_be_bengali(found, word) else None


def _can_be_bengali(found: re.Match[str], reading: str) -> bool:
    """Tell from its spelling; behind a digit a word can begin as no other does: ২য়."""
    follows_digit = found.string[: found.start()][-1:].isdigit()
    return is_spelled(f"ক{reading}" if follows_digit else reading)


def _is_symbol(found: re.Match[str]) -> bool:
    """Tell a sign that stands alone, as in 5 × 3, from a letter; before a full stop it is one: দ. কোরিয়া."""
    return len(found[0]) == 1 and not found[0].isalpha() and found.string[found.end() : found.end() + 1] != "."
