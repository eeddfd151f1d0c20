import hashlib
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from fake_clock import FakeClock
from loopback_site import Answer, running_site
from tiny_piper import CONFIG_NAME, ONNX_NAME, TinyModel, add_model, tiny_model

from podcast.errors import InstallError, SourceError
from podcast.speech.model_files import Model, load_model
from podcast.speech.models import Installed, find_installed, install_model, model_folder


@pytest.fixture(scope="module")
def tiny() -> TinyModel:
    return tiny_model()


def site_of(tiny: TinyModel, **changed: Answer) -> dict[str, Answer]:
    answers = {f"/{ONNX_NAME}": Answer(tiny.onnx, resumes=True), f"/{CONFIG_NAME}": Answer(tiny.config, resumes=True)}
    return answers | {f"/{name}": answer for name, answer in changed.items()}


def install(model: Model, **more: object) -> Installed:
    return install_model(model, allow_private=True, clock=FakeClock().clock, **more)


def left_over(model: Model) -> Mapping[str, int]:
    folder = model_folder(model)
    return {path.name: path.stat().st_size for path in folder.iterdir()} if folder.exists() else {}


def test_a_model_is_downloaded_checked_and_kept_in_the_data_folder(tiny: TinyModel) -> None:
    steps: list[tuple[str, int, int]] = []
    with running_site(site_of(tiny)) as site:
        model = add_model("tiny", tiny.settings(site.url("/")))
        assert find_installed(model) is None
        installed = install(model, on_progress=lambda *step: steps.append(step))
        assert site.paths == [f"/{CONFIG_NAME}", f"/{ONNX_NAME}"]
    assert installed == find_installed(model)
    assert installed.onnx.is_relative_to(os.environ["XDG_DATA_HOME"])
    assert (installed.onnx.read_bytes(), installed.config.read_bytes()) == (tiny.onnx, tiny.config)
    assert left_over(model) == {ONNX_NAME: len(tiny.onnx), CONFIG_NAME: len(tiny.config)}
    assert steps[-1] == (ONNX_NAME, len(tiny.onnx), len(tiny.onnx))


def test_a_model_that_is_installed_is_not_fetched_again(tiny: TinyModel) -> None:
    with running_site(site_of(tiny)) as site:
        model = add_model("tiny", tiny.settings(site.url("/")))
        assert install(model) == install(model)
        assert len(site.requests) == 2


def test_a_download_that_was_broken_off_is_gone_on_with_by_the_next_run(tiny: TinyModel) -> None:
    broken = Answer(tiny.onnx, resumes=True, stops_after=1000)
    whole = Answer(tiny.onnx, resumes=True)
    answers = site_of(tiny) | {f"/{ONNX_NAME}": (broken, replace(broken, stops_after=0), broken, whole)}
    with running_site(answers) as site:
        model = add_model("tiny", tiny.settings(site.url("/")))
        with pytest.raises(SourceError, match="broke off"):
            install(model)
        assert left_over(model) == {CONFIG_NAME: len(tiny.config), f"{ONNX_NAME}.part": 2000}
        assert find_installed(model) is None
        installed = install(model)
        assert site.requests[-1][1]["Range"] == "bytes=2000-"
        assert site.paths.count(f"/{CONFIG_NAME}") == 1
    assert installed.onnx.read_bytes() == tiny.onnx


def test_an_interrupt_leaves_what_came_for_the_next_run(tiny: TinyModel) -> None:
    def interrupt(file: str, done: int, _total: int) -> None:
        if file == ONNX_NAME and done:
            raise KeyboardInterrupt

    with running_site(site_of(tiny)) as site:
        model = add_model("tiny", tiny.settings(site.url("/")))
        with pytest.raises(KeyboardInterrupt):
            install(model, on_progress=interrupt)
        assert f"{ONNX_NAME}.part" in left_over(model)
        assert find_installed(model) is None
        assert install(model).onnx.read_bytes() == tiny.onnx


@pytest.mark.parametrize("name", [ONNX_NAME, CONFIG_NAME])
def test_wrong_bytes_name_the_file_and_both_checksums_and_install_nothing(tiny: TinyModel, name: str) -> None:
    right = tiny.onnx if name == ONNX_NAME else tiny.config
    wrong = right[:-1] + b"?"
    with running_site(site_of(tiny, **{name: Answer(wrong)})) as site:
        model = add_model("tiny", tiny.settings(site.url("/")))
        with pytest.raises(InstallError, match="nothing was installed") as raised:
            install(model)
        assert site.paths.count(f"/{name}") == 1
    message = str(raised.value)
    assert message.startswith(site.url(f"/{name}"))
    assert hashlib.sha256(wrong).hexdigest() in message
    assert hashlib.sha256(right).hexdigest() in message
    assert find_installed(model) is None
    assert not {f"{name}.part", name} & left_over(model).keys()


def test_halves_of_two_files_are_fetched_once_more_whole(tiny: TinyModel) -> None:
    with running_site(site_of(tiny)) as site:
        model = add_model("tiny", tiny.settings(site.url("/")))
        model_folder(model).mkdir(parents=True)
        (model_folder(model) / f"{ONNX_NAME}.part").write_bytes(b"?" * 1000)
        assert install(model).onnx.read_bytes() == tiny.onnx
        assert [headers.get("Range") for _, headers in site.requests] == [None, "bytes=1000-", None]


