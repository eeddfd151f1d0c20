"""Where Edge's voices are asked, through what, and with whose certificates; the real client over TLS."""

import base64
from collections.abc import Iterator

import edge_tts.communicate
import edge_tts.constants
import edge_tts.voices
import pytest
from edge_standin import CERTIFICATE, EdgeStandIn
from loopback_proxy import LoopbackProxy, closed_port

from podcast.errors import EngineUnavailableError, SettingsError
from podcast.settings import Voice, load_voice
from podcast.speech.engines.edge import EdgeEngine
from podcast.speech.engines.edge_endpoint import URL_VARIABLE, find_endpoint, find_proxy, use_endpoint
from podcast.speech.engines.edge_service import Deadlines, list_speakers
from podcast.speech.engines.edge_trouble import TroubleError
from podcast.speech.words import word_spans

TEXT = "নদীর ধারে মেলা বসেছে।"
DEADLINES = Deadlines(message_s=20, chunk_s=40, attempts=2)
SPEECH = "wss://speech.example/edge/v1"

pytestmark = pytest.mark.timeout(60)


@pytest.fixture
def voice() -> Voice:
    return load_voice("tanishaa")


@pytest.fixture
def secure(monkeypatch: pytest.MonkeyPatch) -> Iterator[EdgeStandIn]:
    with EdgeStandIn(is_secure=True) as service:
        monkeypatch.setenv(URL_VARIABLE, service.url)
        yield service


@pytest.fixture
def trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))


def _speak(voice: Voice) -> None:
    speech = EdgeEngine(DEADLINES, sleep=lambda _: None).synthesize(TEXT, voice)
    assert tuple((word.start, word.end) for word in speech.words) == word_spans(TEXT)


