"""The line, end to end, on real input: what a listener gets, and what is left when something goes wrong."""

import io
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from xml.etree import ElementTree as ET

import feedparser
import podcastparser
import pytest
from edge_standin import EdgeStandIn
from mutagen.id3 import ID3
from PIL import Image, ImageChops, ImageStat
from show_samples import SAID_OF_THE_VOICE

import podcast
from podcast import pipeline
from podcast.errors import PodcastError, PublishError, SettingsError
from podcast.settings import data_dir
from podcast.sound import decode

SAMPLE = data_dir("feeds") / "namuna" / "boi-mela.html"
BRIDGE = "নদীর উপর নতুন সেতু খুলে দেওয়া হয়েছে। খরচ হয়েছে ২০ কোটি টাকা। সকাল থেকেই মানুষের ভিড়।"
FERRY = "নদীতে ফেরি চলাচল বন্ধ হয়ে গেল। যাত্রীরা এখন সেতু দিয়ে যাবেন। মাঝিরা কাজ হারানোর ভয়ে আছেন।"
PUBLISHED = {"mp3", "jpg", "html", "vtt", "srt", "json", "transcript.html", "chapters.json", "words.json"}


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "show"


def written(tmp_path: Path, name: str, body: str, title: str = "সেতু খুলল") -> Path:
    path = tmp_path / f"{name}.txt"
    path.write_text(f"{title}\n\n{body}\n", encoding="utf-8")
    return path


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def public(folder: Path) -> dict[str, bytes]:
    return {name: content for name, content in files(folder).items() if not name.startswith(".podcast")}


def test_the_sample_becomes_an_episode_a_podcast_app_can_take(out: Path) -> None:
    episode = podcast.convert(SAMPLE, out=out, show="namuna", voice="espeak")
    stem = episode.episode_id
    shared = {"feed.xml", "feed.css", "index.html", "style.css", "player.js", "icon.svg", "cover.jpg"}
    assert set(public(out)) == {*shared, *(f"episodes/{stem}.{e}" for e in PUBLISHED)}
    audio = out / "episodes" / f"{stem}.mp3"
    item = feedparser.parse(out / "feed.xml").entries[0]
    assert item.title == "নদীর ধারে বইমেলা: তিন দিনে ১২ হাজার পাঠক"
    assert int(item.enclosures[0].length) == audio.stat().st_size
    decoded_s = decode(audio).duration_ms / 1000
    assert abs(decoded_s - int(item.itunes_duration)) <= 1
    assert 60 < decoded_s < 180


def test_an_episodes_sound_carries_its_picture_and_links_its_chapters(out: Path) -> None:
    episode = podcast.convert(SAMPLE, out=out, show="namuna", voice="silent")
    stem = out / "episodes" / episode.episode_id
    (tag,) = ID3(stem.with_suffix(".mp3")).getall("APIC")
    with Image.open(io.BytesIO(tag.data)) as inside, Image.open(stem.with_suffix(".jpg")) as beside:
        assert inside.size == (600, 600)
        assert beside.size == (1400, 1400)
        assert ImageStat.Stat(ImageChops.difference(inside, beside.resize((600, 600)))).mean < [3, 3, 3]
    chapters = json.loads(Path(f"{stem}.chapters.json").read_text(encoding="utf-8"))["chapters"]
    assert chapters[0]["startTime"] == 0
    assert len(chapters) >= 2
    assert podcast.convert(SAMPLE, out=out, show="namuna", voice="silent") == episode


def test_a_cover_that_cannot_be_used_is_refused_before_anything_is_read(tmp_path: Path, out: Path) -> None:
    Image.new("RGB", (1, 1)).save(tmp_path / "own.png")
    show = tmp_path / "nodi.toml"
    show.write_text('title = "নদী"\ndescription = "নদীর খবর।"\ncover = "own.png"\n', encoding="utf-8")
    with pytest.raises(SettingsError, match=r"own\.png: the cover is 1 × 1 pixels, too small; expected a square JPEG"):
        podcast.convert(tmp_path / "nowhere.txt", out=out, show=str(show), voice="silent")
    assert not out.exists()


def test_two_real_parsers_agree_on_the_feed(tmp_path: Path, out: Path) -> None:
    for name, body in (("ek", BRIDGE), ("dui", FERRY)):
        podcast.convert(written(tmp_path, name, body), out=out, voice="silent")
    seen = feedparser.parse(out / "feed.xml").entries
    with (out / "feed.xml").open("rb") as stream:
        told = podcastparser.parse("http://127.0.0.1:8000/feed.xml", stream)["episodes"]
    assert len(seen) == len(told) == 2
    for item, episode in zip(seen, told, strict=True):
        enclosure = episode["enclosures"][0]
        assert item.id == episode["guid"]
        assert item.title == episode["title"]
        assert item.enclosures[0].href == enclosure["url"]
        assert int(item.enclosures[0].length) == enclosure["file_size"]
        assert int(item.itunes_duration) == episode["total_time"]


