"""``podcast check``: the proof kept with an episode, and what is found when the episode is no longer whole."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

import podcast
from podcast.cli import app
from podcast.errors import SpeechError, UsageError
from podcast.model import (
    BlockKind,
    Chunk,
    Clip,
    Passage,
    PauseKind,
    Piece,
    Recording,
    Script,
    Sentence,
    Speech,
    WordTiming,
)
from podcast.show import check_folder, spoken_sentences
from podcast.show.proof import EpisodeProof, Spoken, problems, proof_in, sha256_of

ARTICLE = """# খালের উপর নতুন সাঁকো

গ্রামের পাশের খালের উপর নতুন সাঁকোটি আজ খুলে দেওয়া হয়েছে। দুই বছর ধরে মানুষ এটির অপেক্ষায় ছিলেন।

সাঁকো তৈরিতে খরচ হয়েছে ১২ লক্ষ টাকা। কাজটি করেছেন গ্রামেরই মিস্ত্রিরা, কাঠ এসেছে পাশের জেলা থেকে।
"""
SENTENCES = 6


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("checked")
    source = place / "sanko.md"
    source.write_text(ARTICLE, encoding="utf-8")
    podcast.convert(str(source), out=place / "show", voice="espeak")
    return place / "show"


@pytest.fixture
def folder(original: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(original, tmp_path / "show"))


def the(folder: Path, ending: str) -> Path:
    [path] = [path for path in (folder / "episodes").iterdir() if path.name.split(".", 1)[1] == ending]
    return path


def found(folder: Path) -> tuple[str, ...]:
    [checked] = check_folder(folder)
    return checked.problems


def test_an_episode_as_published_is_whole(folder: Path) -> None:
    [checked] = check_folder(folder)
    assert checked.problems == ()
    assert checked.sentences == SENTENCES
    proof = proof_in(json.loads(the(folder, "words.json").read_bytes()))
    assert proof is not None
    assert all(sentence.words == sentence.timed > 0 for sentence in proof.sentences)
    assert proof.sha256 == sha256_of(the(folder, "mp3"))


def test_the_silent_voice_is_checked_without_being_heard(tmp_path: Path) -> None:
    (tmp_path / "sanko.md").write_text(ARTICLE, encoding="utf-8")
    podcast.convert(str(tmp_path / "sanko.md"), out=tmp_path / "show", voice="silent")
    assert found(tmp_path / "show") == ()


@pytest.mark.parametrize(
    "ending", ["html", "vtt", "srt", "json", "transcript.html", "chapters.json", "words.json", "mp3"]
)
def test_a_missing_file_is_named(folder: Path, ending: str) -> None:
    path = the(folder, ending)
    path.unlink()
    assert f"{path.name} is missing" in found(folder)


def test_a_sound_that_was_cut_short_is_found(folder: Path) -> None:
    audio = the(folder, "mp3")
    audio.write_bytes(audio.read_bytes()[: audio.stat().st_size // 2])
    told = " ".join(found(folder))
    assert "the feed says" in told
    assert "sha256 differs" in told
    assert "were published" in told
    assert "silence" in told


def test_a_sound_of_the_same_length_that_says_nothing_is_found(folder: Path, tmp_path: Path) -> None:
    proof = proof_in(json.loads(the(folder, "words.json").read_bytes()))
    assert proof is not None
    (tmp_path / "sanko.md").write_text(ARTICLE, encoding="utf-8")
    podcast.convert(str(tmp_path / "sanko.md"), voice="silent", out=tmp_path / "silent")
    silent = the(tmp_path / "silent", "mp3")
    unheard = [one for one in problems(replace(proof, sha256=sha256_of(silent)), silent) if "100% silence" in one]
    assert len(unheard) == SENTENCES


def test_what_is_no_sound_is_found(folder: Path) -> None:
    audio = the(folder, "mp3")
    audio.write_bytes(b"x" * audio.stat().st_size)
    assert any("cannot be read" in problem for problem in found(folder))


@pytest.mark.parametrize("content", ["", "{}", '{"proof":{"sha256":1}}', '{"proof":{"sentences":[["x"]]}}', "[]"])
def test_an_episode_without_a_proof_is_told(folder: Path, content: str) -> None:
    the(folder, "words.json").write_text(content, encoding="utf-8")
    assert any("holds no proof" in problem for problem in found(folder))


def test_words_out_of_order_or_beyond_the_end_are_found(folder: Path) -> None:
    path = the(folder, "words.json")
    document = json.loads(path.read_text(encoding="utf-8"))
    document["words"][0]["start_ms"] = 10**6
    document["words"][-1]["end_ms"] = 10**7
    path.write_text(json.dumps(document), encoding="utf-8")
    told = " ".join(found(folder))
    assert "stands after a word" in told
    assert "1 words end after the sound does" in told


GOOD = EpisodeProof("0" * 64, 10_000, (Spoken(0, 2_000, 20, 4, 4), Spoken(2_500, 5_000, 25, 5, 0)), is_silent=True)


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        (Spoken(0, 2_000, 20, 4, 3), "1 of 4 words have no time"),
        (Spoken(0, 100, 20, 4, 4), "100 ms for 20 letters"),
        (Spoken(0, 9_000, 2, 1, 1), "9000 ms for 2 letters"),
        (Spoken(9_000, 11_000, 20, 4, 4), "after the sound does"),
        (Spoken(3_000, 5_000, 20, 4, 4), "begins before sentence 1"),
    ],
)
def test_an_unlikely_sentence_is_found(sentence: Spoken, told: str, tmp_path: Path) -> None:
    proof = replace(GOOD, sentences=(sentence, GOOD.sentences[1]))
    assert any(told in problem for problem in problems(proof, tmp_path / "none.mp3"))
    assert not any(told in problem for problem in problems(GOOD, tmp_path / "none.mp3"))


def test_a_proof_survives_being_written() -> None:
    assert EpisodeProof.from_json(json.loads(json.dumps(GOOD.as_json()))) == GOOD


def test_a_sentence_that_is_in_no_part_of_the_recording_is_an_error() -> None:
    sentences = (Sentence("এক।", "এক।"), Sentence("—", "—"), Sentence("দুই তিন।", "দুই তিন।"))
    script = Script("এক", (Passage(BlockKind.PARAGRAPH, sentences),))
    chunk = Chunk("এক।", (Piece(0, 0, 3),), PauseKind.NONE)
    words = (WordTiming(0, 2, 100, 400),)
    clip = Clip(chunk, 500, words, lambda: Speech(b"\0\0", 8000, words))
    with pytest.raises(SpeechError, match=r"“দুই তিন।” was not spoken"):
        spoken_sentences(script, (clip,), Recording(Path("x.mp3"), 500, (0,)))


def test_a_folder_in_which_nothing_was_published_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nothing was published here"):
        list(check_folder(tmp_path))


def test_the_command_tells_what_is_whole_and_fails_when_something_is_not(folder: Path) -> None:
    whole = CliRunner().invoke(app, ["check", str(folder)])
    assert whole.exit_code == 0
    assert f"whole, {SENTENCES} sentences" in whole.stdout
    the(folder, "vtt").unlink()
    broken = CliRunner().invoke(app, ["check", str(folder), "--json"])
    assert broken.exit_code == 1
    assert ".vtt is missing" in broken.stdout
    assert "1 of 1 episodes are not whole" in broken.stderr
    assert CliRunner().invoke(app, ["check", str(folder / "nowhere")]).exit_code == 2


@pytest.mark.parametrize(
    ("chapters", "problem"),
    [
        ("{}", "cannot be read: not JSON chapters"),
        ('{"chapters": []}', "the first chapter does not begin at the start"),
        ('{"chapters": [{"startTime": 1, "title": "ক"}]}', "the first chapter does not begin at the start"),
        ('{"chapters": [{"startTime": 0, "title": "ক"}, {"startTime": 9999, "title": "খ"}]}', "after the sound ends"),
    ],
)
def test_chapters_that_cannot_be_right_are_found(folder: Path, chapters: str, problem: str) -> None:
    the(folder, "chapters.json").write_text(chapters, encoding="utf-8")
    assert [problem in line for line in found(folder)] == [True]


@pytest.mark.parametrize(
    ("ending", "problem"),
    [
        ("vtt", ".vtt says “"),
        ("srt", ".srt says “"),
        ("json", "where the JSON transcript says “"),
        ("transcript.html", ".transcript.html says “"),
    ],
)
def test_a_transcript_that_tells_otherwise_than_the_others_is_found(folder: Path, ending: str, problem: str) -> None:
    path = the(folder, ending)
    path.write_text(path.read_text(encoding="utf-8").replace("মিস্ত্রিরা", "মাঝিরা"), encoding="utf-8")
    assert problem in " ".join(found(folder))
