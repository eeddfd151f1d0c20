import json
import re
from html import unescape

from hypothesis import given
from hypothesis import strategies as st
from show_samples import HOSTILE_TEXTS, make_article, make_episode

from podcast.model import Cue, TimedWord
from podcast.show.fitting import graphemes, one_line
from podcast.show.transcript import LINE_CHARACTERS, render_json, render_srt, render_vtt, render_words

VTT_TIME = re.compile(r"(\d{2}):(\d{2}):(\d{2})\.(\d{3}) --> (\d{2}):(\d{2}):(\d{2})\.(\d{3})")
CUES = st.lists(st.text(st.characters(), max_size=200), max_size=6).map(
    lambda texts: [Cue(1000 * number, 1000 * number + 700, text) for number, text in enumerate(texts)]
)


def parse_vtt(document: str) -> list[tuple[int, int, list[str]]]:
    """Read WebVTT as strictly as a podcast app: a bare header, then blocks of a time line and text."""
    header, *blocks = document.removesuffix("\n").split("\n\n")
    assert header == "WEBVTT"
    cues = []
    for block in blocks:
        time_line, *lines = block.split("\n")
        match = VTT_TIME.fullmatch(time_line)
        assert match, time_line
        assert lines
        assert all(lines)
        assert not any("-->" in line or "<" in line for line in lines)
        hours, minutes, seconds, milliseconds, *end = map(int, match.groups())
        start_ms = ((hours * 60 + minutes) * 60 + seconds) * 1000 + milliseconds
        end_ms = ((end[0] * 60 + end[1]) * 60 + end[2]) * 1000 + end[3]
        cues.append((start_ms, end_ms, [unescape(line) for line in lines]))
    return cues


@given(CUES)
def test_any_text_makes_a_vtt_that_reads_back(cues: list[Cue]) -> None:
    document = render_vtt(cues)
    document.encode()
    said = [cue for cue in cues if one_line(cue.text)]
    parsed = parse_vtt(document)
    assert [(start, end) for start, end, _ in parsed] == [(cue.start_ms, cue.end_ms) for cue in said]
    assert ["".join("".join(lines).split()) for _, _, lines in parsed] == [
        "".join(one_line(c.text).split()) for c in said
    ]


def test_hostile_text_stays_text_in_vtt() -> None:
    parsed = parse_vtt(render_vtt([Cue(0, 900, text) for text in HOSTILE_TEXTS]))
    assert [" ".join(lines) for _, _, lines in parsed] == [one_line(text) for text in HOSTILE_TEXTS]


def test_long_sentences_are_wrapped_and_no_letter_is_torn() -> None:
    text = "বিস্তীর্ণ প্রান্তরে ক্ষুদ্র স্রোতস্বিনী " * 8 + "স্রোতস্বিনী" * 9
    ((_, _, lines),) = parse_vtt(render_vtt([Cue(0, 900, text)]))
    assert all(len(line) <= LINE_CHARACTERS for line in lines)
    assert [part for line in lines for part in graphemes(line) if part != " "] == [
        part for part in graphemes(text) if part != " "
    ]


def test_hours_are_written_out() -> None:
    assert "01:01:01.001 --> 100:00:00.000" in render_vtt([Cue(3_661_001, 360_000_000, "ঘাট")])


def test_an_episode_without_a_word_has_an_empty_transcript() -> None:
    assert render_vtt([]) == "WEBVTT\n"
    assert render_srt([]) == ""
    assert json.loads(render_json([]))["segments"] == []


@given(CUES)
def test_srt_is_numbered_from_one_without_gaps(cues: list[Cue]) -> None:
    document = render_srt(cues)
    blocks = document.removesuffix("\n").split("\n\n") if document else []
    for number, block in enumerate(blocks, start=1):
        head, times, *lines = block.split("\n")
        assert head == str(number)
        assert re.fullmatch(r"\d{2}:\d{2}:\d{2},\d{3} --> \d{2}:\d{2}:\d{2},\d{3}", times)
        assert lines
        assert all(lines)
        assert "-->" not in "".join(lines)
    assert len(blocks) == sum(bool(one_line(cue.text)) for cue in cues)


def test_json_segments_are_in_seconds() -> None:
    assert json.loads(render_json([Cue(1234, 2500, "ঘাটে ভিড়।")])) == {
        "version": "1.0.0",
        "segments": [{"startTime": 1.234, "endTime": 2.5, "body": "ঘাটে ভিড়।"}],
    }


def test_words_hold_times_and_all_that_the_library_knows() -> None:
    episode = make_episode()
    document = json.loads(render_words(episode, "key-1", [TimedWord("ঘাটে", 2, 2000, 2300)], make_article()))
    assert document["words"] == [{"text": "ঘাটে", "sentence": 2, "start_ms": 2000, "end_ms": 2300}]
    assert document["episode"] == {
        "guid": episode.guid,
        "id": episode.episode_id,
        "title": episode.title,
        "source_url": episode.source_url,
        "site_name": episode.site_name,
        "voice": episode.voice,
        "published_at": "2026-03-14T09:00:01+00:00",
        "duration_ms": episode.duration_ms,
        "size_bytes": episode.size_bytes,
        "summary": episode.summary,
        "wanted_voice": None,
        "content_key": "key-1",
    }
