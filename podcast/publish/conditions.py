"""Conditional requests (RFC 9110, section 13): whether a client has what it asks for already. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from email.utils import parsedate_to_datetime
from enum import Enum

from starlette.datastructures import Headers

_GZIP_ENDING = '-gzip"'


class Verdict(Enum):
    """What the conditions of a request come to."""

    SEND = 200
    UNCHANGED = 304
    FAILED = 412


def gzip_etag(etag: str) -> str:
    """Return the ETag of the same content compressed: a strong one names bytes, and these are others.

    >>> gzip_etag('"f00d"')
    '"f00d-gzip"'
    """
    return etag.removesuffix('"') + _GZIP_ENDING


def judge(headers: Headers, etag: str, modified_s: int) -> Verdict:
    """Judge the conditions of a GET or HEAD in the RFC's order (13.2.2); an ETag outweighs a date."""
    has = _tags(headers, "if-match")
    if has is not None:
        if not _names(has, etag):
            return Verdict.FAILED
    elif (limit_s := http_date_s(headers.get("if-unmodified-since"))) is not None and modified_s > limit_s:
        return Verdict.FAILED
    known = _tags(headers, "if-none-match")
    if known is not None:
        return Verdict.UNCHANGED if _names((tag.removeprefix("W/") for tag in known), etag) else Verdict.SEND
    since_s = http_date_s(headers.get("if-modified-since"))
    return Verdict.UNCHANGED if since_s is not None and modified_s <= since_s else Verdict.SEND


def is_still(headers: Headers, etag: str, last_modified: str) -> bool:
    """Say whether ``If-Range`` lets a part be sent: there is none, or the client has the rest of the same file."""
    condition = headers.get("if-range")
    return condition is None or condition.strip() in {etag, last_modified}


def accepts_gzip(headers: Headers) -> bool:
    """Say whether the client takes gzip: it names it, or everything, and does not refuse it with ``q=0``."""
    qualities: dict[str, float] = {}
    for item in ",".join(headers.getlist("accept-encoding")).split(","):
        coding, _, parameters = item.partition(";")
        qualities[coding.strip().lower()] = _quality(parameters)
    return qualities.get("gzip", qualities.get("*", 0)) > 0


def _quality(parameters: str) -> float:
    for parameter in parameters.split(";"):
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "q":
            try:
                return float(value)
            except ValueError:
                return 0
    return 1


def _tags(headers: Headers, name: str) -> list[str] | None:
    lines = headers.getlist(name)
    return [tag.strip() for tag in ",".join(lines).split(",")] if lines else None


def _names(tags: Iterable[str], etag: str) -> bool:
    return any(tag in {"*", etag, gzip_etag(etag)} for tag in tags)


def http_date_s(text: str | None) -> int | None:
    """Read an HTTP date as seconds since 1970; what is none counts as not sent."""
    if text is None:
        return None
    try:
        return int(parsedate_to_datetime(text).timestamp())
    except (ValueError, OverflowError, TypeError, IndexError):
        return None
