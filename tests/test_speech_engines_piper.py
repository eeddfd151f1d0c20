import json
import multiprocessing
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sounds import silences_ms
from tiny_piper import HOP, ONNX_NAME, RATE_HZ, build_model, install_tiny, tiny_model

from podcast.chunking import chunk_script
from podcast.errors import EngineUnavailableError, SettingsError, SpeechError
from podcast.model import Article, Block, BlockKind, Speech
from podcast.script import write_script
from podcast.settings import Voice, load_voice
from podcast.speech import ClipCache, open_engine, speak_chunks
from podcast.speech.coverage import check_coverage
from podcast.speech.engines.espeak import EspeakEngine
from podcast.speech.engines.piper import PiperEngine
from podcast.speech.engines.piper_runtime import open_runtime
from podcast.speech.model_files import load_model
from podcast.speech.models import find_installed, model_folder
from podcast.speech.words import word_spans

TEXT = "আজ সকালে শহরে প্রবল বৃষ্টি হয়েছে। লোকে “ছাতা” খুঁজছে — OpenAI-এর দপ্তরেও, তবু দোকান খোলা!"
LOUDEST = round(0.65 * 32767)


@pytest.fixture
def low(tmp_path: Path) -> Voice:
    """A voice whose model is installed."""
    install_tiny("tiny", tmp_path)
    return replace(load_voice("piper-4811"), speaker="tiny/low")


@pytest.fixture
def high(low: Voice) -> Voice:
    return replace(low, speaker="tiny/high")


@pytest.fixture
def engine(low: Voice) -> PiperEngine:  # noqa: ARG001 - the model is there when it is made
    return PiperEngine()


def samples_of(speech: Speech) -> np.ndarray:
    return np.frombuffer(speech.pcm, "<i2")


def words_of(speech: Speech, text: str) -> dict[str, tuple[int, int]]:
    return {text[word.start : word.end]: (word.start_ms, word.end_ms) for word in speech.words}


def test_every_word_has_its_time_inside_the_audio(engine: PiperEngine, low: Voice) -> None:
    speech = engine.synthesize(TEXT, low)
    check_coverage(TEXT, speech, low)
    assert tuple((word.start, word.end) for word in speech.words) == word_spans(TEXT)
    times = [time for word in speech.words for time in (word.start_ms, word.end_ms)]
    assert times == sorted(times)
    assert times[-1] <= speech.duration_ms


@pytest.mark.parametrize("rate_percent", [0, -50])
def test_words_are_timed_where_they_sound(engine: PiperEngine, low: Voice, rate_percent: int) -> None:
    text = "বই খাতা কলম দোয়াত"
    speech = engine.synthesize(text, replace(low, rate_percent=rate_percent))
    slower = 100 / (100 + rate_percent)
    # the tiny voice is silent at spaces and in the pads around them, and inside a word only in a pad
    gaps = silences_ms(samples_of(speech), speech.rate_hz, longer_than_ms=35 * slower)
    between = [(start, start + length) for start, length in gaps if start > 0 and start + length < speech.duration_ms]
    assert len(between) == 3
    assert speech.words[0].start_ms == pytest.approx(60, abs=10)  # slowly, more of the silence before is cut
    for (start_ms, end_ms), before, after in zip(between, speech.words, speech.words[1:], strict=False):
        # the last pad of a word is its own; the space before the next one is not
        assert start_ms - 1 <= before.end_ms <= start_ms + 2 * slower * HOP * 1000 / RATE_HZ + 1
        assert abs(after.start_ms - end_ms) <= 1


