"""Pronunciations that the rules do not give: a table of written and spoken words, and where a text holds them.

A lexicon file has a line for each entry: *written*, *spoken*, *class* and *example*, with tabs between them; ``#``
begins a remark. An entry stands for whole words only. Bengali ones keep their endings: ``দল`` is found in ``দলের`` and
``দলটি``, not in ``দলিল``. Latin ones take endings too (``Meta-র``); in capitals they match capitals only.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import PurePath
from typing import NamedTuple

from podcast.bangla.joining import LETTER
from podcast.bangla.latin import LATIN_ENDING, join_latin_case, transliterate
from podcast.bangla.latin_letters import COMBINING, LATIN_LETTER, fold_latin, is_latin
from podcast.errors import SettingsError
from podcast.shipped import data_dir

COLUMNS = ("written", "spoken", "class", "example")

_WORD = re.compile(f"[{LETTER}]+|[{LATIN_LETTER}{COMBINING}\\d]+")
_BENGALI = re.compile(f"[{LETTER}]")
_LATIN = re.compile(f"[{LATIN_LETTER}]")
_CASE = "(?:েদের|দের|েরা|রা|য়ের|এর|ের|র|কে|তে|য়ে|য়|এ|ে)"
_CLASSIFIER = "(?:টি|টা|টে|টো|টুকু|খানা|খানি|গুলি|গুলো|গুলা|জন)"
_BENGALI_ENDING = f"(?:-?(?=[{LETTER}])(?:{_CLASSIFIER}{_CASE}?|{_CASE})?[ওই]?)?"
_BENGALI_TAIL = re.compile(rf"(?P<suffix>{_BENGALI_ENDING})(?![{LETTER}])")
_LATIN_TAIL = re.compile(rf"(?![{LATIN_LETTER}{COMBINING}\d]|['’][{LATIN_LETTER}])(?P<suffix>{LATIN_ENDING})")
_LONGEST_ENDING = 12


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a lexicon file."""

    written: str
    spoken: str
    kind: str
    """What sort of word it is: ``person``, ``acronym`` …; for people who edit the file, nothing depends on it."""
    example: str
    """A sentence in which the entry is found."""
    source: str = ""
    line: int = 0

    @property
    def place(self) -> str:
        """File name and line, such as ``places.tsv:12``."""
        return f"{PurePath(self.source).name}:{self.line}"


class LexiconMatch(NamedTuple):
    """An entry found in a text."""

    start: int
    end: int
    """``text[start:end]`` is the entry as written there, with its ending."""
    entry: Entry
    suffix: str
    """The Bengali ending, as written; empty when there is none."""

    @property
    def spoken(self) -> str:
        """What is said for it, the ending joined by grammar."""
        return join_suffix(self.entry.spoken, self.suffix)


