"""What is wrong with a picture, judged by its bytes and not by its name."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from pathlib import PurePosixPath

from podcast.lint.findings import Fault

_LEAST_PX, _MOST_PX = 1400, 3000
_MOST_BYTES = 512_000
_ENDINGS = {"JPEG": (".jpg", ".jpeg"), "PNG": (".png",)}


def check_art(name: str, data: bytes) -> Iterator[Fault]:
    """Find what directories refuse in the picture *data* of a show or an episode; *name* ends as its address does."""
    from PIL import Image, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=("JPEG", "PNG", "GIF", "WEBP", "BMP", "TIFF")) as picture:
                kind, size, mode = picture.format or "", picture.size, picture.mode
                if max(size) <= _MOST_PX:
                    picture.load()
    except (UnidentifiedImageError, Image.DecompressionBombWarning, OSError, SyntaxError, ValueError) as error:
        yield Fault("art-format", f"{name} cannot be read as a picture: {_reason(error)}")
        return
    if kind not in _ENDINGS:
        yield Fault("art-format", f"{name} is {kind}")
        return
    if PurePosixPath(name).suffix.lower() not in _ENDINGS[kind]:
        yield Fault("art-extension", f"{name} is {kind}")
    if size[0] != size[1]:
        yield Fault("art-square", f"{name} has {size[0]} × {size[1]} pixels")
    elif not _LEAST_PX <= size[0] <= _MOST_PX:
        yield Fault("art-size", f"{name} has {size[0]} × {size[1]} pixels")
    if mode != "RGB":
        yield Fault("art-color", f"{name} has the colours {mode}")
    if len(data) > _MOST_BYTES:
        yield Fault("art-bytes", f"{name} has {len(data):,} bytes")


def _reason(error: Exception) -> str:
    """Say why without the address of a buffer in memory, which Pillow tells."""
    return str(error).partition(" <_io")[0] or type(error).__name__
