"""Publishing to a folder and to a real S3 server: the same promises at both."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote

import boto3
import pytest
from lxml import etree
from s3_server import BUCKET, CREDENTIALS, running_s3
from show_samples import BASE_URL, NOW, draw_nothing, make_draft, make_episode, make_show

from podcast.errors import PublishError, UsageError
from podcast.publish.hashes import PART_BYTES
from podcast.publish.plan import Plan, Step
from podcast.publish.publishing import open_target, publish
from podcast.show.folder import publish_episode
from podcast.show.published import EPISODE_ENDINGS

LARGE = b"\xff\xf3" + b"s" * (PART_BYTES + 1000)
"""A sound that is sent in parts."""
EACH = len(EPISODE_ENDINGS)
"""Files of an episode."""
SHARED = ("index.html", "feed.xml", "cover.jpg", "style.css", "player.js", "feed.css", "icon.svg")
ONE, TWO = EACH + len(SHARED), 2 * EACH + len(SHARED)
"""Files of a show of so many episodes."""


@dataclass(frozen=True)
class Place:
    """Where tests publish to, looked at without the code under test."""

    address: str
    endpoint: str | None
    root: Path | None

    def files(self) -> dict[str, bytes]:
        if self.root is not None:
            return {
                path.relative_to(self.root).as_posix(): path.read_bytes()
                for path in self.root.rglob("*")
                if path.is_file() and ".publishing" not in path.parts
            }
        return {key.removeprefix("show/"): self.ask(key)["Body"].read() for key in self.listed()}

    def listed(self) -> list[str]:
        listed = self.client().list_objects_v2(Bucket=BUCKET, Prefix="show/").get("Contents", [])
        return [item["Key"] for item in listed]

    def ask(self, key: str) -> dict[str, object]:
        return self.client().get_object(Bucket=BUCKET, Key=key)

    def client(self) -> object:
        return client_of(self.endpoint)

    def write(self, name: str, content: bytes) -> None:
        if self.root is not None:
            (self.root / name).parent.mkdir(parents=True, exist_ok=True)
            (self.root / name).write_bytes(content)
        else:
            self.client().put_object(Bucket=BUCKET, Key=f"show/{name}", Body=content)

    def publish(self, folder: Path, **options: object) -> tuple[Plan, list[Step]]:
        taken: list[Step] = []
        with open_target(self.address, endpoint=self.endpoint) as target:
            return publish(folder, target, on_step=taken.append, **options), taken


@lru_cache
def client_of(endpoint: str) -> object:
    """Return a client, which takes a while to make."""
    return boto3.client("s3", endpoint_url=endpoint, region_name="us-east-1")


@pytest.fixture(scope="module")
def s3() -> Iterator[str]:
    with running_s3() as endpoint:
        yield endpoint


@pytest.fixture(autouse=True)
def _credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    for name, value in CREDENTIALS.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", os.devnull)


@pytest.fixture(params=["folder", "s3"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    if request.param == "folder":
        return Place(str(tmp_path / "public"), None, tmp_path / "public")
    return s3_place(request.getfixturevalue("s3"))


@pytest.fixture
def bucket(s3: str) -> Place:
    return s3_place(s3)


def s3_place(endpoint: str) -> Place:
    place = Place(f"s3://{BUCKET}/show/", endpoint, None)
    client = place.client()
    client.create_bucket(Bucket=BUCKET)
    for key in [item["Key"] for item in client.list_objects_v2(Bucket=BUCKET).get("Contents", [])]:
        client.delete_object(Bucket=BUCKET, Key=key)
    return place


def make_folder(folder: Path, sounds: dict[int, bytes], base_url: str | None = BASE_URL) -> Path:
    folder.parent.mkdir(parents=True, exist_ok=True)
    for number, sound in sounds.items():
        draft = make_draft(folder.parent, number, sound)
        publish_episode(folder, make_show(), draft, base_url=base_url, now=NOW, draw_cover=draw_nothing)
    return folder


def assert_is_whole(files: dict[str, bytes], *feeds: bytes) -> None:
    """Assert that the feed, read by another's parser, names only what is there, and sounds of the right length.

    A sound that is being replaced keeps its address, so it may have the length that one of *feeds* says.
    """
    if "feed.xml" not in files:
        return
    feed = etree.fromstring(files["feed.xml"])
    named = [link for link in feed.xpath("//@url | //@href | //link/text()") if link.startswith(BASE_URL)]
    assert len(named) > 5
    assert {unquote(link.removeprefix(BASE_URL)) for link in named} <= files.keys()
    right = {sound for one in (files["feed.xml"], *feeds) for sound in sounds_in(one)}
    for name, _ in sounds_in(files["feed.xml"]):
        assert (name, len(files[name])) in right


def sounds_in(feed: bytes) -> list[tuple[str, int]]:
    enclosures = etree.fromstring(feed).iter("enclosure")
    return [(one.get("url").removeprefix(BASE_URL), int(one.get("length"))) for one in enclosures]


def test_what_was_published_arrives_byte_for_byte_and_nothing_private_with_it(place: Place, tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "here", {1: b"one", 2: LARGE})
    (folder / ".hidden.html").write_text("secret")
    (folder / "notes.txt").write_text("secret")
    (tmp_path / "outside.html").write_text("secret")
    (folder / "outside.html").symlink_to(tmp_path / "outside.html")
    (folder / "private.json").symlink_to(folder / ".podcast" / "library.sqlite3")
    plan, taken = place.publish(folder)
    expected = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in (*folder.glob("*.*"), *folder.glob("episodes/*"))
        if path.is_file() and path.name not in {"notes.txt", ".hidden.html", "outside.html", "private.json"}
    }
    assert place.files() == expected
    assert len(expected) == TWO
    assert tuple(taken) == plan.steps
    assert taken[0].name.endswith(".mp3")
    assert taken[-1].name == "feed.xml"
    assert_is_whole(place.files())


def test_a_second_run_sends_nothing(place: Place, tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "here", {1: b"one", 2: LARGE})
    place.publish(folder)
    plan, taken = place.publish(folder)
    assert (taken, plan.unchanged) == ([], TWO)


def test_only_what_has_changed_is_sent_and_what_is_gone_goes_after_the_feed(place: Place, tmp_path: Path) -> None:
    place.publish(make_folder(tmp_path / "old", {1: b"one", 2: b"two"}))
    others = {"CNAME": b"khobor.example", "episodes/bonus.mp3": b"by hand", "about.html": b"by hand"}
    for name, content in others.items():
        place.write(name, content)
    new = make_folder(tmp_path / "new", {2: b"two", 3: b"three"})
    plan, _ = place.publish(new, force=True)
    assert {name.partition(".")[0] for name in plan.removals} == {gone(tmp_path / "old", new)}
    assert len(plan.removals) == EACH
    steps = [step.name for step in plan.steps]
    assert steps.index("feed.xml") == len(plan.puts) - 1
    assert_is_whole(place.files())
    assert place.files().items() >= others.items()
    assert len(place.files()) == TWO + len(others)


def gone(old: Path, new: Path) -> str:
    (name,) = {path.name for path in old.glob("episodes/*.mp3")} - {path.name for path in new.glob("episodes/*.mp3")}
    return f"episodes/{name.removesuffix('.mp3')}"


def test_a_file_of_the_same_size_with_other_bytes_is_sent(place: Place, tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "here", {1: b"one"})
    place.publish(folder)
    (vtt,) = folder.glob("episodes/*.vtt")
    vtt.write_bytes(vtt.read_bytes().replace(b"00:00", b"01:00", 1))
    plan, _ = place.publish(folder)
    assert plan.puts == (f"episodes/{vtt.name}",)
    assert place.files()[f"episodes/{vtt.name}"] == vtt.read_bytes()


def test_the_same_bytes_written_again_are_not_sent(place: Place, tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "here", {1: LARGE})
    place.publish(folder)
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    for path in copy.rglob("*.*"):
        os.utime(path, (1, 1))
    plan, _ = place.publish(copy)
    assert (plan.steps, plan.unchanged) == ((), ONE)


def test_a_dry_run_does_nothing(place: Place, tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "here", {1: b"one"})
    plan, taken = place.publish(folder, dry_run=True)
    assert len(plan.puts) == ONE
    assert (taken, place.files()) == ([], {})
    assert place.root is None or not place.root.exists()


def test_another_shows_feed_is_not_replaced_unless_forced(place: Place, tmp_path: Path) -> None:
    place.publish(make_folder(tmp_path / "one", {1: b"one"}))
    other = make_folder(tmp_path / "other", {2: b"two"}, base_url="https://other.example/")
    with pytest.raises(PublishError, match="the feed there is of another show"):
        place.publish(other)
    assert_is_whole(place.files())
    place.publish(other, force=True)
    assert place.files()["feed.xml"] == (other / "feed.xml").read_bytes()


def test_a_feed_without_an_episode_that_listeners_have_is_not_published(place: Place, tmp_path: Path) -> None:
    place.publish(make_folder(tmp_path / "old", {1: b"one", 2: b"two"}))
    new = make_folder(tmp_path / "new", {2: b"two", 3: b"three"})
    before = place.files()
    with pytest.raises(PublishError, match=r"worse than the one there.*\n  MUST guid-vanished: .*does not name “খেয়া"):
        place.publish(new)
    assert place.files() == before
    place.publish(new, removed={make_episode(1).guid})
    assert place.files()["feed.xml"] == (new / "feed.xml").read_bytes()


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (b"<itunes:explicit>false", b"<itunes:explicit>no", "explicit-form"),
        (b'isPermaLink="false">', b'isPermaLink="false">new-', "guid-changed"),
        (b"<podcast:guid>", b"<podcast:guid>no-", "podcast-guid"),
        (b"</rss>", b"", "xml-well-formed"),
    ],
)
def test_a_feed_with_a_new_mistake_is_not_published(tmp_path: Path, before: bytes, after: bytes, said: str) -> None:
    folder = make_folder(tmp_path / "here", {1: b"one"})
    place = Place(str(tmp_path / "public"), None, tmp_path / "public")
    place.publish(folder)
    feed = (folder / "feed.xml").read_bytes()
    (folder / "feed.xml").write_bytes(feed.replace(before, after, 1))
    with pytest.raises(PublishError, match=said if said != "podcast-guid" else "another show"):
        place.publish(folder)
    assert place.files()["feed.xml"] == feed
    place.publish(folder, force=True)
    assert place.files()["feed.xml"] != feed


def test_a_mistake_in_a_first_feed_is_told_and_no_reason_to_wait(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = make_folder(tmp_path / "here", {1: b"one"})
    feed = (folder / "feed.xml").read_bytes()
    (folder / "feed.xml").write_bytes(feed.replace(b"<itunes:explicit>false", b"<itunes:explicit>no", 1))
    place = Place(str(tmp_path / "public"), None, tmp_path / "public")
    place.publish(folder)
    assert "MUST explicit-form" in caplog.text
    assert place.publish(folder)[0].steps == ()


def test_a_feed_that_names_what_is_missing_here_is_not_published(place: Place, tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "here", {1: b"one"})
    (sound,) = folder.glob("episodes/*.mp3")
    sound.unlink()
    with pytest.raises(PublishError, match=rf"feed\.xml names episodes/{sound.name}, which is not there"):
        place.publish(folder)
    assert place.files() == {}


@pytest.mark.parametrize(
    ("place", "step"),
    [pytest.param("folder", step, marks=[pytest.mark.full] * (step % 4 > 0)) for step in range(0, 23, 2)]
    + [pytest.param("s3", step, marks=[pytest.mark.full] * (step in {9, 13})) for step in (0, 9, 10, 13, 14, 22)],
    indirect=["place"],
)
def test_a_run_that_is_killed_leaves_a_whole_show_and_the_next_one_completes_it(
    place: Place, tmp_path: Path, step: int
) -> None:
    place.publish(make_folder(tmp_path / "old", {1: b"one", 2: b"two"}))
    new = make_folder(tmp_path / "new", {2: LARGE, 3: LARGE + b"three"})
    kill_at_step(new, place, step)
    assert_is_whole(place.files(), (new / "feed.xml").read_bytes())
    place.publish(new, force=True)
    assert_is_whole(place.files())
    assert len(place.files()) == TWO
    if place.root is None:
        assert "Uploads" not in place.client().list_multipart_uploads(Bucket=BUCKET)
    else:
        assert not list(place.root.glob(".*"))


def kill_at_step(folder: Path, place: Place, number: int) -> None:
    """Publish in a process of its own and kill it while step *number* is being taken."""
    endpoint = [] if place.endpoint is None else ["--endpoint", place.endpoint]
    with subprocess.Popen(
        [sys.executable, "-m", "podcast", "publish", "--force", folder, place.address, *endpoint],
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        for _ in range(number + 1):
            assert process.stderr.readline().split(" ")[0] in {"put", "remove"}
        process.kill()
    assert process.returncode == -9


def test_objects_have_their_type_and_how_long_they_may_be_kept(bucket: Place, tmp_path: Path) -> None:
    bucket.publish(make_folder(tmp_path / "here", {1: LARGE}))
    told = {key.partition(".")[2]: bucket.ask(key) for key in bucket.listed()}
    assert {end: answer["ContentType"].partition(";")[0] for end, answer in told.items()} == {
        "mp3": "audio/mpeg",
        "html": "text/html",
        "vtt": "text/vtt",
        "srt": "application/x-subrip",
        "transcript.html": "text/html",
        "json": "application/json",
        "chapters.json": "application/json+chapters",
        "words.json": "application/json",
        "jpg": "image/jpeg",
        "xml": "application/rss+xml",
        "css": "text/css",
        "js": "text/javascript",
        "svg": "image/svg+xml",
    }
    assert told["mp3"]["CacheControl"] == "public, max-age=604800"
    assert told["js"]["CacheControl"] == told["css"]["CacheControl"] == "public, max-age=3600"
    assert told["xml"]["CacheControl"] == told["html"]["CacheControl"] == "public, max-age=300"
    assert all(len(answer["Metadata"]["sha256"]) == 64 for answer in told.values())


def test_a_store_without_md5_is_asked_for_the_hash_we_left_there(bucket: Place, tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "here", {1: b"one"})
    bucket.publish(folder)
    client = bucket.client()
    for key in bucket.listed():  # sent in a part, an object has no MD5 for an ETag
        answer = bucket.ask(key)
        upload = client.create_multipart_upload(Bucket=BUCKET, Key=key, Metadata=answer["Metadata"])["UploadId"]
        part = client.upload_part(Bucket=BUCKET, Key=key, UploadId=upload, PartNumber=1, Body=answer["Body"].read())
        parts = {"Parts": [{"ETag": part["ETag"], "PartNumber": 1}]}
        client.complete_multipart_upload(Bucket=BUCKET, Key=key, UploadId=upload, MultipartUpload=parts)
    assert all("-1" in bucket.ask(key)["ETag"] for key in bucket.listed())
    assert bucket.publish(folder)[0].steps == ()


def test_a_feed_without_a_public_address_goes_to_a_folder_only(bucket: Place, tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "here", {1: b"one"}, base_url=None)
    with pytest.raises(PublishError, match="has no public address yet"):
        bucket.publish(folder)
    assert bucket.publish(folder, force=True)[0].puts
    assert Place(str(tmp_path / "there"), None, tmp_path / "there").publish(folder)[0].puts


def test_a_published_folder_may_be_published_by_one_run_at_a_time(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "here", {1: b"one"})
    with open_target(str(tmp_path / "there")) as first:
        first.prepare(())
        with (
            open_target(str(tmp_path / "there")) as second,
            pytest.raises(PublishError, match="another `podcast publish` into this folder is running"),
        ):
            publish(folder, second)
    with open_target(str(tmp_path / "there")) as third:
        publish(folder, third)


def test_a_folder_is_not_published_into_itself(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "here", {1: b"one"})
    for there in (folder, folder / "episodes", folder / ".." / "here"):
        with open_target(str(there)) as target, pytest.raises(PublishError, match="is the published folder itself"):
            publish(folder, target)


@pytest.mark.parametrize(
    ("address", "endpoint", "said"),
    [
        ("ftp://a/b", None, "is not a place to publish to"),
        ("https://a/b", None, "is not a place to publish to"),
        ("public", "http://127.0.0.1:1", "--endpoint goes with s3://"),
        ("s3://khobor", "127.0.0.1:9000", "--endpoint is not an http or https address"),
        ("s3://khobor", "http://known:word@127.0.0.1", "without a name and password"),
    ],
)
def test_what_is_no_target_is_wrong_usage(address: str, endpoint: str | None, said: str) -> None:
    with pytest.raises(UsageError, match=said), open_target(address, endpoint=endpoint):
        pass


def test_what_is_no_show_is_refused(place: Place, tmp_path: Path) -> None:
    with pytest.raises(PublishError, match="there is no such folder"):
        place.publish(tmp_path / "missing")
    (tmp_path / "empty").mkdir()
    with pytest.raises(PublishError, match=r"holds no feed\.xml"):
        place.publish(tmp_path / "empty")


def test_a_missing_bucket_is_named(bucket: Place, tmp_path: Path) -> None:
    missing = Place("s3://no-such-bucket/a", bucket.endpoint, None)
    with pytest.raises(PublishError, match=r"s3://no-such-bucket/a/: there is no such bucket; make it first"):
        missing.publish(make_folder(tmp_path / "here", {1: b"one"}))


def test_what_is_no_name_of_a_bucket_is_said(bucket: Place, tmp_path: Path) -> None:
    with pytest.raises(PublishError, match="is not the name of a bucket"):
        Place("s3://খবর/", bucket.endpoint, None).publish(make_folder(tmp_path / "here", {1: b"one"}))


def test_missing_credentials_are_said_with_where_they_are_looked_for(
    bucket: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in CREDENTIALS:
        monkeypatch.delenv(name)
    with pytest.raises(PublishError, match=r"there are no complete credentials; .*AWS_ACCESS_KEY_ID"):
        bucket.publish(make_folder(tmp_path / "here", {1: b"one"}))
    monkeypatch.setenv("AWS_PROFILE", "nobody")
    with pytest.raises(PublishError, match="AWS_PROFILE names a profile"):
        bucket.publish(tmp_path / "here")


def test_no_network_is_said(tmp_path: Path) -> None:
    nobody = Place("s3://khobor/", "http://127.0.0.1:1", None)
    with pytest.raises(PublishError, match=r"http://127\.0\.0\.1:1 cannot be reached"):
        nobody.publish(make_folder(tmp_path / "here", {1: b"one"}))


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "podcast", "publish", *map(str, arguments)], capture_output=True, text=True, check=False
    )


def test_the_command_publishes_and_says_what_it_did(place: Place, tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "here", {1: b"one"})
    endpoint = [] if place.endpoint is None else ["--endpoint", place.endpoint]
    planned = run(folder, place.address, *endpoint, "--dry-run")
    assert planned.returncode == 0
    assert planned.stdout.splitlines()[-2:] == [
        "put feed.xml",
        f"{place.address}: {ONE} files would be put, 0 would be removed, 0 unchanged",
    ]
    done = run(folder, place.address, *endpoint, "--json")
    assert done.returncode == 0
    assert [f"put {name}" for name in json.loads(done.stdout)["put"]] == planned.stdout.splitlines()[:-1]
    assert done.stderr.splitlines() == planned.stdout.splitlines()[:-1]
    again = run(folder, place.address, *endpoint)
    assert (again.stdout, again.stderr) == (f"{place.address}: 0 files put, 0 removed, {ONE} unchanged\n", "")


def test_the_show_names_folder_and_target(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "here", {1: b"one"})
    show = tmp_path / "nodi.toml"
    show.write_text(f'title = "নদী"\ndescription = "নদী"\nout = "{folder}"\npublish = "{tmp_path / "there"}"\n')
    done = run("--show", show)
    assert (done.returncode, done.stdout) == (0, f"{tmp_path / 'there'}: {ONE} files put, 0 removed, 0 unchanged\n")
    elsewhere = run("--show", show, tmp_path / "elsewhere")
    assert elsewhere.stdout == f"{tmp_path / 'elsewhere'}: {ONE} files put, 0 removed, 0 unchanged\n"


def test_a_failure_is_one_line_without_a_secret(bucket: Place, tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "here", {1: b"one"})
    failed = run(folder, "s3://no-such-bucket", "--endpoint", bucket.endpoint)
    assert (failed.returncode, failed.stdout) == (1, "")
    assert failed.stderr == "podcast: s3://no-such-bucket/: there is no such bucket; make it first\n"
    assert run(folder, "ftp://a").returncode == 2
    assert run().returncode == 2
