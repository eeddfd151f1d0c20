import threading

import pytest
from edge_standin import EdgeStandIn

from podcast.errors import EngineUnavailableError, SettingsError
from podcast.pipeline.probing import Prober, probe_voice, within
from podcast.settings import Voice, load_voice


def test_what_never_returns_is_left_behind_when_its_time_is_over() -> None:
    never = threading.Event()
    with pytest.raises(EngineUnavailableError, match=r"^no answer within 0 s$"):
        within(0, never.wait)
    never.set()


def test_what_returns_or_raises_in_time_does_so() -> None:
    def refuse() -> None:
        raise SettingsError("no such speaker")

    assert within(5, lambda: "here") == "here"
    with pytest.raises(SettingsError, match="no such speaker"):
        within(5, refuse)


def test_a_time_limit_of_the_engine_itself_is_its_own() -> None:
    def give_up() -> None:
        raise TimeoutError("the socket")

    with pytest.raises(TimeoutError, match="the socket"):
        within(5, give_up)


def test_a_service_that_never_answers_is_not_waited_for_longer_than_it_may_take(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with EdgeStandIn(after="hang-handshake") as service:
        monkeypatch.setenv("PODCAST_EDGE_URL", service.url)
        with pytest.raises(EngineUnavailableError):
            probe_voice(load_voice("tanishaa"), 0.3)


def test_each_voice_is_asked_once_and_its_failure_told_again() -> None:
    asked: list[str] = []

    def probe(voice: Voice) -> None:
        asked.append(voice.name)
        if voice.engine == "edge":
            raise EngineUnavailableError("down")

    prober = Prober(probe)
    for _ in range(2):
        prober(load_voice("espeak"))
        with pytest.raises(EngineUnavailableError, match="down"):
            prober(load_voice("tanishaa"))
    assert asked == ["espeak", "tanishaa"]
