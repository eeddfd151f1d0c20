"""What listeners are told, as ``wording.toml`` and the show file word it."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from podcast.settings import Show

_USUAL_LOCALE = "bn-IN"
"""Of a show whose language names no country."""


def fallback_note(wanted: str, voice: str) -> str:
    """Say in one line that *voice* speaks because the *wanted* one could not.

    >>> print(fallback_note("তনিশা", "ইস্পিক"))
    পর্বটি “তনিশা” কণ্ঠে পড়ার কথা ছিল; তখন সেই কণ্ঠ পাওয়া যায়নি, তাই “ইস্পিক” পড়েছে।
    """
    return str(_wording()["fallback"]).format(wanted=wanted, voice=voice)


def spoken_disclosure(show: Show, locale: str) -> str | None:
    """Return what is said at the end of each episode of *show*, in *locale*; ``None`` when that is nothing.

    >>> print(spoken_disclosure(Show(name="s", title="খবর", description="রোজ।"), "bn-BD"))
    এই লেখাটি মানুষ নয়, কম্পিউটারের তৈরি কৃত্রিম কণ্ঠ পড়ে শোনালো।
    """
    said = show.disclosure.spoken
    return (_in_locale("spoken_disclosure", locale) if said is None else said) or None


def written_disclosure(show: Show) -> str:
    """Return the sentence of the description of *show* that names the synthetic voice.

    >>> print(written_disclosure(Show(name="s", title="খবর", description="রোজ।", language="bn-BD")))
    এই পডকাস্টের লেখাগুলো কৃত্রিম কণ্ঠে পড়ে শোনানো হয়।
    """
    return show.disclosure.written or _in_locale("written_disclosure", show.language)


def update_frequency(updates: str) -> str:
    """Say how often there is a new episode.

    >>> update_frequency("daily")
    'প্রতিদিন'
    """
    return str(_wording()["updates"][updates])


def _in_locale(key: str, locale: str) -> str:
    wordings: dict[str, str] = _wording()[key]
    return wordings.get(locale, wordings[_USUAL_LOCALE])


@cache
def _wording() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "wording.toml").read_text(encoding="utf-8"))
