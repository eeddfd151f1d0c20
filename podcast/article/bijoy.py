"""Bijoy, the Bengali of before Unicode: glyphs on Latin code points, in the order they are drawn.

``bijoy.tsv`` says what each code is drawn as; here the glyphs of a word are put into the order they are read.
Which words of a text are Bijoy at all is :mod:`podcast.article.legacy`'s to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise

_HASANTA, _ZWNJ, _ZWJ = "\u09cd", "\u200c", "\u200d"
_REPH = f"র{_HASANTA}"
_CONSONANT = re.compile("[ক-হ]")
_VOWEL = re.compile("[অ-ঔ]")
_SIGN_END = re.compile("[\u09be-\u09c4]$")
_BEFORE = frozenset("\u09bf\u09c7\u09c8")
"""The vowel signs drawn before the consonants they are read behind."""
_AFTER = frozenset("\u09be\u09c0\u09c1\u09c2\u09c3\u09d7")
_TWO_PART = {"\u09c7\u09be": "\u09cb", "\u09c7\u09d7": "\u09cc"}
_LONGEST_HEAD, _LONGEST_CLOSING = 16, 4
"""In characters, well above any word's: a bound, so that no run of glyphs costs more than its length."""
_CANDRABINDU = "ঁ"
_CLOSING = frozenset("ংঃ")
_SYMBOLS = "°±²³·¼½¾×÷"
"""Codes that are themselves beside a digit, as in 26°, ±2 and 3½: no Bengali word begins with one of them there."""
_SPELLINGS = (
    # the small ন below ক্ষ, ষ and ণ is drawn as it is below other letters, and read ণ: তীক্ষ্ণ, বিষণ্ণ
    (re.compile(f"([ষণ]{_HASANTA})ন"), r"\1ণ"),
)


@dataclass(frozen=True, slots=True)
class Row:
    """A line of ``bijoy.tsv``."""

    code: str
    """As it is in Windows-1252."""
    text: str
    after: str = ""
    """The characters it must stand directly behind; ``@`` for any of the layout, empty for no condition."""
    before: str = ""


@dataclass(frozen=True, slots=True)
class _Layout:
    words: re.Pattern[str]
    """A run of letters and signs."""
    glyphs: re.Pattern[str]
    plain: dict[str, str]
    """What a code is drawn as whatever stands beside it."""
    beside: tuple[str, ...]
    """What the groups of *glyphs* are drawn as."""
    marks: dict[int, str]
    """Digits and punctuation."""


@dataclass(slots=True)
class _Syllable:
    """What is drawn together, while it is being read."""

    before: str = ""
    head: str = ""
    sign: str = ""
    closing: str = ""
    has_reph: bool = False
    is_open: bool = False
    """The head ends in a half form, which the next consonant joins."""

    def text(self) -> str:
        reph = _REPH if self.has_reph else ""
        sign = _TWO_PART.get(self.before + self.sign, self.before + self.sign)
        closing = self.closing.replace(_CANDRABINDU * 2, _CANDRABINDU)
        half = _ZWJ if self.is_open and not sign else ""  # nothing followed to join it
        return reph + self.head + half + sign + closing if self.head else sign + closing


def find_words(text: str) -> Iterator[re.Match[str]]:
    """Yield every run of characters of *text* that are letters or signs of the layout where they stand."""
    return _layout().words.finditer(text)


def read_marks(text: str) -> str:
    """Return *text*, which is between words, with the digits and punctuation of the layout in Unicode.

    >>> read_marks("10, 25| Ò")
    '১০, ২৫। “'
    """
    return text.translate(_layout().marks)


