"""A published folder made for tests, and the server over it, as they run: a real uvicorn on a loopback port."""

import asyncio
import http.client
import os
import socket
import threading
from dataclasses import dataclass
from pathlib import Path

import uvicorn
from show_samples import make_episode, make_show

from podcast.publish.server import OnAnswer, create_app, create_config
from podcast.publish.slow_clients import Bounds
from podcast.settings import UNSET_BASE_URL
from podcast.show.feed import build_feed

SOUND = bytes(range(100))


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Site:
    folder: Path
    port: int

    def ask(self, path: str, method: str = "GET", **headers: str) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
            asked = {
                "host": f"127.0.0.1:{self.port}",
                **{name.replace("_", "-"): value for name, value in headers.items()},
            }
            for name, value in asked.items():
                connection.putheader(name, value)
            connection.endheaders()
            response = connection.getresponse()
            return Answer(response.status, {k.lower(): v for k, v in response.getheaders()}, response.read())
        finally:
            connection.close()


WRITTEN_S = 1_780_000_000
"""When the files of the folder were written: long enough ago for them to have a date."""


def make_folder(folder: Path, base_url: str = UNSET_BASE_URL) -> Path:
    (folder / "episodes").mkdir(parents=True)
    (folder / ".podcast").mkdir()
    (folder / "feed.xml").write_bytes(build_feed(make_show(), [make_episode()], base_url=base_url, podcast_guid=None))
    (folder / "index.html").write_text("<!DOCTYPE html><p>নদীর খবর", encoding="utf-8")
    (folder / "cover.jpg").write_bytes(b"\xff\xd8\xff")
    (folder / "episodes" / "one.mp3").write_bytes(SOUND)
    for ending in ("vtt", "srt", "json", "transcript.html", "chapters.json", "words.json", "html"):
        (folder / "episodes" / f"one.{ending}").write_text(f"{ending} ঘাট", encoding="utf-8")
    (folder / ".podcast" / "library.sqlite3").write_bytes(b"private")
    for path in folder.rglob("*"):
        os.utime(path, (WRITTEN_S, WRITTEN_S))
    return folder


class running:  # noqa: N801 - reads as what it does
    """The application under a real uvicorn on a free loopback port."""

    def __init__(self, folder: Path, bounds: Bounds | None = None, on_answer: OnAnswer | None = None) -> None:
        self._server = uvicorn.Server(create_config(create_app(folder, on_answer=on_answer), bounds))
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._thread = threading.Thread(target=lambda: asyncio.run(self._server.serve([self._socket])))

    def __enter__(self) -> int:
        self._thread.start()
        return int(self._socket.getsockname()[1])

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._thread.join()
        self._socket.close()
