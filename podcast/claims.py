"""Who makes a file: a claim that no other run can take, and that the system lets go of when its process dies."""

from __future__ import annotations

import errno
import os
import sys
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_NO_LOCKS = {errno.ENOLCK, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP}
"""What a file system without locks answers (some network drives). A claim is then no promise: two runs at once may
make the same file, which costs time and harms nothing, for files are put in place whole."""


class Claim:
    """A lock file that is held; leave its ``with`` block, or call :meth:`release`, to let go of it."""

    def __init__(self, path: Path, descriptor: int) -> None:
        """Use :func:`take_claim`."""
        self.path = path
        self._descriptor = descriptor

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()

    def release(self) -> None:
        """Remove the lock file and let go of it; once is enough."""
        if self._descriptor < 0:
            return
        descriptor, self._descriptor = self._descriptor, -1
        if sys.platform != "win32":  # there an open file cannot be removed
            self._remove()
        _unlock(descriptor)
        os.close(descriptor)
        if sys.platform == "win32":
            self._remove()

    def _remove(self) -> None:
        with suppress(OSError):  # somebody has it open, and removes it when he lets go; or the folder is gone
            self.path.unlink()


def take_claim(path: Path, *, waits: bool = False) -> Claim | None:
    """Take the claim whose lock file is *path*; ``None`` while someone else has it, unless *waits*.

    Threads of one process keep each other out as processes do. A lock file that a dead process left is taken over.

    Raises:
        OSError: the file cannot be made.
    """
    while True:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        except FileNotFoundError:  # the folder was removed, being empty, since it was made
            continue
        try:
            if not _lock(descriptor, waits=waits):
                os.close(descriptor)
                return None
            if _is_in_place(descriptor, path):
                return Claim(path, descriptor)
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)  # it was let go of, and removed, between our opening and locking it


def clear_abandoned(path: Path) -> bool:
    """Remove the lock file *path* if nobody holds it any more; say whether there is none now."""
    if not path.exists():
        return True
    claim = take_claim(path)
    if claim is None:
        return False
    claim.release()
    return True


def _is_in_place(descriptor: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except FileNotFoundError:
        return False


if sys.platform == "win32":

    def _lock(descriptor: int, *, waits: bool) -> bool:
        while True:
            try:
                msvcrt.locking(descriptor, msvcrt.LK_LOCK if waits else msvcrt.LK_NBLCK, 1)  # waits for 10 s
            except OSError:
                if not waits:
                    return False
            else:
                return True

    def _unlock(descriptor: int) -> None:
        with suppress(OSError):
            msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)

else:

    def _lock(descriptor: int, *, waits: bool) -> bool:
        # flock, not lockf: it is held by the open file, so threads of one process keep each other out too
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX if waits else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError as error:
            if error.errno not in _NO_LOCKS:
                raise
        return True

    def _unlock(descriptor: int) -> None:
        # closing alone would not do: a process that was forked meanwhile holds the same open file
        with suppress(OSError):
            fcntl.flock(descriptor, fcntl.LOCK_UN)
