"""Random faults under whole episodes: complete or a clear error, in bounded time; never short, doubled, disordered."""

from pathlib import Path

import edge_simulation
import pytest
from edge_simulation import CHUNKS, MARKERS, TEXTS, write_script

from podcast.speech.engines.edge_endpoint import URL_VARIABLE
from podcast.speech.engines.edge_service import forget_clock_skew

RUNS, RUNS_EACH_TIME = 200, 12


@pytest.mark.no_cover
@pytest.mark.timeout(120)
@pytest.mark.parametrize(
    "number", [pytest.param(n, marks=[pytest.mark.full] * (n >= RUNS_EACH_TIME)) for n in range(RUNS)]
)
def test_an_episode_under_random_faults_is_whole_or_a_clear_error(
    number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(URL_VARIABLE, "")  # each run sets it; afterwards it is as it was
    try:
        outcome = edge_simulation.run(number, tmp_path)
    finally:
        forget_clock_skew()
    if outcome.error is not None:
        assert "Edge" in str(outcome.error)


def test_the_markers_tell_the_sentences_apart() -> None:
    assert len(set(MARKERS)) == len(CHUNKS) == 30
    for marker in MARKERS:
        assert sum(marker in text.split() for text in TEXTS) == 1


def test_scripts_are_the_same_each_time_and_of_all_kinds() -> None:
    scripts = [write_script(number) for number in range(RUNS)]
    assert scripts == [write_script(number) for number in range(RUNS)]
    met = {mode for script in scripts[:RUNS_EACH_TIME] for mode in (*script.modes, script.after)}
    assert met >= {*edge_simulation.MODES}
    assert 0.2 < sum(script.must_end_well for script in scripts) / RUNS < 0.5
