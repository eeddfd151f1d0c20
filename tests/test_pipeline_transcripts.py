"""The transcripts of real episodes, from the article to the decoded mp3: complete, in order, and on time."""

import io
import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import webvtt
from numpy.typing import NDArray

import podcast
from podcast.fitting import graphemes
from podcast.lint.transcript_reading import parse_json, parse_page, parse_srt, parse_vtt
from podcast.model import Episode
from podcast.show import check_folder
from podcast.sound import decode

TITLE = "খালের উপর নতুন সাঁকো"
PARAGRAPHS = (
    "গ্রামের পাশের খালের উপর নতুন সাঁকোটি আজ খুলে দেওয়া হয়েছে। দুই বছর ধরে মানুষ এটির অপেক্ষায় ছিলেন।",
    "সাঁকো তৈরিতে খরচ হয়েছে ১২ লক্ষ টাকা, কাজটি করেছেন গ্রামেরই মিস্ত্রিরা, কাঠ এসেছে পাশের জেলা থেকে।",
    "কাজ, শ্রম, ধৈর্য, সাহস: সব লেগেছে। মাঝি বললেন, “এখন আর ভয় নেই।” তিনি হাসলেন।",
    "পাড়ায়, ঘাটে, হাটে, মাঠে, সবখানে, আজ, একটাই, কথা। বিকেলে ঘাটে ভিড় জমল। কেউ এলেন নৌকায়, কেউ সাইকেলে, কেউ হেঁটে।",
    "ছোটরা দৌড়ল সবার আগে। আলো বসানো বাকি। রেলিংয়ে রং বাকি। টাকা এলে, কাজ হবে, বলেছেন প্রধান।",
)
SHORT = (
    "সকালে ঘাটে জমল নৌকার ভিড়, মাঝিরা গাইলেন গান।",
    "দুপুরে মেঘ করল, নদীর জল একটু একটু করে বাড়ল।",
    "বিকেলে হাট বসল না, সবাই ফিরে গেলেন যে যার ঘরে।",
)
"""Where much of the episode is pauses."""
NOTICE = "কম্পিউটারের কণ্ঠ পড়ে শোনাল।"
ARTICLES = {"long": PARAGRAPHS, "short": SHORT}
ONSET_DB = -35.0
"""Below the loud parts of the speech."""
SILENCE_MS = 80
"""So much of it makes a word stand alone; a stop consonant is silent for some 50 ms."""
STEP_MS = 2


def publish(folder: Path, voice: str, paragraphs: tuple[str, ...], form: str = "standard") -> Episode:
    (folder / "show.toml").write_text(
        f'title = "খালের খবর"\ndescription = "খবর।"\nvoice = "{voice}"\nformat = "{form}"\n'
        f'disclosure = {{ spoken = "{NOTICE}" }}\n',
        encoding="utf-8",
    )
    (folder / "sanko.md").write_text("\n\n".join((f"# {TITLE}", *paragraphs)), encoding="utf-8")
    return podcast.convert(str(folder / "sanko.md"), show=str(folder / "show.toml"), out=folder / "out")


def read(folder: Path, episode: Episode, ending: str) -> str:
    return (folder / "out" / "episodes" / f"{episode.episode_id}.{ending}").read_text(encoding="utf-8")


@pytest.fixture(scope="module", params=[(voice, length) for voice in ("espeak", "silent") for length in ARTICLES])
def published(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Episode, tuple[str, ...]]:
    voice, length = request.param
    folder = tmp_path_factory.mktemp("published")
    return folder, publish(folder, voice, ARTICLES[length]), (*ARTICLES[length], NOTICE)


def test_everything_that_is_said_is_in_every_form_as_written(published: tuple[Path, Episode, tuple[str, ...]]) -> None:
    folder, episode, paragraphs = published
    text = " ".join((TITLE, *paragraphs))
    for ending, parse in (("vtt", parse_vtt), ("srt", parse_srt), ("json", parse_json)):
        assert " ".join(cue.text for cue in parse(read(folder, episode, ending))) == text
    assert [one.text for one in parse_page(read(folder, episode, "transcript.html"))] == [TITLE, *paragraphs]
    assert [one.problems for one in check_folder(folder / "out")] == [()]


