"""Shows whose library is lost, made again from the folder or from the web."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from loopback_site import Answer, Site, running_site
from own_origin import FolderOrigin
from show_samples import NOW, draw_nothing, fill_folder, make_show
from show_server import running

from podcast import pipeline
from podcast.errors import PublishError, RemovedError, SourceError, UsageError
from podcast.library import Listed
from podcast.model import Article, Block, BlockKind
from podcast.show import Edits, Library, check_folder, read_publication, refresh_folder, remove_episodes, restore_folder
from podcast.show.life.restoring import positions
from podcast.show.paging import split_pages

TITLES = ("সেতু খুলল", "মেলা বসল", "নৌকা এল")
BODY = "নদীর উপর নতুন সেতু খুলে দেওয়া হয়েছে। খরচ হয়েছে ২০ কোটি টাকা। সকাল থেকেই মানুষের ভিড়।"


def article(number: int, *, url: str | None = "https://khobor.example/") -> Article:
    blocks = (Block(BlockKind.PARAGRAPH, BODY),)
    return Article(TITLES[number], blocks, url=f"{url}{number}" if url else None, site_name="নদীর খবর")


def job(out: Path, base_url: str | None = None) -> pipeline.Job:
    return pipeline.plan(voice="silent", out=out, base_url=base_url)


def public(out: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(out)): path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.is_file() and ".podcast" not in path.parts
    }


def rows(out: Path) -> list[object]:
    with Library.open(out) as library:
        return [library.listing(), replace(library.show_state(), created_at=NOW), library.removed()]


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A show with an edited episode, one that was corrected, and one that was removed."""
    out = tmp_path_factory.mktemp("original") / "show"
    for number in range(3):
        made = pipeline.publish_article(article(number), job(out, "https://khobor.example/porun/")).episode
    pipeline.remove_episodes(job(out), [made])
    pipeline.edit_episode(job(out), TITLES[1], Edits(title="মেলা শুরু"))
    corrected = replace(article(0, url=None), title="সেতু খুলেছে")
    pipeline.publish_article(corrected, job(out), replaces=TITLES[0])
    return out


@pytest.fixture
def lost(original: Path, tmp_path: Path) -> Path:
    """The same, published, without its library."""
    folder = tmp_path / "lost"
    shutil.copytree(original, folder, ignore=shutil.ignore_patterns(".podcast"))
    return folder


def test_a_lost_library_is_made_again_and_nothing_published_changes(original: Path, lost: Path) -> None:
    before = {name: (lost / name).stat().st_ino for name in public(lost)}
    done = pipeline.restore_show(str(lost))
    assert [(one.title, one.problem) for one in done.episodes] == [("মেলা শুরু", None), ("সেতু খুলেছে", None)]
    assert (done.folder, done.show_name) == (lost, "default")
    assert public(lost) == public(original)
    assert {name: (lost / name).stat().st_ino for name in before} == before
    assert rows(lost) == rows(original)
    assert [path.name for path in (lost / ".podcast").iterdir()] == ["library.sqlite3"]


def test_the_show_goes_on_as_if_nothing_had_been(original: Path, lost: Path) -> None:
    pipeline.restore_show(str(lost))
    with pytest.raises(RemovedError):
        pipeline.publish_article(article(2), job(lost))
    assert pipeline.publish_article(article(1), job(lost)).is_new is False
    assert pipeline.publish_article(replace(article(0, url=None), title="সেতু খুলেছে"), job(lost)).is_new is False
    assert public(lost) == public(original)


def test_it_is_brought_to_another_place_whole(original: Path, lost: Path, tmp_path: Path) -> None:
    pipeline.restore_show(str(lost), out=tmp_path / "new")
    assert public(tmp_path / "new") == public(original)
    assert rows(tmp_path / "new") == rows(original)


def test_a_second_run_finds_it_there(lost: Path) -> None:
    pipeline.restore_show(str(lost))
    before = public(lost)
    again = pipeline.restore_show(str(lost))
    assert (again.was_there, again.episodes) == (True, ())
    assert public(lost) == before


