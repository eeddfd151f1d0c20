"""A program for voices of the engine “command”: it beeps for every letter, or does what a broken one does.

``python speaking_program.py MODE [TEXT_FILE] [OUT]``; ``-`` stands for standard input or output.
"""

import os
import struct
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

RATE_HZ = 16_000
LETTER_MS, PAUSE_MS, EDGE_MS = 80, 200, 300


def beeps(text: str) -> bytes:
    """Half a second of silence at both ends, a tone of 80 ms for each letter, and a pause after each sentence."""
    sound = []
    for sentence in filter(None, (part.strip() for part in text.split("।"))):
        letters = sum(letter.isalnum() for letter in sentence)
        times = np.arange(RATE_HZ * LETTER_MS * letters // 1000) / RATE_HZ
        sound += [np.sin(2 * np.pi * 300 * times) * 9000, np.zeros(RATE_HZ * PAUSE_MS // 1000)]
    edge = np.zeros(RATE_HZ * EDGE_MS // 1000)
    return np.concatenate([edge, *sound[:-1], edge]).astype("<i2").tobytes()


def wav(pcm: bytes, *, announced: int | None = None, rate_hz: int = RATE_HZ, after: bytes = b"") -> bytes:
    size = len(pcm) if announced is None else announced
    head = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, rate_hz, rate_hz * 2, 2, 16)
    riff = struct.pack("<4sI4s", b"RIFF", min(size + 36 + len(after), 0xFFFFFFFF), b"WAVE")
    return riff + head + struct.pack("<4sI", b"data", size) + pcm + after


def answers(pcm: bytes) -> dict[str, bytes]:
    return {
        "good": wav(pcm),
        "streams": wav(pcm, announced=0xFFFFFFFF),
        "streams-like-espeak": wav(pcm, announced=0x7FFFF000),
        "streams-zero": wav(pcm, announced=0),
        "titled": wav(pcm, after=b"LIST" + struct.pack("<I4s", 4, b"INFO")),
        "nothing": b"",
        "garbage": b"\x00\xff garbage, not a sound" * 50,
        "header-only": wav(pcm)[:20],
        "no-samples": wav(b""),
        "silent": wav(bytes(len(pcm))),
        "cut": wav(pcm)[: len(pcm) // 2],
        "claims-less": wav(pcm, announced=len(pcm) - 2000),
        "slow-rate": wav(pcm, rate_hz=100),
        "mp3": b"ID3\x04" + bytes(500),
    }


def hang(mode: str, target: str) -> None:
    if mode == "hangs-with-child":
        child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
        Path(target).write_text(f"{os.getpid()} {child.pid}")
    elif mode == "hangs-quietly":
        os.close(1)
        os.close(2)
    time.sleep(600)


def write_for_ever(target: str) -> None:
    with open(1, "wb") if target == "-" else open(target, "wb") as file:  # noqa: PTH123 - a descriptor or a path
        while True:
            file.write(wav(bytes(100_000)))


def fail(mode: str) -> int:
    if mode == "dies":
        os.abort()
    if mode == "fails-silently":
        return 9
    sys.stderr.write("loading the voice\nno such voice: রবি\n\n")
    return 4


def main() -> int:
    mode, source, target = [*sys.argv[1:], "-", "-"][:3]
    text = (sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()).decode()
    if mode in {"fails", "fails-silently", "dies"}:
        return fail(mode)
    if mode.startswith("hangs"):
        hang(mode, target)
    if mode == "endless":
        write_for_ever(target)
    if mode == "writes-no-file":
        return 0
    answer = answers(beeps(text))[mode]
    if target == "-":
        sys.stdout.buffer.write(answer)
    else:
        Path(target).write_bytes(answer)
    return 0


if __name__ == "__main__":
    sys.exit(main())
