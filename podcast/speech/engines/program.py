"""A program run for its output, which ends in time and leaves nothing behind, whatever it does."""

from __future__ import annotations

import atexit
import os
import signal
import subprocess
import threading
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

_LOOK_S = 0.05
"""How often a program's file is looked at for its size; a program that ends is noticed at once."""
_STEP_BYTES = 65_536
_COMPLAINT_STEPS = 4
_MOST_COMPLAINT = 300


class ProgramError(Exception):
    """What a program did wrong, to be said after its name."""


@dataclass(frozen=True, slots=True)
class Program:
    """What is run, and within what limits."""

    arguments: tuple[str, ...]
    """The program's path first."""
    given: bytes
    """Its standard input; it need not read it."""
    timeout_s: float
    most_bytes: int
    out: Path | None = None
    """The file that it writes in place of its standard output."""


@dataclass(slots=True)
class _Heard:
    """What came out of a running program so far."""

    pieces: list[bytes] = field(default_factory=list)
    size_bytes: int = 0
    complaints: deque[bytes] = field(default_factory=lambda: deque(maxlen=_COMPLAINT_STEPS))


def run_program(program: Program) -> bytes:
    """Run *program* and return what it wrote.

    It gets a process group of its own, which is ended as a whole: at the deadline, when it writes too much, on an
    interrupt, and when this process ends.

    Raises:
        ProgramError: it did not end in time, ended with an error, or wrote too much.
        OSError: it cannot be started.
    """
    process = _start(program)
    try:
        output = _collect(process, program)
    except BaseException:
        _kill(process)
        raise
    finally:
        _forget(process)
    return output


def _collect(process: subprocess.Popen[bytes], program: Program) -> bytes:
    until = time.monotonic() + program.timeout_s
    stdin, stdout, stderr = process.stdin, process.stdout, process.stderr
    assert stdin is not None
    assert stdout is not None
    assert stderr is not None
    heard = _Heard()
    readers = [
        _beside(lambda: _hear(stdout, heard, program.most_bytes)),
        _beside(lambda: _hear_complaints(stderr, heard)),
    ]
    _beside(lambda: _tell(stdin, program.given))
    status = None
    while status is None:
        _check_size(heard, program)
        if time.monotonic() >= until:
            raise ProgramError(f"did not end within {program.timeout_s:g} s (timeout_s) and was stopped")
        reader = next((reader for reader in readers if reader.is_alive()), None)
        if reader is not None:  # until it has nothing more to say, it is not waited for: its group stays its own
            reader.join(_LOOK_S)
        else:
            with suppress(subprocess.TimeoutExpired):
                status = process.wait(_LOOK_S)
    if status != 0:
        how = f"ended with status {status}" if status > 0 else f"was ended by signal {-status}"
        raise ProgramError(f"{how}{_complaint(heard)}")
    _check_size(heard, program)
    if program.out is None:
        return b"".join(heard.pieces)
    try:
        return program.out.read_bytes()
    except FileNotFoundError:
        raise ProgramError(f"ended without writing the file it was given for {{out}}{_complaint(heard)}") from None


def _check_size(heard: _Heard, program: Program) -> None:
    size_bytes = heard.size_bytes
    if program.out is not None and program.out.exists():
        size_bytes = max(size_bytes, program.out.stat().st_size)
    if size_bytes > program.most_bytes:
        raise ProgramError(f"wrote more than {program.most_bytes:,} bytes and was stopped")


def _complaint(heard: _Heard) -> str:
    """Return the last line a program wrote on its standard error, to be added to a message."""
    lines = b"".join(heard.complaints).decode(errors="replace").strip().splitlines()
    return f": {lines[-1].strip()[-_MOST_COMPLAINT:]}" if lines else ", and said nothing on standard error"


def _tell(stdin: IO[bytes], given: bytes) -> None:
    with suppress(OSError), stdin:  # it need not read it
        rest = memoryview(given)
        while rest:
            rest = rest[stdin.write(rest) :]


def _hear(stdout: IO[bytes], heard: _Heard, most_bytes: int) -> None:
    with stdout:
        while piece := stdout.read(_STEP_BYTES):
            heard.size_bytes += len(piece)
            if heard.size_bytes > most_bytes:
                return
            heard.pieces.append(piece)


def _hear_complaints(stderr: IO[bytes], heard: _Heard) -> None:
    with stderr:
        while piece := stderr.read(_STEP_BYTES):
            heard.complaints.append(piece)


def _beside(work: Callable[[], None]) -> threading.Thread:
    thread = threading.Thread(target=work, name="program", daemon=True)
    thread.start()
    return thread


class _Running:
    """The programs that run now; none outlives this process, and none begins once it ends."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.processes: set[subprocess.Popen[bytes]] = set()
        self.is_over = False
        atexit.register(self.end)

    def end(self) -> None:
        """Kill them all."""
        with self.lock:
            self.is_over = True
            for process in self.processes:
                _kill_group(process)


_RUNNING = _Running()


def _start(program: Program) -> subprocess.Popen[bytes]:
    with _RUNNING.lock:
        if _RUNNING.is_over:
            raise ProgramError("was not started: this process ends")
        process = subprocess.Popen(  # noqa: S603 - the person's own voice file names it; there is no shell
            program.arguments,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            bufsize=0,  # a read returns what there is
            start_new_session=True,
        )
        _RUNNING.processes.add(process)
    return process


def _forget(process: subprocess.Popen[bytes]) -> None:
    with _RUNNING.lock:
        _RUNNING.processes.discard(process)


def _kill(process: subprocess.Popen[bytes]) -> None:
    _kill_group(process)
    process.wait()


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    """Kill *process*, which has not been waited for, and whatever it began."""
    with suppress(ProcessLookupError, PermissionError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
