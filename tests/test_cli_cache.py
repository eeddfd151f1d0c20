"""``podcast cache`` as a person meets it."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from podcast.cli import app
from podcast.cli.sizes import parse_size
from podcast.errors import UsageError
from podcast.model import Chunk, PauseKind
from podcast.settings import load_voice
from podcast.speech import ClipCache, speak_chunks
from podcast.speech.engines.silent import SilentEngine


def run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["cache", *arguments], env={"COLUMNS": "200"})
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture
def clips() -> list[Path]:
    """Three clips in the person's own cache."""
    chunks = [Chunk(f"কথা {number}", (), PauseKind.NONE) for number in range(3)]
    speak_chunks(chunks, engine=SilentEngine(), voice=load_voice("silent"), cache=ClipCache())
    return sorted(path for path in ClipCache().folder.rglob("*") if path.is_file())


def test_an_empty_cache_can_be_looked_at() -> None:
    code, out, _ = run()
    assert (code, out) == (0, f"{ClipCache().folder}: 0 clips, 0 B\n")


def test_info_says_how_many_and_by_which_engine(clips: list[Path]) -> None:
    size_bytes = sum(path.stat().st_size for path in clips)
    code, out, _ = run("info")
    assert code == 0
    assert out.startswith(f"{ClipCache().folder}: 3 clips, ")
    assert "  silent         3 clips" in out
    told = json.loads(run("info", "--json")[1])
    assert (told["clips"], told["size_bytes"]) == (3, size_bytes)
    assert told["engines"] == [{"engine": "silent", "clips": 3, "size_bytes": size_bytes}]
    assert told["longest_unused_since"] <= told["last_used_at"]


def test_verify_ends_with_3_when_clips_were_damaged(clips: list[Path]) -> None:
    assert run("verify")[:2] == (0, "3 clips are whole, 0 were damaged\n")
    clips[1].write_bytes(b"podcast clip")
    code, out, err = run("verify")
    assert (code, out) == (3, "2 clips are whole, 1 were damaged\n")
    assert f"{clips[1]}: was damaged and is removed" in err
    clips[0].write_bytes(b"")
    code, out, _ = run("verify", "--json")
    assert (code, json.loads(out)) == (3, {"clips": 1, "damaged": [str(clips[0])]})


def test_prune_makes_room(clips: list[Path]) -> None:
    assert run("prune", "--max-size", "1GB")[1].startswith("removed 0 clips, 0 B, and 0 left-over files\n")
    told = json.loads(run("prune", "--max-size", f"{2 * clips[0].stat().st_size}B", "--json")[1])
    assert (told["removed"], told["clips"], told["left_overs"]) == (1, 2, 0)
    assert run("prune", "--max-size", "0")[1].endswith("0 clips are left, 0 B\n")
    assert not [path for path in clips if path.exists()]


@pytest.mark.parametrize(
    "size", ["500", "lots", "MB", "-5MB", "5mb", "5 M", "1,5GB", "৫MB", "5MB ", "1e9B", "nanGB", ""]
)
def test_what_is_no_size_is_refused(size: str, clips: list[Path]) -> None:
    code, out, err = run("prune", f"--max-size={size}")
    assert (code, out) == (2, "")
    assert f"“{size}” is not a size; expected a number and a unit" in err
    assert all(path.exists() for path in clips)
    with pytest.raises(UsageError):
        parse_size(size)