def test_the_environment_chooses_the_endpoint(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(URL_VARIABLE, "wss://speech.example/own/")
    endpoint = find_endpoint()
    assert endpoint.speech_url.startswith("wss://speech.example/own/edge/v1?TrustedClientToken=")
    assert endpoint.voices_url.startswith("https://speech.example/own/voices/list?trustedclienttoken=")
    assert (endpoint.place, endpoint.is_microsofts) == ("speech.example", False)
    use_endpoint(endpoint)
    assert endpoint.speech_url == edge_tts.communicate.WSS_URL
    assert endpoint.voices_url == edge_tts.voices.VOICE_LIST


def test_microsofts_endpoint_is_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(URL_VARIABLE, raising=False)
    endpoint = find_endpoint()
    assert (endpoint.place, endpoint.is_microsofts) == ("speech.platform.bing.com", True)
    use_endpoint(endpoint)
    assert edge_tts.communicate.WSS_URL == edge_tts.constants.WSS_URL
    assert edge_tts.voices.VOICE_LIST == edge_tts.constants.VOICE_LIST


@pytest.mark.parametrize("url", ["http://127.0.0.1:80", "127.0.0.1:80", "ws://"])
def test_an_endpoint_that_is_no_url_is_an_error(monkeypatch: pytest.MonkeyPatch, voice: Voice, url: str) -> None:
    monkeypatch.setenv(URL_VARIABLE, url)
    with pytest.raises(SettingsError, match=r"PODCAST_EDGE_URL=.*expected ws://HOST:PORT"):
        _speak(voice)


@pytest.mark.usefixtures("trusted")
def test_a_service_over_tls_speaks_and_lists_its_voices(secure: EdgeStandIn, voice: Voice) -> None:
    _speak(voice)
    assert "bn-IN-TanishaaNeural" in list_speakers(20, find_endpoint())
    assert secure.connections == 1


def test_a_certificate_nobody_vouches_for_is_not_trusted(secure: EdgeStandIn, voice: Voice) -> None:
    with pytest.raises(EngineUnavailableError, match="the connection is not secure"):
        _speak(voice)
    assert secure.connections == 0


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize("variable", ["HTTPS_PROXY", "https_proxy", "ALL_PROXY"])
def test_speech_and_list_go_through_the_proxy(
    secure: EdgeStandIn, voice: Voice, variable: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with LoopbackProxy() as proxy:
        monkeypatch.setenv(variable, f"http://127.0.0.1:{proxy.port}")
        _speak(voice)
        list_speakers(20, find_endpoint())
        assert proxy.asked == [f"127.0.0.1:{secure.port}"] * 2


@pytest.mark.usefixtures("trusted")
def test_a_host_that_needs_no_proxy_is_asked_directly(
    secure: EdgeStandIn, voice: Voice, monkeypatch: pytest.MonkeyPatch
) -> None:
    with LoopbackProxy() as proxy:
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{proxy.port}")
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        _speak(voice)
        assert (proxy.asked, secure.connections) == ([], 1)


@pytest.mark.usefixtures("trusted", "secure")
def test_a_proxy_that_wants_a_login_gets_the_one_in_its_address(voice: Voice, monkeypatch: pytest.MonkeyPatch) -> None:
    with LoopbackProxy(login="Basic " + base64.b64encode(b"rina:gopon").decode()) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", f"http://rina:gopon@127.0.0.1:{proxy.port}")
        _speak(voice)
        monkeypatch.setenv("HTTPS_PROXY", f"http://rina:bhul@127.0.0.1:{proxy.port}")
        with pytest.raises(EngineUnavailableError, match=r"proxy did not let .* through \(407\); it wants") as caught:
            _speak(voice)
        assert "bhul" not in str(caught.value)


@pytest.mark.usefixtures("secure")
def test_a_proxy_that_is_not_there_is_named_as_such(voice: Voice, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", f"http://rina:gopon@127.0.0.1:{closed_port()}")
    with pytest.raises(
        EngineUnavailableError, match=r"the proxy cannot be reached: 127\.0\.0\.1: Connection"
    ) as caught:
        _speak(voice)
    assert "gopon" not in str(caught.value)


@pytest.mark.usefixtures("secure")
@pytest.mark.parametrize("proxy", ["socks5://rina:gopon@127.0.0.1:9050", "http://"])
def test_a_proxy_that_cannot_be_used_is_an_error(voice: Voice, monkeypatch: pytest.MonkeyPatch, proxy: str) -> None:
    monkeypatch.setenv("ALL_PROXY", proxy)
    with pytest.raises(EngineUnavailableError, match="cannot be used by edge-tts; expected http://HOST:PORT") as caught:
        _speak(voice)
    assert "gopon" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "environment", "proxy"),
    [
        (SPEECH, {}, None),
        (SPEECH, {"HTTPS_PROXY": "http://one:1", "HTTP_PROXY": "http://two:2"}, "http://one:1"),
        (SPEECH.replace("wss", "ws"), {"HTTPS_PROXY": "http://one:1", "HTTP_PROXY": "http://two:2"}, "http://two:2"),
        ("https://speech.example/voices/list", {"HTTPS_PROXY": "one:1"}, "http://one:1"),
        (SPEECH, {"HTTP_PROXY": "http://two:2"}, None),
        (SPEECH, {"ALL_PROXY": "http://three:3"}, "http://three:3"),
        (SPEECH, {"HTTPS_PROXY": "http://one:1", "ALL_PROXY": "http://three:3"}, "http://one:1"),
        (SPEECH, {"HTTPS_PROXY": "http://one:1", "NO_PROXY": "other.example,speech.example"}, None),
    ],
)
def test_the_environment_chooses_the_proxy(
    monkeypatch: pytest.MonkeyPatch, url: str, environment: dict[str, str], proxy: str | None
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert find_proxy(url) == proxy


def test_a_proxy_of_no_use_is_not_asked_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "socks5h://127.0.0.1:9050")
    with pytest.raises(TroubleError) as caught:
        find_proxy(SPEECH)
    assert caught.value.is_lasting
