"""Memory that is no longer needed, given back."""

from __future__ import annotations

import ctypes
import sys
from functools import cache
from typing import Any


def give_back_memory() -> None:
    """Give freed memory back to the system; where the C library is not glibc, nothing is done.

    glibc keeps what threads have freed in pools of theirs. After the sound of five hours that is 30 MB, which the texts
    that are made next could not use.
    """
    library = _glibc()
    if library is not None:
        library.malloc_trim(0)


@cache
def _glibc() -> Any:  # noqa: ANN401 - a library of ctypes has no better type
    if not sys.platform.startswith("linux"):
        return None
    library = ctypes.CDLL(None)
    return library if hasattr(library, "malloc_trim") else None
