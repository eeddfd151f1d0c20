"""What the linter finds: a show as the program publishes it, one mistake, and the one rule that must find it."""

import io
import json
import os
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from conftest import DATA
from lint_samples import copy_of, make_show_folder, rewrite
from PIL import Image

from podcast.lint.findings import Finding, rules
from podcast.lint.linting import lint, open_feed

NOW = datetime(2098, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_show_folder(tmp_path_factory.mktemp("good"))


@pytest.fixture
def folder(good: Path, tmp_path: Path) -> Path:
    return copy_of(good, tmp_path / "show")


def found(folder: Path) -> tuple[Finding, ...]:
    return lint(open_feed(str(folder)), now=NOW)


def spoil(folder: Path, pattern: str, replacement: str) -> None:
    """Change the feed once; a pattern that is not there is a mistake in the table."""
    feed = (folder / "feed.xml").read_text(encoding="utf-8")
    replacement = re.sub(r"\{(\d+)\}", lambda count: "ক" * int(count[1]), replacement)
    spoilt, count = re.subn(pattern, replacement, feed, count=1, flags=re.DOTALL)
    assert (count, spoilt != feed) == (1, True), pattern
    rewrite(folder / "feed.xml", spoilt.encode())


def newest(folder: Path, ending: str) -> Path:
    """Return a file of the first episode in the feed."""
    told = re.search(rb"episodes/([a-z2-7]{10})\.mp3", (folder / "feed.xml").read_bytes())
    assert told is not None
    return folder / "episodes" / f"{told[1].decode()}.{ending}"


def table() -> list[tuple[str, str, str]]:
    lines = (DATA / "lint_faults.tsv").read_text(encoding="utf-8").splitlines()
    cases = [line.split("\t") for line in lines if not line.startswith("#")]
    return [(rule, pattern, replacement) for rule, pattern, replacement in cases]


def test_a_good_feed_has_no_mistakes(folder: Path) -> None:
    assert [str(finding) for finding in found(folder)] == []


@pytest.mark.parametrize(("rule", "pattern", "replacement"), table())
def test_a_mistake_in_the_feed_is_found_and_nothing_else(
    folder: Path, rule: str, pattern: str, replacement: str
) -> None:
    spoil(folder, pattern, replacement)
    findings = found(folder)
    assert {finding.rule for finding in findings} == {rule}, "\n".join(map(str, findings))
    assert all(finding.where.startswith("feed.xml") for finding in findings)


def picture(width: int = 1400, height: int = 1400, mode: str = "RGB", kind: str = "JPEG") -> bytes:
    file = io.BytesIO()
    Image.new(mode, (width, height)).save(file, kind)
    return file.getvalue()


def noise() -> bytes:
    file = io.BytesIO()
    Image.effect_noise((1400, 1400), 90).convert("RGB").save(file, "JPEG", quality=95)
    return file.getvalue()


def put(name: str, content: Callable[[bytes], bytes] | bytes) -> Callable[[Path], None]:
    """Return what replaces a file of the newest episode, or the cover."""

    def edit(folder: Path) -> None:
        path = folder / name if name == "cover.jpg" else newest(folder, name)
        rewrite(path, content if isinstance(content, bytes) else content(path.read_bytes()))

    return edit


def gone(name: str) -> Callable[[Path], None]:
    return lambda folder: (folder / name if name == "cover.jpg" else newest(folder, name)).unlink()


def other_sound(folder: Path) -> None:
    os.link(newest(folder, "mp3"), newest(folder, "wav"))
    spoil(folder, r'(<enclosure url="[^"]*)\.mp3', r"\1.wav")


def hidden_page(folder: Path) -> None:
    (folder / ".hidden.html").write_text("<p>ঘাট", encoding="utf-8")
    spoil(folder, "khobor/index.html", "khobor/.hidden.html")


def page_outside(folder: Path) -> None:
    (folder.parent / "outside.html").write_text("<p>ঘাট", encoding="utf-8")
    spoil(folder, "khobor/index.html", "khobor/../outside.html")


def turned(data: bytes) -> bytes:
    document = json.loads(data)
    return json.dumps({**document, "chapters": document["chapters"][::-1]}).encode()


def with_chapter(data: bytes, start_s: float) -> bytes:
    document = json.loads(data)
    return json.dumps({**document, "chapters": [*document["chapters"], {"startTime": start_s, "title": "ঘাট"}]}).encode()


FILES: dict[str, tuple[str, Callable[[Path], None]]] = {
    "a GIF": ("art-format", put("cover.jpg", picture(kind="GIF", mode="P"))),
    "no picture": ("art-format", put("cover.jpg", b"<p>404")),
    "half a picture": ("art-format", put("cover.jpg", lambda data: data[: len(data) // 2])),
    "a PNG named jpg": ("art-extension", put("cover.jpg", picture(kind="PNG"))),
    "a wide picture": ("art-square", put("cover.jpg", picture(width=1500))),
    "a small picture": ("art-size", put("cover.jpg", picture(1399, 1399))),
    "a large picture": ("art-size", put("cover.jpg", picture(3001, 3001))),
    "a grey picture": ("art-color", put("cover.jpg", picture(mode="L"))),
    "a picture for print": ("art-color", put("jpg", picture(mode="CMYK"))),
    "a heavy picture": ("art-bytes", put("jpg", noise())),
    "no cover": ("link-broken", gone("cover.jpg")),
    "no sound": ("link-broken", gone("mp3")),
    "no page": ("link-broken", gone("html")),
    "no captions": ("link-broken", gone("vtt")),
    "no chapters": ("link-broken", gone("chapters.json")),
    "a page that is hidden": ("link-broken", hidden_page),
    "a page outside": ("link-broken", page_outside),
    "a sound that is none": ("enclosure-sound", put("mp3", lambda data: b"x" * len(data))),
    "a sound that was cut": ("enclosure-bytes", put("mp3", lambda data: data[:-2000])),
    "a sound no directory takes": ("enclosure-extension", other_sound),
    "captions with a header": (
        "transcript-parse",
        put("vtt", lambda data: b"WEBVTT\nKind: x" + data[6:]),
    ),
    "captions with times of another form": ("transcript-parse", put("srt", lambda data: data.replace(b",", b".", 1))),
    "captions in another encoding": ("transcript-parse", put("vtt", "WEBVTT\n\n".encode("utf-16"))),
    "no caption": ("transcript-parse", put("vtt", b"WEBVTT\n")),
    "a transcript without segments": ("transcript-parse", put("json", b'{"version": "1.0.0"}')),
    "captions that go on": (
        "transcript-beyond",
        put("vtt", lambda data: data + "\n00:01:00.000 --> 00:01:02.000\nঘাট\n".encode()),
    ),
    "captions out of order": (
        "transcript-beyond",
        put("vtt", lambda data: data + "\n00:00:00.000 --> 00:00:01.000\nঘাট\n".encode()),
    ),
    "chapters that are none": ("chapters-parse", put("chapters.json", b"[]")),
    "chapters without a version": ("chapters-parse", put("chapters.json", b'{"chapters": [{"startTime": 0}]}')),
    "a chapter that starts at a text": (
        "chapters-parse",
        put("chapters.json", b'{"version": "1.2.0", "chapters": [{"startTime": "0"}]}'),
    ),
    "chapters out of order": ("chapters-order", put("chapters.json", turned)),
    "a chapter too many": ("chapters-disagree", put("chapters.json", lambda data: with_chapter(data, 3))),
}


@pytest.mark.parametrize("case", FILES)
def test_a_mistake_in_a_file_is_found_and_nothing_else(folder: Path, case: str) -> None:
    rule, edit = FILES[case]
    edit(folder)
    findings = found(folder)
    expected = {rule, "chapters-disagree"} if rule == "chapters-order" else {rule}
    assert {finding.rule for finding in findings} == expected, "\n".join(map(str, findings))


def test_a_chapter_after_the_end_is_found(folder: Path) -> None:
    put("chapters.json", lambda data: with_chapter(data, 600))(folder)
    spoil(folder, r"</psc:chapters>", '<psc:chapter start="00:10:00.000" title="ঘাট"/></psc:chapters>')
    assert [finding.rule for finding in found(folder)] == ["chapters-order"]


def test_a_feed_that_only_this_computer_can_reach_is_told(tmp_path: Path) -> None:
    folder = make_show_folder(tmp_path, 'title = "ঘাটের খবর"\ndescription = "ঘাটের কথা।"\n')
    findings = lint(open_feed(str(folder)), now=NOW)
    assert [(finding.rule, finding.is_must) for finding in findings] == [("public-address", False)]


def test_a_feed_too_large_for_a_validator_is_told(folder: Path) -> None:
    spoil(folder, "</rss>", f"</rss><!--{'x' * 5_000_000}-->")
    assert [finding.rule for finding in found(folder)] == ["xml-size"]


def test_a_finding_says_where_what_and_who_expects_what(folder: Path) -> None:
    spoil(folder, "<itunes:duration>8", "<itunes:duration>8.5")
    [finding] = found(folder)
    line = (folder / "feed.xml").read_text(encoding="utf-8").partition("<item>")[0].count("\n") + 1
    assert str(finding) == (
        f"MUST duration-form: feed.xml:{line} “খেয়ার ভাড়া কমল”: itunes:duration is “8.5”; "
        "expected whole seconds above 0, or H:MM:SS (Apple)"
    )
    assert finding.as_json()["guid"] == finding.guid


def test_every_rule_is_of_use() -> None:
    """Each is found by some case here, or where two feeds, pages or a server are needed."""
    here = {rule for rule, _, _ in table()} | {rule for rule, _ in FILES.values()} | {"public-address", "xml-size"}
    elsewhere = {
        "feed-missing", "self-address", "served-type", "served-ranges", "page-guid", "podcast-guid-drift",
        "guid-vanished", "guid-changed", "enclosure-moved",
    }  # fmt: skip
    assert here | elsewhere == set(rules())
    assert len(here) >= 40