@dataclass(frozen=True)
class Lexicon:
    """Entries in order of priority: of two that match the same characters the earlier one holds."""

    entries: tuple[Entry, ...] = ()

    @cached_property
    def _by_first_word(self) -> dict[str, tuple[Entry, ...]]:
        index: dict[str, list[Entry]] = {}
        for entry in self.entries:
            index.setdefault(_first_word(entry.written), []).append(entry)
        return {word: tuple(sorted(some, key=lambda one: -len(one.written))) for word, some in index.items()}

    @cached_property
    def _bengali_beginnings(self) -> frozenset[str]:
        return frozenset(word[:1] for word in self._by_first_word if _BENGALI.match(word))

    @cached_property
    def _whole(self) -> dict[str, Entry]:
        whole: dict[str, Entry] = {}
        for entry in self.entries:
            key = entry.written if _is_capitals(entry.written) else fold_latin(entry.written).casefold()
            whole.setdefault(key, entry)
        return whole

    def find(self, word: str) -> str | None:
        r"""Return what is said for *word*, a name in Latin letters without an ending, or ``None``.

        >>> parse_lexicon(["NATO\tন্যাটো\tacronym\tNATO-র বৈঠক"], "own.tsv").find("NATO")
        'ন্যাটো'
        """
        entry = (word.isupper() and self._whole.get(word)) or self._whole.get(word.casefold())
        return entry.spoken if entry else None

    def matches(self, text: str) -> Iterator[LexiconMatch]:
        r"""Yield the entries found in *text*, left to right, the longest at each place; they never overlap.

        >>> lexicon = parse_lexicon(["দল\tদলো\tword\tদলের খবর"], "own.tsv")
        >>> [(match.start, match.end, match.suffix) for match in lexicon.matches("দলের দলিল দলে")]
        [(0, 4, 'ের'), (10, 13, 'ে')]
        """
        if not self.entries or not (self._bengali_beginnings or _LATIN.search(text)):
            return
        position = 0
        for word in _WORD.finditer(text):
            if word.start() < position:
                continue
            found = self._match_at(text, word)
            if found:
                position = found.end
                yield found

    def _match_at(self, text: str, word: re.Match[str]) -> LexiconMatch | None:
        written = word[0]
        if not _BENGALI.match(written):
            candidates = self._by_first_word.get(written.casefold(), ())
        elif written[0] in self._bengali_beginnings:
            lengths = range(len(written), max(0, len(written) - _LONGEST_ENDING), -1)
            candidates = tuple(entry for size in lengths for entry in self._by_first_word.get(written[:size], ()))
        else:
            return None
        if not candidates or _is_inside(text, word.start()):
            return None
        found = [match for entry in candidates if (match := _match_entry(text, word.start(), entry))]
        return max(found, key=lambda match: len(match.entry.written), default=None)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to be put right in a lexicon file."""

    source: str
    line: int
    written: str
    problem: str


@cache
def shipped_lexicon() -> Lexicon:
    """Return the lexicon that ships with the program: ``voices/lexicon/*.tsv``, read once."""
    files = sorted((data_dir("voices") / "lexicon").glob("*.tsv"))
    return merge_lexicons(*(parse_lexicon(file.read_text(encoding="utf-8").splitlines(), str(file)) for file in files))


def parse_lexicon(lines: Iterable[str], name: str) -> Lexicon:
    """Return the lexicon that *lines* of the file called *name* hold.

    A line that cannot be used is a :class:`SettingsError` with file, line and reason.
    """
    entries = []
    for number, line in _entry_lines(lines):
        entry, problem = _parse_line(line, name, number)
        if entry is None or problem:
            raise SettingsError(f"{name}:{number}: {problem}")
        entries.append(entry)
    return Lexicon(tuple(entries))


def merge_lexicons(*lexicons: Lexicon) -> Lexicon:
    """Return one lexicon in which the entries of an earlier one come before those of a later one."""
    return Lexicon(tuple(entry for lexicon in lexicons for entry in lexicon.entries))


def check_lexicon(files: Iterable[tuple[str, Iterable[str]]]) -> tuple[Finding, ...]:
    """Return what is wrong with lexicon *files*, each a name and its lines, in the order of the files.

    Reported are lines that cannot be used, entries written twice, entries that another one hides in their own example,
    and entries for which the rules alone say the same.
    """
    findings: list[Finding] = []
    entries: list[Entry] = []
    for name, lines in files:
        for number, line in _entry_lines(lines):
            entry, problem = _parse_line(line, name, number)
            if problem:
                findings.append(Finding(name, number, line.split("\t", maxsplit=1)[0], problem))
            elif entry:
                entries.append(entry)
    lexicon = Lexicon(tuple(entries))
    first: dict[str, Entry] = {}
    for entry in entries:
        earlier = first.setdefault(entry.written if _is_capitals(entry.written) else entry.written.casefold(), entry)
        problem = _judge(entry, earlier, lexicon)
        if problem:
            findings.append(Finding(entry.source, entry.line, entry.written, problem))
    return tuple(findings)


def join_suffix(spoken: str, suffix: str) -> str:
    """Return *spoken* with *suffix*, the Bengali ending a text has after the entry.

    >>> join_suffix("মেটা", "-এর"), join_suffix("দল", "টি"), join_suffix("কপ টোয়েন্টি নাইন", "-এ")
    ('মেটার', 'দলটি', 'কপ টোয়েন্টি নাইনে')
    """
    case = suffix.lstrip("-‐‑–’'")
    return join_latin_case(spoken, case) if re.fullmatch(f"{_CASE}?[ওই]?", case) and case else spoken + case


def _entry_lines(lines: Iterable[str]) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(lines, start=1):
        text = line.rstrip("\r\n")
        if text.strip() and not text.startswith("#"):
            yield number, text


def _parse_line(line: str, name: str, number: int) -> tuple[Entry | None, str]:
    """Return the entry, and what makes the line unusable; one of them is empty."""
    cells = line.split("\t")
    if len(cells) != len(COLUMNS):
        return None, f"{len(cells)} columns, expected {len(COLUMNS)} with a tab between them: {', '.join(COLUMNS)}"
    for column, cell in zip(COLUMNS, cells, strict=True):
        problem = _judge_cell(cell)
        if problem:
            return None, f"{column} {problem}"
    written, spoken, kind, example = cells
    entry = Entry(written, spoken, kind, example, source=name, line=number)
    return entry, _judge_entry(entry)


def _judge_cell(cell: str) -> str:
    if not cell.strip():
        return "is empty"
    if cell != cell.strip():
        return "begins or ends with a space"
    return "" if unicodedata.is_normalized("NFC", cell) else "is not in Unicode's composed form (NFC)"


def _judge_entry(entry: Entry) -> str:
    if any(char.isnumeric() or is_latin(char) for char in entry.spoken):
        return f'spoken "{entry.spoken}" has a digit or a Latin letter; expected words in Bengali letters'
    if not _WORD.match(entry.written):
        return f'written "{entry.written}" does not begin with a letter or digit'
    if not any(match.entry is entry for match in Lexicon((entry,)).matches(entry.example)):
        return f'the example "{entry.example}" does not hold "{entry.written}" as a word of its own'
    return ""


def _judge(entry: Entry, earlier: Entry, lexicon: Lexicon) -> str:
    if earlier is not entry:
        return f'is written already in {earlier.source}:{earlier.line}, spoken "{earlier.spoken}"'
    found = [match.entry for match in lexicon.matches(entry.example)]
    if not any(one is entry for one in found):
        others = ", ".join(f'"{one.written}"' for one in found)
        return f"is not what its own example finds, but {others or 'nothing'}"
    if transliterate(entry.written) == entry.spoken:
        return "is what the rules give anyway"
    return ""


def _is_capitals(written: str) -> bool:
    return written.isupper() and sum(map(is_latin, written)) > 1


def _first_word(written: str) -> str:
    found = _WORD.match(written)
    return found[0].casefold() if found else ""


def _is_inside(text: str, start: int) -> bool:
    """Tell whether the word that begins at *start* goes on from something before it."""
    before = text[start - 1 : start]
    if before and before in ".'’@":
        before = text[start - 2 : start - 1]
    return bool(_WORD.match(before))


@lru_cache(maxsize=32_768)
def _pattern(written: str) -> re.Pattern[str] | None:
    """Return the pattern of an entry with more than letters in it: spaces, hyphens, apostrophes come in many kinds."""
    if _WORD.fullmatch(written):
        return None
    pieces = {" ": r"[ \u00a0]+", "'": "['’]", "’": "['’]", "-": "[-‐‑–]", "–": "[-‐‑–]"}
    body = "".join(pieces.get(char, re.escape(char)) for char in written)
    return re.compile(body, re.NOFLAG if _is_capitals(written) else re.IGNORECASE)


def _match_entry(text: str, start: int, entry: Entry) -> LexiconMatch | None:
    """Match *entry* at *start*, where a word equal to its first word begins."""
    pattern = _pattern(entry.written)
    if pattern is None:
        end = start + len(entry.written)
        if _is_capitals(entry.written) and text[start:end] != entry.written:
            return None
    else:
        match = pattern.match(text, start)
        if match is None:
            return None
        end = match.end()
    tail = (_BENGALI_TAIL if _BENGALI.match(entry.written[-1]) else _LATIN_TAIL).match(text, end)
    return LexiconMatch(start, tail.end(), entry, tail["suffix"]) if tail else None
