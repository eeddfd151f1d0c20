"""What a listener's player shows of an episode, read back from the published file."""

from datetime import UTC
from pathlib import Path

from mutagen.id3 import ID3
from show_samples import SAID_OF_THE_VOICE

import podcast
from podcast.model import Episode

PAGE = (
    '<html><head><link rel="canonical" href="https://example.org/setu"><meta property="og:type" content="article">'
    "</head><body><article><h1>সেতু খুলল</h1>{}</article></body></html>"
)
BRIDGE = "নদীর উপর নতুন সেতু খুলে দেওয়া হয়েছে। খরচ হয়েছে ২০ কোটি টাকা। সকাল থেকেই মানুষের ভিড়।"
FERRY = "নদীতে ফেরি চলাচল বন্ধ হয়ে গেল। যাত্রীরা এখন সেতু দিয়ে যাবেন। মাঝিরা কাজ হারানোর ভয়ে আছেন।"


def tags_of(out: Path, episode: Episode) -> ID3:
    return ID3(out / "episodes" / f"{episode.episode_id}.mp3")


def test_the_sound_file_tells_what_the_feed_tells(tmp_path: Path) -> None:
    source, out = tmp_path / "setu.html", tmp_path / "show"
    source.write_text(PAGE.format(f"<p>{BRIDGE}</p><p>{FERRY}</p>"), encoding="utf-8")
    episode = podcast.convert(source, out=out, voice="espeak")
    tags = tags_of(out, episode)
    assert str(tags["TIT2"]) == "সেতু খুলল"
    assert tags["WOAS"].url == "https://example.org/setu"
    assert tags["USLT::ben"].text == f"সেতু খুলল\n\n{BRIDGE}\n\n{FERRY}\n\n{SAID_OF_THE_VOICE}"
    assert tags["APIC:"].data.startswith(b"\xff\xd8\xff")
    chapters = [tags[f"CHAP:{name}"] for name in tags["CTOC:toc"].child_element_ids]
    assert [str(chapter.sub_frames["TIT2"]) for chapter in chapters] == ["সেতু খুলল", "মূল লেখা"]
    assert chapters[-1].end_time == episode.duration_ms


def test_a_corrected_episode_keeps_its_date_in_the_file_too(tmp_path: Path) -> None:
    source, out = tmp_path / "setu.html", tmp_path / "show"
    for paragraphs in (f"<p>{BRIDGE}</p><p>{FERRY}</p>", f"<p>{FERRY}</p><p>{BRIDGE}</p>"):
        source.write_text(PAGE.format(paragraphs), encoding="utf-8")
        episode = podcast.convert(source, out=out, voice="silent")
        wanted = episode.published_at.astimezone(UTC)
        assert str(tags_of(out, episode)["TDRC"]) == f"{wanted:%Y-%m-%d %H:%M}:00"
