"""An executor whose threads end with the program, so that an interrupt need not wait for an engine."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import Any, ParamSpec, TypeVar

_P = ParamSpec("_P")
_T = TypeVar("_T")


_of_this_thread = threading.local()


def is_given_up() -> bool:
    """Say whether nobody waits any more for what this thread does; an engine that asks again and again then stops."""
    given_up: threading.Event | None = getattr(_of_this_thread, "given_up", None)
    return given_up is not None and given_up.is_set()


class DaemonThreads(Executor):
    """*workers* daemon threads that run what is submitted, in order.

    ``ThreadPoolExecutor`` will not do: the interpreter waits for its threads at exit, and an engine that waits for
    an answer from the network would hold up Ctrl-C by as long.
    """

    def __init__(self, workers: int) -> None:
        self._jobs: SimpleQueue[tuple[Future[Any], Callable[[], Any]] | None] = SimpleQueue()
        self._given_up = threading.Event()
        self._threads = [threading.Thread(target=self._work, name=f"speech-{n}", daemon=True) for n in range(workers)]
        for thread in self._threads:
            thread.start()

    def submit(self, fn: Callable[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs) -> Future[_T]:
        """Run ``fn(*args, **kwargs)`` in the next free thread."""
        future: Future[_T] = Future()
        self._jobs.put((future, lambda: fn(*args, **kwargs)))
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002 - as the base class
        """Take nothing more; begin nothing more if *cancel_futures*; *wait* for the threads to end.

        What runs then is told by :func:`is_given_up`.
        """
        if cancel_futures:
            self._given_up.set()
        with suppress(Empty):
            while cancel_futures:
                job = self._jobs.get_nowait()
                if job is not None:
                    job[0].cancel()
        for _ in self._threads:
            self._jobs.put(None)
        if wait:
            for thread in self._threads:
                thread.join()

    def _work(self) -> None:
        _of_this_thread.given_up = self._given_up
        while (job := self._jobs.get()) is not None:
            future, run = job
            if not future.set_running_or_notify_cancel():
                continue
            try:
                result = run()
            except BaseException as error:  # noqa: BLE001 - whoever asks for the result gets it
                future.set_exception(error)
            else:
                future.set_result(result)
