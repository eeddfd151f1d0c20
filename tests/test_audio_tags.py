import re
import subprocess
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import imageio_ffmpeg
import pytest
from mutagen.id3 import ID3
from mutagen.mp3 import MP3
from sounds import clip, tone

from podcast.audio import Tags, record, write_tags
from podcast.errors import SoundError
from podcast.model import Chapter
from podcast.settings import Pauses

TAGS = Tags(
    title="সুন্দরবনে নতুন বাঁধ — গ্রামবাসীর স্বস্তি",
    show="নমুনা বার্তা",
    artist="সম্পাদকমণ্ডলী",
    published_at=datetime(2026, 3, 7, 1, 5, tzinfo=timezone(timedelta(hours=5, minutes=30))),
    source_url="https://example.org/খবর/৭",
    comment="কৃত্রিম কণ্ঠে পড়া।",
    cover_jpeg=b"\xff\xd8 picture",
    # the first has the longest title: by size, as mutagen would have them, they would lie in another order
    chapters=(
        Chapter(0, "সুন্দরবনে নতুন বাঁধ — গ্রামবাসীর স্বস্তি"),
        Chapter(400, "কাজ", "https://example.org/খবর/৭"),
        Chapter(900, "গ্রামের কথা"),
    ),
    duration_ms=1700,
    text="সুন্দরবনে নতুন বাঁধ\n\nকাজ শেষ।",
    copyright="2026 নমুনা বার্তা",
)


@pytest.fixture
def sound_file(tmp_path: Path) -> Path:
    path = tmp_path / "audio.mp3"
    record([clip(tone(1500, 24_000), 24_000)], path, pauses=Pauses())
    return path


def test_every_tag_is_read_back(sound_file: Path) -> None:
    write_tags(sound_file, TAGS)
    frames = ID3(sound_file)
    assert frames.version == (2, 3, 0)
    assert {key: str(frames[key]) for key in ("TIT2", "TALB", "TPE1", "TCON", "TLAN", "COMM::ben")} == {
        "TIT2": TAGS.title,
        "TALB": TAGS.show,
        "TPE1": TAGS.artist,
        "TCON": "Podcast",
        "TLAN": "ben",
        "COMM::ben": TAGS.comment,
    }
    assert frames["WOAS"].url == "https://example.org/%E0%A6%96%E0%A6%AC%E0%A6%B0/%E0%A7%AD"
    assert (frames["APIC:"].mime, frames["APIC:"].type, frames["APIC:"].data) == ("image/jpeg", 3, TAGS.cover_jpeg)


def test_text_and_rights_are_read_back(sound_file: Path) -> None:
    write_tags(sound_file, TAGS)
    frames = ID3(sound_file)
    assert (frames["USLT::ben"].text, frames["USLT::ben"].lang) == (TAGS.text, "ben")
    assert str(frames["TCOP"]) == TAGS.copyright


def test_chapters_are_read_back_each_until_the_next(sound_file: Path) -> None:
    write_tags(sound_file, TAGS)
    frames = ID3(sound_file)
    contents = frames["CTOC:toc"]
    assert contents.flags == 3
    chapters = [frames[f"CHAP:{name}"] for name in contents.child_element_ids]
    assert [(one.start_time, one.end_time, str(one.sub_frames["TIT2"])) for one in chapters] == [
        (0, 400, TAGS.chapters[0].title),
        (400, 900, "কাজ"),
        (900, 1700, "গ্রামের কথা"),
    ]
    links = [[link.url for link in one.sub_frames.getall("WXXX")] for one in chapters]
    assert links == [[], ["https://example.org/%E0%A6%96%E0%A6%AC%E0%A6%B0/%E0%A7%AD"], []]


