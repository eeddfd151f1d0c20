"""Speakers killed at every point: ``python tests/killed_speaker.py FOLDER``.

This process has one thread and forks. Each child speaks two chunks into a cache of its own and is killed before its
n-th step that can be seen in the file system, n from 1 until it gets to the end; then this process speaks the same
chunks and says how its cache differs from that of an undisturbed run.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from podcast.model import Chunk, PauseKind
from podcast.settings import load_voice
from podcast.speech import ClipCache, speak_chunks
from podcast.speech.engines.silent import SilentEngine

STEPS = {"open", "os.rename", "os.mkdir", "os.remove", "os.utime", "fcntl.flock"}
CHUNKS = [Chunk(text, (), PauseKind.SENTENCE) for text in ("নদীর ধারে মেলা বসেছে।", "লোকের ভিড়ও কম নয়।")]


def speak(folder: Path) -> None:
    speak_chunks(CHUNKS, engine=SilentEngine(), voice=load_voice("silent"), cache=ClipCache(folder))


def speak_and_be_killed(folder: Path, step: int) -> None:
    left = [step]

    def count(event: str, arguments: tuple[object, ...]) -> None:
        if event == "fcntl.flock" or (event in STEPS and any(str(folder) in str(argument) for argument in arguments)):
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(count)
    speak(folder)


def files_in(folder: Path) -> dict[str, bytes]:
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in paths}


def main() -> int:
    scratch = Path(sys.argv[1])
    speak(scratch / "undisturbed")
    expected = files_in(scratch / "undisturbed")
    for step in range(1, 200):
        folder = scratch / f"cache-{step}"
        child = os.fork()
        if child == 0:
            speak_and_be_killed(folder, step)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if os.waitstatus_to_exitcode(status) not in {0, -signal.SIGKILL}:
            print(f"step {step}: the speaker failed")  # noqa: T201
            return 1
        speak(folder)
        if files_in(folder) != expected:
            print(f"killed before step {step}: {sorted(files_in(folder))}")  # noqa: T201
        if status == 0:
            print(f"{step - 1} steps")  # noqa: T201
            return 0
    return 1


if __name__ == "__main__":
    sys.exit(main())
