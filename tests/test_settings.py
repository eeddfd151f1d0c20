from pathlib import Path

import pytest

from podcast.errors import SettingsError, UsageError
from podcast.settings import SecondVoice, categories, data_dir, load_show, load_voice, show_names, voice_names
from podcast.settings.new_show import write_toml
from podcast.sounding import OWN_MUSIC, USUAL_PAUSES, Pauses

VOICE = 'title = "আমার কণ্ঠ"\nengine = "espeak"\nspeaker = "bn"\nlocale = "bn-BD"\n'
SHOW = 'title = "সকালের খবর"\ndescription = "রোজ সকালে।"\n'


def write(path: Path, text: str) -> str:
    path.write_text(text, encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("name", voice_names())
def test_every_shipped_voice_can_be_read(name: str) -> None:
    assert load_voice(name).name == name


@pytest.mark.parametrize("name", show_names())
def test_every_shipped_show_can_be_read(name: str) -> None:
    assert load_show(name).name == name


def test_the_four_edge_voices_two_espeak_voices_and_the_women_of_bn_google_ship() -> None:
    voices = [load_voice(name) for name in voice_names()]
    assert {voice.speaker for voice in voices if voice.engine == "piper"} == {"bn-google/4811", "bn-google/rm"}
    assert {voice.speaker for voice in voices if voice.engine == "edge"} == {
        "bn-BD-NabanitaNeural",
        "bn-BD-PradeepNeural",
        "bn-IN-TanishaaNeural",
        "bn-IN-BashkarNeural",
    }
    assert {voice.gender for voice in voices if voice.engine == "espeak"} == {"female", "male"}


def test_a_voice_in_the_working_folder_goes_before_the_shipped_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "voices").mkdir()
    write(tmp_path / "voices" / "espeak.toml", VOICE)
    monkeypatch.chdir(tmp_path)
    assert load_voice("espeak").title == "আমার কণ্ঠ"


def test_a_path_is_taken_as_it_is(tmp_path: Path) -> None:
    assert load_voice(write(tmp_path / "কণ্ঠ.toml", VOICE)).name == "কণ্ঠ"


def test_an_unknown_name_is_a_usage_error_that_suggests_the_nearest() -> None:
    with pytest.raises(UsageError, match="did you mean “nabanita”"):
        load_voice("nabanta")


def test_an_unknown_name_like_no_other_lists_the_known_ones() -> None:
    with pytest.raises(UsageError, match=r"known: .*namuna"):
        load_show("zzzzzzzz")


def test_a_missing_path_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no such voice file"):
        load_voice(str(tmp_path / "absent.toml"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (VOICE + 'spaeker = "bn"', "spaeker is not a key; did you mean “speaker”"),
        (VOICE + 'colour = "red"', "colour is not a key$"),
        (VOICE.replace("title", "#"), "title is missing"),
        (VOICE.replace("espeak", "espaek"), "engine = 'espaek'"),
        (VOICE + "rate_percent = 900", "rate_percent = 900"),
        (VOICE + 'command = ["say"]', "command is a key of voices with engine = “command” only, not “espeak”"),
        (VOICE.replace("espeak", "command"), "command is missing; engine = “command” needs the program"),
        (VOICE.replace("espeak", "command") + 'command = ["", "-x"]', "command is missing"),
        (VOICE.replace("espeak", "command") + 'command = "say -x"', "command = 'say -x'"),
        (VOICE + "timeout_s = 0", "timeout_s = 0"),
        (VOICE + 'name = "x"', "the file's own name is the name"),
        ("title = ", "is not TOML"),
    ],
)
def test_a_faulty_voice_file_is_named_with_what_is_wrong(tmp_path: Path, text: str, said: str) -> None:
    path = write(tmp_path / "v.toml", text)
    with pytest.raises(SettingsError, match=said) as raised:
        load_voice(path)
    assert str(raised.value).startswith(path)


def test_a_file_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "v.toml"
    path.write_bytes(b'title = "\xff"')
    with pytest.raises(SettingsError, match="not UTF-8"):
        load_voice(str(path))


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("say", "say"),
        ("./bolo", "HERE/bolo"),
        ("bin/bolo", "HERE/bin/bolo"),
        ("/usr/bin/bolo", "/usr/bin/bolo"),
        ("{folder}/bolo", "HERE/bolo"),
    ],
)
def test_a_program_is_sought_beside_the_voice_file_or_on_the_path(tmp_path: Path, written: str, read: str) -> None:
    text = VOICE.replace("espeak", "command") + f'command = ["{written}", "-m", "{{folder}}/m.onnx", "{{out}}"]'
    voice = load_voice(write(tmp_path / "v.toml", text))
    assert voice.command == (read.replace("HERE", str(tmp_path)), "-m", f"{tmp_path}/m.onnx", "{out}")


def test_music_is_sought_beside_the_show_file(tmp_path: Path) -> None:
    show = load_show(write(tmp_path / "s.toml", SHOW + 'music = { intro = "suru.wav" }'))
    assert show.music.intro == tmp_path / "suru.wav"
    assert show.music.outro is None


def test_the_programs_own_music_is_no_file(tmp_path: Path) -> None:
    show = load_show(write(tmp_path / "s.toml", SHOW + 'music = { sting = "default", bed = "default.ogg" }'))
    assert show.music.sting == OWN_MUSIC
    assert show.music.bed == tmp_path / "default.ogg"


