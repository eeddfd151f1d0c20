"""Site rules: how the pages of some sites are read."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from pydantic import Field
from pydantic.dataclasses import dataclass

from podcast.settings.files import read_file, search_path
from podcast.sounding import STRICT


@dataclass(frozen=True, config=STRICT)
class SiteRules:
    """How the pages of some sites are read, where the general rules misread them; selectors are CSS."""

    name: str
    """The file's stem; a user's file of the same name replaces the one that ships."""
    hosts: tuple[str, ...] = Field(min_length=1)
    """Host names, their sub-domains counting; ``*`` is every site."""
    prune: tuple[str, ...] = ()
    """Left out before anything is looked for."""
    keep: tuple[str, ...] = ()
    """Where the body stands, in place of looking for it."""
    title: str | None = None
    byline: str | None = None
    date: str | None = None


def load_sites() -> tuple[SiteRules, ...]:
    """Read every file of site rules; of files of one name the nearest on the search path counts.

    Raises:
        SettingsError: a file cannot be used.
    """
    nearest: dict[str, Path] = {}
    for folder in search_path("sites"):
        for path in sorted(folder.glob("*.toml")):
            nearest.setdefault(path.stem, path)
    return tuple(_read_site(path, path.stat().st_mtime_ns) for _, path in sorted(nearest.items()))


@lru_cache(maxsize=256)
def _read_site(path: Path, _changed_ns: int) -> SiteRules:
    return read_file(path, SiteRules)