def test_a_player_that_goes_through_the_file_finds_chapters_in_order_of_time(sound_file: Path) -> None:
    write_tags(sound_file, replace(TAGS, cover_jpeg=None))
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-i", sound_file, "-f", "ffmetadata", "-"]
    told = subprocess.run(command, capture_output=True, check=True)
    starts_ms = [int(start) for start in re.findall(rb"(?m)^START=(\d+)", told.stdout)]
    # ffmpeg counts from the first sample that is heard, 25 ms into the file's frames
    assert starts_ms == [0, pytest.approx(400, abs=30), pytest.approx(900, abs=30)]
    assert told.stderr == b""
    titles = told.stdout.decode().split("[CHAPTER]")[1:]
    assert [chapter.title in told for chapter, told in zip(TAGS.chapters, titles, strict=True)] == [True] * 3


@pytest.mark.parametrize("title", ["একটি দীর্ঘ শিরোনাম " * 3500, "ক" * 10_000, "\ud800ক\0খ"])
def test_a_title_no_player_could_show_is_cut_short_at_a_word(title: str, sound_file: Path) -> None:
    write_tags(sound_file, replace(TAGS, title=title, chapters=(Chapter(0, title),)))
    frames = ID3(sound_file)
    for written in (str(frames["TIT2"]), str(frames["CHAP:ch000"].sub_frames["TIT2"])):
        assert 0 < len(written) <= 1002
        assert written == "কখ" or (written.endswith(" …") and title.startswith(written.removesuffix(" …")))


def test_the_date_is_in_utc_in_the_frames_of_version_2_3(sound_file: Path) -> None:
    write_tags(sound_file, TAGS)
    frames = ID3(sound_file, translate=False)
    assert [str(frames[key]) for key in ("TYER", "TDAT", "TIME")] == ["2026", "0603", "1935"]


def test_the_audio_stays_byte_for_byte(sound_file: Path) -> None:
    before, length = sound_file.read_bytes(), MP3(sound_file).info.length
    write_tags(sound_file, TAGS)
    assert sound_file.read_bytes().endswith(before)
    assert MP3(sound_file).info.length == length


def test_writing_again_replaces_what_was_there(sound_file: Path) -> None:
    write_tags(sound_file, TAGS)
    write_tags(sound_file, Tags("খ", "গ", "ঘ", datetime(2026, 1, 1, tzinfo=UTC)))
    assert sorted(ID3(sound_file)) == ["TALB", "TCON", "TDRC", "TIT2", "TLAN", "TPE1"]
    assert str(ID3(sound_file)["TIT2"]) == "খ"


def test_the_same_tags_give_the_same_bytes(sound_file: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.mp3"
    copy.write_bytes(sound_file.read_bytes())
    write_tags(copy, TAGS)
    write_tags(sound_file, TAGS)
    assert copy.read_bytes() == sound_file.read_bytes()


def test_a_missing_file_is_named_and_not_made(tmp_path: Path) -> None:
    with pytest.raises(SoundError, match=r"none\.mp3: there is no such sound file"):
        write_tags(tmp_path / "none.mp3", TAGS)
    assert not list(tmp_path.iterdir())


def test_a_date_without_a_zone_is_refused(sound_file: Path) -> None:
    naive = Tags("ক", "খ", "গ", datetime(2026, 1, 1))  # noqa: DTZ001 - what is refused
    with pytest.raises(ValueError, match="aware"):
        write_tags(sound_file, naive)


@pytest.mark.parametrize(
    ("url", "written"),
    [
        ("https://example.org/a?b=%E0%A6%95&c=(d)#e", "https://example.org/a?b=%E0%A6%95&c=(d)#e"),
        ("https://বাংলা.example:8080/ক", "https://xn--54b7fta0cc.example:8080/%E0%A6%95"),
        ("https://[half/ক", "https://[half/%E0%A6%95"),
        ("https://" + "ক" * 80 + "/", "https://" + "%E0%A6%95" * 80 + "/"),
    ],
)
def test_the_link_is_ascii_and_escaped_once(url: str, written: str, sound_file: Path) -> None:
    write_tags(sound_file, Tags("ক", "খ", "গ", TAGS.published_at, source_url=url))
    assert ID3(sound_file)["WOAS"].url == written
