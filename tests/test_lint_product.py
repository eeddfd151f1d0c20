"""Shows as the program publishes them, of every kind, pass its own linter without a finding."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from lint_samples import ARTICLES, BASE_URL, SHOW, make_show_folder
from show_samples import HOSTILE_TEXTS
from typer.testing import CliRunner

from podcast.cli import app
from podcast.lint.linting import lint, open_feed

NOW = datetime(2098, 1, 1, tzinfo=UTC)
PLAIN = f'title = "ঘাটের খবর"\ndescription = "ঘাটের কথা।"\nbase_url = "{BASE_URL}"\n'
LONG_TITLE = "খেয়া পারাপারের " * 40

KINDS = {
    "plain": PLAIN,
    "with everything": SHOW,
    "with music": f'{SHOW}music = {{ intro = "default", outro = "default", bed = "default" }}\n',
    "private": f"{PLAIN}private = true\n",
    "for Bangladesh": f'{PLAIN}language = "bn-BD"\nlocked = false\n',
    "light": f'{PLAIN}format = "light"\nupdates = "weekdays"\n',
    "with a long description": PLAIN.replace("ঘাটের কথা।", "ঘাটের কথা। " * 400),
}


def findings(folder: Path) -> list[str]:
    return [str(finding) for finding in lint(open_feed(str(folder)), now=NOW)]


@pytest.mark.parametrize("kind", KINDS)
def test_a_show_has_no_mistakes(kind: str, tmp_path: Path) -> None:
    assert findings(make_show_folder(tmp_path, KINDS[kind], ARTICLES[1:])) == []


@pytest.mark.parametrize(
    "title", [LONG_TITLE, *(text for text in HOSTILE_TEXTS if "<" not in text and "&" not in text)]
)
def test_a_title_that_is_out_of_the_common_makes_no_mistake(title: str, tmp_path: Path) -> None:
    title = " ".join(title.encode("utf-8", "ignore").decode().replace("\x00", "").split())
    assert findings(make_show_folder(tmp_path, PLAIN, (f"# {title}\n\n{ARTICLES[1].partition('কমল')[2]}",))) == []


def test_markup_in_a_title_does_no_harm_and_is_told(tmp_path: Path) -> None:
    article = f"# &lt;script&gt;alert(1)&lt;/script&gt; ঘাটে ভিড়\n{ARTICLES[1].partition('কমল')[2]}"
    folder = make_show_folder(tmp_path, PLAIN, (article,))
    assert {finding.rule for finding in lint(open_feed(str(folder)), now=NOW)} <= {"title-markup"}


def test_a_show_that_has_moved_has_no_mistakes(tmp_path: Path) -> None:
    make_show_folder(tmp_path, PLAIN, ARTICLES[:1])
    moved = PLAIN.replace(BASE_URL, "https://kheya.example/")
    folder = make_show_folder(tmp_path, moved, ARTICLES[:1])
    assert b"<itunes:new-feed-url>https://kheya.example/feed.xml<" in (folder / "feed.xml").read_bytes()
    assert findings(folder) == []


def test_the_command_says_so(tmp_path: Path) -> None:
    folder = make_show_folder(tmp_path, PLAIN, ARTICLES[:1])
    done = CliRunner().invoke(app, ["check", str(folder)])
    assert (done.exit_code, done.stdout.splitlines()[-1]) == (0, f"{folder}: the feed has no mistakes")
