"""A feed on the web, checked over a real connection to loopback; and a folder, through the command line."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import feedparser
import pytest
from lint_samples import SHOW, copy_of, make_show_folder, rewrite
from loopback_site import Answer, running_site
from show_server import running
from typer.testing import CliRunner

from podcast.cli import app
from podcast.errors import SourceError, UsageError
from podcast.lint.findings import Finding
from podcast.lint.linting import lint, open_feed
from podcast.publish.media_types import kind_of

NOW = datetime(2098, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A show without a public address, which the server gives the address it is asked by."""
    unset = SHOW.replace('base_url = "https://ghat.example/khobor/"', "").partition("people")[0]
    return make_show_folder(tmp_path_factory.mktemp("web"), unset)


@pytest.fixture
def folder(published: Path, tmp_path: Path) -> Path:
    return copy_of(published, tmp_path / "show")


@pytest.fixture
def address(folder: Path) -> Iterator[str]:
    with running(folder) as port:
        yield f"http://127.0.0.1:{port}/feed.xml"


def found(address: str) -> tuple[Finding, ...]:
    findings = lint(open_feed(address, allow_private=True), now=NOW)
    return tuple(finding for finding in findings if finding.rule != "public-address")


def test_a_served_show_has_no_mistakes(address: str) -> None:
    assert [str(finding) for finding in found(address)] == []


def test_a_file_that_is_not_served_is_found(address: str, folder: Path) -> None:
    next(folder.glob("episodes/*.srt")).unlink()
    [finding] = found(address)
    assert (finding.rule, "HTTP 404" in finding.wrong) == ("link-broken", True)


def test_a_sound_of_another_size_than_the_feed_says_is_found(address: str, folder: Path) -> None:
    sound = next(folder.glob("episodes/*.mp3"))
    rewrite(sound, sound.read_bytes() + b"x")
    assert [finding.rule for finding in found(address)] == ["enclosure-bytes"]


def test_an_address_of_ones_own_network_is_asked_only_when_that_was_said(address: str) -> None:
    with pytest.raises(SourceError, match="--allow-private"):
        open_feed(address)


def answers_of(folder: Path, address: str) -> dict[str, Answer]:
    answers = {}
    for path in folder.rglob("*.*"):
        name = path.relative_to(folder).as_posix()
        kind = kind_of(name)
        if path.is_file() and kind is not None:
            body = path.read_bytes()
            if name == "feed.xml":
                body = body.replace(b"http://127.0.0.1:8000/", address.encode())
            answers[f"/{name}"] = Answer(body, headers={"Content-Type": kind.media_type, "Accept-Ranges": "bytes"})
    return answers


def test_a_server_that_serves_otherwise_than_the_feed_says_is_found(folder: Path) -> None:
    answers: dict[str, Answer] = {}
    with running_site(answers) as site:
        answers |= answers_of(folder, site.url("/"))
        assert found(site.url("/feed.xml")) == ()
        sound = next(path for path in answers if path.endswith(".mp3"))
        captions = next(path for path in answers if path.endswith(".vtt"))
        answers[sound] = Answer(answers[sound].body, headers={"Content-Type": "audio/mpeg"})
        answers[captions] = Answer(answers[captions].body, headers={"Content-Type": "text/plain"})
        assert sorted(finding.rule for finding in found(site.url("/feed.xml"))) == ["served-ranges", "served-type"]


def test_a_feed_read_from_elsewhere_than_it_says_is_told(folder: Path) -> None:
    answers: dict[str, Answer] = {}
    with running_site(answers) as site:
        answers |= answers_of(folder, site.url("/"))
        answers["/copy.xml"] = answers["/feed.xml"]
        assert [finding.rule for finding in found(site.url("/copy.xml"))] == ["self-address"]


def check(*arguments: object) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, ["check", *map(str, arguments)])
    return done.exit_code, done.stdout, done.stderr


def test_the_command_tells_episodes_first_and_then_the_feed(folder: Path) -> None:
    code, said, _ = check(folder)
    assert code == 0
    lines = said.splitlines()
    assert [": whole, " in line for line in lines] == [True, True, False]
    assert re.match(r"SHOULD public-address: feed\.xml:\d “ঘাটের খবর”: is written for http://127", lines[-1])


