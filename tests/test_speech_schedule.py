"""What happens to a chunk that is not spoken whole, and between two runs at once."""

import os
import re
import signal
import subprocess
import sys
import textwrap
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from podcast.errors import EngineUnavailableError, SettingsError, SpeechError
from podcast.model import Chunk, PauseKind, Speech
from podcast.settings import Voice, load_voice
from podcast.speech import ClipCache, Limits, Spoken, speak_chunks
from podcast.speech.cache import CLAIM_PREFIX
from podcast.speech.coverage import check_coverage
from podcast.speech.engines.silent import SilentEngine
from podcast.speech.words import word_spans

TWO_SENTENCES = "নদীর ধারে মেলা বসেছে। লোকের ভিড়ও কম নয়।"
FIRST, SECOND = "নদীর ধারে মেলা বসেছে।", "লোকের ভিড়ও কম নয়।"
ONE_SENTENCE = "নদীর ধারে মেলা বসেছে, লোকের ভিড়ও কম নয়।"


class TroubledEngine(SilentEngine):
    """Silent; what *spoil* makes of its speech, while *is_spoilt* says so of a text and how often it was asked."""

    def __init__(self, is_spoilt: Callable[[str, int], bool], error: type[SpeechError] | None = None) -> None:
        self.limits = Limits(4000, 2000, 1)
        self.asked: Counter[str] = Counter()
        self.is_spoilt = is_spoilt
        self.error = error

    def synthesize(self, text: str, voice: Voice) -> Speech:
        self.asked[text] += 1
        speech = super().synthesize(text, voice)
        if not self.is_spoilt(text, self.asked[text]):
            return speech
        if self.error is not None:
            raise self.error(f"{text}: no")
        return replace(speech, words=speech.words[:-1])


@pytest.fixture
def voice() -> Voice:
    return load_voice("silent")


@pytest.fixture
def cache(tmp_path: Path) -> ClipCache:
    return ClipCache(tmp_path / "clips")


def speak(engine: SilentEngine, voice: Voice, cache: ClipCache, *texts: str) -> Spoken:
    chunks = [Chunk(text, (), PauseKind.SENTENCE) for text in texts]
    return speak_chunks(chunks, engine=engine, voice=voice, cache=cache)


@pytest.mark.parametrize("error", [None, SpeechError])
def test_what_is_not_whole_is_asked_for_once_more(
    voice: Voice, cache: ClipCache, error: type[SpeechError] | None
) -> None:
    engine = TroubledEngine(lambda _, asked: asked == 1, error)
    (clip,) = speak(engine, voice, cache, TWO_SENTENCES).clips
    assert engine.asked == {TWO_SENTENCES: 2}
    assert clip.load() == SilentEngine().synthesize(TWO_SENTENCES, voice)
    assert (clip.proof.requests, clip.proof.is_split) == (2, False)


@pytest.mark.parametrize(
    ("text", "halves"),
    [
        (TWO_SENTENCES, (FIRST, SECOND)),
        (ONE_SENTENCE, ("নদীর ধারে মেলা বসেছে,", "লোকের ভিড়ও কম নয়।")),
    ],
)
def test_what_is_not_whole_twice_is_spoken_in_two_halves(
    voice: Voice, cache: ClipCache, text: str, halves: tuple[str, str]
) -> None:
    engine = TroubledEngine(lambda asked_for, asked: asked_for == text or (asked_for == halves[1] and asked == 1))
    spoken = speak(engine, voice, cache, text)
    assert engine.asked == {text: 2, halves[0]: 1, halves[1]: 2}
    assert (spoken.synthesized, spoken.proofs[0].requests, spoken.proofs[0].is_split) == (1, 5, True)
    (clip,) = spoken.clips
    speech = clip.load()
    assert tuple((word.start, word.end) for word in speech.words) == word_spans(text)
    alone = [SilentEngine().synthesize(half, voice) for half in halves]
    pause_ms = speech.duration_ms - sum(part.duration_ms for part in alone)
    assert 50 <= pause_ms <= 300
    seconds = [word for word in speech.words if word.start >= text.index(halves[1])]
    shift_ms = alone[0].duration_ms + pause_ms
    assert [(word.start_ms - shift_ms, word.end_ms - shift_ms) for word in seconds] == [
        (word.start_ms, word.end_ms) for word in alone[1].words
    ]


def test_a_half_that_is_not_whole_either_is_reported_by_its_text(voice: Voice, cache: ClipCache) -> None:
    engine = TroubledEngine(lambda text, _: SECOND in text)
    with pytest.raises(SpeechError, match=f"^“{SECOND}”: .* words have no time"):
        speak(engine, voice, cache, TWO_SENTENCES)
    assert engine.asked == {TWO_SENTENCES: 2, FIRST: 1, SECOND: 2}
    assert not [path for path in cache.folder.rglob("*") if path.is_file()]


