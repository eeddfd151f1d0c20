import sys
from pathlib import Path

import pytest
import soundfile
from tiny_piper import install_tiny

from podcast.errors import PublishError, SettingsError, UsageError
from podcast.pipeline.voices import VoiceStatus, sample_voices, voice_statuses
from podcast.settings import voice_names

VOICE = 'title = "আমার"\nengine = "{}"\nspeaker = "{}"\nlocale = "bn-IN"\n'
PROGRAM = Path(__file__).with_name("speaking_program.py")


class Steps:
    """Hears what a run tells."""

    def __init__(self) -> None:
        self.notes: list[str] = []

    def note(self, message: str) -> None:
        self.notes.append(message)

    def progress(self, stage: str, done: int, total: int, left_s: float | None = None) -> None:
        pass


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The ``voices`` folder of the place where the command is run."""
    monkeypatch.chdir(tmp_path)
    made = tmp_path / "voices"
    made.mkdir()
    return made


def add(folder: Path, name: str, engine: str, speaker: str, more: str = "") -> None:
    (folder / f"{name}.toml").write_text(VOICE.format(engine, speaker) + more, encoding="utf-8")


def program(mode: str) -> str:
    return f"command = [{sys.executable!r}, {str(PROGRAM)!r}, {mode!r}]\n"


def by_name(statuses: tuple[VoiceStatus, ...]) -> dict[str, VoiceStatus]:
    return {status.name: status for status in statuses}


def test_every_voice_there_is_has_a_status() -> None:
    statuses = voice_statuses()
    assert [status.name for status in statuses] == list(voice_names())
    assert all(status.can_speak or status.reason for status in statuses)


def test_voices_of_this_machine_are_tried_and_services_are_not_asked() -> None:
    statuses = by_name(voice_statuses())
    assert (statuses["espeak"].can_speak, statuses["espeak"].reason) == (True, None)
    assert (statuses["nabanita"].can_speak, statuses["nabanita"].reason) == (
        None,
        "a service on the internet, which was not asked",
    )


def test_a_voice_whose_model_is_not_installed_says_the_command_that_installs_it() -> None:
    status = by_name(voice_statuses())["piper-4811"]
    assert status.can_speak is False
    assert status.reason == "model bn-google is not installed: podcast voices install bn-google"


def test_a_voice_whose_model_is_installed_can_speak(folder: Path, tmp_path: Path) -> None:
    install_tiny("tiny", tmp_path / "copy")
    add(folder, "amar", "piper", "tiny/low")
    assert by_name(voice_statuses())["amar"].can_speak is True


def test_a_voice_whose_program_is_missing_says_so(folder: Path) -> None:
    add(folder, "amar", "command", "x", 'command = ["no-such-program-here"]\n')
    status = by_name(voice_statuses())["amar"]
    assert (status.can_speak, status.reason) == (
        False,
        "no-such-program-here: there is no such program on the PATH",
    )


def test_a_voice_file_that_cannot_be_used_is_listed_with_what_is_wrong_and_stops_no_other(folder: Path) -> None:
    add(folder, "amar", "espaek", "bn")
    statuses = by_name(voice_statuses())
    assert (statuses["amar"].voice, statuses["amar"].can_speak) == (None, False)
    assert "engine = 'espaek'" in statuses["amar"].reason
    assert statuses["espeak"].can_speak is True


def test_a_variant_that_espeak_does_not_have_is_told(folder: Path) -> None:
    add(folder, "amar", "espeak", "bn+nope")
    assert "no variant “nope”" in by_name(voice_statuses())["amar"].reason


def test_services_are_asked_at_once_and_for_no_longer_than_they_may_take() -> None:
    # sockets beyond loopback are blocked here: every service fails, each with its reason
    statuses = by_name(voice_statuses(asks_services=True, timeout_s=2))
    online = [statuses[name] for name in ("nabanita", "pradeep", "tanishaa", "bashkar")]
    assert [status.can_speak for status in online] == [False] * 4
    assert all(status.reason for status in online)
    assert statuses["espeak"].can_speak is True


def test_a_name_that_is_no_voice_is_a_usage_error() -> None:
    with pytest.raises(UsageError, match="did you mean “espeak”"):
        voice_statuses(["espaek"])


def test_a_sample_is_spoken_by_each_voice_to_a_file_of_its_name(folder: Path, tmp_path: Path) -> None:
    install_tiny("tiny", tmp_path / "copy")
    add(folder, "amar", "piper", "tiny/low")
    add(folder, "bip", "command", "x", program("good"))
    out = tmp_path / "out" / "samples"
    sampled = sample_voices(["espeak", "amar", "bip"], out)
    assert [one.status.name for one in sampled] == ["espeak", "amar", "bip"]
    assert sorted(path.name for path in out.iterdir()) == ["amar.mp3", "bip.mp3", "espeak.mp3"]
    for one in sampled:
        assert one.recorded is not None
        assert soundfile.info(one.recorded.audio).duration == pytest.approx(one.recorded.duration_ms / 1000, abs=0.1)
        assert one.recorded.duration_ms > 10_000


def test_a_second_sample_speaks_nothing_anew(tmp_path: Path) -> None:
    first, second = (sample_voices(["espeak"], tmp_path / "out")[0].recorded for _ in range(2))
    assert first is not None
    assert second is not None
    assert first.synthesized > 0
    assert second.synthesized == 0


def test_a_voice_that_cannot_speak_or_fails_stops_no_other(folder: Path, tmp_path: Path) -> None:
    add(folder, "bad", "command", "x", program("garbage"))
    sampled = {one.status.name: one for one in sample_voices(["piper-rm", "bad", "espeak"], tmp_path / "out")}
    assert sampled["piper-rm"].recorded is None
    assert "podcast voices install" in sampled["piper-rm"].status.reason
    assert sampled["bad"].recorded is None
    assert "is not a WAV file" in sampled["bad"].status.reason
    assert sampled["espeak"].recorded is not None
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["espeak.mp3"]


def test_without_names_silence_is_left_out(tmp_path: Path) -> None:
    sampled = sample_voices(None, tmp_path / "out", timeout_s=1)
    names = {one.status.name for one in sampled}
    assert names == set(voice_names()) - {"silent"}
    assert {one.status.name for one in sampled if one.recorded} == {"espeak", "espeak-female"}


def test_a_text_of_ones_own_is_spoken(folder: Path, tmp_path: Path) -> None:
    (folder / "sample.txt").write_text("ছোট নমুনা\n\nএকটি বাক্য।\n", encoding="utf-8")
    recorded = sample_voices(["espeak"], tmp_path / "out")[0].recorded
    assert recorded is not None
    assert recorded.title == "ছোট নমুনা"
    assert recorded.duration_ms < 6000


@pytest.mark.parametrize("text", [b"", b"\n\n", b"\xff"])
def test_a_text_of_ones_own_that_cannot_be_used_is_told(folder: Path, tmp_path: Path, text: bytes) -> None:
    (folder / "sample.txt").write_bytes(text)
    with pytest.raises(SettingsError, match=r"sample\.txt"):
        sample_voices(["espeak"], tmp_path / "out")


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(PublishError, match="cannot be made"):
        sample_voices(["espeak"], tmp_path / "file" / "out")
