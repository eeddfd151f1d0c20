import contextlib
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from show_server import SOUND, Site, make_folder, running

from podcast.publish.slow_clients import Bounds, fitting_bounds

LARGE_BYTES = 40_000_000
QUICK = Bounds(asking_s=0.3, taking_s=0.3, most_connections=20)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = make_folder(tmp_path_factory.mktemp("outer") / "show")
    (folder / "episodes" / "large.mp3").write_bytes(b"n" * LARGE_BYTES)
    return folder


@pytest.fixture(scope="module")
def quick_port(folder: Path) -> Iterator[int]:
    with running(folder, QUICK) as port:
        yield port


def connect(port: int, receive_bytes: int | None = None) -> socket.socket:
    connection = socket.socket()
    connection.settimeout(30)
    if receive_bytes is not None:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_bytes)
    connection.connect(("127.0.0.1", port))
    return connection


def read_until_cut(connection: socket.socket) -> bytes:
    received = bytearray()
    with contextlib.suppress(ConnectionResetError):
        while block := connection.recv(1 << 20):
            received += block
    return bytes(received)


@pytest.mark.parametrize("sent", [b"", b"GET /episodes/one.mp3 HTTP/1.1\r\nHost: a\r\nX-Slow: "])
def test_who_does_not_finish_asking_is_cut_off(quick_port: int, sent: bytes) -> None:
    with connect(quick_port) as connection:
        connection.sendall(sent)
        assert read_until_cut(connection) == b""


def test_the_time_for_asking_is_not_won_back_with_every_byte(quick_port: int) -> None:
    with connect(quick_port) as connection, contextlib.suppress(ConnectionResetError, BrokenPipeError):
        connection.sendall(b"GET / HTTP/1.1\r\n")
        connection.settimeout(0.02)
        for _ in range(1500):  # half a minute at the very most
            with contextlib.suppress(TimeoutError):
                assert connection.recv(100) == b""
                return
            connection.sendall(b"a")
        pytest.fail("still being listened to")


def test_the_next_request_on_a_connection_has_its_own_bound(quick_port: int) -> None:
    with connect(quick_port) as connection:
        connection.sendall(b"GET /episodes/one.mp3 HTTP/1.1\r\nHost: a\r\n\r\n")
        received = b""
        while not received.endswith(SOUND):
            received += connection.recv(65536)
        connection.sendall(b"GET /episodes/one.mp3 HTTP/1.1\r\nHost")
        assert read_until_cut(connection) == b""


@pytest.mark.parametrize("extra", [b"", b"Connection: close\r\n"])
@pytest.mark.parametrize("part", [b"", b"Range: bytes=0-5999999\r\n"])
def test_who_does_not_take_what_was_asked_for_is_cut_off(quick_port: int, part: bytes, extra: bytes) -> None:
    asked = b"GET /episodes/large.mp3 HTTP/1.1\r\nHost: a\r\n" + part + extra + b"\r\n"
    with connect(quick_port, receive_bytes=4096) as stalled, connect(quick_port) as other:
        stalled.sendall(asked)
        other.sendall(b"GET / HTTP/1.1\r\nHost: a\r\n")  # is cut off at the same time, and tells us so
        read_until_cut(other)
        with connect(quick_port) as later:
            later.sendall(b"GET /")
            read_until_cut(later)
        assert len(read_until_cut(stalled)) < 6_000_000


def test_the_connections_are_counted_and_the_next_one_waits_outside(folder: Path) -> None:
    with running(folder, Bounds(most_connections=3)) as port:
        inside = [connect(port) for _ in range(3)]
        for connection in inside:
            connection.sendall(b"GET /episodes/one.mp3 HTTP/1.1\r\nHost: a\r\n\r\n")
            assert connection.recv(65536).startswith(b"HTTP/1.1 200")
        with connect(port) as outside:
            assert read_until_cut(outside) == b""
        for connection in inside:
            connection.close()
        assert_answers_again(port)


def assert_answers_again(port: int) -> None:
    for _ in range(1000):
        with contextlib.suppress(ConnectionError):
            assert Site(Path(), port).ask("/episodes/one.mp3").body == SOUND
            return
    pytest.fail("nobody is let in any more")


def test_a_client_that_has_said_all_it_had_to_say_is_answered(quick_port: int) -> None:
    with connect(quick_port) as connection:
        connection.sendall(b"GET /episodes/one.mp3 HTTP/1.1\r\nHost: a\r\n\r\n")
        connection.shutdown(socket.SHUT_WR)
        assert read_until_cut(connection).endswith(SOUND)


def test_a_large_file_gets_through_whole_to_who_reads_it(quick_port: int) -> None:
    assert len(Site(Path(), quick_port).ask("/episodes/large.mp3").body) == LARGE_BYTES


def test_the_bounds_fit_the_number_of_files_a_process_may_open() -> None:
    assert 8 <= fitting_bounds().most_connections <= Bounds().most_connections


SERVE = """
import sys
from pathlib import Path
from podcast.publish.server import serve
try:
    serve(Path(sys.argv[1]), port=0, on_ready=lambda address: print(address, flush=True))
except KeyboardInterrupt:
    pass
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read from Linux's /proc")
def test_two_hundred_listeners_beside_ten_stalled_ones_are_served_in_flat_memory(folder: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", SERVE, folder], stdout=subprocess.PIPE, text=True) as process:
        try:
            port = int(process.stdout.readline().strip().rstrip("/").rpartition(":")[2])
            site = Site(folder, port)
            assert site.ask("/episodes/large.mp3", range="bytes=0-9").status == 206
            before_bytes = memory_bytes(process.pid, "VmRSS")
            stalled = [connect(port, receive_bytes=4096) for _ in range(10)]
            for number, connection in enumerate(stalled):
                whole = b"GET /episodes/large.mp3 HTTP/1.1\r\nHost: a\r\n"
                connection.sendall(whole + (b"\r\n" if number % 2 else b""))
            starts = [number * 190_000 for number in range(200)]
            with ThreadPoolExecutor(200) as pool:
                answers = list(
                    pool.map(
                        lambda start: site.ask("/episodes/large.mp3", range=f"bytes={start}-{start + 999_999}"), starts
                    )
                )
            assert [answer.status for answer in answers] == [206] * 200
            assert {answer.body for answer in answers} == {b"n" * 1_000_000}
            for connection in stalled:
                connection.close()
            grown_bytes = memory_bytes(process.pid, "VmHWM") - before_bytes
        finally:
            process.terminate()
    assert grown_bytes < 60_000_000  # seen: 28 MB, for 210 blocks, their threads and sockets; 200 MB were sent


def memory_bytes(process_id: int, field: str) -> int:
    status = Path(f"/proc/{process_id}/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith(f"{field}:")) * 1024
