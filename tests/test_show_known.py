import json
import shutil
from pathlib import Path

import pytest
from show_samples import NOW, draw_nothing, make_draft, make_episode, make_show

from podcast.errors import PublishError, UsageError
from podcast.model import Chapter
from podcast.show import publish_episode, staging
from podcast.show.known import choose_episode, find_audio, read_known

TITLES = ("নদীর ধারে বইমেলা", "নদীর ধারে", "নদীর জল বাড়ছে", "  পাহাড়ে   তুষার ", "Kolkata Today")
EPISODES = [make_episode(n, title=t, guid=f"guid-{n}", episode_id=f"id{n}") for n, t in enumerate(TITLES)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with staging(tmp_path) as stage:
        publish_episode(tmp_path, make_show(), make_draft(stage), base_url=None, now=NOW, draw_cover=draw_nothing)
    return tmp_path


def the_mp3(folder: Path) -> Path:
    (path,) = (folder / "episodes").glob("*.mp3")
    return path


@pytest.mark.parametrize(
    ("name", "number"),
    [("id3", 3), ("guid-2", 2), ("নদীর ধারে ব", 0), ("নদীর ধারে", 1), ("নদীর জল", 2), ("পাহাড়ে তুষার", 3), ("KOLKATA", 4)],
)
def test_an_episode_is_named_by_id_guid_or_the_beginning_of_its_title(name: str, number: int) -> None:
    assert choose_episode(EPISODES, name, "public") is EPISODES[number]


def test_the_beginning_of_several_titles_names_them() -> None:
    with pytest.raises(
        UsageError, match=r"begins the titles of 3 episodes in public: id0 নদীর ধারে বইমেলা; id1 .*give an id"
    ):
        choose_episode(EPISODES, "নদীর", "public")


@pytest.mark.parametrize(
    ("name", "hint"), [("নদীর জল বারছে", "did you mean id2 “নদীর জল বাড়ছে”"), ("ক্রিকেট", "title$"), ("", "title$")]
)
def test_no_episode_of_that_name_is_told_with_the_nearest(name: str, hint: str) -> None:
    with pytest.raises(UsageError, match=f"is no episode in public: .*{hint}"):
        choose_episode(EPISODES, name, "public")


def test_what_stands_beside_the_sound_is_known(folder: Path) -> None:
    known = read_known(find_audio(folder, "খেয়াঘাটে"))
    assert known.audio == the_mp3(folder)
    assert (known.title, known.voice, known.words) == ("খেয়াঘাটে নতুন নৌকা 1", "তানিশা", 2)
    assert known.episode_id == known.audio.stem
    assert known.chapters == (Chapter(0, known.title), Chapter(2000, "মূল লেখা"))
    assert [(cue.start_ms, cue.end_ms) for cue in known.cues] == [(0, 2000), (2000, 3000), (3000, 4000)]


def test_a_sound_file_alone_is_known_by_its_path_only(folder: Path, tmp_path: Path) -> None:
    alone = shutil.copy(the_mp3(folder), tmp_path / "একা.mp3")
    known = read_known(find_audio(tmp_path / "nowhere", str(alone)))
    assert (known.audio, known.title, known.chapters, known.cues, known.words) == (alone, None, (), (), None)


@pytest.mark.parametrize("ending", ["words.json", "json", "chapters.json"])
@pytest.mark.parametrize("content", ["{", "[]", '{"words": 5, "segments": 5, "chapters": 5, "episode": 5}'])
def test_damaged_files_are_named(folder: Path, ending: str, content: str) -> None:
    path = the_mp3(folder)
    Path(f"{path.with_suffix('')}.{ending}").write_text(content, encoding="utf-8")
    with pytest.raises(PublishError, match=path.stem):
        read_known(path)


def test_a_folder_in_which_nothing_was_published_is_told_of(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="“নদী” is not a file, and nothing was published in"):
        find_audio(tmp_path, "নদী")
    assert list(tmp_path.iterdir()) == []


def test_words_are_counted_from_their_file(folder: Path) -> None:
    path = Path(f"{the_mp3(folder).with_suffix('')}.words.json")
    document = json.loads(path.read_bytes())
    assert read_known(the_mp3(folder)).words == len(document["words"])
