"""Manners towards Edge's online voices: how many requests a minute, and leaving a service alone that is down.

A budget and a breaker decide and never wait; a gate waits for them, one for each endpoint in the whole program.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from podcast.net.timing import REAL_CLOCK, Clock
from podcast.speech.engines.edge_endpoint import Endpoint
from podcast.speech.engines.edge_trouble import LeftAloneError, TroubleError

MOST_AT_ONCE = 3
"""In the whole program; forty at once are what users found to be taken for an attack."""
REQUESTS_PER_MINUTE = 100
"""A chunk of 2,000 bytes is 55 s of speech, so this is more than an hour of it a minute. Users of the public service
report 429, for five minutes, after some 500 requests at once, and 503 after a few dozen."""
BURST = 60
"""Requests that need not wait for each other: more than an article has, fewer than an evening's articles."""
MOST_FAILURES = 10
"""With three requests at a time that is the fourth round of failures, some five seconds after the first."""
COOL_DOWN_S = 60.0
LONGEST_REST_S = 30.0
"""When the service asks for a longer rest, what is to be spoken fails at once instead of waiting."""


class RateBudget:
    """When requests may start: a burst at once, and then so many a minute."""

    def __init__(self, per_minute: float = REQUESTS_PER_MINUTE, burst: int = BURST) -> None:
        """Allow *per_minute*, which may be ``math.inf``, and *burst* more when there was a pause before."""
        self._apart_s = 60 / per_minute
        self._ahead_s = self._apart_s * (burst - 1)
        self._due_s = -math.inf
        """When the next request would start if they were all evenly spaced."""
        self._rest_until_s = -math.inf

    def reserve(self, now_s: float) -> float:
        """Return when the next request may start, and count it."""
        start_s = max(now_s, self._rest_until_s, self._due_s - self._ahead_s)
        self._due_s = max(self._due_s, start_s) + self._apart_s
        return start_s

    def rest(self, until_s: float) -> None:
        """Let no request start before *until_s*."""
        self._rest_until_s = max(self._rest_until_s, until_s)


class Breaker:
    """Whether the service is to be left alone: for a while after so many failures in a row, whoever met them.

    After that while, one request is let through; the service is left alone further until that one has ended well.
    """

    def __init__(self, most_failures: int = MOST_FAILURES, cool_down_s: float = COOL_DOWN_S) -> None:
        self._most_failures = most_failures
        self._cool_down_s = cool_down_s
        self._failures = 0
        self._reason = ""
        self._open_until_s: float | None = None
        self._is_tried = False

    def refusal(self, now_s: float) -> str | None:
        """Say why no request may be made; ``None`` when one may."""
        if self._open_until_s is None or (now_s >= self._open_until_s and not self._is_tried):
            return None
        times = f", {self._failures} times in a row" if self._failures > 1 else ""
        wait_s = math.ceil(max(0.0, self._open_until_s - now_s))
        until = f"for {wait_s} s more" if wait_s else "until the request now under way has ended"
        return f"{self._reason}{times}; it is left alone {until}"

    def begin(self) -> None:
        """Note that a request begins that was not refused."""
        self._is_tried = self._open_until_s is not None

    def succeed(self) -> None:
        """Note that a request was answered whole."""
        self._failures, self._open_until_s, self._is_tried = 0, None, False

    def fail(self, now_s: float, reason: str) -> None:
        """Note that the service failed, as *reason* says."""
        self._failures += 1
        if self._failures >= self._most_failures or self._open_until_s is not None:
            self.open(now_s + self._cool_down_s, reason)

    def open(self, until_s: float, reason: str) -> None:
        """Leave the service alone until *until_s*, because of *reason*."""
        self._open_until_s = max(until_s, self._open_until_s or until_s)
        self._reason = reason
        self._is_tried = False

    def leave(self) -> None:
        """Note that a request ended in a way that says nothing of the service."""
        self._is_tried = False


class Gate:
    """Lets requests through, from any number of threads, as a budget and a breaker allow."""

    def __init__(
        self,
        budget: RateBudget | None = None,
        breaker: Breaker | None = None,
        clock: Clock = REAL_CLOCK,
        most_at_once: int = MOST_AT_ONCE,
    ) -> None:
        self._places = threading.BoundedSemaphore(most_at_once)
        self._budget = budget or RateBudget()
        self._breaker = breaker or Breaker()
        self._clock = clock
        self._lock = threading.Lock()

    @contextmanager
    def request(self, patience_s: float = math.inf) -> Iterator[None]:
        """Wait for a place, at most *patience_s*, and hold it for the body; learn from the trouble it raises.

        Raises:
            LeftAloneError: the service is left alone now.
        """
        if not self._places.acquire(timeout=min(patience_s, threading.TIMEOUT_MAX)):
            raise _left_alone("other requests to the service are under way and take too long")
        try:
            self._enter(patience_s)
            yield from self._learn_from_it()
        finally:
            self._places.release()

    def _enter(self, patience_s: float) -> None:
        with self._lock:
            now_s = self._clock.monotonic()
            self._check(now_s)
            wait_s = self._budget.reserve(now_s) - now_s
        if wait_s > patience_s:
            raise _left_alone(f"the service was asked often enough; it may be asked again in {math.ceil(wait_s)} s")
        if wait_s > 0:
            self._clock.sleep(wait_s)
        with self._lock:
            self._check(self._clock.monotonic())
            self._breaker.begin()

    def _check(self, now_s: float) -> None:
        refusal = self._breaker.refusal(now_s)
        if refusal is not None:
            raise _left_alone(refusal)

    def _learn_from_it(self) -> Iterator[None]:
        try:
            yield
        except TroubleError as trouble:
            self._learn(trouble)
            raise
        except BaseException:
            with self._lock:
                self._breaker.leave()
            raise
        with self._lock:
            self._breaker.succeed()

    def _learn(self, trouble: TroubleError) -> None:
        with self._lock:
            now_s = self._clock.monotonic()
            if not trouble.is_service:
                self._breaker.leave()
                return
            self._breaker.fail(now_s, str(trouble))
            rest_s = trouble.retry_after_s or 0.0
            if rest_s > LONGEST_REST_S:
                self._breaker.open(now_s + rest_s, str(trouble))
            else:
                self._budget.rest(now_s + rest_s)


def _left_alone(reason: str) -> LeftAloneError:
    return LeftAloneError(reason, is_lasting=True, is_service=True)


_gates: dict[str, Gate] = {}
_gates_lock = threading.Lock()


def gate_of(endpoint: Endpoint) -> Gate:
    """Return the one gate of *endpoint*; an endpoint that is not Microsoft's has no budget but its own."""
    with _gates_lock:
        if endpoint.place not in _gates:
            budget = RateBudget() if endpoint.is_microsofts else RateBudget(per_minute=math.inf)
            _gates[endpoint.place] = Gate(budget)
        return _gates[endpoint.place]
