"""A published folder as something to restore a show from."""

import shutil
from pathlib import Path

from podcast.errors import PublishError
from podcast.show.life.feed_reading import PublishedItem


class FolderOrigin:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.name = str(folder)
        self.brought: list[str] = []

    def read(self, name: str) -> bytes | None:
        path = self.folder / name
        return path.read_bytes() if path.is_file() else None

    def bring_text(self, item: PublishedItem, ending: str, path: Path) -> None:
        source = self.folder / "episodes" / f"{item.episode_id}.{ending}"
        if not source.is_file():
            raise PublishError(f"{source}: is not there")
        shutil.copyfile(source, path)
        self.brought.append(source.name)

    def bring_sound(self, item: PublishedItem, path: Path, size_bytes: int) -> None:
        self.bring_text(item, "mp3", path)
        assert path.stat().st_size == size_bytes
