"""What is known of neural voices' models, installed or not: one file each in ``voices/models``."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field
from pydantic.dataclasses import dataclass

from podcast.settings import load_named, names_of
from podcast.sounding import STRICT


@dataclass(frozen=True, config=STRICT)
class ModelFile:
    """One file of a model, and how to tell that it is the right one."""

    file: Annotated[str, Field(pattern=r"^[A-Za-z0-9_][A-Za-z0-9_.-]*$")]
    """Its name, in the source and when installed."""
    size_bytes: Annotated[int, Field(ge=1)]
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


@dataclass(frozen=True, config=STRICT)
class Model:
    """A neural voice that can be installed: where its files are had, and what they must be."""

    name: str
    """The model file's stem; what ``podcast voices install`` takes and a ``speaker`` begins with."""
    title: str
    licence: str
    """Shown when it is installed."""
    source: Annotated[str, Field(pattern=r"^https?://[^\s/]+/(\S*/)?$")]
    """The address of the folder its files are in, at one revision."""
    onnx: ModelFile
    config: ModelFile


def model_names() -> tuple[str, ...]:
    """Return every model name that :func:`load_model` would find, sorted."""
    return names_of("models")


def load_model(name: str) -> Model:
    """Read a model by name or path.

    Raises:
        UsageError: no such model; the nearest name is suggested.
        SettingsError: the file is there but cannot be used.
    """
    return load_named("models", name, "model", Model)
