"""Real podcast clients subscribe to a show that ``podcast serve`` serves: what arrives, and what is asked for again."""

import hashlib
import shutil
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from lint_samples import SHOW, make_show_folder
from podcast_clients import CLIENTS, Client, is_installed

pytestmark = pytest.mark.system
ADDED = "# নৌকায় নতুন পাল\n\nপুরনো পাল ছিঁড়ে গিয়েছিল ঝড়ে। নতুন পাল সেলাই করেছেন মাঝিরাই।\n"
LOCAL = SHOW.replace('base_url = "https://ghat.example/khobor/"\n', "").partition("people")[0]


Content = tuple[int, str]
"""The size and digest of a sound."""


@dataclass
class Served:
    """A show that is being served by the command."""

    place: Path
    process: subprocess.Popen[str]
    address: str
    log: list[str]
    reader: threading.Thread

    def sounds(self) -> dict[str, Content]:
        return {path.name: content_of(path) for path in self.place.glob("show/episodes/*.mp3")}

    def end(self) -> Counter[str]:
        """End the server and return how often each sound was asked for."""
        self.process.terminate()
        self.reader.join()
        requests = [line.split() for line in self.log]
        return Counter(one[4] for one in requests if len(one) > 4 and one[3] == "GET" and one[4].endswith(".mp3"))


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_show_folder(tmp_path_factory.mktemp("original"), LOCAL).parent


@pytest.fixture
def served(original: Path, tmp_path: Path) -> Iterator[Served]:
    folder = Path(shutil.copytree(original, tmp_path, dirs_exist_ok=True)) / "show"
    command = [sys.executable, "-m", "podcast", "serve", "--out", str(folder), "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        address = process.stderr.readline().split()[-1]
        log: list[str] = []
        reader = threading.Thread(target=log.extend, args=[process.stderr])
        reader.start()
        yield Served(tmp_path, process, address, log, reader)
        process.terminate()
        reader.join()


def content_of(path: Path) -> Content:
    content = path.read_bytes()
    return len(content), hashlib.sha256(content).hexdigest()


def fetched(home: Path) -> dict[Path, tuple[Content, int]]:
    """Return what a client has: the sounds, and when each was written."""
    sounds = (path for path in (home / "sounds").rglob("*") if path.suffix == ".mp3")
    return {path: (content_of(path), path.stat().st_mtime_ns) for path in sounds}


@pytest.mark.parametrize("name", CLIENTS)
def test_a_client_fetches_each_episode_once_whatever_is_built_again_or_added(name: str, served: Served) -> None:
    if not is_installed(name):
        pytest.skip(f"{name} is not installed")
    home = served.place / "home"
    home.mkdir()
    client = Client(home, f"{served.address}feed.xml")

    CLIENTS[name](client)
    first = fetched(home)
    assert sorted(content for content, _ in first.values()) == sorted(served.sounds().values())

    CLIENTS[name](client)
    assert fetched(home) == first

    for built in (*served.place.glob("show/*.xml"), *served.place.glob("show/**/*.html")):
        built.unlink()
    make_show_folder(served.place, LOCAL)
    CLIENTS[name](client)
    assert fetched(home) == first

    make_show_folder(served.place, LOCAL, (ADDED,))
    CLIENTS[name](client)
    after = fetched(home)
    assert after.items() >= first.items()
    assert sorted(content for content, _ in after.values()) == sorted(served.sounds().values())
    assert served.end() == {f"/episodes/{sound}": 1 for sound in served.sounds()}
