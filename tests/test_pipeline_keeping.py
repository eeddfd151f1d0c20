"""Episodes corrected, built again and retired, with real sound but no voice anyone waits for."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import feedparser
import pytest
from mutagen.id3 import ID3

from podcast import pipeline
from podcast.errors import PublishError, RemovedError, UsageError
from podcast.model import Article, Block, BlockKind
from podcast.show import Edits, Library, check_folder, episode_guid

EPOCH_S = 1_773_480_413
PARAGRAPHS = ("নদীর উপর নতুন সেতু খুলে দেওয়া হয়েছে। খরচ হয়েছে ২০ কোটি টাকা।", "সকাল থেকেই মানুষের ভিড়। মাঝিরা চিন্তিত।")


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(EPOCH_S))


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "show"


def article(number: int = 1, *, url: str | None = "https://khobor.example/", title: str = "সেতু খুলল") -> Article:
    blocks = tuple(Block(BlockKind.PARAGRAPH, text) for text in PARAGRAPHS)
    return Article(title, blocks, url=f"{url}{number}" if url else None, site_name="নদীর খবর", byline="মালতী দাস")


def job(out: Path, **changes: object) -> pipeline.Job:
    planned = pipeline.plan(voice="silent", out=out)
    return replace(planned, show=replace(planned.show, **changes))


def public(out: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(out)): path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.is_file() and ".podcast" not in path.parts
    }


def inodes(out: Path) -> dict[str, int]:
    return {name: (out / name).stat().st_ino for name in public(out)}


def words_of(out: Path) -> Path:
    return next((out / "episodes").glob("*.words.json"))


def test_an_edit_reaches_feed_pages_tags_and_picture_and_keeps_guid_and_address(out: Path) -> None:
    old = pipeline.publish_article(article(), job(out)).episode
    before, picture = feedparser.parse(out / "feed.xml").entries[0], public(out)[f"episodes/{old.episode_id}.jpg"]
    date = datetime.fromtimestamp(EPOCH_S - 86_400, UTC)
    edits = Edits(title="নতুন সেতু চালু", summary="সেতুর কথা।", byline="রহিমা খাতুন", source_url="https://khobor.example/n")
    new = pipeline.edit_episode(job(out), old.episode_id, edits, published_at=date)
    assert (new.guid, new.episode_id, new.voice, new.duration_ms) == (
        old.guid,
        old.episode_id,
        old.voice,
        old.duration_ms,
    )
    assert (new.title, new.summary, new.byline) == ("নতুন সেতু চালু", "সেতুর কথা।", "রহিমা খাতুন")
    assert (new.published_at, new.source_url) == (date, "https://khobor.example/n")
    (entry,) = feedparser.parse(out / "feed.xml").entries
    assert (entry.id, entry.enclosures[0].href) == (before.id, before.enclosures[0].href)
    assert entry.title == "নতুন সেতু চালু"
    assert int(entry.enclosures[0].length) == (out / "episodes" / f"{old.episode_id}.mp3").stat().st_size
    assert "সেতুর কথা।" in entry.summary
    assert "রহিমা খাতুন" in entry.summary
    tags = ID3(out / "episodes" / f"{old.episode_id}.mp3")
    assert (tags["TIT2"].text, tags["WOAS"].url) == (["নতুন সেতু চালু"], "https://khobor.example/n")
    assert tags["CHAP:ch000"].sub_frames["TIT2"].text == ["নতুন সেতু চালু"]
    assert public(out)[f"episodes/{old.episode_id}.jpg"] != picture
    page = (out / "episodes" / f"{old.episode_id}.html").read_text(encoding="utf-8")
    assert "<h1>নতুন সেতু চালু</h1>" in page
    assert "সেতু খুলল" not in page
    assert [checked.problems for checked in check_folder(out)] == [()]


def test_transcripts_keep_what_is_heard(out: Path) -> None:
    old = pipeline.publish_article(article(), job(out)).episode
    before = {
        name: content
        for name, content in public(out).items()
        if name.endswith((".vtt", ".srt", f"{old.episode_id}.json"))
    }
    pipeline.edit_episode(job(out), old.guid, Edits(title="অন্য নাম"))
    assert len(before) == 3
    assert before.items() <= public(out).items()


def test_an_edited_episode_is_not_spoken_again_by_the_same_article(out: Path) -> None:
    pipeline.publish_article(article(), job(out))
    edited = pipeline.edit_episode(job(out), "সেতু", Edits(title="অন্য নাম"))
    again = pipeline.publish_article(article(), job(out))
    assert (again.is_new, again.episode) == (False, edited)


def test_edits_hold_when_it_is_spoken_again_but_for_what_the_source_says_otherwise_now(out: Path) -> None:
    pipeline.publish_article(article(), job(out))
    pipeline.edit_episode(job(out), "সেতু", Edits(title="অন্য নাম", byline=""))
    longer = replace(article(), blocks=(*article().blocks, Block(BlockKind.PARAGRAPH, "বিকেলে মেলা বসেছে।")))
    spoken = pipeline.publish_article(longer, job(out))
    assert (spoken.is_new, spoken.episode.title, spoken.episode.byline) == (True, "অন্য নাম", None)
    renamed = pipeline.publish_article(replace(longer, title="সেতু আজ খুলল"), job(out))
    assert (renamed.episode.title, renamed.episode.byline) == ("সেতু আজ খুলল", None)


def test_edits_are_added_to_earlier_ones_and_can_be_taken_back(out: Path) -> None:
    old = pipeline.publish_article(article(), job(out)).episode
    pipeline.edit_episode(job(out), old.guid, Edits(title="অন্য নাম"))
    both = pipeline.edit_episode(job(out), old.guid, Edits(byline=""))
    assert (both.title, both.byline) == ("অন্য নাম", None)
    back = pipeline.edit_episode(job(out), old.guid, Edits(), is_as_source=True)
    assert replace(back, size_bytes=0) == replace(old, size_bytes=0)
    assert "edited" not in json.loads(words_of(out).read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("edits", "moment", "said"),
    [
        (Edits(title=" — "), None, "holds no word"),
        (Edits(source_url="javascript:alert(1)"), None, "is not a web address"),
        (Edits(), datetime(2026, 3, 1), "has no time zone"),  # noqa: DTZ001 - that is what is wrong
        (Edits(), datetime(2036, 3, 1, tzinfo=UTC), "still to come"),
    ],
)
def test_what_cannot_be_shown_is_refused(out: Path, edits: Edits, moment: datetime | None, said: str) -> None:
    pipeline.publish_article(article(), job(out))
    before = public(out)
    with pytest.raises(UsageError, match=said):
        pipeline.edit_episode(job(out), "সেতু", edits, published_at=moment)
    assert public(out) == before


def test_no_two_episodes_can_have_one_date(out: Path) -> None:
    first = pipeline.publish_article(article(), job(out)).episode
    second = pipeline.publish_article(article(2, title="মেলা বসল"), job(out)).episode
    with pytest.raises(PublishError, match=r"“সেতু খুলল” has the date .* already"):
        pipeline.edit_episode(job(out), second.guid, Edits(), published_at=first.published_at)
    moved = pipeline.edit_episode(
        job(out), second.guid, Edits(), published_at=first.published_at - timedelta(seconds=1)
    )
    assert [entry.id for entry in feedparser.parse(out / "feed.xml").entries] == [first.guid, moved.guid]


def test_a_rebuild_of_what_is_whole_touches_nothing(out: Path) -> None:
    for number, title in ((1, "সেতু খুলল"), (2, "মেলা বসল")):
        pipeline.publish_article(article(number, title=title), job(out))
    before, places = public(out), inodes(out)
    assert [result.error for result in pipeline.rebuild_episodes(job(out))] == [None, None]
    assert public(out) == before
    assert inodes(out) == places


LOST = ("html", "transcript.html", "vtt", "srt", "json", "jpg", "chapters.json")


@pytest.mark.parametrize("older", [False, True])
def test_whatever_lies_beside_sound_and_words_is_made_again(out: Path, *, older: bool) -> None:
    episode = pipeline.publish_article(article(), job(out)).episode
    before = public(out)
    lost = LOST if not older else tuple(ending for ending in LOST if ending != "json")
    if older:  # a program that kept neither passages nor cues
        words = json.loads(words_of(out).read_text(encoding="utf-8"))
        del words["passages"], words["cues"]
        words_of(out).write_text(json.dumps(words, ensure_ascii=False), encoding="utf-8")
    for ending in lost:
        (out / "episodes" / f"{episode.episode_id}.{ending}").unlink()
    assert [result.error for result in pipeline.rebuild_episodes(job(out))] == [None]
    after = public(out)
    if older:  # its captions do not tell exactly when the last word of a sentence ends
        words = f"episodes/{episode.episode_id}.words.json"
        assert json.loads(after.pop(words)).keys() == json.loads(before.pop(words)).keys()
    assert after == before


def test_a_changed_show_reaches_the_pages_and_tags_of_old_episodes(out: Path) -> None:
    episode = pipeline.publish_article(article(), job(out)).episode
    pipeline.rebuild_episodes(job(out, title="ঘাটের কথা"), (episode.episode_id,))
    assert "ঘাটের কথা" in (out / "episodes" / f"{episode.episode_id}.html").read_text(encoding="utf-8")
    assert ID3(out / "episodes" / f"{episode.episode_id}.mp3")["TALB"].text == ["ঘাটের কথা"]
    assert [checked.problems for checked in check_folder(out)] == [()]


DAMAGES = {
    "no sound": (lambda out: next(out.glob("episodes/*.mp3")).unlink(), "cannot be read"),
    "another sound": (lambda out: next(out.glob("episodes/*.mp3")).write_bytes(b"x"), "is not the file"),
    "no words": (lambda out: words_of(out).unlink(), "cannot be read"),
    "half the words": (lambda out: words_of(out).write_bytes(words_of(out).read_bytes()[:200]), "is damaged"),
    "other words": (lambda out: words_of(out).write_bytes(_without(out, "proof")), "kept too little"),
    "wrong cues": (lambda out: words_of(out).write_bytes(_without(out, "passages")), "is damaged"),
}


def _without(out: Path, key: str) -> bytes:
    words = json.loads(words_of(out).read_bytes())
    words[key] = [] if key == "passages" else None
    if key == "proof":
        del words[key]
    return json.dumps(words).encode()


@pytest.mark.parametrize("damage", DAMAGES)
def test_what_is_not_whole_is_told_and_left_as_it_is(out: Path, damage: str) -> None:
    episode = pipeline.publish_article(article(), job(out)).episode
    act, said = DAMAGES[damage]
    act(out)
    before = public(out)
    (result,) = pipeline.rebuild_episodes(job(out), (episode.episode_id,))
    assert said in result.error
    with pytest.raises(PublishError, match=said):
        pipeline.edit_episode(job(out), episode.episode_id, Edits(title="অন্য নাম"))
    assert public(out) == before


def test_a_corrected_text_without_an_address_keeps_its_episode(out: Path) -> None:
    first = pipeline.publish_article(article(url=None), job(out)).episode
    corrected = article(url=None, title="সেতু খুলেছে")
    made = pipeline.publish_article(corrected, job(out), replaces=first.episode_id)
    assert (made.episode.guid, made.episode.episode_id) == (first.guid, first.episode_id)
    assert (made.episode.published_at, made.episode.title) == (first.published_at, "সেতু খুলেছে")
    again = pipeline.publish_article(corrected, job(out))
    assert (again.is_new, again.episode) == (False, made.episode)
    assert len(feedparser.parse(out / "feed.xml").entries) == 1


def test_an_article_cannot_be_two_episodes(out: Path) -> None:
    first = pipeline.publish_article(article(), job(out)).episode
    second = pipeline.publish_article(article(2, title="মেলা বসল"), job(out)).episode
    with pytest.raises(UsageError, match=f"is the episode {second.episode_id} already"):
        pipeline.publish_article(article(2), job(out), replaces=first.episode_id)
    with pytest.raises(UsageError, match="is no episode"):
        pipeline.publish_article(article(3), job(out), replaces="nothing")


def test_a_removed_article_is_not_spoken_unless_that_is_forced(out: Path) -> None:
    first = pipeline.publish_article(article(), job(out)).episode
    pipeline.remove_episodes(job(out), [first])
    with pytest.raises(RemovedError, match="“সেতু খুলল” was removed"):
        pipeline.publish_article(article(), job(out))
    again = pipeline.publish_article(article(), job(out), is_forced=True).episode
    assert (again.guid, again.episode_id) == (first.guid, first.episode_id)


def test_a_show_keeps_so_many_episodes_and_remembers_the_others(out: Path) -> None:
    from podcast.settings import Keep

    small = job(out, keep=Keep(episodes=2))
    made = [pipeline.publish_article(article(n, title=f"খবর {n}"), small).episode for n in (1, 2, 3)]
    assert pipeline.retire_episodes(small) == (made[0],)
    assert pipeline.retire_episodes(small) == ()
    assert pipeline.retire_episodes(job(out)) == ()
    with Library.open(out) as library:
        assert [episode.guid for episode in library.episodes()] == [made[2].guid, made[1].guid]
        assert set(library.removed()) == {episode_guid(article(1))}
    with pytest.raises(RemovedError):
        pipeline.publish_article(article(1, title="খবর 1"), small)


def test_nothing_published_has_nothing_to_retire(out: Path) -> None:
    from podcast.settings import Keep

    assert pipeline.retire_episodes(job(out, keep=Keep(days=1))) == ()
    assert not out.exists()
