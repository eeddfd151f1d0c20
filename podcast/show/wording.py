"""What listeners are told, as ``wording.toml`` words it."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path


def fallback_note(wanted: str, voice: str) -> str:
    """Say in one line that *voice* speaks because the *wanted* one could not.

    >>> print(fallback_note("তনিশা", "ইস্পিক"))
    পর্বটি “তনিশা” কণ্ঠে পড়ার কথা ছিল; তখন সেই কণ্ঠ পাওয়া যায়নি, তাই “ইস্পিক” পড়েছে।
    """
    return _wording()["fallback"].format(wanted=wanted, voice=voice)


@cache
def _wording() -> dict[str, str]:
    return tomllib.loads((Path(__file__).parent / "wording.toml").read_text(encoding="utf-8"))