def test_the_models_own_lengths_add_up_to_the_audio(tmp_path: Path) -> None:
    model = install_tiny("tiny", tmp_path)
    runtime = open_runtime(find_installed(model))
    sentences = list(runtime.speak(TEXT, speaker=0, rate_percent=0))
    assert len(sentences) == 2
    for sentence in sentences:
        assert sentence.words is not None
        begun, ended = sentence.words[0][1], sentence.words[-1][2]
        assert 0 < begun < ended <= len(sentence.samples)
        frames = sum(2 + int(number) % 3 for number in runtime._voice.phonemes_to_ids([*sentence.phonemes]))
        assert frames * HOP == len(sentence.samples)


def test_the_same_text_gives_the_same_bytes(engine: PiperEngine, low: Voice) -> None:
    first = engine.synthesize(TEXT, low)
    engine.synthesize("অন্য কথা", low)
    assert engine.synthesize(TEXT, low) == first
    runtime = open_runtime(find_installed(load_model("tiny")))
    ids = runtime._voice.phonemes_to_ids(["b", "o", "i"])
    noisy = {runtime._voice.phoneme_ids_to_audio(ids).tobytes() for _ in range(3)}
    assert len(noisy) == 3  # the fixture would tell if the noise were left on


def test_speakers_of_a_model_are_voices(engine: PiperEngine, low: Voice, high: Voice) -> None:
    one, other = engine.synthesize(TEXT, low), engine.synthesize(TEXT, high)
    assert one.pcm != other.pcm
    assert one.words == other.words


def test_threads_and_processes_speak_the_same(engine: PiperEngine, low: Voice, high: Voice) -> None:
    jobs = [(text, voice) for text in ("এক কথা", "দুই কথা", TEXT) for voice in (low, high)] * 3
    alone = [engine.synthesize(*job) for job in jobs]
    with ThreadPoolExecutor(8) as executor:
        assert list(executor.map(lambda job: PiperEngine().synthesize(*job), jobs)) == alone
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as executor:
        assert executor.submit(engine.synthesize, TEXT, low).result() == alone[4]


def test_rate_changes_the_length(engine: PiperEngine, low: Voice) -> None:
    text = "নদীর ধারে মেলা বসেছে আর লোকের ভিড় কম নয়"
    own = engine.synthesize(text, low).duration_ms
    fast = engine.synthesize(text, replace(low, rate_percent=100)).duration_ms
    slow = engine.synthesize(text, replace(low, rate_percent=-50)).duration_ms
    assert fast < 0.75 * own < own < 0.75 * slow


def test_volume_changes_the_level_and_never_clips(engine: PiperEngine, low: Voice) -> None:
    peaks = [int(abs(samples_of(engine.synthesize(TEXT, replace(low, volume_percent=v)))).max()) for v in (-50, 0, 50)]
    assert [round(peak / LOUDEST, 2) for peak in peaks] == [0.5, 1.0, 1.5]
    assert peaks[-1] < 32767


def test_sentences_are_a_pause_apart_and_the_ends_are_short(engine: PiperEngine, low: Voice) -> None:
    speech = engine.synthesize(TEXT, low)
    words = words_of(speech, TEXT)
    assert 250 <= words["লোকে"][0] - words["হয়েছে।"][1] <= 400
    assert speech.words[0].start_ms <= 70
    assert speech.duration_ms - speech.words[-1].end_ms <= 130


@pytest.mark.parametrize("text", ["", " \n", "—", "।।।", "📚", "\0"])
def test_a_text_without_a_word_is_a_short_silence(engine: PiperEngine, low: Voice, text: str) -> None:
    speech = engine.synthesize(text, low)
    assert (speech.words, speech.duration_ms, set(speech.pcm)) == ((), 50, {0})


@pytest.mark.parametrize(
    "text",
    ["\u200d-ঁড", "“-কগ", "]-রড", "ঀুaয়ঔ \u098eহ", "ং৹-র", "OpenAI-[[k", "[[ bˈai ]] বই", "‘দল’-এর", "২০২৫ সালে ৩.৫%"],
)
def test_what_crashes_espeak_or_is_a_command_to_piper_is_kept_from_it(
    engine: PiperEngine, low: Voice, text: str
) -> None:
    speech = engine.synthesize(f"{text} বই", low)
    assert len(speech.words) == len(word_spans(f"{text} বই"))