def test_running_again_synthesises_nothing_and_changes_nothing(out: Path) -> None:
    job = pipeline.plan(show="namuna", voice="espeak", out=out)
    article = pipeline.read_article(str(SAMPLE))
    first = pipeline.publish_article(article, job)
    before = public(out)
    second = pipeline.publish_article(article, job)
    assert first.synthesized > 0
    assert (second.is_new, second.synthesized) == (False, 0)
    assert second.episode == first.episode
    assert public(out) == before


def test_another_folder_is_spoken_from_the_cache(tmp_path: Path) -> None:
    article = pipeline.read_article(str(SAMPLE))
    made = [
        pipeline.publish_article(article, pipeline.plan(show="namuna", voice="espeak", out=tmp_path / name))
        for name in ("a", "b")
    ]
    assert made[1].synthesized == 0
    assert made[0].audio.read_bytes()[-50_000:] == made[1].audio.read_bytes()[-50_000:]


def test_bengali_titles_two_of_them_equal_make_three_episodes(tmp_path: Path, out: Path) -> None:
    sources = [
        written(tmp_path, "ek", BRIDGE),
        written(tmp_path, "dui", FERRY),
        written(tmp_path, "tin", FERRY, title="ফেরি বন্ধ"),
    ]
    episodes = [podcast.convert(source, out=out, voice="silent") for source in sources]
    assert [episode.title for episode in episodes] == ["সেতু খুলল", "সেতু খুলল", "ফেরি বন্ধ"]
    assert len({episode.guid for episode in episodes}) == 3
    assert len(list((out / "episodes").glob("*.mp3"))) == 3
    items = feedparser.parse(out / "feed.xml").entries
    assert [item.id for item in items] == [episode.guid for episode in reversed(episodes)]
    assert len({episode.published_at for episode in episodes}) == 3


def test_a_corrected_article_keeps_its_identity_and_date(tmp_path: Path, out: Path) -> None:
    page = (
        '<html><head><link rel="canonical" href="https://example.org/setu"><meta property="og:type" content="article">'
        "</head><body><article><h1>সেতু খুলল</h1>{}</article></body></html>"
    )
    source = tmp_path / "setu.html"
    source.write_text(page.format(f"<p>{BRIDGE}</p><p>{FERRY}</p>"), encoding="utf-8")
    first = podcast.convert(source, out=out, voice="silent")
    source.write_text(page.format(f"<p>{FERRY}</p><p>{BRIDGE}</p>"), encoding="utf-8")
    second = podcast.convert(source, out=out, voice="silent")
    assert (second.guid, second.episode_id, second.published_at) == (first.guid, first.episode_id, first.published_at)
    assert len(feedparser.parse(out / "feed.xml").entries) == 1


def test_the_transcript_has_the_text_as_written(tmp_path: Path, out: Path) -> None:
    episode = podcast.convert(written(tmp_path, "ek", BRIDGE), out=out, voice="espeak")
    vtt = (out / "episodes" / f"{episode.episode_id}.vtt").read_text(encoding="utf-8")
    cues = re.findall(r"(\S+) --> (\S+)\n(.+)", vtt)
    body = [f"{part}।" for part in BRIDGE.rstrip("।").split("। ")]
    assert [text for _, _, text in cues] == ["সেতু খুলল", *body, SAID_OF_THE_VOICE]
    assert [start for start, _, _ in cues] == sorted(start for start, _, _ in cues)


def test_no_digit_is_spoken_and_furniture_is_not_heard(out: Path) -> None:
    job = pipeline.plan(show="namuna", voice="silent", out=out)
    script = pipeline.script_of(pipeline.read_article(str(SAMPLE)), job)
    spoken = " ".join(sentence.spoken for sentence in script.sentences)
    assert not re.search(r"\d", spoken)
    for furniture in ("আরও পড়ুন", "সেরা শিরোনাম", "নিজস্ব প্রতিবেদন", "প্রকাশ", "সর্বস্বত্ব"):
        assert furniture not in spoken


def test_the_base_url_is_remembered(tmp_path: Path, out: Path) -> None:
    podcast.convert(written(tmp_path, "ek", BRIDGE), out=out, voice="silent", base_url="https://example.org/khobor")
    podcast.convert(written(tmp_path, "dui", FERRY), out=out, voice="silent")
    links = [item.enclosures[0].href for item in feedparser.parse(out / "feed.xml").entries]
    assert [link.rpartition("/")[0] for link in links] == ["https://example.org/khobor/episodes"] * 2
    assert b"podcast:guid" in (out / "feed.xml").read_bytes()


