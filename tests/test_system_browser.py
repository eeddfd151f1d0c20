"""The pages as a reader has them: in Debian's Chromium, driven by Playwright, over the real server."""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from show_samples import HOSTILE_TEXTS, NOW, make_draft, make_show
from show_server import running
from sounds import encoded, tone

from podcast.model import BlockKind, Chapter, Cue, Episode, Passage, Sentence
from podcast.show import publish_episode, staging

pytestmark = pytest.mark.system

TEXT = (
    (BlockKind.TITLE, ("নতুন সাঁকোয় প্রথম সকাল",)),
    (BlockKind.PARAGRAPH, ("ভোর থেকে মানুষ এসেছে।", "বাঁশের সাঁকোটি গ্রামের সকলে মিলে গড়েছেন।", "কাজ চলেছে দুই মাস।")),
    (BlockKind.SUBHEAD, ("স্কুলের পথ",)),
    (BlockKind.PARAGRAPH, ("আগে ঘুরে যেতে লাগত এক ঘণ্টা।", "এখন লাগে দশ মিনিট।")),
    (BlockKind.VERSE, ("ওপার থেকে ডাক আসে,",)),
    (BlockKind.VERSE, ("এপার থেকে যাই।",)),
    (BlockKind.PARAGRAPH, tuple(f"সাঁকোর {number} নম্বর খুঁটিটি পুঁতেছেন পাড়ার ছেলেরা।" for number in range(1, 30))),
)
SENTENCES = [sentence for _, sentences in TEXT for sentence in sentences]
STEP_MS = 1000
"""Each sentence is heard for a second, from the second of its place on."""
RECORD = """
  window.marks = [];
  new MutationObserver((changes) => {
    for (const { target } of changes) {
      if (target.dataset.start !== undefined && target.hasAttribute('aria-current')) {
        window.marks.push([target.textContent.trim(), document.querySelector('audio').currentTime]);
      }
    }
  }).observe(document, { subtree: true, attributeFilter: ['aria-current'] });
"""
"""Notes each sentence as it is marked, and when: a test that looks now and then would miss some."""
SPOKEN = "document.querySelector('audio')"
QUIET = (
    *("--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-sync"),
    *("--disable-component-update", "--autoplay-policy=no-user-gesture-required"),
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("chromium is not installed")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=list(QUIET), chromium_sandbox=False)
        yield chromium
        chromium.close()


def publish(folder: Path, number: int = 1, **changes: object) -> Episode:
    passages = tuple(Passage(kind, tuple(Sentence(text, text) for text in sentences)) for kind, sentences in TEXT)
    cues = tuple(
        Cue(STEP_MS * place, STEP_MS * (place + 1), text, sentence=place) for place, text in enumerate(SENTENCES)
    )
    duration_ms = STEP_MS * (2 if "cues" in changes else len(SENTENCES))
    values: dict[str, object] = {
        "title": SENTENCES[0],
        "passages": passages,
        "cues": cues,
        "chapters": (Chapter(0, SENTENCES[0]), Chapter(4000, "স্কুলের পথ")),
        "duration_ms": duration_ms,
        "words": (),
        **changes,
    }
    with staging(folder) as stage:
        draft = make_draft(stage, number, encoded(tone(duration_ms, 24_000, peak=300), 24_000, "MP3"), **values)
        return publish_episode(folder, make_show(), draft, base_url=None, now=NOW)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("public") / "show"


@pytest.fixture(scope="module")
def episode(folder: Path) -> Episode:
    publish(folder, 2, title="আর একটি পর্ব")
    return publish(folder)


@dataclass
class Visit:
    """A page that is open, the address of its show, and what it did that a page should not do."""

    page: Page
    home: str
    episode: str
    asked: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def is_playing(self) -> bool:
        return not self.page.evaluate(f"{SPOKEN}.paused")

    def marked(self) -> list[str]:
        return [text.strip() for text in self.page.locator("[data-start][aria-current]").all_text_contents()]

    def sentence(self, place: int) -> None:
        """Wait until the sentence is marked, which must be while it is heard."""
        time = self.page.evaluate(
            """(text) => new Promise((done) => {
              const look = () => {
                const found = window.marks.findIndex(([marked]) => marked === text);
                if (found < 0) return setTimeout(look, 10);
                done(window.marks.splice(0, found + 1).at(-1)[1]);
              };
              look();
            })""",
            SENTENCES[place],
        )
        assert place - 0.05 <= time < place + 1

    def listen_until(self, seconds: float) -> None:
        self.page.evaluate(
            """(seconds) => new Promise((done) => {
              const audio = document.querySelector('audio');
              audio.addEventListener('timeupdate', () => { if (audio.currentTime >= seconds) setTimeout(done, 0); });
            })""",
            seconds,
        )

    def place(self, seconds: float) -> None:
        self.page.evaluate(
            """(at) => new Promise((done) => {
              const audio = document.querySelector('audio');
              audio.onseeked = () => setTimeout(done, 0);
              audio.currentTime = at;
            })""",
            seconds,
        )


