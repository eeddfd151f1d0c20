import re
import tomllib
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import messy_text

from podcast.errors import UsageError
from podcast.settings import Owner, Show, load_show, write_new_show
from podcast.settings import new_show as new_show_module
from podcast.settings.files import parse_file
from podcast.settings.new_show import fill_in, write_toml

NEEDED = {"title": "নদীর খবর", "description": "রোজ সকালে নদীপাড়ের কথা।"}


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_what_was_said_can_be_read_back_as_a_show(tmp_path: Path) -> None:
    owner = {"name": "নদী প্রকাশনা", "email": "patro@khobor.example"}
    path = write_new_show(
        "nodi", {**NEEDED, "owner": owner, "category": ["News", "Daily News"], "private": True}, tmp_path
    )
    assert path == tmp_path / "nodi.toml"
    expected = Show(name="nodi", **NEEDED, owner=Owner(**owner), category=("News", "Daily News"), private=True)
    assert load_show(str(path)) == expected


def test_it_goes_to_the_working_folders_own_shows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert write_new_show("নদী", NEEDED) == Path("feeds/নদী.toml")
    assert load_show("নদী").title == "নদীর খবর"
    assert names_in(Path("feeds")) == ["নদী.toml"]


def test_other_people_can_read_it(tmp_path: Path) -> None:
    assert write_new_show("nodi", NEEDED, tmp_path).stat().st_mode & 0o044 == 0o044


def test_every_example_in_it_is_a_good_value() -> None:
    template = (Path(new_show_module.__file__).parent / "new_show.toml").read_text(encoding="utf-8")
    text = re.sub(r"^# (?=[a-z_]+ = )", "", template, flags=re.MULTILINE)
    show = parse_file(text, Path("sokal.toml"), Show)
    assert len(tomllib.loads(text)) > 10
    assert show.title == "সকালের খবর"


def test_a_comment_stands_at_every_key() -> None:
    blocks = fill_in(NEEDED).split("\n\n")
    assert len(blocks) > 8
    assert all(re.match("# [A-Za-z]", block) and not re.match("# [a-z_]+ = ", block) for block in blocks)


def test_a_key_that_it_has_no_line_for_is_a_slip_of_the_program() -> None:
    with pytest.raises(ValueError, match="has no line for titel"):
        fill_in({"titel": "নদী"})


def test_nothing_is_written_over(tmp_path: Path) -> None:
    path = write_new_show("nodi", NEEDED, tmp_path)
    before = path.read_bytes()
    with pytest.raises(UsageError, match=r"nodi\.toml: is there already"):
        write_new_show("nodi", {**NEEDED, "title": "অন্য"}, tmp_path)
    assert path.read_bytes() == before
    assert names_in(tmp_path) == ["nodi.toml"]


@pytest.mark.parametrize("name", ["", "a/b", "..", ".nodi", "-x", "nodi.toml", "a b", "a:b", "\x00", "\ud800", "nodi."])
def test_what_cannot_be_a_files_name_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match="cannot be the name of a show"):
        write_new_show(name, NEEDED, tmp_path)
    assert not names_in(tmp_path)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"title": " "}, "title is empty"),
        ({"title": "ক" * 256}, "title = "),
        ({"language": "bengali"}, "language = 'bengali': Input should be 'bn', 'bn-IN' or 'bn-BD'"),
        ({"owner": {"name": "নদী", "email": "patro"}}, "“patro” is not an email address; expected one like"),
        ({"category": ["News", "Daly News"]}, "“Daly News” is not one of .* “News”; did you mean “Daily News”"),
        ({"category": []}, "expected one of Apple's categories"),
        ({"base_url": "khobor.example"}, "“khobor.example” is not the web address of a folder; expected one like"),
        ({"base_url": "https://khobor.example/?a"}, "is not the web address of a folder"),
    ],
)
def test_a_value_that_makes_no_show_is_refused_and_named(tmp_path: Path, values: dict[str, object], said: str) -> None:
    with pytest.raises(UsageError, match=f"{said}.*; nothing was written"):
        write_new_show("nodi", {**NEEDED, **values}, tmp_path)
    assert not names_in(tmp_path)


@given(messy_text() | st.text())
def test_any_text_is_written_as_toml_reads_it(text: str) -> None:
    said = text.encode("utf-8", "ignore").decode()
    read = tomllib.loads(f"key = {write_toml(said)}\nkeys = {write_toml([said])}\nkind = {write_toml({'name': said})}")
    said = unicodedata.normalize("NFC", said)
    assert read == {"key": said, "keys": [said], "kind": {"name": said}}
