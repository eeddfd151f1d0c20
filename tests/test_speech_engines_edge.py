"""The real edge-tts client against a stand-in of its service on this machine, as it should be and with every fault."""

import asyncio
import logging
import math
import signal
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import edge_tts.communicate
import edge_tts.constants
import pytest
from edge_answers import MODES, RETRY_AFTER_S
from edge_standin import EdgeStandIn
from fake_clock import FakeClock
from loopback_proxy import closed_port

from podcast import errors
from podcast.errors import EngineUnavailableError, SettingsError, SpeechError
from podcast.model import Chunk, PauseKind, Speech
from podcast.settings import Voice, load_voice
from podcast.speech import ClipCache, speak_chunks
from podcast.speech.engines.edge import EdgeEngine
from podcast.speech.engines.edge_endpoint import URL_VARIABLE
from podcast.speech.engines.edge_gate import Breaker, Gate, RateBudget
from podcast.speech.engines.edge_service import Deadlines, forget_clock_skew
from podcast.speech.engines.espeak import EspeakEngine
from podcast.speech.words import word_spans

TEXT = "আজ সকালে শহরে প্রবল বৃষ্টি হয়েছে। OpenAI-এর কথা & “পড়ুন” <সব>।"
SILENT_MODES = ("hang", "hang-handshake", "stall")
PATIENT = Deadlines(message_s=20, chunk_s=40, attempts=3, backoff_s=1.0, most_backoff_s=3.0)
SHORT = replace(PATIENT, message_s=0.4)
FAULTS = [
    line.split("\t")
    for line in (Path(__file__).parent / "data" / "edge_faults.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]

pytestmark = pytest.mark.timeout(60)


@pytest.fixture(autouse=True)
def _only_this_machine(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("http_proxy", "https_proxy", "all_proxy", "ws_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    yield
    forget_clock_skew()


@pytest.fixture
def voice() -> Voice:
    return load_voice("tanishaa")


@pytest.fixture
def serve(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., EdgeStandIn]]:
    """Start a stand-in with a script of modes and point the engine at it."""
    running = []

    def start(*modes: str, after: str = "ok") -> EdgeStandIn:
        service = EdgeStandIn(modes, after)
        service.__enter__()
        running.append(service)
        monkeypatch.setenv(URL_VARIABLE, service.url)
        return service

    yield start
    for service in running:
        service.__exit__(None, None, None)


def _gate(clock: FakeClock | None = None, most_failures: int = 1000) -> Gate:
    return Gate(RateBudget(math.inf), Breaker(most_failures), (clock or FakeClock()).clock)


def _engine(deadlines: Deadlines = PATIENT, sleeps: list[float] | None = None, gate: Gate | None = None) -> EdgeEngine:
    return EdgeEngine(deadlines, sleep=(sleeps if sleeps is not None else []).append, gate=gate or _gate())


def _assert_whole(speech: Speech, text: str = TEXT) -> None:
    assert tuple((word.start, word.end) for word in speech.words) == word_spans(text)
    spoken = EspeakEngine().synthesize(text, load_voice("espeak"))
    assert abs(speech.words[-1].end_ms - spoken.words[-1].end_ms) <= 2
    assert speech.words[-1].end_ms <= speech.duration_ms + 50


def test_speech_is_whole_and_every_word_has_its_time(serve: Callable[..., EdgeStandIn], voice: Voice) -> None:
    service = serve()
    speech = _engine().synthesize(TEXT, voice)
    _assert_whole(speech)
    assert speech.rate_hz == 24_000
    assert service.connections == 1


def test_the_silence_at_the_end_is_left_out(serve: Callable[..., EdgeStandIn], voice: Voice) -> None:
    serve()
    speech = _engine().synthesize(TEXT, voice)
    assert speech.duration_ms - speech.words[-1].end_ms <= 150


def test_the_voice_is_asked_for_as_it_is_set(serve: Callable[..., EdgeStandIn], voice: Voice) -> None:
    service = serve()
    _engine().synthesize(TEXT, replace(voice, rate_percent=-10, pitch_hz=5, volume_percent=20))
    (asked,) = service.requests
    assert asked.voice == "Microsoft Server Speech Text to Speech Voice (bn-IN, TanishaaNeural)"
    assert (asked.rate, asked.pitch, asked.volume) == ("-10%", "+5Hz", "+20%")
    assert asked.text == TEXT


def test_a_text_of_several_lines_is_one_request_of_one_line(serve: Callable[..., EdgeStandIn], voice: Voice) -> None:
    service = serve()
    text = "\n".join(["নদীর ধারে মেলা বসেছে।"] * 40)
    _assert_whole(_engine().synthesize(text, voice), text)
    assert [asked.text for asked in service.requests] == [text.replace("\n", " ")]


def test_a_text_too_long_for_one_request_is_refused_without_asking(
    serve: Callable[..., EdgeStandIn], voice: Voice
) -> None:
    service = serve()
    fits, too_long = "&" * 798 + " কথা", "&" * 799 + " কথা"
    _engine().synthesize(fits, voice)
    assert [asked.escaped_bytes for asked in service.requests] == [4000]
    with pytest.raises(SpeechError, match=r"“&&&.*…”: 4005 bytes are too many for one request; at most 4000"):
        _engine().synthesize(too_long, voice)
    assert service.connections == 1


@pytest.mark.parametrize("text", ["", "—", "📚 \n"])
def test_a_text_without_a_word_is_a_short_silence_and_no_request(
    serve: Callable[..., EdgeStandIn], voice: Voice, text: str
) -> None:
    service = serve()
    speech = _engine().synthesize(text, voice)
    assert (speech.duration_ms, speech.words, set(speech.pcm), service.connections) == (50, (), {0}, 0)


def test_a_slow_service_is_waited_for(serve: Callable[..., EdgeStandIn], voice: Voice) -> None:
    serve("slow")
    _assert_whole(_engine().synthesize(TEXT, voice))


def test_a_service_too_slow_for_the_whole_request_is_given_up(serve: Callable[..., EdgeStandIn], voice: Voice) -> None:
    serve(after="slow")
    with pytest.raises(EngineUnavailableError, match="did not answer in time"):
        _engine(replace(PATIENT, chunk_s=0.2, attempts=2)).synthesize(TEXT, voice)


@pytest.mark.parametrize("mode", [mode for mode in MODES if mode not in {"ok", "slow", "http-400"}])
def test_after_one_fault_the_speech_is_whole(serve: Callable[..., EdgeStandIn], voice: Voice, mode: str) -> None:
    # where it takes silence to see the fault there are attempts to spare, for a machine that is slow itself
    deadlines = replace(SHORT, attempts=20) if mode in SILENT_MODES else PATIENT
    service = serve(mode)
    _assert_whole(_engine(deadlines).synthesize(TEXT, voice))
    assert service.connections >= 2


@pytest.mark.parametrize(("mode", "error", "message", "connections"), FAULTS)
def test_a_fault_that_goes_on_is_a_clear_error_and_never_short_speech(
    serve: Callable[..., EdgeStandIn],
    voice: Voice,
    caplog: pytest.LogCaptureFixture,
    mode: str,
    error: str,
    message: str,
    connections: str,
) -> None:
    caplog.set_level(logging.DEBUG)
    service = serve(after=mode)
    with pytest.raises(SpeechError) as caught:
        _engine(SHORT if mode in SILENT_MODES else PATIENT).synthesize(TEXT, voice)
    assert type(caught.value) is getattr(errors, error)
    assert message in str(caught.value)
    assert ("আজ সকালে শহরে" in str(caught.value)) == (error == "SpeechError")
    assert service.connections == int(connections)
    for secret in (edge_tts.constants.TRUSTED_CLIENT_TOKEN, "Sec-MS-GEC", "muid", "ConnectionId"):
        assert secret.casefold() not in f"{caplog.text}{caught.value}".casefold()


def test_every_fault_of_the_stand_in_has_its_line() -> None:
    assert {mode for mode, *_ in FAULTS} == {*MODES} - {"ok", "slow"}


def test_pauses_between_attempts_grow_with_jitter_up_to_the_most(
    serve: Callable[..., EdgeStandIn], voice: Voice
) -> None:
    sleeps = []
    serve(after="http-503")
    with pytest.raises(EngineUnavailableError):
        _engine(replace(PATIENT, attempts=5), sleeps).synthesize(TEXT, voice)
    assert len(sleeps) == 4
    assert all(longest / 2 <= pause <= longest for pause, longest in zip(sleeps, [1, 2, 3, 3], strict=True))


def test_a_date_that_misled_the_library_is_forgotten(serve: Callable[..., EdgeStandIn], voice: Voice) -> None:
    serve(after="http-403-skew")
    with pytest.raises(EngineUnavailableError):
        _engine().synthesize(TEXT, voice)
    assert edge_tts.communicate.DRM.clock_skew_seconds == 0


def test_a_speaker_the_service_does_not_have_is_named_at_once(serve: Callable[..., EdgeStandIn], voice: Voice) -> None:
    service = serve(after="no-audio")
    with pytest.raises(SettingsError, match="no speaker “bn-IN-TanishaNeural”; did you mean “bn-IN-TanishaaNeural”"):
        _engine().synthesize(TEXT, replace(voice, speaker="bn-IN-TanishaNeural"))
    assert service.connections == 1


def test_a_speaker_that_is_no_name_is_not_asked_for(serve: Callable[..., EdgeStandIn], voice: Voice) -> None:
    service = serve()
    with pytest.raises(SettingsError, match="speaker = “tanishaa” is no name of an Edge voice"):
        _engine().synthesize(TEXT, replace(voice, speaker="tanishaa"))
    assert service.connections == 0


def test_without_a_network_the_engine_is_unavailable(monkeypatch: pytest.MonkeyPatch, voice: Voice) -> None:
    monkeypatch.setenv(URL_VARIABLE, f"ws://127.0.0.1:{closed_port()}")
    with pytest.raises(EngineUnavailableError, match="asked 3 times: the service cannot be reached"):
        _engine().synthesize(TEXT, voice)
    with pytest.raises(EngineUnavailableError, match="cannot be reached"):
        _engine().probe(voice, 5)


def test_probing_speaks_a_word(serve: Callable[..., EdgeStandIn], voice: Voice) -> None:
    service = serve("no-audio")
    _engine().probe(voice, 20)
    assert [word_spans(asked.text) for asked in service.requests] == [((0, 3),)] * 2


@pytest.mark.parametrize("mode", SILENT_MODES)
def test_probing_ends_in_time(serve: Callable[..., EdgeStandIn], voice: Voice, mode: str) -> None:
    serve(after=mode)
    with pytest.raises(EngineUnavailableError, match="did not answer in time"):
        _engine().probe(voice, 0.3)


def test_a_caller_with_an_event_loop_of_its_own_can_speak(serve: Callable[..., EdgeStandIn], voice: Voice) -> None:
    serve()

    async def call() -> Speech:
        return _engine().synthesize(TEXT, voice)

    _assert_whole(asyncio.run(call()))


def test_an_episode_over_a_bad_line_is_whole(serve: Callable[..., EdgeStandIn], voice: Voice, tmp_path: Path) -> None:
    service = serve("drop", "ok", "http-429", "cut-tail", "ok", "no-audio", "close-1000", "http-403", "bad-metadata")
    texts = [f"{TEXT} {number} নম্বর খবর।" for number in ("এক", "দুই", "তিন", "চার", "পাঁচ", "ছয়")]
    chunks = [Chunk(text, (), PauseKind.SENTENCE) for text in texts]
    engine = _engine(replace(PATIENT, attempts=12))
    spoken = speak_chunks(chunks, engine=engine, voice=voice, cache=ClipCache(tmp_path))
    for clip, text in zip(spoken.clips, texts, strict=True):
        _assert_whole(clip.load(), text)
    assert service.connections >= 13


def test_when_the_service_is_down_not_every_chunk_asks_as_often_as_it_may(
    serve: Callable[..., EdgeStandIn], voice: Voice
) -> None:
    service = serve(after="http-503")
    engine = _engine(replace(PATIENT, attempts=5), gate=_gate(most_failures=12))
    for number in range(30):
        with pytest.raises(EngineUnavailableError, match=r"busy or down \(503\)"):
            engine.synthesize(f"{TEXT} {number}", voice)
    assert service.connections == 12
    with pytest.raises(EngineUnavailableError, match="12 times in a row; it is left alone for 60 s more"):
        engine.probe(voice, 5)
    assert service.connections == 12


def test_after_a_while_the_service_is_asked_again(serve: Callable[..., EdgeStandIn], voice: Voice) -> None:
    serve("http-503", "http-503")
    clock = FakeClock()
    engine = _engine(replace(PATIENT, attempts=2), gate=_gate(clock, most_failures=2))
    with pytest.raises(EngineUnavailableError):
        engine.synthesize(TEXT, voice)
    clock.passed_s += 60
    _assert_whole(engine.synthesize(TEXT, voice))


def test_the_rest_that_the_service_asks_for_is_kept(serve: Callable[..., EdgeStandIn], voice: Voice) -> None:
    clock = FakeClock()
    serve("http-503-later")
    _assert_whole(_engine(gate=_gate(clock)).synthesize(TEXT, voice))
    assert clock.waits == [pytest.approx(RETRY_AFTER_S)]


def test_no_more_than_three_requests_run_at_once(
    serve: Callable[..., EdgeStandIn], voice: Voice, tmp_path: Path
) -> None:
    service = serve()
    service.service_s = 0.3
    chunks = [Chunk(f"{TEXT} {number}", (), PauseKind.SENTENCE) for number in range(9)]
    speak_chunks(chunks, engine=_engine(), voice=voice, cache=ClipCache(tmp_path))
    assert service.most_at_once == 3


def test_an_episode_that_is_given_up_leaves_the_service_alone(
    serve: Callable[..., EdgeStandIn], voice: Voice, tmp_path: Path
) -> None:
    service = serve("drop", "http-400", "http-400")
    pausing, goes_on, ended = threading.Event(), threading.Event(), threading.Event()

    class Watched(EdgeEngine):
        def synthesize(self, text: str, voice: Voice) -> Speech:
            try:
                return super().synthesize(text, voice)
            finally:
                if goes_on.is_set():
                    ended.set()

    def pause(_: float) -> None:
        pausing.set()
        assert goes_on.wait(20)

    engine = Watched(Deadlines(attempts=9), sleep=pause, gate=Gate())
    chunks = [Chunk(text, (), PauseKind.SENTENCE) for text in ("এক।", "দুই।")]
    with pytest.raises(SpeechError, match="400"):
        speak_chunks(chunks, engine=engine, voice=voice, cache=ClipCache(tmp_path))
    assert pausing.wait(20)
    goes_on.set()
    assert ended.wait(20)
    assert service.connections == 3


@pytest.mark.parametrize("mode", SILENT_MODES)
def test_an_interrupt_ends_the_request_at_once(serve: Callable[..., EdgeStandIn], voice: Voice, mode: str) -> None:
    service = serve(after=mode)
    main = threading.main_thread().ident

    def interrupt() -> None:
        assert service.was_asked.wait(20)
        signal.pthread_kill(main, signal.SIGINT)

    threading.Thread(target=interrupt).start()
    with pytest.raises(KeyboardInterrupt):
        _engine(PATIENT).synthesize(TEXT, voice)
    assert service.was_left.wait(20)
    assert service.connections == 1
