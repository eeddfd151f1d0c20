"""The command line as a person meets it: what is printed where, and the exit codes."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from podcast.settings import data_dir

SAMPLE = data_dir("feeds") / "namuna" / "boi-mela.html"
PLAIN = "সেতু খুলল\n\nনদীর উপর নতুন সেতু খুলে দেওয়া হয়েছে। খরচ হয়েছে ২০ কোটি টাকা। সকাল থেকেই মানুষের ভিড়।\n"


def podcast(*arguments: str | Path, stdin: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "podcast", *map(str, arguments)],
        input=stdin,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "COLUMNS": "200", **environment},
        timeout=100,
        check=False,
    )


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    path = tmp_path / "সেতু.txt"
    path.write_text(PLAIN, encoding="utf-8")
    return path


def test_help_loads_no_synthesis_audio_html_or_feed_library() -> None:
    heavy = ["edge_tts", "espeakng_loader", "numpy", "soundfile", "soxr", "lameenc", "pydub", "mutagen", "trafilatura"]
    heavy += ["lxml", "httpx", "feedgen", "jinja2", "resvg_py", "PIL", "starlette", "uvicorn", "pydantic", "sqlite3"]
    code = (
        "import sys\n"
        "sys.argv = ['podcast', '--help']\n"
        "from podcast.cli import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        f"print('LOADED', [name for name in {heavy!r} if name in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "convert" in done.stdout
    assert "LOADED []" in done.stdout


def test_version_is_printed() -> None:
    assert podcast("--version").stdout.startswith("podcast 0.")


def test_article_prints_the_headline_and_the_body_without_furniture() -> None:
    done = podcast("article", SAMPLE)
    assert done.stdout.startswith("নদীর ধারে বইমেলা")
    assert "আরও পড়ুন" not in done.stdout
    assert "সেরা শিরোনাম" not in done.stdout


def test_article_json_has_title_and_paragraphs(plain: Path) -> None:
    value = json.loads(podcast("article", "--json", plain).stdout)
    assert value["title"] == "সেতু খুলল"
    assert len(value["paragraphs"]) == 1


def test_article_json_says_who_wrote_it_and_when(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    head = "<meta name='pubdate' content='2026-03-12T09:30:00+06:00'><meta name='author' content='মালতী দাস'>"
    text = "<p>নদীর উপর নতুন সেতুটি আজ খুলেছে। সকাল থেকেই সেখানে ভিড় ছিল।</p>"
    text += "<p>দুই পারের মানুষ বলেছেন, আগে খেয়া ধরতে এক ঘণ্টা দাঁড়াতে হত। এখন হেঁটেই পার হওয়া যাচ্ছে দশ মিনিটে।</p>"
    text += "<p>সেতুর দুই ধারে আলো বসানো হয়েছে। রাতেও মানুষ যাতে পার হতে পারেন, তার জন্য পাহারা থাকবে বলে জানানো হয়েছে।</p>"
    page.write_text(f"<html lang='bn'><head>{head}</head><body><h1>সেতু খুলল নদীর উপর</h1>{text}</body></html>", "utf-8")
    value = json.loads(podcast("article", "--json", page).stdout)
    assert (value["byline"], value["published_at"]) == ("মালতী দাস", "2026-03-12T03:30:00+00:00")
    assert (value["modified_at"], value["image_url"], value["section"]) == (None, None, None)


def test_an_article_is_read_from_standard_input() -> None:
    assert podcast("article", "-", stdin=PLAIN).stdout.startswith("সেতু খুলল")


def test_script_shows_written_beside_spoken(plain: Path) -> None:
    lines = podcast("script", plain).stdout.splitlines()
    assert "  খরচ হয়েছে ২০ কোটি টাকা।" in lines
    assert "→ খরচ হয়েছে কুড়ি কোটি টাকা।" in lines


def test_script_json_lists_the_rewrites(plain: Path) -> None:
    value = json.loads(podcast("script", "--json", plain).stdout)
    rewrites = [r for p in value["passages"] for s in p["sentences"] for r in s["rewrites"]]
    assert [(r["written"], r["spoken"]) for r in rewrites] == [("২০", "কুড়ি")]


def test_script_lists_unknown_words_with_what_the_rules_make_of_them(plain: Path) -> None:
    plain.write_text(PLAIN.replace("মানুষের", "Zorblat-এর"), encoding="utf-8")
    assert podcast("script", "--unknown", plain).stdout.split()[:3] == ["1", "Zorblat", "→"]


def test_the_shipped_lexicon_has_no_finding() -> None:
    done = podcast("lexicon", "check")
    assert (done.returncode, done.stdout) == (0, "")


def test_a_faulty_lexicon_line_is_reported_with_file_line_and_reason(tmp_path: Path) -> None:
    path = tmp_path / "own.tsv"
    path.write_text("# written\tspoken\tclass\texample\nMeta\tMeta\tcompany\tMeta-র অ্যাপ\n", encoding="utf-8")
    done = podcast("lexicon", "check", path)
    assert done.returncode == 1
    assert f"{path}:2: Meta: " in done.stdout


def test_a_show_reads_by_its_own_lexicon(plain: Path, tmp_path: Path) -> None:
    (tmp_path / "own.tsv").write_text("সেতু\tসাঁকো\tword\tনতুন সেতু খুলল আজ\n", encoding="utf-8")
    show = tmp_path / "s.toml"
    show.write_text('title = "খ"\ndescription = "খবর।"\nlexicon = "own.tsv"\n', encoding="utf-8")
    assert "→ সাঁকো খুলল" in podcast("script", "--show", show, plain).stdout


def test_a_malformed_lexicon_line_stops_a_show_with_file_line_and_reason(plain: Path, tmp_path: Path) -> None:
    (tmp_path / "own.tsv").write_text("সেতু সাঁকো\n", encoding="utf-8")
    show = tmp_path / "s.toml"
    show.write_text('title = "খ"\ndescription = "খবর।"\nlexicon = "own.tsv"\n', encoding="utf-8")
    done = podcast("convert", "--show", show, plain, "--out", tmp_path / "out")
    assert done.returncode == 1
    assert f"{tmp_path / 'own.tsv'}:1: 1 columns" in done.stderr


def test_verbalize_reads_lines_and_writes_lines() -> None:
    assert podcast("verbalize", stdin="৫টি বই\n১২ জন\n").stdout == "পাঁচটি বই\nবারো জন\n"


def test_verbalize_explain_names_span_class_written_and_spoken() -> None:
    line = podcast("verbalize", "--explain", "মোট ১২ জন").stdout.splitlines()[1]
    assert line.split() == ["4-6", "cardinal", "১২", "→", "বারো", "(cardinals.amount)"]


def test_verbalize_takes_the_locale() -> None:
    assert podcast("verbalize", "--locale", "bn-BD", "₹৫০").stdout == "পঞ্চাশ রুপি\n"


def test_a_new_show_is_written_told_and_taken(plain: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    needed = ("--title", "নদীর “খবর”", "--description", "রোজ সকালে।")
    kind = ("--category", "News", "--category", "Daily News", "--language", "bn-BD", "--email", "patro@khobor.example")
    done = podcast("shows", "new", "নদী", *needed, *kind, "--voice", "espeak", "--base-url", "https://khobor.example/n")
    assert (done.returncode, done.stdout) == (0, "feeds/নদী.toml\n")
    assert "podcast convert SOURCE --show নদী" in done.stderr
    (told,) = (one for one in json.loads(podcast("shows", "--json").stdout) if one["name"] == "নদী")
    assert told == {"name": "নদী", "title": "নদীর “খবর”", "language": "bn-BD", "voice": "espeak"}
    assert podcast("convert", plain, "--show", "নদী", "--voice", "silent").returncode == 0
    feed = (tmp_path / "public" / "নদী" / "feed.xml").read_text(encoding="utf-8")
    for said in (
        "https://khobor.example/n/feed.xml",
        "patro@khobor.example",
        "Daily News",
        "<language>bn-BD</language>",
    ):
        assert said in feed
    again = podcast("shows", "new", "নদী", *needed)
    assert (again.returncode, again.stdout) == (2, "")
    assert "is there already" in again.stderr


@pytest.mark.parametrize(
    ("option", "said"),
    [
        (("--voice", "nabanta"), "did you mean “nabanita”"),
        (("--category", "Newz"), "did you mean “News”"),
        (("--email", "patro"), "“patro” is not an email address"),
    ],
)
def test_a_new_show_that_could_not_be_used_is_not_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, option: tuple[str, str], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    done = podcast("shows", "new", "nodi", "--title", "নদী", "--description", "রোজ।", *option)
    assert done.returncode == 2
    assert said in done.stderr
    assert not (tmp_path / "feeds").exists()


def test_a_show_file_that_cannot_be_used_does_not_hide_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "feeds").mkdir()
    (tmp_path / "feeds" / "nodi.toml").write_text('titel = "নদী"', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    done = podcast("shows")
    assert done.returncode == 1
    assert "namuna" in done.stdout
    assert "titel is not a key; did you mean “title”" in done.stderr


def test_voices_and_shows_are_listed() -> None:
    assert {"espeak", "nabanita", "tanishaa"} <= {v["name"] for v in json.loads(podcast("voices", "--json").stdout)}
    assert {"default", "namuna"} <= {s["name"] for s in json.loads(podcast("shows", "list", "--json").stdout)}


def test_convert_prints_where_everything_is(plain: Path, tmp_path: Path) -> None:
    out = tmp_path / "show"
    done = podcast("convert", plain, "--voice", "silent", "--out", out)
    assert done.returncode == 0, done.stderr
    for label in ("episode", "page", "feed"):
        path = next(line.split()[1] for line in done.stdout.splitlines() if line.split()[0] == label)
        assert Path(path).is_file()


def test_one_bad_source_does_not_stop_the_others(plain: Path, tmp_path: Path) -> None:
    out = tmp_path / "show"
    done = podcast("convert", tmp_path / "absent.html", plain, "--voice", "silent", "--out", out, "--json")
    result = json.loads(done.stdout)
    assert done.returncode == 3
    assert [episode["title"] for episode in result["episodes"]] == ["সেতু খুলল"]
    assert "absent.html" in result["failed"][0]["error"]


def test_dry_run_publishes_nothing(plain: Path, tmp_path: Path) -> None:
    out = tmp_path / "show"
    done = podcast("convert", plain, "--dry-run", "--out", out)
    assert done.returncode == 0, done.stderr
    assert "সেতু খুলল" in done.stdout
    assert not out.exists()


def test_mp3_writes_one_file_and_no_feed(plain: Path, tmp_path: Path) -> None:
    target = tmp_path / "only" / "এক.mp3"
    target.parent.mkdir()
    done = podcast("convert", plain, "--voice", "silent", "--mp3", target)
    assert done.returncode == 0, done.stderr
    assert [path.name for path in target.parent.iterdir()] == ["এক.mp3"]


WRONG = [
    (["convert", "absent.html"], "", 1, "absent.html"),
    (["convert", "empty.txt"], "", 1, "empty"),
    (["convert", "picture.html"], "", 1, "PNG"),
    (["convert", "english.txt"], "", 1, "--force"),
    (["convert", "http://127.0.0.1:9/"], "", 1, "--allow-private"),
    (["convert", "http://no-such-host.invalid/"], "", 1, "no-such-host.invalid"),
    (["convert", "ftp://example.org/x"], "", 1, "ftp"),
    (["convert", "good.txt", "--voice", "nabanta"], "", 2, "did you mean “nabanita”"),
    (["convert", "good.txt", "--show", "namna"], "", 2, "did you mean “namuna”"),
    (["convert", "good.txt", "good.txt", "--mp3", "x.mp3"], "", 2, "--mp3"),
    (["convert", "good.txt", "--mp3", "no/such/folder/x.mp3"], "", 1, "no/such/folder"),
    (["convert", "-"], "", 1, "empty"),
    (["convert", ""], "", 1, "empty name"),
    (["verbalize", "--locale", "hi-IN", "৫"], "", 2, "bn-BD"),
    (["script", "good.txt", "--locale", "bn"], "", 2, "bn-IN"),
    (["convert"], "", 2, "SOURCE"),
]


@pytest.mark.parametrize(("arguments", "stdin", "code", "said"), WRONG, ids=[" ".join(row[0]) for row in WRONG])
def test_bad_input_gets_a_clear_error_and_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], stdin: str, code: int, said: str
) -> None:
    (tmp_path / "good.txt").write_text(PLAIN, encoding="utf-8")
    (tmp_path / "empty.txt").write_text("", encoding="utf-8")
    (tmp_path / "picture.html").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    english = "The new bridge over the river was opened this morning after five years of work. Crowds came early."
    (tmp_path / "english.txt").write_text(f"The bridge is open\n\n{english}\n\nThe ferry has stopped. {english}\n")
    before = sorted(path.name for path in tmp_path.iterdir())
    monkeypatch.chdir(tmp_path)
    if arguments[0] == "convert" and "--voice" not in arguments:
        arguments = [*arguments, "--voice", "silent"]
    done = podcast(*arguments, stdin=stdin)
    assert done.returncode == code, done.stderr
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == before


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
def test_an_output_that_cannot_be_written_is_one_line_not_a_traceback() -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "podcast", "verbalize", "৫টি"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr == "podcast: standard output: cannot be used: No space left on device\n"


def test_a_rehearsal_names_no_file_and_the_voice_that_was_asked_for(plain: Path, tmp_path: Path) -> None:
    done = podcast("convert", plain, "--voice", "espeak", "--dry-run", "--json", "--out", tmp_path / "out")
    episode = json.loads(done.stdout)["episodes"][0]
    assert (episode["audio"], episode["feed"], episode["voice"]) == (None, None, "ইস্পিক")


def test_a_fallback_is_said_in_what_convert_prints_and_in_its_json(plain: Path, tmp_path: Path) -> None:
    nobody = {"PODCAST_EDGE_URL": "ws://127.0.0.1:9/nobody-is-here"}
    out = tmp_path / "out"
    told = json.loads(podcast("convert", plain, "--json", "--out", out, **nobody).stdout)["episodes"][0]
    assert (told["voice"], told["wanted_voice"]) == ("ইস্পিক", "তনিশা (ভারত)")
    done = podcast("convert", plain, "--out", out, **nobody)
    assert f"fallback: তনিশা (ভারত) could not speak; `podcast upgrade --out {out}` asks it again" in done.stdout
    done = podcast("convert", plain, "--mp3", tmp_path / "x.mp3", **nobody)
    assert "fallback: তনিশা (ভারত) could not speak" in done.stdout
    chosen = podcast("convert", plain, "--voice", "espeak", "--json", "--out", out)
    assert json.loads(chosen.stdout)["episodes"][0]["wanted_voice"] is None


def test_a_second_voice_that_is_none_names_the_near_ones(plain: Path, tmp_path: Path) -> None:
    show = tmp_path / "s.toml"
    show.write_text('title = "খ"\ndescription = "খবর।"\nsecond_voice = { name = "pradip" }\n', encoding="utf-8")
    done = podcast("convert", plain, "--show", show, "--out", tmp_path / "out")
    assert done.returncode == 1
    assert "second_voice.name: “pradip” is not a voice; did you mean “pradeep”" in done.stderr
