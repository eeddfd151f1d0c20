"""Two voices in one episode: who says what, what the transcripts tell, and what happens when one cannot speak."""

import json
import re
from pathlib import Path

import pytest
from edge_standin import EdgeStandIn
from show_samples import SAID_OF_THE_VOICE

from podcast import pipeline
from podcast.model import Article, Block, BlockKind

SHOW = 'title = "ঘাটের কথা"\ndescription = "ঘাটের খবর।"\nvoice = "{voice}"\nsecond_voice = {{ name = "{second}" }}\n'
BODY = (
    "নদীতে জল বেড়েছে ১২ ফুট। “আমরা ভয় পেয়েছি। রাতে কেউ ঘুমাইনি।” ঘাটে এখন পাহারা বসেছে।",
    "‘বাঁধ ভাঙলে কিছু থাকবে না।’",
    "মাঝি বললেন, ‘নৌকা তৈরি আছে।’",
)
QUOTED = ["“আমরা ভয় পেয়েছি।", "রাতে কেউ ঘুমাইনি।”", "‘বাঁধ ভাঙলে কিছু থাকবে না।’"]


class Ear(pipeline.LoggingListener):
    def __init__(self) -> None:
        self.heard: list[str] = []
        self.steps: list[tuple[int, int]] = []

    def note(self, message: str) -> None:
        self.heard.append(message)

    def progress(self, stage: str, done: int, total: int, left_s: float | None = None) -> None:
        assert left_s is None or left_s > 0 or done == total, "time is left while chunks of either voice are"
        if stage == "speaking":
            self.steps.append((done, total))


def article(*body: str) -> Article:
    blocks = tuple(Block(BlockKind.PARAGRAPH, text) for text in body or BODY)
    return Article("ঘাটে জল বাড়ছে", blocks, url="https://example.org/ghat")


def job(tmp_path: Path, voice: str, second: str, ear: Ear | None = None) -> pipeline.Job:
    path = tmp_path / "ghat.toml"
    path.write_text(SHOW.format(voice=voice, second=second), encoding="utf-8")
    return pipeline.plan(show=str(path), out=tmp_path / "out", listener=ear or Ear())


def published(tmp_path: Path, stem: str, ending: str) -> str:
    return (tmp_path / "out" / "episodes" / f"{stem}.{ending}").read_text(encoding="utf-8")


def test_the_second_voice_reads_the_quotations_and_the_transcripts_say_so(tmp_path: Path) -> None:
    ear = Ear()
    episode = pipeline.publish_article(article(), job(tmp_path, "espeak", "espeak-female", ear)).episode
    assert (episode.voice, episode.wanted_voice) == ("ইস্পিক ও ইস্পিক (নারীকণ্ঠ)", None)
    segments = json.loads(published(tmp_path, episode.episode_id, "json"))["segments"]
    assert [s["body"] for s in segments if s["speaker"] == "ইস্পিক (নারীকণ্ঠ)"] == QUOTED
    assert {s["speaker"] for s in segments if s["body"] not in QUOTED} == {"ইস্পিক"}
    assert len(segments) == 8
    starts = [s["startTime"] for s in segments]
    assert starts == sorted(starts)
    vtt = published(tmp_path, episode.episode_id, "vtt")
    assert re.findall(r"<v ইস্পিক \(নারীকণ্ঠ\)>(.+)", vtt) == QUOTED
    assert ear.steps[-1][0] == ear.steps[-1][1]
    assert [done for done, _ in ear.steps] == sorted(done for done, _ in ear.steps)


def test_the_words_keep_their_times_and_order_across_voices(tmp_path: Path) -> None:
    episode = pipeline.publish_article(article(), job(tmp_path, "espeak", "espeak-female")).episode
    words = json.loads(published(tmp_path, episode.episode_id, "words.json"))["words"]
    assert " ".join(word["text"] for word in words) == " ".join(("ঘাটে জল বাড়ছে", *BODY, SAID_OF_THE_VOICE))
    starts = [word["start_ms"] for word in words]
    assert starts == sorted(starts)
    segments = json.loads(published(tmp_path, episode.episode_id, "json"))["segments"]
    for number, segment in enumerate(segments):
        own = [word for word in words if word["sentence"] == number]
        assert own[0]["start_ms"] == round(segment["startTime"] * 1000)
        assert own[-1]["end_ms"] <= round(segment["endTime"] * 1000) <= episode.duration_ms


def test_every_request_goes_to_the_voice_of_its_sentences(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with EdgeStandIn() as service:
        monkeypatch.setenv("PODCAST_EDGE_URL", service.url)
        episode = pipeline.publish_article(article(), job(tmp_path, "tanishaa", "auto")).episode
    assert episode.voice == "তনিশা (ভারত) ও ভাস্কর (ভারত)"
    by_voice = dict.fromkeys(("Tanishaa", "Bashkar"), "")
    for request in service.requests:
        by_voice["Bashkar" if "Bashkar" in request.voice else "Tanishaa"] += request.text
    for words in ("ভয় পেয়েছি", "ঘুমাইনি", "বাঁধ ভাঙলে"):
        assert words in by_voice["Bashkar"]
        assert words not in by_voice["Tanishaa"]
    assert "নৌকা তৈরি" in by_voice["Tanishaa"]


def test_an_article_in_which_nothing_is_quoted_has_one_reader_and_no_speaker_names(tmp_path: Path) -> None:
    episode = pipeline.publish_article(article(BODY[2]), job(tmp_path, "espeak", "espeak-female")).episode
    assert (episode.voice, episode.wanted_voice) == ("ইস্পিক", None)
    assert "speaker" not in published(tmp_path, episode.episode_id, "json")
    assert "<v " not in published(tmp_path, episode.episode_id, "vtt")


def test_when_the_second_voice_cannot_speak_one_voice_reads_all_and_that_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PODCAST_EDGE_URL", "ws://127.0.0.1:9/nobody-is-here")
    ear = Ear()
    the_job = job(tmp_path, "espeak", "bashkar", ear)
    episode = pipeline.publish_article(article(), the_job).episode
    assert (episode.voice, episode.wanted_voice) == ("ইস্পিক", "ইস্পিক ও ভাস্কর (ভারত)")
    assert re.match(r"voice espeak and bashkar cannot speak: bashkar: .*; espeak speaks instead$", ear.heard[0])
    assert "speaker" not in published(tmp_path, episode.episode_id, "json")
    with EdgeStandIn() as service:
        monkeypatch.setenv("PODCAST_EDGE_URL", service.url)
        upgraded = pipeline.upgrade_episodes(the_job)
    assert [one.outcome for one in upgraded] == ["upgraded"]
    assert upgraded[0].episode.voice == "ইস্পিক ও ভাস্কর (ভারত)"


def test_running_again_speaks_nothing_again(tmp_path: Path) -> None:
    the_job = job(tmp_path, "espeak", "espeak-female")
    pipeline.publish_article(article(), the_job)
    again = pipeline.publish_article(article(), the_job)
    assert (again.is_new, again.synthesized) == (False, 0)


def test_a_quotation_that_the_whole_article_is_needs_no_first_voice(tmp_path: Path) -> None:
    quoted = Article("জল বাড়ছে।", (Block(BlockKind.PARAGRAPH, "“জল বাড়ছে। বাঁধ ভাঙছে।”"),))
    episode = pipeline.publish_article(quoted, job(tmp_path, "espeak", "espeak-female")).episode
    assert episode.voice == "ইস্পিক ও ইস্পিক (নারীকণ্ঠ)"
