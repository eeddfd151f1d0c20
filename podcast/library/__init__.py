"""What a folder has published, and told: a SQLite library that survives crashes and any number of publishers at once.

Light to import: ``podcast daily`` asks here whether today's edition is there before anything else is loaded.
"""

from podcast.library.library import PRIVATE_FOLDER, Library, library_path
from podcast.library.rows import Listed, Run, SharedState, ShowState, ToldStory
from podcast.library.writing import Writer

__all__ = [
    "PRIVATE_FOLDER",
    "Library",
    "Listed",
    "Run",
    "SharedState",
    "ShowState",
    "ToldStory",
    "Writer",
    "library_path",
]