def test_a_word_is_never_cut_in_two(voice: Voice, cache: ClipCache) -> None:
    engine = TroubledEngine(lambda *_: True)
    with pytest.raises(SpeechError, match="স্বাধীনতাসংগ্রামীদের"):
        speak(engine, voice, cache, "‘স্বাধীনতাসংগ্রামীদের’ —")
    assert engine.asked == {"‘স্বাধীনতাসংগ্রামীদের’ —": 2}


@pytest.mark.parametrize("error", [EngineUnavailableError, SettingsError])
def test_what_asking_again_cannot_mend_is_not_asked_again(
    voice: Voice, cache: ClipCache, error: type[Exception]
) -> None:
    engine = TroubledEngine(lambda *_: True, error)
    with pytest.raises(error):
        speak(engine, voice, cache, TWO_SENTENCES)
    assert engine.asked == {TWO_SENTENCES: 1}


def test_a_cache_that_cannot_be_written_is_not_asked_again(voice: Voice, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    engine = TroubledEngine(lambda *_: False)
    with pytest.raises(SpeechError, match=r"clips?.* cannot be"):
        speak(engine, voice, ClipCache(tmp_path / "file"), TWO_SENTENCES)
    assert not engine.asked


def test_every_clip_tells_how_it_was_proven_also_when_it_comes_from_the_cache(voice: Voice, cache: ClipCache) -> None:
    (proof,) = speak(SilentEngine(), voice, cache, TWO_SENTENCES).proofs
    (again,) = speak(SilentEngine(), voice, cache, TWO_SENTENCES).proofs
    assert again == proof == check_coverage(TWO_SENTENCES, SilentEngine().synthesize(TWO_SENTENCES, voice), voice)
    assert (proof.words, proof.timed_words, proof.silence_percent, proof.requests) == (8, 8, 100, 1)
    assert proof.last_word_ms == proof.duration_ms
    assert proof.ms_per_letter == pytest.approx(100, rel=0.1)


def test_chunks_are_begun_in_the_order_of_the_episode(voice: Voice, cache: ClipCache) -> None:
    engine = TroubledEngine(lambda *_: False)
    texts = [f"কথা {number}" for number in range(20)]
    speak(engine, voice, cache, *texts)
    assert list(engine.asked) == texts


def test_threads_that_need_the_same_chunks_speak_each_once(voice: Voice, cache: ClipCache) -> None:
    engine = TroubledEngine(lambda *_: False)
    texts = [f"কথা {number}" for number in range(30)]
    together = threading.Barrier(4)

    def run(_: int) -> Spoken:
        together.wait()
        return speak(engine, voice, ClipCache(cache.folder), *texts)

    with ThreadPoolExecutor(4) as pool:
        runs = list(pool.map(run, range(4)))
    assert engine.asked == dict.fromkeys(texts, 1)
    assert sum(run.synthesized for run in runs) == len(texts)
    assert len({run.clips for run in runs}) == 1
    assert all(path.name[0] != "." for path in cache.folder.rglob("*"))


COUNT_INTO_A_FILE = """
    import os, sys
    from pathlib import Path
    from podcast.model import Chunk, PauseKind
    from podcast.settings import load_voice
    from podcast.speech import ClipCache, Limits, speak_chunks
    from podcast.speech.engines.silent import SilentEngine

    folder, log, count, hangs_on = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), sys.argv[4]

    class Counting(SilentEngine):
        limits = Limits(4000, 2000, 2)

        def synthesize(self, text, voice):
            with open(log, "ab", buffering=0) as file:
                file.write(text.encode() + b"\\n")
            if text == hangs_on:
                print("hangs", flush=True)
                sys.stdin.read()
            return super().synthesize(text, voice)

    chunks = [Chunk(f"কথা {number}", (), PauseKind.NONE) for number in range(count)]
    print("ready", flush=True)
    sys.stdin.readline()
    spoken = speak_chunks(chunks, engine=Counting(), voice=load_voice("silent"), cache=ClipCache(folder))
    print(spoken.synthesized, flush=True)
"""


def start(folder: Path, log: Path, count: int, hangs_on: str = "") -> subprocess.Popen[str]:
    command = [sys.executable, "-c", textwrap.dedent(COUNT_INTO_A_FILE), folder, log, str(count), hangs_on]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "ready\n"
    return process


def go(process: subprocess.Popen[str]) -> None:
    process.stdin.write("go\n")
    process.stdin.flush()


@pytest.mark.timeout(60)
def test_two_processes_speak_each_chunk_once(tmp_path: Path) -> None:
    folder, log = tmp_path / "clips", tmp_path / "log"
    processes = [start(folder, log, 60) for _ in range(2)]
    for process in processes:
        go(process)
    told = [int(process.communicate()[0]) for process in processes]
    spoken = log.read_text(encoding="utf-8").splitlines()
    assert sorted(spoken) == sorted(f"কথা {number}" for number in range(60))
    assert sum(told) == 60
    assert all(path.name[0] != "." for path in folder.rglob("*"))


@pytest.mark.timeout(60)
def test_a_chunk_is_taken_over_from_a_process_that_died(tmp_path: Path) -> None:
    folder, log = tmp_path / "clips", tmp_path / "log"
    with start(folder, log, 3, hangs_on="কথা 1") as dying, start(folder, log, 3) as waiting:
        go(dying)
        assert dying.stdout.readline() == "hangs\n"
        assert list(folder.glob(f"*/{CLAIM_PREFIX}*"))
        go(waiting)
        os.kill(dying.pid, signal.SIGKILL)
        assert int(waiting.communicate()[0]) >= 1
    assert Counter(log.read_text(encoding="utf-8").splitlines())["কথা 1"] == 2
    assert len([path for path in folder.rglob("*") if path.is_file()]) == 3
    assert all(path.name[0] != "." for path in folder.rglob("*"))


def test_a_chunk_that_another_run_has_is_waited_for(voice: Voice, cache: ClipCache) -> None:
    engine = TroubledEngine(lambda *_: False)
    claim = cache.claim(engine, voice, "কথা 0")
    others: list[str] = []

    def others_finish(done: int, _total: int, _left_s: float | None) -> None:
        if done == 2 and not others:  # all that nobody else has; now the other run is ready too
            others.append("done")
            chunk = Chunk("কথা 0", (), PauseKind.NONE)
            cache.store(engine, voice, chunk, SilentEngine().synthesize(chunk.text, voice), claim=claim)
            claim.release()

    chunks = [Chunk(f"কথা {number}", (), PauseKind.NONE) for number in range(3)]
    spoken = speak_chunks(chunks, engine=engine, voice=voice, cache=cache, on_progress=others_finish)
    assert engine.asked == {"কথা 1": 1, "কথা 2": 1}
    assert (spoken.synthesized, spoken.cached) == (2, 1)


def test_what_a_failed_run_claimed_is_free_again(voice: Voice, cache: ClipCache) -> None:
    with pytest.raises(EngineUnavailableError):
        speak(TroubledEngine(lambda *_: True, EngineUnavailableError), voice, cache, FIRST, SECOND)
    engine = TroubledEngine(lambda *_: False)
    assert speak(engine, voice, cache, FIRST, SECOND).synthesized == 2


def test_a_run_killed_before_any_of_its_steps_leaves_nothing_that_the_next_one_does_not_use(tmp_path: Path) -> None:
    tree = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    command = [sys.executable, Path(__file__).with_name("killed_speaker.py"), tmp_path]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=tree)
    assert (done.returncode, done.stderr) == (0, "")
    assert re.fullmatch(r"[12]\d steps\n", done.stdout), done.stdout


