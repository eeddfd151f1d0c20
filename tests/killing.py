"""``kill -9`` before each step of a change that can be seen in the file system.

The process that calls this has one thread and forks; each child makes the change in a folder of its own.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

STEPS = {"open", "os.rename", "os.link", "os.mkdir", "os.remove", "os.rmdir", "shutil.copymode", "sqlite3.connect"}
MOST_STEPS = 500


def kill_before_each_step(
    begin: Callable[[int], Path],
    change: Callable[[Path], object],
    look: Callable[[Path], Iterable[str]],
    *,
    every: int = 1,
) -> int:
    """Print what *look* finds wrong in each folder that *begin* gives and *change* dies in; return an exit code.

    The steps are counted from 1 in strides of *every*, until a change gets to its end.
    """
    for step in range(1, MOST_STEPS, every):
        folder = begin(step)
        child = os.fork()
        if child == 0:
            _change_and_die(change, folder, step)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if os.waitstatus_to_exitcode(status) not in {0, -signal.SIGKILL}:
            sys.stdout.write(f"step {step}: the change failed\n")
            return 1
        for problem in look(folder):
            sys.stdout.write(f"killed before step {step}: {problem}\n")
        shutil.rmtree(folder)
        if status == 0:
            sys.stdout.write(f"{step - 1} steps\n")
            return 0
    return 1


def _change_and_die(change: Callable[[Path], object], folder: Path, step: int) -> None:
    left = [step]

    def count(event: str, arguments: tuple[object, ...]) -> None:
        if event in STEPS and any(str(folder) in str(argument) for argument in arguments):
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(count)
    change(folder)
