"""Telling a web address something: a webhook."""

from __future__ import annotations

import time

import httpx

from podcast.net.addresses import is_any
from podcast.net.failures import bad_status
from podcast.net.request import Question, send
from podcast.net.urls import parse_url
from podcast.net.values import Order

TIMEOUT_S = 20.0


def post_json(url: str, document: str, *, timeout_s: float = TIMEOUT_S) -> None:
    """Send *document*, JSON, to *url*; the own network may be told too, for the address is the person's own.

    Raises:
        SourceError: it could not be told, redirects, or answered with anything but success.
    """
    order = Order(url, 0, timeout_s, is_any)
    question = Question(
        parse_url(url, url), order, None, time.monotonic() + timeout_s, method="POST", content=document.encode()
    )

    def judge(response: httpx.Response) -> None:
        if not response.is_success:
            raise bad_status(order, response)

    send(question, {"Content-Type": "application/json; charset=utf-8"}, judge)
