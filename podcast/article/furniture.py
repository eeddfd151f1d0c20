"""What stands around an article and is not read aloud, by the rules of ``furniture.tsv``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files

from podcast.article.prose import count_marks, is_prose, tokens

_TABLE = "furniture.tsv"
_SHOWN = 60
"""Characters of a rule that a message shows."""
_KEPT_BEFORE_CREDIT = 120
_EDGE_LENGTH = 240
"""How far from a paragraph's end a credit can begin; a bound, so that no line costs more than its length."""
_EDGES = re.compile(r"^[\s•·*►▶»>|:–—-]+|[\s:ঃ।|»>►▶–—-]+$")
_DATE_SIGN = re.compile("[0-9০-৯]:[0-9০-৯]{2}|[0-9০-৯]{1,4}([/.-])[0-9০-৯]{1,2}\\1[0-9০-৯]{2,4}")
_DIGIT = re.compile("[0-9০-৯]")
_NUMBER = re.compile("[0-9০-৯]+(?:ই|শে|লা|রা|ঠা|টা|টায়|টায়|st|nd|rd|th|am|pm)?")


class Furniture(StrEnum):
    """Why a line is not read."""

    LABEL = "label"
    RELATED = "related"
    MORE = "more"
    """Announces a list of other stories; outside the body as a rule, now and then in the middle of it."""
    END = "end"
    BYLINE = "byline"
    DATE = "date"
    CAPTION = "caption"
    PROMO = "promo"
    SIGNOFF = "signoff"
    SOURCE = "source"
    PAYWALL = "paywall"
    TICKER = "ticker"


