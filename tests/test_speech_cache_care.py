import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from podcast.model import Chunk, PauseKind
from podcast.settings import Voice, load_voice
from podcast.speech import ClipCache
from podcast.speech.cache import CLAIM_PREFIX, TEMPORARY_PREFIX
from podcast.speech.cache_care import EngineShare, describe_cache, prune_cache, verify_cache
from podcast.speech.engines.silent import SilentEngine

DAY_S = 86_400.0
NOON_S = datetime(2026, 3, 14, 12, tzinfo=UTC).timestamp()
ENGINE = SilentEngine()


@pytest.fixture
def voice() -> Voice:
    return load_voice("silent")


@pytest.fixture
def cache(tmp_path: Path) -> ClipCache:
    return ClipCache(tmp_path / "clips", clock=lambda: NOON_S)


def keep(cache: ClipCache, voice: Voice, text: str, used_at_s: float = NOON_S) -> Path:
    """Keep a clip that was last used then; return its file."""
    before = clips(cache)
    cache.store(ENGINE, voice, Chunk(text, (), PauseKind.NONE), ENGINE.synthesize(text, voice))
    (path,) = clips(cache) - before
    os.utime(path, (used_at_s, used_at_s))
    return path


def clips(cache: ClipCache) -> set[Path]:
    return {path for path in cache.folder.rglob("*") if path.is_file()}


def test_a_folder_that_is_not_there_holds_nothing(cache: ClipCache) -> None:
    info = describe_cache(cache.folder)
    assert (info.clips, info.size_bytes, info.longest_unused_since, info.last_used_at, info.engines) == (
        0,
        0,
        None,
        None,
        (),
    )
    assert verify_cache(cache.folder).clips == prune_cache(cache.folder, 0).clips == 0
    assert not cache.folder.exists()


def test_clips_are_counted_by_engine_and_by_when_they_were_used(cache: ClipCache, voice: Voice) -> None:
    paths = [keep(cache, voice, f"কথা {number}", NOON_S - number * DAY_S) for number in range(3)]
    info = describe_cache(cache.folder)
    size_bytes = sum(path.stat().st_size for path in paths)
    assert (info.clips, info.size_bytes) == (3, size_bytes)
    assert info.engines == (EngineShare("silent", 3, size_bytes),)
    assert (info.longest_unused_since, info.last_used_at) == (
        datetime(2026, 3, 12, 12, tzinfo=UTC),
        datetime(2026, 3, 14, 12, tzinfo=UTC),
    )


@pytest.mark.parametrize(("idle_s", "is_marked"), [(DAY_S - 1, False), (DAY_S, True), (40 * DAY_S, True)])
def test_use_is_marked_once_a_day(cache: ClipCache, voice: Voice, idle_s: float, *, is_marked: bool) -> None:
    path = keep(cache, voice, "কথা", NOON_S - idle_s)
    cache.find(ENGINE, voice, Chunk("কথা", (), PauseKind.NONE))
    assert path.stat().st_mtime == (NOON_S if is_marked else NOON_S - idle_s)


def test_damaged_clips_are_removed_and_named(cache: ClipCache, voice: Voice) -> None:
    whole, broken, empty = (keep(cache, voice, f"কথা {number}") for number in range(3))
    broken.write_bytes(broken.read_bytes()[:-1])
    empty.write_bytes(b"")
    verified = verify_cache(cache.folder)
    assert (verified.clips, set(verified.damaged)) == (1, {broken, empty})
    assert clips(cache) == {whole}
    assert verify_cache(cache.folder).damaged == ()


def test_what_was_unused_for_longest_goes_first_and_no_more_than_need_be(cache: ClipCache, voice: Voice) -> None:
    paths = [keep(cache, voice, f"কথা {number}", NOON_S - number * DAY_S) for number in range(5)]
    size_bytes = paths[0].stat().st_size
    pruned = prune_cache(cache.folder, 3 * size_bytes)
    assert clips(cache) == set(paths[:3])
    assert (pruned.removed, pruned.freed_bytes, pruned.clips, pruned.size_bytes) == (
        2,
        2 * size_bytes,
        3,
        3 * size_bytes,
    )
    assert prune_cache(cache.folder, 3 * size_bytes).removed == 0
    assert prune_cache(cache.folder, 3 * size_bytes - 1).removed == 1


def test_everything_can_be_removed_with_the_folders(cache: ClipCache, voice: Voice) -> None:
    keep(cache, voice, "কথা")
    assert prune_cache(cache.folder, 0).removed == 1
    assert list(cache.folder.iterdir()) == []


def test_files_that_are_no_clips_are_never_touched(cache: ClipCache, voice: Voice) -> None:
    path = keep(cache, voice, "কথা")
    own = [
        cache.folder / "note.txt",
        path.with_name("note.txt"),
        path.with_name(".clipboard"),
        path.with_name("f" * 63),
        cache.folder / ("a" * 64),
        cache.folder / "নোট" / ("a" * 64),
    ]
    for file in own:
        file.parent.mkdir(exist_ok=True)
        file.write_text("own")
    link = path.with_name("e" * 64)
    link.symlink_to(own[0])
    assert describe_cache(cache.folder).clips == 1
    assert verify_cache(cache.folder).damaged == ()
    assert prune_cache(cache.folder, 0).removed == 1
    assert clips(cache) == {*own, link}


def test_what_a_killed_run_left_goes_and_what_a_running_one_writes_stays(cache: ClipCache, voice: Voice) -> None:
    path = keep(cache, voice, "কথা")
    for name in ("b" * 64, "c" * 64):
        path.with_name(CLAIM_PREFIX + name).touch()
        path.with_name(TEMPORARY_PREFIX + name).write_bytes(b"half")
    path.with_name(TEMPORARY_PREFIX + "d" * 64).write_bytes(b"half")
    former, recent = path.with_name(TEMPORARY_PREFIX + "a0_b1_c2"), path.with_name(TEMPORARY_PREFIX + "a0_b1_c3")
    for file, age_s in ((former, 2 * DAY_S), (recent, 60)):
        file.write_bytes(b"half")
        os.utime(file, (NOON_S - age_s, NOON_S - age_s))
    with cache.claim(ENGINE, voice, "অন্য কথা") as claim:
        writing = claim.path.with_name(claim.path.name.replace(CLAIM_PREFIX, TEMPORARY_PREFIX))
        writing.write_bytes(b"half")
        pruned = prune_cache(cache.folder, 10**9, now_s=NOON_S)
        assert clips(cache) == {path, recent, claim.path, writing}
    assert (pruned.left_overs, pruned.removed, pruned.clips) == (6, 0, 1)


def test_a_claim_left_by_a_run_killed_just_after_it_kept_its_clip_goes_when_the_clip_is_used(
    cache: ClipCache, voice: Voice
) -> None:
    path = keep(cache, voice, "কথা")
    left = path.with_name(CLAIM_PREFIX + path.name)
    left.touch()
    assert cache.find(ENGINE, voice, Chunk("কথা", (), PauseKind.NONE)) is not None
    assert clips(cache) == {path}
