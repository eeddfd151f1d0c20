"""The three colours that a show's pictures are painted in."""

from __future__ import annotations

import re
from dataclasses import dataclass

LEAST_TEXT_CONTRAST = 4.5
"""Of text against the ground (WCAG 2.2, 1.4.3, level AA)."""
LEAST_ACCENT_CONTRAST = 3.0
"""Of large letters and of shapes against the ground (1.4.3 and 1.4.11)."""

_HEX = re.compile(r"#[0-9a-fA-F]{6}")
_DARKEST_LINEAR = 0.04045
"""Up to this value sRGB is a straight line."""


@dataclass(frozen=True, slots=True)
class Colors:
    """Colours that can be read on one another, each written ``#rrggbb``.

    Raises:
        ValueError: one is written otherwise, or cannot be told from the ground.
    """

    background: str
    text: str
    accent: str
    """Of the show's name, rules and the wave."""

    def __post_init__(self) -> None:
        for name in ("background", "text", "accent"):
            value = getattr(self, name)
            if not isinstance(value, str) or not _HEX.fullmatch(value):
                raise ValueError(f"{name} = “{value}” is not a colour; expected six hex digits such as “#0e4a4b”")
        for name, least in (("text", LEAST_TEXT_CONTRAST), ("accent", LEAST_ACCENT_CONTRAST)):
            value = getattr(self, name)
            found = contrast(value, self.background)
            if found < least:
                raise ValueError(
                    f"{name} {value} is hard to see on background {self.background}: "
                    f"their contrast is {found:.1f} to 1, expected at least {least:g} to 1"
                )


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours as WCAG counts it, from 1 (the same) to 21 (black and white).

    >>> contrast("#000000", "#ffffff"), round(contrast("#777777", "#ffffff"), 2)
    (21.0, 4.48)
    """
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: str) -> float:
    red, green, blue = (_linear(int(color[start : start + 2], 16) / 255) for start in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(value: float) -> float:
    return value / 12.92 if value <= _DARKEST_LINEAR else float(((value + 0.055) / 1.055) ** 2.4)
