"""Whether a voice can speak now, found out in bounded time."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import TimeoutError as FutureTimeoutError
from typing import TypeVar

from podcast.errors import EngineUnavailableError, PodcastError
from podcast.settings import Voice

PROBE_TIMEOUT_S = 5.0
"""How long a voice of the ladder may take to answer before the next one is asked."""
_SPARE_S = 1.0
"""For an engine that keeps its time, but not to the millisecond."""

_T = TypeVar("_T")


def probe_voice(voice: Voice, timeout_s: float = PROBE_TIMEOUT_S) -> None:
    """Return when *voice* can speak now; an engine that never answers is left behind.

    Raises:
        EngineUnavailableError: it cannot, or did not answer in time.
        SettingsError: it asks for what its engine does not have.
    """
    from podcast.speech import open_engine

    within(timeout_s, lambda: open_engine(voice.engine).probe(voice, timeout_s))


def within(timeout_s: float, ask: Callable[[], _T]) -> _T:
    """Return what *ask* returns if it does so in *timeout_s* and a little more; raise what it raises.

    Raises:
        EngineUnavailableError: it did not end; it goes on in a thread that ends with the program.
    """
    from podcast.speech.threads import DaemonThreads

    thread = DaemonThreads(1)
    answer = thread.submit(ask)
    thread.shutdown(wait=False)
    try:
        return answer.result(timeout_s + _SPARE_S)
    except FutureTimeoutError as error:
        if answer.done():  # the engine's own
            raise
        raise EngineUnavailableError(f"no answer within {timeout_s:g} s") from error


class Prober:
    """Asks each voice once: what could not speak at first is not waited for again."""

    def __init__(self, probe: Callable[[Voice], None] = probe_voice) -> None:
        self._probe = probe
        self._failures: dict[Voice, PodcastError | None] = {}

    def __call__(self, voice: Voice) -> None:
        """Return when *voice* could speak when it was first asked.

        Raises:
            EngineUnavailableError: it could not.
            SettingsError: it asks for what its engine does not have.
        """
        if voice not in self._failures:
            try:
                self._probe(voice)
            except PodcastError as error:
                self._failures[voice] = error
            else:
                self._failures[voice] = None
        failure = self._failures[voice]
        if failure is not None:
            raise failure
