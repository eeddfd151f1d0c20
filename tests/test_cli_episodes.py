"""``podcast episodes`` and ``podcast shows restore`` as a person meets them."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import feedparser
import pytest
from click.testing import Result
from loopback_site import Answer, running_site
from show_samples import NOW, draw_nothing, make_draft, make_show
from typer.testing import CliRunner

from podcast.cli import app
from podcast.show import Library, publish_episode, staging

Run = Callable[..., Result]
TEXTS = {
    "setu": "সেতু খুলল\n\nনদীর উপর নতুন সেতু খুলে দেওয়া হয়েছে। খরচ হয়েছে ২০ কোটি টাকা। সকাল থেকেই মানুষের ভিড়।\n",
    "mela": "মেলা বসল\n\nনদীর ধারে মেলা বসেছে। সকাল থেকেই মানুষের ভিড়। বেচাকেনা চলছে রাত পর্যন্ত।\n",
}


def run(*arguments: str | Path, stdin: str | None = None) -> Result:
    return CliRunner().invoke(app, list(map(str, arguments)), input=stdin)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("made")
    for name, text in TEXTS.items():
        (home / f"{name}.txt").write_text(text, encoding="utf-8")
        done = run("convert", home / f"{name}.txt", "--voice", "silent", "--out", home / "out")
        assert done.exit_code == 0, done.stderr
    return home


@pytest.fixture
def home(made: Path, tmp_path: Path) -> Path:
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    return tmp_path


def ids(home: Path) -> list[str]:
    return [one["id"] for one in json.loads(run("episodes", "list", "--json", "--out", home / "out").stdout)]


def test_episodes_are_listed_the_newest_first(made: Path) -> None:
    lines = run("episodes", "list", "--out", made / "out").stdout.splitlines()
    assert [line.split("  ")[-1] for line in lines] == ["মেলা বসল", "সেতু খুলল"]
    told = json.loads(run("episodes", "list", "--json", "--out", made / "out").stdout)
    assert [line.partition(" ")[0] for line in lines] == [one["id"] for one in told]
    assert told[0].keys() >= {"guid", "title", "published_at", "duration_ms", "size_bytes", "voice", "source_url"}


def test_all_that_is_known_of_an_episode_is_shown(made: Path) -> None:
    value = json.loads(run("episodes", "show", "সেতু", "--json", "--out", made / "out").stdout)
    assert (value["title"], value["is_whole"], value["edited"]) == ("সেতু খুলল", True, [])
    assert value["audio_url"] == f"http://127.0.0.1:8000/episodes/{value['id']}.mp3"
    assert len(value["files"]) == 9
    assert f"guid           {value['guid']}\n" in run("episodes", "show", value["id"], "--out", made / "out").stdout


def test_an_edit_is_told_and_shown(home: Path) -> None:
    done = run("episodes", "edit", "সেতু", "--title", "সেতু চালু", "--byline", "মালতী দাস", "--out", home / "out")
    assert (done.exit_code, done.stdout) == (0, f"edited {ids(home)[1]} সেতু চালু\n")
    value = json.loads(run("episodes", "show", "সেতু চালু", "--json", "--out", home / "out").stdout)
    assert value["edited"] == ["byline", "title"]
    assert "সেতু চালু" in (home / "out" / "feed.xml").read_text(encoding="utf-8")


def test_removing_asks_first(home: Path) -> None:
    before = (home / "out" / "feed.xml").read_bytes()
    for answer in ("n\n", "\n", ""):
        done = run("episodes", "remove", "সেতু", "--out", home / "out", stdin=answer)
        assert done.exit_code == 1
        assert "সেতু খুলল" in done.stderr
        assert "nothing was removed" in done.stderr
    assert (home / "out" / "feed.xml").read_bytes() == before
    assert run("episodes", "remove", "সেতু", "--out", home / "out", stdin="y\n").exit_code == 0
    assert len(ids(home)) == 1


def test_a_removed_article_is_published_again_only_by_force(home: Path) -> None:
    setu = home / "setu.txt"
    first = ids(home)[1]
    done = run("episodes", "remove", first, "--yes", "--json", "--out", home / "out")
    assert [one["id"] for one in json.loads(done.stdout)["removed"]] == [first]
    again = run("convert", setu, "--voice", "silent", "--out", home / "out")
    assert again.exit_code == 1
    assert "“সেতু খুলল” was removed from the show on" in again.stderr
    assert run("convert", setu, "--voice", "silent", "--out", home / "out", "--force").exit_code == 0
    assert ids(home)[0] == first


STORY = (
    "নদীর উপর নতুন সেতুটি আজ খুলেছে। সকাল থেকেই সেখানে ভিড় ছিল।",
    "দুই পারের মানুষ বলেছেন, আগে খেয়া ধরতে এক ঘণ্টা দাঁড়াতে হত। এখন হেঁটেই পার হওয়া যাচ্ছে দশ মিনিটে।",
    "সেতুর দুই ধারে আলো বসানো হয়েছে। রাতেও মানুষ যাতে পার হতে পারেন, তার জন্য পাহারা থাকবে বলে জানানো হয়েছে।",
)


def test_a_removed_story_of_a_sites_feed_is_left_out_and_fails_nothing(home: Path) -> None:
    story = "<h1>সেতু খুলল নদীর উপর</h1>" + "".join(f"<p>{text}</p>" for text in STORY)
    page = f"<html lang='bn'><head><title>সেতু</title></head><body>{story}</body></html>"
    answers: dict[str, Answer] = {"/1": Answer(page.encode(), headers={"Content-Type": "text/html; charset=utf-8"})}
    with running_site(answers) as site:
        item = f"<item><title>সেতু খুলল আবার</title><link>{site.url('/1')}</link></item>"
        rss = f'<rss version="2.0"><channel><title>খ</title>{item}</channel></rss>'
        answers["/rss"] = Answer(rss.encode(), headers={"Content-Type": "application/rss+xml"})
        command = ("convert", site.url("/rss"), "--allow-private", "--voice", "silent", "--out", home / "out", "--json")
        first = json.loads(run(*command).stdout)["episodes"][0]
        assert run("episodes", "remove", first["id"], "--yes", "--out", home / "out").exit_code == 0
        done = run(*command)
    assert done.exit_code == 0
    told = json.loads(done.stdout)
    assert (told["episodes"], told["failed"]) == ([], [])
    assert [one["source"] for one in told["skipped"]] == [site.url("/1")]
    assert "left out" in done.stderr


def test_a_corrected_text_replaces_its_episode(home: Path) -> None:
    before = feedparser.parse(home / "out" / "feed.xml").entries[1]
    (home / "setu.txt").write_text(TEXTS["setu"].replace("২০ কোটি", "৩০ কোটি"), encoding="utf-8")
    command = ("convert", home / "setu.txt", "--voice", "silent", "--out", home / "out")
    assert run(*command, "--replace", "সেতু").exit_code == 0
    assert "(already published)" in run(*command).stdout
    after = feedparser.parse(home / "out" / "feed.xml").entries
    assert len(after) == 2
    assert (after[1].id, after[1].enclosures[0].href) == (before.id, before.enclosures[0].href)


def test_everything_can_be_built_again(home: Path) -> None:
    page = next((home / "out" / "episodes").glob("*.transcript.html"))
    before = page.read_bytes()
    page.unlink()
    done = run("episodes", "rebuild", "--all", "--out", home / "out")
    assert (done.exit_code, done.stdout) == (0, f"{home / 'out'}: 2 of 2 episodes are built again\n")
    assert page.read_bytes() == before


def test_what_cannot_be_built_again_is_told_and_the_rest_is(home: Path) -> None:
    next((home / "out" / "episodes").glob("*.mp3")).unlink()
    done = run("episodes", "rebuild", "--all", "--json", "--out", home / "out")
    assert done.exit_code == 3
    errors = [one["error"] for one in json.loads(done.stdout)["episodes"]]
    assert sorted(error is None for error in errors) == [False, True]
    assert ".mp3: cannot be read" in done.stderr


def test_a_show_keeps_what_its_file_says(home: Path) -> None:
    show = home / "few.toml"
    show.write_text('title = "খবর"\ndescription = "রোজ।"\nkeep = { episodes = 1 }\n', encoding="utf-8")
    sources = [home / f"{name}.txt" for name in TEXTS]
    done = run("convert", *sources, "--show", show, "--voice", "silent", "--out", home / "few", "--json")
    assert done.exit_code == 0
    assert [one["title"] for one in json.loads(done.stdout)["removed"]] == ["সেতু খুলল"]
    assert "the show keeps no more" in done.stderr
    assert len(feedparser.parse(home / "few" / "feed.xml").entries) == 1


def test_a_show_is_restored_and_told(home: Path) -> None:
    before = (home / "out" / "feed.xml").read_bytes()
    shutil.rmtree(home / "out" / ".podcast")
    done = run("shows", "restore", home / "out")
    assert (done.exit_code, done.stdout) == (0, f"{home / 'out'}: 2 of 2 episodes restored for the show default\n")
    assert (home / "out" / "feed.xml").read_bytes() == before
    assert "is there already" in run("shows", "restore", home / "out").stdout


def test_what_could_not_be_restored_is_told_one_by_one(home: Path) -> None:
    shutil.rmtree(home / "out" / ".podcast")
    stem = ids_on_disk(home)[0]
    (home / "out" / "episodes" / f"{stem}.words.json").unlink()
    done = run("shows", "restore", home / "out", "--json")
    assert done.exit_code == 3
    assert sorted(one["is_restored"] for one in json.loads(done.stdout)["episodes"]) == [False, True]
    assert f"{stem}.words.json" in done.stderr


def ids_on_disk(home: Path) -> list[str]:
    return sorted(path.stem for path in (home / "out" / "episodes").glob("*.mp3"))


def test_a_new_address_keeps_every_guid_and_is_told_to_directories(home: Path) -> None:
    command = ("convert", home / "setu.txt", "--voice", "silent", "--out", home / "out")
    assert run(*command, "--base-url", "https://khobor.example/a/").exit_code == 0
    old = feedparser.parse(home / "out" / "feed.xml")
    guid = (home / "out" / "feed.xml").read_text(encoding="utf-8").partition("<podcast:guid>")[2].partition("<")[0]
    assert "new-feed-url" not in (home / "out" / "feed.xml").read_text(encoding="utf-8")
    assert run(*command, "--base-url", "https://onno.example/b/").exit_code == 0
    new, text = feedparser.parse(home / "out" / "feed.xml"), (home / "out" / "feed.xml").read_text(encoding="utf-8")
    assert "<itunes:new-feed-url>https://onno.example/b/feed.xml</itunes:new-feed-url>" in text
    assert f"<podcast:guid>{guid}</podcast:guid>" in text
    assert len(guid) == 36
    assert [entry.id for entry in new.entries] == [entry.id for entry in old.entries]
    assert new.entries[0].enclosures[0].href == old.entries[0].enclosures[0].href.replace(
        "khobor.example/a", "onno.example/b"
    )


WRONG = [
    ("list", ["--out", "nowhere"], 2, "nothing was published here"),
    ("list", ["--show", "nosuch"], 2, "nosuch"),
    ("list", ["extra"], 2, "extra"),
    ("show", ["--out", "out"], 2, "ID"),
    ("show", ["zzz", "--out", "out"], 2, "“zzz” is no episode in"),
    ("show", ["সেতু", "--out", "nowhere"], 2, "nothing was published here"),
    ("edit", ["সেতু", "--out", "out"], 2, "nothing to edit"),
    ("edit", ["সেতু", "--date", "কাল", "--out", "out"], 2, "is not a date and time"),
    ("edit", ["সেতু", "--date", "2026-03-14", "--out", "out"], 2, "has no time zone"),
    ("edit", ["সেতু", "--title", "", "--out", "out"], 2, "holds no word"),
    ("edit", ["সেতু", "--voice", "espeak", "--out", "out"], 2, "--voice"),
    ("edit", ["zzz", "--title", "ক", "--out", "out"], 2, "is no episode"),
    ("remove", ["zzz", "--yes", "--out", "out"], 2, "is no episode"),
    ("remove", ["সেতু", "zzz", "--yes", "--out", "out"], 2, "is no episode"),
    ("remove", ["সেতু", "--yes", "--out", "nowhere"], 2, "nothing was published here"),
    ("rebuild", ["--out", "out"], 2, "which episodes"),
    ("rebuild", ["সেতু", "--all", "--out", "out"], 2, "which episodes"),
    ("rebuild", ["zzz", "--out", "out"], 2, "is no episode"),
    ("restore", ["nowhere"], 2, "there is no such folder"),
    ("restore", ["empty"], 1, "there is no feed.xml"),
    ("restore", ["out", "--show", "nosuch"], 2, "nosuch"),
    ("restore", ["http://127.0.0.1:9/feed.xml"], 1, "not a public address"),
    ("restore", ["out", "--out", "setu.txt"], 1, "setu.txt"),
    ("convert", ["setu.txt", "--replace", "zzz", "--out", "out", "--voice", "silent"], 2, "is no episode"),
    ("convert", ["setu.txt", "mela.txt", "--replace", "সেতু", "--out", "out"], 2, "--replace takes one SOURCE"),
    ("convert", ["mela.txt", "--replace", "সেতু", "--out", "out", "--voice", "silent"], 2, "already; it cannot replace"),
]


@pytest.mark.parametrize(("name", "arguments", "exit_code", "said"), WRONG)
def test_what_is_wrong_is_said_in_a_sentence_and_nothing_is_changed(
    made: Path, monkeypatch: pytest.MonkeyPatch, name: str, arguments: list[str], exit_code: int, said: str
) -> None:
    (made / "empty").mkdir(exist_ok=True)
    monkeypatch.chdir(made)
    before = {path: path.stat().st_mtime_ns for path in made.rglob("*") if path.is_file()}
    family = {"restore": ["shows"], "convert": []}.get(name, ["episodes"])
    done = run(*family, name, *arguments)
    assert done.exit_code == exit_code, done.output
    assert said in done.stderr
    assert "Traceback" not in done.output
    if "╭" not in done.stderr:  # typer's own
        assert len([line for line in done.stderr.splitlines() if line.startswith("podcast: ")]) == 1
    assert {path: path.stat().st_mtime_ns for path in made.rglob("*") if path.is_file()} == before


def test_a_library_that_is_damaged_is_said_to_be(home: Path) -> None:
    (home / "out" / ".podcast" / "library.sqlite3").write_bytes(b"not a library" * 100)
    for command in (
        ["list"],
        ["show", "x"],
        ["edit", "x", "--title", "ক"],
        ["remove", "x", "--yes"],
        ["rebuild", "--all"],
    ):
        done = run("episodes", *command, "--out", home / "out", "--show", "default")
        assert done.exit_code == 1
        assert "library is damaged" in done.stderr


PUBLISH_MANY = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from show_samples import NOW, draw_nothing, make_draft, make_show
from podcast.show import publish_episode, staging
for number in range(100, 112):
    with staging(Path(sys.argv[1])) as stage:
        draft = make_draft(stage, number)
        publish_episode(Path(sys.argv[1]), make_show(), draft, base_url=None, now=NOW, draw_cover=draw_nothing)
        print(number, flush=True)
"""


