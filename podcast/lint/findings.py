"""What the linter finds, and the table of what it goes by: ``rules.tsv``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path


class Level(StrEnum):
    """How grave a finding is."""

    MUST = "MUST"
    """Some app or directory refuses the feed, or listeners lose or get again what they have."""
    SHOULD = "SHOULD"
    """It works, though not as well as it could."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the table."""

    name: str
    level: Level
    source: str
    """Whose requirement it is."""
    expected: str


@dataclass(frozen=True, slots=True)
class Fault:
    """A rule that is broken, before it is said where."""

    rule: str
    wrong: str
    """What is wrong, to be read after the place."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that is broken: where, and how."""

    rule: str
    where: str
    """The feed's file and line, and of an episode its title; or another file's name."""
    wrong: str
    guid: str | None = None
    """Of the episode; ``None`` for what is wrong with the show."""

    @property
    def level(self) -> Level:
        """How grave it is."""
        return rules()[self.rule].level

    @property
    def is_must(self) -> bool:
        """Whether it makes a check fail."""
        return self.level is Level.MUST

    def __str__(self) -> str:
        """Say it in one sentence, with its rule and source."""
        rule = rules()[self.rule]
        return f"{rule.level} {self.rule}: {self.where}: {self.wrong}; expected {rule.expected} ({rule.source})"

    def as_json(self) -> dict[str, str | None]:
        """Return it for programs."""
        rule = rules()[self.rule]
        told = {"rule": self.rule, "level": str(rule.level), "where": self.where, "wrong": self.wrong}
        return {**told, "expected": rule.expected, "source": rule.source, "guid": self.guid}


@cache
def rules() -> Mapping[str, Rule]:
    """Return the table, by name.

    >>> rules()["guid-missing"].level
    <Level.MUST: 'MUST'>
    """
    text = (Path(__file__).parent / "rules.tsv").read_text(encoding="utf-8")
    lines = (line.split("\t") for line in text.splitlines() if not line.startswith("#"))
    return {name: Rule(name, Level(level), source, expected) for name, level, source, expected in lines}
