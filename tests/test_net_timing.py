import pytest
from fake_clock import FakeClock

from podcast.errors import SourceError
from podcast.net.timing import TimeLimit


def test_the_requests_of_one_try_share_its_time_and_pauses_between_them_are_free() -> None:
    time = FakeClock()
    limit = TimeLimit(10, "a page", monotonic=time.clock.monotonic)

    def work(deadline: float) -> float:
        time.passed_s += 4
        return deadline

    assert limit.run(work) == 10
    time.passed_s += 100
    assert limit.run(work) == 104 + 6
    assert limit.run(work) == 108 + 2
    with pytest.raises(SourceError, match="a page: timed out; no whole answer within 10 s"):
        limit.run(work)


def test_an_error_beside_us_is_raised_here() -> None:
    def work(_deadline: float) -> None:
        raise SourceError("a page: is not there")

    with pytest.raises(SourceError, match="a page: is not there"):
        TimeLimit(10, "a page").run(work)
