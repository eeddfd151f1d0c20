from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from fake_clock import FakeClock

from podcast.net.pacing import Pacer


def test_the_first_request_and_one_to_another_host_need_not_wait() -> None:
    time = FakeClock()
    pacer = Pacer(time.clock)
    pacer.wait("a.example", 1)
    pacer.wait("b.example", 1)
    assert time.waits == []


def test_only_what_is_left_of_the_delay_is_waited() -> None:
    time = FakeClock()
    pacer = Pacer(time.clock)
    pacer.wait("a.example", 1)
    time.passed_s += 0.75
    pacer.wait("a.example", 1)
    time.passed_s += 5
    pacer.wait("a.example", 1)
    assert time.waits == [0.25]


def test_threads_take_turns() -> None:
    time = FakeClock()
    others_are_kept_waiting = []

    def sleep(duration_s: float) -> None:
        others_are_kept_waiting.append(pacer._hosts["a.example"].lock.locked())
        time.clock.sleep(duration_s)

    pacer = Pacer(replace(time.clock, sleep=sleep))

    def start(_number: int) -> None:
        pacer.wait("a.example", 1)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(start, range(40)))
    assert time.waits == [1] * 39
    assert all(others_are_kept_waiting)