def test_two_processes_that_remove_and_publish_at_once_lose_nothing_else(tmp_path: Path) -> None:
    folder, show = tmp_path / "out", tmp_path / "nodi.toml"
    show.write_text('title = "নদীর খবর"\ndescription = "রোজ।"\n', encoding="utf-8")
    for number in range(4):
        with staging(folder) as stage:
            draft = make_draft(stage, number)
            gone = publish_episode(folder, make_show(), draft, base_url=None, now=NOW, draw_cover=draw_nothing)
            if number == 0:
                first = gone
    (folder / "cover.jpg").write_bytes(b"own")
    tree = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    command = [sys.executable, "-c", PUBLISH_MANY, str(folder), str(Path(__file__).parent)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=tree) as other:
        assert other.stdout.readline() == "100\n"
        for episode in (first, gone):
            done = run("episodes", "remove", episode.episode_id, "--yes", "--show", show, "--out", folder)
            assert done.exit_code == 0, done.stderr
        _, errors = other.communicate()
    assert (other.returncode, errors) == (0, "")
    with Library.open(folder) as library:
        episodes = library.episodes()
    assert len(episodes) == 2 + 12
    assert [entry.id for entry in feedparser.parse(folder / "feed.xml").entries] == [one.guid for one in episodes]
    assert {path.name.partition(".")[0] for path in (folder / "episodes").iterdir()} == {
        one.episode_id for one in episodes
    }