@pytest.fixture
def site(original: Path, tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """The show as it is served at its own address, and the folder that is served."""
    folder = tmp_path / "served"
    shutil.copytree(original, folder)
    with running(folder) as port:
        address = f"http://127.0.0.1:{port}/"
        refresh_folder(folder, job(folder).show, base_url=address)
        yield address, folder


def test_a_show_is_made_again_from_nothing_but_its_feed(site: tuple[str, Path], tmp_path: Path) -> None:
    address, served = site
    out = tmp_path / "new"
    done = pipeline.restore_show(f"{address}feed.xml", out=out, allow_private=True)
    assert [one.problem for one in done.episodes] == [None, None]
    assert public(out) == public(served)
    assert [checked.problems for checked in check_folder(out)] == [(), ()]


def test_what_an_earlier_run_brought_is_not_downloaded_again(original: Path, tmp_path: Path) -> None:
    out = tmp_path / "new"
    shutil.copytree(original / "episodes", out / "episodes")
    stale = next((out / "episodes").glob("*.vtt"))
    stale.write_text("WEBVTT\n", encoding="utf-8")
    origin = FolderOrigin(original)
    restore_folder(out, job(out).show, read_publication(origin), origin, now=NOW)
    assert not [name for name in origin.brought if name.endswith(".mp3")]
    assert public(out) == public(original)


def test_an_address_of_the_own_network_is_not_asked(tmp_path: Path) -> None:
    with running_site({"/feed.xml": Answer(b"<rss/>")}) as loopback:
        with pytest.raises(SourceError, match="not a public address"):
            pipeline.restore_show(loopback.url("/feed.xml"), out=tmp_path / "new")
        assert loopback.requests == []
    assert not (tmp_path / "new").exists()


def served_as_plain_files(folder: Path, site_url: str = "") -> dict[str, Answer]:
    return {
        f"/{name}": Answer(content.replace(b"https://khobor.example/porun", site_url.encode()))
        for name, content in public(folder).items()
    }


@pytest.fixture
def hostile(original: Path) -> Iterator[tuple[Site, dict[str, Answer]]]:
    """A server whose answers a test can change after it knows the address."""
    answers: dict[str, Answer] = {}
    with running_site(answers) as loopback:
        answers.update(served_as_plain_files(original, loopback.address))
        yield loopback, answers


def test_a_sound_that_is_not_the_published_one_is_told_and_left_out(
    hostile: tuple[Site, dict[str, Answer]], tmp_path: Path
) -> None:
    loopback, answers = hostile
    name = next(name for name in answers if name.endswith(".mp3"))
    answers[name] = Answer(bytes(len(answers[name].body)))
    done = pipeline.restore_show(loopback.url("/feed.xml"), out=tmp_path / "new", show="default", allow_private=True)
    problems = [one.problem for one in done.episodes if one.problem]
    assert len(problems) == 1
    assert "is not the file that was published" in problems[0]
    with Library.open(tmp_path / "new") as library:
        assert len(library.episodes()) == 1
    assert (tmp_path / "new" / "feed.xml").read_text(encoding="utf-8").count("<item>") == 1


CHANGES = {
    "another guid": {"guid": "other"},
    "another id": {"id": "../../evil"},
    "a length that is none": {"size_bytes": "12"},
    "a monstrous length": {"size_bytes": 10**15},
    "a title that is none": {"title": {"$": 1}},
    "a date that is none": {"published_at": "yesterday"},
}


@pytest.mark.parametrize("change", CHANGES)
def test_words_that_were_tampered_with_restore_nothing(
    hostile: tuple[Site, dict[str, Answer]], tmp_path: Path, change: str
) -> None:
    loopback, answers = hostile
    names = [name for name in answers if name.endswith(".words.json")]
    for name in names:
        words = json.loads(answers[name].body)
        words["episode"] |= CHANGES[change]
        answers[name] = Answer(json.dumps(words).encode())
    with pytest.raises(PublishError, match="no episode could be restored"):
        pipeline.restore_show(loopback.url("/feed.xml"), out=tmp_path / "new", show="default", allow_private=True)
    assert {path.name for path in tmp_path.iterdir()} <= {"new"}
    assert not (tmp_path / "new" / "feed.xml").exists()


@pytest.mark.parametrize("ending", ["html", "jpg", "vtt", "srt", "json", "transcript.html", "chapters.json"])
def test_a_text_that_is_missing_is_told_and_can_be_built_again(original: Path, lost: Path, ending: str) -> None:
    gone = next(path for path in sorted((lost / "episodes").iterdir()) if path.name.split(".", 1)[1] == ending)
    gone.unlink()
    (problem,) = (one.problem for one in pipeline.restore_show(str(lost)).episodes if one.problem)
    assert f"lacks {ending}; `podcast episodes rebuild {gone.name.partition('.')[0]}`" in problem
    pipeline.rebuild_episodes(job(lost), (gone.name.partition(".")[0],))
    assert public(lost) == public(original)


@pytest.mark.parametrize("ending", ["mp3", "words.json"])
def test_an_episode_that_is_not_there_is_told_and_leaves_the_feed(lost: Path, ending: str) -> None:
    next((lost / "episodes").glob(f"*.{ending}")).unlink()
    done = pipeline.restore_show(str(lost))
    assert [one.episode is None for one in done.episodes].count(True) == 1
    assert (lost / "feed.xml").read_text(encoding="utf-8").count("<item>") == 1


def test_files_that_the_feed_does_not_name_are_not_restored(original: Path, lost: Path) -> None:
    feed = (lost / "feed.xml").read_text(encoding="utf-8")
    start, end = feed.index("<item>"), feed.index("</item>") + len("</item>")
    (lost / "feed.xml").write_text(feed[:start] + feed[end:], encoding="utf-8")
    assert [one.title for one in pipeline.restore_show(str(lost)).episodes] == ["সেতু খুলেছে"]
    assert len(list((lost / "episodes").iterdir())) == len(list((original / "episodes").iterdir()))


def test_another_shows_library_is_not_touched(lost: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    pipeline.publish_article(article(2), job(other))
    before = public(other)
    with pytest.raises(PublishError, match=r"has a library of 1 episodes already"):
        pipeline.restore_show(str(lost), out=other)
    assert public(other) == before


def test_the_show_is_the_one_with_the_feeds_title(lost: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    feed = (lost / "feed.xml").read_text(encoding="utf-8")
    title = job(lost).show.title
    (lost / "feed.xml").write_text(feed.replace(title, "পাহাড়ের খবর"), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match="no show has the title “পাহাড়ের খবর”; give --show"):
        pipeline.restore_show(str(lost))
    Path("feeds").mkdir()
    Path("feeds/pahar.toml").write_text('title = "পাহাড়ের খবর"\ndescription = "রোজ।"\n', encoding="utf-8")
    assert pipeline.restore_show(str(lost)).show_name == "pahar"


def test_where_a_show_was_before_is_still_told_after_it_was_restored(lost: Path) -> None:
    pipeline.restore_show(str(lost))
    refresh_folder(lost, job(lost).show, base_url="https://onno.example/")
    moved = public(lost)
    assert b"<itunes:new-feed-url>https://onno.example/feed.xml<" in moved["feed.xml"]
    shutil.rmtree(lost / ".podcast")
    pipeline.restore_show(str(lost))
    assert public(lost) == moved


def test_older_pages_have_their_numbers_and_episodes_again(tmp_path: Path) -> None:
    folder = tmp_path / "long"
    fill_folder(folder, 950)
    with Library.open(folder) as library:
        oldest = library.episodes()[-280:-20]
    remove_episodes(folder, make_show(), oldest, base_url=None, now=NOW, draw_cover=draw_nothing)
    pages = read_publication(FolderOrigin(folder)).items
    with Library.open(folder) as library:
        known = library.episodes()
    assert len(pages) == 690
    rows = list(positions([(page, episode, "key") for (page, _), episode in zip(pages, known, strict=True)]))
    listed = [Listed(position, episode.episode_id, ()) for position, episode, _ in reversed(rows)]
    again = {one.episode_id: page.place.number for page in split_pages(listed) for one in page.episodes}
    assert again == {item.episode_id: page for page, item in pages}
    assert len(set(again.values())) == 4
