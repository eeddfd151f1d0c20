"""What can go wrong with a request to Edge's online voices, and what it means for the next one."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import UTC, datetime
from json import JSONDecodeError

import aiohttp
from edge_tts import exceptions

from podcast.net.retrying import parse_retry_after

FORBIDDEN = 403
_BAD_REQUEST, _PROXY_LOGIN, _TOO_MANY, _SERVER_ERROR = 400, 407, 429, 500
_UPDATE = "if this goes on, update edge-tts (pip install --upgrade edge-tts) and check this computer's clock"


class TroubleError(Exception):
    """A request that was not answered whole."""

    def __init__(
        self,
        reason: str,
        *,
        is_lasting: bool = False,
        is_service: bool = False,
        status: int | None = None,
        retry_after_s: float | None = None,
    ) -> None:
        super().__init__(reason)
        self.is_lasting = is_lasting
        """Asking again will not help."""
        self.is_service = is_service
        """Nothing can be spoken at all, as opposed to this text."""
        self.status = status
        self.retry_after_s = retry_after_s
        """How long the service asks to be left alone; ``None`` when it does not say."""


class NoAudioError(TroubleError):
    """The service answered without a sound, as it does when it is busy, and when it has no such voice."""


class LeftAloneError(TroubleError):
    """A request that was not made, because the service is left alone for a while."""


def classify(error: Exception) -> TroubleError | None:  # noqa: PLR0911 - a table, a line for each kind
    """Say what kind of trouble *error* is; ``None`` for a defect of ours.

    What it says never holds a URL: those of the service hold its token.
    """
    match error:
        case TroubleError():
            return error
        case TimeoutError():
            return TroubleError("the service did not answer in time", is_service=True)
        case exceptions.SkewAdjustmentError():
            return _status_trouble(FORBIDDEN, {})
        case exceptions.NoAudioReceived():
            return NoAudioError("the service sent no audio")
        case exceptions.WebSocketError():
            return TroubleError(f"the connection broke: {error}")
        case aiohttp.ClientError() | OSError():
            return _network_trouble(error)
        # the library takes messages apart without looking first
        case exceptions.EdgeTTSException() | JSONDecodeError() | ValueError() | LookupError() | TypeError():
            return TroubleError(f"the service answered what edge-tts does not understand ({error!r}); {_UPDATE}")
        case _:
            return None


def _network_trouble(error: aiohttp.ClientError | OSError) -> TroubleError:
    match error:
        case aiohttp.ClientHttpProxyError():
            return _proxy_trouble(error.status)
        case aiohttp.ClientResponseError():
            return _status_trouble(error.status, error.headers or {})
        case aiohttp.ClientConnectorCertificateError() | aiohttp.ClientConnectorSSLError():
            return TroubleError(f"the connection is not secure: {error}", is_lasting=True, is_service=True)
        case aiohttp.ClientConnectorError():
            number = error.errno or 0  # negative for names, as getaddrinfo has it
            reason = os.strerror(number) if number > 0 else "its name does not resolve"
            what = "proxy" if isinstance(error, aiohttp.ClientProxyConnectionError) else "service"
            return TroubleError(f"the {what} cannot be reached: {error.host}: {reason}", is_service=True)
        case aiohttp.InvalidURL():
            return TroubleError("the service's address is no URL", is_lasting=True, is_service=True)
        case _:
            return TroubleError(f"the service cannot be reached: {error}", is_service=True)


def _status_trouble(status: int, headers: Mapping[str, str]) -> TroubleError:
    if status == FORBIDDEN:
        return TroubleError(f"the service refuses to answer (403); {_UPDATE}", is_service=True, status=status)
    if status == _TOO_MANY or status >= _SERVER_ERROR:
        asked = headers.get("Retry-After")
        return TroubleError(
            f"the service is busy or down ({status})",
            is_service=True,
            status=status,
            retry_after_s=None if asked is None else parse_retry_after(asked, datetime.now(UTC)),
        )
    is_service = status != _BAD_REQUEST
    return TroubleError(f"the service refused the request ({status})", is_lasting=True, is_service=is_service)


def _proxy_trouble(status: int) -> TroubleError:
    hint = "; it wants a name and a password: http://NAME:PASSWORD@HOST:PORT" if status == _PROXY_LOGIN else ""
    return TroubleError(
        f"the proxy did not let the request through ({status}){hint}", is_lasting=bool(hint), is_service=True
    )