def test_the_command_fails_on_what_must_be(folder: Path) -> None:
    feed = (folder / "feed.xml").read_bytes()
    rewrite(folder / "feed.xml", feed.replace(b"<itunes:explicit>false", b"<itunes:explicit>no", 1))
    code, said, told = check(folder, "--json")
    assert code == 1
    assert told == f"podcast: {folder}: 1 of 2 findings must be mended\n"
    report = json.loads(said)
    assert [len(report["episodes"]), report["source"]] == [2, str(folder)]
    assert {one["rule"]: one["level"] for one in report["findings"]} == {
        "explicit-form": "MUST",
        "public-address": "SHOULD",
    }


def test_the_command_takes_a_feeds_file_and_its_address(folder: Path, address: str) -> None:
    for source in (folder / "feed.xml", address):
        code, said, _ = check(source, "--allow-private")
        assert (code, said.splitlines()[0].split(":")[0]) == (0, "SHOULD public-address")


def test_the_command_compares_with_what_listeners_have(folder: Path, published: Path) -> None:
    feed = (folder / "feed.xml").read_text(encoding="utf-8")
    head, _, rest = feed.partition("    <item>")
    rewrite(folder / "feed.xml", (head + rest.partition("</item>\n")[2]).encode())
    code, said, _ = check(folder, "--against", published)
    assert code == 1
    assert said.count("MUST guid-vanished") == 2  # the folder remembers it, and listeners have it
    assert "does not name “খেয়ার ভাড়া কমল” of guid" in said


def test_a_folder_without_a_feed_or_without_a_library_is_checked_for_what_it_has(folder: Path) -> None:
    feed = (folder / "feed.xml").read_bytes()
    (folder / "feed.xml").unlink()
    code, said, _ = check(folder)
    assert (code, "MUST feed-missing" in said) == (1, True)
    rewrite(folder / "feed.xml", feed)
    (folder / ".podcast" / "library.sqlite3").unlink()
    assert check(folder)[0] == 0


@pytest.mark.parametrize("source", ["nowhere", "nowhere/feed.xml", "ftp://ghat.example/feed.xml", "http://"])
def test_what_is_no_feed_is_said_in_one_line(source: str, tmp_path: Path) -> None:
    code, _, told = check(tmp_path / source if "//" not in source else source)
    assert code == (1 if "//" in source else 2)
    assert told.startswith("podcast: ")
    assert "\n" not in told.strip()


def test_what_is_not_there_cannot_be_opened(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no feed"):
        open_feed(str(tmp_path))


def test_an_episode_that_was_removed_may_be_published_so(folder: Path, published: Path, tmp_path: Path) -> None:
    run, show = CliRunner().invoke, str(published.parent / "ghat.toml")
    assert run(app, ["publish", str(folder), str(tmp_path / "public")]).exit_code == 0
    guid = feedparser.parse((folder / "feed.xml").read_bytes()).entries[0].link.rpartition("/")[2][:10]
    assert run(app, ["episodes", "remove", guid, "--yes", "--out", str(folder), "--show", show]).exit_code == 0
    assert check(folder, "--against", tmp_path / "public")[0] == 0
    assert run(app, ["publish", str(folder), str(tmp_path / "public")]).exit_code == 0
    assert len(feedparser.parse((tmp_path / "public" / "feed.xml").read_bytes()).entries) == 1


def test_a_whole_episodes_sound_is_not_decoded_again_and_still_measured_against_the_feed(folder: Path) -> None:
    (audio,) = sorted((folder / "episodes").glob("*.mp3"))[:1]
    feed = open_feed(str(folder), lengths_ms={audio: 3_600_000})
    found = [finding for finding in lint(feed) if finding.rule == "duration-decoded"]
    assert ["3600.0 s" in str(finding) for finding in found] == [True]
    longer = (folder / "feed.xml").read_bytes().replace(b"<itunes:duration>", b"<itunes:duration>1", 1)
    rewrite(folder / "feed.xml", longer)
    code, said, _ = check(folder)
    assert code == 1
    assert "duration-decoded" in said
