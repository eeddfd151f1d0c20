import json
import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from html import unescape
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from show_samples import HOSTILE_TEXTS, make_article, make_episode
from strategies import sentences

from podcast.errors import PublishError
from podcast.fitting import clean_text, graphemes, one_line
from podcast.model import Block, BlockKind, Cue, TimedWord
from podcast.show import read_stored_article
from podcast.show.transcripts.transcript import (
    SRT_CHARACTERS,
    VTT_CHARACTERS,
    render_json,
    render_srt,
    render_vtt,
    render_words,
)

VTT_TIME = re.compile(r"(\d{2}):(\d{2}):(\d{2})\.(\d{3}) --> (\d{2}):(\d{2}):(\d{2})\.(\d{3})")
# some texts long enough for several captions
CUES = st.lists(st.text(st.characters(), max_size=200) | sentences(60), max_size=6).map(
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


def bare(lines: Iterable[str]) -> str:
    """What is written, white space aside: a word that is longer than a line goes on in the next."""
    return "".join("".join(lines).split())


@given(CUES)
def test_any_text_makes_a_vtt_that_reads_back(cues: list[Cue]) -> None:
    document = render_vtt(cues)
    document.encode()
    said = [cue for cue in cues if one_line(cue.text)]
    parsed = parse_vtt(document)
    for cue in said:
        own = [one for one in parsed if cue.start_ms <= one[0] < cue.start_ms + 1000]
        assert (own[0][0], own[-1][1]) == (cue.start_ms, cue.end_ms)
        assert all(one[1] == following[0] for one, following in pairwise(own))
        assert bare(line for _, _, lines in own for line in lines) == bare([one_line(cue.text)])
    assert all(start_ms < end_ms for start_ms, end_ms, _ in parsed)


def test_hostile_text_stays_text_in_vtt() -> None:
    parsed = parse_vtt(render_vtt([Cue(0, 900, text) for text in HOSTILE_TEXTS]))
    assert [" ".join(lines) for _, _, lines in parsed] == [one_line(text) for text in HOSTILE_TEXTS]


def test_long_sentences_are_cut_into_captions_of_two_lines_and_no_letter_is_torn() -> None:
    text = "বিস্তীর্ণ প্রান্তরে ক্ষুদ্র স্রোতস্বিনী " * 8 + "স্রোতস্বিনী" * 9
    letters = [part for part in graphemes(text) if part != " "]
    vtt = [lines for _, _, lines in parse_vtt(render_vtt([Cue(0, 900, text)]))]
    srt = [block.split("\n")[2:] for block in render_srt([Cue(0, 900, text)]).removesuffix("\n").split("\n\n")]
    for captions, width in ((vtt, VTT_CHARACTERS), (srt, SRT_CHARACTERS)):
        assert all(len(lines) <= 2 for lines in captions)
        assert all(len(line) <= width for lines in captions for line in lines)
        assert [part for lines in captions for line in lines for part in graphemes(line) if part != " "] == letters


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
        assert len(lines) in {1, 2}
        assert all(lines)
        assert not any("-->" in line for line in lines)
    said = bare(line for block in blocks for line in block.split("\n")[2:])
    assert said.replace("-->", "→") == bare(one_line(cue.text) for cue in cues).replace("-->", "→")


def test_json_segments_are_in_seconds() -> None:
    assert json.loads(render_json([Cue(1234, 2500, "ঘাটে ভিড়।")])) == {
        "version": "1.0.0",
        "segments": [{"startTime": 1.234, "endTime": 2.5, "body": "ঘাটে ভিড়।"}],
    }


def test_words_hold_times_and_all_that_the_library_knows() -> None:
    episode = make_episode()
    document = json.loads("".join(render_words(episode, "key-1", [TimedWord("ঘাটে", 2, 2000, 2300)], make_article())))
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
        "byline": None,
        "content_key": "key-1",
    }


def test_where_two_voices_speak_each_cue_names_its_own() -> None:
    cues = [Cue(0, 900, "জল বাড়ছে।", "তনিশা"), Cue(900, 1500, "“কত?”", "ভোলা <৩> & কোং\n")]
    assert [line for line in render_vtt(cues).splitlines() if line.startswith("<v")] == [
        "<v তনিশা>জল বাড়ছে।",
        "<v ভোলা &lt;৩&gt; &amp; কোং>“কত?”",
    ]
    segments = json.loads(render_json(cues))["segments"]
    assert [segment["speaker"] for segment in segments] == ["তনিশা", "ভোলা <৩> & কোং"]
    assert "তনিশা" not in render_srt(cues)


def test_the_words_file_keeps_the_article(tmp_path: Path) -> None:
    article = replace(
        make_article(),
        blocks=(
            Block(BlockKind.SUBHEAD, "ঘাট"),
            Block(BlockKind.VERSE, "নদী বয়"),
            Block(BlockKind.HEADLINE, "পরের খবর", "https://khobor.example/২"),
            Block(BlockKind.PARAGRAPH, "এল। ৫ জন।"),
        ),
        byline="মালতী দাস",
        published_at=datetime(2026, 3, 12, 3, 30, tzinfo=UTC),
        cut_short="ends in mid-sentence",
    )
    (tmp_path / "episodes").mkdir()
    words = tmp_path / "episodes" / "abc.words.json"
    words.write_text("".join(render_words(make_episode(), "key", [], article)), encoding="utf-8")
    assert read_stored_article(tmp_path, "abc") == article


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_hostile_text_is_stored_without_what_no_file_can_carry(tmp_path: Path, text: str) -> None:
    article = replace(make_article(), title=text, blocks=(Block(BlockKind.PARAGRAPH, text),), byline=text)
    (tmp_path / "episodes").mkdir()
    words = tmp_path / "episodes" / "abc.words.json"
    words.write_bytes("".join(render_words(make_episode(), "key", [], article)).encode())
    stored = read_stored_article(tmp_path, "abc")
    assert stored is not None
    assert (stored.title, stored.blocks[0].text) == (clean_text(text), clean_text(text))


@pytest.mark.parametrize(
    "document",
    [
        "[]",
        "{",
        '{"article": 5}',
        '{"article": {"title": "x"}}',
        '{"article": {"title": "x", "blocks": [{"kind": "poem", "text": "y"}]}}',
        '{"article": {"title": 5, "blocks": []}}',
        '{"article": {"title": "x", "blocks": [], "colour": "red"}}',
        '{"article": {"title": "x", "blocks": [], "published_at": "yesterday"}}',
    ],
)
def test_a_damaged_article_is_told_with_its_file(tmp_path: Path, document: str) -> None:
    (tmp_path / "episodes").mkdir()
    (tmp_path / "episodes" / "abc.words.json").write_text(document, encoding="utf-8")
    with pytest.raises(PublishError, match=r"abc\.words\.json.*damaged"):
        read_stored_article(tmp_path, "abc")


def test_an_episode_from_before_articles_were_stored_has_none(tmp_path: Path) -> None:
    (tmp_path / "episodes").mkdir()
    (tmp_path / "episodes" / "abc.words.json").write_text('{"version": 1, "words": []}', encoding="utf-8")
    assert read_stored_article(tmp_path, "abc") is None