def test_captions_are_in_order_inside_the_sound_and_cover_most_of_it(
    published: tuple[Path, Episode, tuple[str, ...]],
) -> None:
    folder, episode, _ = published
    for ending, parse in (("vtt", parse_vtt), ("srt", parse_srt), ("json", parse_json)):
        cues = parse(read(folder, episode, ending))
        assert all(cue.start_ms < cue.end_ms for cue in cues)
        assert all(one.end_ms <= following.start_ms for one, following in pairwise(cues))
        assert cues[-1].end_ms <= episode.duration_ms
        covered = sum(cue.end_ms - cue.start_ms for cue in cues) / episode.duration_ms
        assert covered >= 0.85


def test_another_reader_of_captions_reads_the_same(published: tuple[Path, Episode, tuple[str, ...]]) -> None:
    folder, episode, paragraphs = published
    text = " ".join((TITLE, *paragraphs))
    captions = webvtt.from_string(read(folder, episode, "vtt"))
    assert " ".join(caption.text for caption in captions).split() == text.split()
    titles = webvtt.from_buffer(io.StringIO(read(folder, episode, "srt")), format="srt")
    assert " ".join(caption.text for caption in titles).split() == text.split()
    starts = [cue.start_ms for cue in parse_srt(read(folder, episode, "srt"))]
    assert [round(caption.start_in_seconds * 1000) for caption in titles] == [at_ms // 1000 * 1000 for at_ms in starts]


def test_captions_have_two_lines_that_are_no_longer_than_apps_take(
    published: tuple[Path, Episode, tuple[str, ...]],
) -> None:
    folder, episode, _ = published
    for ending, width, head in (("vtt", 65, 1), ("srt", 32, 2)):
        blocks = read(folder, episode, ending).removeprefix("WEBVTT\n\n").removesuffix("\n").split("\n\n")
        lines = [block.split("\n")[head:] for block in blocks]
        assert {len(caption) for caption in lines} <= {1, 2}
        assert max(len(line) for caption in lines for line in caption) <= width
        assert max(len(list(graphemes(line))) for caption in lines for line in caption) <= width


def onsets_ms(mp3: Path) -> NDArray[np.float64]:
    """Return when sound begins after silence."""
    sound = decode(mp3)
    samples = np.frombuffer(sound.pcm, "<i2").astype(np.float64)
    size = sound.rate_hz * STEP_MS // 1000
    energy = np.sqrt((samples[: len(samples) // size * size].reshape(-1, size) ** 2).mean(axis=1))
    loud = np.flatnonzero(energy > np.quantile(energy, 0.95) * 10 ** (ONSET_DB / 20))
    quiet_before = np.diff(loud, prepend=-(10**6))
    return loud[quiet_before > SILENCE_MS // STEP_MS] * size * 1000 / sound.rate_hz


@pytest.mark.parametrize("form", ["standard", "light"])
def test_words_that_stand_alone_begin_where_they_are_heard(tmp_path: Path, form: str) -> None:
    episode = publish(tmp_path, "espeak", PARAGRAPHS, form)
    words = json.loads(read(tmp_path, episode, "words.json"))["words"]
    told_ms = np.array([word["start_ms"] for word in words])
    heard_ms = onsets_ms(tmp_path / "out" / "episodes" / f"{episode.episode_id}.mp3")
    assert len(heard_ms) >= 25
    nearest = [int(np.argmin(np.abs(told_ms - at_ms))) for at_ms in heard_ms]
    assert len(set(nearest)) == len(nearest)
    errors_ms = told_ms[nearest] - heard_ms
    median_ms, p90_ms = np.median(np.abs(errors_ms)), np.quantile(np.abs(errors_ms), 0.9)
    told = f"median {median_ms:.0f} ms, p90 {p90_ms:.0f} ms, mean {errors_ms.mean():+.0f} ms"
    # espeak counts the silence of a stop (ক, ত, ব: 50 ms) as part of the word
    assert median_ms <= 30, told
    assert p90_ms <= 60, told
    # nor does it drift: the second half is as good as the first
    halves = [np.median(half) for half in np.array_split(errors_ms, 2)]
    assert abs(halves[1] - halves[0]) <= 40


def test_each_caption_begins_where_its_first_word_is_heard(tmp_path: Path) -> None:
    episode = publish(tmp_path, "espeak", PARAGRAPHS)
    words = json.loads(read(tmp_path, episode, "words.json"))["words"]
    starts = {word["start_ms"]: word["text"] for word in words}
    for ending, parse in (("vtt", parse_vtt), ("srt", parse_srt)):
        cues = parse(read(tmp_path, episode, ending))
        assert [starts[cue.start_ms] for cue in cues] == [cue.text.split()[0] for cue in cues]
