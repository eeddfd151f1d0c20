"""Where the data that ships with the program lies: voices, shows, pronunciations, site rules."""

from __future__ import annotations

from pathlib import Path
from typing import Literal


def data_dir(kind: Literal["voices", "feeds", "sites"]) -> Path:
    """Return the folder of *kind* that ships with the program: the checkout's own, else the wheel's."""
    package = Path(__file__).resolve().parent
    if kind == "sites":
        return package / "article" / kind
    checkout = package.parent / kind
    if (package.parent / "pyproject.toml").is_file() and checkout.is_dir():
        return checkout
    return package / "data" / kind
