import json
import shutil
import sys
import threading
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from daily_shows import NOW, STORIES, make, reasons, titles, write_show, write_story
from loopback_site import Answer, running_site

from podcast.claims import take_claim
from podcast.editions import edition_guid
from podcast.errors import PublishError, UsageError
from podcast.library import Library
from podcast.pipeline import edit_episode, plan, rebuild_episodes, remove_episodes, restore_show
from podcast.pipeline.daily.reports import Outcome
from podcast.show import choose_episodes, read_stored_article
from podcast.show.life.edits import Edits

GHAT, PATHAGAR, MELA = (STORIES[name][0] for name in STORIES)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    for name in STORIES:
        write_story(tmp_path, name)
    write_show(tmp_path)
    return tmp_path


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and ".podcast" not in path.parts
    }


def test_an_edition_tells_every_new_story_and_the_next_one_none_of_them(place: Path) -> None:
    report = make(place)
    assert report.outcome is Outcome.PUBLISHED
    assert titles(report) == {GHAT, PATHAGAR, MELA}
    assert report.exit_code == 0
    tomorrow = make(place, now=NOW + timedelta(days=1))
    assert (tomorrow.outcome, titles(tomorrow)) == (Outcome.TOO_LITTLE, set())
    assert all("earlier edition" in reason for reason in reasons(tomorrow).values())
    assert [episode.guid for episode in choose_episodes(place / "show")] == [edition_guid("kheya", date(2026, 11, 26))]


def test_a_second_run_changes_no_file_and_keeps_no_report(place: Path) -> None:
    make(place)
    before = files_of(place / "show")
    write_story(place, "natun.md", ("আরও একটি খবর এল", *STORIES["ghat.md"][1:]))
    assert make(place, now=NOW + timedelta(hours=5)).outcome is Outcome.STANDING
    assert files_of(place / "show") == before
    with Library.open(place / "show") as library:
        assert len(library.runs("kheya")) == 1


def test_the_notes_tell_the_headlines_and_the_chapters_are_the_stories(place: Path) -> None:
    report = make(place)
    (episode,) = choose_episodes(place / "show")
    assert episode.summary.split(" • ") == [story.title for story in report.stories]
    chapters = json.loads((place / "show" / "episodes" / f"{episode.episode_id}.chapters.json").read_text("utf-8"))
    assert [one["title"] for one in chapters["chapters"]][1:-1] == [story.title for story in report.stories]
    assert episode.title == "ভোরের খেয়া, ২৬ নভেম্বর ২০২৬"


def test_rebuilding_replaces_it_under_the_same_guid_and_address(place: Path) -> None:
    first = make(place).episodes[0]
    (before,) = choose_episodes(place / "show")
    (place / "lekha" / "mela.md").unlink()
    report = make(place, rebuild=True, now=NOW + timedelta(hours=3))
    assert titles(report) == {GHAT, PATHAGAR}
    assert (report.episodes[0].guid, report.episodes[0].episode_id) == (first.guid, first.episode_id)
    (episode,) = choose_episodes(place / "show")
    assert (episode.published_at, episode.guid) == (before.published_at, before.guid)
    assert episode.summary != before.summary


def test_what_a_rebuilt_edition_tells_no_longer_can_be_told_later(place: Path) -> None:
    make(place)
    kept = (place / "lekha" / "mela.md").read_text("utf-8")
    (place / "lekha" / "mela.md").unlink()
    make(place, rebuild=True)
    (place / "lekha" / "mela.md").write_text(kept, "utf-8")
    assert titles(make(place, now=NOW + timedelta(days=1))) == {MELA}


def test_another_day_has_an_edition_of_its_own(place: Path) -> None:
    report = make(place, day=date(2026, 11, 24))
    assert report.episodes[0].title == "ভোরের খেয়া, ২৪ নভেম্বর ২০২৬"
    assert report.episodes[0].guid == edition_guid("kheya", date(2026, 11, 24))
    with pytest.raises(UsageError, match="is still to come; in Asia/Dhaka it is 2026-11-26"):
        make(place, day=date(2026, 11, 27))


