"""What a person sees while a conversion runs."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Self

from podcast.cli.common import say

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID


class Screen:
    """Shows a conversion's notes and, on a terminal only, a progress bar; both on standard error."""

    def __init__(self) -> None:
        self._progress: Progress | None = None
        self._tasks: dict[str, TaskID] = {}

    def __enter__(self) -> Self:
        if sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import Progress

            self._progress = Progress(console=Console(stderr=True), transient=True)
            self._progress.start()
        return self

    def __exit__(self, *exception: object) -> None:
        if self._progress is not None:
            self._progress.stop()

    def note(self, message: str) -> None:
        """Print *message* above the bar."""
        if self._progress is None:
            say(message)
        else:
            self._progress.console.print(message, highlight=False, markup=False)

    def progress(self, stage: str, done: int, total: int) -> None:
        """Move the bar of *stage*."""
        if self._progress is None:
            return
        if stage not in self._tasks:
            self._tasks[stage] = self._progress.add_task(stage, total=total)
        self._progress.update(self._tasks[stage], completed=done, total=total)
