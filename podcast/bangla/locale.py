"""What the two standards of Bengali say differently where the text has only digits and symbols."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol


class Readings(Protocol):
    """Where a reading that the rules do not give is looked up; a :class:`~podcast.bangla.lexicon.Lexicon` is one."""

    def find(self, word: str) -> str | None:
        """Return what is said for *word* as a whole, or ``None``."""


class _NoReadings:
    def find(self, word: str) -> str | None:  # noqa: ARG002 - the protocol's signature
        return None


NO_READINGS: Readings = _NoReadings()


@dataclass(frozen=True, slots=True)
class Locale:
    """One standard. The author's own words are never changed to it."""

    name: str
    lakh: str
    """The word for a hundred thousand."""
    twenty: str
    """The word for twenty."""
    hours: tuple[tuple[int, str], ...] = ()
    """Hours whose clock form is not the number and টা."""
    readings: Readings = field(default=NO_READINGS, compare=False)
    """What is said for names in Latin letters that the rules would get wrong."""
    keeps_latin: bool = False
    """Words in Latin letters are left for the voice to read."""

    def say_hour(self, hour: int, number: str) -> str:
        """Return the clock form of *hour*, whose number is said *number*, such as ``দশটা``."""
        return dict(self.hours).get(hour, number + "টা")


INDIA = Locale("bn-IN", lakh="লক্ষ", twenty="কুড়ি", hours=((2, "দুটো"), (3, "তিনটে"), (4, "চারটে")))
BANGLADESH = Locale("bn-BD", lakh="লাখ", twenty="বিশ")
LOCALES = {locale.name: locale for locale in (INDIA, BANGLADESH)}


def find_locale(name: str) -> Locale:
    """Return the locale called *name*; :class:`ValueError` says which there are."""
    if name not in LOCALES:
        raise ValueError(f"locale {name!r} is not known; expected one of {', '.join(LOCALES)}")
    return LOCALES[name]