def test_an_earlier_day_tells_nothing_that_came_later(place: Path) -> None:
    page = (
        '<html><head><script type="application/ld+json">{"@type": "NewsArticle", "headline": "শীতের হাট বসল",'
        ' "datePublished": "2026-11-26T06:00:00+06:00"}</script></head><body><article><h1>শীতের হাট বসল</h1>'
        f"<p>{STORIES['mela.md'][1]}</p><p>{STORIES['ghat.md'][2]}</p></article></body></html>"
    )
    (place / "lekha" / "hat.html").write_text(page, encoding="utf-8")
    report = make(place, day=date(2026, 11, 25))
    assert titles(report) == {GHAT, PATHAGAR, MELA}
    assert reasons(report)["শীতের হাট বসল"] == "it is of a later day"


@pytest.mark.parametrize(
    ("zone", "now", "day"),
    [
        ("Asia/Dhaka", datetime(2026, 11, 25, 17, 59, tzinfo=UTC), date(2026, 11, 25)),
        ("Asia/Dhaka", datetime(2026, 11, 25, 18, 1, tzinfo=UTC), date(2026, 11, 26)),
        ("Asia/Kolkata", datetime(2026, 11, 25, 18, 29, tzinfo=UTC), date(2026, 11, 25)),
        ("Asia/Kolkata", datetime(2026, 11, 25, 18, 31, tzinfo=UTC), date(2026, 11, 26)),
        ("Asia/Kolkata", datetime(2028, 2, 28, 18, 31, tzinfo=UTC), date(2028, 2, 29)),
        ("Asia/Dhaka", datetime(2028, 2, 29, 18, 1, tzinfo=UTC), date(2028, 3, 1)),
    ],
)
def test_an_edition_is_of_the_day_that_it_is_where_the_show_is(
    zone: str, now: datetime, day: date, place: Path
) -> None:
    write_show(place, edition=f'time_zone = "{zone}"')
    report = make(place, now=now)
    assert (report.day, report.episodes[0].guid) == (day, edition_guid("kheya", day))


def test_no_edition_is_made_on_a_quiet_day_unless_someone_asks(place: Path) -> None:
    write_show(place, edition='quiet_days = ["thursday"]')
    assert make(place).outcome is Outcome.QUIET
    assert not (place / "show").exists()
    assert make(place, rebuild=True).outcome is Outcome.PUBLISHED


def test_with_too_few_stories_there_is_no_edition_and_later_that_day_there_may_be(place: Path) -> None:
    write_show(place, edition="min_articles = 4")
    report = make(place)
    assert (report.outcome, report.exit_code) == (Outcome.TOO_LITTLE, 0)
    assert report.reason == "3 stories are new, and an edition needs 4"
    write_story(place, "natun.md", ("হাটে নতুন গুড়ের গন্ধ", "শীত পড়তেই হাটে এসেছে নতুন গুড়। " * 3, "দাম কেজিতে ২২০ টাকা। " * 5))
    assert make(place, now=NOW + timedelta(hours=2)).outcome is Outcome.PUBLISHED


def test_nothing_is_published_when_every_source_fails(place: Path) -> None:
    shutil.rmtree(place / "lekha")
    report = make(place)
    assert (report.outcome, report.exit_code) == (Outcome.FAILED, 1)
    assert "no source could be read" in str(report.reason)
    with Library.open(place / "show") as library:
        assert [run.outcome for run in library.runs("kheya")] == ["failed"]


def test_a_rehearsal_leaves_nothing(place: Path) -> None:
    report = make(place, rehearse=True)
    assert (report.outcome, titles(report)) == (Outcome.REHEARSED, {GHAT, PATHAGAR, MELA})
    assert not (place / "show").exists()


def test_two_runs_at_once_are_refused_and_a_dead_one_leaves_no_lock(place: Path) -> None:
    lock = place / "show" / ".podcast" / "daily.lock"
    claim = take_claim(lock)
    assert claim is not None
    with claim, pytest.raises(PublishError, match="another run is making an edition"):
        make(place)
    lock.write_text("a process that died")
    assert make(place).outcome is Outcome.PUBLISHED