def read_word(text: str, start: int = 0, end: int | None = None) -> str:
    """Return the word at *start* to *end* of *text* in Unicode, in the order it is read; never fails.

    What stands beside the word in *text* decides what some codes are drawn as. What cannot stand where it does comes
    out as it is: :func:`is_spelled` tells.

    >>> read_word("evsjv‡`k"), read_word("Kg©KZ©v"), read_word("w¯’wZ"), read_word("‡PŠ‡Ki")
    ('বাংলাদেশ', 'কর্মকর্তা', 'স্থিতি', 'চৌকের')
    """
    done: list[_Syllable] = []
    now = _Syllable()
    for glyph in _glyphs(text, start, len(text) if end is None else end):
        following = _add(now, glyph, done)
        if following is not None:
            done.append(now)
            now = following
    done.append(now)
    parts = [syllable.text() for syllable in done]
    joints = (_ZWNJ if _is_explicit(left, right) else "" for left, right in pairwise([*parts, ""]))
    word = "".join(part + joint for part, joint in zip(parts, joints, strict=True))
    for pattern, spelling in _SPELLINGS:
        word = pattern.sub(spelling, word)
    return word


def _is_explicit(left: str, right: str) -> bool:
    """Tell the hasanta that shows, as in উদ্‌যাপন, from the one that joins."""
    return left.endswith(_HASANTA) and _CONSONANT.match(right) is not None


def _add(now: _Syllable, glyph: str, done: list[_Syllable]) -> _Syllable | None:  # noqa: PLR0911 - a table of cases
    """Put *glyph* into *now*, or return the syllable it begins."""
    if glyph in _BEFORE:
        if now.before == glyph and not now.head:  # typed twice
            return None
        return _Syllable(before=glyph)
    if glyph in _AFTER:
        return _add_sign(now, glyph)
    if glyph in _CLOSING or glyph == _CANDRABINDU:
        # behind the sign that is drawn before the next letter it is still the last letter's
        is_late = glyph == _CANDRABINDU and now.before and not now.head and done
        return _add_closing(done[-1] if is_late else now, glyph)
    if glyph == _REPH:
        if now.has_reph or not now.head:
            return _Syllable(head=glyph, is_open=True)
        now.has_reph = True
        return None
    if glyph.startswith(_HASANTA):
        return _add_below(now, glyph)
    return _add_head(now, glyph)


def _add_closing(now: _Syllable, glyph: str) -> _Syllable | None:
    if len(now.closing) >= _LONGEST_CLOSING:
        return _Syllable(closing=glyph)
    now.closing += glyph
    return None


def _add_head(now: _Syllable, glyph: str) -> _Syllable | None:
    following = None
    if now.before and now.head.endswith(_HASANTA) and not now.is_open:  # the sign stands around both: ‡M&Mv
        now.head += _ZWNJ
        now.is_open = True
    is_full = len(now.head) >= _LONGEST_HEAD
    if (now.head and (is_full or not now.is_open)) or (not now.head and (now.sign or now.closing)):
        following = now = _Syllable()
    now.is_open = glyph.endswith(_HASANTA)
    ending = _SIGN_END.search(glyph)
    now.head += glyph[: ending.start()] if ending else glyph
    now.sign += ending[0] if ending else ""
    return following


def _add_below(now: _Syllable, glyph: str) -> _Syllable | None:
    if not 0 < len(now.head) < _LONGEST_HEAD:
        return _Syllable(head=glyph)
    if glyph == _HASANTA:
        now.head += glyph
        return None
    ending = _SIGN_END.search(glyph)
    below = glyph[: ending.start()] if ending else glyph
    if now.head == "র" and below == f"{_HASANTA}য" and not now.has_reph:  # র‍্যাব: reph would have been typed as one
        now.head += _ZWJ
    now.head = now.head.removesuffix(_HASANTA) + below
    now.sign += ending[0] if ending else ""
    now.is_open = False
    return None


def _add_sign(now: _Syllable, glyph: str) -> _Syllable | None:
    if now.sign == glyph:  # typed twice
        return None
    if now.sign or set(now.closing) & _CLOSING:
        return _Syllable(sign=glyph)
    now.sign = glyph
    return None


def _glyphs(text: str, start: int, end: int) -> Iterator[str]:
    layout = _layout()
    for found in layout.glyphs.finditer(text, start, end):
        yield layout.beside[found.lastindex - 1] if found.lastindex else layout.plain.get(found[0], found[0])


