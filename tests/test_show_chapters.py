import json

from podcast.model import Chapter
from podcast.show.chapters import render_chapters


def test_chapters_ascend_in_seconds_with_clean_titles() -> None:
    document = json.loads(render_chapters([Chapter(0, "প্রথম\n\x00ভাগ"), Chapter(61_500, "দ্বিতীয়")]))
    assert document == {
        "version": "1.2.0",
        "chapters": [{"startTime": 0, "title": "প্রথম ভাগ"}, {"startTime": 61.5, "title": "দ্বিতীয়"}],
    }
