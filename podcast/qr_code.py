"""Addresses as QR codes, for a screen or a page. The one home of segno."""

from __future__ import annotations

from io import BytesIO, StringIO

MOST_CHARACTERS = 300
"""Of an address in a code: with more, its modules are too fine for a phone held at a screen."""


def draw_terminal(address: str) -> str:
    """Return *address* as a code of block characters and colours, for a terminal."""
    import segno

    out = StringIO()
    segno.make(address, error="l", micro=False).terminal(out=out, compact=True)
    return out.getvalue()


def draw_svg(address: str) -> str | None:
    """Return *address* as an SVG element: black on white in any light, for that is what phones read best.

    It has no size of its own, no style and no script, so that a page's security policy need not make room for it.
    ``None``: the address is longer than :data:`MOST_CHARACTERS`.
    """
    import segno

    if len(address) > MOST_CHARACTERS:
        return None
    out = BytesIO()
    segno.make(address, error="m", micro=False).save(
        out, kind="svg", border=4, dark="#000", light="#fff", xmldecl=False, svgns=False, omitsize=True, nl=False
    )
    return out.getvalue().decode()
