"""Unicode -> Bijoy, written from the keyboard's side: what a typist of SutonnyMJ gets for each cluster.

It shares nothing with ``podcast/article/bijoy.tsv``, so that a slip in one of the two shows.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path

_TABLE = Path(__file__).parent / "data" / "bijoy_clusters.tsv"
_LETTERS = dict(
    zip(
        "অইঈউঊঋএঐওঔকখগঘঙচছজঝঞটঠডঢণতথদধনপফবভমযরলশষসহৎংঃঁ।০১২৩৪৫৬৭৮৯",
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ_`abcdefghijklmnrstu|0123456789",
        strict=True,
    )
) | {"আ": "Av", "ড়": "o", "ঢ়": "p", "য়": "q", "“": "Ò", "”": "Ó", "‘": "Ô", "’": "Õ"}
_SIGNS = dict(zip("\u09be\u09c0\u09c1\u09c2\u09c3\u09d7", "vxy~„Š", strict=True))
_BEFORE = {"\u09bf": "w", "\u09c7": "‡", "\u09c8": "ˆ"}
_TWO_PART = {"\u09cb": "\u09c7\u09be", "\u09cc": "\u09c7\u09d7"}
_WITH_SIGN = {"গু": "¸", "শু": "ï", "হু": "û", "হৃ": "ü"}
_SYLLABLE = re.compile(
    "(?P<reph>র্(?=[ক-হ]))?(?P<head>[অ-ঔ](?:্যা)?|[ক-হ]়?(?:\u200d?্[ক-হ]়?)*)"
    "(?P<hasanta>্\u200c?)?(?P<sign>[\u09be-\u09cc\u09d7]?)(?P<over>ঁ?)"
)


def to_bijoy(text: str, *, older: bool = False) -> str:
    """Encode *text*; with *older*, as fonts before 2000 have it. What Bijoy does not have stays as it is."""
    clusters = clusters_of(older=older)
    text = unicodedata.normalize("NFC", text)
    written: list[str] = []
    done = 0
    for found in _SYLLABLE.finditer(text):
        written += (_LETTERS.get(mark, mark) for mark in text[done : found.start()])
        is_first = not written or not written[-1][-1:].strip("(Ò\n -")
        written.append(_write(found, clusters, is_first=is_first))
        done = found.end()
    return "".join(written + [_LETTERS.get(mark, mark) for mark in text[done:]])


def as_controls(text: str) -> str:
    """Return *text* as it comes out of a Windows-1252 page that was read as ISO-8859-1."""
    return text.encode("cp1252").decode("latin-1")


def _write(found: re.Match[str], clusters: dict[str, str], *, is_first: bool) -> str:
    head, sign = found["head"], found["sign"]
    sign = _TWO_PART.get(sign, sign)
    reph = "©" if found["reph"] else ""
    over = "u" if found["over"] else ""
    hasanta = "&" if found["hasanta"] else ""
    if head[0] in "অএ" and head.endswith("্যা"):
        return _LETTERS[head[0]] + "¨v" + over
    if head + sign in _WITH_SIGN:
        return _WITH_SIGN[head + sign] + reph + over
    before = "".join(_BEFORE.get(part, "") for part in sign)
    if before == "‡" and is_first:
        before = "†"
    after = "".join(_SIGNS.get(part, "") for part in sign)
    if sign == "\u09c1" and re.search("[রভ]$", head):
        after = "æ"
    elif sign == "\u09c2" and head.endswith("র"):
        after = "ƒ"
    body = _cluster(head, clusters)
    if sign == "\u09c1" and body[-2:] in {"šÍ", "š—", "¯Í", "¯—"}:
        body, after = body[:-1], "‘"
    return before + body + hasanta + reph + (after[:1] + over + after[1:] if over else after)


def _cluster(head: str, clusters: dict[str, str]) -> str:
    """Write the longest known cluster, then phalas."""
    parts = re.findall("[অ-ঔক-হ]়?\u200d?", head)
    for length in range(len(parts), 0, -1):
        start = "্".join(part.strip("\u200d") for part in parts[:length])
        known = clusters.get(start) or _LETTERS.get(start)
        if known:
            return known + "".join(
                {"য": "¨", "র": "ª", "ব": "¡"}.get(part, "&" + _LETTERS[part]) for part in parts[length:]
            )
    raise KeyError(head)


@cache
def clusters_of(*, older: bool) -> dict[str, str]:
    """Return what each cluster is in Bijoy."""
    lines = _TABLE.read_text(encoding="utf-8").replace("U+00AD", "\xad").splitlines()[1:]
    rows = (line.split("\t") for line in lines)
    return {cluster: codes[-1] if older else codes[0] for cluster, *codes in rows}
