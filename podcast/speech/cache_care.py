"""Looking after the folder of spoken clips: what is in it, whether it is whole, and making room.

Only clips, and what a killed run left of one, are counted or touched; any other file there is somebody's own.
"""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from podcast.claims import take_claim
from podcast.speech.cache import CLAIM_PREFIX, TEMPORARY_PREFIX
from podcast.speech.clip_file import read_clip, read_engine

_FOLDER = re.compile(r"[0-9a-f]{2}")
_CLIP = re.compile(r"[0-9a-f]{64}")
_LEFT_OVER = re.compile(f"(?:{re.escape(CLAIM_PREFIX)}|{re.escape(TEMPORARY_PREFIX)})(?P<clip>[0-9a-f]{{64}})")
_FORMER_LEFT_OVER = re.compile(re.escape(TEMPORARY_PREFIX) + r"[a-z0-9_]{8}")
"""The first releases' names, which nobody could claim."""
_FORMER_IS_STALE_S = 86_400


@dataclass(frozen=True, slots=True)
class EngineShare:
    """What one engine spoke."""

    engine: str
    """``unknown`` for clips that do not say."""
    clips: int
    size_bytes: int


@dataclass(frozen=True, slots=True)
class CacheInfo:
    """What a folder of clips holds."""

    folder: Path
    clips: int
    size_bytes: int
    longest_unused_since: datetime | None
    """When the clip that was not used for longest was used last, to the day; ``None`` when there is none."""
    last_used_at: datetime | None
    engines: tuple[EngineShare, ...]
    """The largest first."""


@dataclass(frozen=True, slots=True)
class Verified:
    """Every clip was read; those that were damaged were removed, and will be spoken again when they are needed."""

    clips: int
    """Those that are whole."""
    damaged: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Pruned:
    """What was removed, and what is left."""

    removed: int
    freed_bytes: int
    left_overs: int
    """Files of runs that were killed; not among *removed*."""
    clips: int
    size_bytes: int


@dataclass(frozen=True, slots=True)
class _Found:
    path: Path
    size_bytes: int
    used_at_s: float


def describe_cache(folder: Path) -> CacheInfo:
    """Count the clips in *folder*, which need not exist.

    Raises:
        OSError: it cannot be read.
    """
    clips: Counter[str] = Counter()
    sizes: Counter[str] = Counter()
    used: list[float] = []
    for found in _find_clips(folder):
        with suppress(FileNotFoundError):  # somebody makes room meanwhile
            engine = read_engine(found.path) or "unknown"
            clips[engine] += 1
            sizes[engine] += found.size_bytes
            used.append(found.used_at_s)
    return CacheInfo(
        folder,
        clips.total(),
        sizes.total(),
        _moment(min(used)) if used else None,
        _moment(max(used)) if used else None,
        tuple(EngineShare(engine, clips[engine], size) for engine, size in sizes.most_common()),
    )


def verify_cache(folder: Path) -> Verified:
    """Read every clip in *folder*; remove those that are not as they were written.

    Raises:
        SpeechError: a clip cannot be read.
        OSError: the folder cannot be read, or a damaged clip not be removed.
    """
    whole = 0
    damaged = []
    for found in _find_clips(folder):
        if read_clip(found.path) is not None:
            whole += 1
        elif found.path.exists():
            found.path.unlink(missing_ok=True)
            damaged.append(found.path)
    return Verified(whole, tuple(damaged))


def prune_cache(folder: Path, max_bytes: int, *, now_s: float | None = None) -> Pruned:
    """Remove clips, those unused for longest first, until at most *max_bytes* are left; and what killed runs left.

    What a run is writing just now stays. *now_s* is the time, in seconds since 1970.

    Raises:
        OSError: the folder cannot be read, or a file not be removed.
    """
    left_overs = _clear_left_overs(folder, time.time() if now_s is None else now_s)
    clips = sorted(_find_clips(folder), key=lambda found: (found.used_at_s, found.path.name))
    size_bytes = sum(found.size_bytes for found in clips)
    removed = freed_bytes = 0
    for found in clips:
        if size_bytes - freed_bytes <= max_bytes:
            break
        found.path.unlink(missing_ok=True)
        removed += 1
        freed_bytes += found.size_bytes
    for inner in _inner_folders(folder):
        with suppress(OSError):  # it holds something
            inner.rmdir()
    return Pruned(removed, freed_bytes, left_overs, len(clips) - removed, size_bytes - freed_bytes)


def _clear_left_overs(folder: Path, now_s: float) -> int:
    removed = 0
    for inner in _inner_folders(folder):
        for path in sorted(inner.glob(".cl*")):
            match = _LEFT_OVER.fullmatch(path.name)
            if match is not None:
                removed += _clear_left_over(inner, match["clip"])
            elif _FORMER_LEFT_OVER.fullmatch(path.name) and now_s - path.stat().st_mtime > _FORMER_IS_STALE_S:
                path.unlink(missing_ok=True)
                removed += 1
    return removed


def _clear_left_over(inner: Path, clip: str) -> int:
    """Remove what is there of *clip* besides itself, unless a run is making it; return how many files that were."""
    there = [path for path in (inner / (CLAIM_PREFIX + clip), inner / (TEMPORARY_PREFIX + clip)) if path.exists()]
    claim = take_claim(inner / (CLAIM_PREFIX + clip)) if there else None
    if claim is None:
        return 0
    with claim:
        (inner / (TEMPORARY_PREFIX + clip)).unlink(missing_ok=True)
    return len(there)


def _inner_folders(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if _FOLDER.fullmatch(path.name) and path.is_dir())


def _find_clips(folder: Path) -> Iterator[_Found]:
    for inner in _inner_folders(folder):
        for path in sorted(inner.iterdir()):
            if _CLIP.fullmatch(path.name) and path.is_file() and not path.is_symlink():
                with suppress(FileNotFoundError):
                    status = path.stat()
                    yield _Found(path, status.st_size, status.st_mtime)


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
