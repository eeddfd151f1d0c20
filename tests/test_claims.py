import multiprocessing
import threading
from pathlib import Path

import pytest

from podcast.claims import clear_abandoned, take_claim


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ab" / ".claim-x"


def test_a_claim_is_one_mans_until_he_lets_go(path: Path) -> None:
    with take_claim(path):
        assert take_claim(path) is None
        assert not clear_abandoned(path)
        assert path.is_file()
    assert not path.exists()
    with take_claim(path) as again:
        assert again is not None


def test_letting_go_twice_takes_nothing_from_the_next_one(path: Path) -> None:
    first = take_claim(path)
    first.release()
    with take_claim(path):
        first.release()
        assert take_claim(path) is None


def test_a_lock_file_that_a_dead_run_left_is_taken_over_or_cleared(path: Path) -> None:
    path.parent.mkdir()
    for clear in (lambda: take_claim(path).release(), lambda: clear_abandoned(path)):
        path.touch()
        clear()
        assert not path.exists()
    assert clear_abandoned(path)


def test_who_waits_gets_it_when_it_is_let_go(path: Path) -> None:
    first = take_claim(path)
    got: list[bool] = []

    def wait() -> None:
        with take_claim(path, waits=True):
            got.append(path.is_file())

    waiter = threading.Thread(target=wait)
    waiter.start()
    assert got == []
    first.release()
    waiter.join(20)
    assert got == [True]


def test_many_threads_hold_it_one_at_a_time(path: Path) -> None:
    holders, most = [0], [0]
    mistakes: list[int] = []

    def work() -> None:
        for _ in range(100):
            with take_claim(path, waits=True):
                holders[0] += 1
                if holders[0] != 1:
                    mistakes.append(holders[0])
                most[0] += 1
                holders[0] -= 1

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (mistakes, most) == ([], [400])
    assert not path.exists()


def _hold_open(ready: object, done: object) -> None:
    ready.set()
    done.wait(20)


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_child_that_was_forked_meanwhile_does_not_keep_it(path: Path) -> None:
    context = multiprocessing.get_context("fork")
    ready, done = context.Event(), context.Event()
    claim = take_claim(path)
    child = context.Process(target=_hold_open, args=(ready, done))
    child.start()
    ready.wait(20)
    try:
        claim.release()
        with take_claim(path) as again:
            assert again is not None
    finally:
        done.set()
        child.join()
