"""Neural voices' models on this machine: whole and checked, or not there."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import platformdirs

from podcast.errors import InstallError, SourceError
from podcast.net import Clock, Download, download
from podcast.net.timing import REAL_CLOCK
from podcast.settings import APP_NAME
from podcast.speech.model_files import Model, ModelFile

_LANGUAGE = "bn"
_STEP_BYTES = 1 << 20

Progress = Callable[[str, int, int], None]
"""Is told a file's name, how many of its bytes are there, and of how many."""


@dataclass(frozen=True, slots=True)
class Installed:
    """A model's files on this machine."""

    onnx: Path
    config: Path


def model_digest(model: Model) -> str:
    """Return a few hexadecimal digits that stand for the very files of *model*."""
    return hashlib.sha256(f"{model.onnx.sha256} {model.config.sha256}".encode()).hexdigest()[:12]


def model_folder(model: Model) -> Path:
    """Return where *model* is installed, whether it is or not; other files of the same name have another folder."""
    return platformdirs.user_data_path(APP_NAME) / "models" / f"{model.name}-{model_digest(model)}"


def find_installed(model: Model) -> Installed | None:
    """Return the files of *model*; ``None`` when it is not installed.

    They were checked when they were installed; now only their sizes are.
    """
    folder = model_folder(model)
    sizes = [_size(folder / part.file) for part in (model.onnx, model.config)]
    if sizes != [model.onnx.size_bytes, model.config.size_bytes]:
        return None
    return Installed(folder / model.onnx.file, folder / model.config.file)


def install_command(model: Model) -> str:
    """Return what a person types to install *model*."""
    return f"podcast voices install {model.name}"


def install_model(
    model: Model,
    *,
    local: Path | None = None,
    allow_private: bool = False,
    on_progress: Progress | None = None,
    clock: Clock = REAL_CLOCK,
) -> Installed:
    """Download *model* and return its files; do nothing when it is installed.

    *local*, the onnx file or a folder, is taken in place of the download; the same checksums hold for it. A download
    that was interrupted goes on where it stopped. A file has its name only once it was checked, and the small one comes
    first, so that a model of another language is refused before its voice is fetched.

    Raises:
        InstallError: a file is not the one it should be, the model speaks another language, or there is no room.
        SourceError: the files cannot be had.
    """
    installed = find_installed(model)
    if installed is not None:
        return installed
    report = on_progress or (lambda _file, _done, _total: None)
    folder = model_folder(model)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _check_room(model, folder)
        for part in (model.config, model.onnx):
            if _size(folder / part.file) == part.size_bytes:
                continue
            staged = folder / f"{part.file}.part"
            if local is None:
                wanted = Download(model.source + part.file, staged, part.size_bytes)
                _fetch(wanted, part, partial(report, part.file), allow_private=allow_private, clock=clock)
            else:
                _copy(_beside(local, model, part), staged, part)
            if part is model.config:
                _check_language(staged, model)
            staged.replace(folder / part.file)
    except OSError as error:
        raise InstallError(
            f"{error.filename or folder}: model {model.name} cannot be installed: {error.strerror or error}"
        ) from error
    return Installed(folder / model.onnx.file, folder / model.config.file)


def read_config(path: Path) -> dict[str, Any]:
    """Return what a model's json file says.

    Raises:
        InstallError: it is not one of Piper's.
    """
    try:
        config = json.loads(path.read_bytes())
        voice = config["espeak"]["voice"]
    except (ValueError, KeyError, TypeError) as error:
        raise InstallError(f"{path}: is not the configuration of a Piper voice: {error!r}") from error
    if not isinstance(voice, str):
        raise InstallError(f"{path}: is not the configuration of a Piper voice: espeak.voice is {voice!r}")
    return dict(config)


def check_language(config: dict[str, Any], name: str) -> None:
    """Return when a model's configuration is for Bengali.

    Raises:
        InstallError: it is for another language.
    """
    language = config.get("language")
    codes = [config["espeak"]["voice"], language.get("code") if isinstance(language, dict) else None]
    foreign = next((code for code in codes if code is not None and not _is_bengali(code)), None)
    if foreign is not None:
        raise InstallError(f"model {name} speaks the language “{foreign}”; a Bengali one (“{_LANGUAGE}”) is needed")


def _is_bengali(code: object) -> bool:
    return isinstance(code, str) and code.replace("_", "-").partition("-")[0].lower() == _LANGUAGE


def _check_language(staged: Path, model: Model) -> None:
    try:
        check_language(read_config(staged), model.name)
    except InstallError:
        staged.unlink()
        raise


def _check_room(model: Model, folder: Path) -> None:
    parts = (model.onnx, model.config)
    there = sum(_size(folder / part.file) + _size(folder / f"{part.file}.part") for part in parts)
    needed = sum(part.size_bytes for part in parts) - there
    free = shutil.disk_usage(folder).free
    if needed > free:
        raise InstallError(f"{folder}: model {model.name} needs {needed:,} bytes more, and the disk has {free:,} left")


def _fetch(
    wanted: Download, part: ModelFile, report: Callable[[int, int], None], *, allow_private: bool, clock: Clock
) -> None:
    """Download and check; what was put together from two runs and is wrong is fetched once more, whole."""
    went_on = _size(wanted.path) > 0
    download(wanted, allow_private=allow_private, on_progress=report, clock=clock)
    got = _sha256(wanted.path)
    if got != part.sha256 and went_on:
        wanted.path.unlink()
        download(wanted, allow_private=allow_private, on_progress=report, clock=clock)
        got = _sha256(wanted.path)
    if got != part.sha256:
        wanted.path.unlink()
        raise _wrong(wanted.url, part, got)


def _copy(source: Path, staged: Path, part: ModelFile) -> None:
    try:
        with source.open("rb") as given, staged.open("wb") as taken:
            shutil.copyfileobj(given, taken, _STEP_BYTES)
    except BaseException as error:
        with suppress(FileNotFoundError):
            staged.unlink()
        if isinstance(error, OSError) and error.filename == os.fspath(source):
            raise SourceError(f"{source}: cannot be read: {error.strerror}; {part.file} was expected") from error
        raise
    got = _sha256(staged)
    if got != part.sha256:
        staged.unlink()
        raise _wrong(str(source), part, got)


def _beside(local: Path, model: Model, part: ModelFile) -> Path:
    """Return where in *local* the file *part* is: a folder of both, or the onnx file with the json beside it."""
    if local.is_dir():
        return local / part.file
    if part is model.onnx:
        return local
    own = local.with_name(f"{local.name}.json")
    return own if own.is_file() else local.with_name(part.file)


def _wrong(name: str, part: ModelFile, got: str) -> InstallError:
    return InstallError(
        f"{name}: is not the file it should be: its sha256 is {got}, and {part.sha256} was expected for {part.file}; "
        f"nothing was installed"
    )


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