def test_an_absent_file_is_named(tiny: TinyModel) -> None:
    with running_site({}) as site:
        model = add_model("tiny", tiny.settings(site.url("/")))
        with pytest.raises(SourceError, match=f"{CONFIG_NAME}: the server answered HTTP 404"):
            install(model)
    assert left_over(model) == {}


@pytest.mark.parametrize(
    ("language", "espeak_voice", "named"), [("en_US", "bn", "en_US"), ("bn_BD", "hi", "hi"), ("as_IN", "as", "as")]
)
def test_a_model_for_another_language_is_refused_before_its_voice_is_fetched(
    language: str, espeak_voice: str, named: str
) -> None:
    tiny = tiny_model(language=language, espeak_voice=espeak_voice)
    with running_site(site_of(tiny)) as site:
        model = add_model("foreign", tiny.settings(site.url("/")))
        with pytest.raises(InstallError, match=f"model foreign speaks the language “{named}”; a Bengali one"):
            install(model)
        assert site.paths == [f"/{CONFIG_NAME}"]
    assert left_over(model) == {}


@pytest.mark.parametrize("config", [b"[]", b"{}", b'{"espeak": {"voice": 7}}', b"\xff", b"not json"])
def test_a_json_file_that_is_not_pipers_is_refused(tiny: TinyModel, config: bytes) -> None:
    with running_site(site_of(replace(tiny, config=config))) as site:
        model = add_model("tiny", replace(tiny, config=config).settings(site.url("/")))
        with pytest.raises(InstallError, match="is not the configuration of a Piper voice"):
            install(model)
    assert left_over(model) == {}


@pytest.mark.parametrize("given", ["folder", "file", "file of another name"])
def test_a_local_copy_is_taken_in_place_of_the_download(tiny: TinyModel, tmp_path: Path, given: str) -> None:
    model = add_model("tiny", tiny.settings())
    folder = tiny.write(tmp_path / "copy")
    local = folder if given == "folder" else folder / ONNX_NAME
    if given == "file of another name":
        local = local.rename(folder / "voice.onnx")
        (folder / CONFIG_NAME).rename(folder / "voice.onnx.json")
    assert install(model, local=local).onnx.read_bytes() == tiny.onnx
    assert local.exists()
    assert left_over(model) == {ONNX_NAME: len(tiny.onnx), CONFIG_NAME: len(tiny.config)}


def test_a_local_copy_with_wrong_bytes_is_refused_by_its_name(tiny: TinyModel, tmp_path: Path) -> None:
    model = add_model("tiny", tiny.settings())
    folder = replace(tiny, onnx=tiny.onnx + b"x").write(tmp_path)
    with pytest.raises(InstallError, match=f"{folder / ONNX_NAME}: is not the file it should be: its sha256 is"):
        install(model, local=folder)
    assert left_over(model) == {CONFIG_NAME: len(tiny.config)}
    assert find_installed(model) is None


def test_a_local_copy_that_is_not_there_is_named(tiny: TinyModel, tmp_path: Path) -> None:
    model = add_model("tiny", tiny.settings())
    with pytest.raises(SourceError, match=f"{tmp_path / CONFIG_NAME}: cannot be read: No such file"):
        install(model, local=tmp_path / ONNX_NAME)
    assert left_over(model) == {}


def test_a_model_that_does_not_fit_on_the_disk_is_not_begun(tiny: TinyModel) -> None:
    size = f"size_bytes = {len(tiny.onnx)}"
    with running_site(site_of(tiny)) as site:
        model = add_model("huge", tiny.settings(site.url("/")).replace(size, "size_bytes = 1000000000000000"))
        with pytest.raises(InstallError, match=r"model huge needs 1,000,\S+ bytes more, and the disk has"):
            install(model)
        assert site.requests == []


@pytest.mark.skipif(os.name != "posix", reason="limits of processes are POSIX")
def test_a_disk_that_is_full_is_an_error_not_half_a_file(tiny: TinyModel) -> None:
    program = (
        "import resource; from podcast.errors import InstallError; from podcast.speech.model_files import load_model;"
        "from podcast.speech.models import install_model;"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (2_000, 2_000));\n"
        "try: install_model(load_model('tiny'), allow_private=True)\n"
        "except InstallError as error: print(error)"
    )
    with running_site(site_of(tiny)) as site:
        model = add_model("tiny", tiny.settings(site.url("/")))
        said = subprocess.check_output([sys.executable, "-c", program], text=True)
        assert "model tiny cannot be installed: File too large" in said
        assert find_installed(model) is None
        assert ONNX_NAME not in left_over(model)
        assert install(model).onnx.read_bytes() == tiny.onnx


def test_another_file_under_the_same_name_is_another_model(tiny: TinyModel, tmp_path: Path) -> None:
    model = add_model("tiny", tiny.settings())
    install(model, local=tiny.write(tmp_path))
    other = add_model("tiny", replace(tiny, onnx=tiny.onnx + b"x").settings())
    assert find_installed(other) is None
    assert find_installed(model) is not None


def test_the_shipped_model_is_pinned_to_one_revision() -> None:
    model = load_model("bn-google")
    assert "/resolve/c10ece1aade47bb51c153c893d14e5bf8e5b7117/bn/bn_BD/google/medium/" in model.source
    assert model.source.startswith("https://")
    assert (model.onnx.size_bytes, model.config.size_bytes) == (76_782_515, 5_494)
