import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from show_server import SOUND, Site, make_folder


@contextmanager
def serving(folder: Path, *options: str) -> Iterator[tuple[Site, list[str], subprocess.Popen[str]]]:
    """Run the command until interrupted; give the site, what was said at the start, and the process."""
    command = [sys.executable, "-m", "podcast", "serve", "--out", str(folder), "--port", "0", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        said = []
        while not said or "Ctrl-C ends" not in said[-1]:
            said.append(process.stderr.readline().rstrip("\n"))
            assert process.poll() is None, said
        port = int(re.search(r":(\d+)/$", said[0])[1])
        try:
            yield Site(folder, port), said, process
        finally:
            process.send_signal(signal.SIGINT)


def test_it_says_where_the_show_is_and_logs_each_request(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "show")
    with serving(folder) as (site, said, process):
        assert said[0] == f"serving {folder} at http://127.0.0.1:{site.port}/"
        assert f"http://127.0.0.1:{site.port}/feed.xml" in said[1]
        assert not any("█" in line for line in said)
        assert any("--public" in line for line in said)
        assert site.ask("/episodes/one.mp3", user_agent="AntennaPod", range="bytes=0-9").body == SOUND[:10]
        process.send_signal(signal.SIGINT)
        out, log = process.communicate()
    assert out == ""
    logged = log.splitlines()[0]
    assert re.fullmatch(r"[0-9-]{10} [0-9:]{8} 127\.0\.0\.1 GET /episodes/one\.mp3 206 10 AntennaPod", logged)
    assert process.returncode == 130


def test_the_whole_network_is_let_in_on_demand_with_a_code_to_scan(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "show")
    with serving(folder, "--public", "--quiet") as (site, said, process):
        assert sum("█" in line for line in said) > 10
        assert site.ask("/episodes/one.mp3").body == SOUND
        process.send_signal(signal.SIGINT)
        _, log = process.communicate()
    assert "GET" not in log


def test_the_code_can_be_left_out(tmp_path: Path) -> None:
    with serving(make_folder(tmp_path / "show"), "--public", "--no-qr") as (_, said, _):
        assert not any("█" in line for line in said)


def test_two_addresses_are_wrong_usage(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "podcast", "serve", "--out", str(tmp_path), "--public", "--host", "127.0.0.1"]
    failed = subprocess.run(command, capture_output=True, text=True, check=False)
    assert failed.returncode == 2
    assert "--public and --host" in failed.stderr


@pytest.mark.parametrize("option", [[], ["--public"]])
def test_what_is_no_show_is_one_line(tmp_path: Path, option: list[str]) -> None:
    command = [sys.executable, "-m", "podcast", "serve", "--out", str(tmp_path / "no"), *option]
    failed = subprocess.run(command, capture_output=True, text=True, check=False)
    assert failed.returncode == 1
    assert failed.stderr == f"podcast: {tmp_path / 'no'}: there is no such folder; expected a published show\n"
