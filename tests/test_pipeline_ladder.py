from pathlib import Path

import pytest
from tiny_piper import install_tiny

from podcast.errors import SettingsError, UsageError
from podcast.model import Article, Block, BlockKind, Script
from podcast.pipeline.ladder import Ladders, Readers, build_ladders, ladder_of, sentences_of_second
from podcast.script import write_script
from podcast.settings import SecondVoice, Show, load_voice

VOICE = 'title = "{name}"\nengine = "piper"\nspeaker = "{speaker}"\nlocale = "{locale}"\ngender = "female"\n'


def script_of(*blocks: tuple[BlockKind, str]) -> Script:
    return write_script(Article("সকালের খবর", tuple(Block(kind, text) for kind, text in blocks)))


PLAIN = script_of((BlockKind.PARAGRAPH, "ঘাট খুলল।"))
QUOTING = script_of((BlockKind.PARAGRAPH, "ঘাট খুলল। “আমরা খুশি।”"))
EDITION = script_of(
    (BlockKind.HEADLINE, "প্রথম খবর"),
    (BlockKind.PARAGRAPH, "ঘাট খুলল।"),
    (BlockKind.HEADLINE, "দ্বিতীয় খবর"),
    (BlockKind.PARAGRAPH, "হাট বসেছে।"),
    (BlockKind.HEADLINE, "তৃতীয় খবর"),
    (BlockKind.PARAGRAPH, "বৃষ্টি নেই।"),
)


def show(language: str = "bn", second: str | None = None, reads: str = "quotations") -> Show:
    second_voice = None if second is None else SecondVoice(name=second, reads=reads)
    return Show(name="s", title="খবর", description="খবর।", language=language, second_voice=second_voice)


def names(ladder: tuple[Readers, ...]) -> list[str]:
    return [readers.name for readers in ladder]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "voices").mkdir()
    return tmp_path


def add_piper(folder: Path, name: str, speaker: str, locale: str = "bn-BD") -> None:
    text = VOICE.format(name=name, speaker=speaker, locale=locale)
    (folder / "voices" / f"{name}.toml").write_text(text, encoding="utf-8")


@pytest.mark.parametrize(("language", "online"), [("bn", "tanishaa"), ("bn-IN", "tanishaa"), ("bn-BD", "nabanita")])
def test_without_a_neural_voice_of_this_machine_auto_is_the_online_voice_and_espeak(language: str, online: str) -> None:
    assert names(build_ladders("auto", show(language)).usual) == [online, "espeak"]


def test_an_installed_piper_voice_stands_between_them(folder: Path) -> None:
    install_tiny("tiny", folder / "copy")
    add_piper(folder, "low", "tiny/low")
    add_piper(folder, "high", "tiny/high")
    assert names(build_ladders("auto", show()).usual) == ["tanishaa", "high", "espeak"]


def test_a_piper_voice_of_the_shows_locale_goes_before_any_other(folder: Path) -> None:
    for model in ("tiny", "other"):
        install_tiny(model, folder / model)
    add_piper(folder, "a", "tiny/low", "bn-BD")
    add_piper(folder, "z", "other/low", "bn-IN")
    assert names(build_ladders("auto", show("bn-IN")).usual) == ["tanishaa", "z", "a", "espeak"]
    assert names(build_ladders("auto", show("bn-BD")).usual) == ["nabanita", "a", "z", "espeak"]


def test_a_voice_file_that_nobody_asked_for_and_cannot_be_used_stops_nothing(folder: Path) -> None:
    (folder / "voices" / "bad.toml").write_text("engine = ", encoding="utf-8")
    add_piper(folder, "lost", "no-such-model/low")
    assert names(build_ladders("auto", show()).usual) == ["tanishaa", "espeak"]


def test_a_named_voice_stands_alone() -> None:
    assert build_ladders("nabanita", show()) == Ladders((Readers(load_voice("nabanita")),))


