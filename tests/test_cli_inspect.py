"""``podcast inspect`` as a person and a program meet it."""

import json
from pathlib import Path

import pytest
from lxml import etree
from typer.testing import CliRunner, Result

import podcast
from podcast.cli import app

ARTICLE = """# খালের উপর নতুন সাঁকো

গ্রামের পাশের খালের উপর নতুন সাঁকোটি আজ খুলে দেওয়া হয়েছে।

## মিস্ত্রির কথা

কাজটি করেছেন গ্রামেরই মিস্ত্রিরা, কাঠ এসেছে পাশের জেলা থেকে। খরচ হয়েছে ১২ লক্ষ টাকা।

## পারাপার

আগে নৌকায় পার হতে হত। এখন হেঁটেই যাওয়া যায়, বর্ষাতেও।
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("inspected")
    (place / "sanko.md").write_text(ARTICLE, encoding="utf-8")
    podcast.convert(str(place / "sanko.md"), out=place / "show", voice="espeak")
    return place / "show"


def inspect(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["inspect", *map(str, arguments)])


def test_a_program_is_told_everything(folder: Path) -> None:
    done = inspect("খালের", "--out", folder, "--json")
    assert done.exit_code == 0, done.stderr
    value = json.loads(done.stdout)
    assert value["title"] == "খালের উপর নতুন সাঁকো"
    assert value["voice"] == "ইস্পিক"
    assert value["loudness_lufs"] == pytest.approx(-16, abs=0.5)
    assert -12 < value["true_peak_dbtp"] <= -1
    assert [chapter["title"] for chapter in value["chapters"]] == ["খালের উপর নতুন সাঁকো", "মিস্ত্রির কথা", "পারাপার"]
    assert len(value["sentences"]) == 9
    assert 15_000 < value["duration_ms"] < 60_000
    assert value["words_per_minute"] == pytest.approx(value["words"] * 60_000 / value["duration_ms"], abs=0.01)
    assert 60 < value["words_per_minute"] < 250
    assert all(one["end_ms"] - one["start_ms"] >= 500 for one in value["silences"])
    # the pause after the title is nearly a second
    assert any(
        value["sentences"][0]["end_ms"] <= one["end_ms"] <= value["sentences"][1]["start_ms"] + 60
        for one in value["silences"]
    )
    file = value["file"]
    assert (file["bit_rate_kbps"], file["rate_hz"], file["is_mono"], file["is_gapless"]) == (96, 44_100, True, True)
    assert file["size_bytes"] == Path(value["audio"]).stat().st_size


def test_a_person_is_told_the_same_in_lines(folder: Path) -> None:
    done = inspect("খালের", "--out", folder)
    assert done.exit_code == 0
    assert done.stdout.startswith("খালের উপর নতুন সাঁকো\n  sound     0:00:")
    assert "96 kbit/s constant, 44,100 Hz, mono, gapless: 576 +" in done.stdout
    assert "  chapters  3\n    0:00:00.0  খালের উপর নতুন সাঁকো\n" in done.stdout


def test_the_waveform_is_drawn_whole_or_not_at_all(folder: Path, tmp_path: Path) -> None:
    done = inspect("খালের", "--out", folder, "--svg", tmp_path / "তরঙ্গ.svg")
    assert done.exit_code == 0
    assert [path.name for path in tmp_path.iterdir()] == ["তরঙ্গ.svg"]
    texts = [text.text for text in etree.parse(tmp_path / "তরঙ্গ.svg").iter("{http://www.w3.org/2000/svg}text")]
    assert texts[0] == "খালের উপর নতুন সাঁকো"
    assert "মিস্ত্রির কথা" in texts
    assert any("৯৬ kbit/s" in text for text in texts)
    nowhere = inspect("খালের", "--out", folder, "--svg", tmp_path / "none" / "a.svg")
    assert nowhere.exit_code == 1
    assert "a.svg: cannot be written" in nowhere.stderr


def test_a_sound_file_is_named_by_its_path(folder: Path) -> None:
    (path,) = (folder / "episodes").glob("*.mp3")
    value = json.loads(inspect(path, "--json").stdout)
    assert (value["id"], value["title"]) == (path.stem, "খালের উপর নতুন সাঁকো")


def test_a_sound_file_alone_is_measured_too(folder: Path, tmp_path: Path) -> None:
    (path,) = (folder / "episodes").glob("*.mp3")
    alone = tmp_path / "একা.mp3"
    alone.write_bytes(path.read_bytes())
    done = inspect(alone, "--svg", tmp_path / "a.svg")
    assert done.exit_code == 0
    assert done.stdout.startswith("একা.mp3\n")
    assert "chapters  none" in done.stdout
    assert "a minute" not in done.stdout


@pytest.mark.parametrize(("name", "exit_code", "message"), [("পাহাড়", 2, "is no episode in")])
def test_what_is_not_there_is_told(folder: Path, name: str, exit_code: int, message: str) -> None:
    done = inspect(name, "--out", folder)
    assert (done.exit_code, message in done.stderr) == (exit_code, True)


def test_what_is_no_sound_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.mp3"
    path.write_bytes(b"text")
    done = inspect(path)
    assert done.exit_code == 1
    assert "is not an MP3 file" in done.stderr
