"""Episodes that a fallback spoke, and what becomes of them when the better voice is back."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import feedparser
import platformdirs
import pytest
from edge_standin import EdgeStandIn
from tiny_piper import install_tiny

from podcast import pipeline
from podcast.errors import PublishError, SettingsError
from podcast.model import Article, Block, BlockKind
from podcast.settings import APP_NAME, Voice
from podcast.show import Library, library_path
from podcast.sound import decode

NOBODY = "ws://127.0.0.1:9/nobody-is-here"
BODY = "নদীর উপর নতুন সেতু খুলে দেওয়া হয়েছে। খরচ হয়েছে ২০ কোটি টাকা। সকাল থেকেই মানুষের ভিড়।"


class Ear(pipeline.LoggingListener):
    def __init__(self) -> None:
        self.heard: list[str] = []

    def note(self, message: str) -> None:
        self.heard.append(message)


@pytest.fixture(autouse=True)
def _no_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("random.uniform", lambda *_: 0.0)
    monkeypatch.setenv("PODCAST_EDGE_URL", NOBODY)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "show"


def article(number: int = 1) -> Article:
    blocks = (Block(BlockKind.SUBHEAD, "ঘাট"), Block(BlockKind.PARAGRAPH, BODY))
    return Article(f"সেতু {number} খুলল", blocks, url=f"https://example.org/{number}")


def job(out: Path, voice: str | None = None, ear: Ear | None = None) -> pipeline.Job:
    return pipeline.plan(voice=voice, out=out, listener=ear or Ear())


def public(out: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(out)): path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.is_file() and ".podcast" not in path.parts
    }


def words_of(out: Path, stem: str) -> Path:
    return out / "episodes" / f"{stem}.words.json"


def test_a_fallback_is_marked_in_the_library_the_feed_and_the_page_and_only_a_fallback(out: Path) -> None:
    episode = pipeline.publish_article(article(), job(out)).episode
    chosen = pipeline.publish_article(article(2), job(out, "espeak")).episode
    assert (episode.voice, episode.wanted_voice) == ("ইস্পিক", "তনিশা (ভারত)")
    assert (chosen.voice, chosen.wanted_voice) == ("ইস্পিক", None)
    with Library.open(out) as library:
        assert library.find(episode.guid) == episode
    note = "পর্বটি “তনিশা (ভারত)” কণ্ঠে পড়ার কথা ছিল; তখন সেই কণ্ঠ পাওয়া যায়নি, তাই “ইস্পিক” পড়েছে।"
    newest, oldest = feedparser.parse(out / "feed.xml").entries
    assert note in oldest.summary
    assert note not in newest.summary
    assert note in (out / "episodes" / f"{episode.episode_id}.html").read_text(encoding="utf-8")
    assert note not in (out / "episodes" / f"{chosen.episode_id}.html").read_text(encoding="utf-8")


def test_the_better_voice_speaks_it_again_under_the_same_guid_address_and_date(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = pipeline.publish_article(article(), job(out)).episode
    files = public(out)
    entry = feedparser.parse(out / "feed.xml").entries[0]
    with EdgeStandIn() as service:
        monkeypatch.setenv("PODCAST_EDGE_URL", service.url)
        (result,) = pipeline.upgrade_episodes(job(out))
    new = result.episode
    assert (result.outcome, result.was_voice, result.better_voice) == ("upgraded", "ইস্পিক", "তনিশা (ভারত)")
    assert (new.guid, new.episode_id, new.published_at) == (old.guid, old.episode_id, old.published_at)
    assert (new.voice, new.wanted_voice) == ("তনিশা (ভারত)", None)
    again = feedparser.parse(out / "feed.xml").entries[0]
    assert (again.id, again.published, again.enclosures[0].href) == (
        entry.id,
        entry.published,
        entry.enclosures[0].href,
    )
    assert "পড়ার কথা ছিল" not in again.summary
    assert set(public(out)) == set(files)
    audio = out / "episodes" / f"{old.episode_id}.mp3"
    assert audio.read_bytes() != files[f"episodes/{old.episode_id}.mp3"]
    assert int(again.enclosures[0].length) == audio.stat().st_size == new.size_bytes
    assert abs(decode(audio).duration_ms - new.duration_ms) < 100
    told = json.loads(words_of(out, old.episode_id).read_text(encoding="utf-8"))
    assert told["episode"]["voice"] == "তনিশা (ভারত)"
    assert max(word["end_ms"] for word in told["words"]) <= new.duration_ms
    assert pipeline.upgrade_episodes(job(out)) == ()


def test_an_upgraded_episode_is_the_one_that_converting_would_have_made(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipeline.publish_article(article(), job(out))
    with EdgeStandIn() as service:
        monkeypatch.setenv("PODCAST_EDGE_URL", service.url)
        pipeline.upgrade_episodes(job(out))
        again = pipeline.publish_article(article(), job(out))
    assert (again.is_new, again.synthesized) == (False, 0)


def test_while_the_better_voice_cannot_speak_nothing_changes_and_that_is_said(out: Path) -> None:
    for number in (1, 2):
        pipeline.publish_article(article(number), job(out))
    before = public(out)
    ear = Ear()
    results = pipeline.upgrade_episodes(job(out, ear=ear))
    assert [result.outcome for result in results] == ["unchanged", "unchanged"]
    assert public(out) == before
    assert len(ear.heard) == 2
    assert all(note.endswith("the episode stays as it is, spoken by ইস্পিক") for note in ear.heard)


def test_a_voice_that_cannot_speak_is_asked_once_however_many_episodes_wait_for_it(out: Path) -> None:
    for number in (1, 2, 3):
        pipeline.publish_article(article(number), job(out))
    asked: list[str] = []

    def probe(voice: Voice) -> None:
        asked.append(voice.name)
        raise SettingsError("not here")

    pipeline.upgrade_episodes(job(out), probe=probe)
    assert asked == ["tanishaa"]


def test_a_better_voice_that_answers_and_then_fails_leaves_the_episode_as_it_was(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipeline.publish_article(article(), job(out))
    before = public(out)
    with EdgeStandIn(["ok"], after="drop") as service:
        monkeypatch.setenv("PODCAST_EDGE_URL", service.url)
        (result,) = pipeline.upgrade_episodes(job(out))
    assert len(service.requests) > 1
    assert (result.outcome, public(out)) == ("unchanged", before)


def test_a_show_that_names_its_voice_since_gets_that_one_or_keeps_what_it_has(
    out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    episode = pipeline.publish_article(article(), job(out)).episode
    before = public(out)
    path = tmp_path / "named.toml"
    path.write_text('title = "আ"\ndescription = "আ।"\nvoice = "nabanita"\n', encoding="utf-8")
    named = pipeline.plan(show=str(path), out=out, listener=Ear())
    (result,) = pipeline.upgrade_episodes(named)
    assert result.outcome == "unchanged"
    assert {name: public(out)[name] for name in before if name.startswith("episodes/")} == {
        name: content for name, content in before.items() if name.startswith("episodes/")
    }
    with EdgeStandIn() as service:
        monkeypatch.setenv("PODCAST_EDGE_URL", service.url)
        (result,) = pipeline.upgrade_episodes(named)
    assert (result.episode.voice, result.episode.wanted_voice) == ("নবনীতা (বাংলাদেশ)", None)
    assert result.episode.guid == episode.guid


def test_a_rehearsal_says_what_could_be_done_and_does_nothing(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pipeline.publish_article(article(), job(out))
    before = public(out)
    (cannot,) = pipeline.upgrade_episodes(job(out), dry_run=True)
    with EdgeStandIn() as service:
        monkeypatch.setenv("PODCAST_EDGE_URL", service.url)
        (can,) = pipeline.upgrade_episodes(job(out), dry_run=True)
    assert (cannot.outcome, cannot.better_voice) == ("unchanged", None)
    assert (can.outcome, can.better_voice) == ("possible", "তনিশা (ভারত)")
    assert len(service.requests) == 1
    assert public(out) == before


def test_converting_again_speaks_a_fallback_again_once_the_better_voice_is_back(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = pipeline.publish_article(article(), job(out))
    before = public(out)
    second = pipeline.publish_article(article(), job(out))
    assert (second.is_new, second.episode, public(out)) == (False, first.episode, before)
    with EdgeStandIn() as service:
        monkeypatch.setenv("PODCAST_EDGE_URL", service.url)
        third = pipeline.publish_article(article(), job(out))
    assert (third.is_new, third.episode.voice, third.episode.guid) == (True, "তনিশা (ভারত)", first.episode.guid)
    fourth = pipeline.publish_article(article(), job(out))
    assert (fourth.is_new, fourth.episode) == (False, third.episode)


def test_a_neural_voice_of_this_machine_is_better_than_espeak_and_still_not_what_was_wanted(
    out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    old = pipeline.publish_article(article(), job(out)).episode
    install_tiny("tiny", tmp_path / "copy")
    (tmp_path / "voices").mkdir()
    text = 'title = "টিনি"\nengine = "piper"\nspeaker = "tiny/low"\nlocale = "bn-BD"\n'
    (tmp_path / "voices" / "tiny.toml").write_text(text, encoding="utf-8")
    (result,) = pipeline.upgrade_episodes(job(out))
    assert (result.outcome, result.episode.voice, result.episode.wanted_voice) == ("upgraded", "টিনি", "তনিশা (ভারত)")
    assert result.episode.published_at == old.published_at
    (again,) = pipeline.upgrade_episodes(job(out))
    assert again.outcome == "unchanged"


def test_an_old_episode_without_its_text_is_reported_and_left_alone(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = pipeline.publish_article(article(1), job(out, "espeak")).episode
    new = pipeline.publish_article(article(2), job(out)).episode
    path = words_of(out, old.episode_id)
    told = json.loads(path.read_text(encoding="utf-8"))
    del told["article"]
    path.write_text(json.dumps(told), encoding="utf-8")
    with EdgeStandIn() as service:
        monkeypatch.setenv("PODCAST_EDGE_URL", service.url)
        results = {result.episode.guid: result for result in pipeline.upgrade_episodes(job(out))}
    assert results[new.guid].outcome == "upgraded"
    assert results[old.guid].outcome == "failed"
    assert "podcast convert https://example.org/1" in str(results[old.guid].error)
    assert json.loads(path.read_text(encoding="utf-8")) == told


def test_a_damaged_words_file_is_reported(out: Path) -> None:
    episode = pipeline.publish_article(article(), job(out)).episode
    words_of(out, episode.episode_id).write_text("{", encoding="utf-8")
    (result,) = pipeline.upgrade_episodes(job(out))
    assert result.outcome == "failed"
    assert "words.json: is damaged" in str(result.error)


def test_an_episode_with_a_file_missing_is_made_whole_by_whoever_can_speak(out: Path) -> None:
    episode = pipeline.publish_article(article(), job(out)).episode
    (out / "episodes" / f"{episode.episode_id}.mp3").unlink()
    (result,) = pipeline.upgrade_episodes(job(out))
    assert (result.episode.voice, result.episode.wanted_voice) == ("ইস্পিক", "তনিশা (ভারত)")
    assert (out / "episodes" / f"{episode.episode_id}.mp3").stat().st_size == result.episode.size_bytes


def test_a_folder_in_which_nothing_was_published_is_told(out: Path) -> None:
    with pytest.raises(PublishError, match="nothing has been published here"):
        pipeline.upgrade_episodes(job(out))
    assert not out.exists()


def test_the_feed_is_byte_identical_when_it_is_built_again(out: Path) -> None:
    pipeline.publish_article(article(), job(out))
    before = public(out)
    (out / "feed.xml").unlink()
    pipeline.publish_article(article(), job(out))
    assert public(out) == before


def test_ctrl_c_while_the_better_voice_speaks_leaves_the_old_episode_whole(out: Path) -> None:
    pipeline.publish_article(article(), job(out))
    before = public(out)
    with EdgeStandIn(["ok"], after="stall") as service:
        worker = subprocess.Popen(
            [sys.executable, "-m", "podcast", "upgrade", "--out", str(out)],
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "PODCAST_EDGE_URL": service.url},
        )
        try:
            assert service.was_asked.wait(60)
            worker.send_signal(signal.SIGINT)
            _, said = worker.communicate(timeout=60)
        finally:
            worker.kill()
    assert worker.returncode == 130, said
    assert "Traceback" not in said
    assert public(out) == before
    assert [path.name for path in (out / ".podcast").iterdir()] == ["library.sqlite3"]


def upgrade(out: Path, *options: str, service: str = NOBODY) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "podcast", "upgrade", "--out", str(out), *options],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "COLUMNS": "200", "PODCAST_EDGE_URL": service},
        timeout=100,
        check=False,
    )


def test_the_command_says_what_became_of_each_episode_and_its_exit_code(out: Path) -> None:
    first = pipeline.publish_article(article(), job(out)).episode
    still = upgrade(out)
    assert (still.returncode, still.stdout.split(maxsplit=1)[0]) == (0, "unchanged")
    assert "the episode stays as it is" in still.stderr
    with EdgeStandIn() as service:
        done = upgrade(out, "--json", service=service.url)
    assert done.returncode == 0, done.stderr
    (told,) = json.loads(done.stdout)["episodes"]
    assert (told["outcome"], told["guid"], told["voice"]) == ("upgraded", first.guid, "তনিশা (ভারত)")
    assert (told["was_voice"], told["wanted_voice"], told["error"]) == ("ইস্পিক", None, None)
    nothing = upgrade(out)
    assert (nothing.returncode, nothing.stdout) == (0, "")
    assert "every episode is spoken by the voice that was wanted" in nothing.stderr


def test_the_feed_stays_that_of_the_folders_own_show(out: Path, tmp_path: Path) -> None:
    feeds = platformdirs.user_config_path(APP_NAME) / "feeds"
    feeds.mkdir(parents=True)
    show = feeds / "ghat.toml"
    show.write_text('title = "ঘাটের কথা"\ndescription = "ঘাট।"\n', encoding="utf-8")
    pipeline.publish_article(article(), pipeline.plan(show="ghat", out=out))
    assert upgrade(out).returncode == 0
    assert feedparser.parse(out / "feed.xml").feed.title == "ঘাটের কথা"
    before = public(out)
    show.rename(tmp_path / "elsewhere.toml")
    lost = upgrade(out)
    assert lost.returncode == 2
    assert "belongs to the show “ghat”" in lost.stderr
    assert public(out) == before


def test_an_episode_whose_text_is_not_known_makes_the_exit_code_3(out: Path) -> None:
    episode = pipeline.publish_article(article(), job(out)).episode
    path = words_of(out, episode.episode_id)
    path.write_text(path.read_text(encoding="utf-8").replace('"article"', '"something"'), encoding="utf-8")
    done = upgrade(out, "--json")
    assert done.returncode == 3
    assert json.loads(done.stdout)["episodes"][0]["outcome"] == "failed"
    assert "published before texts were stored" in done.stderr


def test_a_library_of_the_first_release_is_upgraded_in_place(out: Path) -> None:
    pipeline.publish_article(article(), job(out, "espeak"))
    connection = sqlite3.connect(library_path(out))
    connection.executescript(
        "ALTER TABLE episode DROP COLUMN wanted_voice; ALTER TABLE show DROP COLUMN show_name;"
        "ALTER TABLE episode DROP COLUMN byline; ALTER TABLE show DROP COLUMN former_base_url;"
        "ALTER TABLE show DROP COLUMN is_private;"
        "DROP TABLE shared_file; ALTER TABLE episode DROP COLUMN revision; DROP TABLE removed; DROP TABLE alias;"
        "DROP TABLE told_story; DROP TABLE told_episode; DROP TABLE run;"
        "PRAGMA user_version = 1;"
    )
    connection.close()
    assert upgrade(out).returncode == 0
    again = pipeline.publish_article(article(), job(out, "espeak"))
    assert again.is_new is False
