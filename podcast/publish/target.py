"""Where a show can be published: what every such place can do."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Protocol

from podcast.publish.contents import Contents


class Target(Protocol):
    """A place that holds files by name. Each method raises ``PublishError`` when the place refuses."""

    @property
    def is_public(self) -> bool:
        """Whether listeners fetch files from right there, so that a feed without a public address is of no use."""
        ...

    def compare(self, contents: Contents) -> Mapping[str, bool]:
        """Return the names of the files there, each with whether it has the same content as the one here."""
        ...

    def read(self, name: str) -> bytes | None:
        """Return a file that is there, or ``None``."""
        ...

    def prepare(self, puts: Collection[str]) -> None:
        """Clear away what an earlier run that broke off has left half done; *puts* are about to be put."""
        ...

    def put(self, contents: Contents, name: str) -> None:
        """Put one file in place, all of it or nothing."""
        ...

    def remove(self, name: str) -> None:
        """Take one file away; it is no failure if it is gone already."""
        ...

    def close(self) -> None:
        """End the run, however it went."""
        ...
