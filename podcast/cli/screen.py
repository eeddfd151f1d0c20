"""What a person sees while a conversion runs."""

from __future__ import annotations

import math
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
            from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

            left = TextColumn("{task.fields[left]}")
            columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), left)
            self._progress = Progress(*columns, console=Console(stderr=True), transient=True)
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

    def progress(self, stage: str, done: int, total: int, left_s: float | None = None) -> None:
        """Move the bar of *stage*; say how long the rest will take, if it is known."""
        if self._progress is None:
            return
        left = "" if left_s is None else describe_left(left_s)
        if stage not in self._tasks:
            self._tasks[stage] = self._progress.add_task(stage, total=total, left=left)
        self._progress.update(self._tasks[stage], completed=done, total=total, left=left)


def describe_left(left_s: float) -> str:
    """Say how long something will still take.

    >>> [describe_left(seconds) for seconds in (0, 4.2, 75, 4000)]
    ['', '5 s left', '1 min 15 s left', '1 h 07 min left']
    """
    seconds = math.ceil(left_s)
    if seconds <= 0:
        return ""
    if seconds < 60:  # noqa: PLR2004 - seconds
        return f"{seconds} s left"
    minutes = math.ceil(seconds / 60)
    if seconds < 3600:  # noqa: PLR2004 - seconds
        return f"{seconds // 60} min {seconds % 60:02d} s left"
    return f"{minutes // 60} h {minutes % 60:02d} min left"