@pytest.mark.parametrize(
    ("voice", "second", "expected"),
    [
        ("auto", "auto", ["tanishaa and bashkar", "tanishaa", "espeak and espeak-female", "espeak"]),
        ("auto", "bashkar", ["tanishaa and bashkar", "tanishaa", "espeak"]),
        ("auto", "tanishaa", ["bashkar and tanishaa", "tanishaa", "espeak"]),
        ("auto", "espeak-female", ["espeak and espeak-female", "tanishaa", "espeak"]),
        ("auto", "espeak", ["espeak-female and espeak", "tanishaa", "espeak"]),
        ("auto", "silent", ["tanishaa and silent", "tanishaa", "espeak"]),
        ("nabanita", "auto", ["nabanita and pradeep", "nabanita"]),
        ("espeak-female", "tanishaa", ["espeak-female and tanishaa", "espeak-female"]),
    ],
)
def test_two_readers_are_of_one_engine_where_that_can_be(voice: str, second: str, expected: list[str]) -> None:
    assert names(build_ladders(voice, show(second=second)).usual) == expected


def test_two_speakers_of_one_installed_model_are_a_pair(folder: Path) -> None:
    install_tiny("tiny", folder / "copy")
    add_piper(folder, "low", "tiny/low")
    add_piper(folder, "high", "tiny/high")
    ladder = names(build_ladders("auto", show(second="auto")).usual)
    assert ladder[2:4] == ["high and low", "high"]


def test_in_an_episode_in_which_nothing_is_quoted_one_reads() -> None:
    ladders = build_ladders("auto", show(second="auto"))
    assert names(ladder_of(ladders, "guid", PLAIN)) == ["tanishaa", "espeak"]
    assert ladder_of(ladders, "guid", QUOTING) == ladders.usual


def test_the_stories_of_an_edition_are_read_by_turns() -> None:
    ladders = build_ladders("auto", show(second="auto", reads="alternate"))
    readers = ladder_of(ladders, "guid", EDITION)[0]
    assert (readers.name, readers.reads) == ("tanishaa and bashkar", "stories")
    written = [EDITION.sentences[place].written for place in sorted(sentences_of_second(readers, EDITION))]
    assert written == ["দ্বিতীয় খবর", "হাট বসেছে।"]


def test_an_edition_of_one_story_needs_no_second_reader() -> None:
    ladders = build_ladders("auto", show(second="auto", reads="alternate"))
    alone = script_of((BlockKind.HEADLINE, "প্রথম খবর"), (BlockKind.PARAGRAPH, "ঘাট খুলল।"))
    assert all(readers.second is None for readers in ladder_of(ladders, "guid", alone))


def test_what_a_second_voice_reads_changes_nothing_that_was_made_before() -> None:
    readers = build_ladders("auto", show(second="auto")).usual[0]
    assert "reads" not in repr(readers)


def test_about_every_other_episode_has_the_second_voice_and_always_the_same() -> None:
    ladders = build_ladders("auto", show(second="auto", reads="alternate"))
    assert names(ladders.alternate) == ["bashkar", "tanishaa", "espeak-female", "espeak"]
    first = [ladder_of(ladders, f"guid-{n}", QUOTING)[0].name for n in range(200)]
    again = [ladder_of(ladders, f"guid-{n}", PLAIN)[0].name for n in range(200)]
    assert first == again
    assert set(first) == {"tanishaa", "bashkar"}
    assert 70 < first.count("bashkar") < 130


@pytest.mark.parametrize(
    ("voice", "second", "said"),
    [
        ("auto", "bashkr", "show s: second_voice.name: “bashkr” is not a voice; did you mean “bashkar”"),
        ("espeak", "espeak", "show s: second_voice.name = “espeak”: is the first voice too"),
        ("silent", "auto", "there is no other voice like silent; name one"),
    ],
)
def test_a_second_voice_that_is_none_is_told(voice: str, second: str, said: str) -> None:
    with pytest.raises(SettingsError, match=said):
        build_ladders(voice, show(second=second))


def test_a_first_voice_that_is_none_is_a_usage_error() -> None:
    with pytest.raises(UsageError, match="did you mean “tanishaa”"):
        build_ladders("tanisha", show(second="auto"))


def test_readers_are_named_in_messages_and_titled_for_listeners() -> None:
    pair = Readers(load_voice("espeak"), load_voice("espeak-female"))
    assert (pair.name, pair.title) == ("espeak and espeak-female", "ইস্পিক ও ইস্পিক (নারীকণ্ঠ)")
