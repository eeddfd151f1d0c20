"""Settings files: found by name, read, checked."""

from __future__ import annotations

import difflib
import tomllib
from pathlib import Path
from typing import Any, Literal, TypeAlias, TypeVar

import platformdirs
from pydantic import TypeAdapter, ValidationError

from podcast.errors import SettingsError, UsageError
from podcast.shipped import data_dir

APP_NAME = "bangla-podcast"

File = TypeVar("File")
Kind: TypeAlias = Literal["voices", "models", "feeds", "sites"]


def search_path(kind: Kind) -> tuple[Path, ...]:
    """Return the folders in which a name is sought, nearest first; models lie in a folder of the voices'."""
    if kind == "models":
        return tuple(folder / "models" for folder in search_path("voices"))
    own = (platformdirs.user_config_path(APP_NAME) / kind, data_dir(kind))
    return own if kind == "sites" else (Path(kind), *own)  # many a project has a folder “sites” of another kind


def names_of(kind: Literal["voices", "models", "feeds"]) -> tuple[str, ...]:
    """Return the name of every file of *kind*, sorted."""
    return tuple(sorted({path.stem for folder in search_path(kind) for path in folder.glob("*.toml")}))


def load_named(kind: Literal["voices", "models", "feeds"], name: str, noun: str, of: type[File]) -> File:
    """Read the file of *kind* that *name*, a name or a path, stands for; messages call it a *noun*.

    Raises:
        UsageError: there is none; the nearest name is suggested.
        SettingsError: the file is there but cannot be used.
    """
    return read_file(find_file(kind, name, noun), of)


def find_file(kind: Literal["voices", "models", "feeds"], name: str, noun: str, extra: tuple[str, ...] = ()) -> Path:
    """Return where the file of *kind* that *name* stands for is; *extra* names are known too, and are no files.

    Raises:
        UsageError: there is none; the nearest name is suggested.
    """
    if name.endswith(".toml") or "/" in name or "\\" in name:
        path = Path(name)
        if not path.is_file():
            raise UsageError(f"{path}: there is no such {noun} file")
        return path
    for folder in search_path(kind):
        path = folder / f"{name}.toml"
        if path.is_file():
            return path
    known = (*names_of(kind), *extra)
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    hint = f"did you mean “{near[0]}”?" if near else f"known: {', '.join(known)}"
    raise UsageError(f"“{name}” is not a {noun}; {hint}")


def read_file(path: Path, kind: type[File]) -> File:
    """Read the TOML file *path* as a *kind*, whose ``name`` is the file's stem.

    Raises:
        SettingsError: it cannot be read, or says what it should not; file, key and reason are named.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise SettingsError(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise SettingsError(f"{path}: is not UTF-8 text (byte {error.start})") from error
    return parse_file(text, path, kind)


def parse_file(text: str, path: Path, kind: type[File]) -> File:
    """Read *text*, which the TOML file *path* holds or will hold, as a *kind*.

    Raises:
        SettingsError: it says what it should not; file, key and reason are named.
    """
    try:
        data: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{path}: is not TOML: {error}") from error
    if "name" in data:
        raise SettingsError(f"{path}: name is not a key; the file's own name is the name")
    try:
        return TypeAdapter(kind).validate_python({"name": path.stem, **data})
    except ValidationError as error:
        raise SettingsError(f"{path}: {_explain(error, kind)}") from error


def _explain(error: ValidationError, kind: type[Any]) -> str:
    lines = []
    for problem in error.errors(include_url=False):
        key = ".".join(str(part) for part in problem["loc"])
        if problem["type"] in {"unexpected_keyword_argument", "extra_forbidden"}:
            known = [field for field in kind.__dataclass_fields__ if field != "name"]
            near = difflib.get_close_matches(key, known, n=1) if len(problem["loc"]) == 1 else []
            lines.append(f"{key} is not a key" + (f"; did you mean “{near[0]}”?" if near else ""))
        elif problem["type"] == "missing":
            lines.append(f"{key} is missing")
        elif problem["type"] == "string_too_short":  # nothing needs more than one letter
            lines.append(f"{key} is empty")
        elif problem["type"] == "value_error":  # our own words say it all
            lines.append(f"{key}: {problem['ctx']['error']}")
        else:
            lines.append(f"{key} = {problem['input']!r}: {problem['msg']}")
    return "; ".join(lines)
