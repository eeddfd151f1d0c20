"""Publishing into a folder: one that a web server, a sync program or ``git`` takes from there."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from podcast.claims import Claim, take_claim
from podcast.errors import PublishError
from podcast.files import sync_folder
from podcast.publish.contents import Contents, status_of
from podcast.publish.plan import is_ours

_STAGE = ".publishing"
"""Inside the target, so that putting a file in place is one rename; gone when nothing is being published."""
_BLOCK_BYTES = 1 << 20


class FolderTarget:
    """The folder *root*, made if need be once something is put there; one run at a time."""

    is_public = False

    def __init__(self, root: Path) -> None:
        if root.exists() and not root.is_dir():
            raise PublishError(f"{root}: is not a folder")
        self._root = root
        self._claim: Claim | None = None

    def compare(self, contents: Contents) -> Mapping[str, bool]:
        """Return what is there; a file of the same size and time is taken for the same, as rsync does."""
        _refuse_overlap(contents.folder, self._root)
        with _telling(self._root):
            there = {}
            for name in contents.names:
                with contextlib.suppress(FileNotFoundError, NotADirectoryError):
                    there[name] = self._is_same(contents, name, status_of(self._root, name))
            for name in self._listed():
                if name not in there and name not in contents.names and is_ours(name):
                    there[name] = False
        return there

    def read(self, name: str) -> bytes | None:
        """Return a file that is there, or ``None``."""
        with _telling(self._root):
            try:
                return (self._root / name).read_bytes()
            except FileNotFoundError:
                return None

    def prepare(self, puts: Collection[str]) -> None:  # noqa: ARG002 - what is left behind has no names of its own
        """Keep other runs out, and clear away what one that was killed has left."""
        with _telling(self._root):
            stage = self._root / _STAGE
            stage.mkdir(parents=True, exist_ok=True)
            self._claim = take_claim(stage / "lock")
            if self._claim is None:
                raise PublishError(f"{self._root}: another `podcast publish` into this folder is running")
            for path in stage.glob("new-*"):
                path.unlink()

    def put(self, contents: Contents, name: str) -> None:
        """Copy one file beside its place and rename it; it keeps its time and may be read by whom ours may."""
        with contents.open(name) as source, _telling(self._root):
            place = self._root / name
            staged = self._root / _STAGE / f"new-{name.replace('/', '-')}"
            with staged.open("wb") as file:
                shutil.copyfileobj(source, file, _BLOCK_BYTES)
                file.flush()
                os.fsync(file.fileno())
            if not isinstance(source, io.BytesIO):
                status = os.fstat(source.fileno())
                os.utime(staged, ns=(status.st_atime_ns, status.st_mtime_ns))
            place.parent.mkdir(parents=True, exist_ok=True)
            staged.replace(place)
            sync_folder(place.parent)

    def remove(self, name: str) -> None:
        """Take one file away, and its folder with the last one."""
        with _telling(self._root):
            (self._root / name).unlink(missing_ok=True)
            with contextlib.suppress(OSError):  # other files are in it
                (self._root / name).parent.rmdir()

    def close(self) -> None:
        """Let other runs in, and leave nothing behind."""
        if self._claim is None:
            return
        stage = self._root / _STAGE
        for path in stage.glob("new-*"):
            path.unlink(missing_ok=True)
        self._claim.release()
        with contextlib.suppress(OSError):  # the next run is in it already
            stage.rmdir()

    def _listed(self) -> Iterator[str]:
        """Name what lies where ours does."""
        for prefix in ("", "episodes/"):
            with contextlib.suppress(FileNotFoundError, NotADirectoryError):
                yield from (prefix + path.name for path in (self._root / prefix).iterdir())

    def _is_same(self, contents: Contents, name: str, there: os.stat_result) -> bool:
        place = self._root / name
        if name in contents.shared:
            return place.read_bytes() == contents.shared[name]
        here = contents.stat(name)
        if here.st_size != there.st_size:
            return False
        if here.st_mtime_ns == there.st_mtime_ns:
            return True
        with contents.open(name) as source, place.open("rb") as old:  # a checkout, or a disk that rounds times
            while block := source.read(_BLOCK_BYTES):
                if block != old.read(len(block)):
                    return False
        return True


def _refuse_overlap(folder: Path, root: Path) -> None:
    here, there = folder.resolve(), root.resolve()
    if here == there or here in there.parents:
        raise PublishError(f"{root}: is the published folder itself, or in it; choose a folder outside {folder}")


@contextmanager
def _telling(root: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise PublishError(f"{error.filename or root}: cannot be written: {error.strerror or error}") from error