class Visiting:
    def __init__(self, browser: Browser, port: int, episode: Episode) -> None:
        self._browser, self._port, self._episode = browser, port, episode

    @contextmanager
    def __call__(self, path: str | None = None, *, init: str = "", **context: object) -> Iterator[Visit]:
        """Open *path* of the show (else the episode's page); at the end nothing may have gone wrong on it."""
        home = f"http://127.0.0.1:{self._port}/"
        own = self._browser.new_context(**context)
        page = own.new_page()
        visit = Visit(page, home, f"{home}episodes/{self._episode.episode_id}.html")
        page.on("request", lambda request: visit.asked.append(request.url))
        page.on("pageerror", lambda error: visit.wrong.append(str(error)))
        page.on("dialog", lambda dialog: (visit.wrong.append(dialog.message), dialog.dismiss()))
        page.on("console", lambda said: visit.wrong.append(said.text) if said.type in {"error", "warning"} else None)
        page.add_init_script(RECORD + init)
        try:
            page.goto(visit.episode if path is None else f"{home}{path}")
            yield visit
            assert visit.wrong == []
            hosts = {urlsplit(url).netloc for url in visit.asked if not url.startswith("blob:")}
            assert hosts == {f"127.0.0.1:{self._port}"}
        finally:
            own.close()


@pytest.fixture(scope="module")
def port(folder: Path, episode: Episode) -> Iterator[int]:  # noqa: ARG001 - the episode is there before the server is
    with running(folder) as port:
        yield port


@pytest.fixture
def visit(browser: Browser, port: int, episode: Episode) -> Visiting:
    return Visiting(browser, port, episode)


def test_the_spoken_sentence_is_marked_wherever_the_sound_is(visit: Visiting) -> None:
    with visit() as reader:
        for place in (1, 0, 5, len(SENTENCES) - 1, 3):
            reader.place(place + 0.3)
            assert reader.marked() == [SENTENCES[place]]


def test_the_mark_goes_along_while_the_sound_plays(visit: Visiting) -> None:
    with visit() as reader:
        reader.page.evaluate(f"{SPOKEN}.play()")
        for place in (0, 1, 2):
            reader.sentence(place)


def test_a_click_on_a_sentence_plays_it(visit: Visiting) -> None:
    with visit() as reader:
        reader.page.get_by_text(SENTENCES[6]).click()
        reader.sentence(6)
        assert reader.is_playing()


def test_selecting_text_does_not_play(visit: Visiting) -> None:
    with visit() as reader:
        box = reader.page.get_by_text(SENTENCES[1]).bounding_box()
        reader.page.mouse.move(box["x"] + 5, box["y"] + 10)
        reader.page.mouse.down()
        reader.page.mouse.move(box["x"] + 80, box["y"] + 10, steps=5)
        reader.page.mouse.up()
        assert reader.page.evaluate("getSelection().toString().length") > 1
        assert not reader.is_playing()


def test_a_chapter_plays_on_the_page_itself(visit: Visiting) -> None:
    with visit() as reader:
        chapter = reader.page.locator(".chapters a").nth(1)
        chapter.click()
        reader.sentence(4)
        assert reader.page.url == reader.episode
        expect(chapter).to_have_attribute("aria-current", "true")


def test_sentences_are_reached_by_keyboard(visit: Visiting) -> None:
    with visit() as reader:
        following, previous = reader.page.get_by_label("পরের বাক্য"), reader.page.get_by_label("আগের বাক্য")
        reader.page.evaluate(f"{SPOKEN}.playbackRate = 0.0625")  # so slow that the voice goes on by itself to no other
        following.focus()
        reader.page.keyboard.press("Enter")
        reader.sentence(1)
        reader.page.keyboard.press("Enter")
        reader.sentence(2)
        previous.focus()
        reader.page.keyboard.press("Space")
        reader.sentence(1)


def test_the_first_key_leads_past_the_head_of_the_page(visit: Visiting) -> None:
    with visit() as reader:
        reader.page.keyboard.press("Tab")
        skip = reader.page.locator(":focus")
        expect(skip).to_have_class("skip")
        assert skip.bounding_box()["x"] >= 0
        reader.page.keyboard.press("Enter")
        assert reader.page.evaluate("document.activeElement.id") == "lekha"