class HastyEngine(TroubledEngine):
    """Needs too little time for what is spoilt, and gives every word its time all the same."""

    def synthesize(self, text: str, voice: Voice) -> Speech:
        self.asked[text] += 1
        speech = SilentEngine().synthesize(text, voice)
        if not self.is_spoilt(text, self.asked[text]):
            return speech
        words = tuple(
            replace(word, start_ms=word.start_ms * 45 // 100, end_ms=word.end_ms * 45 // 100) for word in speech.words
        )
        return replace(speech, pcm=bytes(2 * (len(speech.pcm) // 2 * 45 // 100)), words=words)


LONG_TEXTS = [f"{TWO_SENTENCES} {TWO_SENTENCES} {ONE_SENTENCE} পর্ব {number}।" for number in range(6)]


def test_what_was_read_much_faster_than_the_rest_is_asked_for_once_more(voice: Voice, cache: ClipCache) -> None:
    engine = HastyEngine(lambda text, asked: text == LONG_TEXTS[1] and asked == 1)
    spoken = speak(engine, voice, cache, *LONG_TEXTS)
    assert engine.asked == {**dict.fromkeys(LONG_TEXTS, 1), LONG_TEXTS[1]: 2}
    assert [clip.load() for clip in spoken.clips] == [SilentEngine().synthesize(text, voice) for text in LONG_TEXTS]
    assert (spoken.synthesized, spoken.cached) == (6, 0)


def test_what_is_always_read_much_faster_is_an_error_and_is_not_kept(voice: Voice, cache: ClipCache) -> None:
    engine = HastyEngine(lambda text, _: text == LONG_TEXTS[1])
    with pytest.raises(SpeechError, match="less than half of what its pace"):
        speak(engine, voice, cache, *LONG_TEXTS)
    assert [cache.has(engine, voice, text) for text in LONG_TEXTS] == [True, False, True, True, True, True]
    again = HastyEngine(lambda *_: False)
    assert speak(again, voice, cache, *LONG_TEXTS).synthesized == 1


def test_a_few_texts_say_nothing_of_the_pace_of_a_voice(voice: Voice, cache: ClipCache) -> None:
    engine = HastyEngine(lambda text, _: text == LONG_TEXTS[1])
    assert speak(engine, voice, cache, *LONG_TEXTS[:4]).synthesized == 4
