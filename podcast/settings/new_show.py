"""A show file for someone who begins: a comment at every key, and what was said already filled in."""

from __future__ import annotations

import contextlib
import json
import os
import re
import tempfile
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

from podcast.errors import SettingsError, UsageError
from podcast.settings.files import parse_file, search_path
from podcast.settings.show import Show

Value: TypeAlias = "str | bool | Sequence[str] | Mapping[str, str]"

_NOT_IN_NAMES = re.compile(r"[\s\x00-\x1f\x7f/\\:*?\"<>|\ud800-\udfff]")
"""What some file system or shell cannot take."""
_DELETE = "\x7f"


def write_new_show(name: str, values: Mapping[str, Value], folder: Path | None = None) -> Path:
    """Write the show file of *name* with *values*, by their keys, into *folder*, else ``./feeds``; return its path.

    Nothing is written over.

    Raises:
        UsageError: *name* cannot be a file's, there is such a file, or the values make no show.
        OSError: it cannot be written.
    """
    stem = unicodedata.normalize("NFC", name)
    if not stem or _NOT_IN_NAMES.search(stem) or stem[0] in ".-" or stem.endswith((".toml", ".")):
        raise UsageError(f"“{name}” cannot be the name of a show; expected a word, such as sokal or সকাল, without .toml")
    path = (folder or search_path("feeds")[0]) / f"{stem}.toml"
    text = fill_in(values)
    try:
        parse_file(text, path, Show)
    except SettingsError as error:
        raise UsageError(f"{error}; nothing was written") from error
    path.parent.mkdir(parents=True, exist_ok=True)
    _write_new(path, text)
    return path


def fill_in(values: Mapping[str, Value]) -> str:
    """Return the text of a new show file in which *values* are said; the other keys stay comments."""
    text = (Path(__file__).parent / "new_show.toml").read_text(encoding="utf-8")
    for key, value in values.items():
        line = re.search(rf"^# {re.escape(key)} = .*$", text, re.MULTILINE)
        if line is None:
            raise ValueError(f"a new show file has no line for {key}")
        text = f"{text[: line.start()]}{key} = {write_toml(value)}{text[line.end() :]}"
    return text


def write_toml(value: Value) -> str:
    r"""Write *value* as TOML does.

    >>> print(write_toml("“নদী” \\ \"ঘাট\""), write_toml(["News", "Daily News"]), write_toml({"name": "নদী"}))
    "“নদী” \\ \"ঘাট\"" ["News", "Daily News"] { name = "নদী" }
    """
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        # TOML's basic strings are JSON's, but for this one
        return json.dumps(unicodedata.normalize("NFC", value), ensure_ascii=False).replace(_DELETE, "\\u007F")
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key} = {write_toml(one)}" for key, one in value.items()) + " }"
    return "[" + ", ".join(map(write_toml, value)) + "]"


def _write_new(path: Path, text: str) -> None:
    """Write a file whole, unless there is one of that name."""
    handle, scratch = tempfile.mkstemp(dir=path.parent, prefix=f".{path.stem}-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        Path(scratch).chmod(0o644)
        try:
            path.hardlink_to(scratch)
        except FileExistsError as error:
            raise UsageError(f"{path}: is there already and is not written over; choose another name") from error
    finally:
        with contextlib.suppress(FileNotFoundError):
            Path(scratch).unlink()