@given(st.text(alphabet="কখগয়ড়ািেোুঁং্\u200c\u200d১২aZéঀ२½² -—।,?!“”‘’'\"().\n[]<>&", max_size=30))
@settings(max_examples=60)
def test_any_text_is_spoken_with_every_word_timed_or_refused(text: str) -> None:
    with TemporaryDirectory() as scratch:
        install_tiny("tiny", Path(scratch))
    voice = replace(load_voice("piper-4811"), speaker="tiny/low")
    try:
        speech = PiperEngine().synthesize(text, voice)
    except SpeechError as error:
        assert "did not say" in str(error)  # noqa: PT017 - refusing is allowed here, not required
    else:
        assert tuple((word.start, word.end) for word in speech.words) == word_spans(text)
        times = [time for word in speech.words for time in (word.start_ms, word.end_ms)]
        assert times == sorted(times)


def test_a_text_too_long_is_refused(engine: PiperEngine, low: Voice) -> None:
    with pytest.raises(SpeechError, match=r"“কথা কথা.*…”: at most 500 bytes"):
        engine.synthesize("কথা " * 60, low)


def test_words_of_a_model_that_tells_no_lengths_get_their_share(tmp_path: Path, low: Voice) -> None:
    tiny = tiny_model()
    two = replace(tiny, onnx=tiny_model(ceils=2).onnx)
    install_tiny("mute", tmp_path, two)
    speech = PiperEngine().synthesize(TEXT, replace(low, speaker="mute/low"))
    told = PiperEngine().synthesize(TEXT, low)
    check_coverage(TEXT, speech, low)
    assert speech.pcm == told.pcm
    assert speech.words != told.words
    worst_ms = max(abs(one.start_ms - other.start_ms) for one, other in zip(speech.words, told.words, strict=True))
    assert worst_ms < 500


def test_a_whole_script_is_spoken_with_the_clips_in_order(engine: PiperEngine, low: Voice, tmp_path: Path) -> None:
    sentence = "নদীর ধারে মেলা বসেছে, লোকের ভিড় কম নয়, আর দোকানে দোকানে আলো জ্বলছে বলে সবাই খুশি মনে ঘুরে বেড়াচ্ছে"
    article = Article("মেলার খবর", (Block(BlockKind.PARAGRAPH, f"{sentence}, {sentence}, {sentence}। {sentence}।"),))
    chunks = chunk_script(
        write_script(article, locale="bn-BD"),
        best_bytes=engine.limits.best_bytes,
        max_bytes=engine.limits.max_bytes,
    )
    assert len(chunks) >= 4
    cache = ClipCache(tmp_path / "clips")
    spoken = speak_chunks(chunks, engine=engine, voice=low, cache=cache)
    again = speak_chunks(chunks, engine=PiperEngine(), voice=low, cache=ClipCache(tmp_path / "others"))
    assert [clip.load() for clip in spoken.clips] == [clip.load() for clip in again.clips]
    assert speak_chunks(chunks, engine=engine, voice=low, cache=cache).synthesized == 0


def test_another_model_is_another_voice_to_the_cache(tmp_path: Path) -> None:
    install_tiny("tiny", tmp_path)
    before = PiperEngine().version
    assert PiperEngine().version == before
    install_tiny("tiny", tmp_path, replace(tiny_model(), config=tiny_model().config + b" "))
    assert PiperEngine().version != before


def test_a_model_that_is_not_installed_is_told_with_the_command_that_installs_it() -> None:
    voice = load_voice("piper-rm")
    for ask in (PiperEngine().probe, lambda voice, _: PiperEngine().synthesize("কথা", voice)):
        with pytest.raises(
            EngineUnavailableError, match="bn-google is not installed: podcast voices install bn-google"
        ):
            ask(voice, 5)


