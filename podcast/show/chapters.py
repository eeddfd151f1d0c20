"""Chapters in the JSON form of Podcasting 2.0."""

from __future__ import annotations

import json
from collections.abc import Sequence

from podcast.model import Chapter
from podcast.show.fitting import one_line

MEDIA_TYPE = "application/json+chapters"


def render_chapters(chapters: Sequence[Chapter]) -> str:
    """Write JSON chapters, version 1.2.0; start times are in seconds.

    >>> print(render_chapters([Chapter(0, "শিরোনাম"), Chapter(2500, "মূল লেখা")]), end="")
    {"version":"1.2.0","chapters":[{"startTime":0.0,"title":"শিরোনাম"},{"startTime":2.5,"title":"মূল লেখা"}]}
    """
    marks = [{"startTime": chapter.start_ms / 1000, "title": one_line(chapter.title)} for chapter in chapters]
    return json.dumps({"version": "1.2.0", "chapters": marks}, ensure_ascii=False, separators=(",", ":")) + "\n"