_SIGNED = "[ক-হ]়?(?:\u200d?্\u200c?[ক-হ]়?)*(?:[\u09be-\u09c4\u09c7\u09c8\u09cb\u09cc]|্$)?"
# অ্যা and এ্যা are the vowels that take a sign
_UNIT = f"(?:[অএ]্যা|[অ-ঔ]|{_SIGNED})ঁ?(?:ং|ঃ(?=$|[কখপফশষস]))?"
_SPELLED = re.compile(f"(?!ঙ|ঞ|ণ|ৎ|[যডঢ]়)(?:{_UNIT}|ৎ)+")
_UNSPELLED = re.compile(
    "(?<=.)[ঈঊঋঐঔ]"  # the vowels a word has only where it begins
    "|আআ|উউ|ওও|ওউ|ঙ[অ-ঔ]"
    "|(?:ড়ড়|ঢ়ঢ়|ধধ|ষষ|ফফ|ভভ|হহ)(?!্)"  # letters that are not doubled
    "|[ক-হ]{5}(?![ক-হ়\u09be-\u09cd])|[ক-হ]{6}"  # five consonants and no vowel
)


def is_spelled(word: str) -> bool:
    """Tell whether *word*, in Unicode, can be Bengali: its signs stand where signs can.

    English read as Bijoy seldom is: a third of its words begin with a sign.

    >>> is_spelled(read_word("evsjv‡`k")), is_spelled(read_word("the")), is_spelled(read_word("voice"))
    (True, False, False)
    """
    return _SPELLED.fullmatch(word) is not None and _UNSPELLED.search(word) is None


@cache
def read_rows() -> tuple[Row, ...]:
    """Return the layout as it is written in ``bijoy.tsv``."""
    table = files("podcast.article").joinpath("bijoy.tsv").read_text(encoding="utf-8")
    rows = []
    for line in table.splitlines():
        if line.startswith("#"):
            continue
        code, text, *beside = line.split("\t")
        code = chr(int(code.removeprefix("U+"), base=16)) if code.startswith("U+") else code
        rows.append(Row(code, text, *("" if condition == "-" else condition for condition in beside)))
    return tuple(rows)


def is_mark(row: Row) -> bool:
    """Tell punctuation from letters and signs."""
    return not re.match("[\u0980-\u09e5]", row.text)


@cache
def _layout() -> _Layout:
    letters = [row for row in read_rows() if not is_mark(row)]
    beside = [row for row in letters if row.after or row.before]
    plain = {row.code: row.text for row in letters if not (row.after or row.before)}
    any_of = _one_of("".join({code for row in letters for code in row.code}))
    placed = [_behind(row, any_of) + re.escape(row.code) + _ahead(row, any_of) for row in beside]
    single = f"(?:(?<![0-9])[{_SYMBOLS}](?![0-9])|{_one_of(''.join(set(plain) - set(_SYMBOLS) - {'Av'}))})"
    double = "|".join(code for code in plain if len(code) > 1)
    marks = {ord(row.code): row.text for row in read_rows() if is_mark(row)}
    digits = {ord(str(digit)): chr(0x9E6 + digit) for digit in range(10)}
    return _Layout(
        words=re.compile(f"(?:{'|'.join(placed)}|{single})+"),
        glyphs=re.compile(f"{'|'.join(f'({pattern})' for pattern in placed)}|{double}|{single}"),
        plain=plain,
        beside=tuple(row.text for row in beside),
        marks=marks | digits,
    )


def _one_of(characters: str) -> str:
    return f"[{re.escape(characters)}]"


def _behind(row: Row, any_of: str) -> str:
    return f"(?<={any_of if row.after == '@' else _one_of(row.after)})" if row.after else ""


def _ahead(row: Row, any_of: str) -> str:
    return f"(?={any_of if row.before == '@' else _one_of(row.before)})" if row.before else ""