def test_pauses_that_a_show_does_not_name_are_the_voices(tmp_path: Path) -> None:
    show = load_show(write(tmp_path / "s.toml", SHOW + "pauses = { title_ms = 0, sentence_ms = 100 }"))
    voice = Pauses(title_ms=800, paragraph_ms=700)
    assert show.pauses.over(voice).over(USUAL_PAUSES) == Pauses(100, 350, 700, 500, 0, 1500)


@pytest.mark.parametrize("text", ["loudness = -40", "loudness = -5", 'format = "flac"', 'loudness = "loud"'])
def test_a_sound_no_show_should_have_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(SettingsError, match=text.split(" ", maxsplit=1)[0]):
        load_show(write(tmp_path / "s.toml", SHOW + text))


@pytest.mark.parametrize("text", ['base_url = "example.org"', 'owner = { name = "a", email = "b" }', 'language = "en"'])
def test_a_show_value_of_the_wrong_kind_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(SettingsError):
        load_show(write(tmp_path / "s.toml", SHOW + text))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('category = ["News", "Daly News"]', "“Daly News” is not one of .* of “News”; did you mean “Daily News”"),
        ('category = ["news"]', "did you mean “News”"),
        ('category = ["History", "Old"]', "it has none"),
        ('category = ["News", "Politics", "Tech News"]', "expected one of Apple's categories, and optionally"),
        ('copyright = "© নদী"', "expected only who holds the rights, without “©”"),
        ('copyright = "নদী ২০২৬"', "without “২০২৬”"),
        ('updates = "hourly"', "updates = 'hourly'"),
        ('people = [{ name = "রুমা", role = "Host" }]', r"people\.0\.role: “Host” is not a role"),
        ('people = [{ name = "রুমা", url = "javascript:alert(1)" }]', r"people\.0\.url: “javascript:alert"),
        ('people = [{ role = "host" }]', r"people\.0\.name is missing"),
        ('funding = [{ url = "mailto:a@b.example", text = "দান" }]', r"funding\.0\.url: “mailto"),
        ('disclosure = { spoken = "" }', "disclosure: an empty spoken needs unspoken_because"),
        ('disclosure = { spoken = "", unspoken_because = " " }', "disclosure.unspoken_because is empty"),
        ('disclosure = { spoken = "…" }', "spoken = “…” holds no word"),
        ('disclosure = { written = "" }', "disclosure.written is empty"),
        ('disclosure = { written = "—" }', "written = “—” holds no word"),
        ('disclosure = { unspoken_because = "ভূমিকায় আছে" }', "belongs to an empty spoken"),
        ('disclosure = { spokn = "ক" }', r"disclosure\.spokn is not a key$"),
        ("disclosure = false", "disclosure = False"),
    ],
)
def test_what_directories_or_listeners_could_not_use_is_refused(tmp_path: Path, text: str, said: str) -> None:
    path = write(tmp_path / "s.toml", SHOW + text)
    with pytest.raises(SettingsError, match=said) as raised:
        load_show(path)
    assert str(raised.value).startswith(path)


def test_the_disclosure_may_be_silent_for_a_reason(tmp_path: Path) -> None:
    text = SHOW + 'disclosure = { spoken = "", unspoken_because = "ভূমিকায় আছে" }'
    assert load_show(write(tmp_path / "s.toml", text)).disclosure.spoken == ""


def test_every_category_can_be_chosen(tmp_path: Path) -> None:
    table = (Path(categories.__file__).parent / "categories.tsv").read_text(encoding="utf-8")
    chosen = [line.split("\t") for line in table.splitlines() if not line.startswith("#")]
    assert len({top for top, *_ in chosen}) == 19
    assert len(chosen) == 19 + 91
    for category in chosen:
        assert load_show(write(tmp_path / "s.toml", f"{SHOW}category = {write_toml(category)}")).category == tuple(
            category
        )


def test_a_second_voice_reads_quotations_unless_something_else_is_said(tmp_path: Path) -> None:
    second = load_show(write(tmp_path / "s.toml", SHOW + 'second_voice = { name = "bashkar" }')).second_voice
    assert second == SecondVoice(name="bashkar", reads="quotations")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('second_voice = { reads = "quotations" }', "second_voice.name is missing"),
        ('second_voice = { name = "a", reads = "verse" }', r"second_voice\.reads = 'verse'"),
        ('second_voice = { name = "a", raeds = "alternate" }', r"second_voice\.raeds is not a key"),
        ('second_voice = "bashkar"', "second_voice"),
    ],
)
def test_a_faulty_second_voice_is_named_with_what_is_wrong(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(SettingsError, match=said):
        load_show(write(tmp_path / "s.toml", SHOW + text))


@pytest.mark.parametrize("kind", ["voices", "feeds"])
def test_every_key_is_in_the_format_reference(kind: str) -> None:
    kind_of = {"voices": load_voice("espeak"), "feeds": load_show("default")}
    reference = (data_dir(kind) / "README.md").read_text(encoding="utf-8")
    missing = [key for key in kind_of[kind].__dataclass_fields__ if key != "name" and f"| `{key}` |" not in reference]
    assert not missing
