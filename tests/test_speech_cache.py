import resource
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from podcast.errors import SpeechError
from podcast.model import Chunk, PauseKind, Speech, WordTiming
from podcast.settings import Voice, load_voice
from podcast.speech import ClipCache
from podcast.speech.engines.silent import SilentEngine

CHUNK = Chunk("আজ সকালে\nবৃষ্টি।", (), PauseKind.SENTENCE)
SPEECH = Speech(bytes(range(256)) * 20 + b"\n\n", 24_000, (WordTiming(0, 2, 0, 50), WordTiming(3, 8, 50, 100)))
ENGINE = SilentEngine()


@pytest.fixture
def voice() -> Voice:
    return load_voice("silent")


@pytest.fixture
def cache(tmp_path: Path) -> ClipCache:
    return ClipCache(tmp_path / "clips")


def _files(cache: ClipCache) -> list[Path]:
    return [path for path in cache.folder.rglob("*") if path.is_file()]


def test_a_clip_comes_back_as_it_was_stored(cache: ClipCache, voice: Voice) -> None:
    assert cache.find(ENGINE, voice, CHUNK) is None
    assert not cache.has(ENGINE, voice, CHUNK.text)
    stored = cache.store(ENGINE, voice, CHUNK, SPEECH)
    found = cache.find(ENGINE, voice, CHUNK)
    assert cache.has(ENGINE, voice, CHUNK.text)
    assert found == stored
    assert (found.chunk, found.duration_ms, found.words) == (CHUNK, SPEECH.duration_ms, SPEECH.words)
    assert found.load() == stored.load() == SPEECH


def test_the_platform_says_where_clips_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert ClipCache().folder == tmp_path / "bangla-podcast" / "clips"


@pytest.mark.parametrize(
    "change", [{"speaker": "other"}, {"rate_percent": 1}, {"pitch_hz": 1}, {"volume_percent": 1}, {"engine": "edge"}]
)
def test_what_can_be_heard_makes_another_clip(cache: ClipCache, voice: Voice, change: dict[str, object]) -> None:
    cache.store(ENGINE, voice, CHUNK, SPEECH)
    assert not cache.has(ENGINE, replace(voice, **change), CHUNK.text)


def test_another_text_or_version_makes_another_clip(cache: ClipCache, voice: Voice) -> None:
    class NewerEngine(SilentEngine):
        version = "2"

    cache.store(ENGINE, voice, CHUNK, SPEECH)
    assert not cache.has(ENGINE, voice, CHUNK.text + " ")
    assert not cache.has(NewerEngine(), voice, CHUNK.text)


def test_what_cannot_be_heard_makes_no_other_clip(cache: ClipCache, voice: Voice) -> None:
    cache.store(ENGINE, voice, CHUNK, SPEECH)
    other = replace(voice, name="other", title="অন্য", gender="female", locale="bn-BD")
    assert cache.has(ENGINE, other, CHUNK.text)
    elsewhere = replace(CHUNK, pause_after=PauseKind.TITLE)
    assert cache.find(ENGINE, voice, elsewhere).chunk is elsewhere


def test_a_cut_file_counts_as_absent_wherever_it_is_cut(cache: ClipCache, voice: Voice) -> None:
    cache.store(ENGINE, voice, CHUNK, SPEECH)
    (file,) = _files(cache)
    whole = file.read_bytes()
    for size in range(len(whole)):
        file.write_bytes(whole[:size])
        assert not cache.has(ENGINE, voice, CHUNK.text), size


def test_a_damaged_file_counts_as_absent_and_is_replaced(cache: ClipCache, voice: Voice) -> None:
    cache.store(ENGINE, voice, CHUNK, SPEECH)
    (file,) = _files(cache)
    whole = file.read_bytes()
    for place in range(len(whole)):
        file.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert cache.find(ENGINE, voice, CHUNK) is None, place
    cache.store(ENGINE, voice, CHUNK, SPEECH)
    assert file.read_bytes() == whole


def test_a_clip_that_vanished_is_an_error_when_it_is_needed(cache: ClipCache, voice: Voice) -> None:
    clip = cache.store(ENGINE, voice, CHUNK, SPEECH)
    (file,) = _files(cache)
    file.unlink()
    with pytest.raises(SpeechError, match=r"deleted or damaged.*run the command again"):
        clip.load()


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path, voice: Voice) -> None:
    (tmp_path / "file").write_text("")
    cache = ClipCache(tmp_path / "file")
    with pytest.raises(SpeechError, match=str(tmp_path / "file")):
        cache.store(ENGINE, voice, CHUNK, SPEECH)


def test_a_disk_that_is_full_leaves_nothing_behind(cache: ClipCache, voice: Voice) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
    try:
        with pytest.raises(SpeechError, match=f"{cache.folder}: spoken clips cannot be kept here"):
            cache.store(ENGINE, voice, CHUNK, SPEECH)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert _files(cache) == []


def test_writers_of_the_same_clip_do_not_disturb_readers(cache: ClipCache, voice: Voice) -> None:
    cache.store(ENGINE, voice, CHUNK, SPEECH)
    problems = []

    def work() -> None:
        for _ in range(50):
            cache.store(ENGINE, voice, CHUNK, SPEECH)
            found = cache.find(ENGINE, voice, CHUNK)
            if found is None or found.load() != SPEECH:
                problems.append(found)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    assert len(_files(cache)) == 1
