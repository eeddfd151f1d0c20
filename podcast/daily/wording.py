"""What an edition says between the stories: the sentences of ``wording.toml``, or the show's own."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import cache
from importlib.resources import files
from string import Formatter

from podcast.bangla.unicode import normalize_text
from podcast.errors import SettingsError

_USUAL_LOCALE = "bn-IN"
"""Of a show whose language names no country."""
_HELD = {
    "title": {"show", "day", "date", "weekday", "bangla_date"},
    "opening": {"show", "day", "date", "weekday", "greeting", "count"},
    "opening_with_bangla_date": {"show", "day", "date", "weekday", "greeting", "count", "bangla_date"},
    "roundup": {"count"},
    "source": {"sources"},
    "closing": {"show", "weekday"},
    "goodbye": {"show", "weekday"},
}
"""What the sentences may have in braces."""
_PARTS_OF_DAY = ((4, "dawn"), (6, "morning"), (12, "noon"), (16, "afternoon"), (18, "evening"), (20, "night"))
"""From which hour on, as ICU has it for Bengali; before the first it is still night."""


@dataclass(frozen=True, slots=True)
class Wording:
    """The sentences of an edition, with places to fill in; ``wording.toml`` says what each is for."""

    title: str
    dawn: str
    morning: str
    noon: str
    afternoon: str
    evening: str
    night: str
    opening: str
    opening_with_bangla_date: str
    roundup: str
    source: str
    rest: str
    closing: str
    goodbye: str
    disclosure: str

    def greeting(self, hour: int) -> str:
        """Return the greeting for a time of day, by the *hour* from 0 to 23.

        >>> find_wording("bn-BD").greeting(7), find_wording("bn-BD").greeting(2)
        ('শুভ সকাল', 'রাতের শুভেচ্ছা')
        """
        names = [name for first, name in _PARTS_OF_DAY if hour >= first]
        return str(getattr(self, names[-1] if names else _PARTS_OF_DAY[-1][1]))


def find_wording(locale: str, own: Mapping[str, str] | None = None) -> Wording:
    """Return the sentences of *locale*, with a show's *own* in place of some.

    Raises:
        SettingsError: one of the show's own is for nothing, or has something in braces that is not known there.
    """
    usual = _wordings().get(locale, _wordings()[_USUAL_LOCALE])
    names = [field.name for field in fields(Wording)]
    for key, sentence in (own or {}).items():
        if key not in names:
            raise SettingsError(f"edition.wording.{key} is not known; expected one of {', '.join(names)}")
        _check(key, sentence)
    return replace(usual, **{key: normalize_text(sentence).strip() for key, sentence in (own or {}).items()})


def _check(key: str, sentence: str) -> None:
    known = _HELD.get(key, set())
    expected = ", ".join(f"{{{name}}}" for name in sorted(known)) or "nothing in braces"
    try:
        parts = list(Formatter().parse(sentence))
    except ValueError as error:
        raise SettingsError(f"edition.wording.{key} = “{sentence}”: {error}; expected {expected}") from error
    for _, name, form, conversion in parts:
        if name is not None and (name not in known or form or conversion):
            raise SettingsError(f"edition.wording.{key} = “{sentence}”: {{{name}}} is not known; expected {expected}")
    if key == "title" and not sentence.strip():
        raise SettingsError("edition.wording.title is empty; an episode has a title")


@cache
def _wordings() -> dict[str, Wording]:
    text = files("podcast.daily").joinpath("wording.toml").read_text(encoding="utf-8")
    return {locale: Wording(**sentences) for locale, sentences in tomllib.loads(text).items()}