def test_two_conversions_at_once_lose_neither(tmp_path: Path, out: Path) -> None:
    sources = [written(tmp_path, f"s{n}", f"{BRIDGE} ক্রমিক {n}।", title=f"সেতু {n}") for n in range(4)]
    workers = [
        threading.Thread(target=podcast.convert, args=(source,), kwargs={"out": out, "voice": "silent"})
        for source in sources
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    items = feedparser.parse(out / "feed.xml").entries
    assert sorted(item.title for item in items) == [f"সেতু {n}" for n in range(4)]
    assert [path.name for path in (out / ".podcast").iterdir()] == ["library.sqlite3"]


def test_auto_falls_back_to_the_embedded_voice_for_the_whole_episode(
    tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PODCAST_EDGE_URL", "ws://127.0.0.1:9/nobody-is-here")
    heard: list[str] = []

    class Ear(pipeline.LoggingListener):
        def note(self, message: str) -> None:
            heard.append(message)

    job = pipeline.plan(voice="auto", out=out, listener=Ear())
    result = pipeline.publish_article(pipeline.read_article(str(written(tmp_path, "ek", BRIDGE))), job)
    assert result.episode.voice == "ইস্পিক"
    assert "espeak speaks instead" in heard[0]
    assert heard[1].startswith("voice espeak")


@pytest.mark.parametrize("fault", ["http-403", "http-503", "drop", "cut-tail", "no-audio", "garbage"])
def test_one_fault_of_the_online_service_still_ends_in_a_whole_episode(
    tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    source = written(tmp_path, "ek", f"{BRIDGE}\n\n{FERRY}")
    with EdgeStandIn([fault]) as service:
        monkeypatch.setenv("PODCAST_EDGE_URL", service.url)
        episode = podcast.convert(source, out=out, voice="tanishaa")
    calm = podcast.convert(source, out=tmp_path / "calm", voice="espeak")
    assert service.connections > len(service.requests) - 1 > 0
    assert abs(episode.duration_ms - calm.duration_ms) < 0.1 * calm.duration_ms


def test_a_service_that_always_breaks_off_publishes_nothing(
    tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("random.uniform", lambda *_: 0.0)  # the waits between attempts
    source = written(tmp_path, "ek", BRIDGE)
    with EdgeStandIn(after="drop") as service:
        monkeypatch.setenv("PODCAST_EDGE_URL", service.url)
        with pytest.raises(PodcastError, match="did not speak it whole"):
            podcast.convert(source, out=out, voice="tanishaa")
    assert not out.exists()


def test_an_output_folder_that_cannot_be_made_is_refused_before_anything_is_spoken(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(PublishError, match="file"):
        podcast.convert(SAMPLE, out=tmp_path / "file" / "show", voice="silent")


def test_a_broken_jingle_publishes_nothing(tmp_path: Path, out: Path) -> None:
    (tmp_path / "suru.mp3").write_bytes(b"this is no music")
    show = tmp_path / "gaan.toml"
    show.write_text('title = "গান"\ndescription = "গান।"\nmusic = { intro = "suru.mp3" }\n', encoding="utf-8")
    with pytest.raises(PodcastError, match=r"suru\.mp3"):
        podcast.convert(SAMPLE, out=out, show=str(show), voice="silent")
    assert not out.exists()


def limited(out: Path, limit_bytes: int) -> subprocess.CompletedProcess[str]:
    """Convert the sample where no file may grow beyond *limit_bytes*."""
    code = (
        "import resource, signal, sys\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({limit_bytes}, {limit_bytes}))\n"
        f"sys.argv = ['podcast', 'convert', {str(SAMPLE)!r}, '--voice', 'silent', '--out', {str(out)!r}]\n"
        "from podcast.cli import main\nmain()\n"
    )
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=100, check=False)


@pytest.mark.parametrize("limit_bytes", [200, 60_000, 500_000])
def test_a_file_size_limit_ends_in_a_clear_error_and_publishes_nothing(out: Path, limit_bytes: int) -> None:
    done = limited(out, limit_bytes)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert "too large" in done.stderr or "disk" in done.stderr, done.stderr
    assert not out.exists()


def test_ctrl_c_leaves_no_partial_file_and_keeps_the_cache(tmp_path: Path, out: Path) -> None:
    article = written(tmp_path, "long", "\n\n".join(f"{BRIDGE} {FERRY}" for _ in range(1000)))
    worker = subprocess.Popen(
        [sys.executable, "-m", "podcast", "convert", str(article), "--voice", "espeak", "--out", str(out)],
        stderr=subprocess.PIPE,
        text=True,
    )
    clips = Path(os.environ["XDG_CACHE_HOME"]) / "bangla-podcast" / "clips"
    try:
        deadline = time.monotonic() + 60
        while not list(clips.glob("*/[0-9a-f]*")) and time.monotonic() < deadline:
            time.sleep(0.02)
        worker.send_signal(signal.SIGINT)
        _, said = worker.communicate(timeout=60)
    finally:
        worker.kill()
    assert worker.returncode == 130, said
    assert "Traceback" not in said
    assert list(clips.glob("*/[0-9a-f]*"))
    assert not list(clips.glob("*/.clip-*"))
    assert not out.exists()


def test_every_text_in_the_feed_is_well_formed_xml(tmp_path: Path, out: Path) -> None:
    source = written(tmp_path, "ek", f"{BRIDGE} ক < খ & গ ]]> ঘ।", title="<b>সেতু</b> & ‘ঘাট’")
    podcast.convert(source, out=out, voice="silent")
    title = ET.parse(out / "feed.xml").findtext("channel/item/title")
    assert title == "<b>সেতু</b> & ‘ঘাট’"
