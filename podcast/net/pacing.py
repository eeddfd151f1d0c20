"""Politeness between requests: one host is asked again only after a while."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

from podcast.net.timing import Clock


class Pacer:
    """Keeps the starts of two requests to one host apart, whichever threads send them."""

    def __init__(self, clock: Clock) -> None:
        """Tell time and wait by *clock*."""
        self._clock = clock
        self._hosts: dict[str, _Host] = {}
        self._lock = threading.Lock()

    def wait(self, name: str, delay_s: float) -> None:
        """Return when the host *name* may be asked: *delay_s* after it last was."""
        with self._lock:
            host = self._hosts.setdefault(name, _Host())
        with host.lock:  # while one waits, those behind it wait for their turn
            if host.asked_at is not None:
                left_s = host.asked_at + delay_s - self._clock.monotonic()
                if left_s > 0:
                    self._clock.sleep(left_s)
            host.asked_at = self._clock.monotonic()


@dataclass(slots=True)
class _Host:
    lock: threading.Lock = field(default_factory=threading.Lock)
    asked_at: float | None = None
    """On the monotonic clock; ``None`` until it was."""
