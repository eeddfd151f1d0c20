"""A picture of the owner's own as the show's cover: checked by its bytes, and made what every directory takes."""

from __future__ import annotations

import io
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

from podcast.errors import SettingsError
from podcast.pictures.cover import LEAST_PX, SIZE_PX, to_jpeg

if TYPE_CHECKING:
    from PIL import Image

_MOST_PX = 12_000
"""A larger picture takes more memory to open than a conversion does for anything else."""
_MOST_FILE_BYTES = 100_000_000
_EXPECTED = f"expected a square JPEG or PNG of {LEAST_PX} to {SIZE_PX} pixels a side (larger ones are scaled down)"
_ORIENTATION = 0x0112
_LYING = range(5, 9)
"""Orientations in which width and height change places."""


def check_own_cover(path: Path) -> None:
    """Look at the head of the picture *path* and refuse one that cannot be the cover.

    Raises:
        SettingsError: it is missing, no JPEG or PNG, not square or too small; says what was found and expected.
    """
    _open(path).close()


def convert_own_cover(path: Path, ground: str | None = None) -> bytes:
    """Return the picture *path* as a square RGB JPEG of 1400 to 3000 pixels, upright and in sRGB.

    What is transparent shows the colour *ground*, else white. Whatever else the file holds (where it was taken, say)
    is left behind.

    Raises:
        SettingsError: as :func:`check_own_cover`, or it is damaged.
    """
    from PIL import Image, ImageOps

    with _open(path) as opened:
        try:
            if opened.format == "JPEG":
                opened.draft(opened.mode, (SIZE_PX, SIZE_PX))  # decodes a huge one at half or a quarter of its size
            opened.load()
            picture = _on_ground(ImageOps.exif_transpose(opened), ground or "#ffffff")
        except (OSError, SyntaxError, ValueError) as error:
            raise SettingsError(f"{path}: the cover is damaged: {error}; {_EXPECTED}") from error
    if picture.width > SIZE_PX:
        picture = picture.resize((SIZE_PX, SIZE_PX), Image.Resampling.LANCZOS)
    picture.info.clear()  # Pillow would write comments and colour profiles again
    return to_jpeg(picture)


def _open(path: Path) -> Image.Image:
    """Open the picture without reading its points."""
    from PIL import Image

    try:
        if path.stat().st_size > _MOST_FILE_BYTES:
            raise SettingsError(f"{path}: the cover has more than {_MOST_FILE_BYTES:,} bytes; {_EXPECTED}")
        content = path.read_bytes()
    except OSError as error:
        raise SettingsError(f"{path}: the cover cannot be read: {error.strerror}") from error
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # its size is judged below
            picture = Image.open(io.BytesIO(content))
    except Image.DecompressionBombError as error:
        raise SettingsError(f"{path}: the cover is far too large; {_EXPECTED}") from error
    except (OSError, SyntaxError, ValueError) as error:
        raise SettingsError(f"{path}: the cover is not a picture that can be opened; {_EXPECTED}") from error
    wrong = _fault(picture)
    if wrong is not None:
        picture.close()
        raise SettingsError(f"{path}: the cover {wrong}; {_EXPECTED}")
    return picture


def _fault(picture: Image.Image) -> str | None:
    width, height = picture.size
    if picture.format not in {"JPEG", "MPO", "PNG"}:  # an MPO is a camera's JPEG with a second picture behind it
        return f"is a {picture.format}, whatever its name says"
    if picture.format != "PNG" and picture.getexif().get(_ORIENTATION) in _LYING:
        width, height = height, width
    if width != height:
        return f"is {width} × {height} pixels, not square"
    if width < LEAST_PX:
        return f"is {width} × {height} pixels, too small"
    if width > _MOST_PX:
        return f"is {width} × {height} pixels, far too large"
    return None


def _on_ground(picture: Image.Image, ground: str) -> Image.Image:
    """Return *picture* in RGB and sRGB, laid on *ground* where it is transparent."""
    from PIL import Image

    if picture.mode.startswith("I"):  # 16 bits a point; Pillow would cut them off rather than scale them
        picture = picture.convert("I").point(lambda value: value / 256).convert("L")
    if "transparency" in picture.info or picture.mode in {"LA", "PA", "RGBA", "RGBa", "La"}:
        layer = picture.convert("RGBA")
        below = Image.new("RGB", picture.size, ground)
        below.paste(_in_srgb(layer.convert("RGB"), picture.info.get("icc_profile")), mask=layer.getchannel("A"))
        return below
    return _in_srgb(picture, picture.info.get("icc_profile"))


def _in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """Return *picture* in RGB by its own colour profile; by the usual rule where it has none that can be used."""
    from PIL import Image, ImageCms

    if profile and picture.mode in {"RGB", "CMYK", "L"}:
        try:
            own, srgb = ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB")
            converted = ImageCms.profileToProfile(picture, own, srgb, outputMode="RGB")
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass  # a profile of another kind of picture, or a damaged one
        else:
            assert isinstance(converted, Image.Image)
            return converted
    return picture.convert("RGB")