def test_the_probe_returns_for_a_voice_that_can_speak(engine: PiperEngine, low: Voice) -> None:
    engine.probe(low, 5)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"speaker": "tiny/hihg"}, "has no speaker “hihg”; did you mean “high”"),
        ({"speaker": "tiny/zz"}, "has no speaker “zz”; known: low, high"),
        ({"speaker": "tiny"}, "has several speakers, and one must be named; known: low, high"),
        ({"speaker": "tniy/low"}, "“tniy” is not a model; did you mean “tiny”"),
        ({"pitch_hz": 10}, "pitch_hz = 10: Piper has none"),
    ],
)
def test_what_the_model_does_not_have_is_refused(
    engine: PiperEngine, low: Voice, changes: dict[str, object], said: str
) -> None:
    with pytest.raises(SettingsError, match=said):
        engine.probe(replace(low, **changes), 5)


def test_a_model_that_was_damaged_since_is_told_with_its_folder(tmp_path: Path) -> None:
    model = install_tiny("broken", tmp_path)
    path = model_folder(model) / ONNX_NAME
    path.write_bytes(b"\xff" * path.stat().st_size)
    voice = replace(load_voice("piper-rm"), speaker="broken/low")
    with pytest.raises(EngineUnavailableError, match=f"{model_folder(model)}: the installed model cannot be used"):
        PiperEngine().probe(voice, 5)


def test_a_model_of_which_a_part_is_missing_is_not_installed(tmp_path: Path) -> None:
    model = install_tiny("cut", tmp_path)
    path = model_folder(model) / ONNX_NAME
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(EngineUnavailableError, match="podcast voices install cut"):
        PiperEngine().probe(replace(load_voice("piper-rm"), speaker="cut/low"), 5)


@pytest.mark.parametrize("text", ["বই", "বই পড়ি", "পড়ি বই বই"])
def test_a_word_that_the_model_cannot_say_is_an_error(low: Voice, tmp_path: Path, text: str) -> None:
    config = json.loads(tiny_model().config)
    for phoneme in "boi":
        del config["phoneme_id_map"][phoneme]
    install_tiny("poor", tmp_path, replace(tiny_model(), config=json.dumps(config).encode()))
    with pytest.raises(SpeechError, match=r"“বই.*Piper did not say this"):
        PiperEngine().synthesize(text, replace(low, speaker="poor/low"))


@pytest.mark.parametrize("missing", ["piper", "onnxruntime"])
def test_without_the_extra_the_message_says_what_to_install(missing: str) -> None:
    program = (
        f"import sys; sys.modules[{missing!r}] = None\n"
        "from podcast.speech import open_engine\nfrom podcast.errors import EngineUnavailableError\n"
        "try: open_engine('piper')\nexcept EngineUnavailableError as error: print(error)"
    )
    said = subprocess.check_output([sys.executable, "-c", program], text=True)
    assert "pip install 'bangla-podcast[neural]'" in said


def test_the_embedded_voice_and_piper_live_in_one_process(engine: PiperEngine, low: Voice) -> None:
    espeak, voice = EspeakEngine(), load_voice("espeak")
    theirs, own = engine.synthesize(TEXT, low), espeak.synthesize(TEXT, voice)
    with ThreadPoolExecutor(6) as executor:
        for _ in range(5):
            mixed = [executor.submit(one.synthesize, TEXT, of) for one, of in ((engine, low), (espeak, voice)) * 3]
            assert [future.result() for future in mixed] == [theirs, own] * 3


def test_the_engine_is_found_by_its_name(low: Voice) -> None:
    assert open_engine("piper").synthesize("কথা", low) == PiperEngine().synthesize("কথা", low)


def test_the_tiny_model_is_built_the_same_each_time() -> None:
    first = build_model()
    build_model.cache_clear()
    assert build_model() == first
    assert len(first) < 3000