_LONGEST = {
    Furniture.TICKER: 1500,
    Furniture.RELATED: 250,
    Furniture.PAYWALL: 300,
    Furniture.PROMO: 450,
    Furniture.CAPTION: 220,
    Furniture.DATE: 200,
    Furniture.MORE: 120,
    Furniture.END: 120,
    Furniture.LABEL: 120,
    Furniture.SOURCE: 160,
    Furniture.SIGNOFF: 120,
    Furniture.BYLINE: 120,
}
"""In the order they are tried: the most characters a line of each kind has."""
_MAY_BE_PROSE = frozenset({Furniture.RELATED, Furniture.PROMO, Furniture.CAPTION, Furniture.SOURCE, Furniture.PAYWALL})
_TAILS = ("teaser", "tail", "credit", "source_tail")
_MOST_TAILS = 4


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of ``furniture.tsv``."""

    line: int
    """Where it stands in the file, counted from 1."""
    kind: str
    match: str
    text: str

    def __str__(self) -> str:
        """Name the rule for whoever wants to change it."""
        text = self.text if len(self.text) <= _SHOWN else f"{self.text[:_SHOWN]}…"
        return f"{self.kind}: {_TABLE} line {self.line}, {text}"


@dataclass(frozen=True, slots=True)
class _Rules:
    lines: dict[str, Rule]
    """By the folded line."""
    patterns: dict[str, tuple[tuple[re.Pattern[str], Rule], ...]]
    any_of: dict[str, re.Pattern[str]]
    """All patterns of a kind in one: most lines are none of it, and one search says so."""
    date_words: frozenset[str]
    a_date: Rule
    """Stands for the list of date words."""


@cache
def _rules() -> _Rules:
    lines: dict[str, Rule] = {}
    patterns: dict[str, list[tuple[re.Pattern[str], Rule]]] = {}
    rules = read_rules()
    words = [rule for rule in rules if rule.kind == "dateword"]
    for rule in rules:
        if rule.match == "line":
            lines[_fold(rule.text)] = rule
        else:
            patterns.setdefault(rule.kind, []).append((re.compile(rule.text.replace("[[d]]", "[0-9০-৯]")), rule))
    return _Rules(
        {name: rule for name, rule in lines.items() if rule.kind != "dateword"},
        {kind: tuple(found) for kind, found in patterns.items()},
        {kind: re.compile("|".join(p.pattern for p, _ in found)) for kind, found in patterns.items()},
        frozenset(word for rule in words for word in tokens(rule.text)),
        Rule(words[0].line, Furniture.DATE, "line", "date words"),
    )


def read_rules() -> tuple[Rule, ...]:
    """Return the rules as they are written."""
    table = files("podcast.article").joinpath(_TABLE).read_text(encoding="utf-8")
    rows = [(place, row) for place, row in enumerate(table.splitlines(), 1) if row and not row.startswith("# ")]
    return tuple(Rule(place, *row.split("\t")) for place, row in rows)


def judge(line: str) -> Furniture | None:
    """Say what furniture *line* is; ``None`` when it may belong to the article.

    Bylines and sign-offs look like sub-heads: it is the caller's to know where they can stand.

    >>> judge("আরও পড়ুন: কাল খুলছে সেতু").value, judge("বিজ্ঞাপন").value, judge("প্রকাশ: ৩ মে ২০২৪, ১০:৩০").value
    ('related', 'label', 'date')
    >>> judge("সেতুটি আজ খুলেছে।") is None
    True
    """
    rule = find_rule(line)
    return Furniture(rule.kind) if rule is not None else None


@lru_cache(maxsize=4096)
def find_rule(line: str) -> Rule | None:
    """Return the rule by which *line* is furniture; ``None`` when none does."""
    if len(line) > max(_LONGEST.values()):
        return None
    rule = _rules().lines.get(_fold(line))
    if rule is not None:
        return rule
    kinds = [kind for kind, longest in _LONGEST.items() if len(line) <= longest]
    if is_prose(line):
        kinds = [kind for kind in kinds if kind in _MAY_BE_PROSE]
    return next((rule for kind in kinds if (rule := _rule_of_kind(line, kind)) is not None), None)


def _rule_of_kind(line: str, kind: Furniture) -> Rule | None:
    if kind is Furniture.DATE and _is_date(line):
        return _rules().a_date
    rule = _first_hit(kind, line)
    return None if kind is Furniture.CAPTION and _is_paragraph_with_credit(line) else rule


def _is_paragraph_with_credit(line: str) -> bool:
    text, _ = cut_tail(line)
    return text != line and len(text) >= _KEPT_BEFORE_CREDIT


def is_bare_related(line: str) -> bool:
    """Tell a label that announces other stories on the lines after it from one that holds the link itself."""
    return len(tokens(line)) <= 5 and _hits("related", line)  # noqa: PLR2004 - the longest label seen


def says_missing(text: str) -> bool:
    """Tell whether *text* is what a site writes when there is no such page."""
    return _hits("missing", text)


def cut_front(text: str) -> tuple[str, Rule | None]:
    """Cut a caption that ran into the paragraph after it; return what is left, and the rule if one did.

    >>> cut_front("নতুন খামার। ফাইল ছবি তিনি জানান, কাজ চলছে।")[0]
    'তিনি জানান, কাজ চলছে।'
    """
    edge, rule = _cut("front", text[:_EDGE_LENGTH])
    return (edge + text[_EDGE_LENGTH:]).strip(), rule


def cut_dateline(text: str) -> tuple[str, Rule | None]:
    """Cut the place, date and desk that a lead begins with.

    >>> cut_dateline("নিজস্ব সংবাদদাতা, কাটোয়া: সেতুটি আজ খুলেছে।")[0]
    'সেতুটি আজ খুলেছে।'
    """
    edge, rule = _cut("dateline", text[:_EDGE_LENGTH])
    return (edge + text[_EDGE_LENGTH:]).strip(), rule


def cut_tail(text: str, *, kept: frozenset[str] = frozenset()) -> tuple[str, Rule | None]:
    """Cut photo credits, sources, sign-offs and “continue reading” from the end of a paragraph.

    Kinds of rule in *kept* (``credit``, ``source_tail``) are not cut. Returns the text and the first rule that cut.

    >>> cut_tail("তিনি এ কথা জানান। এমএ/কেআর")[0]
    'তিনি এ কথা জানান।'
    """
    first: Rule | None = None
    for _ in range(_MOST_TAILS):
        edge, rule = text[-_EDGE_LENGTH:], None
        for kind in _TAILS:
            if kind not in kept:
                edge, cut = _cut(kind, edge)
                rule = rule or cut
        if rule is None:
            break
        first = first or rule
        text = _without_place_and_date((text[:-_EDGE_LENGTH] + edge).strip())
    return text.strip(), first


def _without_place_and_date(text: str) -> str:
    head, mark, last = text.rstrip("।").rpartition("।")
    return head + mark if mark and _is_place_and_date(last) else text


def _is_place_and_date(text: str) -> bool:
    """Tell what stands between a lead and its photo credit: ``কাটোয়া, ৩ জুন, ২০২৫``."""
    return len(text) < 40 and count_marks(text) == 0 and bool(re.search("[0-9০-৯]{4}$", text.strip()))  # noqa: PLR2004


def _cut(kind: str, text: str) -> tuple[str, Rule | None]:
    first: Rule | None = None
    if not _hits(kind, text):
        return text, first
    for pattern, rule in _rules().patterns[kind]:
        text, count = pattern.subn("", text, count=1)
        first = first or (rule if count else None)
    return text, first


def _hits(kind: str, text: str) -> bool:
    return _rules().any_of[kind].search(text) is not None


def _first_hit(kind: str, text: str) -> Rule | None:
    if not _hits(kind, text):
        return None
    return next((rule for pattern, rule in _rules().patterns[kind] if pattern.search(text)), None)


def _is_date(line: str) -> bool:
    words = tokens(line)
    if len(words) < 2 or not _DIGIT.search(line):  # noqa: PLR2004 - a lone number is a label
        return False
    known = _rules().date_words
    if not _DATE_SIGN.search(line) and known.isdisjoint(words):
        return False  # a figure, such as 38.2
    return all(word in known or _NUMBER.fullmatch(word) for word in words)


def _fold(line: str) -> str:
    return " ".join(_EDGES.sub("", line).casefold().split())
