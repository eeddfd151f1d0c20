"""Measure ``convert`` against what cannot be done without: ``python tests/bench/bench_mastering.py``.

The floor is bare ``espeak_Synth`` of the text and bare lameenc of its samples at the product's rate, bit rate and
quality, in this process. ``convert`` is a process of its own, from its start to the published episode, cover included,
with nothing in the cache. Both take turns; the best of each counts. Then: memory of a long episode beside a short
one, 1,000 clips beside ten times 100, and what others need for the same joining and levelling.
The exit code is 1 when a target is missed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))  # runs in an environment that holds only the peers

import lameenc
import numpy as np
import soundfile

from podcast.audio import record
from podcast.audio.encoding import QUALITY
from podcast.audio.formats import FORMATS
from podcast.bangla import verbalize
from podcast.bangla.pronounce import respell
from podcast.model import Chunk, Clip, PauseKind, Speech
from podcast.settings import Pauses
from podcast.sound import Resampler
from podcast.speech.engines.espeak_library import find_installation, utter

NEWS = Path(__file__).with_name("news.txt")
STANDARD = FORMATS["standard"]
ARTICLE, LONG, LONGEST = 1, 20, 70
"""In copies of the news: 4 minutes, an hour and a half, 5 hours."""


_MEASURED = """
import resource, subprocess, sys
status = subprocess.call(sys.argv[1:])
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
sys.exit(status)
"""


def article(copies: int) -> str:
    """Return the news again and again, no sentence twice, so that nothing comes from the cache."""
    lines = [line for line in NEWS.read_text(encoding="utf-8").splitlines() if line.strip()]
    several = [f"{line} ক্রমিক {copy}।" if copies > 1 else line for copy in range(copies) for line in lines]
    paragraphs = (" ".join(several[start : start + 6]) for start in range(0, len(several), 6))
    return "সেতু খুলল\n\n" + "\n\n".join(paragraphs) + "\n"


def floor_s(spoken: list[str]) -> float:
    """Speak and encode *spoken*, and do nothing else; resampling, which the encoder needs, is not counted."""
    installation = find_installation()
    resampler = Resampler(22_050, STANDARD.rate_hz)
    encoder = lameenc.Encoder()
    encoder.set_channels(1)
    encoder.set_in_sample_rate(STANDARD.rate_hz)
    encoder.set_bit_rate(STANDARD.bit_rate_kbps)
    encoder.set_quality(QUALITY)
    encoder.silence()
    seconds = 0.0
    for paragraph in spoken:
        start = time.perf_counter()
        said = utter(installation, paragraph, voice_name="bn", rate_wpm=175, volume=65)
        seconds += time.perf_counter() - start
        pcm = resampler.feed(said.pcm)
        start = time.perf_counter()
        encoder.encode(pcm)
        seconds += time.perf_counter() - start
    return seconds


def as_spoken(text: str) -> list[str]:
    """Return what espeak is given for each paragraph of *text*."""
    return [" ".join(map(respell, verbalize(paragraph.strip()).split())) for paragraph in text.split("\n\n")]


def convert(text: str, scratch: Path) -> int:
    """Convert *text* in a new process and folder; return the largest resident memory of its processes, in bytes."""
    for name in ("cache", "out"):
        shutil.rmtree(scratch / name, ignore_errors=True)
    source = scratch / "article.txt"
    source.write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "podcast", "convert", source, "--voice", "espeak", "--out", scratch / "out"]
    environment = {**os.environ, "XDG_CACHE_HOME": str(scratch / "cache"), "PYTHONPATH": str(Path(__file__).parents[2])}
    measured = [sys.executable, "-c", _MEASURED, *map(str, command)]  # a child begins with the size of its parent
    done = subprocess.run(measured, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)
    return int(done.stdout.splitlines()[-1]) * (1 if sys.platform == "darwin" else 1024)


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def report(name: str, value: float, most: float, detail: str) -> bool:
    verdict = "reached" if value <= most else "MISSED"
    sys.stdout.write(f"  {name:<58} {value:7.2f}   target {most:g} {verdict}   ({detail})\n")
    sys.stdout.flush()
    return value <= most


def clips(count: int) -> Iterator[Clip]:
    """Yield clips of a second of noise, made anew each time they are read, as from the cache."""

    def load() -> Speech:
        noise = np.random.default_rng(count).normal(0, 3000, 24_000)
        return Speech(noise.astype("<i2").tobytes(), 24_000, ())

    for _ in range(count):
        yield Clip(Chunk("কথা", (), PauseKind.SENTENCE), 1000, (), load)


def joined(count: int, scratch: Path) -> None:
    record(clips(count), scratch / "joined.mp3", pauses=Pauses())


def pydub_joined(count: int) -> None:
    from pydub import AudioSegment

    whole = AudioSegment.empty()
    for clip in clips(count):
        whole += AudioSegment(data=clip.load().pcm, sample_width=2, frame_rate=24_000, channels=1)


def loudnorm(scratch: Path) -> float | None:
    """Return how long ffmpeg takes to level and encode the episode that is in the folder; ``None`` without ffmpeg."""
    try:
        import imageio_ffmpeg
    except ImportError:
        return None
    audio = next((scratch / "out" / "episodes").glob("*.mp3"))
    samples, rate_hz = soundfile.read(audio, dtype="int16")
    soundfile.write(scratch / "plain.wav", samples, rate_hz)
    sound = ["-ar", str(STANDARD.rate_hz), "-b:a", f"{STANDARD.bit_rate_kbps}k"]
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-y", "-v", "error", "-i", scratch / "plain.wav", "-af"]
    command += ["loudnorm=I=-16:TP=-1.5", *sound, scratch / "levelled.mp3"]
    return timed(lambda: subprocess.run(command, check=True))


def main() -> int:
    reached = True
    memory: dict[int, int] = {}
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        for name, copies, rounds, most in (("article", ARTICLE, 3, 2.5), ("20 articles", LONG, 1, 1.3)):
            text = article(copies)

            spoken = as_spoken(text)
            ours = bare = float("inf")
            for _ in range(rounds):
                start = time.perf_counter()
                memory[copies] = convert(text, scratch)
                ours = min(ours, time.perf_counter() - start)
                bare = min(bare, floor_s(spoken))
            detail = f"{ours:.2f}, {bare:.2f} s"
            reached &= report(f"convert / espeak_Synth + lameenc, {name}", ours / bare, most, detail)
            if copies == ARTICLE and (levelled := loudnorm(scratch)) is not None:
                sys.stdout.write(f"  ffmpeg loudnorm and mp3 of the same article: {levelled:.2f} s\n")
        if "--quick" not in sys.argv:
            memory[LONGEST] = convert(article(LONGEST), scratch)
        top, short = memory[max(memory)], memory[ARTICLE]
        reached &= report("memory of the longest / of an article", top / short, 1.2, f"{top >> 20}, {short >> 20} MB")
        reached &= report("largest memory, MB", top / 1e6, 160, "resident")
        many = timed(lambda: joined(1000, scratch))
        few = timed(lambda: [joined(100, scratch) for _ in range(10)])
        reached &= report("1,000 clips / ten times 100", many / few, 1.2, f"{many:.2f}, {few:.2f} s")
        slow = timed(lambda: pydub_joined(1000))
        sys.stdout.write(f"  pydub, 1,000 clips with +=, not levelled, not encoded: {slow:.2f} s\n")
    return 0 if reached else 1


if __name__ == "__main__":
    sys.exit(main())
