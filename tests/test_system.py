"""Checks with programs from Debian's packages: other people's decoders, and a disk that is really full."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import podcast
from podcast.settings import data_dir
from podcast.sound import decode

pytestmark = pytest.mark.system
SAMPLE = data_dir("feeds") / "namuna" / "boi-mela.html"


def run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        list(map(str, command)), capture_output=True, text=True, errors="replace", timeout=100, check=False
    )


@pytest.fixture
def ffmpeg() -> str:
    found = shutil.which("ffmpeg")
    if found is None:
        pytest.skip("ffmpeg is not installed")
    return found


def test_ffmpeg_decodes_an_episode_without_a_word_and_to_the_sample(tmp_path: Path, ffmpeg: str) -> None:
    episode = podcast.convert(SAMPLE, out=tmp_path / "show", show="namuna", voice="espeak")
    audio = tmp_path / "show" / "episodes" / f"{episode.episode_id}.mp3"
    raw = tmp_path / "audio.raw"
    done = run(ffmpeg, "-v", "warning", "-xerror", "-i", audio, "-f", "s16le", raw)
    assert (done.returncode, done.stderr) == (0, "")
    assert raw.stat().st_size == len(decode(audio).pcm)
    assert abs(raw.stat().st_size / 2 / 44.1 - episode.duration_ms) <= 1


def test_a_full_disk_ends_in_a_clear_error_and_an_unchanged_folder(tmp_path: Path) -> None:
    if os.name == "nt" or os.geteuid() != 0:
        pytest.skip("mounting a small disk needs root")
    disk = tmp_path / "disk"
    disk.mkdir()
    assert run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk).returncode == 0
    try:
        small = tmp_path / "small.txt"
        small.write_text("সেতু খুলল\n\nনদীর উপর সেতু খুলেছে। সকাল থেকেই মানুষের ভিড়।\n", encoding="utf-8")
        podcast.convert(small, out=disk / "show", voice="silent")
        before = {path: path.read_bytes() for path in disk.rglob("*") if path.is_file()}
        command = [sys.executable, "-m", "podcast", "convert", SAMPLE, "--voice", "espeak", "--out", disk / "show"]
        done = run(*command)
        assert done.returncode == 1
        assert "No space left on device" in done.stderr
        assert "Traceback" not in done.stderr
        assert {path: path.read_bytes() for path in disk.rglob("*") if path.is_file()} == before
    finally:
        run("umount", disk)
