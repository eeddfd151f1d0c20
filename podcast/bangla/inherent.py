"""The vowel that is not written: where it is said, and whether it is ɔ (``O``) or o."""

from __future__ import annotations

import re

from podcast.bangla.aksharas import INHERENT, Akshara, compose
from podcast.bangla.tsv import read_rows

_HIGH = frozenset("iu")


def _pattern(kind: str, around: str = "{}") -> re.Pattern[str]:
    patterns = "|".join(compose(row[1]) for row in read_rows("inherent.tsv") if row[0] == kind)
    return re.compile(around.format(f"(?:{patterns})"))


_FINAL_SAID = _pattern("final-said", "{}$")
_FINAL_SILENT = _pattern("final-silent", "{}$")
_INSIDE_SAID = _pattern("inside-said")
_INSIDE_SILENT = _pattern("inside-silent")
# the name of each group ends in the number of the akshara that begins the root; a prefix has at most two
_PREFIX = re.compile(
    "|".join(
        f"(?P<p{size}>{'|'.join(compose(row[1]) for row in read_rows('inherent.tsv') if row[0] == f'prefix-{size}')})"
        for size in (2, 1)
    )
)
# ঝলমল, শরবত: two closed syllables
_FOUR_LETTERS = re.compile("[ক-হ][ক-ষ\u09dc][ক-হ][ক-হ\u09dc]")
_FIRST_RAISED = _pattern("raised-a")


def settle(word: str, aksharas: list[Akshara], raises: list[bool]) -> None:
    """Give every inherent vowel of *word* its sound, or none, in place."""
    root = _root_place(word, len(aksharas))
    _silence(word, aksharas, root)
    _sound(word, aksharas, raises, root)


def _root_place(word: str, size: int) -> int:
    """Return which akshara begins the root, after a Sanskrit prefix; the first when there is none."""
    found = _PREFIX.match(word)
    if found is None or not found.lastgroup:
        return 0
    place = int(found.lastgroup[1:])
    return place if place < size else 0


def _silence(word: str, aksharas: list[Akshara], root: int) -> None:
    last = len(aksharas) - 1
    if last > 0 and aksharas[last].vowel == INHERENT and not _is_final_said(word, aksharas):
        aksharas[last].vowel = ""
    kept = max(root, 1) if word.startswith("অ") else root
    if _FOUR_LETTERS.fullmatch(word) and root == 0:
        aksharas[1].vowel = ""
    for place in range(last - 1, 0, -1):
        if aksharas[place].vowel == INHERENT and place > kept and _is_silent_inside(aksharas, place):
            aksharas[place].vowel = ""


def _is_final_said(word: str, aksharas: list[Akshara]) -> bool:
    if _FINAL_SAID.search(word):
        return True
    if _FINAL_SILENT.search(word):
        return False
    last, before = aksharas[-1], aksharas[-2]
    if len(last.cluster) > 1 or before.coda or last.coda or last.is_nasal or before.cluster == "ৎ":
        return True
    if last.cluster == "\u09df":
        return before.vowel == "i"
    return before.sign == "\u09c3" or last.cluster in {"হ", "\u09dd"}


def _is_silent_inside(aksharas: list[Akshara], place: int) -> bool:
    here, before, after = aksharas[place], aksharas[place - 1], aksharas[place + 1]
    if here.is_nasal or here.coda:
        return False
    written = "".join(akshara.cluster + (akshara.sign or "-") for akshara in aksharas[place:])
    if not after.onset or _INSIDE_SILENT.match(written):
        return True
    is_between = len(here.onset) == 1 and before.vowel and not before.coda
    is_followed = len(after.onset) == 1 and after.vowel not in {"", INHERENT} and after.cluster[:1] != "\u09df"
    return bool(is_between and is_followed and not _INSIDE_SAID.match(written))


def _sound(word: str, aksharas: list[Akshara], raises: list[bool], root: int) -> None:
    last = len(aksharas) - 1
    for place, akshara in enumerate(aksharas):
        if akshara.vowel != INHERENT:
            continue
        following = next((other for other in range(place + 1, last + 1) if aksharas[other].vowel), None)
        after = "" if following is None else aksharas[following].vowel
        raised = any(raises[place + 1 : last + 2 if following is None else following + 1])
        if place == 0:
            akshara.vowel = _first(word, akshara, aksharas[1:2], raised=raised or after in _HIGH)
        elif place == last:
            akshara.vowel = "o"
        elif place == root:
            akshara.vowel = "o" if raised or after in _HIGH or _is_after_r(akshara) else "O"
        else:
            akshara.vowel = "O" if _is_open(aksharas[place + 1]) and not (raised or after in _HIGH) else "o"


def _first(word: str, akshara: Akshara, following: list[Akshara], *, raised: bool) -> str:
    if _is_after_r(akshara) and not (following and following[0].cluster == "\u09df"):
        return "o"
    if not following:
        return "O"
    if akshara.sign == "অ":
        return "o" if raised and _FIRST_RAISED.match(word) else "O"
    if word.startswith(("সং", "সম্")):
        return "O"
    return "o" if raised else "O"


def _is_after_r(akshara: Akshara) -> bool:
    return len(akshara.onset) > 1 and akshara.onset[-1] == "r"


def _is_open(after: Akshara) -> bool:
    """Tell whether a later vowel stays ɔ before *after*: সময়, পরামর্শ."""
    if after.cluster == "\u09df":
        return after.vowel in {"", INHERENT}
    return len(after.onset) > 1 and after.onset[0] == "r" and after.cluster[:1] == "র"
