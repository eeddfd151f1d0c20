"""Where Edge's online voices are asked: Microsoft's endpoint or another, the proxy on the way, and whom to trust."""

from __future__ import annotations

import os
import ssl
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import edge_tts.communicate
import edge_tts.constants
import edge_tts.voices

from podcast.errors import SettingsError
from podcast.speech.engines.edge_trouble import TroubleError

URL_VARIABLE = "PODCAST_EDGE_URL"
"""Environment variable: ``ws://HOST:PORT`` or ``wss://…`` of an endpoint that speaks Edge's protocol, used instead of
Microsoft's. A path, if there is one, replaces ``/consumer/speech/synthesize/readaloud``."""

_DEFAULT_PATH = "/consumer/speech/synthesize/readaloud"
_OWN_TRUST = (edge_tts.communicate._SSL_CTX, edge_tts.voices._SSL_CTX)  # noqa: SLF001 - it has no parameter for that


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where speech and the list of voices are asked for."""

    speech_url: str
    voices_url: str

    @property
    def place(self) -> str:
        """Host and port, to tell endpoints apart by."""
        return urlsplit(self.speech_url).netloc

    @property
    def is_microsofts(self) -> bool:
        """Whether it is the public service, to be asked politely."""
        return self.speech_url == edge_tts.constants.WSS_URL


def find_endpoint() -> Endpoint:
    """Return the endpoint the environment names, by default Microsoft's.

    Raises:
        SettingsError: ``PODCAST_EDGE_URL`` is not a URL.
    """
    named = os.environ.get(URL_VARIABLE)
    if not named:
        return Endpoint(edge_tts.constants.WSS_URL, edge_tts.constants.VOICE_LIST)
    parts = urlsplit(named)
    if parts.scheme not in {"ws", "wss"} or not parts.netloc:
        raise SettingsError(f"{URL_VARIABLE}={named}: expected ws://HOST:PORT or wss://HOST")
    place = parts.netloc + (parts.path.rstrip("/") or _DEFAULT_PATH)
    token = edge_tts.constants.TRUSTED_CLIENT_TOKEN
    return Endpoint(
        f"{parts.scheme}://{place}/edge/v1?TrustedClientToken={token}",
        f"{parts.scheme.replace('ws', 'http')}://{place}/voices/list?trustedclienttoken={token}",
    )


def use_endpoint(endpoint: Endpoint) -> None:
    """Point the library at *endpoint*, and at the certificates to trust there; it has no parameters for either.

    Trusted is what the library trusts, unless ``SSL_CERT_FILE`` or ``SSL_CERT_DIR`` says otherwise.
    """
    vars(edge_tts.communicate)["WSS_URL"] = endpoint.speech_url
    vars(edge_tts.voices)["VOICE_LIST"] = endpoint.voices_url
    certificates = os.environ.get("SSL_CERT_FILE"), os.environ.get("SSL_CERT_DIR")
    speech_trust, voices_trust = (_trust(*certificates),) * 2 if any(certificates) else _OWN_TRUST
    vars(edge_tts.communicate)["_SSL_CTX"] = speech_trust
    vars(edge_tts.voices)["_SSL_CTX"] = voices_trust


@lru_cache
def _trust(_file: str | None, _folder: str | None) -> ssl.SSLContext:
    """Read the certificates that the environment names; OpenSSL looks there itself."""
    return ssl.create_default_context()


def find_proxy(url: str) -> str | None:
    """Return the proxy that the environment or the system names for *url*, ``None`` when there is none.

    ``HTTPS_PROXY`` is for wss, ``HTTP_PROXY`` for ws, ``ALL_PROXY`` for both, ``NO_PROXY`` for hosts without. The
    library leaves this to aiohttp, which looks for ``WSS_PROXY`` only, so that ``HTTPS_PROXY`` was never used.

    Raises:
        TroubleError: it is not an HTTP proxy.
    """
    parts = urlsplit(url)
    if proxy_bypass(parts.netloc):
        return None
    proxies = getproxies()
    scheme = parts.scheme.replace("ws", "http")
    proxy = proxies.get(scheme) or proxies.get("all")
    if not proxy:
        return None
    named = urlsplit(proxy if "://" in proxy else f"http://{proxy}")
    if named.scheme not in {"http", "https"} or not named.hostname:
        raise TroubleError(
            f"the proxy {named.scheme}://{named.hostname or ''} that the environment names for {scheme} cannot be used "
            "by edge-tts; expected http://HOST:PORT, or NO_PROXY to go without",
            is_lasting=True,
            is_service=True,
        )
    return named.geturl()
