import math
import threading
from dataclasses import replace

import pytest
from fake_clock import FakeClock

from podcast.speech.engines.edge_endpoint import Endpoint
from podcast.speech.engines.edge_gate import (
    BURST,
    LONGEST_REST_S,
    REQUESTS_PER_MINUTE,
    Breaker,
    Gate,
    RateBudget,
    gate_of,
)
from podcast.speech.engines.edge_trouble import LeftAloneError, TroubleError

BUSY = TroubleError("the service is busy or down (503)", is_service=True, status=503)
BROKEN = TroubleError("the service broke off in the middle")


def _ask(gate: Gate, trouble: Exception | None = None, patience_s: float = math.inf) -> None:
    """Make a request that ends in *trouble*, which is not raised here."""
    if trouble is None:
        with gate.request(patience_s):
            return
    with pytest.raises(TroubleError) as caught, gate.request(patience_s):
        raise trouble
    assert caught.value is trouble


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


def _gate(clock: FakeClock, *, per_minute: float = math.inf, burst: int = 1, most_failures: int = 3) -> Gate:
    return Gate(RateBudget(per_minute, burst), Breaker(most_failures, cool_down_s=60), clock.clock)


def test_a_burst_starts_at_once_and_what_follows_is_spaced() -> None:
    budget = RateBudget(per_minute=60, burst=3)
    assert [budget.reserve(100) for _ in range(6)] == [100, 100, 100, 101, 102, 103]


def test_after_a_pause_there_is_a_burst_again_and_no_more_than_that() -> None:
    budget = RateBudget(per_minute=60, burst=3)
    for _ in range(6):
        budget.reserve(100)
    assert [budget.reserve(1000) for _ in range(4)] == [1000, 1000, 1000, 1001]


def test_in_no_minute_are_there_more_requests_than_the_burst_and_a_minutes_worth() -> None:
    budget = RateBudget()
    starts = [budget.reserve(0) for _ in range(500)]
    assert starts == sorted(starts)
    for start in starts:
        assert sum(start <= other < start + 60 for other in starts) <= BURST + REQUESTS_PER_MINUTE


def test_a_rest_holds_back_every_request() -> None:
    budget = RateBudget(per_minute=math.inf)
    budget.rest(50)
    budget.rest(20)
    assert [budget.reserve(10), budget.reserve(60)] == [50, 60]


def test_a_gate_waits_as_the_budget_says(clock: FakeClock) -> None:
    gate = _gate(clock, per_minute=60, burst=2)
    for _ in range(4):
        _ask(gate)
    assert clock.waits == [1, 1]


def test_who_cannot_wait_that_long_is_told_so(clock: FakeClock) -> None:
    gate = _gate(clock, per_minute=6, burst=1)
    _ask(gate)
    with pytest.raises(LeftAloneError, match="may be asked again in 10 s"):
        _ask(gate, patience_s=5)
    assert clock.waits == []


def test_after_so_many_failures_in_a_row_nothing_is_asked(clock: FakeClock) -> None:
    gate = _gate(clock)
    for _ in range(3):
        _ask(gate, BUSY)
    clock.passed_s += 17
    with pytest.raises(LeftAloneError, match=r"busy or down \(503\), 3 times in a row; it is left alone for 43 s more"):
        _ask(gate)


def test_a_whole_answer_between_failures_begins_a_new_row(clock: FakeClock) -> None:
    gate = _gate(clock)
    for trouble in (BUSY, BUSY, None, BUSY, BUSY):
        _ask(gate, trouble)
    _ask(gate)


def test_trouble_with_one_text_neither_counts_nor_begins_a_new_row(clock: FakeClock) -> None:
    gate = _gate(clock)
    for trouble in (BUSY, BROKEN, BUSY, BROKEN, BROKEN):
        _ask(gate, trouble)
    _ask(gate, BUSY)
    with pytest.raises(LeftAloneError):
        _ask(gate)


def test_after_the_cool_down_one_request_tries_and_the_others_are_refused_until_it_has_ended(clock: FakeClock) -> None:
    gate = _gate(clock)
    for _ in range(3):
        _ask(gate, BUSY)
    clock.passed_s += 60
    with gate.request(), pytest.raises(LeftAloneError, match="until the request now under way has ended"):
        _ask(gate)
    _ask(gate)


def test_a_trial_that_fails_leaves_the_service_alone_again(clock: FakeClock) -> None:
    gate = _gate(clock)
    for _ in range(3):
        _ask(gate, BUSY)
    clock.passed_s += 60
    _ask(gate, BUSY)
    with pytest.raises(LeftAloneError, match="4 times in a row; it is left alone for 60 s more"):
        _ask(gate)


@pytest.mark.parametrize("end", [BROKEN, KeyboardInterrupt()])
def test_a_trial_that_says_nothing_of_the_service_is_followed_by_another(clock: FakeClock, end: BaseException) -> None:
    gate = _gate(clock)
    for _ in range(3):
        _ask(gate, BUSY)
    clock.passed_s += 60
    with pytest.raises(type(end)), gate.request():
        raise end
    _ask(gate)
    _ask(gate)


def test_a_request_that_waited_for_its_place_while_the_service_failed_is_not_made(clock: FakeClock) -> None:
    breaker = Breaker(most_failures=1)

    def sleep(_: float) -> None:
        breaker.fail(clock.passed_s, "the service is busy or down (503)")

    gate = Gate(RateBudget(per_minute=60, burst=1), breaker, replace(clock.clock, sleep=sleep))
    _ask(gate)
    with pytest.raises(LeftAloneError):
        _ask(gate)


def test_the_rest_a_service_asks_for_is_kept_by_every_request(clock: FakeClock) -> None:
    gate = _gate(clock)
    _ask(gate, TroubleError("busy (429)", is_service=True, status=429, retry_after_s=7))
    _ask(gate)
    assert clock.waits == [7]


def test_a_rest_too_long_to_wait_for_is_a_refusal_until_it_is_over(clock: FakeClock) -> None:
    gate = _gate(clock)
    rest_s = 10 * LONGEST_REST_S
    _ask(gate, TroubleError("busy (429)", is_service=True, status=429, retry_after_s=rest_s))
    with pytest.raises(LeftAloneError, match=r"busy \(429\); it is left alone for 300 s more"):
        _ask(gate)
    clock.passed_s += rest_s
    _ask(gate)
    assert clock.waits == []


def test_many_threads_are_counted_together(clock: FakeClock) -> None:
    gate = _gate(clock, most_failures=40)
    threads = [threading.Thread(target=lambda: [_ask(gate, BUSY) for _ in range(10)]) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with pytest.raises(LeftAloneError, match="40 times in a row"):
        _ask(gate)


def test_all_engines_of_the_program_share_the_gate_of_an_endpoint() -> None:
    one, other = (Endpoint(f"wss://{host}/edge/v1?TrustedClientToken=1", "") for host in ("a.example", "b.example"))
    assert gate_of(one) is gate_of(Endpoint(one.speech_url, "https://a.example"))
    assert gate_of(one) is not gate_of(other)


def test_a_request_waits_for_its_place_no_longer_than_it_has_patience(clock: FakeClock) -> None:
    gate = Gate(clock=clock.clock, most_at_once=2)
    under_way = "other requests to the service are under way"
    with gate.request(), gate.request(), pytest.raises(LeftAloneError, match=under_way):
        _ask(gate, patience_s=0)
    _ask(gate, patience_s=0)
