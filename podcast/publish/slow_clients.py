"""Bounds on what one client can hold: time to ask, time to take what is sent, and the number of connections.

uvicorn bounds only the time between two requests: a client that sends half a header, or reads nothing of what it
asked for, keeps its connection, its file and its memory for ever.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a client may take; times in seconds."""

    asking_s: float = 15
    """From the start of a connection, or the end of its last answer, to the end of the next request's headers."""
    taking_s: float = 60
    """For the next 64 KiB: the slowest line a whole file gets through has 1.1 kB/s."""
    most_connections: int = 400


def fitting_bounds() -> Bounds:
    """Return bounds under which the process does not run out of files: each answer holds a socket and a file."""
    if sys.platform == "win32":
        return Bounds()
    import resource

    allowed, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = Bounds().most_connections if allowed == resource.RLIM_INFINITY else max(8, (allowed - 64) // 2)
    return Bounds(most_connections=min(Bounds().most_connections, most))


def bounded_protocol(bounds: Bounds) -> type[asyncio.Protocol]:
    """Make uvicorn's protocol for one connection keep to *bounds*; who does not is cut off."""

    class BoundedProtocol(_BoundedProtocol):
        _bounds = bounds

    return BoundedProtocol


class _Alarm:
    """A timer that can be wound and stopped any number of times."""

    def __init__(self) -> None:
        self._handle: asyncio.TimerHandle | None = None

    @property
    def is_wound(self) -> bool:
        return self._handle is not None

    def wind(self, loop: asyncio.AbstractEventLoop, after_s: float, action: Callable[[], None]) -> None:
        self.stop()
        self._handle = loop.call_later(after_s, action)

    def stop(self) -> None:
        if self._handle is not None:
            self._handle.cancel()
            self._handle = None


class _BoundedProtocol(H11Protocol):
    _bounds: Bounds

    def connection_made(self, transport: Any) -> None:  # noqa: ANN401 - as uvicorn has it
        self._asking, self._taking = _Alarm(), _Alarm()
        self._has_ended = False
        super().connection_made(transport)
        if len(self.connections) > self._bounds.most_connections:
            transport.abort()
            return
        # any byte that waits counts, so that the bound on taking holds for the end of an answer too
        transport.set_write_buffer_limits(high=0)
        self._asking.wind(self.loop, self._bounds.asking_s, transport.abort)

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self._is_answering():
            self._asking.stop()
        elif not self._asking.is_wound:
            self._asking.wind(self.loop, self._bounds.asking_s, self.transport.abort)

    def eof_received(self) -> bool:  # type: ignore[override] # asyncio asks whether to stay open; uvicorn never does
        """Answer a client that has said all it had to say: it may well be listening still."""
        self._has_ended = True
        return self._is_answering()

    def on_response_complete(self) -> None:
        super().on_response_complete()  # which may begin with the next request, if it has come already
        if self._is_answering():
            self._asking.stop()
            return
        if self._has_ended:
            self.transport.close()
        self._asking.wind(self.loop, self._bounds.asking_s, self.transport.abort)

    def pause_writing(self) -> None:
        super().pause_writing()
        self._taking.wind(self.loop, self._bounds.taking_s, self.transport.abort)

    def resume_writing(self) -> None:
        super().resume_writing()
        self._taking.stop()

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self._asking.stop()
        self._taking.stop()

    def _is_answering(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete
