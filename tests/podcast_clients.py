"""Real podcast clients, each driven as its user does, in a home of its own: they subscribe, and fetch what is new."""

from __future__ import annotations

import os
import pty
import select
import shutil
import subprocess
import sys
import sysconfig
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

_LONGEST_S = 60


@dataclass(frozen=True)
class Client:
    """A client at one person's home."""

    home: Path
    feed: str

    def run(self, *command: str | Path, **environment: str) -> str:
        done = subprocess.run(
            list(map(str, command)),
            env=self.environment(environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            timeout=_LONGEST_S,
            check=False,
        )
        assert done.returncode == 0, f"{command}: {done.stdout}"
        return done.stdout

    def environment(self, more: Mapping[str, str]) -> dict[str, str]:
        kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL") if name in os.environ}
        return {**kept, "LC_ALL": "C.UTF-8", "TERM": "xterm", "HOME": str(self.home), **more}

    def write(self, name: str, text: str) -> Path:
        path = self.home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path


def gpo(client: Client) -> None:
    """gPodder without its window; it keeps episodes by guid and asks with the feed's ETag."""
    told = {"GPODDER_HOME": str(client.home / "gpodder"), "GPODDER_DOWNLOAD_DIR": str(client.home / "sounds")}
    if not (client.home / "gpodder").exists():
        client.run("gpo", "subscribe", client.feed, **told)
    client.run("gpo", "update", **told)
    client.run("gpo", "download", **told)


def newsboat(client: Client) -> None:
    """Newsboat puts what is new into a queue, podboat fetches it; the latter wants a terminal."""
    told = f"download-path {client.home}/sounds/\npodcast-auto-enqueue yes\nmax-downloads 2\n"
    config = client.write(".newsboat/config", told)
    urls = client.write(".newsboat/urls", f"{client.feed}\n")
    queue = client.home / ".newsboat" / "queue"
    client.run("newsboat", "-C", config, "-u", urls, "-c", client.home / ".newsboat" / "cache.db", "-x", "reload")
    if queue.exists() and queue.read_text(encoding="utf-8").strip():
        _fetch_queue(client, config, queue)


def _fetch_queue(client: Client, config: Path, queue: Path) -> None:
    """Run podboat on a terminal until it has fetched all of its queue, then leave it by its key."""
    wanted = [line.split('"')[1] for line in queue.read_text(encoding="utf-8").splitlines() if '"' in line]
    terminal, inside = pty.openpty()
    with subprocess.Popen(
        ["podboat", "-a", "-C", str(config), "-q", str(queue)],
        env=client.environment({}),
        stdin=inside,
        stdout=inside,
        stderr=inside,
        start_new_session=True,
    ) as process:
        os.close(inside)
        ends = time.monotonic() + _LONGEST_S
        while process.poll() is None and time.monotonic() < ends:
            if select.select([terminal], [], [], 0.2)[0]:
                try:
                    os.read(terminal, 1 << 16)
                except OSError:  # it has closed its side
                    break
            if all(Path(path).is_file() for path in wanted):
                os.write(terminal, b"q")
        if process.poll() is None and time.monotonic() >= ends:
            process.kill()
    os.close(terminal)


def podget(client: Client) -> None:
    """Podget is a script around wget and keeps sounds by the last part of their address."""
    settings = {
        "CONFIG_SERVERLIST": "serverlist",
        "DIR_LIBRARY": str(client.home / "sounds"),
        "DIR_SESSION": str(client.home / "session"),
        "DIR_LOG": str(client.home / "log"),
        "LOG_FAIL": "errors",
        "LOG_COMPLETE": "done",
        "WGET_BASEOPTS": "-c -nH",
        "MOST_RECENT": "0",
        "FORCE": "0",
        "CLEANUP": "0",
        "MIN_SPACE": "1",
        "VERBOSITY": "1",
    }
    # podget takes no settings without the version that wrote them
    told = "# Podget configuration file created by version 0.9.0\n"
    told += "".join(f'{name}="{value}"\n' for name, value in settings.items())
    client.write(".podget/podgetrc", told)
    # written beforehand: podget's own list would call hosts outside
    client.write(".podget/serverlist", f"{client.feed} News Ghat\n")
    for name in ("sounds", "session", "log"):
        (client.home / name).mkdir(exist_ok=True)
    client.run("podget", "-d", client.home / ".podget")


def greg(client: Client) -> None:
    """Greg notes what it has fetched, by address."""
    program = Path(sysconfig.get_path("scripts")) / "greg"
    told = (
        f"[DEFAULT]\nData directory = {client.home}/greg\nDownload directory = {client.home}/sounds\n"
        "Create subdirectory = no\nTag = no\nfirstsync = all\nmime = audio\ndownloadhandler = greg\n"
        "ignoreenclosures = no\nnotype = no\n"
    )
    config = client.write("greg.conf", told)
    (client.home / "sounds").mkdir(exist_ok=True)
    run = (sys.executable, program, "-cf", config)
    if not (client.home / "greg").exists():
        client.run(*run, "add", "ghat", client.feed)
    client.run(*run, "sync", "ghat")


CLIENTS: Mapping[str, Callable[[Client], None]] = {
    "gpo": gpo,
    "newsboat": newsboat,
    "podget": podget,
    "greg": greg,
}


def is_installed(name: str) -> bool:
    return shutil.which(name) is not None or (Path(sysconfig.get_path("scripts")) / name).exists()
