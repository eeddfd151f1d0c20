import ctypes.util
import os
import shutil
import sys
import tempfile
from pathlib import Path

import pytest

from podcast.errors import EngineUnavailableError
from podcast.speech.engines.espeak_library import (
    LIBRARY_VARIABLE,
    Installation,
    describe,
    find_installation,
    shorten_data_path,
    utter,
)

TEXT = "বাংলায় খবর"


def _pcm(installation: Installation) -> bytes:
    return utter(installation, TEXT, voice_name="bn", rate_wpm=175, volume=65).pcm


@pytest.fixture
def far_away(tmp_path: Path) -> Path:
    """espeak's data in a folder whose path has 160 bytes or more, but fewer characters."""
    folder = tmp_path / ("অনেক দূরের ফোল্ডার" * 3)
    folder.mkdir()
    path = folder / "espeak-ng-data"
    path.symlink_to(find_installation().data, target_is_directory=True)
    assert len(os.fsencode(path)) >= 160
    return path


def test_the_wheel_has_bengali_and_the_variants() -> None:
    description = describe(find_installation())
    assert description.version.startswith("1.52")
    assert {"f1", "f2", "Annie", "Alex"} <= description.variants


def test_the_library_itself_cannot_hold_a_long_path(far_away: Path) -> None:
    with pytest.raises(EngineUnavailableError, match="cannot read its data"):
        describe(Installation(find_installation().library, far_away))


def test_data_far_away_is_copied_and_speaks_the_same(far_away: Path, tmp_path: Path) -> None:
    near = shorten_data_path(far_away, "1.2.3", tmp_path / "cache")
    assert near == tmp_path / "cache" / "espeak-1.2.3"
    assert _pcm(Installation(find_installation().library, near)) == _pcm(find_installation())
    assert [path.name for path in near.parent.iterdir()] == ["espeak-1.2.3"]


def test_a_copy_is_made_once(far_away: Path, tmp_path: Path) -> None:
    near = shorten_data_path(far_away, "1.2.3", tmp_path / "cache")
    (near / "phontab").write_bytes(b"mine")
    assert shorten_data_path(far_away, "1.2.3", tmp_path / "cache") == near
    assert (near / "phontab").read_bytes() == b"mine"


def test_the_copy_speaks_english_words_too(far_away: Path, tmp_path: Path) -> None:
    near = Installation(find_installation().library, shorten_data_path(far_away, "1", tmp_path / "cache"))
    said = [
        utter(place, "OpenAI", voice_name="bn+f2", rate_wpm=175, volume=65) for place in (near, find_installation())
    ]
    assert said[0] == said[1]
    assert describe(near) == describe(find_installation())


def test_where_the_cache_is_far_away_too_the_copy_is_temporary(
    far_away: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    near = shorten_data_path(far_away, "1", far_away.parent / "cache")
    assert near.is_relative_to(tmp_path)
    assert _pcm(Installation(find_installation().library, near)) == _pcm(find_installation())


def test_no_place_near_enough_is_an_error_that_names_them(far_away: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(far_away.parent))
    with pytest.raises(EngineUnavailableError, match="too long for espeak-ng"):
        shorten_data_path(far_away, "1", far_away.parent / "cache")


def test_a_folder_that_cannot_be_written_is_named(far_away: Path, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("")
    with pytest.raises(EngineUnavailableError, match=r"cache.*cannot be copied here"):
        shorten_data_path(far_away, "1", tmp_path / "cache")


def test_a_short_path_is_used_as_it_is(tmp_path: Path) -> None:
    assert shorten_data_path(tmp_path / "data", "1", tmp_path / "cache") == tmp_path / "data"
    assert not (tmp_path / "cache").exists()


def test_the_environment_can_name_another_library(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    wheel = find_installation()
    other = tmp_path / "libother.so"
    shutil.copyfile(wheel.library, other)
    monkeypatch.setenv(LIBRARY_VARIABLE, str(other))
    monkeypatch.setenv("ESPEAK_DATA_PATH", str(wheel.data))
    found = find_installation()
    assert found == Installation(str(other), None)
    assert _pcm(found) == _pcm(wheel)
    assert describe(found) == describe(wheel)


def test_a_library_the_environment_names_must_be_there(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(LIBRARY_VARIABLE, str(tmp_path / "nowhere.so"))
    with pytest.raises(EngineUnavailableError, match=rf"{LIBRARY_VARIABLE}=.*nowhere.so: there is no such file"):
        find_installation()


def test_without_the_wheel_the_system_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "espeakng_loader", None)
    monkeypatch.setattr(ctypes.util, "find_library", {"espeak-ng": "libespeak-ng.so.1"}.get)
    assert find_installation() == Installation("libespeak-ng.so.1", None)


def test_without_any_library_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "espeakng_loader", None)
    monkeypatch.setattr(ctypes.util, "find_library", lambda _: None)
    with pytest.raises(EngineUnavailableError, match="install espeak-ng or set PODCAST_ESPEAK_LIBRARY"):
        find_installation()


def test_a_file_that_is_no_library_is_named(tmp_path: Path) -> None:
    (tmp_path / "libfalse.so").write_text("no library")
    with pytest.raises(EngineUnavailableError, match=r"libfalse.so: cannot be loaded"):
        describe(Installation(str(tmp_path / "libfalse.so"), None))


def test_a_voice_the_library_does_not_have_is_named() -> None:
    with pytest.raises(EngineUnavailableError, match="has no voice “xx”"):
        utter(find_installation(), TEXT, voice_name="xx", rate_wpm=175, volume=65)


def test_the_library_is_free_again_after_an_error(far_away: Path) -> None:
    with pytest.raises(EngineUnavailableError):
        describe(Installation(find_installation().library, far_away))
    assert _pcm(find_installation())


@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="needs /proc")
def test_the_library_is_really_unloaded_after_each_text() -> None:
    _pcm(find_installation())
    assert find_installation().library not in Path("/proc/self/maps").read_text(encoding="utf-8")