def test_the_speed_is_remembered_over_a_reload_and_by_other_episodes(visit: Visiting) -> None:
    with visit() as reader:
        reader.page.get_by_label("গতি").select_option("1.5")
        assert reader.page.evaluate(f"{SPOKEN}.playbackRate") == 1.5
        reader.page.reload()
        assert reader.page.evaluate(f"{SPOKEN}.playbackRate") == 1.5
        reader.page.goto(reader.home)
        reader.page.get_by_role("link", name="আর একটি পর্ব").click()
        expect(reader.page.get_by_label("গতি")).to_have_value("1.5")
        assert reader.page.evaluate(f"{SPOKEN}.playbackRate") == 1.5


NO_STORAGE = "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('', 'SecurityError'); } })"


@pytest.mark.parametrize("init", [NO_STORAGE, "localStorage.setItem('podcast-speed', '<b>99')"])
def test_a_speed_that_cannot_be_kept_or_read_does_no_harm(visit: Visiting, init: str) -> None:
    with visit(init=init) as reader:
        assert reader.page.evaluate(f"{SPOKEN}.playbackRate") == 1
        reader.page.get_by_label("গতি").select_option("2")
        assert reader.page.evaluate(f"{SPOKEN}.playbackRate") == 2


def test_a_page_is_shared_as_the_phone_shares(visit: Visiting) -> None:
    init = "window.shared = []; navigator.share = async (what) => { window.shared.push(what); }"
    with visit(init=init) as reader:
        reader.page.get_by_role("button", name="শেয়ার").click()
        (shared,) = reader.page.evaluate("window.shared")
        assert shared["url"] == reader.episode
        assert SENTENCES[0] in shared["title"]


NO_CLIPBOARD = "Object.defineProperty(navigator, 'clipboard', { value: undefined })"


@pytest.mark.parametrize("init", ["", NO_CLIPBOARD])
def test_where_nothing_shares_the_address_is_copied(visit: Visiting, init: str) -> None:
    no_share = "Object.defineProperty(navigator, 'share', { value: undefined });"
    with visit(init=no_share + init, permissions=["clipboard-read", "clipboard-write"]) as reader:
        reader.page.get_by_role("button", name="শেয়ার").click()
        expect(reader.page.get_by_role("status")).to_have_text("ঠিকানা কপি হয়েছে")
        reader.page.evaluate("document.body.append(document.createElement('textarea'))")
        reader.page.locator("textarea").focus()
        reader.page.keyboard.press("Control+V")
        expect(reader.page.locator("textarea")).to_have_value(reader.episode)


def test_the_front_page_copies_the_feeds_address(visit: Visiting) -> None:
    with visit("", permissions=["clipboard-read", "clipboard-write"]) as reader:
        expect(reader.page.locator("code")).to_have_text(f"{reader.home}feed.xml")
        reader.page.get_by_role("button", name="ফিডের ঠিকানা কপি করুন").click()
        expect(reader.page.get_by_role("status")).to_have_text("ঠিকানা কপি হয়েছে")
        assert reader.page.evaluate("() => navigator.clipboard.readText()") == f"{reader.home}feed.xml"


def test_a_link_into_an_episode_begins_there(visit: Visiting) -> None:
    with visit() as reader:
        reader.page.goto("about:blank")
        reader.page.goto(f"{reader.episode}#t=5.2")
        reader.sentence(5)


def test_the_sound_can_be_downloaded(visit: Visiting, folder: Path, episode: Episode) -> None:
    with visit() as reader:
        with reader.page.expect_download() as waiting:
            reader.page.get_by_role("link", name="ডাউনলোড").click()
        assert waiting.value.suggested_filename == f"{SENTENCES[0]}.mp3"
        sound = folder / "episodes" / f"{episode.episode_id}.mp3"
        assert Path(waiting.value.path()).read_bytes() == sound.read_bytes()


def test_without_script_there_are_text_player_and_links(visit: Visiting) -> None:
    with visit(java_script_enabled=False) as reader:
        for text in SENTENCES:
            expect(reader.page.get_by_text(text).first).to_be_visible()
        expect(reader.page.locator("audio[controls]")).to_be_visible()
        expect(reader.page.get_by_role("link", name="ডাউনলোড")).to_be_visible()
        assert reader.page.get_by_role("button").count() == reader.page.get_by_role("combobox").count() == 0
        reader.page.locator(".chapters a").nth(1).click()
        reader.page.wait_for_url("**/*.mp3#t=4.0")
        reader.page.goto(reader.home)
        expect(reader.page.locator(".episodes a")).to_have_count(2)
        assert reader.page.get_by_role("button").count() == 0


@pytest.mark.parametrize(("path", "texts"), [("", 2), ("feed.xml", 2), (None, len(SENTENCES))])
def test_nothing_is_asked_of_anyone_else_and_nothing_goes_wrong(visit: Visiting, path: str | None, texts: int) -> None:
    with visit(path) as reader:
        reader.page.wait_for_load_state("networkidle")
        assert len(reader.asked) > 1
        assert reader.page.locator("item, h3, [data-start]").count() == texts
        # for a document that is no page Chromium looks for an icon of its own accord
        reader.wrong[:] = [] if path == "feed.xml" and all("404" in said for said in reader.wrong) else reader.wrong