def test_two_threads_make_one_edition(place: Path) -> None:
    outcomes: list[object] = []

    def run() -> None:
        try:
            outcomes.append(make(place).outcome)
        except PublishError:
            outcomes.append("refused")

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Outcome.PUBLISHED in outcomes
    assert len(choose_episodes(place / "show")) == 1


def test_a_removed_edition_tells_its_stories_no_more(place: Path) -> None:
    make(place)
    job = plan(show=str(place / "kheya.toml"), voice="silent", out=place / "show")
    make(place, now=NOW + timedelta(days=1))
    remove_episodes(job, choose_episodes(place / "show"))
    assert make(place, now=NOW + timedelta(days=2)).outcome is Outcome.TOO_LITTLE


def test_a_restored_show_knows_what_it_told(place: Path) -> None:
    make(place)
    shutil.rmtree(place / "show" / ".podcast")
    restore_show(str(place / "show"), show=str(place / "kheya.toml"))
    assert make(place).outcome is Outcome.STANDING
    assert make(place, now=NOW + timedelta(days=1)).outcome is Outcome.TOO_LITTLE


def test_an_edition_is_edited_and_built_again_like_any_episode(place: Path) -> None:
    make(place)
    job = plan(show=str(place / "kheya.toml"), voice="silent", out=place / "show")
    (before,) = choose_episodes(place / "show")
    assert rebuild_episodes(job)[0].error is None
    assert choose_episodes(place / "show") == (before,)
    edited = edit_episode(job, before.episode_id, Edits(title="বিশেষ সংখ্যা"))
    assert (edited.title, edited.summary) == ("বিশেষ সংখ্যা", before.summary)


def test_an_article_that_was_converted_is_no_edition_and_may_be_told_in_one(place: Path) -> None:
    write_show(place, edition='publishes = "articles"')
    assert len(make(place).episodes) == 3
    write_show(place)
    assert titles(make(place)) == {GHAT, PATHAGAR, MELA}


def test_single_articles_are_published_beside_the_edition_or_instead(place: Path) -> None:
    write_show(place, edition='publishes = "both"')
    assert len(make(place).episodes) == 4
    assert make(place).outcome is Outcome.STANDING
    write_show(place, edition='publishes = "articles"')
    report = make(place, now=NOW + timedelta(days=1))
    assert report.outcome is Outcome.TOO_LITTLE


def test_a_long_story_is_told_in_part_and_the_rest_is_said_to_be_elsewhere(place: Path) -> None:
    write_show(place, edition="story_minutes = 0.5")
    write_story(
        place, "dirgho.md", ("দীর্ঘ এক কাহিনি", *(f"নদীর পাড়ে {n} দিন কাটে, রাত নামে ধীরে ধীরে। " * 6 for n in range(6)))
    )
    report = make(place)
    (story,) = [one for one in report.stories if one.title == "দীর্ঘ এক কাহিনি"]
    assert not story.is_whole
    article = read_stored_article(place / "show", report.episodes[0].episode_id)
    assert article is not None
    assert any("বাকি অংশ" in block.text for block in article.blocks)
    assert make(place, now=NOW + timedelta(days=1)).outcome is Outcome.TOO_LITTLE


def test_a_story_moved_to_another_file_is_not_told_again(place: Path) -> None:
    make(place)
    (place / "lekha" / "mela.md").rename(place / "lekha" / "mela-2.md")
    report = make(place, now=NOW + timedelta(days=1))
    assert "had the same text" in reasons(report)[MELA]


def test_one_source_that_fails_loses_only_itself(place: Path) -> None:
    with running_site({"/feed.xml": Answer(status=404)}) as site:
        write_show(place, sources=f'[[sources]]\nname = "নেই"\nurl = "{site.url("/feed.xml")}"\n')
        report = make(place, private=True)
    assert (report.outcome, report.exit_code, len(report.stories)) == (Outcome.PUBLISHED, 3, 3)
    (lost,) = [source for source in report.sources if source.failure]
    assert lost.name == "নেই"
    assert "404" in str(lost.failure)


