"""``podcast check`` of transcripts: that the forms tell the same, and what is found when one does not."""

import json
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from show_samples import HOSTILE_TEXTS, make_article, make_episode, make_show
from strategies import messy_text, sentences

from podcast.model import BlockKind, Cue, Passage, Sentence, TimedWord
from podcast.show.pages import render_transcript
from podcast.show.transcripts.transcript import render_json, render_srt, render_vtt, render_words
from podcast.show.transcripts.transcript_agreement import transcript_problems

DURATION_MS = 60_000
TEXTS = (
    "খেয়াঘাটে নতুন নৌকা",
    "সকালে ঘাটে জমল নৌকার ভিড়, মাঝিরা গাইলেন পুরোনো দিনের ভাটিয়ালি গান আর হাসলেন।",
    "“জল বাড়ছে।”",
    "সবাই ফিরলেন।",
)
ENDINGS = ("vtt", "srt", "json", "transcript.html", "words.json")


def cues_of(texts: tuple[str, ...], speakers: tuple[str | None, ...] = ()) -> list[Cue]:
    speakers = speakers or (None,) * len(texts)
    return [
        Cue(5000 * number, 5000 * number + 4900, text, speaker, number)
        for number, (text, speaker) in enumerate(zip(texts, speakers, strict=True))
    ]


def write(folder: Path, cues: list[Cue]) -> dict[str, Path]:
    """Write all forms as publishing does: the first sentence is the title, the others are a paragraph."""
    said = tuple(Sentence(cue.text, cue.text) for cue in cues)
    passages = (Passage(BlockKind.TITLE, said[:1]), Passage(BlockKind.PARAGRAPH, said[1:]))
    words = [
        TimedWord(word, number, cue.start_ms + 100 * place, cue.start_ms + 100 * place + 90)
        for number, cue in enumerate(cues)
        for place, word in enumerate(cue.text.split())
        if any(letter.isalnum() for letter in word)
    ]
    texts = {
        "vtt": render_vtt(cues, words),
        "srt": render_srt(cues, words),
        "json": render_json(cues),
        "transcript.html": render_transcript(make_show(), make_episode(), passages=passages, cues=cues),
        "words.json": "".join(render_words(make_episode(), "key", words, make_article())),
    }
    files = {ending: folder / f"abc.{ending}" for ending in ENDINGS}
    for ending, text in texts.items():
        files[ending].write_text(text, encoding="utf-8")
    return files


def problems(files: dict[str, Path]) -> list[str]:
    return list(transcript_problems(files, DURATION_MS))


@pytest.mark.parametrize("speakers", [(), ("তনিশা", "তনিশা", "ভোলা: <৩>", "তনিশা")])
def test_the_forms_of_one_episode_agree(tmp_path: Path, speakers: tuple[str, ...]) -> None:
    assert problems(write(tmp_path, cues_of(TEXTS, speakers))) == []


@given(st.lists(messy_text() | sentences(40) | st.sampled_from(HOSTILE_TEXTS), min_size=1, max_size=6))
def test_the_forms_agree_whatever_is_said(texts: list[str]) -> None:
    said = tuple(text for text in texts if text.split())
    with tempfile.TemporaryDirectory() as folder:
        assert problems(write(Path(folder), cues_of(said))) == []


def test_an_episode_without_a_word_agrees(tmp_path: Path) -> None:
    assert problems(write(tmp_path, [])) == []


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_missing_form_is_left_to_whoever_looks_for_files(tmp_path: Path, ending: str) -> None:
    files = write(tmp_path, cues_of(TEXTS))
    files[ending].unlink()
    assert problems(files) == []


@pytest.mark.parametrize(
    ("ending", "old", "new", "told"),
    [
        ("vtt", "WEBVTT", "WEBVTT 1", "abc.vtt cannot be read: line 1: expected WEBVTT"),
        ("srt", "00:00:05,000 -->", "00:00:05.000 -->", "abc.srt cannot be read: line 6: expected the times"),
        ("json", '"version"', '"edition"', "abc.json cannot be read: no JSON transcript"),
        ("transcript.html", "<time>0:00</time>", "", "abc.transcript.html cannot be read: a paragraph without a time"),
        ("vtt", "হাসলেন।", "কাঁদলেন।", "abc.vtt says “"),
        ("srt", "সবাই ফিরলেন।", "সবাই ফিরলেন", "abc.srt says “"),
        ("transcript.html", "সবাই", "কেউ", "abc.transcript.html says “"),
        ("vtt", "00:00:15.000 -->", "00:00:15.300 -->", "abc.vtt: nothing begins with “সবাই ফিরলেন।…” at 15000 ms"),
        ("srt", "00:00:10,000 -->", "00:00:09,000 -->", "abc.srt: nothing begins with"),
        ("srt", "00:00:10,000 -->", "00:00:09,000 -->", "begins before"),
        ("srt", "--> 00:00:14,900", "--> 00:00:10,000", "ends before it begins"),
        ("vtt", "--> 00:00:19.900", "--> 00:01:19.900", "ends after the sound does (60000 ms)"),
        ("json", '"endTime":19.9', '"endTime":79.9', "abc.json: “সবাই ফিরলেন।…” at 15000 ms ends after the sound"),
        ("transcript.html", "<time>0:05</time>", "<time>0:07</time>", "is said to begin at 7 s"),
        (
            "transcript.html",
            "গান আর",
            "গান</p><time>0:05</time><p>আর",
            "abc.transcript.html: “আর হাসলেন। “…” begins within a sentence",
        ),
        ("words.json", '"text":"ফিরলেন।"', '"text":"গেলেন।"', "abc.words.json: “গেলেন।” is not in the JSON transcript"),
        ("words.json", '"text":"সবাই"', '"text":"নৌকা"', "abc.words.json: “নৌকা” is not in the JSON transcript"),
    ],
)
def test_a_form_that_parts_from_the_others_is_found(tmp_path: Path, ending: str, old: str, new: str, told: str) -> None:
    files = write(tmp_path, cues_of(TEXTS))
    document = files[ending].read_text(encoding="utf-8")
    assert old in document
    files[ending].write_text(document.replace(old, new, 1), encoding="utf-8")
    found = problems(files)
    assert any(told in problem for problem in found), found


@pytest.mark.parametrize("ending", ["vtt", "transcript.html"])
def test_a_form_that_names_another_reader_is_found(tmp_path: Path, ending: str) -> None:
    files = write(tmp_path, cues_of(TEXTS, ("তনিশা", "তনিশা", "ভোলা", "তনিশা")))
    change: Callable[[str], str] = lambda text: text.replace("ভোলা", "মিতা")  # noqa: E731
    files[ending].write_text(change(files[ending].read_text(encoding="utf-8")), encoding="utf-8")
    assert problems(files) == [f"abc.{ending}: মিতা says “{TEXTS[2][:12]}…” at 10000 ms, and in the JSON transcript ভোলা"]


def test_a_sentence_that_is_in_no_other_form_is_found_in_each(tmp_path: Path) -> None:
    files = write(tmp_path, cues_of(TEXTS))
    more = [*cues_of(TEXTS), replace(cues_of(TEXTS)[0], start_ms=20_000, end_ms=21_000, text="ধন্যবাদ।")]
    files["json"].write_text(render_json(more), encoding="utf-8")
    told = [problem.split(" says ")[0] for problem in problems(files)]
    assert told == ["abc.vtt", "abc.srt", "abc.transcript.html"]
    assert json.loads(files["json"].read_text(encoding="utf-8"))["segments"][-1]["body"] == "ধন্যবাদ।"