def test_the_feed_can_be_read_in_a_browser(visit: Visiting) -> None:
    with visit("feed.xml") as reader:
        page = reader.page
        assert page.evaluate("document.contentType") == "application/xml"
        notice = page.evaluate("getComputedStyle(document.querySelector('channel'), '::before').content")
        assert "পডকাস্ট অ্যাপে যোগ করুন" in notice
        expect(page.locator("item > title").first).to_be_visible()
        expect(page.locator("item > guid").first).to_be_hidden()
        expect(page.locator("item > description").first).to_be_hidden()
        reader.wrong.clear()  # the icon, as above


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("path", ["", None])
def test_pages_fit_and_their_buttons_can_be_hit(visit: Visiting, path: str | None, width: int, scheme: str) -> None:
    with visit(path, viewport={"width": width, "height": 844}, color_scheme=scheme) as reader:
        page = reader.page
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        targets = page.locator(".button:visible, button:visible, select:visible")
        assert targets.count() >= 3
        for target in targets.all():
            box = target.bounding_box()
            assert min(box["width"], box["height"]) >= 44
        ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert (sum(map(int, re.findall(r"\d+", ground))) < 150) == (scheme == "dark")
        if path is None:
            column, size, line = page.evaluate(
                "(() => { const one = document.querySelector('article'), style = getComputedStyle(one);"
                " return [one.clientWidth, parseFloat(style.fontSize), parseFloat(style.lineHeight)]; })()"
            )
            assert column <= 38 * size
            assert line >= 1.65 * size


def test_the_page_goes_along_with_one_who_reads_and_leaves_one_who_has_scrolled_away(visit: Visiting) -> None:
    calm = {"viewport": {"width": 390, "height": 600}, "reduced_motion": "reduce"}
    with visit(**calm) as reader:
        last = len(SENTENCES) - 8
        sentence = reader.page.locator("[data-start]")
        sentence.nth(last).evaluate("(one) => one.scrollIntoView({ block: 'end' })")
        sentence.nth(last).click()
        reader.sentence(last)
        before = reader.page.evaluate("scrollY")
        reader.listen_until(last + 2)
        expect(reader.page.locator("[data-start][aria-current]")).to_be_in_viewport(ratio=0.9)
        assert reader.page.evaluate("scrollY") > before
        reader.page.evaluate("scrollTo(0, 0)")
        reader.listen_until(last + 4.5)
        assert reader.page.evaluate("scrollY") == 0


def test_pages_work_from_a_folder_without_any_server(browser: Browser, folder: Path, episode: Episode) -> None:
    page = browser.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda said: wrong.append(said.text))
    page.goto((folder / "episodes" / f"{episode.episode_id}.html").as_uri())
    page.get_by_text(SENTENCES[2]).click()
    expect(page.locator("[data-start][aria-current]")).to_have_text(SENTENCES[2])
    page.get_by_label("গতি").select_option("1.25")
    page.close()
    assert wrong == []


def test_text_that_would_be_a_program_stays_text(browser: Browser, tmp_path: Path) -> None:
    folder = tmp_path / "show"
    made = [
        publish(
            folder,
            number,
            title=text,
            summary=text,
            site_name=text,
            voice=text,
            source_url="javascript:alert(1)",
            passages=(Passage(BlockKind.TITLE, (Sentence(text, ""),)), Passage(BlockKind.VERSE, (Sentence(text, ""),))),
            cues=(Cue(0, 900, text, text, sentence=0), Cue(900, 1800, text, text, sentence=1)),
            chapters=(Chapter(0, text),),
        )
        for number, text in enumerate(HOSTILE_TEXTS, start=1)
    ]
    with running(folder) as port, Visiting(browser, port, made[0])("") as reader:
        for path in (
            "",
            *(f"episodes/{one.episode_id}{ending}" for one in made for ending in (".html", ".transcript.html")),
        ):
            reader.page.goto(f"{reader.home}{path}")
            assert reader.page.evaluate("document.scripts.length") == (0 if "transcript" in path else 1)
            assert reader.page.locator("img[src=x], svg:not(.segno), iframe, [onerror], [onload]").count() == 0
            for sentence in reader.page.locator("[data-start]").all():
                sentence.click()


def test_the_policy_holds_against_what_would_slip_through(visit: Visiting) -> None:
    with visit() as reader:
        ran = reader.page.evaluate(
            """() => {
              const script = document.createElement('script');
              script.textContent = 'window.slipped = true';
              document.body.append(script);
              return window.slipped === true;
            }"""
        )
        assert not ran
        assert reader.wrong
        reader.wrong.clear()
