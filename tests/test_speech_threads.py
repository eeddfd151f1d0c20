import subprocess
import sys
from threading import Event

import pytest

from podcast.speech.threads import DaemonThreads


def test_results_and_errors_reach_whoever_asked() -> None:
    threads = DaemonThreads(2)
    results = [threads.submit(pow, 2, exponent) for exponent in range(10)]
    failure = threads.submit(int, "এক")
    assert [result.result(10) for result in results] == [2**exponent for exponent in range(10)]
    with pytest.raises(ValueError, match="invalid literal"):
        failure.result(10)
    threads.shutdown()


def test_what_has_not_begun_can_be_cancelled() -> None:
    threads = DaemonThreads(1)
    begun, release = Event(), Event()

    def wait() -> bool:
        begun.set()
        return release.wait(20)

    running = threads.submit(wait)
    waiting = [threads.submit(pow, 2, 2) for _ in range(5)]
    assert begun.wait(20)
    threads.shutdown(wait=False, cancel_futures=True)
    release.set()
    assert running.result(20)
    assert all(future.cancelled() for future in waiting)
    threads.shutdown()


def test_a_cancelled_job_is_not_run() -> None:
    threads = DaemonThreads(1)
    release, ran = Event(), []
    threads.submit(release.wait, 20)
    waiting = threads.submit(ran.append, 1)
    assert waiting.cancel()
    release.set()
    threads.shutdown()
    assert ran == []


@pytest.mark.timeout(60)
def test_a_thread_that_never_ends_does_not_hold_up_the_program() -> None:
    program = (
        "from threading import Event; from podcast.speech.threads import DaemonThreads as D; D(1).submit(Event().wait)"
    )
    subprocess.run([sys.executable, "-c", program], check=True, timeout=50)