def test_own_words_to_skip_and_age_hold_for_one_source(place: Path) -> None:
    text = (place / "kheya.toml").read_text("utf-8").replace('path = "lekha"', 'path = "lekha"\nskip_words = ["বাঁশি"]')
    (place / "kheya.toml").write_text(text, "utf-8")
    report = make(place)
    assert titles(report) == {GHAT, PATHAGAR}
    assert "বাঁশি" in reasons(report)[MELA]


def test_unknown_words_are_told_for_the_lexicon(place: Path) -> None:
    write_story(place, "latin.md", ("Zorblatt নামের যন্ত্র এল ঘাটে", "Zorblatt যন্ত্রটি জল মাপে। " * 8, "মাঝিরা খুশি। " * 8))
    report = make(place)
    assert "Zorblatt" in {word.written for word in report.unknown_words}


def test_the_report_is_kept_as_a_page_and_as_json(place: Path) -> None:
    write_story(place, "mela.md", ("<script>alert(1)</script> মেলা", *STORIES["mela.md"][1:]))
    report = make(place)
    (page,) = (place / "show" / ".podcast" / "runs").glob("*.html")
    text = page.read_text("utf-8")
    assert "<script>" not in text
    assert all(story.title in text for story in report.stories if "<" not in story.title)
    kept = json.loads(page.with_suffix(".json").read_text("utf-8"))
    assert (kept["outcome"], kept["day"], len(kept["stories"])) == ("published", "2026-11-26", 3)
    with Library.open(place / "show") as library:
        (run,) = library.runs("kheya", day=date(2026, 11, 26))
    assert json.loads(run.report) == kept


def test_what_is_published_goes_where_the_show_is_published(place: Path) -> None:
    write_show(place, more=f'publish = "{place / "www"}"\nbase_url = "https://khobor.example/"')
    assert make(place).outcome is Outcome.PUBLISHED
    assert (place / "www" / "feed.xml").read_bytes() == (place / "show" / "feed.xml").read_bytes()


def test_what_could_not_be_brought_there_is_brought_by_the_next_run(place: Path) -> None:
    (place / "www").write_text("a file stands in the way")
    write_show(place, more=f'publish = "{place / "www"}"\nbase_url = "https://khobor.example/"')
    report = make(place)
    assert (report.outcome, report.exit_code) == (Outcome.NOT_UPLOADED, 3)
    (place / "www").unlink()
    write_story(place, "natun.md", ("আরও একটি খবর এল", *STORIES["mela.md"][1:]))
    report = make(place)
    assert (report.outcome, report.stories, report.sources) == (Outcome.STANDING, (), ())
    assert (place / "www" / "feed.xml").read_bytes() == (place / "show" / "feed.xml").read_bytes()
    with Library.open(place / "show") as library:
        assert [run.outcome for run in library.runs("kheya")] == ["standing", "not uploaded"]
    assert make(place).outcome is Outcome.STANDING
    with Library.open(place / "show") as library:
        assert len(library.runs("kheya")) == 2


PICKY = """import sys
sys.path.insert(0, {tests!r})
from speaking_program import beeps, wav
text = sys.stdin.read()
sys.exit("will not say that") if "বাঁশি" in text else sys.stdout.buffer.write(wav(beeps(text)))
"""


def test_a_story_that_no_voice_can_speak_is_left_out_and_told(place: Path) -> None:
    program = place / "picky.py"
    program.write_text(PICKY.format(tests=str(Path(__file__).parent)), encoding="utf-8")
    command = json.dumps([sys.executable, str(program)])
    voice = 'title = "খুঁতখুঁতে"\nengine = "command"\nlocale = "bn-BD"\ngender = "female"\nspeaker = "x"\n'
    voice += f"command = {command}\n"
    write_show(place, edition="min_articles = 1")
    (place / "picky.toml").write_text(voice, encoding="utf-8")
    report = make(place, voice=str(place / "picky.toml"))
    assert (report.outcome, report.exit_code, report.reason) == (Outcome.PUBLISHED, 3, None)
    assert titles(report) == {GHAT, PATHAGAR}
    assert any(MELA in failure for failure in report.failures)
