"""Time that passes only when someone waits for it."""

from datetime import UTC, datetime, timedelta

from podcast.net.timing import Clock

BEGINNING = datetime(2025, 4, 14, 6, 0, tzinfo=UTC)


class FakeClock:
    """Remembers every wait in :attr:`waits`, in seconds; :attr:`clock` is what a client takes."""

    def __init__(self) -> None:
        self.waits: list[float] = []
        self.passed_s = 0.0
        self.clock = Clock(monotonic=lambda: self.passed_s, now=self._now, sleep=self._sleep)

    def _now(self) -> datetime:
        return BEGINNING + timedelta(seconds=self.passed_s)

    def _sleep(self, duration_s: float) -> None:
        self.waits.append(duration_s)
        self.passed_s += duration_s
