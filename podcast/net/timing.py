"""Time: how a client tells it and waits, and the limit on one try."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar

from podcast.net.failures import timed_out

_T = TypeVar("_T")


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Clock:
    """How a client tells the time and waits; a test's passes at once."""

    monotonic: Callable[[], float] = time.monotonic
    now: Callable[[], datetime] = _now
    """The date, with its zone, for servers that name one to come back at."""
    sleep: Callable[[float], None] = time.sleep


REAL_CLOCK = Clock()


class TimeLimit:
    """The time that one try may take in all its requests; what is waited between them does not count."""

    def __init__(self, timeout_s: float, source: str, monotonic: Callable[[], float] = time.monotonic) -> None:
        """Allow *timeout_s* for reading *source*; the time of sockets is real, so *monotonic* is, but in a test."""
        self._timeout_s = timeout_s
        self._source = source
        self._left_s = timeout_s
        self._monotonic = monotonic

    def run(self, work: Callable[[float], _T]) -> _T:
        """Run *work* beside us, with its deadline on the monotonic clock, and stop waiting when time is up.

        Looking up a name cannot be interrupted, and a server that sends a byte now and then resets every other limit.

        Raises:
            SourceError: time is up.
        """
        begun = self._monotonic()
        deadline = begun + self._left_s
        outcome: queue.SimpleQueue[tuple[_T | None, BaseException | None]] = queue.SimpleQueue()

        def run() -> None:
            try:
                outcome.put((work(deadline), None))
            except BaseException as error:  # noqa: BLE001 - carried to the caller's thread and raised there
                outcome.put((None, error))

        if self._left_s <= 0:
            raise timed_out(self._source, self._timeout_s)
        threading.Thread(target=run, name="fetch", daemon=True).start()
        try:
            value, error = outcome.get(timeout=self._left_s)
        except queue.Empty:
            raise timed_out(self._source, self._timeout_s) from None
        finally:
            self._left_s = deadline - self._monotonic()
        if error is not None:
            raise error
        assert value is not None
        return value
