"""``podcast voices`` as a person meets it."""

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from loopback_site import Answer, running_site
from tiny_piper import CONFIG_NAME, ONNX_NAME, add_model, tiny_model

TINY = tiny_model()


def podcast(*arguments: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "podcast", *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])},
        cwd=cwd,
        timeout=100,
        check=False,
    )


def test_the_list_says_which_voices_can_speak_and_why_others_cannot() -> None:
    lines = {line.split()[0]: line for line in podcast("voices").stdout.splitlines()}
    assert " ready " in lines["espeak"]
    assert " not asked " in lines["nabanita"]
    assert " cannot " in lines["piper-rm"]
    assert "podcast voices install bn-google" in lines["piper-rm"]


def test_the_list_says_how_services_are_asked() -> None:
    assert "--probe" in podcast("voices", "list").stderr
    assert "--probe" not in podcast("voices", "list", "--json").stderr


def test_the_list_in_json_has_the_status_too() -> None:
    voices = {voice["name"]: voice for voice in json.loads(podcast("voices", "list", "--json").stdout)}
    assert [voices[name]["can_speak"] for name in ("espeak", "nabanita", "piper-4811")] == [True, None, False]
    assert voices["espeak"]["reason"] is None


def test_a_model_is_installed_from_a_copy_listed_and_spoken_with(tmp_path: Path) -> None:
    add_model("tiny", TINY.settings())
    copy = TINY.write(tmp_path / "copy")
    assert "podcast voices install tiny" in podcast("voices", "install").stdout
    done = podcast("voices", "install", "tiny", "--from", copy)
    assert (done.returncode, "installed in" in done.stdout) == (0, True), done.stderr
    assert "licence: CC0" in done.stderr
    again = podcast("voices", "install", "tiny", "--from", copy, "--json")
    assert json.loads(again.stdout)["is_new"] is False
    assert "installed in" in podcast("voices", "install").stdout
    (tmp_path / "voices").mkdir()
    text = 'title = "ছোট"\nengine = "piper"\nspeaker = "tiny/low"\nlocale = "bn-BD"\n'
    (tmp_path / "voices" / "chhoto.toml").write_text(text, encoding="utf-8")
    spoken = podcast("voices", "sample", "chhoto", "--out", tmp_path / "out", cwd=tmp_path)
    assert spoken.returncode == 0, spoken.stderr
    assert (tmp_path / "out" / "chhoto.mp3").stat().st_size > 50_000


def test_a_download_is_kept_by_ctrl_c_for_the_next_run() -> None:
    held = threading.Event()
    release = threading.Event()

    def hold() -> None:
        held.set()
        release.wait(30)

    config = Answer(TINY.config)
    answers = {f"/{CONFIG_NAME}": config, f"/{ONNX_NAME}": (Answer(TINY.onnx, wait_for=hold), Answer(TINY.onnx))}
    with running_site(answers) as site:
        add_model("tiny", TINY.settings(site.url("/")))
        command = [sys.executable, "-m", "podcast", "voices", "install", "tiny", "--allow-private"]
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
            assert held.wait(60)
            process.send_signal(signal.SIGINT)
            _, errors = process.communicate(timeout=30)
        release.set()
        assert process.returncode == 130
        assert "the same command goes on from it" in errors
        assert "Traceback" not in errors
        assert podcast("voices", "install", "tiny", "--allow-private").returncode == 0
        assert site.paths.count(f"/{CONFIG_NAME}") == 1


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("install", "bn-gogle"), 2, "did you mean “bn-google”"),
        (
            ("install", "bn-google", "--from", "no/such/folder"),
            1,
            "no/such/bn_BD-google-medium.onnx.json: cannot be read",
        ),
        (("sample", "espaek"), 2, "did you mean “espeak”"),
        (("sample", "piper-rm"), 1, "podcast voices install bn-google"),
        (("sample", "piper-rm", "silent"), 3, "voice piper-rm could not speak"),
        (("list", "--no-such"), 2, "--no-such"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_what_goes_wrong_is_one_line_and_an_exit_code(
    tmp_path: Path, arguments: tuple[str, ...], code: int, said: str
) -> None:
    done = podcast("voices", *arguments, cwd=tmp_path)
    assert done.returncode == code, done.stderr
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_wrong_bytes_install_nothing_and_name_both_checksums(tmp_path: Path) -> None:
    (tmp_path / "bn_BD-google-medium.onnx").write_bytes(b"x")
    (tmp_path / "bn_BD-google-medium.onnx.json").write_bytes(b"{}")
    done = podcast("voices", "install", "bn-google", "--from", tmp_path)
    assert done.returncode == 1
    assert "bc7e5e39e2a874bdad186620576ce18089b5a06c5645e258bcea3d56fdb11c0a was expected" in done.stderr
    assert "cannot" in next(line for line in podcast("voices").stdout.splitlines() if line.startswith("piper-rm"))


def test_samples_in_json_name_files_and_failures(tmp_path: Path) -> None:
    done = podcast("voices", "sample", "silent", "piper-rm", "--out", tmp_path, "--json")
    result = json.loads(done.stdout)
    assert done.returncode == 3
    assert Path(result["samples"][0]["audio"]).is_file()
    assert result["failed"][0]["name"] == "piper-rm"
